import type { Right } from '../models/duty.js';
import type { MessageEvent } from '../models/event.js';
import type { Day, PersonId } from '../models/ids.js';
import type { Block, CardView, Choice, FileRef, FormView, Receipt } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { NagDispatch } from '../models/outbox.js';
import type { Person } from '../models/person.js';
import type { School } from '../models/school.js';

/**
 * One thing to say: where the question was asked, in place of the card that was filled in, or privately to somebody;
 * to whoever did not ask, it waits for the hours of a school day.
 * With a form to fill in, a receipt of one, or a card, for platforms that can show it; the text says the same.
 */
export interface Say {
  text: string;
  to: 'here' | 'card' | PersonId;
  form?: FormView;
  receipt?: Receipt;
  card?: CardView;
  /** In place of the text, where the platform takes files. */
  file?: FileRef;
  /** That file is a picture, PNG or JPEG. */
  picture?: true;
  /**
   * On whose card it is to be said, above what of that reminder still holds; `came` is what then stands there. `card`:
   * not the one that was pressed but this one, and nothing where that cannot be changed any more.
   */
  nag?: { of: NagDispatch; came: Block[]; aside?: true; card?: string };
  /** What the numbers in its text say. */
  choices?: Choice[];
  /** Words are asked for, and what comes next is said behind these: 退回 7F3KQ2. */
  wordsBehind?: string;
  /** Of stopping all sending: it goes out in spite of that. */
  ofSwitch?: true;
}

export const here = (text: string): Say[] => [{ text, to: 'here' }];

/** What somebody said, in a chat or on a page: on a page there is no text, and no account. */
export type Spoken = Pick<
  MessageEvent,
  'key' | 'chat' | 'text' | 'attachments' | 'unreadable' | 'replyTo' | 'chatName'
> & {
  account?: string;
  /** When the card was made whose button said it: what it is about may have changed since. */
  shownAt?: Date;
  /** When it was sent, as the platform says; only of what was said in a chat. */
  sentAt?: Date;
  /** Files by themselves that go on from a command: when that was said. */
  goesOnFrom?: Date;
};

/** Somebody of the roster said something addressed to the bot; `args` is what stood behind the command's word. */
export interface Asked {
  event: Spoken;
  args: string;
  now: Date;
  today: Day;
  speaker: Person;
  school: School;
  rights: ReadonlySet<Right>;
}

/** Somebody the roster does not know said it. */
export type AskedByStranger = Pick<Asked, 'args' | 'now'> & { event: MessageEvent };

/**
 * What the bot does when somebody says something: works on the models and answers what to say; never sends. It may
 * run again for the same event after a crash, so every write is keyed by the event.
 */
export type Handler = (asked: Asked, models: Models) => Promise<Say[]>;
export type StrangerHandler = (asked: AskedByStranger, models: Models) => Promise<Say[]>;
