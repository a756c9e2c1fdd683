import { setTimeout as sleep } from 'node:timers/promises';
import type { WechatLimits } from '../../config/limits/wechat.js';
import { errorName, type Log } from '../../models/log.js';
import type { Connection, Turn } from '../bot.js';
import { type Held, keepOpen, type Take } from '../keep-open.js';
import type { Heard, Session } from './session.js';

/** `away`: no gateway; `scan`: a QR code waits for a phone. */
export const LOGIN_STATES = ['away', 'scan', 'logged-out', 'logged-in'] as const;
export type LoginState = (typeof LOGIN_STATES)[number];

export interface Supervised extends Connection {
  login(): LoginState;
  /** The session that is logged in, and its account. */
  current(): { session: Session; account: string } | undefined;
}

export interface SupervisorOptions {
  open(heard: Heard): Promise<Session>;
  /** Takes what is told: the id of a message, or who came into a room or left it. */
  take: Take;
  /** A code to be scanned, for the terminal. */
  showCode(qr: string): void;
  /** Told of every change, and with every sign of life. */
  report(login: LoginState, at: Date): Promise<void>;
  /** Whoever has it may speak to the gateway: a second client of a token silences the first. */
  turn: Turn;
  limits: WechatLimits;
  clock: { now(): Date };
  log: Log;
}

/**
 * Keeps one session with the gateway. wechaty resolves its start when nothing works, stays “logged in” when the
 * gateway is dead and never reconnects when it comes back late: so it is probed, and replaced by a fresh one.
 */
export function supervise(options: SupervisorOptions): Supervised {
  const { limits, clock, log, report } = options;
  let state: { login: LoginState; since: Date } = { login: 'away', since: clock.now() };
  let current: { session: Session; account: string } | undefined;

  const tell = (): void => void report(state.login, clock.now()).catch(() => {});
  const become = (login: LoginState): void => {
    if (state.login === login) return;
    state = { login, since: clock.now() };
    log.info({ platform: 'wechat', login }, 'WeChat');
    tell();
  };

  /** One session from its start to its end. */
  const hold = async (take: Take, opened: () => void, over: AbortSignal): Promise<Held> => {
    const held: Held = { heldMs: 0, problem: 'stopping' };
    const ended = new AbortController();
    let session: Session | undefined;
    let from = 0;
    const lost = new Promise<string>((lose) => {
      over.addEventListener('abort', () => lose('stopping'), { once: true });
      const heard = heardBy(options, take, { become, lose, logsIn });
      void run(heard).catch((error: unknown) => lose(errorName(error)));
    });

    function logsIn(account: string | undefined): void {
      if (!session || ended.signal.aborted) return;
      current = account === undefined ? undefined : { session, account };
      become(current ? 'logged-in' : 'logged-out');
    }

    async function run(heard: Heard): Promise<void> {
      session = await options.open(heard);
      if (ended.signal.aborted) return;
      await session.start();
      while (!ended.signal.aborted) {
        await session.probe();
        if (ended.signal.aborted) return;
        if (from === 0) opened();
        from ||= performance.now();
        if (state.login === 'away') become('logged-out');
        tell();
        await sleep(limits.probeEveryMs, undefined, { signal: ended.signal }).catch(() => {});
      }
    }

    held.problem = await lost;
    ended.abort();
    current = undefined;
    // Whose turn is over is silent: another process tells how its login stands.
    if (over.aborted) state = { login: 'away', since: clock.now() };
    else become('away');
    await session?.stop().catch(() => {});
    if (from > 0) held.heldMs = Math.round(performance.now() - from);
    return held;
  };

  const kept = keepOpen({ platform: 'wechat', limits, clock, log, take: options.take, turn: options.turn, hold });
  return {
    login: () => state.login,
    current: () => current,
    state() {
      const { standby, since } = kept.state();
      return standby ? { open: false, since, standby } : { open: state.login === 'logged-in', since: state.since };
    },
    stop: () => kept.stop(),
  };
}

interface Sessions {
  become(login: LoginState): void;
  lose(problem: string): void;
  /** Absent: the login is over. */
  logsIn(account: string | undefined): void;
}

function heardBy({ showCode }: SupervisorOptions, take: Take, { become, lose, logsIn }: Sessions): Heard {
  const taken = (told: unknown): void => void take(told).catch(() => {});
  return {
    message: taken,
    joined: (payload) => taken({ kind: 'joined', payload }),
    left: (payload) => taken({ kind: 'left', payload }),
    lost: lose,
    login: logsIn,
    logout: () => logsIn(undefined),
    scan(qr) {
      become('scan');
      if (qr) showCode(qr);
    },
  };
}
