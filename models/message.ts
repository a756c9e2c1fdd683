import type { Chat } from './event.js';
import type { Platform } from './ids.js';

/**
 * Where a message goes: to a person's account privately, into a chat, as the answer to a message, or in place of a card
 * somebody has pressed (`card`: the id of its message). Where the card can no longer be changed, it goes to the account
 * that pressed it. `post`: in place of a card the bot has sent into a chat by itself; where that cannot be changed any
 * more, nothing is said.
 */
export type Address =
  | { to: 'account'; platform: Platform; account: string }
  | { to: 'chat'; platform: Platform; chat: Chat }
  | { to: 'message'; platform: Platform; chat: Chat; messageId: string }
  | { to: 'card'; platform: Platform; account: string; card: string }
  | { to: 'post'; platform: Platform; chat: Chat; card: string };

/** Something to fill in, platform-free: a card or a page draws it with what it has. */
export type Control = {
  /** Key of the field; what is filled in comes back under it. */
  key: string;
  label: string;
  /** Where its condition holds; the hint says so where that is not known yet. */
  required: boolean;
  hint?: string;
  /** What is to be mended, or looked at again. */
  problem?: string;
} & (
  | { kind: 'line' | 'lines'; value: string; most: number }
  | { kind: 'number'; value: string; unit: string; integer: boolean }
  /** `value`, `min` and `max` are days as `YYYY-MM-DD`; an empty value is none. */
  | { kind: 'day'; value: string; min?: string; max?: string }
  /** `value`: `HH:MM-HH:MM`. */
  | { kind: 'time-range'; value: string }
  | { kind: 'one'; value: string; options: string[] }
  | { kind: 'several'; value: string[]; options: string[]; most?: number }
  /** A name or number, or several with 、 between. */
  | { kind: 'name'; value: string; several: boolean }
  | { kind: 'tick'; value: boolean }
  /**
   * Files, or pictures alone, up to so many. A card has nothing to take them: `value` says how many there are, and the
   * hint that they are sent in the chat. A page takes them, and shows those that are there.
   */
  | { kind: 'files'; only: 'files' | 'pictures'; most: number; value: string; held: HeldFile[] }
  /** Worked out, and not filled in. */
  | { kind: 'shown'; value: string }
);

/** A file that hangs on a record, as its own people see it. `link` is for one reader, and for a while. */
export interface HeldFile {
  ref: string;
  name: string;
  /** Absent while it is still to be fetched, or could not be. */
  bytes?: number;
  link?: string;
  /** A browser may show it as it is. */
  picture?: true;
}

/** A form to fill in. `ref` comes back with it: a signed token that says who fills in what. */
export interface FormView {
  title: string;
  explanation: string;
  controls: Control[];
  submit: string;
  ref: string;
}

/** What was handed in with a form, as people read it; it stands where the form stood. */
export interface Receipt {
  title: string;
  lines: { label: string; value: string }[];
}

/** Something to press. `ref` comes back with it: a signed token that says for whom it is, and what it does. */
export interface Button {
  label: string;
  ref: string;
  primary?: true;
}

/** How far something has come: so many of so many. */
export interface Share {
  label: string;
  done: number;
  of: number;
}

/** A part of a card, from top to bottom. `B` is what its buttons are; before they are signed they have no reference. */
export type Block<B = Button> =
  /** One or more lines. */
  | { kind: 'text'; text: string }
  /** Each row as long as `columns`. A platform shows a page of it at a time. */
  | { kind: 'table'; columns: string[]; rows: string[][] }
  | ({ kind: 'progress' } & Share)
  /** A chart with a bar each, in the order given: by due day or cluster, never by how far they are. */
  | { kind: 'bars'; bars: Share[] }
  /** Something small to fill in first; what is filled in comes back with the button, by the keys of the controls. */
  | { kind: 'ask'; controls: Control[]; submit: B }
  | { kind: 'buttons'; buttons: B[] };

/** One of several answers to a question: what it is called, and the words that choosing it says. */
export interface Choice {
  label: string;
  says: string;
  /** 确认 right after the question means it, where it is the only one; of several it is asked again. */
  confirms?: true;
}

/** A message that is more than words: a list, a table, a chart, with what can be done about it. */
export interface CardView<B = Button> {
  title: string;
  blocks: Block<B>[];
}

/** A file that goes out: what it is called, and by what its bytes are kept (models/outgoing-file.ts). */
export interface FileRef {
  ref: string;
  name: string;
}

/**
 * What a message says, platform-free; each bot renders it with what its platform has. A form or card says the same in
 * its text, for platforms that have neither, and for what is too large for what they have; so does a picture or a file,
 * for where it cannot go; the text of a receipt is its sentence.
 */
export type Content =
  /**
   * `choices`: what the numbers in its text say, while it is the last that was said to its reader, or is answered;
   * `wordsBehind`: so long what is said in words is said behind these.
   */
  | { kind: 'text'; text: string; choices?: Choice[]; wordsBehind?: string }
  | { kind: 'card'; text: string; card: CardView; choices?: Choice[]; wordsBehind?: string }
  | { kind: 'form'; text: string; form: FormView }
  | { kind: 'receipt'; text: string; receipt: Receipt }
  /** In place of the text, not beside it. */
  | { kind: 'picture' | 'file'; text: string; file: FileRef };

/** A picture or a file with its bytes. A picture is PNG or JPEG: every platform takes these. */
export interface FileContent {
  kind: 'picture' | 'file';
  text: string;
  file: { name: string; bytes: Uint8Array };
}

/** What a message says, with all that sending it takes. */
export type Sendable = Exclude<Content, { file: FileRef }> | FileContent;

export const isFileContent = (content: Sendable): content is FileContent => 'file' in content;

/** A message ready for the wire. `key` is the idempotency key: the same key is one message, however often it is sent. */
export interface Outgoing {
  key: string;
  address: Address;
  content: Sendable;
}
