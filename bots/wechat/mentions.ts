/** What ends a mention in a text: the sign WeChat puts there (U+2005), any other space, or the end. */
const END = '(?:[\\u2005\\s]|$)';
const EVERYBODY = /[@＠](?:所有人|all)(?=[\u2005\s]|$)/iu;

/** Who the bot is in one room: its account, and the names it goes by there. */
export interface Self {
  id: string;
  names: readonly string[];
}

/**
 * Whether the bot is meant, and the text without its mention. A gateway may give no ids of those mentioned: then its
 * name in the text counts. Everybody is not the bot: some gateways list every member for an @所有人.
 */
export function readMentions(text: string, ids: readonly string[], self: Self): { bot: boolean; text: string } {
  const named = patternOf(self.names);
  const byName = named?.test(text) ?? false;
  const everybody = EVERYBODY.test(text);
  const byId = !everybody && ids.includes(self.id);
  return { bot: byId || byName, text: (named ? text.replaceAll(named.all, '$1') : text).trim() };
}

function patternOf(names: readonly string[]): { test(text: string): boolean; all: RegExp } | undefined {
  const longestFirst = names.filter(Boolean).toSorted((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return undefined;
  // Not in the middle of a word: mail to bob@教研助手 is none.
  const source = `(^|[^A-Za-z0-9_])[@＠](?:${longestFirst.map(escape).join('|')})${END}`;
  const one = new RegExp(source, 'u');
  return { test: (text) => one.test(text), all: new RegExp(source, 'gu') };
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/gu, '\\$&');
