import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { z } from 'zod';
import type { FormFiles } from '../../models/event.js';
import { FieldKey } from '../../models/field.js';
import { type Keep, multipart, type UploadLimits } from './multipart.js';

/** Ten texts of 10,000 characters, each three bytes and each byte three characters as forms are sent. */
const MOST_BYTES = 1024 * 1024;
const MOST_PARTS = 500;

/** Names of the two ends of a time of day, of files to be taken off, and of what makes each showing of a page one of its own. */
export const FROM = '.from';
export const TO = '.to';
export const OFF = '.off';
export const ONCE = '_once';
/** Which record's files alone are on the page. */
export const OF = '_record';

const Once = z.uuid();
const Text = z.string().max(40_000);
const Filled = z.object({
  once: Once,
  record: z.string().max(250).optional(),
  off: z.array(z.string().max(500)).max(200),
  values: z.record(FieldKey, z.union([Text, z.array(z.string().max(500)).max(200)])),
});

export type Body = { kind: 'filled'; once: string; values: z.infer<typeof Filled>['values']; files?: FormFiles };
export type Unread = { kind: 'too-long' } | { kind: 'unreadable' };

/** How files of a form are taken in while they come. */
export interface Taking {
  keep: Keep;
  limits: UploadLimits;
}

/** What a browser sent of a form: one text a field, several where several boxes of a name are set, and files. */
export async function formBody(ctx: Context, { keep, limits }: Taking): Promise<Body | Unread> {
  if (ctx.is('multipart/form-data')) {
    const sent = await multipart(ctx, keep, limits);
    return 'parts' in sent ? filledIn(sent.parts, sent.files) : sent;
  }
  if (!ctx.is('application/x-www-form-urlencoded')) return { kind: 'unreadable' };
  const raw = await getRawBody(ctx.req, { limit: MOST_BYTES, encoding: 'utf8' }).catch(() => undefined);
  if (raw === undefined) return { kind: 'too-long' };
  return filledIn([...new URLSearchParams(raw)]);
}

/**
 * The key under which what was sent is known: the same showing of a page with the same in it is sent once, changed or
 * shown anew it is another. What was sent from one showing shares its beginning (`showing`).
 */
export function keyOf(token: string, { once, values, files }: Body): { key: string; showing: string } {
  const digest = (what: unknown): string =>
    createHash('sha256').update(JSON.stringify(what), 'utf8').digest('base64url').slice(0, 43);
  const showing = `form:${digest([token, once]).slice(0, 22)}:`;
  const brought = files?.brought.map(({ field, ref, name }) => [field, ref, name]);
  return {
    showing,
    key: showing + digest([values, brought, files?.unkept, files?.off, files?.record, files?.unfinished]),
  };
}

function filledIn(parts: [string, string][], files?: Omit<FormFiles, 'off'>): Body | Unread {
  if (parts.length > MOST_PARTS) return { kind: 'unreadable' };
  const filled = Filled.safeParse(fieldsOf(parts));
  if (!filled.success) return { kind: 'unreadable' };
  const { off, record, ...rest } = filled.data;
  const none = { brought: [], unkept: [], unfinished: false };
  const all = { ...none, ...files, off, ...(record !== undefined && { record }) };
  return { kind: 'filled', ...rest, ...((files || off.length > 0 || record !== undefined) && { files: all }) };
}

function fieldsOf(parts: [string, string][]) {
  const texts = new Map<string, string[]>();
  const off: string[] = [];
  for (const [name, value] of parts) {
    if (name.endsWith(OFF)) {
      off.push(value);
      continue;
    }
    const key = name.endsWith(FROM) || name.endsWith(TO) ? name.slice(0, name.lastIndexOf('.')) : name;
    texts.set(key, [...(texts.get(key) ?? []), value.replace(/\r\n/g, '\n')]);
  }
  const ends = new Set(parts.flatMap(([name]) => (name.endsWith(FROM) ? [name.slice(0, -FROM.length)] : [])));
  const once = texts.get(ONCE)?.at(0);
  const record = texts.get(OF)?.at(0);
  texts.delete(ONCE);
  texts.delete(OF);
  const values = [...texts].map(([key, all]) => [key, ends.has(key) ? range(all) : one(all)]);
  return { once, off, record, values: Object.fromEntries(values) };
}

/** Two empty ends are no time; one is a time that is not whole, for the form to ask about. */
const range = (ends: string[]): string => (ends.every((end) => end === '') ? '' : ends.join('-'));

/** Boxes come with an empty text before them, so that none set is told from none there. */
function one(all: string[]): string | string[] {
  if (all.length === 1) return all[0] ?? '';
  return all.filter((each) => each !== '');
}
