import type { Connection } from 'mongoose';
import type { Calendar } from './calendar.js';
import type { Catalogue, Duty } from './duty.js';
import { createOccasions } from './occasion.js';
import { personIn, splitOwner } from './owner.js';
import { createPeople, type Person } from './person.js';
import { namedPeople } from './reading.js';
import { createReviewers } from './reviewer.js';
import { ANSWERED, answersFor, postsOtherwise, postsToAnswer } from './reviewing.js';
import type { Cause, Review, Submission } from './submission.js';

/**
 * Answers who owes a record an answer by when, and who owed one before. `before`: the record as it stood;
 * `submitter`: as where it counts.
 */
export function createAnswersOwed(
  db: Connection,
  { catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar },
) {
  const people = createPeople(db);
  const occasions = createOccasions(db);
  const reviewerFor = createReviewers(db, catalogue);

  /** What was given to somebody to do is answered by whoever gave it. */
  const assigner = async (
    { owner }: Duty,
    { duty, period }: Submission,
    not: readonly string[],
  ): Promise<Person | undefined> => {
    if (owner.kind !== 'assignee') return undefined;
    const opened = (await occasions.get(duty, period))?.changes[0]?.by;
    const person = opened && !not.includes(opened) ? await people.byId(opened) : undefined;
    return person?.endedOn ? undefined : person;
  };

  return async (
    duty: Duty,
    after: Submission,
    before: Submission | undefined,
    { now }: Cause,
    submitter: Person | undefined,
  ): Promise<Review[]> => {
    const { review: rule } = duty;
    const earlier = before?.reviews ?? [];
    if (!rule) return earlier;
    if (after.state !== 'handed-in')
      return endAll(earlier, ANSWERED.includes(after.state) ? { answeredAt: now } : { dropped: true });
    const posts = postsToAnswer(duty, after.values);
    const not = [after.by, personIn(after.owner) ?? '', ...namedPeople(duty, after.values)];
    const open = earlier.filter(({ answeredAt, dropped }) => !answeredAt && !dropped);
    const given = await people.byIds(open.map(({ reviewer }) => reviewer));
    const stays =
      given.length > 0 &&
      given.every((each) => !not.includes(each._id) && answersFor(each, duty, posts, after.school, catalogue.posts));
    // A level claimed anew may be another's to certify; so is what names its reviewer now, and what the post has left.
    const isAlike = before?.state === 'handed-in' && posts === postsToAnswer(duty, before.values);
    if (isAlike && stays) return earlier;
    const { kind, parts } = splitOwner(after.owner);
    const subjects = kind === 'group' ? parts.slice(1) : (submitter?.subjects ?? []);
    const today = calendar.dayOf(now);
    const able = [...posts, ...postsOtherwise(duty, after.values)];
    const reviewer =
      (await assigner(duty, after, not)) ??
      (await reviewerFor({ posts: able, school: after.school, not, subjects, day: today }));
    // Whom it fell to, as long as it does.
    if (isAlike && reviewer && open.some((review) => review.reviewer === reviewer._id)) return earlier;
    const others = endAll(earlier, { dropped: true });
    if (!reviewer) return others;
    const due = calendar.shift(today, rule.withinSchoolDays);
    return [...others, { reviewer: reviewer._id, school: reviewer.school, ...(due && { due }) }];
  };
}

/** Ends what is still owed, one way or the other. */
const endAll = (reviews: Review[], ended: Pick<Review, 'answeredAt' | 'dropped'>): Review[] =>
  reviews.map((review) => (review.answeredAt || review.dropped ? review : { ...review, ...ended }));
