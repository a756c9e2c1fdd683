import {
  type Attachment,
  type Chat,
  type InboundEvent,
  type MessageEvent,
  recallKey,
  type Unreadable,
} from '../../models/event.js';
import { Platform } from '../../models/ids.js';
import type { Received } from '../bot.js';
import { readMentions, type Self } from './mentions.js';
import { JoinPayload, KIND, LeavePayload, MessagePayload, RecalledId } from './wire.js';

export const WECHAT = Platform.parse('wechat');

/** Who reads, when, and what is remembered of the chats. */
export interface Reader {
  self: Self;
  tooOldMs: number;
  now: Date;
  /** Who wrote a message, while that is remembered. */
  writerOf(messageId: string): string | undefined;
  /** What the gateway calls the message in which the bot said this in a chat, while that is remembered. */
  saidWith(chat: string, words: string): Promise<string | undefined>;
}

/**
 * Reads one message. What a gateway tells of another account, or of another message than was asked for, is refused.
 *
 * @throws whatever `saidWith` throws: then it is to be read again.
 */
export async function readMessage(raw: unknown, asked: string, reader: Reader): Promise<Received> {
  const { self, tooOldMs, now } = reader;
  const read = MessagePayload.safeParse(raw);
  if (!read.success) return refused(400, 'bad-message');
  const payload = read.data;
  const talker = payload.talkerId ?? payload.fromId;
  const listener = payload.listenerId ?? payload.toId;
  if (payload.id !== asked) return refused(401, 'wrong-message');
  if (talker === self.id) return NOTHING;
  if (!payload.roomId && listener !== undefined && listener !== self.id) return refused(401, 'wrong-account');
  const sentAt = timeOf(payload.timestamp, now);
  if (!talker || now.getTime() - sentAt.getTime() > tooOldMs) return NOTHING;
  const { roomId } = payload;
  const chat: Chat = { platform: WECHAT, id: roomId ?? talker, kind: roomId ? 'group' : 'private' };
  if (payload.type === KIND.recalled) return readRecall(payload, { talker, chat, sentAt }, reader);
  const said = saidIn(payload);
  if (!said) return NOTHING;
  const { text, quoted, ...rest } = said;
  const mentions = readMentions(text, payload.mentionIdList, self);
  const quotesBot = quoted && self.names.includes(quoted.by);
  const replyTo = quotesBot ? await reader.saidWith(chat.id, quoted.words) : undefined;
  // What people say to each other in a group is not for the bot: it is not even stored.
  if (roomId && !mentions.bot && replyTo === undefined) return NOTHING;
  return events({
    kind: 'message',
    key: keyOf(self, payload.id),
    chat,
    account: talker,
    messageId: payload.id,
    text: mentions.text,
    addressed: !roomId || mentions.bot,
    ...rest,
    ...(replyTo !== undefined && { replyTo }),
    sentAt,
  });
}

const keyOf = (self: Self, messageId: string): string => `wechat:${self.id}:${messageId}`.slice(0, 200);

/**
 * A message was taken back. In ordinary WeChat only its author can; where it is remembered that somebody else wrote
 * it, the gateway is wrong, or WeChat has changed, and nothing leaves the ledger for it.
 */
function readRecall(
  { id, text }: MessagePayload,
  { talker, chat, sentAt }: { talker: string; chat: Chat; sentAt: Date },
  { self, writerOf }: Reader,
): Received {
  const taken = RecalledId.safeParse(text.trim());
  if (!taken.success) return NOTHING;
  const of = keyOf(self, taken.data);
  const by = (writerOf(taken.data) ?? talker) === talker ? 'author' : 'another';
  return events({ kind: 'recalled', key: by === 'author' ? recallKey(of) : keyOf(self, id), chat, of, by, sentAt });
}

/** Reads who came into a room: an event where the bot was taken into it. */
export function readJoin(raw: unknown, { self, now }: RoomReader): Received {
  const read = JoinPayload.safeParse(raw);
  if (!read.success) return refused(400, 'bad-join');
  const { roomId, inviteeIdList, inviterId, timestamp } = read.data;
  if (!inviteeIdList.includes(self.id)) return NOTHING;
  const { chat, sentAt, key } = inRoom('join', roomId, timestamp, { self, now });
  return events({ kind: 'joined', key, chat, account: inviterId, sentAt });
}

/** Reads who left a room: an event where the bot was taken out of it. */
export function readLeave(raw: unknown, { self, now }: RoomReader): Received {
  const read = LeavePayload.safeParse(raw);
  if (!read.success) return refused(400, 'bad-leave');
  const { roomId, removeeIdList, timestamp } = read.data;
  if (!removeeIdList.includes(self.id)) return NOTHING;
  return events({ kind: 'left', why: 'removed', ...inRoom('left', roomId, timestamp, { self, now }) });
}

type RoomReader = Pick<Reader, 'self' | 'now'>;

function inRoom(what: 'join' | 'left', roomId: string, timestamp: number | undefined, { self, now }: RoomReader) {
  const sentAt = timeOf(timestamp ?? 0, now);
  const chat: Chat = { platform: WECHAT, id: roomId, kind: 'group' };
  return { chat, sentAt, key: `wechat:${self.id}:${what}:${roomId}:${sentAt.getTime()}`.slice(0, 200) };
}

const ATTACHED: Record<number, Attachment['kind']> = {
  [KIND.attachment]: 'file',
  [KIND.audio]: 'audio',
  [KIND.image]: 'image',
  [KIND.video]: 'video',
};

/** What a person is told about, for the bot cannot read it. */
const UNREADABLE: Record<number, Unreadable> = {
  [KIND.chatHistory]: 'forward',
  [KIND.emoticon]: 'sticker',
  [KIND.contact]: 'card',
  [KIND.miniProgram]: 'card',
  [KIND.url]: 'card',
  [KIND.location]: 'other',
};

/** What somebody quoted stands above a line of dashes, and is not what they say. */
const QUOTE = /^「([^：:」]{1,100})[：:]([\s\S]*?)」\n(?:- ?){5,}-?\s*\n/u;

interface Said extends Pick<MessageEvent, 'text' | 'attachments' | 'unreadable'> {
  quoted?: { by: string; words: string };
}

/** What a message says; undefined for system notes, money and whatever comes to be: nothing anybody said. */
function saidIn({ id, type, text, filename }: MessagePayload): Said | undefined {
  if (type === KIND.text) {
    const [all, by, words] = QUOTE.exec(text) ?? [];
    const quoted = by !== undefined && words !== undefined && { quoted: { by, words } };
    return { text: text.slice(all?.length ?? 0), attachments: [], ...quoted };
  }
  const kind = ATTACHED[type];
  // Of pictures, voices and films the name is the gateway's own.
  const name = kind === 'file' && filename ? { name: filename.slice(0, 300) } : {};
  if (kind) return { text: '', attachments: [{ kind, ref: id, ...name }] };
  const unreadable = UNREADABLE[type];
  return unreadable && { text: '', attachments: [], unreadable };
}

/** Seconds or milliseconds; a clock that is ahead does not make a message come from the future. */
function timeOf(timestamp: number, now: Date): Date {
  if (timestamp === 0) return now;
  const ms = timestamp < 1e11 ? timestamp * 1000 : timestamp;
  return new Date(Math.min(ms, now.getTime()));
}

const NOTHING: Received = { kind: 'events', events: [] };
const events = (event: InboundEvent): Received => ({ kind: 'events', events: [event] });
const refused = (status: 400 | 401, code: string): Received => ({ kind: 'refused', status, code });
