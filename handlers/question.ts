import * as texts from '../config/texts/ledger.js';
import type { Duty } from '../models/duty.js';
import type { Choice } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import type { Status } from '../models/roll.js';
import { stretchOf } from '../models/stretch.js';
import { askToChoose } from './choice.js';
import { type Asked, here, type Say } from './handler.js';
import { ANY_NAMED, ANY_NEAR, labelIn, nearIn } from './period-words.js';
import { ownScope, rightsToSee, type Scope, scopeNamed } from './scope.js';
import { smallTalk } from './small-talk.js';
import { somebody } from './somebody.js';
import { findDuty, nearly } from './words.js';

/** A question to the ledger: of whom, of which duty, period and states; what was not said is left out. */
export interface Question {
  scope: Scope;
  duty?: Duty;
  /** Only what this person owes. */
  person?: Person;
  /** 第9周 */
  label?: string;
  states?: { word: string; statuses: readonly Status[] };
  /** Everything, where the answer would leave out what is far away. */
  all: boolean;
}

/** Why a question cannot be answered; a word that is no duty's, and the words of duties it is nearly; or whom of several it is about. */
export type Problem = {
  problem: string;
  word?: string;
  meant?: string[];
  which?: { question: string; choices: Choice[] };
};

/** Says so, and asks which was meant: choosing one says all of it again, with that word. */
export function problemSaid({ problem, word = '', meant = [], which }: Problem, asked: Asked): Say[] {
  if (which) return askToChoose(asked, which.question, which.choices, problem);
  const choices = meant.map((each) => ({ label: each, says: asked.event.text.replace(word, () => each) }));
  return meant.length > 0 ? askToChoose(asked, texts.whichDuty(word), choices, problem) : here(problem);
}

/** What is asked for where no state is named. */
export const STILL_OWED = { word: '未交', statuses: ['owed', 'draft'] as const };

/** The words for states, as people ask for them. */
const STATES: Record<string, readonly Status[]> = {
  未交: STILL_OWED.statuses,
  草稿: ['draft'],
  已交: ['handed-in', 'late', 'accepted'],
  补交: ['late'],
  通过: ['accepted'],
  退回: ['returned'],
  待认定: ['claimed'],
  请假: ['leave'],
  免交: ['exempt'],
  未满任职期: ['absent'],
  片区承担: ['in-cluster'],
};

/**
 * Reads a question, word by word and in any order; a sentence where it cannot be answered. What is neither duty nor
 * place is asked about: to take it for nothing would list, or remind, a whole county.
 */
export async function readQuestion(asked: Asked, models: Models): Promise<Question | Problem> {
  const read = await readWords(asked, models);
  if ('problem' in read) return read;
  const { others, ...question } = read;
  const [other] = others;
  if (other !== undefined && asked.args.startsWith(other) && !knowsPlaces(asked)) return noSuchDuty(other, models);
  if (other !== undefined) return { problem: nowhere(other, models) };
  return withOwnScope(question, asked, models);
}

/** The same, where somebody's name may stand in it too: 未交 韩艳. */
export async function readQuestionOfOne(asked: Asked, models: Models): Promise<Question | Problem> {
  const read = await readWords(asked, models);
  if ('problem' in read) return read;
  const { others, ...question } = read;
  let about: Question | undefined;
  for (const word of others) {
    const found = await somebody(word, question.scope, asked, models);
    if (found && 'problem' in found) return found;
    if (!found) return nobody(word, asked, models);
    if (about) return { problem: texts.oneAtATime };
    const { person, right, school } = found;
    about = { ...question, person, scope: { right, name: school.name, schools: [school], said: word } };
  }
  return about ?? withOwnScope(question, asked, models);
}

/** What the words of a question say; `others`: those that are neither duty, state, period nor a place one may ask about. */
type Words = Omit<Question, 'scope'> & { scope?: Scope; others: string[] };

/** 谁没交 上周的周记. */
const PERIOD_AHEAD = new RegExp(`(?<!\\S)(${ANY_NAMED}|${ANY_NEAR})的?(?=\\S)`, 'g');

