import * as texts from '../config/texts/ledger.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import type { Status } from '../models/roll.js';
import type { School } from '../models/school.js';
import type { Asked } from './handler.js';
import { findDuty, nearly } from './words.js';

/** Which schools somebody in charge asks about, and whether they may see more than numbers of them. */
export interface InCharge {
  name: string;
  schools: School[];
  names: boolean;
}

/** A question to the ledger: of whom, of which duty, period and states; what was not said is left out. */
export interface Question {
  charge: InCharge;
  duty?: Duty;
  /** 第9周 */
  label?: string;
  states?: { word: string; statuses: readonly Status[] };
  /** Everything, where the answer would leave out what is far away. */
  all: boolean;
}

/** The words for states, as people ask for them. */
const STATES: Record<string, readonly Status[]> = {
  未交: ['owed', 'draft'],
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

const LABEL = /^(第\d{1,3}(?:-\d{1,3})?[周期次]|\d{1,2}月|第[1-4]季度)$/;

/**
 * Reads a question, word by word and in any order; a sentence where it cannot be answered. What is neither duty nor
 * place is asked about: to take it for nothing would list, or remind, a whole county.
 */
export async function readQuestion(asked: Asked, models: Models): Promise<Question | { problem: string }> {
  const charge = await inCharge(asked, models);
  if (!charge) return { problem: texts.mayNotSeeMissing };
  const question: Question = { charge, all: false };
  for (const [index, word] of asked.args.split(/\s+/).filter(Boolean).entries()) {
    const duty = findDuty(word, models.catalogue.duties);
    const statuses = STATES[word];
    const place = duty || statuses ? undefined : await placeNamed(word, asked, models);
    if (duty) question.duty = duty;
    else if (statuses) question.states = { word, statuses };
    else if (word === '全部') question.all = true;
    else if (LABEL.test(word)) question.label = word;
    else if (place) question.charge = place;
    else if (asked.rights.has('see-county')) return { problem: nowhere(word, models) };
    else if (!question.duty && index === 0) return { problem: noSuchDuty(word, models) };
  }
  return question;
}

export const noSuchDuty = (word: string, { catalogue }: Pick<Models, 'catalogue'>): string => {
  const words = catalogue.duties.map((duty) => duty.word);
  return texts.noSuchDuty(word, words, nearly(word, words));
};

const nowhere = (word: string, { catalogue }: Pick<Models, 'catalogue'>): string =>
  texts.nowhere(
    word,
    catalogue.duties.map((duty) => duty.word),
  );

/** The schools of the group, when asked in a bound group one may see; else the own school, or all. */
export async function inCharge(asked: Asked, models: Models): Promise<InCharge | undefined> {
  const { rights, school, event } = asked;
  if (!rights.has('see-county')) {
    return rights.has('see-school') ? { name: school.name, schools: [school], names: true } : undefined;
  }
  const scope = event.chat.kind === 'group' ? await models.groups.scopeOf(event.chat) : undefined;
  const all = (await models.schools.all()).toSorted((a, b) => a.cluster.localeCompare(b.cluster));
  if (scope?.kind === 'school') {
    const bound = all.filter(({ _id }) => _id === scope.school);
    return { name: bound[0]?.name ?? school.name, schools: bound, names: true };
  }
  if (scope?.kind === 'cluster') {
    return { name: scope.cluster, schools: all.filter(({ cluster }) => cluster === scope.cluster), names: true };
  }
  return { name: texts.wholeCounty, schools: all, names: true };
}

/** A school or cluster somebody names and may see: any for the county's people, the own cluster's numbers for its lead. */
async function placeNamed(word: string, { rights, school }: Asked, { schools }: Models): Promise<InCharge | undefined> {
  const named = word === texts.clusterWord ? school.cluster : word;
  if (rights.has('see-county')) {
    const members = await schools.ofCluster(named);
    if (members.length > 0) return { name: named, schools: members, names: true };
    const one = await schools.find(word);
    return one && { name: one.name, schools: [one], names: true };
  }
  if (!rights.has('see-cluster') || named !== school.cluster) return undefined;
  return { name: named, schools: await schools.ofCluster(named), names: false };
}
