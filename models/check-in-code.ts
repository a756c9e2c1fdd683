import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Connection } from 'mongoose';
import { createGuessLimit, type Limit } from './guess-limit.js';
import type { PersonId } from './ids.js';
import { secretOf } from './secret.js';

/** How long the screen shows a code, in milliseconds. */
export const SHOWN_MS = 15_000;
/**
 * How long after it is gone from the screen a code still counts: for typing it, or opening what the QR code holds. A
 * photo of the screen is worth nothing after that.
 */
const TAKEN_AFTER_MS = 30_000;
const DIGITS = 6;
/** Four codes of a million count at a time: ten tries hit one of them once in 25,000 times. */
const WRONG: Limit = { most: 10, withinMs: 10 * 60_000 };

/** 签到 at the beginning of a session, 签退 at its end. */
export type Half = 'in' | 'out';

/** What a code is for: a session of a training, by its place among them, and its beginning or end. */
export interface CodeFor {
  training: number;
  session: number;
  half: Half;
}

/** A code as the screen shows it. */
export interface ShownCode {
  code: string;
  /** From then on the next one stands there. */
  until: Date;
}

export type Redeemed = { kind: 'fits'; of: CodeFor } | { kind: 'wrong' } | { kind: 'refused'; until: Date };

export type CheckInCodes = ReturnType<typeof createCheckInCodes>;

/** Codes that change every few seconds: who can type one has the screen before them. Nothing is stored. */
export function createCheckInCodes(db: Connection) {
  let key: string | undefined;
  const limit = createGuessLimit(db);

  const codeOf = async ({ training, session, half }: CodeFor, window: number): Promise<string> => {
    key ??= await secretOf(db, 'check-in-code');
    const hash = createHmac('sha256', key).update(`${training}:${session}:${half}:${window}`, 'utf8').digest();
    return String(hash.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0');
  };

  const fits = async (of: CodeFor, typed: string, at: Date): Promise<boolean> => {
    const last = windowOf(at);
    const first = windowOf(new Date(at.getTime() - TAKEN_AFTER_MS));
    const windows = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const codes = await Promise.all(windows.map((window) => codeOf(of, window)));
    return codes.some((code) => isSame(code, typed));
  };

  return {
    /** The code of an instant. */
    shown: async (of: CodeFor, at: Date): Promise<ShownCode> => {
      const window = windowOf(at);
      return { code: await codeOf(of, window), until: new Date((window + 1) * SHOWN_MS) };
    },

    /** Which of these somebody's code is for: one that stood there at that instant, or a little before. */
    redeem: async (
      typed: string,
      among: readonly CodeFor[],
      { by, at }: { by: PersonId; at: Date },
    ): Promise<Redeemed> => {
      const own = `check-in:${by}`;
      const grant = await limit.take(own, at, WRONG);
      if (grant.kind === 'refused') return grant;
      for (const each of among) {
        if (!(await fits(each, typed, at))) continue;
        await limit.giveBack(own, grant.token);
        return { kind: 'fits', of: each };
      }
      return { kind: 'wrong' };
    },
  };
}

const windowOf = (at: Date): number => Math.floor(at.getTime() / SHOWN_MS);

const isSame = (code: string, typed: string): boolean =>
  typed.length === code.length && timingSafeEqual(Buffer.from(code), Buffer.from(typed));
