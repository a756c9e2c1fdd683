import type { z } from 'zod';
import type { Attachment, InboundEvent } from '../../models/event.js';
import { Platform } from '../../models/ids.js';
import type { Received } from '../bot.js';
import {
  FileMessage,
  ImageMessage,
  MixedMessage,
  Pressed,
  Pushed,
  Quoting,
  type Sealed,
  TextMessage,
  VideoMessage,
  VoiceMessage,
} from './wire.js';

export const WECOM = Platform.parse('wecom');

export interface Reader {
  botId: string;
  tooOldMs: number;
  now: Date;
  /** Keeps where the bytes of a picture or file are, under its handle: the platform tells that once, for minutes. */
  keep(ref: string, where: Sealed): void;
}

const NOTHING: Received = { kind: 'events', events: [] };

/**
 * What the robot was told, over the connection this program opened. In a group the platform pushes only what mentions
 * the robot, so everything is addressed to it. Events of its own (somebody opened the chat, gave it a thumb) are nothing.
 */
export function read(body: unknown, { botId, tooOldMs, now, keep }: Reader): Received {
  const pushed = Pushed.safeParse(body);
  if (!pushed.success) return { kind: 'refused', status: 400, code: 'bad-event' };
  const { msgid, aibotid, chatid, chattype, from, msgtype } = pushed.data;
  if (aibotid !== botId) return { kind: 'refused', status: 401, code: 'wrong-robot' };
  if (msgtype === 'event') return readEvent(body, pushed.data, { tooOldMs, now });
  if (chattype === 'group' && !chatid) return { kind: 'refused', status: 400, code: 'bad-event' };

  const sentAt = sentAtOf(pushed.data, now);
  if (now.getTime() - sentAt.getTime() > tooOldMs) return NOTHING;
  const inGroup = chattype === 'group' && chatid !== undefined;
  const { text, things } = contentOf(msgtype, body);
  const attachments = things.slice(0, MOST_ATTACHMENTS).map(({ kind, where }, i): Attachment => {
    const ref = `${msgid}:${i}`;
    keep(ref, where);
    return { kind, ref };
  });
  const event: InboundEvent = {
    kind: 'message',
    key: `wecom:msg:${msgid}`,
    chat: { platform: WECOM, id: inGroup ? chatid : from.userid, kind: inGroup ? 'group' : 'private' },
    account: from.userid,
    messageId: msgid,
    text: inGroup ? withoutMention(text) : text,
    addressed: true,
    attachments,
    sentAt,
  };
  return { kind: 'events', events: [event] };
}

/**
 * Somebody pressed a button. What is answered goes to their account, wherever the card stood; so that is the chat. The
 * robot's other events are nothing.
 */
function readEvent(body: unknown, pushed: Pushed, { tooOldMs, now }: Pick<Reader, 'tooOldMs' | 'now'>): Received {
  const pressed = Pressed.safeParse(body);
  const sentAt = sentAtOf(pushed, now);
  if (!pressed.success || now.getTime() - sentAt.getTime() > tooOldMs) return NOTHING;
  const { event_key: ref, task_id: messageId } = pressed.data.event;
  const account = pushed.from.userid;
  const event: InboundEvent = {
    kind: 'press',
    key: `wecom:press:${pushed.msgid}`,
    chat: { platform: WECOM, id: account, kind: 'private' },
    by: { account, messageId, ref },
    values: {},
    sentAt,
  };
  return { kind: 'events', events: [event] };
}

const sentAtOf = ({ create_time: at }: Pushed, now: Date): Date => (at === undefined ? now : new Date(at * 1000));

/** The words somebody quotes, where they quote words: the platform tells no id of what is quoted. */
export const quotedIn = (body: unknown): string | undefined => Quoting.safeParse(body).data?.quote.text.content;

interface Thing {
  kind: Attachment['kind'];
  where: Sealed;
}

interface Said {
  text: string;
  things: Thing[];
}

/** Kinds nobody here knows say nothing: the router answers what can be sent. */
function contentOf(type: string, body: unknown): Said {
  if (type === 'text') return said(TextMessage, body, ({ text }) => [words(text.content)]);
  if (type === 'voice') return said(VoiceMessage, body, ({ voice }) => [words(voice.content)]);
  if (type === 'image') return said(ImageMessage, body, ({ image }) => [thing('image', image)]);
  if (type === 'file') return said(FileMessage, body, ({ file }) => [thing('file', file)]);
  if (type === 'video') return said(VideoMessage, body, ({ video }) => [thing('video', video)]);
  if (type === 'mixed')
    return said(MixedMessage, body, ({ mixed }) =>
      mixed.msg_item.map((item) => {
        if ('text' in item) return words(item.text.content);
        return 'image' in item ? thing('image', item.image) : {};
      }),
    );
  return { text: '', things: [] };
}

interface Part {
  text?: string;
  thing?: Thing;
}

function said<T extends z.ZodType>(schema: T, body: unknown, parts: (content: z.infer<T>) => Part[]): Said {
  const content = schema.safeParse(body);
  const all = content.success ? parts(content.data) : [];
  return {
    text: all
      .flatMap(({ text }) => text ?? [])
      .join('\n')
      .trim(),
    things: all.flatMap(({ thing }) => thing ?? []),
  };
}

/** As many as an event may carry. */
const MOST_ATTACHMENTS = 50;

const words = (content: string): Part => ({ text: content });
const thing = (kind: Attachment['kind'], where: Sealed): Part => ({ thing: { kind, where } });

/** `@教研助手 周记 …`: the robot's name stands first, as whoever mentions it types it. */
const withoutMention = (text: string): string => text.replace(/^@\S+\s*/u, '').trim();
