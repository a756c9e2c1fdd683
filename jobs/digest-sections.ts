import * as texts from '../config/texts/digest.js';
import { earliestDeadlineText } from '../config/texts/format.js';
import { labelSoFar, soFar } from '../config/texts/ledger.js';
import { unitOf } from '../config/texts/missing.js';
import { calledByPost, calledInSchool } from '../config/texts/owner-name.js';
import { answerableFor, postOf } from '../models/answerable.js';
import type { Digest } from '../models/digest.js';
import type { Duty } from '../models/duty.js';
import { groupBy } from '../models/group-by.js';
import type { Day } from '../models/ids.js';
import type { Share } from '../models/message.js';
import type { Models } from '../models/models.js';
import { ownerOfDepartment, ownerOfSchool } from '../models/owner.js';
import { ownerNames } from '../models/owner-name.js';
import { around, isPersonal } from '../models/owners.js';
import { type Person, rightsOf } from '../models/person.js';
import { type Responsible, responsibleFor } from '../models/post.js';
import type { Saying } from '../models/press-token.js';
import { OWING, type RollEntry } from '../models/roll.js';
import type { School } from '../models/school.js';
import { URGING } from '../models/sight.js';
import { addTallies, type Tally } from '../models/tally.js';
import { titleOf } from '../models/title.js';
import type { Opened } from './digest-card.js';
import { byPeriod, type Gathered, type Line, periodOf, together } from './digest-pages.js';

/** Whom a digest is for, and of what it tells: what its sections are made from. */
export interface Hearing {
  digest: Digest;
  person: Person;
  /** The hearer's own. */
  school: School;
  day: Day;
  now: Date;
  /** The days it is about; instants of their first minute and last. */
  from: Date;
  to: Date;
  /** What falls due until then comes next. */
  nextTo: Date;
  /** What of the ledger they see; nothing where it tells of nobody but themselves. */
  pages: Gathered;
  schools: readonly School[];
  /** What they type to see it all: 未交; 未交 本组 where that is not what they see first. */
  open: string;
}

/** A part of a digest; with the chart beside it, the pages whose lists it opens, and what else its buttons say. */
export type Section = texts.Part & { bars?: Share[]; opens?: Opened[]; leads?: Saying[] };

/** What falls due in its days. */
export const within = ({ pages, from, to }: Hearing): Line[] =>
  pages.lines.filter(({ roll }) => roll.dueAt >= from && roll.dueAt <= to);
const isOver = ({ roll }: Line, now: Date): boolean => roll.lateAfter < now;

/** What the hearer's school, or their department, owes alone and owes still is no list: it is whose digest it is. */
const isOwn = ({ tally: { owed }, owing: [only] }: Line, { school, department = '' }: Person): boolean =>
  owed === 1 &&
  only?.have === undefined &&
  (only?.owner === ownerOfSchool(school) || only?.owner === ownerOfDepartment(school, department));

const isOfSpan = ({ when }: Digest): boolean => when.every === 'month' || when.every === 'term';

/** Whether `due` tells of it, of a month's and a term's once it was due: no other section says it again. */
const isInDue = ({ roll }: Line, { digest, from, to, now }: Hearing): boolean =>
  digest.sections.includes('due') && roll.dueAt >= from && roll.dueAt <= to && !(isOfSpan(digest) && roll.dueAt > now);

/** With the words of a task where it is one school's; of several the label alone. */
const calledIn = ({ schools }: Hearing, { roll }: Line): string => (schools.length > 1 ? roll.label : titleOf(roll));

/** A bar of its chart, where anything is owed. */
export const shareOf = (label: string, { handedIn, owed }: Tally): Share[] =>
  owed > 0 ? [{ label, done: handedIn, of: owed }] : [];

/** Buttons to what lines tell of: each opens its whole period, also where it falls due on other days, and counts that. */
function opensOf(lines: Line[], { pages }: Hearing): Opened[] {
  const told = new Set(lines.map(periodOf));
  return together(pages.lines.filter((line) => told.has(periodOf(line)))).map(
    ({ duty, roll, tally: { owed, handedIn } }) => ({ duty, label: roll.label, left: owed - handedIn }),
  );
}

