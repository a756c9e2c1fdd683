import type { Readable } from 'node:stream';
import type { FileBoxInterface } from 'file-box';
import type { Wechaty } from 'wechaty';
import type { WechatLimits } from '../../config/limits/wechat.js';

import { within } from './deadline.js';
import { closeOldWays } from './old-ways.js';

/** Something that does not print. */
export interface Sealed {
  reveal(): string;
}

/** Where the gateway is, and which packages speak to it. */
export interface Gateway {
  /** Package of the puppet, e.g. `wechaty-puppet-service`. */
  puppet: string;
  /** Package with wechaty's own interface: `wechaty`, or a fork that is compatible on the wire. */
  module: string;
  endpoint: string;
  token: Sealed;
  /** No TLS on the way to the gateway: for one on this machine, or behind a tunnel. */
  insecure: boolean;
  /** Name in the gateway's certificate, where it is not the beginning of the token. */
  serverName?: string;
}

/** What a session tells of itself. */
export interface Heard {
  /** A message, or somebody coming into a room or leaving it: in the order of arrival. */
  message(id: string): void;
  joined(payload: unknown): void;
  left(payload: unknown): void;
  /** What is to be scanned with the phone for a login; absent: it was scanned. */
  scan(qr: string | undefined): void;
  login(account: string): void;
  logout(): void;
  /** The gateway is lost, in a word. */
  lost(problem: string): void;
}

/** A file as a gateway hands it out: through itself, or at an address. */
export interface GatewayFile {
  /** Set where the bytes are to be had there. */
  address?: string;
  /** Where the gateway tells it. */
  size?: number;
  bytes(): Promise<Readable>;
}

/** One connection to the gateway, used once and thrown away. Every call has a deadline and throws TooLate past it. */
export interface Session {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Asks for a sign of life. */
  probe(): Promise<void>;
  message(id: string): Promise<unknown>;
  /** What hangs on a message; its bytes are still to be fetched. */
  file(id: string): Promise<GatewayFile>;
  /** The names of an account, in a room where one is given. */
  names(account: string, room?: string): Promise<string[]>;
  /** The WeChat number of an account (微信号), where the gateway tells it: it stays when ids change with a login. */
  handle(account: string): Promise<string | undefined>;
  /** What a room is called, where the gateway tells it. Its members are not asked about. */
  roomName(room: string): Promise<string | undefined>;
  say(to: string, text: string, mentions: string[]): Promise<string | undefined>;
  /** Sends a picture, or a file: WeChat tells which by the ending of its name. */
  sendFile(to: string, name: string, bytes: Uint8Array): Promise<string | undefined>;
}

/** Errors that mean the gateway is gone. Any other is a line in the log: wechaty tells of much that is none. */
const LOST = /UNAVAILABLE|UNAUTHENTICATED|ECONNREFUSED|ECONNRESET|CANCELLED/u;

/** `DirtyType` of wechaty-puppet: whose particulars are to be asked for anew. */
const DIRTY = { contact: 2, room: 3, roomMember: 4 } as const;

/** `ScanStatus.Scanned` of wechaty-puppet: the phone has read the code. */
const SCANNED = 3;

