import type { Log } from '../../models/log.js';

/** The bot's own open_id: without it nobody can tell whether a mention in a group is meant for the bot. */
export interface Identity {
  openId(): string | undefined;
  /** Asks the platform, unless it is known, being asked for, or was asked for a moment ago. Never throws. */
  learn(): Promise<void>;
}

/** @param pauseMs least time between two questions. */
export function createIdentity(ask: () => Promise<string>, pauseMs: number, log: Log): Identity {
  let openId: string | undefined;
  let asking: Promise<void> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  const question = async (): Promise<void> => {
    askedAt = performance.now();
    try {
      openId = await ask();
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      log.warn({ platform: 'feishu', reason }, 'own identity not known yet; group messages with mentions wait');
    } finally {
      asking = undefined;
    }
  };

  return {
    openId: () => openId,
    learn() {
      if (openId !== undefined) return Promise.resolve();
      if (!asking && performance.now() - askedAt >= pauseMs) asking = question();
      return asking ?? Promise.resolve();
    },
  };
}
