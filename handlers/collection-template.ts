import * as texts from '../config/texts/collection-host.js';
import type { Collection, CollectionAudience } from '../models/collection.js';
import type { Models } from '../models/models.js';
import { type ReadFields, readFieldLines } from './collection-fields.js';
import { halfWidth } from './forms/field.js';
import type { Asked } from './handler.js';
import { readMoment } from './read-moment.js';
import { readRule } from './training-rule.js';

const MOST_LETTERS = { title: 30, note: 300 };

/** What somebody wants to collect, as far as it could be read, with everything that is to be mended. */
export interface ReadCollection extends ReadFields {
  title: string;
  note: string;
  closesAt?: Date;
  audience?: CollectionAudience;
}

interface Line {
  label: string;
  value: string;
}

/** 收集 午餐, a line for each thing that is asked, 截止 and 对象; a line without a colon is said beside it. */
export async function readCollection(asked: Asked, models: Models): Promise<ReadCollection> {
  const [title = '', ...rest] = asked.args.split('\n').map((line) => line.trim());
  const lines = rest.filter(Boolean).map((line): Line | string => {
    const [, label, value = ''] = /^([^:：]+?)\s*[:：]\s*(.*)$/.exec(line) ?? [];
    return label ? { label, value } : line;
  });
  const labelled = lines.filter((line) => typeof line !== 'string');
  const valueOf = (label: string): string | undefined => labelled.find((line) => line.label === label)?.value;
  const asks = readFieldLines(labelled.filter(({ label }) => !texts.LABELS.includes(label)));
  const deadline = readDeadline(valueOf('截止'), asked, models);
  const audience = await readAudience(valueOf('对象'), asked, models);
  const note = [valueOf('说明'), ...lines.filter((line) => typeof line === 'string')].filter(Boolean).join('\n');
  const problems = [
    ...(title === '' || title.length > MOST_LETTERS.title ? [texts.badTitle(MOST_LETTERS.title)] : []),
    ...(note.length > MOST_LETTERS.note ? [texts.noteTooLong(MOST_LETTERS.note)] : []),
    ...asks.problems,
    ...(typeof deadline === 'string' ? [deadline] : []),
    ...('problem' in audience ? [audience.problem] : []),
  ];
  return {
    ...asks,
    ...{ title, note, problems },
    ...(deadline instanceof Date && { closesAt: deadline }),
    ...(!('problem' in audience) && { audience }),
  };
}

/** A deadline to come; a sentence where it is none. */
export function readDeadline(typed: string | undefined, { now, today }: Asked, { calendar }: Models): Date | string {
  if (!typed) return texts.noDeadline;
  const at = readMoment(typed, today, calendar);
  if (!at) return texts.badDeadline;
  return at > now ? at : texts.deadlineBehind;
}

/** How far somebody may ask: the county, or their own school. */
export const reachesCounty = ({ rights }: Pick<Asked, 'rights'>): boolean =>
  rights.has('see-county') || rights.has('run-trainings');

/** 对象：小学、英语 · 本校 · 松山小学 · 培训 3: whom it asks; without a word everybody the asker may ask. */
async function readAudience(
  typed: string | undefined,
  asked: Asked,
  models: Models,
): Promise<CollectionAudience | { problem: string }> {
  const own = { rule: { exceptStages: [] }, school: asked.school._id };
  const words = halfWidth(typed ?? '');
  const training = /^培训\s*(\d{1,6})号?$|^(\d{1,6})号培训$/.exec(words);
  if (training) return ofTraining(Number(training[1] ?? training[2]), asked, models);
  if (words === '' || words === '全县') return reachesCounty(asked) ? { rule: { exceptStages: [] } } : own;
  if (['本校', '我校', '学校'].includes(words)) return own;
  const rule = await readRule(words, models);
  if ('problem' in rule) return rule;
  if (rule.untrainedYears !== undefined) return { problem: texts.noTrained };
  const { schools = [], ...rest } = rule;
  const [school, ...more] = schools;
  if (!reachesCounty(asked)) {
    const isElsewhere = rest.clusters || schools.some((each) => each !== asked.school._id);
    return isElsewhere ? { problem: texts.onlyOwnSchool(asked.school.name) } : { rule: rest, school: asked.school._id };
  }
  return school && more.length === 0 && !rest.clusters ? { rule: rest, school } : { rule };
}

async function ofTraining(
  no: number,
  { speaker, rights }: Asked,
  { trainings }: Models,
): Promise<CollectionAudience | { problem: string }> {
  const training = await trainings.headOf(no);
  if (!training || training.state === 'draft') return { problem: texts.noSuchTraining(no) };
  const mayAsk = training.host === speaker._id || rights.has('run-trainings');
  return mayAsk ? { training: no } : { problem: texts.notYourTraining };
}

/** Which collection somebody means by its number, and what stands behind it. */
export async function collectionNamed(
  args: string,
  { collections }: Pick<Models, 'collections'>,
): Promise<{ collection: Collection; rest: string } | { no: number | undefined }> {
  const [, typed, rest = ''] = /^([\d０-９]{1,6})号?[\s，,、:：]*([\s\S]*)$/.exec(args.trim()) ?? [];
  const no = typed === undefined ? undefined : Number(halfWidth(typed));
  const collection = no === undefined ? undefined : await collections.byNo(no);
  return collection ? { collection, rest: rest.trim() } : { no };
}