/** What is due in the week, period by period; in a month or a term, a line a duty. */
export async function due(hearing: Hearing, models: Models): Promise<Section> {
  const { digest, person, open } = hearing;
  if (isOfSpan(digest)) return dueInSpan(hearing, models);
  const lines = together(within(hearing));
  const told = await Promise.all(
    lines.map(async (line) => ({
      duty: line.duty.name,
      label: calledIn(hearing, line),
      tally: line.tally,
      missing: isOwn(line, person) ? [] : await namesOf(line.owing, models),
      unit: unitOf(line.duty, isPersonal(line.duty)),
    })),
  );
  const bars = told.flatMap((each) => shareOf(`${each.duty}（${each.label}）`, each.tally));
  const opens = opensOf(lines, hearing);
  if (digest.when.every === 'day') return { ...texts.dueInDay(told), bars, opens };
  const mayUrge =
    rightsOf(person, models.catalogue.posts).has('act-for') && URGING.some((right) => right === digest.sees);
  // Of the same as what is told: who sees more would else remind a county.
  const urge = mayUrge ? open.replace('未交', '催交') : undefined;
  const part = hearing.schools.length > 1 ? texts.numbersInWeek(told, open) : texts.dueInWeek(told, open, urge);
  return { ...part, bars, opens };
}

/** With who can mend what is open still, where the digest tells of that. */
async function dueInSpan(hearing: Hearing, models: Models): Promise<Section> {
  const ended = within(hearing).filter((line) => line.roll.dueAt <= hearing.now);
  const tellsWho = hearing.digest.sections.includes('overdue');
  const open = tellsWho ? await overdueIn(hearing, ended, models) : [];
  const duties = summedBy(ended, ({ duty }) => duty.name).map(({ key, tally }) => ({
    duty: key,
    tally,
    open: open.filter(({ duty }) => duty === key),
  }));
  return {
    ...texts.dueInSpan(duties, hearing.open),
    bars: duties.flatMap(({ duty, tally }) => shareOf(duty, tally)),
    opens: opensOf(
      ended.filter(({ roll }) => roll.closesAt > hearing.now),
      hearing,
    ),
  };
}

/** Lines added up, in the order of the first of each. */
export const summedBy = (lines: Line[], keyOf: (line: Line) => string): { key: string; tally: Tally }[] =>
  [...groupBy(lines, keyOf)].flatMap(([key, [first, ...others]]) =>
    first ? [{ key, tally: others.reduce((sum, { tally }) => addTallies(sum, tally), first.tally) }] : [],
  );

/** What is not on time any more and still taken, of one reminder profile or of all; of one school with who can mend it. */
export async function overdue(hearing: Hearing, models: Models, profile?: string): Promise<Section> {
  const { open, pages } = hearing;
  const lines = pages.lines.filter(
    (line) => (profile === undefined || line.duty.reminders === profile) && !isInDue(line, hearing),
  );
  const part = texts.overdue(await overdueIn(hearing, lines, models), { open });
  return { ...part, opens: opensOf(overdueOf(lines, hearing.now), hearing) };
}

/** The same of the hearer's own school, of which they are told before anybody else's. */
export async function arrears(hearing: Hearing, own: Line[], models: Models): Promise<Section> {
  const open = await overdueIn({ ...hearing, schools: [hearing.school] }, own, models);
  return texts.overdue(open, { whose: '本校', open: '未交 本校' });
}

/** The only one who owes still. */
const onlyOf = ({ owing: [only, ...others] }: Line): RollEntry | undefined => (others.length === 0 ? only : undefined);

const overdueOf = (lines: Line[], now: Date): Line[] =>
  together(lines.filter((line) => line.left > 0 && isOver(line, now) && line.roll.closesAt > now));

