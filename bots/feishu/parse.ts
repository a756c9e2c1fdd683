import type { InboundEvent } from '../../models/event.js';
import { Platform } from '../../models/ids.js';
import type { Reply } from '../bot.js';
import { CARD_ACTION, cardReply, readCardAction } from './card-action.js';
import { readContent } from './content.js';
import { mentionsOf } from './mentions.js';
import { sameSecret } from './verify.js';
import { BotAdded, Challenge, Envelope, Frame, MessageReceived, OldEnvelope, OldFrame } from './wire.js';

export const FEISHU = Platform.parse('feishu');

/** Whose deliveries are read, and when. */
export interface Reader {
  appId: string;
  /** When set, deliveries of other tenants are refused. */
  tenantKey?: string | undefined;
  /** The bot's own open_id; unknown until the platform has told it. */
  ownOpenId: string | undefined;
  tooOldMs: number;
  now: Date;
}

/** A webhook is open to all the world: whatever comes to it has to carry the token. */
export interface WebhookReader extends Reader {
  verificationToken: string;
}

/** What one opened delivery was. `nothing` is taken and needs no work; `why` is for the log. */
export type Reading =
  | { kind: 'challenge'; challenge: string }
  | { kind: 'event'; event: InboundEvent; reply?: Reply }
  | { kind: 'nothing'; why: 'unknown-event' | 'not-a-person' | 'too-old'; id: string }
  | { kind: 'refused'; status: 400 | 401 | 503; code: string };

/**
 * Reads the plaintext of a webhook's delivery. An event this program does not know is nothing; one it cannot read is
 * refused.
 */
export function read(json: unknown, reader: WebhookReader): Reading {
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) return readOthers(json, reader);
  if (!sameSecret(envelope.data.header.token, reader.verificationToken)) return refused(401, 'wrong-token');
  return readEvent(envelope.data, reader);
}

/**
 * Reads what came over the long connection. It carries no token: who is at the other end was settled when the
 * connection was opened, and this program opened it.
 */
export function readFrame(json: unknown, reader: Reader): Reading {
  const frame = Frame.safeParse(json);
  if (frame.success) return readEvent(frame.data, reader);
  return OldFrame.safeParse(json).success ? OLD_EVENT : refused(400, 'bad-event');
}

function readEvent({ header, event }: Frame, reader: Reader): Reading {
  if (header.app_id !== reader.appId) return refused(401, 'wrong-app');
  if (reader.tenantKey !== undefined && header.tenant_key !== reader.tenantKey) return refused(401, 'wrong-tenant');

  if (header.event_type === 'im.message.receive_v1') return readMessage(event, header.event_id, reader);
  if (header.event_type === 'im.chat.member.bot.added_v1') return readBotAdded(event, header, reader);
  if (header.event_type === CARD_ACTION) return readPress(event, header, reader);
  return { kind: 'nothing', why: 'unknown-event', id: header.event_id };
}

function readPress(raw: unknown, header: Frame['header'], { now }: Reader): Reading {
  const pressed = readCardAction(raw, header, FEISHU, now);
  if (pressed === 'unreadable') return refused(400, 'bad-event');
  if (pressed === 'nothing') return { kind: 'nothing', why: 'unknown-event', id: header.event_id };
  return { kind: 'event', event: pressed, reply: cardReply[pressed.kind] };
}

/** The handshake, and events of schema 1.0. */
function readOthers(json: unknown, reader: WebhookReader): Reading {
  const challenge = Challenge.safeParse(json);
  const other = challenge.success ? challenge : OldEnvelope.safeParse(json);
  if (!other.success) return refused(400, 'bad-event');
  if (!sameSecret(other.data.token, reader.verificationToken)) return refused(401, 'wrong-token');
  if (challenge.success) return { kind: 'challenge', challenge: challenge.data.challenge };
  return OLD_EVENT;
}

const OLD_EVENT: Reading = { kind: 'nothing', why: 'unknown-event', id: 'schema-1' };

function readMessage(raw: unknown, eventId: string, reader: Reader): Reading {
  const received = MessageReceived.safeParse(raw);
  if (!received.success) return refused(400, 'bad-event');
  const { sender, message } = received.data;

  if (sender.sender_type !== 'user') return nothing('not-a-person', eventId);
  const account = sender.sender_id?.open_id;
  if (!account) return refused(400, 'bad-event');
  if (account === reader.ownOpenId) return nothing('not-a-person', eventId);

  const sentAt = new Date(Number(message.create_time));
  if (reader.now.getTime() - sentAt.getTime() > reader.tooOldMs) return nothing('too-old', message.message_id);

  const inPrivate = message.chat_type === 'p2p';
  const list = message.mentions ?? [];
  // Silence would lose the message; the platform delivers a refused one again after 15 s, and by then the bot knows.
  if (!inPrivate && list.length > 0 && reader.ownOpenId === undefined) return refused(503, 'not-ready');

  const mentions = mentionsOf(list, reader.ownOpenId);
  return {
    kind: 'event',
    event: {
      kind: 'message',
      key: `feishu:msg:${message.message_id}`,
      chat: { platform: FEISHU, id: message.chat_id, kind: inPrivate ? 'private' : 'group' },
      account,
      messageId: message.message_id,
      ...readContent(message.message_type, message.content, mentions),
      addressed: inPrivate || mentions.bot,
      sentAt,
    },
  };
}

function readBotAdded(raw: unknown, header: Frame['header'], reader: Reader): Reading {
  const added = BotAdded.safeParse(raw);
  if (!added.success) return refused(400, 'bad-event');
  const sentAt = /^\d{13}$/.test(header.create_time) ? new Date(Number(header.create_time)) : reader.now;
  return {
    kind: 'event',
    event: {
      kind: 'joined',
      key: `feishu:ev:${header.event_id}`,
      chat: { platform: FEISHU, id: added.data.chat_id, kind: 'group' },
      account: added.data.operator_id?.open_id ?? '',
      sentAt,
    },
  };
}

const nothing = (why: 'not-a-person' | 'too-old', id: string): Reading => ({ kind: 'nothing', why, id });
const refused = (status: 400 | 401 | 503, code: string): Reading => ({ kind: 'refused', status, code });
