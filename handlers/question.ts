import * as texts from '../config/texts/ledger.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import type { Status } from '../models/roll.js';
import { askToChoose } from './choice.js';
import { type Asked, here, type Say } from './handler.js';
import { ownScope, rightsToSee, type Scope, scopeNamed } from './scope.js';
import { findDuty, nearly } from './words.js';

/** A question to the ledger: of whom, of which duty, period and states; what was not said is left out. */
export interface Question {
  scope: Scope;
  duty?: Duty;
  /** 第9周 */
  label?: string;
  states?: { word: string; statuses: readonly Status[] };
  /** Everything, where the answer would leave out what is far away. */
  all: boolean;
}

/** Why a question cannot be answered; a word that is no duty's, and the words of duties it is nearly. */
export type Problem = { problem: string; word?: string; meant?: string[] };

/** Says so, and asks which word was meant: choosing one says all of it again, with that word. */
export function problemSaid({ problem, word = '', meant = [] }: Problem, asked: Asked): Say[] {
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

const LABEL = /^(第\d{1,4}(?:-\d{1,3})?[周期次号]|\d{1,2}月|第[1-4]季度)$/;

/**
 * Reads a question, word by word and in any order; a sentence where it cannot be answered. What is neither duty nor
 * place is asked about: to take it for nothing would list, or remind, a whole county.
 */
export async function readQuestion(asked: Asked, models: Models): Promise<Question | Problem> {
  const words = asked.args.split(/\s+/).filter(Boolean);
  const rights = rightsToSee(asked);
  if (rights.length === 0) return { problem: texts.mayNotSeeMissing };
  const mustKnow = rights.includes('see-county') || rights.includes('see-charge');
  const read: Omit<Question, 'scope'> & { scope?: Scope } = { all: false };
  for (const [index, word] of words.entries()) {
    const duty = findDuty(word, models.catalogue.duties);
    const statuses = STATES[word];
    if (duty) read.duty = duty;
    else if (statuses) read.states = { word, statuses };
    else if (word === ALL) read.all = true;
    else if (LABEL.test(word)) read.label = word;
    else {
      const place = await scopeNamed(word, asked, models);
      if (place && 'problem' in place) return place;
      if (place) read.scope = place;
      else if (mustKnow) return { problem: nowhere(word, models) };
      else if (!read.duty && index === 0) return noSuchDuty(word, models);
    }
  }
  const scope = read.scope ?? (await ownScope(asked, models));
  if (!scope) return { problem: texts.mayNotSeeMissing };
  return 'problem' in scope ? scope : { ...read, scope };
}

/** What somebody types for the whole of an answer. */
const ALL = '全部';

/** What to type for more of an answer: the same question of one duty, or all of it. */
export const sameOf = (
  { scope, label }: Pick<Question, 'scope' | 'label'>,
  command: string,
  ...more: string[]
): string => [command, ...more, label ?? '', scope.said].filter(Boolean).join(' ');

export const noSuchDuty = (word: string, { catalogue }: Pick<Models, 'catalogue'>): Problem => {
  const words = catalogue.duties.map((duty) => duty.word);
  const meant = nearly(word, words);
  return { problem: texts.noSuchDuty(word, words, meant), word, meant };
};

const nowhere = (word: string, { catalogue }: Pick<Models, 'catalogue'>): string =>
  texts.nowhere(
    word,
    catalogue.duties.map((duty) => duty.word),
  );
