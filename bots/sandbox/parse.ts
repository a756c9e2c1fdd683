import type { InboundEvent } from '../../models/event.js';
import { SANDBOX } from './platform.js';
import { privateChat } from './private-chat.js';
import type { SandboxMessage } from './store.js';

/** What the bot is called in groups; the short form counts too, but not as the beginning of a longer name (@教研室王老师). */
export const BOT_NAME = '教研助手';
const MENTION = /[@＠](?:教研助手|教研(?=$|[\s:：,，]))[\s:：,，]*/u;

/**
 * Turns a line a person wrote into the event the program works on. Everything in a private chat is meant for the bot;
 * in a group only what mentions it, and the mention is taken out of the text.
 */
export function parse(message: SandboxMessage & { person: string }, kind: 'private' | 'group'): InboundEvent {
  const mentioned = kind === 'group' && MENTION.test(message.text);
  return {
    kind: 'message',
    key: `sandbox:${message._id}`,
    chat: { platform: SANDBOX, id: message.chat, kind },
    account: message.person,
    messageId: message._id,
    text: (mentioned ? message.text.replace(MENTION, '') : message.text).trim(),
    addressed: kind === 'private' || mentioned,
    attachments: message.file ? [{ kind: message.file.kind, ref: message._id, ...named(message.file) }] : [],
    sentAt: message.at,
  };
}

/** Pictures have no name in a chat. */
const named = ({ kind, name }: { kind: string; name: string }) => (kind === 'file' ? { name } : {});

/** A button somebody pressed below a message of the bot, in their private chat. */
export const parsePress = (
  press: { id: string; person: string; message: string; ref: string },
  at: Date,
): InboundEvent => ({
  kind: 'press',
  key: `sandbox:press:${press.id}`,
  chat: { platform: SANDBOX, id: privateChat(press.person), kind: 'private' },
  by: { account: press.person, messageId: press.message, ref: press.ref },
  values: {},
  sentAt: at,
});
