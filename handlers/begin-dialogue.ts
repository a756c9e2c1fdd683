import * as submitTexts from '../config/texts/submit.js';
import type { Models } from '../models/models.js';
import { begin } from './dialogue.js';
import { type Asked, here, type Say } from './handler.js';
import { draftIn, periodOf } from './record.js';
import { recordFilling } from './record-filling.js';
import { alreadyIn, doneBefore, submit } from './submit.js';
import { type HandIn, pageOf, refusal } from './which-page.js';

/** 月报 一问一答: the form, asked one question at a time, from what is known already on. */
export async function beginDialogue(asked: Asked, models: Models, handIn: HandIn): Promise<Say[]> {
  const { duty, owner, whose } = handIn;
  // Whom nobody can ask (the command line) is given the form as a whole.
  if (asked.event.account === undefined) return submit({ ...asked, args: '' }, models, handIn);
  const isFree = duty.cadence.every === 'free';
  const roll = isFree ? undefined : await pageOf(asked, models, handIn, owner);
  if (!roll && !isFree) return here(refusal(handIn, asked, models) ?? submitTexts.nothingOpen(duty));
  const place = { owner, roll };
  const done = await doneBefore(asked, models, duty, place);
  if (done && roll) return here(await alreadyIn(asked, models, duty, roll, done));
  const period = await periodOf(asked, roll, duty, models);
  const draft = await draftIn(asked, models, duty, place);
  return begin(await recordFilling({ form: { asked, duty, whose, owner }, place, period, draft }, models), models);
}
