import type { Chat } from './event.js';
import type { Platform } from './ids.js';

/** Where a message goes: to a person's account privately, into a chat, or as the answer to a message. */
export type Address =
  | { to: 'account'; platform: Platform; account: string }
  | { to: 'chat'; platform: Platform; chat: Chat }
  | { to: 'message'; platform: Platform; chat: Chat; messageId: string };

/** What a message says, platform-free; each bot renders it with what its platform has. */
export type Content = { kind: 'text'; text: string };

/** A message ready for the wire. `key` is the idempotency key: the same key is one message, however often it is sent. */
export interface Outgoing {
  key: string;
  address: Address;
  content: Content;
}
