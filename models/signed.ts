import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import { secretOf } from './secret.js';

/** No token of ours is longer; what is longer is not looked at. */
const MOST_CHARACTERS = 1000;

/** What is signed, and the instant, in seconds, from which it is worth nothing. */
const Wire = z.array(z.unknown()).min(1);

/**
 * Tokens of one kind: a list of plain values, signed with a key of this database's own, so that nobody can make one or
 * change what it says. `secret`: the name of the key; what one kind of token opens, another does not. The same values
 * until the same instant are the same token.
 */
export function createSigned(db: Connection, secret: string) {
  // Asked for once, also by those who ask at the same time: a database's key never changes, and a card has a signature
  // for each of its buttons.
  let key: Promise<string> | undefined;
  const known = (): Promise<string> =>
    (key ??= secretOf(db, secret).catch((error: unknown) => {
      key = undefined;
      throw error;
    }));
  const sign = async (payload: string): Promise<Buffer> =>
    createHmac('sha256', await known())
      .update(payload, 'utf8')
      .digest();

  return {
    /** A token that is good until an instant. */
    seal: async (values: readonly unknown[], until: Date): Promise<string> => {
      const wire = JSON.stringify([...values, Math.floor(until.getTime() / 1000)]);
      const payload = Buffer.from(wire, 'utf8').toString('base64url');
      return `${payload}.${(await sign(payload)).toString('base64url')}`;
    },

    /** The values of a token, and until when it is good; undefined for one that was not made here, was changed, or is over. */
    open: async (token: string, now: Date): Promise<{ values: unknown[]; until: Date } | undefined> => {
      const [payload = '', signature = '', ...more] = token.length > MOST_CHARACTERS ? [] : token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const right = await sign(payload);
      if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      const wire = Wire.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')));
      const values = wire.data?.slice(0, -1);
      const expires = wire.data?.at(-1);
      if (!values || typeof expires !== 'number' || now.getTime() >= expires * 1000) return undefined;
      return { values, until: new Date(expires * 1000) };
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
