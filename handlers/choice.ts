import * as texts from '../config/texts/choice.js';
import type { Choice, Content } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Dispatch } from '../models/outbox.js';
import { halfWidth } from './forms/field.js';
import { type Asked, here, type Say } from './handler.js';
import { smallTalk } from './small-talk.js';

type Spoke = Omit<Asked, 'args'>;

/** How long a question stands, in milliseconds: as long as the one about which reminder was answered. */
const STANDS_MS = 3600_000;
/** Who answers a question by pointing to it means that one, for a day. */
const ANSWERED_MS = 24 * 3600_000;

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

/** The question with its choices, one a line. */
export const numbered = (question: string, choices: Choice[]): Say[] => {
  const labels = choices.map(({ label }) => label);
  return [{ text: texts.numbered(question, labels), to: 'here', choices }];
};

/** An answer with what can be seen next, by a number: more of a list, the names behind one. */
export function offered(say: Say, next: Choice[], { event }: Spoke): Say {
  const byNumber = event.chat.kind === 'private' && event.account !== undefined && next.length > 0;
  const labels = next.map(({ label }) => label);
  return byNumber ? { ...say, text: `${say.text}\n${texts.next(labels)}`, choices: next } : say;
}

/**
 * What somebody says in answer to what the bot asked last: by a number, or in words it asked for. Else undefined.
 *
 * @param isElse whether a text is about something else, though words were asked for.
 */
export async function answersLast(
  asked: Spoke,
  models: Models,
  isElse: (text: string) => boolean,
): Promise<string | Say[] | undefined> {
  return (await chosenByNumber(asked, models)) ?? wordsAskedFor(asked, models, isElse);
}

/** Whoever is asked for words and has none gives up with one of these. */
const GIVES_UP = ['取消', '算了'];

/** 请补照片, when it was asked for behind 退回 7F3KQ2: the whole of it. What is a command, a number or a courtesy is none. */
async function wordsAskedFor(
  asked: Spoke,
  models: Models,
  isElse: (text: string) => boolean,
): Promise<string | Say[] | undefined> {
  const { chat, account, attachments, shownAt } = asked.event;
  const text = asked.event.text.trim();
  if (chat.kind !== 'private' || account === undefined || attachments.length > 0 || shownAt) return undefined;
  const givesUp = GIVES_UP.includes(text);
  if (text === '' || (!givesUp && (numberIn(text) !== undefined || smallTalk(text) || isElse(text)))) return undefined;
  const said = await standing(asked, account, models);
  const ahead = said && 'wordsBehind' in said ? said.wordsBehind : undefined;
  if (ahead === undefined) return undefined;
  return givesUp ? here(texts.leftAlone) : `${ahead} ${text}`;
}

/**
 * What a bare number says while a question stands, which is until the bot has said something else to them, or an hour
 * has gone: the words of that choice; or what to answer, to a number that is none of them and to 取消. Else undefined.
 * 确认 says the only choice of a question whether something is meant: not that an older draft is.
 * A number that answers a message of the bot's belongs to that one, whatever was said since.
 */
async function chosenByNumber(asked: Spoke, models: Models): Promise<string | Say[] | undefined> {
  const { event } = asked;
  const { chat, account, attachments } = event;
  const number = numberIn(event.text);
  const cancels = event.text.trim() === '取消';
  if (chat.kind !== 'private' || account === undefined || attachments.length > 0) return undefined;
  // What a button says belongs to its own card.
  const confirms = event.shownAt === undefined && CONFIRMS.test(event.text.trim());
  if (number === undefined && !cancels && !confirms) return undefined;
  const said = await standing(asked, account, models);
  const choices = said && 'choices' in said ? said.choices : undefined;
  if (!choices) return undefined;
  if (confirms) return confirmed(choices);
  if (number === undefined) return here(texts.noneChosen);
  return choices[number - 1]?.says ?? numbered(texts.noSuchNumber(number), choices);
}

const CONFIRMS = /^确认[。.！!～~]*$/;

function confirmed(choices: Choice[]): string | Say[] | undefined {
  if (!choices.every((choice) => choice.confirms)) return undefined;
  const [only, ...others] = choices;
  return others.length === 0 ? only?.says : numbered(texts.whichOfThem, choices);
}

/** What is answered, else what was said last. */
async function standing({ event, now }: Spoke, account: string, { outbox }: Models): Promise<Content | undefined> {
  const { chat, replyTo } = event;
  const pointed = replyTo === undefined ? undefined : await outbox.saidWith(chat.platform, replyTo);
  if (pointed) return pointed.at.getTime() < now.getTime() - ANSWERED_MS ? undefined : contentIn(pointed.dispatch);
  const last = await outbox.lastSaidTo(chat, account);
  return !last || last.at.getTime() < now.getTime() - STANDS_MS ? undefined : last.content;
}

const contentIn = (said: Dispatch): Content | undefined => (said.kind === 'message' ? said.content : undefined);

/** 2, ２, ②, 第2个, 选2, 回复2: a number and nothing else. */
export function numberIn(text: string): number | undefined {
  const found = /^(?:回复|选择?|第)?\s*(\d{1,2})\s*(?:个|项)?[.。!]?$/.exec(halfWidth(text));
  return found ? Number(found[1]) : undefined;
}
