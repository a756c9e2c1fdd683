import * as texts from '../config/texts/training-material.js';
import type { Address } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Dispatch } from '../models/outbox.js';
import { PRESS_MS } from '../models/press-token.js';
import { signUpOf } from '../models/training.js';
import type { Composed } from './compose.js';

const drop = (why: string): Composed => ({ kind: 'drop', why });

/** What was handed out with one notice, to who has a place still: nothing of it where it was all taken off again. */
export async function composeMaterials(
  { training: no, notice, person }: Extract<Dispatch, { kind: 'materials' }>,
  address: Address,
  models: Models,
  now: Date,
): Promise<Composed> {
  const training = await models.trainings.byNo(no);
  if (!training || training.state === 'cancelled') return drop('no-training');
  if (signUpOf(training, person)?.state !== 'in') return drop('no-place');
  const all = (await models.materials.of(no)).all.filter((each) => each.notice?.of === notice);
  if (all.length === 0) return drop('done');
  const text = texts.told(training, all);
  const buttons = texts.buttonsOf(training, all);
  if (buttons.length === 0) return { kind: 'message', address, content: { kind: 'text', text } };
  const blocks = [{ kind: 'text', text } as const, { kind: 'buttons', buttons } as const];
  const until = new Date(now.getTime() + PRESS_MS);
  const card = await models.pressTokens.sign({ title: training.title, blocks }, person, until);
  return { kind: 'message', address, content: { kind: 'card', text, card } };
}
