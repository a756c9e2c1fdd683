import { unreadable } from '../config/texts/help.js';
import type { Duty } from '../models/duty.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { noAhead } from '../models/record-no.js';
import { aboutTraining } from './about-training.js';
import { handIn, spokenFor } from './act-for.js';
import { withAfter } from './after-hand-in.js';
import { answerDialogue } from './answer-dialogue.js';
import { askedOf } from './asked-of.js';
import { attach, withLoose } from './attach.js';
import { answersLast } from './choice.js';
import { linesOfCollection } from './collection-lines.js';
import { dialogueOf, talkOf, withWaiting } from './dialogue.js';
import { goOn } from './files-after.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { ownLeaveIn } from './leave-sentence.js';
import { look } from './look.js';
import { notUnderstood } from './not-understood.js';
import { answerNag, chooseOfNag, nagAnswered } from './reply.js';
import { commandWords, type Route, routes } from './routes.js';
import { smallTalk } from './small-talk.js';
import { askedInWords, asksAbout, claimedInWords, questionAbout, straightened } from './spoken.js';
import { draftTraining } from './training.js';
import { labelsOfTraining } from './training-template.js';
import {
  askWhichOfTheirs,
  askWhichTemplate,
  filledInForms,
  formBefore,
  formBeforeWithoutColons,
  formWithoutColons,
  meantForm,
} from './which-form.js';
import { after, findDuty, sameWidth } from './words.js';

/** What a text asks for: the handler, and what stood behind its word. */
export interface Match {
  handler: Handler;
  args: string;
}

/** Finds what a text asks for. The first route wins; then the duties' words; then a filled-in template without its word. */
export function match(text: string, duties: readonly Duty[]): Match | undefined {
  // /我的, as commands are written elsewhere.
  const word = /^[/／]\s*(?=\S)/.exec(text);
  if (word) return match(text.slice(word[0].length), duties);
  return (
    (isLineOfForm(text, duties) ? filledIn(text, duties) : undefined) ??
    command(text, duties) ??
    (beginsWithLabel(text, duties) ? filledIn(text, duties) : undefined) ??
    claimed(text, duties) ??
    dutyWord(text, duties) ??
    filledIn(text, duties)
  );
}

function command(text: string, duties: readonly Duty[]): Match | undefined {
  for (const { words, takes, handler } of routes) {
    for (const word of words) {
      const args = after(word, sameWidth(text, word));
      if (args === undefined) continue;
      const alone = isAlone(args);
      const apart = /^[\s:：]/.test(text.slice(word.length));
      const ofDuty = takes === 'duty' && (findDuty(args, duties) !== undefined || isAlone(noAhead(args)?.rest ?? '?'));
      const numbered = takes === 'number' && /^[\d０-９]/.test(args);
      if (takes === 'words' || alone || ofDuty || numbered || (takes === 'spaced' && apart))
        return { handler, args: alone ? '' : args };
    }
  }
  return undefined;
}

/** A full stop behind a word is no more than the word. */
const isAlone = (args: string): boolean => /^[。！!～~.]*$/.test(args);

/** What stands before the colon of the first line, where something stands behind it. */
const labelOf = (text: string): string | undefined => /^([^:：\n]+)[:：][^\S\n]*\S/.exec(text)?.[1];

/**
 * 签到：张静 is the line of a form that has this label, though 签到 is a command too; 结业率：98 is not 结业. The word of
 * a message (周记：…) stays one, though another form has a line of that name, unless more lines of that form follow.
 */
function isLineOfForm(text: string, duties: readonly Duty[]): boolean {
  const first = labelOf(text)?.trim();
  if (!duties.some(({ form }) => form.fields.some(({ label }) => label === first))) return false;
  return dutyNamed(text, duties)?.form.style !== 'message' || (filledInForms(text, duties)?.labels ?? 0) > 1;
}

/** The duty whose whole word stands before the colon of the first line. */
const dutyNamed = (text: string, duties: readonly Duty[]): Duty | undefined =>
  findDuty(labelOf(text)?.trim() ?? '', duties);

/**
 * 课题：折纸 is the line of a form where a form has that label, though it begins with the word of a duty: what stands
 * behind the word of a form is nothing unless it has labels itself. Words of messages (周记：…) stay words.
 */
function beginsWithLabel(text: string, duties: readonly Duty[]): boolean {
  return dutyNamed(text, duties)?.form.style === 'template';
}

/** 周记交过了 is no text of three letters. */
function claimed(text: string, duties: readonly Duty[]): Match | undefined {
  const said = claimedInWords(text, duties);
  return said === undefined ? undefined : command(said, duties);
}

