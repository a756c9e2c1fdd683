import * as submitTexts from '../config/texts/submit.js';
import type { Models } from '../models/models.js';
import { noteOnBegun } from './begun-by.js';
import { begin } from './dialogue.js';
import { type Asked, here, type Say } from './handler.js';
import { doneBefore, draftIn, periodOf } from './record.js';
import { recordFilling } from './record-filling.js';
import { alreadyIn, submit } from './submit.js';
import { type HandIn, refusal, whereTo } from './which-page.js';

/** 月报 一问一答: the form, asked one question at a time, from what is known already on. */
export async function beginDialogue(asked: Asked, models: Models, handIn: HandIn): Promise<Say[]> {
  const { duty, owner, whose } = handIn;
  const place = await whereTo(asked, models, handIn);
  // Whom nobody can ask (the command line), or what has no page yet, is given the form as a whole.
  if (asked.event.account === undefined || place.held) return submit({ ...asked, args: '' }, models, handIn);
  if (!place.roll && duty.cadence.every !== 'free') return here(refusal(handIn) ?? submitTexts.nothingOpen(duty));
  const done = await doneBefore(asked, models, duty, place);
  if (done) return here(await alreadyIn(asked, models, duty, place, done));
  const period = await periodOf(asked, place, duty, models);
  const draft = await draftIn(asked, models, duty, place);
  const form = { asked, duty, whose, owner };
  const says = await begin(await recordFilling({ form, place, period, draft }, models), models);
  const note = draft?.by === asked.speaker._id ? [] : await noteOnBegun(asked, models, duty, place);
  return says.map((say, index) => (index === 0 ? { ...say, text: [...note, say.text].join('\n') } : say));
}
