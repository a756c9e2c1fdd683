import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { acceptWebSocket, type ServerSocket } from '../feishu/web-socket.js';
import { createUploads, Upload } from './uploads.js';

const Subscribe = z.strictObject({
  cmd: z.literal('aibot_subscribe'),
  headers: z.object({ req_id: z.string() }),
  body: z.object({ bot_id: z.string(), secret: z.string() }),
});
const Ping = z.strictObject({ cmd: z.literal('ping'), headers: z.object({ req_id: z.string() }) });
const chatid = z.string().min(1);
const media = z.strictObject({ media_id: z.string().min(1) });
const most = (characters: number) =>
  z
    .string()
    .min(1)
    .refine((text) => Array.from(text).length <= characters);
const bytes = (count: number) =>
  z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= count);
/** A card with buttons, by the SDK's own types and their comments. */
const ButtonCard = z.strictObject({
  card_type: z.literal('button_interaction'),
  main_title: z.strictObject({ title: most(26) }),
  sub_title_text: most(112).optional(),
  button_list: z
    .array(z.strictObject({ text: most(10), style: z.number().int().min(1).max(4), key: bytes(1024) }))
    .min(1)
    .max(6)
    .refine((all) => new Set(all.map(({ key }) => key)).size === all.length),
  task_id: z.string().regex(/^[\w@-]{1,128}$/),
});
const Send = z.strictObject({
  cmd: z.literal('aibot_send_msg'),
  headers: z.object({ req_id: z.string() }),
  body: z.discriminatedUnion('msgtype', [
    z.strictObject({
      chatid,
      msgtype: z.literal('markdown'),
      markdown: z.strictObject({ content: z.string().min(1) }),
    }),
    z.strictObject({ chatid, msgtype: z.literal('template_card'), template_card: ButtonCard }),
    z.strictObject({ chatid, msgtype: z.literal('image'), image: media }),
    z.strictObject({ chatid, msgtype: z.literal('file'), file: media }),
  ]),
});
const Frame = z.union([Subscribe, Ping, Send, Upload]);
type Frame = z.infer<typeof Frame>;

const MOST_BYTES = 20_480;

export interface Told {
  chatid: string;
  /** Empty where it is a picture or file. */
  text: string;
  file?: Buffer;
  /** Where it is a card: its task, and the keys of its buttons by what they say; the text is what stands on it. */
  card?: { task: string; keys: Record<string, string> };
}

interface Open {
  socket: ServerSocket;
  subscribed: boolean;
}

export type WecomStandIn = Awaited<ReturnType<typeof startWecomStandIn>>;

/**
 * WeCom's end of a smart robot's long connection, as developer.work.weixin.qq.com/document/path/101463 has it and the
 * official SDK speaks it: one connection a robot, a newer one pushes out the older; what is pushed is pushed once.
 */
