import { type Chat, type InboundEvent, recallKey } from '../../models/event.js';
import { Platform } from '../../models/ids.js';
import type { Reply } from '../bot.js';
import { CARD_ACTION, cardReply, readCardAction } from './card-action.js';
import { readContent } from './content.js';
import { mentionsOf } from './mentions.js';
import { sameSecret } from './verify.js';
import {
  BotAdded,
  Challenge,
  ChatLeft,
  Envelope,
  Frame,
  MenuChosen,
  MessageRecalled,
  MessageReceived,
  OldEnvelope,
  OldFrame,
} from './wire.js';

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

  const reads = EVENTS.get(header.event_type);
  return reads ? reads(event, header, reader) : { kind: 'nothing', why: 'unknown-event', id: header.event_id };
}

/**
 * The events this program knows; every other one is taken and forgotten, reactions and read receipts among them. A map,
 * for an object knows `valueOf` as well.
 */
const EVENTS: ReadonlyMap<string, (event: unknown, header: Frame['header'], reader: Reader) => Reading> = new Map(
  Object.entries({
    'im.message.receive_v1': readMessage,
    'im.message.recalled_v1': readRecalled,
    'im.chat.member.bot.added_v1': readBotAdded,
    'im.chat.member.bot.deleted_v1': readLeft('removed'),
    'im.chat.disbanded_v1': readLeft('disbanded'),
    'application.bot.menu_v6': readMenu,
    [CARD_ACTION]: readPress,
  }),
);

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

function readMessage(raw: unknown, { event_id: eventId }: Frame['header'], reader: Reader): Reading {
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
      key: messageKey(message.message_id),
      chat: { platform: FEISHU, id: message.chat_id, kind: inPrivate ? 'private' : 'group' },
      account,
      messageId: message.message_id,
      ...readContent(message.message_type, message.content, mentions),
      addressed: inPrivate || mentions.bot,
      ...(message.parent_id && { replyTo: message.parent_id }),
      sentAt,
    },
  };
}

function readBotAdded(raw: unknown, header: Frame['header'], reader: Reader): Reading {
  const added = BotAdded.safeParse(raw);
  if (!added.success) return refused(400, 'bad-event');
  return {
    kind: 'event',
    event: {
      kind: 'joined',
      key: `feishu:ev:${header.event_id}`,
      chat: groupOf(added.data.chat_id),
      account: added.data.operator_id?.open_id ?? '',
      sentAt: timeOf(header, reader),
    },
  };
}

function readLeft(why: 'removed' | 'disbanded') {
  return (raw: unknown, header: Frame['header'], reader: Reader): Reading => {
    const left = ChatLeft.safeParse(raw);
    if (!left.success) return refused(400, 'bad-event');
    const key = `feishu:ev:${header.event_id}`;
    const chat = groupOf(left.data.chat_id);
    return { kind: 'event', event: { kind: 'left', key, chat, why, sentAt: timeOf(header, reader) } };
  };
}

/**
 * A recall does not say in what kind of chat it was; the id alone makes it worked in the order of that chat. Who keeps
 * a group in order takes a message out of it, and nothing out of the ledger: only `message_owner` is the author.
 */
function readRecalled(raw: unknown, header: Frame['header'], reader: Reader): Reading {
  const recalled = MessageRecalled.safeParse(raw);
  if (!recalled.success) return refused(400, 'bad-event');
  const { message_id, chat_id, recall_type } = recalled.data;
  const of = messageKey(message_id);
  const by = recall_type === 'message_owner' ? 'author' : 'another';
  const key = by === 'author' ? recallKey(of) : `feishu:ev:${header.event_id}`;
  const chat: Chat = { platform: FEISHU, id: chat_id, kind: 'private' };
  return { kind: 'event', event: { kind: 'recalled', key, chat, of, by, sentAt: timeOf(header, reader) } };
}

function readMenu(raw: unknown, header: Frame['header'], reader: Reader): Reading {
  const chosen = MenuChosen.safeParse(raw);
  if (!chosen.success) return refused(400, 'bad-event');
  const account = chosen.data.operator.operator_id.open_id;
  const key = `feishu:ev:${header.event_id}`;
  const chat: Chat = { platform: FEISHU, id: account, kind: 'private' };
  const sentAt = timeOf(header, reader);
  // The answer to an entry chosen hours ago would come as a surprise.
  if (reader.now.getTime() - sentAt.getTime() > reader.tooOldMs) return nothing('too-old', header.event_id);
  return { kind: 'event', event: { kind: 'menu', key, chat, account, word: chosen.data.event_key, sentAt } };
}

const messageKey = (id: string): string => `feishu:msg:${id}`;
const groupOf = (id: string): Chat => ({ platform: FEISHU, id, kind: 'group' });
const timeOf = ({ create_time }: Frame['header'], { now }: Reader): Date =>
  /^\d{13}$/.test(create_time) ? new Date(Number(create_time)) : now;

const nothing = (why: 'not-a-person' | 'too-old', id: string): Reading => ({ kind: 'nothing', why, id });
const refused = (status: 400 | 401 | 503, code: string): Reading => ({ kind: 'refused', status, code });