/** wechaty is loaded here and nowhere else (1 s, 80 MB), with WeChat on only. */
export async function openSession(gateway: Gateway, heard: Heard, limits: WechatLimits): Promise<Session> {
  process.env['WECHATY_LOG'] ??= 'silent';
  const { WechatyBuilder } = (await import(gateway.module)) as typeof import('wechaty');
  const bot: Wechaty = WechatyBuilder.build({
    puppet: gateway.puppet as 'wechaty-puppet-service',
    puppetOptions: {
      endpoint: gateway.endpoint,
      token: gateway.token.reveal(),
      tls: { disable: gateway.insecure, ...(gateway.serverName && { serverName: gateway.serverName }) },
      // Its own reconnecting is broken: the watchdog is put where it does not bite while probes are answered.
      timeoutSeconds: 600,
    },
  });
  // Without a listener, an error would end start() and the process.
  bot.on('error', ({ message }) => {
    const [problem] = LOST.exec(message) ?? [];
    if (problem) heard.lost(problem);
  });
  bot.on('scan', (qr, status: number) => heard.scan(status === SCANNED ? undefined : qr));
  await within(bot.init(), limits.startTimeoutMs, 'init');
  const { puppet } = bot;
  keepNothingOnDisk(puppet);
  listen(bot, heard);

  const call = <T>(promise: Promise<T>, what: string): Promise<T> => within(promise, limits.callTimeoutMs, what);
  return {
    start: () => within(bot.start(), limits.startTimeoutMs, 'start'),
    stop: () => within(bot.stop(), limits.stopTimeoutMs, 'stop'),
    async probe() {
      const dong = new Promise<void>((resolve) => puppet.once('dong', () => resolve()));
      puppet.ding('jiaoyan');
      await within(dong, limits.probeTimeoutMs, 'probe');
    },
    message: (id) => call(puppet.messagePayload(id), 'message'),
    async names(account, room) {
      // A gateway need not tell that somebody was renamed: what the client remembers is forgotten first.
      puppet.emit('dirty', { payloadType: DIRTY.contact, payloadId: account });
      if (room) puppet.emit('dirty', { payloadType: DIRTY.roomMember, payloadId: room });
      const { name } = await call(puppet.contactPayload(account), 'contact');
      if (!room) return [name];
      const member = await call(puppet.roomMemberPayload(room, account), 'member').catch(() => undefined);
      return [member?.roomAlias ?? '', member?.name ?? '', name];
    },
    async handle(account) {
      const { handle, weixin } = await call(puppet.contactPayload(account), 'contact');
      return handle || weixin || undefined;
    },
    async roomName(room) {
      puppet.emit('dirty', { payloadType: DIRTY.room, payloadId: room });
      return (await call(puppet.roomPayload(room), 'room')).topic || undefined;
    },
    say: async (to, text, mentions) => idOf(await call(puppet.messageSendText(to, text, mentions), 'send')),
    async file(id) {
      closeOldWays(puppet);
      return fileOf(await call(puppet.messageFile(id), 'file'));
    },
    async sendFile(to, name, bytes) {
      const { FileBox } = await import('file-box');
      closeOldWays(puppet);
      // A small one made `fromBuffer` the client cannot put into words, and would send it in the old way.
      const file = FileBox.fromBase64(Buffer.from(bytes).toString('base64'), name);
      return idOf(await call(puppet.messageSendFile(to, file), 'send-file'));
    },
  };
}

/** A gateway may not tell what it calls a message. */
const idOf = (id: unknown): string | undefined => (typeof id === 'string' && id !== '' ? id : undefined);

/** `FileBoxType.Url` of file-box. */
const AT_AN_ADDRESS = 2;

function fileOf(file: FileBoxInterface): GatewayFile {
  const type: number = file.type;
  const address = type === AT_AN_ADDRESS && 'remoteUrl' in file ? String(file.remoteUrl) : undefined;
  return {
    ...(address !== undefined && { address }),
    ...(file.size > 0 && { size: file.size }),
    bytes: () => file.toStream(),
  };
}

/**
 * The client of the puppet service keeps a cache of people's names in the home folder (its `PayloadStore`), one to a
 * process: the next session would find it locked by the last, and that error ends the process. So it is not opened.
 */
function keepNothingOnDisk(puppet: object): void {
  const store: unknown = '_payloadStore' in puppet ? puppet._payloadStore : undefined;
  if (store && typeof store === 'object') Object.assign(store, { start: async () => {} });
}

/**
 * wechaty's own listeners fetch every member of a room at its first message (500 calls in a large one) and hand
 * messages on out of order; so messages are heard from the puppet.
 */
function listen({ puppet }: Wechaty, heard: Heard): void {
  puppet.removeAllListeners('message');
  puppet.removeAllListeners('room-join');
  puppet.removeAllListeners('room-leave');
  // The client's own, which forgets, is added with its start.
  puppet.removeAllListeners('dirty');
  puppet.on('message', ({ messageId }) => heard.message(messageId));
  puppet.on('room-join', (payload) => heard.joined(payload));
  puppet.on('room-leave', (payload) => heard.left(payload));
  puppet.on('login', ({ contactId }) => heard.login(contactId));
  puppet.on('logout', () => heard.logout());
}
