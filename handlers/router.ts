import * as texts from '../config/texts/help.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { handIn } from './act-for.js';
import { halfWidth } from './forms/field.js';
import { looksFilledIn } from './forms/template.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { commandWords, routes } from './routes.js';
import { after, nearly } from './words.js';

/** What a text asks for: the handler, and what stood behind its word. */
export interface Match {
  handler: Handler;
  args: string;
}

/** Finds what a text asks for. The first route wins; then the duties' words; then a filled-in template without its word. */
export function match(text: string, duties: readonly Duty[]): Match | undefined {
  return command(text) ?? dutyWord(text, duties) ?? filledIn(text, duties);
}

function command(text: string): Match | undefined {
  for (const { words, takes, handler } of routes) {
    for (const word of words) {
      const args = after(word, sameWidth(text, word));
      if (args === undefined) continue;
      const alone = /^[。！!～~.]*$/.test(args);
      if (takes === 'words' || alone) return { handler, args: alone ? '' : args };
    }
  }
  return undefined;
}

function dutyWord(text: string, duties: readonly Duty[]): Match | undefined {
  const named = duties.flatMap((duty) => [duty.word, duty.name, ...duty.aliases].map((word) => ({ duty, word })));
  for (const { duty, word } of named.toSorted((a, b) => b.word.length - a.word.length)) {
    const args = after(word, sameWidth(text, word));
    if (args !== undefined) return { handler: (asked, models) => handIn(asked, models, duty), args };
  }
  return undefined;
}

/** The heading of the template the bot sent may come back with it: 【…】 is ours, not an answer. */
function filledIn(text: string, duties: readonly Duty[]): Match | undefined {
  const body = text.replace(/^【[^】]*】[^\n]*\n/, '');
  const duty = duties.find(({ form }) => form.style === 'template' && looksFilledIn(form.fields, body));
  return duty && { handler: (asked, models) => handIn(asked, models, duty), args: body };
}

/** The word itself in half-width, the rest untouched: ｈｅｌｐ and ？ are commands too, but texts stay as they were written. */
const sameWidth = (text: string, word: string): string => {
  const head = text.slice(0, word.length);
  return halfWidth(head).toLowerCase() === word ? word + text.slice(word.length) : text;
};

/** Answers what somebody of the roster said to the bot. In a group, what is no command and nearly none gets silence. */
export async function answer(asked: Omit<Asked, 'args'>, models: Models): Promise<Say[]> {
  const text = asked.event.text.trim();
  const found = match(text, models.catalogue.duties);
  if (found) return found.handler({ ...asked, args: found.args }, models);
  const words = [...commandWords, ...models.catalogue.duties.map(({ word }) => word)];
  const meant = nearly(halfWidth(text).split(/[\s:：,，]/)[0] ?? '', words);
  if (meant.length > 0) return here(texts.didYouMean(meant));
  return asked.event.chat.kind === 'private' ? here(texts.notUnderstood) : [];
}
