import { z } from 'zod';
import { FieldKey } from './field.js';
import { DutyKey, PeriodKey, PersonId, Platform } from './ids.js';

/** Where something was said: a private chat with one account, or a group. */
export const Chat = z.object({
  platform: Platform,
  id: z.string().min(1).max(200),
  kind: z.enum(['private', 'group']),
});
export type Chat = z.infer<typeof Chat>;

const Attachment = z.object({
  kind: z.enum(['image', 'file', 'audio', 'video']),
  /** The platform's handle for fetching the bytes later. */
  ref: z.string().min(1).max(500),
  name: z.string().max(300).optional(),
  /** The message it hangs on; noted when its event is worked, and kept with what it becomes part of. */
  from: z.object({ platform: Platform, messageId: z.string().min(1).max(200) }).optional(),
});
export type Attachment = z.infer<typeof Attachment>;

/** What somebody sent that says nothing the bot can read, in kinds a person is told different things about. */
const Unreadable = z.enum(['sticker', 'forward', 'card', 'other']);
export type Unreadable = z.infer<typeof Unreadable>;

/**
 * Somebody said something. `key` is the same for every delivery of the same message; `text` no longer holds the
 * mention of the bot; `addressed` is true in a private chat and where the bot was mentioned.
 */
const MessageEvent = z.object({
  kind: z.literal('message'),
  key: z.string().min(1).max(200),
  chat: Chat,
  account: z.string().min(1).max(200),
  /** What else the platform calls the account, that stays when its id changes; where it tells that. */
  handle: z.string().min(1).max(200).optional(),
  /** What the group is called, where its id may change with a login. */
  chatName: z.string().min(1).max(200).optional(),
  messageId: z.string().min(1).max(200),
  text: z.string(),
  addressed: z.boolean(),
  attachments: z.array(Attachment).max(50),
  /** Why there is neither text nor attachment. */
  unreadable: Unreadable.optional(),
  /** The message this one answers, as the platform calls it. */
  replyTo: z.string().min(1).max(200).optional(),
  sentAt: z.date(),
});
export type MessageEvent = z.infer<typeof MessageEvent>;

/** The bot was taken into a group. */
const JoinedEvent = z.object({
  kind: z.literal('joined'),
  key: z.string().min(1).max(200),
  chat: Chat,
  account: z.string().max(200),
  sentAt: z.date(),
});

/** The bot is in a group no more: taken out, or the group is no more. */
const LeftEvent = z.object({
  kind: z.literal('left'),
  key: z.string().min(1).max(200),
  chat: Chat,
  why: z.enum(['removed', 'disbanded']),
  sentAt: z.date(),
});
export type LeftEvent = z.infer<typeof LeftEvent>;

/**
 * A message was taken back. `of` is the key its event has, whether that has come or is still to come; `chat` is where
 * it stood, as far as the platform tells, for the lane of work.
 */
const RecalledEvent = z.object({
  kind: z.literal('recalled'),
  key: z.string().min(1).max(250),
  chat: Chat,
  of: z.string().min(1).max(200),
  /** Its author, or somebody who keeps order in the group. */
  by: z.enum(['author', 'another']),
  sentAt: z.date(),
});
export type RecalledEvent = z.infer<typeof RecalledEvent>;

/** Under this key stands that the author of a message took it back: whoever works the message looks there first. */
export const recallKey = (of: string): string => `recalled:${of}`;

/** Somebody chose an entry of the bot's menu, which the operator has made: a word in place of typing it. */
const MenuEvent = z.object({
  kind: z.literal('menu'),
  key: z.string().min(1).max(200),
  /** For the lane of work; what is answered goes to the account. */
  chat: Chat,
  account: z.string().min(1).max(200),
  word: z.string().min(1).max(100),
  sentAt: z.date(),
});
export type MenuEvent = z.infer<typeof MenuEvent>;

/** As long as the longest text a field takes, and as many choices as a field has. */
export const FormValues = z.record(FieldKey, z.union([z.string().max(40_000), z.array(z.string().max(500)).max(200)]));
export type FormValues = z.infer<typeof FormValues>;

/** On a page: whom its signed link was made for, and what for. */
const OnPage = z.object({
  person: PersonId,
  duty: DutyKey,
  owner: z.string().min(1).max(200),
  period: PeriodKey,
});

/** On the page of a collection: whom its signed link was made for. */
const OnCollectionPage = z.object({ person: PersonId, collection: z.int().positive() });

/**
 * On a card: the account that pressed its button, as the platform vouches, and in which message. `ref` is what the
 * card says of itself: a signed token, or anything; it is opened when the event is worked.
 */
const OnCard = z.object({
  account: z.string().min(1).max(200),
  messageId: z.string().min(1).max(200),
  ref: z.string().max(1000),
});

/** Why a file that was sent on a page is not kept: by itself, for all that came with it, or for the way it came. */
const NotKept = z.enum(['too-large', 'wrong-type', 'no-picture', 'empty', 'too-much', 'broken-off']);
export type NotKept = z.infer<typeof NotKept>;

/** Files on a page: what came with it, each for a field, what did not, and what is to hang there no more. */
const FormFiles = z.object({
  brought: z.array(Attachment.extend({ field: FieldKey })).max(50),
  unkept: z.array(z.object({ field: FieldKey, name: z.string().max(300), why: NotKept })).max(100),
  off: z.array(z.string().max(500)).max(200),
  /** Files of this record alone were on the page: it was in already. */
  record: z.string().max(250).optional(),
  /** It broke off on the way: what came before is kept, and nothing is handed in. */
  unfinished: z.boolean(),
});
export type FormFiles = z.infer<typeof FormFiles>;

/**
 * Somebody filled in a form. `values` are what they put into each field, as they put it: they are read like the lines
 * of a template.
 */
const FormEvent = z.object({
  kind: z.literal('form'),
  key: z.string().min(1).max(200),
  chat: Chat,
  by: z.union([OnCard, OnPage, OnCollectionPage]),
  values: FormValues,
  files: FormFiles.optional(),
  sentAt: z.date(),
});
export type FormEvent = z.infer<typeof FormEvent>;

/** Somebody pressed a button that hands in no form. `values`: what they filled in beside it, where it asks for something. */
const PressEvent = z.object({
  kind: z.literal('press'),
  key: z.string().min(1).max(200),
  chat: Chat,
  by: OnCard,
  values: FormValues,
  sentAt: z.date(),
});
export type PressEvent = z.infer<typeof PressEvent>;
export type OnPage = z.infer<typeof OnPage>;
export type OnCollectionPage = z.infer<typeof OnCollectionPage>;
export type OnCard = z.infer<typeof OnCard>;

/** Everything that may come in, platform-free. What a platform sends besides is not an event. */
export const InboundEvent = z.discriminatedUnion('kind', [
  MessageEvent,
  JoinedEvent,
  LeftEvent,
  RecalledEvent,
  MenuEvent,
  FormEvent,
  PressEvent,
]);
export type InboundEvent = z.infer<typeof InboundEvent>;