function dutyWord(text: string, duties: readonly Duty[]): Match | undefined {
  const named = duties.flatMap((duty) => [duty.word, duty.name, ...duty.aliases].map((word) => ({ duty, word })));
  for (const { duty, word } of named.toSorted((a, b) => b.word.length - a.word.length)) {
    const args = after(word, sameWidth(text, word));
    if (args === undefined) continue;
    // 周记要写多少字: a question, and no text for it. Forms answer with their template.
    const question = duty.form.style === 'message' ? questionAbout(duty, text.slice(word.length)) : undefined;
    if (question !== undefined) return match(question, duties);
    return { handler: handInFor(duty), args: isAlone(args) ? '' : args };
  }
  return undefined;
}

/** Handed in with the files that came just before by themselves. */
const handInFor = (duty: Duty): Handler =>
  withAfter(async (asked, models) => handIn(await withLoose(asked, duty, models), models, duty));

function filledIn(text: string, duties: readonly Duty[]): Match | undefined {
  const found = filledInForms(text, duties);
  if (!found) return undefined;
  const training = found.heading ? 0 : labelsOfTraining(text);
  const named = found.labels === 1 ? dutyNamed(text, duties) : undefined;
  const handler: Handler = async (asked, models) => {
    if (training >= found.labels && training > 1 && asked.rights.has('run-trainings')) {
      if (training > found.labels) return draftTraining(asked, models);
      if (!(await formBefore(asked, models, found.duties))) return askWhichTemplate(asked, found.duties, true);
    }
    // 研讨课：… is the word of a form and a line of another: the line, for who has begun or asked for that one.
    const isLine = !named || (await formBefore(asked, models, found.duties)) !== undefined;
    const duty = isLine ? await meantForm(asked, models, found.duties) : named;
    if (duty) return handInFor(duty)(asked, models);
    return (
      (await askWhichOfTheirs(asked, models, found.duties)) ??
      notUnderstood(asked, wordsOf(models.catalogue.duties), models)
    );
  };
  return { handler, args: found.body };
}

/** Answers what somebody of the roster said to the bot. In a group, what is no command and nearly none gets silence. */
export async function answer(asked: Omit<Asked, 'args'>, models: Models): Promise<Say[]> {
  const cannotRead = asked.event.unreadable;
  if (cannotRead) return here(unreadable[cannotRead]);
  const { duties } = models.catalogue;
  const isCommand = (text: string): boolean => match(text, duties) !== undefined;
  const isElse = (text: string): boolean =>
    /^[/／]/.test(text) ||
    command(text, duties) !== undefined ||
    isWord(text.split(/[\s:：]/)[0] ?? '', duties) ||
    (filledInForms(text, duties)?.labels ?? 0) > 1 ||
    asksAbout(text, wordsOf(duties));
  const picked = await answersLast(asked, models, isElse);
  if (typeof picked === 'string') return answer({ ...asked, event: { ...asked.event, text: picked } }, models);
  if (picked) return picked;
  const chosen = await chooseOfNag(asked, models, isCommand);
  if (chosen) return chosen;
  const dialogue = await dialogueOf(asked, models);
  if (!dialogue) return answerWords(asked, models);
  const talk = (await nagAnswered(asked.event, models)) ? undefined : await talkOf(dialogue, asked, models);
  const isKnown = (text: string): boolean => isWord(text, duties) || NUMBERED.test(text);
  const answered = talk && (await answerDialogue(talk, models, { isWord: isKnown, isCommand }));
  return answered ?? withWaiting(await answerWords(asked, models), dialogue, asked, models);
}

/** What stands by itself, whatever was asked before. */
async function answerWords(asked: Omit<Asked, 'args'>, models: Models): Promise<Say[]> {
  const text = asked.event.text.trim();
  const { duties } = models.catalogue;
  if (text === '' && asked.event.attachments.length > 0)
    return (await goOn(asked, models)) ?? withAfter(attach)({ ...asked, args: '' }, models);
  const parts = leaveAhead(text, duties, asked.today) ?? partsOf(text, duties);
  if (parts.length > 1) return inTurn(parts, asked, models);
  const whole = { ...asked, args: text };
  const given = command(text, duties) ? undefined : await formWithoutColons(whole, models);
  const found =
    (await inWords(asked, models)) ??
    (given && { handler: handInFor(given), args: text }) ??
    match(text, duties) ??
    asSpoken(text, duties) ??
    (await forColleague(asked, models));
  if (found) return found.handler({ ...asked, args: found.args }, models);
  // 收到 to a reminder is a courtesy, not what it asks for.
  const answered = smallTalk(text) ? undefined : await answerNag(asked, models);
  if (answered) return answered;
  const before = await formBeforeWithoutColons(whole, models);
  return before ? handInFor(before)(whole, models) : notUnderstood(asked, wordsOf(duties), models);
}

/**
 * 请假 明天, and 周记 这周… in the next line: the messages in one of which all but the last take no text. What goes into
 * the ledger is never cut: there a line may begin with any word.
 */
