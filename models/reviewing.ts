import type { Duty, Post } from './duty.js';
import { type FieldOf, reaches, type Values } from './field.js';
import type { SchoolCode } from './ids.js';
import type { Person } from './person.js';
import type { Change, Submission, SubmissionState } from './submission.js';

/** The states an answer leads to. */
export const ANSWERED: readonly SubmissionState[] = ['accepted', 'returned', 'declined'];

/** Whose holders answer a record: those of the duty's rule, or, from the level on that it says, the higher ones. */
export function postsToAnswer({ review, form }: Pick<Duty, 'review' | 'form'>, values: Values): readonly string[] {
  if (!review) return [];
  return review.higher && reaches(form, review.higher, values) ? review.higher.posts : review.posts;
}

/** Whom it is given to where nobody holds those posts. */
export const postsOtherwise = (duty: Pick<Duty, 'review' | 'form'>, values: Values): readonly string[] =>
  duty.review && postsToAnswer(duty, values) === duty.review.posts ? duty.review.otherwise : [];

/** Whether what was given to somebody is still theirs to answer: they hold one of some posts, and it reaches the school; who gave out a task has it for good. */
export function answersFor(
  person: Pick<Person, 'school' | 'posts'> & { endedOn?: Person['endedOn'] },
  { owner }: Pick<Duty, 'owner'>,
  able: readonly string[],
  school: SchoolCode,
  posts: readonly Post[],
): boolean {
  if (person.endedOn) return false;
  if (owner.kind === 'assignee') return true;
  return posts.some(
    ({ key, reach }) =>
      able.includes(key) && person.posts.includes(key) && (reach === 'county' || person.school === school),
  );
}

/** The field whose level is certified: the one the quota asks for, else the one that decides who certifies. */
export function levelField({
  quota,
  review,
  form,
}: Pick<Duty, 'quota' | 'review' | 'form'>): FieldOf<'choice'> | undefined {
  const key = quota.level?.field ?? review?.higher?.field;
  return form.fields.find((field): field is FieldOf<'choice'> => field.key === key && field.type === 'choice');
}

/** Whether a change is no step in a record's life: it was put into another period, or opened to others. */
const isAside = ({ moved, allowed }: Change): boolean => moved !== undefined || allowed !== undefined;

/** The answer a record stands at: the change that accepted, returned or declined it, if nothing came after it. */
export function lastAnswer({ changes }: Pick<Submission, 'changes'>): Change | undefined {
  const last = changes.findLast((change) => !isAside(change));
  return last && ANSWERED.includes(last.to) ? last : undefined;
}

/** Every answer it has had, oldest first. */
export const answersTo = ({ changes }: Pick<Submission, 'changes'>): Change[] =>
  changes.filter((change) => ANSWERED.includes(change.to) && !isAside(change));

/** What the reviewer said when it was answered last, if it still stands so: 退回：… in lists. */
export const lastComment = (record: Pick<Submission, 'changes'>): string | undefined => lastAnswer(record)?.comment;

/** The values as they were claimed when it was handed in: before a lower level was certified. */
export function claimed(record: Pick<Submission, 'changes' | 'values'>): Values {
  const since = record.changes.findLastIndex((change) => change.to === 'handed-in' && !isAside(change));
  return record.changes.slice(since + 1).find(({ values }) => values !== undefined)?.values ?? record.values;
}

/** When what stands there was handed in last, corrections counted. */
export const writtenLast = ({ changes }: Pick<Submission, 'changes'>): Date | undefined =>
  changes.findLast((change) => change.to === 'handed-in' && !isAside(change))?.at;

/** Since when it waits for an answer: since it was handed in last, corrections not counted. */
export function waitingSince({ changes, updatedAt }: Pick<Submission, 'changes' | 'updatedAt'>): Date {
  const last = changes.findLast(({ from, to }) => to === 'handed-in' && from !== 'handed-in');
  return last?.at ?? updatedAt;
}

/** How many versions of what it says are kept: each change of the words, and what stands now. What was put together as a draft is one. */
export const versionsOf = ({ changes }: Pick<Submission, 'changes'>): number =>
  1 + changes.filter(({ values, from }) => values !== undefined && from !== 'new' && from !== 'draft').length;
