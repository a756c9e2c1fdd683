import * as texts from '../config/texts/collection.js';
import { type Collection, isTaking } from '../models/collection.js';
import { notAsked } from '../models/collection-audience.js';
import type { Models } from '../models/models.js';
import { nameOf } from './collection.js';
import { type Asked, here, type Say } from './handler.js';

/** Why nothing is taken; told privately where it speaks of what the roster says. */
export async function refusal(collection: Collection, asked: Asked, models: Models): Promise<Say[] | undefined> {
  const { event, speaker, now } = asked;
  if (collection.state === 'draft') return here(texts.notOpen(collection));
  if (collection.state === 'cancelled') return here(texts.cancelled(collection));
  if (!isTaking(collection, now)) return tellOver(collection, models);
  const why = await notAsked(collection, { ...asked, person: asked.speaker }, models);
  if (!why) return undefined;
  const text = texts.outside(collection, why, await nameOf(collection, models));
  return [{ text, to: event.chat.kind === 'private' ? 'here' : speaker._id }];
}

export const tellOver = async (collection: Collection, models: Models): Promise<Say[]> =>
  here(texts.over(collection, await nameOf(collection, models)));
