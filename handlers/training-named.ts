import * as texts from '../config/texts/training.js';
import type { Models } from '../models/models.js';
import { signUpOf, type Training, type TrainingHead } from '../models/training.js';
import { halfWidth } from './forms/field.js';
import type { Asked } from './handler.js';

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

type Who = Pick<Asked, 'speaker' | 'rights'>;

/** Whether a training is somebody's to look after. */
export const mayRun = ({ host }: Pick<TrainingHead, 'host'>, { rights, speaker }: Who): boolean =>
  rights.has('run-trainings') || host === speaker._id;

/** How somebody stands with a training: they look after it, have a place, or neither. */
export type Role = 'host' | 'in' | 'none';

export function roleIn(training: Training, who: Who): Role {
  if (mayRun(training, who)) return 'host';
  return signUpOf(training, who.speaker._id)?.state === 'in' ? 'in' : 'none';
}

/** Whether somebody may have what is handed out: of one that was called off only who looks after it. */
export const mayHave = ({ state }: Pick<Training, 'state'>, role: Role): boolean =>
  role === 'host' || (role === 'in' && state !== 'cancelled');
