import * as texts from '../config/texts/training.js';
import type { Models } from '../models/models.js';
import type { TrainingHead } from '../models/training.js';
import { halfWidth } from './forms/field.js';

/** Which training somebody means by its number, and what they wrote behind it; a sentence where that is none. */
export async function trainingNamed(
  args: string,
  verb: string,
  models: Models,
): Promise<{ training: TrainingHead; rest: string } | { problem: string }> {
  const [, no, rest = ''] = /^([\d０-９]{1,6})号?[\s，,、:：]*([\s\S]*)$/.exec(args.trim()) ?? [];
  if (!no) return { problem: texts.howTo(verb) };
  const training = await models.trainings.headOf(Number(halfWidth(no)));
  return training ? { training, rest: rest.trim() } : { problem: texts.noSuch(Number(halfWidth(no))) };
}

/** Whom to ask about a training: 韩协调. */
export const hostOf = async ({ host }: Pick<TrainingHead, 'host'>, { people }: Models): Promise<string> =>
  (await people.byId(host))?.name ?? host;
