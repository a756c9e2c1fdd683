import type { Duty } from '../models/duty.js';
import { halfWidth } from './forms/field.js';

/** A duty by its word or any of its other names. */
export const findDuty = (text: string, duties: readonly Duty[]): Duty | undefined =>
  duties.find(({ word, name, aliases }) => [word, name, ...aliases].includes(halfWidth(text)));

/** What stands behind a word at the start of a text, without the space or colon between; undefined when it is not there. */
export function after(word: string, text: string): string | undefined {
  if (!text.startsWith(word)) return undefined;
  return text
    .slice(word.length)
    .replace(/^[\s:：,，、]+/, '')
    .trim();
}

/** The word itself in half-width, the rest untouched: ｈｅｌｐ and ？ are commands too, but texts stay as they were written. */
export const sameWidth = (text: string, word: string): string => {
  const head = text.slice(0, word.length);
  return halfWidth(head).toLowerCase() === word ? word + text.slice(word.length) : text;
};

/** The words that are one keystroke away from what somebody typed: a letter more, less, other, or two swapped. */
export function nearly(typed: string, words: readonly string[]): string[] {
  if (lettersOf(typed).length < 2) return [];
  return words.filter(
    (word) => word !== typed && lettersOf(word).length > 1 && distance(lettersOf(typed), lettersOf(word)) === 1,
  );
}

const lettersOf = (word: string): string[] => Array.from(word);

/** Edits between two words, a swap of neighbours counting as one (optimal string alignment). */
function distance(a: string[], b: string[]): number {
  const rows: number[][] = [];
  for (let i = 0; i <= a.length; i++) {
    const row: number[] = [];
    for (let j = 0; j <= b.length; j++) row.push(cell(a, b, i, j, rows, row));
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

function cell(a: string[], b: string[], i: number, j: number, rows: number[][], row: number[]): number {
  if (i === 0 || j === 0) return i + j;
  const same = a[i - 1] === b[j - 1] ? 0 : 1;
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return Math.min(
    (rows[i - 1]?.[j] ?? 0) + 1,
    (row[j - 1] ?? 0) + 1,
    (rows[i - 1]?.[j - 1] ?? 0) + same,
    swapped ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
  );
}
