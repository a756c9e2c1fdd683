import { createRequire } from 'node:module';
import { type WechatLimits, wechatLimits } from '../../config/limits/wechat.js';
import type { InboundEvent } from '../../models/event.js';
import type { Log } from '../../models/log.js';
import type { Bot, Connection, ConnectionEdge, Received, SaidByWords } from '../bot.js';
import { checkWechat, type Reported } from './check.js';
import { fetchFile } from './fetch-file.js';
import { createIntake, type Item } from './intake.js';
import { type Reader, readJoin, readLeave, readMessage, WECHAT } from './parse.js';
import { createRecent } from './recent.js';
import { createSender, type Decency, type Handed } from './sender.js';
import { type Gateway, openSession, type Session } from './session.js';
import { type LoginState, type Supervised, supervise } from './supervisor.js';
import { Room } from './wire.js';

export { loginCode } from './login-code.js';
export { LOGIN_STATES } from './supervisor.js';

export interface Surroundings {
  handed: Handed;
  said: SaidByWords;
  decency: Decency;
  /** Remembers how the login stands, where other processes can read it. */
  report(login: LoginState, at: Date): Promise<void>;
  reported(): Promise<Reported | undefined>;
  /** A code to be scanned with the phone, for whoever looks at the terminal. */
  showCode(qr: string): void;
  clock: { now(): Date };
  log: Log;
  limits?: WechatLimits;
}

export interface WechatBot extends Bot {
  connect(edge: ConnectionEdge): Connection;
  /** How the login stands; undefined before it is connected. */
  login(): LoginState | undefined;
}

/**
 * The bot in ordinary WeChat, over a gateway.
 *
 * @throws Error when one of its packages is not installed.
 */
export function createWechat(gateway: Gateway, surroundings: Surroundings): WechatBot {
  const { handed, said, decency, clock, log, limits = wechatLimits } = surroundings;
  for (const name of [gateway.module, gateway.puppet]) requireInstalled(name);
  const recent = createRecent(clock);
  let supervised: Supervised | undefined;
  const session = () => supervised?.current()?.session;

  const reader = async (room?: string): Promise<Reader> => {
    const current = supervised?.current();
    if (!current) throw new Error('no login');
    const { account } = current;
    const names = await recent.namesOf(account, room, limits.aliasLivesMs, () => current.session.names(account, room));
    const { writerOf } = recent;
    return { self: { id: account, names }, tooOldMs: limits.tooOldMs, now: clock.now(), writerOf, saidWith: said.with };
  };
  const readOne = async (id: string): Promise<Received> => {
    const from = session();
    if (!from) throw new Error('no login');
    const raw = await from.message(id);
    const received = await readMessage(raw, id, await reader(roomOf(raw)));
    if (received.kind !== 'events') return received;
    for (const event of received.events) recent.note(event);
    return { ...received, events: await Promise.all(received.events.map((event) => withHandle(event, from))) };
  };

  /** What stays when ids change: in private somebody's WeChat number, of a group what it is called. Who is in a group is
   * not asked about, one by one or all at once. */
  const withHandle = async (event: InboundEvent, from: Session): Promise<InboundEvent> => {
    if (event.kind !== 'message') return event;
    const { account, chat } = event;
    if (chat.kind === 'group') {
      const name = await recent.roomNameOf(chat.id, limits.aliasLivesMs, () => from.roomName(chat.id));
      return name === undefined ? event : { ...event, chatName: name.slice(0, 200) };
    }
    const handle = await recent.handleOf(account, limits.handleLivesMs, () => from.handle(account));
    return handle === undefined ? event : { ...event, handle: handle.slice(0, 200) };
  };

  const itemOf = (told: unknown): Item =>
    typeof told === 'string'
      ? { id: told, read: () => readOne(told) }
      : { id: 'room', read: async () => readRoom(told, await reader()) };

  return {
    platform: WECHAT,
    // WeChat knows no keys: what may have arrived is not sent again.
    remembersKeysMs: 0,
    staleAfterMs: limits.staleAfterMs,
    login: () => supervised?.login(),
    standsBy: () => supervised?.state().standby === true,
    send: createSender({ session, ...recent, handed, said, decency, limits, clock }),
    fetchFile: (_, messageId, bounds) => fetchFile(messageId, bounds, session()),
    connect(edge) {
      const intake = createIntake(edge, limits, log);
      const opened = supervise({
        open: (heard) => openSession(gateway, heard, limits),
        async take(told) {
          intake.put(itemOf(told));
          return undefined;
        },
        showCode: surroundings.showCode,
        report: surroundings.report,
        turn: edge.turn,
        limits,
        clock,
        log,
      });
      supervised = opened;
      return {
        state: opened.state,
        async stop() {
          await intake.stop();
          await opened.stop();
        },
      };
    },
    check: () => checkWechat(gateway, surroundings.reported, clock.now(), limits),
  };
}

/** Without loading it: that costs a second and 80 MB. */
function requireInstalled(name: string): void {
  try {
    createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(`微信要用的包 ${name} 没有装：请运行 npm install ${name}，或去掉 WECHATY_ 开头的变量。`);
  }
}

/** Somebody came into a room, or left it. */
function readRoom(told: unknown, reader: Reader): Received {
  const { kind, payload } = Room.parse(told);
  return kind === 'joined' ? readJoin(payload, reader) : readLeave(payload, reader);
}

function roomOf(raw: unknown): string | undefined {
  const room = raw && typeof raw === 'object' && 'roomId' in raw ? raw.roomId : undefined;
  return typeof room === 'string' && room !== '' ? room : undefined;
}
