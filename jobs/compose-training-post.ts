import * as signUpTexts from '../config/texts/training.js';
import * as texts from '../config/texts/training-post.js';
import type { Address, Content } from '../models/message.js';
import type { Models } from '../models/models.js';
import { type Dispatch, trainingPostKey } from '../models/outbox.js';
import { ANYBODY, PRESS_MS, type Saying } from '../models/press-token.js';
import { type Standing, standingOf, type TrainingHead } from '../models/training.js';
import type { Bots, Composed } from './compose.js';

const drop = (why: string): Composed => ({ kind: 'drop', why });

/**
 * A training as it stands in a group, with the places that are free now. Where it stands there already it takes the
 * place of what was said before, or is dropped where that cannot be changed.
 */
export async function composePost(
  { training: no, chat, again }: Extract<Dispatch, { kind: 'training-post' }>,
  models: Models,
  bots: Bots,
  now: Date,
): Promise<Composed> {
  const training = await models.trainings.headOf(no);
  if (!training || training.state === 'draft') return drop('no-training');
  const { platform } = chat;
  const bot = bots.get(platform);
  const standing = standingOf(training, now);
  const content = await contentOf(training, standing, { models, now, canAnswer: !bot?.sendOnly });
  if (!again) {
    if (standing === 'cancelled') return drop('cancelled');
    return { kind: 'message', address: { to: 'chat', platform, chat }, content };
  }
  const card = bot?.changesPosts && (await models.outbox.messageOf(trainingPostKey(no, chat), chat));
  if (!card) return drop('no-post');
  const address: Address = { to: 'post', platform, chat, card };
  return { kind: 'message', address, content };
}

async function contentOf(
  training: TrainingHead,
  standing: Standing,
  { models, now, canAnswer }: { models: Models; now: Date; canAnswer: boolean },
): Promise<Content> {
  const reading = { now, calendar: models.calendar };
  const text = texts.text(training, standing, { ...reading, canAnswer });
  if (!canAnswer) return { kind: 'text', text };
  const isTaken = standing === 'open' || standing === 'full';
  const buttons: Saying[] = [{ label: signUpTexts.buttons.signUp, says: `报名 ${training._id}`, primary: true }];
  const view = {
    title: texts.title(training),
    blocks: [
      { kind: 'text' as const, text: texts.body(training, standing, reading) },
      ...(isTaken ? [{ kind: 'buttons' as const, buttons }] : []),
    ],
  };
  // By when it closes, not from now on: the same post sent again after a crash is the same message.
  const until = new Date(training.closesAt.getTime() + PRESS_MS);
  return { kind: 'card', text, card: await models.pressTokens.sign(view, ANYBODY, until) };
}
