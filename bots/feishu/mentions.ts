import type { Mention } from './wire.js';

/** The people named in one message, and the bot among them. */
export interface Mentions {
  /** Whether the bot itself is meant. Everybody (`@_all`) is not the bot. */
  readonly bot: boolean;
  /** The text with the bot's own mention taken out and everybody else's written as a name. */
  readonly write: (text: string) => string;
  /** One mention by its key; `name` when the message does not list it. */
  readonly one: (key: string, name: string) => string;
}

const EVERYBODY = '@_all';

export function mentionsOf(list: readonly Mention[], ownOpenId: string | undefined): Mentions {
  const isBot = (mention: Mention) => ownOpenId !== undefined && mention.id.open_id === ownOpenId;
  const words = new Map<string, string>([[EVERYBODY, '@所有人']]);
  for (const mention of list) words.set(mention.key, isBot(mention) ? '' : `@${mention.name}`);

  return {
    bot: list.some(isBot),
    // One pass over all keys, so that a name which looks like a key is left alone.
    write: (text) =>
      text.replace(anyOf(words.keys()), (whole, key: string, space: string) => {
        const word = words.get(key);
        if (word === undefined) return whole;
        return word === '' ? '' : word + space;
      }),
    one: (key, name) => (key === ownOpenId ? '' : (words.get(key) ?? `@${name}`)),
  };
}

/** Keys as the platform makes them. */
const USUAL = /^@_(?:user_\d+|all)$/;
const ANY_USUAL = /(@_(?:user_\d+|all(?!\d)))( ?)/g;

/** What finds the keys in a text; made anew only for keys the platform does not make today. */
function anyOf(all: Iterable<string>): RegExp {
  const keys = [...all];
  if (keys.every((key) => USUAL.test(key))) return ANY_USUAL;
  // The longest first and never before a further digit, because `@_user_1` begins `@_user_10`.
  const longestFirst = keys.toSorted((a, b) => b.length - a.length).map(escape);
  return new RegExp(`(${longestFirst.join('|')})(?!\\d)( ?)`, 'g');
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
