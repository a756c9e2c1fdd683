import { here, type Say } from './handler.js';

/** A message of so many characters is a screen or two, and no platform refuses it: 2048 bytes are the least one takes. */
const MOST_LETTERS = 600;

/** A long list as several messages, parted at the ends of lines; a line that is too long by itself after one of its names. */
export function inParts(text: string, most = MOST_LETTERS): string[] {
  const lines = text.split(/(?<=\n)/).flatMap((line) => (line.length > most ? line.split(/(?<=[、；])/) : line));
  const parts: string[] = [];
  for (const piece of lines) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + piece.length <= most) parts[parts.length - 1] = last + piece;
    else parts.push(piece);
  }
  return parts.map((part) => part.trimEnd());
}

/** A long list where it was asked for. */
export const hereInParts = (text: string): Say[] => inParts(text).flatMap((part) => here(part));

/** A long list to somebody alone. */
export const privatelyInParts = (to: Say['to'], text: string): Say[] =>
  inParts(text).map((part) => ({ text: part, to }));
