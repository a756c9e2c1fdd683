import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Connection } from 'mongoose';
import { secretOf } from './secret.js';

/** No token of ours is longer; what is longer is not looked at. */
const MOST_CHARACTERS = 1000;

/** A value as a token: what it says, and a signature with a key of this database, so that nobody can make or change one. */
export async function sign(db: Connection, key: string, value: unknown): Promise<string> {
  const payload = Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
  return `${payload}.${(await signature(db, key, payload)).toString('base64url')}`;
}

/** What a token says; undefined for one that was not signed with this key, or was changed. */
export async function signed(db: Connection, key: string, token: string): Promise<unknown> {
  const [payload = '', mark = '', ...more] = token.length > MOST_CHARACTERS ? [] : token.split('.');
  const given = Buffer.from(mark, 'base64url');
  const right = await signature(db, key, payload);
  if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
}

const signature = async (db: Connection, key: string, payload: string): Promise<Buffer> =>
  createHmac('sha256', await secretOf(db, key))
    .update(payload, 'utf8')
    .digest();

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
