import type { Attachment, InboundEvent } from '../../models/event.js';
import { Platform } from '../../models/ids.js';
import type { Received } from '../bot.js';
import { readMentions, type Self } from './mentions.js';
import { JoinPayload, KIND, MessagePayload } from './wire.js';

export const WECHAT = Platform.parse('wechat');

/** Who reads, and when. */
export interface Reader {
  self: Self;
  tooOldMs: number;
  now: Date;
}

/** Reads one message. What a gateway tells of another account, or of another message than was asked for, is refused. */
export function readMessage(raw: unknown, asked: string, { self, tooOldMs, now }: Reader): Received {
  const read = MessagePayload.safeParse(raw);
  if (!read.success) return refused(400, 'bad-message');
  const payload = read.data;
  const talker = payload.talkerId ?? payload.fromId;
  const listener = payload.listenerId ?? payload.toId;
  if (payload.id !== asked) return refused(401, 'wrong-message');
  if (talker === self.id) return NOTHING;
  if (!payload.roomId && listener !== undefined && listener !== self.id) return refused(401, 'wrong-account');
  const sentAt = timeOf(payload.timestamp, now);
  if (!talker || !isSaid(payload) || now.getTime() - sentAt.getTime() > tooOldMs) return NOTHING;
  const { roomId } = payload;
  const mentions = readMentions(wordsOf(payload), payload.mentionIdList, self);
  return events({
    kind: 'message',
    key: `wechat:${self.id}:${payload.id}`.slice(0, 200),
    chat: { platform: WECHAT, id: roomId ?? talker, kind: roomId ? 'group' : 'private' },
    account: talker,
    messageId: payload.id,
    text: mentions.text,
    addressed: !roomId || mentions.bot,
    attachments: attachmentsOf(payload),
    sentAt,
  });
}

/** Reads who came into a room: an event where the bot was taken into it. */
export function readJoin(raw: unknown, { self, now }: Reader): Received {
  const read = JoinPayload.safeParse(raw);
  if (!read.success) return refused(400, 'bad-join');
  const { roomId, inviteeIdList, inviterId, timestamp } = read.data;
  if (!inviteeIdList.includes(self.id)) return NOTHING;
  const sentAt = timeOf(timestamp ?? 0, now);
  return events({
    kind: 'joined',
    key: `wechat:${self.id}:join:${roomId}:${sentAt.getTime()}`.slice(0, 200),
    chat: { platform: WECHAT, id: roomId, kind: 'group' },
    account: inviterId,
    sentAt,
  });
}

const ATTACHED: Record<number, Attachment['kind']> = {
  [KIND.attachment]: 'file',
  [KIND.audio]: 'audio',
  [KIND.image]: 'image',
  [KIND.video]: 'video',
};

/** Recalls, system notes, money, stickers and whatever comes to be are nothing anybody said. */
const isSaid = ({ type }: MessagePayload): boolean => type === KIND.text || type in ATTACHED;

/** What somebody quoted stands above a line of dashes, and is not what they say. */
const QUOTE = /^「[\s\S]*?」\n(?:- ?){5,}-?\s*\n/u;

const wordsOf = ({ type, text }: MessagePayload): string => (type === KIND.text ? text.replace(QUOTE, '') : '');

function attachmentsOf({ id, type, filename }: MessagePayload): Attachment[] {
  const kind = ATTACHED[type];
  return kind ? [{ kind, ref: id, ...(filename && { name: filename.slice(0, 300) }) }] : [];
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