/** 导出 周记 谢谢: no place is called so, and nobody. */
const THANKS = /(?:^|[\s，,。；;！!]+)((?:谢谢|多谢|感谢|麻烦|辛苦)\S*)\s*$/u;

function withoutThanks(args: string): string {
  const [whole = '', said] = THANKS.exec(args) ?? [];
  return said && smallTalk(said) !== undefined ? args.slice(0, args.length - whole.length) : args;
}

async function readWords(asked: Asked, models: Models): Promise<Words | Problem> {
  if (rightsToSee(asked).length === 0) return { problem: texts.mayNotSeeMissing };
  const read: Words = { all: false, others: [] };
  for (const word of withoutThanks(asked.args).replace(PERIOD_AHEAD, '$1 ').split(/\s+/).filter(Boolean)) {
    const duty = findDuty(word, models.catalogue.duties);
    const statuses = STATES[word];
    const label = labelIn(word) ?? models.calendar.terms.find(({ name }) => name === word)?.name;
    if (duty) read.duty = duty;
    else if (statuses) read.states = { word, statuses };
    else if (word === ALL) read.all = true;
    else if (label) read.label = label;
    else if (nearIn(word, asked.today)) read.label = word;
    else {
      const place = await scopeNamed(word, asked, models);
      if (place && 'problem' in place) return place;
      if (place) read.scope = place;
      else read.others.push(word);
    }
  }
  return withLabel(read, asked, models);
}

/** 上周, 本月 by the name of the page of the duty; of no duty, by that of the week or month. What has no page keeps its word. */
function withLabel(read: Words, { today }: Asked, { calendar }: Models): Words {
  const near = read.label === undefined ? undefined : nearIn(read.label, today);
  if (!near) return read;
  const { every, day } = near;
  const { label: said, ...rest } = read;
  // 上周谁没交月报: the one that is asked for now.
  if (read.duty && read.duty.cadence.every !== every) return rest;
  const week = calendar.weekOf(day);
  const ofMonthOrWeek = every === 'month' ? `${Number(day.slice(5, 7))}月` : week && `第${week.number}周`;
  const label = read.duty ? stretchOf(read.duty.cadence, day, { calendar, place: undefined })?.label : ofMonthOrWeek;
  return { ...rest, label: label ?? said ?? '' };
}

async function withOwnScope(
  { scope, ...question }: Omit<Words, 'others'>,
  asked: Asked,
  models: Models,
): Promise<Question | Problem> {
  const own = scope ?? (await ownScope(asked, models));
  if (!own) return { problem: texts.mayNotSeeMissing };
  return 'problem' in own ? own : { ...question, scope: own };
}

function nobody(word: string, asked: Asked, models: Models): Problem {
  const words = models.catalogue.duties.map((duty) => duty.word);
  if (knowsPlaces(asked)) return { problem: texts.nowhereNorAnybody(word, words) };
  const missed = noSuchDuty(word, models);
  return missed.meant.length > 0 ? missed : { problem: texts.neitherDutyNorAnybody(word, words) };
}

/** Who may ask about several places has to name one that is known. */
const knowsPlaces = (asked: Asked): boolean => {
  const rights = rightsToSee(asked);
  return rights.includes('see-county') || rights.includes('see-charge');
};
/** What somebody types for the whole of an answer. */
const ALL = '全部';

/** What to type for more of an answer: the same question of one duty, or all of it. */
export const sameOf = (
  { scope, label }: Pick<Question, 'scope' | 'label'>,
  command: string,
  ...more: string[]
): string => [command, ...more, label ?? '', scope.said].filter(Boolean).join(' ');

export const noSuchDuty = (word: string, { catalogue }: Pick<Models, 'catalogue'>): Problem & { meant: string[] } => {
  const words = catalogue.duties.map((duty) => duty.word);
  const meant = nearly(word, words);
  return { problem: texts.noSuchDuty(word, words, meant), word, meant };
};

const nowhere = (word: string, { catalogue }: Pick<Models, 'catalogue'>): string =>
  texts.nowhere(
    word,
    catalogue.duties.map((duty) => duty.word),
  );
