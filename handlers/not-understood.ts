import * as choiceTexts from '../config/texts/choice.js';
import * as texts from '../config/texts/help.js';
import { isFree } from '../models/cadence.js';
import type { Duty, Right } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { answered } from '../models/owners.js';
import { handIn } from './act-for.js';
import { withAfter } from './after-hand-in.js';
import { attach, formGiven } from './attach.js';
import { askToChoose, numberIn } from './choice.js';
import { countCharacters, halfWidth } from './forms/field.js';
import { type Asked, here, type Say } from './handler.js';
import { mayNotType } from './help.js';
import { offerLeave } from './leave-sentence.js';
import { offerLocalDay } from './local-day.js';
import { ownDrafts } from './own-drafts.js';
import { filledIn } from './record.js';
import { rightsToSee } from './scope.js';
import { smallTalk } from './small-talk.js';
import { isOfRoster, notMineInWords, ofLastTime } from './spoken.js';
import { findDuty, nearly } from './words.js';
import { wouldGoTo } from './would-go-to.js';

type Spoke = Omit<Asked, 'args'>;

/** What is no command: what may have been meant is offered, never done; in a group small talk gets silence. */
export async function notUnderstood(asked: Spoke, words: readonly string[], models: Models): Promise<Say[]> {
  const { event } = asked;
  const text = halfWidth(event.text.trim());
  const isPrivate = event.chat.kind === 'private';
  if (isPrivate && event.attachments.length > 0) return filesWithWords(asked, models);
  const courtesy = smallTalk(text);
  if (courtesy) return isPrivate ? here(courtesy) : [];
  const offered = isPrivate ? await offeredPrivately(text, asked, models) : undefined;
  if (offered) return offered;
  const first = text.split(/[\s:：,，]/)[0] ?? '';
  const closed = await mayNotType(asked, models);
  const open = words.filter((word) => !closed.has(word));
  const meant = likeliest(first, nearly(first, open));
  if (meant.length > 0) return suggest(meant, event.text.trim().slice(first.length), asked);
  if (!isPrivate) return [];
  const claims = OF_ONESELF.test(text) && !ASKS_WHETHER.test(text);
  const named = wordsIn(text, claims ? open : open.filter((word) => !CLAIMS.test(word)));
  if (named.length > 0) return suggest(named, '', asked);
  return (await offerToHandIn(asked, models)) ?? (await formAgain(asked, models)) ?? here(texts.notUnderstood);
}

/** 这是我的周记, and a file with it: it is kept as if it had come by itself, and goes with what is sent or chosen next. */
async function filesWithWords(asked: Spoke, models: Models): Promise<Say[]> {
  const alone = { ...asked, event: { ...asked.event, attachments: [] } };
  const offered = await offerToHandIn(alone, models);
  if (!offered) return withAfter(attach)({ ...asked, args: '' }, models);
  const { event, speaker, now } = asked;
  await models.looseFiles.put(event.key, speaker._id, event.attachments, now);
  return offered;
}

/** Sentences that would change something: the command is offered. */
const CHANGES: readonly { asks: RegExp; says: string }[] = [
  { asks: /不(?:用|想)?请假|(?:取消|撤)(?:掉|回|销)?.{0,4}假/, says: '销假' },
  { asks: /明天再(?:说|提醒)/, says: '稍后 明天' },
  { asks: /删(?:除|掉|了)|撤(?:销|掉)|(?:发|交)错了|不交了|收回/, says: '撤回' },
];
const TO_MEND = /[写填打]错|改(?:一下|一改|改)|想改|修改一下/;
const TO_EXPORT = /导出|表格|年度报告|excel/i;
/** 今天大雪停课: who may note it hears how, anybody else who does. */
const CLOSED = /停课|补课/;
const TO_ANNOUNCE = /^(?:发?通知|广播|群发|公告)/;
const ANNOUNCES: readonly Right[] = ['bind-groups', 'run-trainings'];
/** Said with the number of a choice that is over, or to leave a question that is. */
const GIVES_UP = ['取消', '算了', '退出', '停', '结束'];

async function offeredPrivately(text: string, asked: Spoke, models: Models): Promise<Say[] | undefined> {
  const { event } = asked;
  if (numberIn(text) !== undefined || GIVES_UP.includes(text)) return toNothingAsked(asked, models);
  if (text.length <= MOST_LETTERS) {
    const change = CHANGES.find(({ asks }) => asks.test(text));
    if (change) return suggest([change.says], '', asked);
    if (TO_MEND.test(text)) return here(texts.howToMend);
    if (CLOSED.test(text)) return offeredOr(await offerLocalDay(asked, models), asked);
    if (TO_EXPORT.test(text) && rightsToSee(asked).length > 0) return here(texts.howToExport);
  }
  if (isOfRoster(text)) return here(texts.rosterIsKept);
  const notMine = notMineInWords(text, models.catalogue.duties);
  if (notMine) return suggest([notMine], '', asked);
  if (TO_ANNOUNCE.test(text) && ANNOUNCES.some((right) => asked.rights.has(right))) return here(texts.howToAnnounce);
  const last = ofLastTime(event.text.trim(), models.catalogue.duties);
  if (last) return offerOfLastTime(last, asked, models);
  const leave = await offerLeave(asked, models);
  return leave && offeredOr(leave, asked);
}

