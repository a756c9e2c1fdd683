import { bare } from './field.js';

/** The option somebody means: as it stands, or the only one that begins so. */
export function readOption(options: readonly string[], typed: string): string | undefined {
  const wanted = bare(typed);
  if (!wanted) return undefined;
  const whole = options.find((option) => bare(option) === wanted);
  if (whole) return whole;
  const beginning = options.filter((option) => bare(option).startsWith(wanted));
  return beginning.length === 1 ? beginning[0] : undefined;
}

const SEPARATOR = /^[、,，;；/|\s]+/;

/**
 * The options named in a text, in the options' own order, and the first piece that names none. An option that holds a
 * separator itself (德育、美育) is read as one where it stands in full.
 */
export function readOptions(options: readonly string[], typed: string): { chosen: string[]; unknown?: string } {
  const longestFirst = options.toSorted((a, b) => b.length - a.length);
  const chosen = new Set<string>();
  let rest = typed.normalize('NFKC').replace(SEPARATOR, '');
  while (rest) {
    const { option, length } = nextOption(longestFirst, rest);
    if (!option) return { chosen: [], unknown: rest.slice(0, length).trim() };
    chosen.add(option);
    rest = rest.slice(length).replace(SEPARATOR, '');
  }
  return { chosen: options.filter((option) => chosen.has(option)) };
}

function nextOption(longestFirst: readonly string[], rest: string): { option: string | undefined; length: number } {
  for (const option of longestFirst) {
    const text = option.normalize('NFKC');
    const behind = rest.slice(text.length);
    if (rest.toLowerCase().startsWith(text.toLowerCase()) && (behind === '' || SEPARATOR.test(behind))) {
      return { option, length: text.length };
    }
  }
  const piece = /^[^、,，;；/|\s]+/.exec(rest)?.[0] ?? rest;
  return { option: readOption(longestFirst, piece), length: piece.length };
}
