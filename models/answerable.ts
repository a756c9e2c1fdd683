import type { Duty, OwnerRule, Post } from './duty.js';
import type { Day, PeriodKey } from './ids.js';
import { type OwnerKey, splitOwner } from './owner.js';
import type { Person } from './person.js';
import { chainOf, type Responsible } from './post.js';
import { leaveOn } from './presence.js';
import type { StandIn } from './stand-in.js';
import type { Unit } from './unit.js';

/** What answering for a page is looked up in: the people of its school today, the county's posts, the units there, who stands in for whom. */
export interface Around {
  staff: Person[];
  posts: readonly Post[];
  units: Unit[];
  /** The newest first; those over as well. */
  standIns: StandIn[];
}

/** The post through which owners of a rule owe, if it is a post that answers. */
export const postOf = (rule: OwnerRule): string | undefined => ('post' in rule ? rule.post : undefined);

/**
 * Who answers today for what an owner owes of a period: the person; whoever was asked to in place of all others; the
 * holder of the duty's post (who teaches the group's subject, works in the department); the head of a unit; whoever
 * stands in for one who is on leave; and where none of them is there, whom it falls to. Without a period, who answers for
 * what comes as a rule.
 */
export function answerableFor(
  owner: OwnerKey,
  duty: Duty,
  around: Around,
  day: Day,
  period?: PeriodKey,
): Responsible | undefined {
  const { staff, posts, units, standIns } = around;
  const { kind, parts } = splitOwner(owner);
  const there = (person: Person): boolean => !person.endedOn && !leaveOn(person, day);
  if (kind === 'person') {
    const person = staff.find(({ _id }) => _id === parts[0]);
    return person && { person, as: 'owner' };
  }
  const standIn = (isFor: (each: StandIn) => boolean): Person | undefined => {
    const found = standIns.find((each) => each.from <= day && day <= each.to && isFor(each));
    return found && staff.find((person) => person._id === found.person && there(person));
  };
  const thereOrFor = (holders: Person[]): Person | undefined =>
    holders.find(there) ?? standIn(({ of }) => holders.some(({ _id, endedOn }) => _id === of && !endedOn));

  const post = kind === 'cluster' ? (duty.smallSchools?.post ?? postOf(duty.owner)) : postOf(duty.owner);
  // One noted before periods were holds for all of them.
  const asked = standIn((each) => isAskedFor(each, duty, owner) && (each.period ?? period) === period);
  if (asked) return { person: asked, as: post ?? 'owner' };
  const unit = units.find(({ _id }) => _id === owner);
  const head = thereOrFor(staff.filter(({ _id }) => _id === unit?.head));
  if (head) return { person: head, as: 'owner' };

  for (const as of post ? chainOf(post, posts) : []) {
    const fits = fitFor(kind, parts, as, post ?? '', posts);
    const person = thereOrFor(staff.filter((each) => each.posts.includes(as) && fits(each)));
    if (person) return { person, as, ...(!person.posts.includes(as) && { standsIn: true }) };
  }
  return undefined;
}

/**
 * Whether a holder of a post of the chain is the one for a group or department; for schools and clusters any holder
 * is. The head of another subject answers for none but their own.
 */
function fitFor(kind: string, [, first = '', second = '']: string[], as: string, post: string, posts: readonly Post[]) {
  const isOwn = as === post;
  const inGroup = isOwn || posts.find(({ key }) => key === as)?.reach === 'group';
  return ({ subjects, grades, department }: Person): boolean => {
    if (kind === 'group') return !inGroup || subjects.includes(first);
    if (kind === 'prep') return !inGroup || (subjects.includes(first) && (!isOwn || grades.includes(second)));
    return kind !== 'department' || !isOwn || department === first;
  };
}

/** The periods of which somebody was asked to see to what an owner owes. */
export const periodsAskedOf = (
  owner: OwnerKey,
  duty: Duty,
  { _id }: Person,
  { standIns }: Around,
  day: Day,
): PeriodKey[] =>
  standIns
    .filter((each) => each.person === _id && each.from <= day && day <= each.to && isAskedFor(each, duty, owner))
    .flatMap(({ period }) => period ?? []);

const isAskedFor = (each: StandIn, { key }: Duty, owner: OwnerKey): boolean =>
  each.duty === key && each.owner === owner;

/** Whether somebody may hand in for an owner: who answers, any holder of the post or of one it falls to. */
export function mayAnswerFor(
  owner: OwnerKey,
  duty: Duty,
  person: Person,
  around: Around,
  day: Day,
  period?: PeriodKey,
): boolean {
  if (answerableFor(owner, duty, around, day, period)?.person._id === person._id) return true;
  const { kind, parts } = splitOwner(owner);
  if (kind === 'person') return false;
  const unit = around.units.find(({ _id }) => _id === owner);
  if (unit?.members.includes(person._id)) return true;
  const post = kind === 'cluster' ? (duty.smallSchools?.post ?? postOf(duty.owner)) : postOf(duty.owner);
  if (!post) return false;
  return chainOf(post, around.posts).some(
    (as) => person.posts.includes(as) && fitFor(kind, parts, as, post, around.posts)(person),
  );
}
