import type { DialogueOf } from '../models/dialogue.js';
import type { Attachment } from '../models/event.js';
import type { Field, Values } from '../models/field.js';
import type { SchoolCode } from '../models/ids.js';
import type { Typed } from './forms/read-value.js';
import type { Problem } from './forms/reading.js';
import type { Asked, Say } from './handler.js';

/** What one says of a form in a dialogue. */
export interface Wording {
  /** What it is called in passing, and as a heading. */
  name: string;
  title: string;
  /** Until when, and what is to be done with it then; empty where there is no day. */
  until: string;
  /** What one says to go on with it, and to have none of it. */
  says: string;
  drops: string;
  /** Above all of it once everything was asked, and below. */
  whole: { head: string; foot: string };
}

/**
 * A form that somebody fills in: a record of a duty, an answer to a collection. Whoever asks its questions knows no
 * more of it than stands here; what is taken stands in it at once, as if it had been typed, or sent from a page.
 */
export interface Filling {
  asked: Asked;
  of: DialogueOf;
  /** Where it is kept, once something is. */
  record?: string;
  fields: readonly Field[];
  /** What stands in it, or is known before anything does. */
  values: Values;
  /** The files that go along with it, where no field is for them. */
  along: readonly Attachment[];
  takesFiles: boolean;
  /** Whether it counts as it stands, without being handed in. */
  counts: boolean;
  /** What is said to an answer where it takes none any more. */
  refused?: Say[];
  /** The school in which people and things are looked up by their names. */
  school: SchoolCode;
  wording: Wording;
  take: (given: Given) => Promise<Taken | Say[]>;
  handIn: () => Promise<{ says: Say[]; isOver: boolean }>;
}

/** What somebody said, by field; the files are the event's: for a field, where it is what is asked. */
export interface Given {
  typed: ReadonlyMap<string, Typed>;
  into?: Field;
}

/** How the form stands then, and what could not be taken: in words, and files there is no place for. */
export interface Taken {
  filling: Filling;
  problems: Problem[];
  spare: number;
}
