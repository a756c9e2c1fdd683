import * as texts from '../config/texts/dialogue.js';
import { DIALOGUE_MS } from '../models/dialogue.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { exampleOf, handIn } from './act-for.js';
import { formGiven } from './attach.js';
import { answerCollection } from './collection-answer.js';
import { type Asked, type Handler, here } from './handler.js';
import { saidBefore, wordsBefore } from './said-before.js';
import { formIn } from './which-form.js';
import { findDuty } from './words.js';

/** What is to be asked: the form of a duty, or a collection by its number. */
type Wanted = Duty | { collection: string };

/** 一问一答 [任务]: the form that is named, else the one that was begun or asked for last; 一问一答 接龙 5: the collection. */
export const oneByOne: Handler = async (asked, models) => {
  const [word = '', ...rest] = asked.args.split(/\s+/);
  const named = collectionIn(asked.args) ?? findDuty(word, models.catalogue.duties);
  const wanted = word ? named : await lastOf(asked, models);
  if (!wanted) return here(texts.whichForm(exampleOf(models)));
  if ('collection' in wanted) return answerCollection({ ...asked, args: `${wanted.collection} ${texts.WORD}` }, models);
  return handIn({ ...asked, args: [...rest, texts.WORD].join(' ') }, models, wanted);
};

/** 接龙 5, whatever stands behind it. */
function collectionIn(text: string): Wanted | undefined {
  const [, collection] = /^接龙\s*([\d０-９]{1,6})/.exec(text) ?? [];
  return collection === undefined ? undefined : { collection };
}

/** 接龙 5 by itself, to which its lines are given. */
const IS_ASKED_FOR = /^接龙\s*[\d０-９]{1,6}号?$/;

/** What was given to be filled in last; else what was begun lately, or was asked for last in words. */
async function lastOf(asked: Asked, models: Models): Promise<Wanted | undefined> {
  const { chat, account } = asked.event;
  const { duties } = models.catalogue;
  const given = await formGiven(asked, models);
  if (given) return given.duty;
  const { text = '' } = (await wordsBefore(asked, models, DIALOGUE_MS)) ?? {};
  if (IS_ASKED_FOR.test(text)) return collectionIn(text);
  const begun = account === undefined ? undefined : await models.dialogues.of(chat, account);
  if (begun?.person === asked.speaker._id)
    return 'of' in begun ? { collection: String(begun.of) } : duties.find(({ key }) => key === begun.duty);
  const said = (await saidBefore(asked, models)).map((each) => each.replace(texts.WORD, '').trim());
  return said.map((each) => collectionIn(each) ?? formIn(each, duties)).find((each) => each !== undefined);
}
