import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { z } from 'zod';
import { FieldKey } from '../../models/field.js';

/** Ten texts of 10,000 characters, each three bytes and each byte three characters as forms are sent. */
const MOST_BYTES = 1024 * 1024;
const MOST_PARTS = 500;

/** Names of the two ends of a time of day, and of what makes each showing of a page one of its own. */
export const FROM = '.from';
export const TO = '.to';
export const ONCE = '_once';

const Once = z.uuid();
const Text = z.string().max(40_000);
const Filled = z.object({
  once: Once,
  values: z.record(FieldKey, z.union([Text, z.array(z.string().max(500)).max(200)])),
});

export type Body = { kind: 'filled'; raw: string } & z.infer<typeof Filled>;
export type Unread = { kind: 'too-long' } | { kind: 'unreadable' };

/** What a browser sent of a form: one text a field, several where several boxes of a name are set. */
export async function formBody(ctx: Context): Promise<Body | Unread> {
  if (!ctx.is('application/x-www-form-urlencoded')) return { kind: 'unreadable' };
  const raw = await getRawBody(ctx.req, { limit: MOST_BYTES, encoding: 'utf8' }).catch(() => undefined);
  if (raw === undefined) return { kind: 'too-long' };
  const parts = [...new URLSearchParams(raw)];
  if (parts.length > MOST_PARTS) return { kind: 'unreadable' };
  const filled = Filled.safeParse(fieldsOf(parts));
  return filled.success ? { kind: 'filled', raw, ...filled.data } : { kind: 'unreadable' };
}

function fieldsOf(parts: [string, string][]) {
  const texts = new Map<string, string[]>();
  for (const [name, value] of parts) {
    const key = name.endsWith(FROM) || name.endsWith(TO) ? name.slice(0, name.lastIndexOf('.')) : name;
    texts.set(key, [...(texts.get(key) ?? []), value.replace(/\r\n/g, '\n')]);
  }
  const ends = new Set(parts.flatMap(([name]) => (name.endsWith(FROM) ? [name.slice(0, -FROM.length)] : [])));
  const once = texts.get(ONCE)?.at(0);
  texts.delete(ONCE);
  const values = [...texts].map(([key, all]) => [key, ends.has(key) ? range(all) : one(all)]);
  return { once, values: Object.fromEntries(values) };
}

/** Two empty ends are no time; one is a time that is not whole, for the form to ask about. */
const range = (ends: string[]): string => (ends.every((end) => end === '') ? '' : ends.join('-'));

/** Boxes come with an empty text before them, so that none set is told from none there. */
function one(all: string[]): string | string[] {
  if (all.length === 1) return all[0] ?? '';
  return all.filter((each) => each !== '');
}
