import type { Attachment, Chat } from './event.js';
import type { Field, Values } from './field.js';
import { PersonId, type SchoolCode } from './ids.js';
import type { TrainingAudience } from './training-programme.js';

/** What the roster has of everybody: it is never asked, and stands in the list by itself. */
export type RosterColumn = 'stage' | 'cluster' | 'subjects' | 'grades' | 'posts' | 'mobile';

/**
 * Whom a collection asks: by a rule over the roster, of one school or of all; or who has a place in a training.
 * `attended`: who was seen there, where check-in was taken.
 */
export type CollectionAudience =
  | { rule: TrainingAudience; school?: SchoolCode }
  | { training: number; attended?: true };

/** A small form that is posted into groups until a deadline: a choice of meals, a count of textbooks, who comes. */
export interface Collection {
  /** The number people type. */
  _id: number;
  title: string;
  /** What is said beside what is asked. */
  note: string;
  by: PersonId;
  fields: Field[];
  /** Asked for, and known from the roster. */
  known: RosterColumn[];
  audience: CollectionAudience;
  closesAt: Date;
  /** What was decided; after `closesAt` it takes nothing, whatever stands here. */
  state: 'draft' | 'open' | 'closed' | 'cancelled';
  /** Names are shown to nobody, and answers only once there are enough of them (`FEWEST_ANONYMOUS`). Asked once. */
  anonymous?: true;
  /** The groups it was posted into, and when. */
  posts: Chat[];
  postedAt?: Date;
  /** The list has gone to whoever made it. */
  listed?: true;
  /** The event that made it. */
  event: string;
  madeAt: Date;
}

/** What one person answered. One document a collection and person, so that nobody counts twice. */
export interface CollectionAnswer {
  /** `number|person` */
  _id: string;
  /** The number of the collection. */
  of: number;
  person: PersonId;
  school: SchoolCode;
  values: Values;
  /** What came along, by whatever message; what of it stands in fields is in `values`. */
  attachments?: Attachment[];
  /** When files came last. */
  filesAt?: Date;
  /** Everything that is asked is there; what is begun counts nowhere. */
  complete: boolean;
  /** Taken back: it counts nowhere, and nobody is asked again. */
  withdrawn?: true;
  /** When it was said: what was said last holds, in whatever order it arrives. */
  sentAt: Date;
  /** The event that wrote it. */
  event: string;
  /** The events whose words stand in it; each of its files says by itself in which message it came. */
  wordsOf?: string[];
  /** Events that are about to write it: until one of them has, or the collection is closed. */
  claims?: string[];
}

/** What the files of an answer are kept under (`models/file.ts`). */
export const answerRecord = (no: number, person: PersonId): string => `answer:${no}|${person}`;
/** Whose answer's files are kept so; undefined for any other record. */
export function answerIn(record: string): { of: number; person: PersonId } | undefined {
  const [, no, person] = /^answer:(\d+)\|(.+)$/.exec(record) ?? [];
  return no && person ? { of: Number(no), person: PersonId.parse(person) } : undefined;
}

/** Of fewer anonymous answers one could be told from who sits beside whom. */
export const FEWEST_ANONYMOUS = 5;

/** Whether it takes answers at an instant. */
export const isTaking = ({ state, closesAt }: Pick<Collection, 'state' | 'closesAt'>, now: Date): boolean =>
  state === 'open' && now < closesAt;

/** How many chose each option of each choice, in the order of the form; the sum of each number. */
export interface FieldTally {
  label: string;
  options?: { option: string; count: number }[];
  sum?: { total: number; unit: string };
}

/** Counts complete answers field by field; texts and dates are left out: they are read one by one. */
export function tallyOf(fields: readonly Field[], answers: readonly Pick<CollectionAnswer, 'values'>[]): FieldTally[] {
  return fields.flatMap((field): FieldTally[] => {
    const given = answers.flatMap(({ values }) => values[field.key] ?? []);
    if (field.type === 'number')
      return [
        { label: field.label, sum: { total: given.reduce<number>((a, b) => a + Number(b), 0), unit: field.unit } },
      ];
    if (field.type !== 'choice' && field.type !== 'choices') return [];
    const options = field.options.map((option) => ({ option, count: given.filter((each) => each === option).length }));
    return [{ label: field.label, options }];
  });
}

export type ShownTally = FieldTally[] | { fewest: number };

/** The sums as they may be shown; below `fewest` they would tell who said what. */
export const tallyShown = (
  { fields, anonymous }: Pick<Collection, 'fields' | 'anonymous'>,
  answers: readonly Pick<CollectionAnswer, 'values'>[],
): ShownTally =>
  anonymous && answers.length < FEWEST_ANONYMOUS ? { fewest: FEWEST_ANONYMOUS } : tallyOf(fields, answers);