/** 补一下上周的周记：…: as the command is written, and of which week it would be. */
async function offerOfLastTime(
  { word, rest }: { word: string; rest: string },
  asked: Spoke,
  models: Models,
): Promise<Say[]> {
  const duty = findDuty(word, models.catalogue.duties);
  const command = `补交 ${word}`;
  const would = duty && (await wouldGoTo(duty, rest, asked, models, true));
  const choice = { label: would ? `补交 ${would.label}` : command, says: `${command} ${rest}` };
  return askToChoose(asked, texts.whichWord, [choice], texts.didYouMean([command]));
}

/** A number or 算了 to no question: what was begun is still there, where something was. */
async function toNothingAsked(asked: Spoke, models: Models): Promise<Say[]> {
  const [begun] = await ownDrafts({ ...asked, args: '' }, [], models);
  return here(begun ? choiceTexts.onlyBegun(begun) : choiceTexts.nothingAsked);
}

/** A command that may be meant is offered; an answer is the answer. */
const offeredOr = (said: Say[] | { says: string }, asked: Spoke): Say[] =>
  'says' in said ? suggest([said.says], '', asked) : said;

/** So much is written to be handed in; less is said. */
const TEXT_CHARACTERS = 30;

/** Words enough to be handed in, without the word of what they are: one of the duties that are handed in as words. */
async function offerToHandIn(asked: Spoke, models: Models): Promise<Say[] | undefined> {
  const { event, speaker, school, today } = asked;
  const text = event.text.trim();
  const size = countCharacters(text);
  if (size < TEXT_CHARACTERS) return undefined;
  const theirs = (await answered(speaker, school, models, today)).map(({ duty }) => duty);
  const inWords = [...new Set(theirs)].filter((duty) => duty.form.style === 'message' && !isFree(duty.cadence));
  const { form, isText } = await givenFor(asked, models);
  const forms = form && isText ? [form] : [];
  const [first] = [...forms, ...inWords];
  if (!first) return undefined;
  const choices = [
    ...forms.map(({ word, name }) => ({ label: name, says: `${word} ${text}` })),
    ...(await Promise.all(inWords.map((duty) => wouldGoTo(duty, text, asked, models)))),
  ].map((each) => ({ ...each, confirms: true as const }));
  return askToChoose(asked, texts.whatIsIt(size), choices, texts.sayWhatItIs(first.word));
}

/** What was written without labels, once a form was given: the form again, and how its lines are written. */
async function formAgain(asked: Spoke, models: Models): Promise<Say[] | undefined> {
  const args = asked.event.text.trim();
  const { form, isText } = await givenFor(asked, models);
  return form && !isText && countCharacters(args) >= TEXT_CHARACTERS
    ? handIn({ ...asked, args }, models, form)
    : undefined;
}

/** The form that was given last to be filled in, and whether what was said could be the one text of it. */
async function givenFor(asked: Spoke, models: Models): Promise<{ form?: Duty; isText?: boolean }> {
  const args = asked.event.text.trim();
  const form = (await formGiven({ ...asked, args }, models))?.duty;
  if (form?.form.style !== 'template') return {};
  return { form, isText: filledIn({ args, event: asked.event }, form) !== undefined };
}

/** The words somebody may have meant, each with what stood behind theirs. */
const suggest = (words: string[], rest: string, asked: Spoke): Say[] =>
  askToChoose(
    asked,
    texts.whichWord,
    words.map((word) => ({ label: word, says: `${word}${rest}` })),
    texts.didYouMean(words),
  );

/** More than these are a list to read, not a suggestion. */
const MOST_MEANT = 3;

/** Those that begin as it does come first. */
const likeliest = (typed: string, meant: string[]): string[] =>
  meant.toSorted((a, b) => Number(b[0] === typed[0]) - Number(a[0] === typed[0])).slice(0, MOST_MEANT);

/** 作业交了吗, 韩艳交了: of others, and no claim of one's own; 都交了怎么还催我 is one. */
const OF_ONESELF = /我|^(?:都|早|已经?)*交/;
const ASKS_WHETHER = /(?:吗|没|没有|[?？])[。.!！\s]*$/;
const CLAIMS = /^.{0,2}交过?了$|已经?交|不.{1,2}交$/;

/** A longer text is about something else. */
const MOST_LETTERS = 20;
const MOST_NAMED = 2;

/** 提交周记 · 怎么交案例 · 我想请假: the words of duties and commands a short text speaks of. */
const wordsIn = (text: string, words: readonly string[]): string[] =>
  text.length > MOST_LETTERS
    ? []
    : words
        .filter((word) => word.length > 1 && text.includes(word))
        .toSorted((a, b) => b.length - a.length)
        .slice(0, MOST_NAMED);
