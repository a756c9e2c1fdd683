import type { ConnectionEdge, Received } from '../../../bots/bot.js';
import { createWechat, type WechatBot } from '../../../bots/wechat/index.js';
import type { Handed } from '../../../bots/wechat/sender.js';
import { type WechatLimits, wechatLimits } from '../../../config/limits/wechat.js';
import { systemClock } from '../../../models/clock.js';
import { silent } from '../../../models/log.js';
import { saidInMemory } from '../said.js';
import { ALWAYS } from '../turn.js';
import { BOT, type Gateway, startGateway, TOKEN } from './gateway.js';

/** Production's limits with its times made short; no pace, unless a test is about it. */
export const quickLimits: WechatLimits = {
  ...wechatLimits,
  gapLeastMs: 0,
  gapMostMs: 0,
  roomGapLeastMs: 0,
  roomGapMostMs: 0,
  sendsPerMinute: 1000,
  callTimeoutMs: 1500,
  startTimeoutMs: 6000,
  stopTimeoutMs: 1000,
  aliasLivesMs: 1000,
  probeEveryMs: 100,
  probeTimeoutMs: 3000,
  reconnectFirstMs: 50,
  reconnectMostMs: 200,
};

export interface OnGateway {
  bot: WechatBot;
  gateway: Gateway;
  /** What the bot handed on, in order. */
  received: Received[];
  /** The next thing it hands on. */
  next(): Promise<Received>;
  until(is: () => boolean, withinMs?: number): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  limits?: WechatLimits;
  privatePush?: boolean;
  handed?: Handed;
}

/** The bot, not connected yet. */
export function wechatBot(
  { endpoint }: Gateway,
  { limits = quickLimits, privatePush = true, handed = handedInMemory() }: Options = {},
): WechatBot {
  return createWechat(
    {
      puppet: 'wechaty-puppet-service',
      module: 'wechaty',
      endpoint,
      token: { reveal: () => TOKEN },
      insecure: true,
    },
    {
      handed,
      said: saidInMemory(),
      decency: { isQuiet: () => false, privatePush },
      report: async () => {},
      reported: async () => ({ login: 'logged-in', at: new Date() }),
      showCode: () => {},
      clock: systemClock,
      log: silent,
      limits,
    },
  );
}

/** The bot on a gateway of its own, logged in. */
export async function wechatOnGateway(options?: Options): Promise<OnGateway> {
  const gateway = await startGateway();
  const received: Received[] = [];
  const bot = wechatBot(gateway, options);
  const edge: ConnectionEdge = {
    clock: systemClock,
    turn: ALWAYS,
    async take(each) {
      received.push(each);
      if (each.kind === 'refused') throw new Error(each.code);
      return undefined;
    },
  };
  const connection = bot.connect(edge);
  await until(() => bot.login() === 'logged-out');
  gateway.login();
  await until(() => bot.login() === 'logged-in');
  return {
    bot,
    gateway,
    received,
    next: async () => {
      const before = received.length;
      await until(() => received.length > before);
      return received[before] as Received;
    },
    until,
    async stop() {
      await connection.stop();
      await gateway.kill();
    },
  };
}

export async function until(is: () => boolean, withinMs = 15_000): Promise<void> {
  for (const end = Date.now() + withinMs; !is(); ) {
    if (Date.now() > end) throw new Error('it did not come to that in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function handedInMemory(): Handed {
  const rows = new Map<string, { state: 'handing' | 'sent'; at: Date; chat: string }>();
  return {
    async begin(key, chat, at) {
      const known = rows.get(key);
      if (!known) rows.set(key, { state: 'handing', at, chat });
      return known?.state ?? 'new';
    },
    sent: async (key) => void Object.assign(rows.get(key) ?? {}, { state: 'sent' }),
    undo: async (key) => void rows.delete(key),
    since: async (from, most) => [...rows.values()].filter(({ at }) => at > from).slice(-most),
  };
}

export { BOT };
