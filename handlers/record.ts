import { dayText } from '../config/texts/format.js';
import * as texts from '../config/texts/submit.js';
import { goesOnWith, takesMany } from '../models/draft.js';
import type { Duty } from '../models/duty.js';
import type { Values } from '../models/field.js';
import type { PeriodKey } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { OwnerKey } from '../models/owner.js';
import type { HeldPeriod } from '../models/period.js';
import { periodFor } from '../models/period-for.js';
import type { Person } from '../models/person.js';
import type { OwnPage } from '../models/roll.js';
import type { Submission } from '../models/submission.js';
import { titleIn } from '../models/title.js';
import { amountOf } from './forms/amount.js';
import { countFilledIn } from './forms/asked.js';
import { isHolder } from './forms/attachments.js';
import type { Doubt } from './forms/doubts.js';
import { countCharacters } from './forms/field.js';
import { prefilled } from './forms/prefill.js';
import type { Filled, Problem } from './forms/reading.js';
import { labelsIn, looksFilledIn, readTemplate, withColon } from './forms/template.js';
import type { Asked } from './handler.js';
import { nameOfSeveral } from './owner-names.js';

/** Where a record goes: under whose name, on which page of the ledger; what is handed in freely has none. */
export interface Place {
  owner: OwnerKey;
  roll: OwnPage | undefined;
  /** Of what the page will be that is not opened yet, because holidays are not loaded. */
  held?: HeldPeriod;
}

/** The period of a place that has one already, or will. */
export const periodAt = ({ roll, held }: Omit<Place, 'owner'>): PeriodKey | undefined => roll?.period ?? held?.key;

/** What a message holds of a form: lines behind labels, files the form has a place for, or its one long text. */
export function filledIn({ args, event }: Pick<Asked, 'args' | 'event'>, { form }: Duty): Filled | undefined {
  const { fields } = form;
  const { attachments } = event;
  const hasFiles = attachments.length > 0 && fields.some(isHolder);
  if (looksFilledIn(fields, args)) return { ...readTemplate(fields, args), attachments };
  const mended = withColon(fields, args) ?? args;
  const [only, ...more] = fields.filter(({ type, required }) => type === 'long-text' && required);
  const isTextOfIt = only !== undefined && more.length === 0 && isText(args);
  // A text may begin with a word that is a label as well: it takes two to make it lines.
  if (labelsIn(fields, mended) > (isTextOfIt ? 1 : 0) || (hasFiles && !isText(args)))
    return { ...readTemplate(fields, mended), attachments };
  return isTextOfIt ? { typed: new Map([[only.key, args]]), attachments } : undefined;
}

/** 案例 今天我班…: so much behind the word of a form is its text, and no remark. */
export const isText = (args: string): boolean => countCharacters(args) >= TEXT_CHARACTERS;
const TEXT_CHARACTERS = 20;

/**
 * The draft to go on with: one begun before, or returned for revision; also the one this very event began before a
 * crash. Under the name of a school several write, each a draft of their own, unless they fill in one together.
 */
export async function draftIn(
  { event, speaker }: Pick<Asked, 'event' | 'speaker'>,
  { submissions }: Pick<Models, 'submissions'>,
  duty: Duty,
  place: Place,
): Promise<Submission | undefined> {
  const { owner } = place;
  const mine = { by: speaker._id, owners: [owner] };
  const period = periodAt(place);
  const all = period
    ? await submissions.ofOwner({ duty: duty.key, period, owner })
    : (await submissions.latestOf(mine, ['draft', 'returned'], LOOK_BACK)).toReversed();
  const touched = all.find(({ changes }) => changes.some((change) => change.event === event.key));
  const again = touched ?? (period ? undefined : await submissions.touchedBy(event.key, mine));
  const own = all.filter(
    (each) => each.duty === duty.key && each.owner === owner && goesOnWith(speaker._id, each, duty),
  );
  return again ?? own.findLast(({ state }) => state === 'draft' || state === 'returned');
}

/** What was handed in before for the period, where one record is all that is wanted. */
export async function doneBefore(
  { event }: Pick<Asked, 'event'>,
  { submissions }: Pick<Models, 'submissions'>,
  duty: Duty,
  place: Place,
): Promise<Submission | undefined> {
  const period = periodAt(place);
  if (!period || takesMany(duty)) return undefined;
  const all = await submissions.ofOwner({ duty: duty.key, period, owner: place.owner });
  return all.find((each) => isIn(each) && !each.changes.some((change) => change.event === event.key));
}

/** Whether it is handed in, and stands. */
export const isIn = ({ state }: Submission): boolean => state === 'handed-in' || state === 'accepted';

/** How many of somebody's newest drafts are looked through for the one of a duty. */
const LOOK_BACK = 20;

/** What is known before anything is read: from the ledger, and from the draft. */
export async function knownOf(
  { speaker, school, today }: Pick<Asked, 'speaker' | 'school' | 'today'>,
  models: Models,
  { duty, whose }: { duty: Duty; whose: Person },
  { owner, roll, held }: Place,
  draft: Submission | undefined,
): Promise<Values> {
  const page = roll ?? (held && { ...held, school: whose.school, period: held.key });
  const own = whose.school === school._id ? school : ((await models.schools.byCode(whose.school)) ?? school);
  return { ...(await prefilled({ duty, roll: page, owner, speaker, school: own, today }, models)), ...draft?.values };
}

/** What a record's page is called, or will be; what has none is known by its day. */
export const labelOf = (
  { today, event }: Pick<Asked, 'today' | 'event'>,
  { roll, held }: Omit<Place, 'owner'>,
): string => (roll ? titleIn(event.chat, roll) : (held?.label ?? dayText(today)));

/** The same, and whose it is where somebody may see to several: 第13周，语文组. */
export async function labelAt(asked: Pick<Asked, 'today' | 'event'>, place: Place, models: Models): Promise<string> {
  const [label, whose] = [labelOf(asked, place), await nameOfSeveral(place.owner, models)];
  return whose && label !== whose ? `${label}，${whose}` : label;
}

/** The period a record is of: its page's, or of what is handed in freely the one today lies in. */
export const periodOf = async (
  { today }: Pick<Asked, 'today'>,
  place: Omit<Place, 'owner'>,
  duty: Duty,
  models: Models,
): Promise<PeriodKey> => periodAt(place) ?? (await periodFor(duty, today, models));

/** What is asked about a draft: first what is to be mended, then what is to be looked at. */
export function draftText(
  { form, ...duty }: Duty,
  label: string,
  record: Pick<Submission, 'values' | 'attachments'>,
  held: Problem[],
  doubts: Doubt[],
  behalf?: string,
): string {
  const [field] = form.fields;
  if (held.length > 0) {
    const optional = new Set(form.fields.filter(({ required }) => !required).map(({ key }) => key));
    const told = held.map((each) =>
      optional.has(each.key) ? { ...each, problem: texts.orLeave(each.problem) } : each,
    );
    const mend = texts.toMend(duty, label, countFilledIn(form.fields, record.values), told);
    return doubts.length > 0 ? `${mend}\n${texts.alsoDoubtful(doubts)}` : mend;
  }
  const short = form.style === 'message' && field?.type === 'long-text' && doubts.every(({ key }) => key === field.key);
  if (!short) return texts.toConfirm(duty, label, doubts);
  return texts.shorterThanUsual(duty, label, texts.size(amountOf(form, record)), field.minLength, behalf);
}
