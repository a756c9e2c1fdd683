import type { Bot } from '../bots/bot.js';
import { isTaking } from '../models/collection.js';
import type { Chat } from '../models/event.js';
import type { Models } from '../models/models.js';
import type { Dispatch, ToSend } from '../models/outbox.js';
import { standingOf } from '../models/training.js';
import type { Delivery } from './deliver.js';
import { startWorker, type Worker } from './worker.js';

/** A post is changed this often at most: a platform's pace is for answers first. In milliseconds, for each of its posts. */
const EVERY_MS_A_POST = 250;
const EVERY_MS = 5_000;

/** Keeps the numbers in the posts of trainings and collections as they are; `put`: there is something to deliver. */
export function startPosts({ models, bots, clock, machine, log }: Delivery, put: () => void): Worker {
  const shown: Shown = new Map();
  const look = async (): Promise<number> => {
    if ((await refreshPosts(models, bots, shown, { now: clock.now(), machine: machine.now() })) > 0) put();
    return 0;
  };
  return startWorker('posts', look, EVERY_MS, log);
}

/** What posts showed last, and since when, by what they are of; kept in the process: after a start all are looked at once. */
export type Shown = Map<string, { what: string; at: Date }>;

/** Something that stands in groups with numbers of its own; `what` differs whenever they do. */
interface Posted {
  of: string;
  what: string;
  chats: readonly Chat[];
  dispatch(chat: Chat): Dispatch;
}

/** A collection's card shows for so long after its deadline that it is over. */
const OVER_MS = 24 * 3600_000;

/**
 * Puts the numbers of trainings and collections into their posts anew where they have changed, on platforms whose
 * posts can be. A thousand sign-ups of one second are one change. Answers how many posts.
 *
 * @param machine the machine's time: what platforms allow goes by it.
 */
export async function refreshPosts(
  models: Models,
  bots: ReadonlyMap<string, Bot>,
  shown: Shown,
  { now, machine }: { now: Date; machine: Date },
): Promise<number> {
  const messages: ToSend[] = [];
  for (const { of, what, chats, dispatch } of [
    ...(await trainings(models, now)),
    ...(await collections(models, now)),
  ]) {
    const posts = chats.filter(({ platform }) => bots.get(platform)?.changesPosts);
    const last = shown.get(of);
    const tooSoon = last && machine.getTime() - last.at.getTime() < Math.max(EVERY_MS, posts.length * EVERY_MS_A_POST);
    if (posts.length === 0 || last?.what === what || tooSoon) continue;
    shown.set(of, { what, at: machine });
    messages.push(
      ...posts.map(
        (chat): ToSend => ({
          key: `${of}:count:${chat.platform}:${chat.id}:${what}`,
          dispatch: dispatch(chat),
        }),
      ),
    );
  }
  if (messages.length === 0) return 0;
  const put = await models.outbox.enqueue(messages, now);
  return put.filter((outcome) => outcome === 'accepted').length;
}

const trainings = async (models: Models, now: Date): Promise<Posted[]> =>
  (await models.trainings.headsToCome(now)).map((training) => ({
    of: `training:${training._id}`,
    what: `${training.revision}:${standingOf(training, now)}`,
    chats: training.posts,
    dispatch: (chat) => ({ kind: 'training-post', training: training._id, chat, again: true }),
  }));

async function collections(models: Models, now: Date): Promise<Posted[]> {
  const all = await models.collections.shown(new Date(now.getTime() - OVER_MS));
  if (all.length === 0) return [];
  const answered = await models.collections.answered(all.map(({ _id }) => _id));
  return all.map((collection) => ({
    of: `collection:${collection._id}`,
    what: `${answered.get(collection._id)?.mark ?? '0'}:${collection.state === 'cancelled'}:${collection.closesAt.getTime()}:${isTaking(collection, now)}`,
    chats: collection.posts,
    dispatch: (chat) => ({ kind: 'collection-post', collection: collection._id, chat, again: true }),
  }));
}
