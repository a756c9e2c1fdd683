import type { Bot } from '../bots/bot.js';
import type { Models } from '../models/models.js';
import type { ToSend } from '../models/outbox.js';
import { standingOf } from '../models/training.js';
import type { Delivery } from './deliver.js';
import { startWorker, type Worker } from './worker.js';

/** A post is changed this often at most: a platform's pace is for answers first. In milliseconds, for each of its posts. */
const EVERY_MS_A_POST = 250;
const EVERY_MS = 5_000;

/** Keeps the numbers in the posts of trainings as they are; `put`: there is something to deliver. */
export function startPosts({ models, bots, clock, machine, log }: Delivery, put: () => void): Worker {
  const shown: Shown = new Map();
  const look = async (): Promise<number> => {
    if ((await refreshPosts(models, bots, shown, { now: clock.now(), machine: machine.now() })) > 0) put();
    return 0;
  };
  return startWorker('training-posts', look, EVERY_MS, log);
}

/** What posts showed last, and since when, by the training's number; kept in the process: after a start all are looked at once. */
export type Shown = Map<number, { what: string; at: Date }>;

/**
 * Puts the numbers of trainings into their posts anew where they have changed, on platforms whose cards can be. A
 * thousand sign-ups of one second are one change. Answers how many posts.
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
  for (const training of await models.trainings.headsToCome(now)) {
    const { _id, revision } = training;
    const posts = training.posts.filter(({ platform }) => bots.get(platform)?.changesCards);
    const what = `${revision}:${standingOf(training, now)}`;
    const last = shown.get(_id);
    const tooSoon = last && machine.getTime() - last.at.getTime() < Math.max(EVERY_MS, posts.length * EVERY_MS_A_POST);
    if (posts.length === 0 || last?.what === what || tooSoon) continue;
    shown.set(_id, { what, at: machine });
    messages.push(
      ...posts.map(
        (chat): ToSend => ({
          key: `training:${_id}:count:${chat.platform}:${chat.id}:${what}`,
          dispatch: { kind: 'training-post', training: _id, chat, again: true },
        }),
      ),
    );
  }
  if (messages.length === 0) return 0;
  const put = await models.outbox.enqueue(messages, now);
  return put.filter((outcome) => outcome === 'accepted').length;
}
