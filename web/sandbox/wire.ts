import { z } from 'zod';
import type { DayKind } from '../../models/calendar.js';
import type { LedgerView, SandboxPerson } from './deps.js';

/** What page and server say to each other. Instants are ISO texts. */

export interface MessageView {
  id: string;
  seq: number;
  chat: string;
  /** Who said it; the bot when absent. */
  person?: string;
  text: string;
  /** The name of the file that hangs on it. */
  file?: string;
  /** It is a picture; the text says what it shows. */
  picture?: true;
  at: string;
  replyTo?: string;
  /** What can be pressed below it; `ref` says to the server what it does. */
  buttons?: { label: string; ref: string }[];
}

export interface ChatView {
  id: string;
  kind: 'private' | 'group';
  name: string;
  /** How many are in the group. */
  members?: number;
  last?: MessageView;
}

export interface ClockView {
  now: string;
  zone: string;
  /** The county's day of `now`, and what kind of day it is. */
  day: string;
  kind: DayKind;
  /** Monday to Sunday around it. */
  days: { day: string; kind: DayKind }[];
  week?: string;
  canMove: boolean;
  next?: { at: string; what: string };
}

export interface Suggestion {
  label: string;
  text: string;
  /** Sent at once; otherwise put into the input for the person to go on. */
  send: boolean;
}

export interface StateView {
  people: SandboxPerson[];
  botName: string;
  suggestions: Suggestion[];
  clock: ClockView;
  /** Number of the newest message: the live stream goes on from here. */
  seq: number;
  /** Only when a person was asked for and is known. */
  mine?: { person: string; chats: ChatView[]; ledger: LedgerView };
}

export interface PageView {
  messages: MessageView[];
  /** Nothing older is there. */
  complete: boolean;
}

export interface MovedView {
  clock: ClockView;
  from: string;
  ran: string[];
}

/** What the server tells by itself. */
export interface StreamEvents {
  /** Said in a chat the page shows. */
  message: MessageView;
  /** A line of such a chat says something else now. */
  changed: Pick<MessageView, 'id' | 'chat' | 'text' | 'buttons'>;
  /** The bot spoke in another chat. */
  elsewhere: { chat: string };
  /** What the clock says: when it was moved, and as a sign of life. */
  clock: ClockView;
  /** Too much was missed: load afresh. */
  reset: Record<string, never>;
}

/** The longest text a duty takes (see the catalogue's fields). */
const MOST_CHARACTERS = 20_000;

/** A picture of a phone, made smaller, or a few pages. */
export const MOST_FILE_BYTES = 2 * 1024 * 1024;

export const SentFile = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** In Base64. */
  bytes: z.base64().max(Math.ceil(MOST_FILE_BYTES / 3) * 4),
});

export type SentFile = z.infer<typeof SentFile>;

export const Said = z
  .strictObject({
    /** Made by the page, so that sending again after a lost answer says it once. */
    id: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
    person: z.string().min(1).max(40),
    chat: z.string().min(1).max(200),
    text: z.string().trim().max(MOST_CHARACTERS),
    file: SentFile.optional(),
  })
  .refine(({ text, file }) => text !== '' || file !== undefined);
export type Said = z.infer<typeof Said>;

export const Pressed = z.strictObject({
  /** Made by the page, as for what is said. */
  id: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
  person: z.string().min(1).max(40),
  message: z.string().min(1).max(200),
  ref: z.string().min(1).max(1000),
});
export type Pressed = z.infer<typeof Pressed>;

export const Step = z.enum(['hour', 'afternoon', 'morning', 'monday', 'week', 'next']);
export type Step = z.infer<typeof Step>;

/** By one of the steps, or to a wall-clock time of the county. */
export const Move = z.union([
  z.strictObject({ by: Step }),
  z.strictObject({ to: z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/) }),
]);
export type Move = z.infer<typeof Move>;
