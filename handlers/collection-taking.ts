import * as texts from '../config/texts/collection.js';
import type { Collection, CollectionAnswer } from '../models/collection.js';
import { notAsked } from '../models/collection-audience.js';
import type { Models } from '../models/models.js';
import { isHost } from './collection.js';
import { inWords } from './collection-files.js';
import { type Asked, here, type Say } from './handler.js';

/** What somebody has answered, as far as it was not taken back. */
export async function answerOf(
  { _id }: Collection,
  { speaker }: Asked,
  { collections }: Models,
): Promise<CollectionAnswer | undefined> {
  const found = await collections.answerOf(_id, speaker._id);
  return found?.withdrawn ? undefined : found;
}

/** 接龙: in private what somebody is asked, and what they answered; in a group what was posted into it. */
export async function listTaking(asked: Asked, models: Models): Promise<Say[]> {
  const { event, now } = asked;
  const inGroup = event.chat.kind === 'group';
  const all = await models.collections.taking(now);
  const meant = await Promise.all(
    all.map(async (each) =>
      inGroup
        ? each.posts.some(({ platform, id }) => platform === event.chat.platform && id === event.chat.id)
        : !(await notAsked(each, { ...asked, person: asked.speaker }, models)) || (await isHost(each, asked, models)),
    ),
  );
  const shown = all.filter((_, i) => meant[i]);
  if (shown.length === 0) return here(inGroup ? texts.noneHere : texts.none);
  const answered = await models.collections.answered(shown.map(({ _id }) => _id));
  const lines = shown.map(async (collection) => {
    const own = inGroup ? undefined : await answerOf(collection, asked, models);
    const yours = own?.complete ? await inWords(collection, own, asked, models) : undefined;
    return { collection, count: answered.get(collection._id)?.count ?? 0, yours };
  });
  return here(texts.list(await Promise.all(lines), { now, calendar: models.calendar }));
}
