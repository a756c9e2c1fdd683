import { LOOSE_MS } from '../models/loose-file.js';
import type { Models } from '../models/models.js';
import type { Asked, Say } from './handler.js';
import { routes } from './routes.js';
import { wordsBefore } from './said-before.js';
import { after } from './words.js';

/**
 * Files that come by themselves within ten minutes of a command that takes some (培训资料 3, 接龙 5) go to it, as if
 * they had come with it. Undefined where something else was said since, or it does not take them.
 */
export async function goOn(asked: Omit<Asked, 'args'>, models: Models): Promise<Say[] | undefined> {
  const before = await wordsBefore(asked, models, LOOSE_MS);
  if (!before) return undefined;
  for (const { words, files, handler } of routes)
    for (const word of files ? words : []) {
      const no = /^[\d０-９]{1,6}/.exec(after(word, before.text) ?? '')?.[0];
      if (no === undefined || !files) continue;
      const again = { ...asked, args: no, event: { ...asked.event, goesOnFrom: before.sentAt } };
      return (await files(again, models)) ? handler(again, models) : undefined;
    }
  return undefined;
}