async function overdueIn(hearing: Hearing, lines: Line[], models: Models): Promise<texts.Overdue[]> {
  const { now, schools, day } = hearing;
  const open = overdueOf(lines, now);
  const [only] = schools.length === 1 ? schools : [];
  const staff = only ? await around(only, models) : undefined;
  return open.map((line) => ({
    duty: line.duty.name,
    label: labelSoFar(calledIn(hearing, line), onlyOf(line)),
    count: line.left,
    unit: unitOf(line.duty, isPersonal(line.duty)),
    // Of several groups each has a head of its own, as each of several has tasks of their own.
    ...(staff && (isOfMany(line.duty) || line.left === 1)
      ? mending(whoCanMend(line, staff, models, day), hearing.person, models)
      : { responsible: undefined }),
  }));
}

/** What persons owe because of what they are, and not because something was given to them in particular. */
const isOfMany = (duty: Duty): boolean =>
  isPersonal(duty) && duty.owner.kind !== 'reviewer' && duty.owner.kind !== 'assignee';

/** Who answers for it; for what many persons owe, whoever is told first how the school stands. */
function whoCanMend(
  { duty, owing, roll }: Line,
  here: Awaited<ReturnType<typeof around>>,
  { catalogue }: Models,
  day: Day,
): Responsible | undefined {
  const owner = owing[0]?.owner;
  const [lead] = catalogue.digests.find(({ sees }) => sees === 'see-school')?.to ?? [];
  const post = postOf(duty.owner) ?? lead;
  if (owner && !isOfMany(duty)) return answerableFor(owner, duty, here, day, roll.period);
  return post === undefined ? undefined : responsibleFor(post, catalogue.posts, here.staff, day);
}

/** 教科室主任张三, as the hearer is told. */
function mending(found: Responsible | undefined, hearer: Person, { catalogue }: Models) {
  if (!found) return { responsible: '' };
  if (found.person._id === hearer._id) return { responsible: undefined, isHearers: true };
  return { responsible: calledByPost(found, catalogue.posts) };
}

/** What falls due from now on, as far as pages are open. */
export function next(hearing: Hearing, { calendar }: Models): Section {
  const { now, nextTo } = hearing;
  const coming = hearing.pages.lines.filter(
    (line) => line.left > 0 && line.roll.dueAt > now && !isInDue(line, hearing),
  );
  return texts.next(
    byPeriod(coming).flatMap(([line, ...others]) =>
      line && line.roll.dueAt <= nextTo
        ? {
            duty: line.duty.name,
            label: labelSoFar(calledIn(hearing, line), onlyOf(line)),
            due: earliestDeadlineText(
              [line, ...others].map(({ roll }) => roll.dueAt),
              now,
              calendar,
            ),
          }
        : [],
    ),
  );
}

/** Who owes each of the last n periods that are over; n comes from the duty's reminder profile. */
export async function repeaters({ schools, now }: Hearing, models: Models): Promise<Section> {
  const [only] = schools.length === 1 ? schools : [];
  if (!only) return texts.repeaters([]);
  const all = await Promise.all(models.catalogue.duties.map((duty) => repeatersOf(duty, only, models, now)));
  return texts.repeaters(all.flat());
}

async function repeatersOf(duty: Duty, school: School, models: Models, now: Date) {
  const times = models.catalogue.profiles.find(({ key }) => key === duty.reminders)?.repeatersAfter ?? 0;
  if (times === 0 || !isPersonal(duty)) return [];
  const last = await models.rolls.lastOf(duty.key, school._id, now, times);
  const [newest, ...older] = last.map(
    ({ entries }) => new Set(entries.filter(({ status }) => OWING.includes(status)).map(({ owner }) => owner)),
  );
  if (!newest || last.length < times) return [];
  const always = [...newest].filter((owner) => older.every((owing) => owing.has(owner)));
  const names = await namesOf(
    always.map((owner) => ({ owner })),
    models,
  );
  return names.map((name) => ({ name, duty: duty.name, times }));
}

/** Of one school, with how many of how many are in where several are owed still. */
async function namesOf(entries: Pick<RollEntry, 'owner' | 'have' | 'need'>[], models: Models): Promise<string[]> {
  const names = await ownerNames(
    entries.map(({ owner }) => owner),
    models,
  );
  return entries.flatMap((entry) => {
    const name = names.get(entry.owner);
    return name ? [`${calledInSchool(name)}${soFar(entry)}`] : [];
  });
}