export async function startWecomStandIn({ botId, secret }: { botId: string; secret: string }) {
  const told: Told[] = [];
  /** What a client did against the protocol. */
  const broken: string[] = [];
  const refused = new Map<string, number>();
  const changes = new EventEmitter();
  changes.setMaxListeners(0);
  const all = new Set<Open>();
  let current: Open | undefined;
  /** What becomes of the next message: it has its effect and no answer, or an error. */
  let next: 'no-answer' | number | undefined;
  /** Takes connections and says nothing. */
  let mute = false;
  let refusesSecret = false;
  const uploads = createUploads();
  let refusesUploads = false;
  let refusesCards = false;
  let connections = 0;

  const server = createServer((_, res) => res.writeHead(404).end());
  server.on('upgrade', (req, stream, head) => {
    connections += 1;
    const open: Open = {
      subscribed: false,
      socket: acceptWebSocket(
        req,
        stream,
        head,
        {
          message: (bytes) => hear(bytes, open),
          closed: () => {
            all.delete(open);
            if (current === open) current = undefined;
            changes.emit('change');
          },
          broke: (rule) => broken.push(rule),
        },
        'text',
      ),
    };
    all.add(open);
  });

  const say = ({ socket }: Open, frame: object): void => socket.send(Buffer.from(JSON.stringify(frame)));
  const answer = (to: Open, { headers }: Frame, errcode = 0): void =>
    say(to, { headers, errcode, errmsg: errcode === 0 ? 'ok' : 'refused by the stand-in' });

  function hear(bytes: Buffer, from: Open): void {
    if (mute) return;
    const frame = Frame.safeParse(JSON.parse(bytes.toString('utf8')));
    if (!frame.success) broken.push(z.prettifyError(frame.error));
    else if (frame.data.cmd === 'aibot_subscribe') subscribe(frame.data, from);
    else if (!from.subscribed) answer(from, frame.data, 846_609);
    else if (frame.data.cmd === 'ping') answer(from, frame.data);
    else if (frame.data.cmd === 'aibot_send_msg') deliver(frame.data, from);
    else uploaded(frame.data, from);
  }

  function subscribe(frame: z.infer<typeof Subscribe>, from: Open): void {
    const known = frame.body.bot_id === botId && frame.body.secret === secret && !refusesSecret;
    if (!known) return answer(from, frame, 853_000);
    if (current) pushOut(current);
    current = from;
    from.subscribed = true;
    answer(from, frame);
    changes.emit('change');
  }

  function pushOut(old: Open): void {
    say(old, eventFrame({ eventtype: 'disconnected_event' }));
    old.subscribed = false;
    current = undefined;
  }

  function uploaded(frame: z.infer<typeof Upload>, from: Open): void {
    const result = refusesUploads ? 40_009 : uploads.take(frame);
    if (typeof result === 'number') return answer(from, frame, result);
    say(from, { headers: frame.headers, errcode: 0, errmsg: 'ok', body: result });
  }

  function deliver(frame: z.infer<typeof Send>, from: Open): void {
    const { body } = frame;
    const { chatid } = body;
    const what = next;
    next = undefined;
    const code = refused.get(chatid) ?? (typeof what === 'number' ? what : undefined);
    if (code !== undefined) return answer(from, frame, code);
    if (body.msgtype === 'template_card') return show(chatid, body.template_card, what === 'no-answer', from, frame);
    const text = body.msgtype === 'markdown' ? body.markdown.content : '';
    if (Buffer.byteLength(text) > MOST_BYTES) return answer(from, frame, 40_058);
    const file = body.msgtype === 'markdown' ? undefined : uploads.fileOf(body);
    if (body.msgtype !== 'markdown' && !file) return answer(from, frame, 40_007);
    told.push({ chatid, text, ...(file && { file }) });
    if (what !== 'no-answer') answer(from, frame);
    changes.emit('change');
  }

  function show(chatid: string, card: z.infer<typeof ButtonCard>, isLost: boolean, from: Open, frame: Frame): void {
    if (refusesCards) return answer(from, frame, 42_014);
    const { task_id: task, main_title, sub_title_text: below, button_list: buttons } = card;
    if (told.some((each) => each.card?.task === task)) broken.push(`the task ${task} twice`);
    const keys = Object.fromEntries(buttons.map(({ text, key }) => [text, key]));
    told.push({ chatid, text: [main_title.title, below].filter(Boolean).join('\n'), card: { task, keys } });
    if (!isLost) answer(from, frame);
    changes.emit('change');
  }

  let count = 0;
  const eventFrame = (event: object, userid = 'u', chatid?: string) => ({
    cmd: 'aibot_event_callback',
    headers: { req_id: `ev${(count += 1)}` },
    body: {
      msgid: `ev${count}`,
      aibotid: botId,
      create_time: seconds(),
      ...(chatid !== undefined && { chatid }),
      from: { userid },
      msgtype: 'event',
      event,
    },
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `ws://127.0.0.1:${port}`,
    told,
    broken,
    connections: () => connections,
    /** Waits until the robot is connected, or is not. */
    async connected(is = true): Promise<void> {
      const isNow = (): boolean => current !== undefined;
      while (isNow() !== is) await once(changes, 'change');
    },
    /** Pushes what somebody said to the robot, or an event; once, as the platform does. */
    push(body: object): void {
      if (!current) throw new Error('the robot is not connected');
      say(current, { cmd: 'aibot_msg_callback', headers: { req_id: `cb${(count += 1)}` }, body });
    },
    pushEvent(event: object): void {
      if (!current) throw new Error('the robot is not connected');
      say(current, eventFrame(event));
    },
    /** Somebody presses a button of a card, by what it says: document/path/101027, 模板卡片事件. */
    press({ chatid, card }: Told, label: string, userid: string): void {
      if (!current) throw new Error('the robot is not connected');
      const event_key = card?.keys[label];
      if (!card || event_key === undefined) throw new Error(`nothing says ${label}`);
      const template_card_event = { card_type: 'button_interaction', event_key, task_id: card.task };
      const event = { eventtype: 'template_card_event', template_card_event };
      say(current, eventFrame(event, userid, chatid === userid ? undefined : chatid));
    },
    refuseCards: (is: boolean) => void (refusesCards = is),
    refuse: (chatid: string, code = 40_003) => void refused.set(chatid, code),
    next: (what: 'no-answer' | number) => void (next = what),
    cut: () => current?.socket.cut(),
    /** Another program connects with the same robot. */
    pushOut: () => current && pushOut(current),
    /** The connection stays, and is nobody's any more. */
    unsubscribe: () => void (current && (current.subscribed = false)),
    silence: (is: boolean) => void (mute = is),
    refuseUploads: (is: boolean) => void (refusesUploads = is),
    refuseSecret: (is: boolean) => void (refusesSecret = is),
    async stop(): Promise<void> {
      for (const { socket } of all) socket.cut();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const seconds = (): number => Math.floor(Date.now() / 1000);

/** What the platform pushes for something said, in the shape its documents give. */
export function wecomMessage(
  what:
    | { text: string }
    | { image: string; aeskey?: string }
    | { voice: string }
    | { mixed: object[] }
    | { msgtype: string },
  { from = 'T1', msgid = `m${Math.random()}`, chatid, botId = 'bot-1', at = Date.now() }: MessageOptions = {},
): object {
  const envelope = {
    msgid,
    aibotid: botId,
    ...(chatid !== undefined && { chatid }),
    chattype: chatid === undefined ? 'single' : 'group',
    from: { userid: from },
    create_time: Math.floor(at / 1000),
    response_url: 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=not-to-be-seen',
  };
  if ('text' in what) return { ...envelope, msgtype: 'text', text: { content: what.text } };
  if ('voice' in what) return { ...envelope, msgtype: 'voice', voice: { content: what.voice } };
  if ('image' in what)
    return { ...envelope, msgtype: 'image', image: { url: what.image, aeskey: what.aeskey ?? 'a2V5' } };
  if ('mixed' in what) return { ...envelope, msgtype: 'mixed', mixed: { msg_item: what.mixed } };
  return { ...envelope, msgtype: what.msgtype };
}

interface MessageOptions {
  from?: string;
  msgid?: string;
  chatid?: string;
  botId?: string;
  at?: number;
}