function partsOf(text: string, duties: readonly Duty[]): string[] {
  const handler = match(text, duties)?.handler;
  const brief = handler && routes.find((route) => route.handler === handler)?.brief;
  const marks = brief ? [...text.matchAll(/[\n；;。，,]\s*/g)] : [];
  const ends = marks.map(({ index, 0: mark }) => ({ end: index + mark.length, isComma: /^[，,]/.test(mark) }));
  const found = ends.find(({ end, isComma }) => {
    const rest = text.slice(end);
    // 请假 明天，周记下周补: a remark, and no journal.
    return isText(rest, duties) || (!isComma && beginsAnew(rest, brief, duties));
  });
  if (!found) return [text];
  return [text.slice(0, found.end).replace(/[\s；;。，,]+$/, ''), ...partsOf(text.slice(found.end), duties)];
}

/** 明天请假。周记 …: leave in a sentence of its own, and a text behind it. */
function leaveAhead(text: string, duties: readonly Duty[], today: Day): string[] | undefined {
  const starts = match(text, duties) ? [] : [...text.matchAll(/(?<=[\n；;。！!，,]\s*)\S/g)];
  const at = starts.find(({ index }) => isText(text.slice(index), duties))?.index ?? 0;
  const leave = ownLeaveIn(text.slice(0, at).replace(/[\s；;。！!，,]+$/, ''), today);
  return leave === undefined ? undefined : [leave, ...partsOf(text.slice(at), duties)];
}

/** So much behind a duty's word (周记这周…) is a text. */
const TEXT_LETTERS = 20;

const isText = (text: string, duties: readonly Duty[]): boolean => {
  const said = straightened(text, duties) ?? text;
  return duties.some(({ word }) => said.startsWith(word) && said.length >= word.length + TEXT_LETTERS);
};

/** Whether it begins with a word and something stands behind it: a word alone (培训) or of a letter (看 病) may be a reason. */
function beginsAnew(text: string, brief: Route['brief'], duties: readonly Duty[]): boolean {
  const said = straightened(text, duties) ?? text;
  const [, word = ''] = /^([^\s:：]{2,})[\s:：]+\S/.exec(said) ?? [];
  const route = routes.find(({ words }) => words.includes(word));
  if (route) return brief === 'line' || route.brief !== 'list';
  return findDuty(word, duties) !== undefined;
}

/** Each of several messages in one, once what was said before it holds; taken back with the message is only the last. */
async function inTurn(parts: string[], asked: Omit<Asked, 'args'>, models: Models): Promise<Say[]> {
  const says: Say[] = [];
  for (const [index, text] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const own = isLast ? { text } : { text, key: `${asked.event.key}:part${index + 1}`, attachments: [] };
    const speaker = (await models.people.byId(asked.speaker._id)) ?? asked.speaker;
    says.push(...(await answerWords({ ...asked, event: { ...asked.event, ...own }, speaker }, models)));
  }
  return says;
}

/** What somebody asks, or hands in, in a sentence of their own: 我要交什么, 交周记 …. */
function asSpoken(text: string, duties: readonly Duty[]): Match | undefined {
  const said = askedInWords(text, duties, commandWords) ?? straightened(text, duties);
  return said === undefined ? undefined : match(said, duties);
}

/** 代韩艳交周记 …. */
async function forColleague(asked: Omit<Asked, 'args'>, models: Models): Promise<Match | undefined> {
  const said = await spokenFor(asked, models);
  return said === undefined ? undefined : match(said, models.catalogue.duties);
}

/** 韩艳周记交了吗, 英语培训去不了了, unless it is a command as it stands: 看一下马志强还欠什么 is none. */
async function inWords(asked: Omit<Asked, 'args'>, models: Models): Promise<Match | undefined> {
  const { duties } = models.catalogue;
  const typed = command(asked.event.text.trim(), duties)?.handler;
  if (typed && typed !== look) return undefined;
  const said = await askedOf(asked, models);
  if (said !== undefined) return command(said, duties);
  const handler = (await linesOfCollection(asked, models)) ?? (await aboutTraining(asked, models));
  return handler && { handler, args: '' };
}

/** What people may type: the words of commands, then those of duties. */
const wordsOf = (duties: readonly Duty[]): string[] => [
  ...new Set([...commandWords, ...duties.map(({ word }) => word)]),
];

/** Whether what was found only asks the ledger, and changes nothing. */
export const isQuestion = (found: Match | undefined): boolean =>
  routes.some(({ handler, asks }) => asks && handler === found?.handler);

/** Whether a text is a command's or a duty's word, and nothing more. */
export const isWord = (text: string, duties: readonly Duty[]): boolean =>
  commandWords.includes(text) || findDuty(text, duties) !== undefined;

/** 取消接龙5: a word and its number, written as one. */
const NUMBERED = new RegExp(
  `^(?:${routes.flatMap(({ words, takes }) => (takes === 'number' ? words : [])).join('|')})[\\d０-９]{1,6}号?$`,
);
