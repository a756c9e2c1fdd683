import { z } from 'zod';
import { Platform } from './ids.js';

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
});
export type Attachment = z.infer<typeof Attachment>;

/**
 * Somebody said something. `key` is the same for every delivery of the same message; `text` no longer holds the
 * mention of the bot; `addressed` is true in a private chat and where the bot was mentioned.
 */
const MessageEvent = z.object({
  kind: z.literal('message'),
  key: z.string().min(1).max(200),
  chat: Chat,
  account: z.string().min(1).max(200),
  messageId: z.string().min(1).max(200),
  text: z.string(),
  addressed: z.boolean(),
  attachments: z.array(Attachment).max(50),
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

/** Everything that may come in, platform-free. What a platform sends besides is not an event. */
export const InboundEvent = z.discriminatedUnion('kind', [MessageEvent, JoinedEvent]);
export type InboundEvent = z.infer<typeof InboundEvent>;
