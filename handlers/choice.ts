import * as texts from '../config/texts/choice.js';
import type { Choice } from '../models/message.js';
import type { Models } from '../models/models.js';
import { halfWidth } from './forms/field.js';
import { type Asked, here, type Say } from './handler.js';

type Spoke = Omit<Asked, 'args'>;

/** How long a question stands, in milliseconds: as long as the one about which reminder was answered. */
const STANDS_MS = 3600_000;

/**
 * Asks somebody to choose by a number: answering 2 says what the second choice says, as if it had been typed. In a
 * group, where others speak as well, it is asked in words; so is what came with files, which a number would not bring.
 *
 * @param inWords the same question for where numbers are not understood.
 */
export function askToChoose({ event }: Spoke, question: string, choices: Choice[], inWords: string): Say[] {
  const byNumber = event.chat.kind === 'private' && event.account !== undefined && event.attachments.length === 0;
  return byNumber ? numbered(question, choices) : here(inWords);
}

const numbered = (question: string, choices: Choice[]): Say[] => {
  const labels = choices.map(({ label }) => label);
  return [{ text: texts.numbered(question, labels), to: 'here', choices }];
};

/**
 * What a bare number says while a question stands, which is until the bot has said something else to them, or an hour
 * has gone: the words of that choice; or what to answer, to a number that is none of them and to 取消. Else undefined.
 */
export async function chosenByNumber({ event, now }: Spoke, { outbox }: Models): Promise<string | Say[] | undefined> {
  const { chat, account, attachments } = event;
  const number = numberIn(event.text);
  const cancels = event.text.trim() === '取消';
  if (chat.kind !== 'private' || account === undefined || attachments.length > 0) return undefined;
  if (number === undefined && !cancels) return undefined;
  const last = await outbox.lastSaidTo(chat, account);
  const choices = last?.content.kind === 'text' ? last.content.choices : undefined;
  if (!last || !choices || last.at.getTime() < now.getTime() - STANDS_MS) return undefined;
  if (number === undefined) return here(texts.noneChosen);
  return choices[number - 1]?.says ?? numbered(texts.noSuchNumber(number), choices);
}

/** 2, ２, ②, 第2个, 选2, 回复2: a number and nothing else. */
export function numberIn(text: string): number | undefined {
  const found = /^(?:回复|选择?|第)?\s*(\d{1,2})\s*(?:个|项)?[.。!]?$/.exec(halfWidth(text));
  return found ? Number(found[1]) : undefined;
}
