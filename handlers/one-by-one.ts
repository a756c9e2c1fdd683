import * as texts from '../config/texts/dialogue.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { exampleOf, handIn } from './act-for.js';
import { formGiven } from './attach.js';
import { type Asked, type Handler, here } from './handler.js';
import { askedForm } from './which-form.js';
import { findDuty } from './words.js';

/** 一问一答 [任务]: the form that is named, else the one that was begun or asked for last. */
export const oneByOne: Handler = async (asked, models) => {
  const [word = '', ...rest] = asked.args.split(/\s+/);
  const named = word ? findDuty(word, models.catalogue.duties) : await lastOf(asked, models);
  if (!named) return here(texts.whichForm(exampleOf(models)));
  return handIn({ ...asked, args: [...rest, texts.WORD].join(' ') }, models, named);
};

/** The form that is being filled in here, or was begun lately; else the one given last, or last asked for in words. */
async function lastOf(asked: Asked, models: Models): Promise<Duty | undefined> {
  const { chat, account } = asked.event;
  const { duties } = models.catalogue;
  const begun = account === undefined ? undefined : await models.dialogues.of(chat, account);
  const given = (await formGiven(asked, models))?.duty;
  if (given) return given;
  if (begun?.person === asked.speaker._id) return duties.find(({ key }) => key === begun.duty);
  return askedForm(asked, models, duties);
}
