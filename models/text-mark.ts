import { createHash } from 'node:crypto';
import type { Duty } from './duty.js';
import type { Values } from './field.js';
import type { OwnerKey } from './owner.js';

/** A text shorter than this is too common to be called the same text. */
const LEAST_SAME_CHARACTERS = 20;

/** A fingerprint of the words of a record; undefined for what is too short to tell. */
export function markOfText(group: string, owner: OwnerKey, { form }: Duty, values: Values): string | undefined {
  const written = form.fields
    .filter(({ type }) => type === 'long-text')
    .map(({ key }) => String(values[key] ?? ''))
    .join('');
  const words = bareWords(written);
  return Array.from(words).length < LEAST_SAME_CHARACTERS ? undefined : fingerprint(`${group}\n${owner}\n${words}`);
}

/** Without spaces and punctuation: a text is the same however it is broken into lines. */
export const bareWords = (text: string): string => text.normalize('NFKC').replace(/[\s\p{P}]/gu, '');

export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
