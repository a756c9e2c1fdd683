import { called } from '../config/texts/collection.js';
import * as texts from '../config/texts/training-material.js';
import { isTaking } from '../models/collection.js';
import type { Models } from '../models/models.js';
import { quietMs } from '../models/nag.js';
import { heldOf } from '../models/training.js';
import { type Asked, type Handler, here } from './handler.js';
import { mayNotRun } from './training.js';
import { trainingNamed } from './training-named.js';

const MOST_LETTERS = 500;

/** 培训资料 3 链接或几句话: goes to who has a place, and stands under 培训 3 for them. */
export const addMaterial: Handler = async (asked, models) => {
  const refused = mayNotRun(asked);
  if (refused) return here(refused);
  if (asked.event.attachments.length > 0) return here(texts.noFiles);
  const found = await trainingNamed(asked.args, '培训资料', models);
  if ('problem' in found) return here(found.problem);
  const { rest: text } = found;
  const { event, speaker, now } = asked;
  const training = await models.trainings.byNo(found.training._id);
  if (!training || training.state === 'draft' || training.state === 'cancelled')
    return here(texts.notHeld(found.training));
  if (text === '' || text.length > MOST_LETTERS) return here(texts.howTo(training._id, MOST_LETTERS));
  await models.materials.add({ _id: event.key, training: training._id, text, by: speaker._id, at: now });
  const people = heldOf(training).filter(({ state }) => state === 'in');
  const content = { kind: 'text', text: texts.told(training, text) } as const;
  await models.outbox.enqueue(
    people.map(({ person }) => ({
      key: `training:${training._id}:material:${event.key}:${person}`,
      dispatch: { kind: 'private', person, content },
      afterMs: quietMs(now, models),
    })),
    now,
  );
  return here(texts.added(training, people.length));
};

/** What hangs on a training, for who has a place or hosts it: materials, and what is to be filled in. */
export async function attachedTo(no: number, isHost: boolean, { now }: Asked, models: Models): Promise<string[]> {
  const [materials, collections] = await Promise.all([models.materials.of(no), models.collections.ofTraining(no)]);
  const shown = collections.filter((each) => isTaking(each, now) || (isHost && each.state !== 'cancelled'));
  return [
    ...(materials.length > 0 ? [texts.materials(materials.map(({ text }) => text))] : []),
    ...(shown.length > 0 ? [texts.toFillIn(shown.map(called), isHost)] : []),
  ];
}
