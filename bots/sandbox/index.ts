import { type Address, type Button, isFileContent, type Outgoing, type Sendable } from '../../models/message.js';
import type { Bot, FetchLimits, FetchResult, Finding, SendResult } from '../bot.js';
import { SANDBOX } from './platform.js';
import { privateChat } from './private-chat.js';
import type { SandboxFile, SandboxStore } from './store.js';

export interface SandboxBotOptions {
  store: SandboxStore;
  clock: { now(): Date };
  /** Chats that take nothing, as when somebody has left a platform; none when absent. */
  refuses?: (chat: string) => boolean;
}

/** The bot of the sandbox page: what it sends is written where the page reads, under the key it was sent with. */
export function createSandboxBot({ store, clock, refuses = () => false }: SandboxBotOptions): Bot {
  const send = async ({ key, address, content }: Outgoing): Promise<SendResult> => {
    if (address.platform !== SANDBOX) return refused(`not for the sandbox but for ${address.platform}`);
    const place = placeOf(address);
    if (refuses(place.chat)) return refused('the chat takes no messages');
    try {
      const buttons = buttonsOf(content);
      const said = { _id: key, text: content.text, at: clock.now(), ...place };
      const file = fileOf(content);
      if (address.to === 'post') {
        await store.change({ ...said, buttons, changes: address.card });
        return { kind: 'sent' };
      }
      const row = await store.append({ ...said, ...(buttons.length > 0 && { buttons }), ...(file && { file }) });
      return { kind: 'sent', messageId: row._id };
    } catch {
      return { kind: 'later', reason: 'the database did not take it' };
    }
  };
  const fetchFile = async (_: unknown, messageId: string, { mostBytes }: FetchLimits): Promise<FetchResult> => {
    const bytes = (await store.fileOn(messageId))?.file.bytes;
    if (!bytes) return { kind: 'refused', reason: 'unreachable' };
    return bytes.length > mostBytes ? { kind: 'refused', reason: 'too-large' } : { kind: 'open', bytes: inOne(bytes) };
  };
  return { platform: SANDBOX, changesPosts: true, send, fetchFile, check: () => check(store) };
}

async function* inOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The page shows the text of a card, and below it what can be pressed; what asks for something first, its words ask for. */
const buttonsOf = (content: Sendable): Button[] =>
  content.kind === 'card' ? content.card.blocks.flatMap((each) => (each.kind === 'buttons' ? each.buttons : [])) : [];

/** The row keeps the text too: it is what a picture shows, for who cannot see it. */
const fileOf = (content: Sendable): SandboxFile | undefined =>
  isFileContent(content)
    ? {
        kind: content.kind === 'picture' ? 'image' : 'file',
        name: content.file.name,
        bytes: Buffer.from(content.file.bytes),
      }
    : undefined;

const refused = (reason: string): SendResult => ({ kind: 'refused', reason });

function placeOf(address: Address): { chat: string; replyTo?: string } {
  if ('account' in address) return { chat: privateChat(address.account) };
  if (address.to === 'chat' || address.to === 'post') return { chat: address.chat.id };
  return { chat: address.chat.id, replyTo: address.messageId };
}

async function check(store: SandboxStore): Promise<Finding[]> {
  try {
    return [{ ok: true, what: `沙盒已启用，至今 ${await store.newest()} 条消息` }];
  } catch {
    return [{ ok: false, what: '沙盒读不到它的消息', mend: '请检查数据库是否在运行' }];
  }
}
