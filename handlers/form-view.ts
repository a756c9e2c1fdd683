import { dueOf } from '../config/texts/due.js';
import * as texts from '../config/texts/form.js';
import type { Duty } from '../models/duty.js';
import type { Values } from '../models/field.js';
import type { FormView, HeldFile, Receipt } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import { askedOf, countFilledIn } from './forms/asked.js';
import { controlsOf } from './forms/controls.js';
import type { Doubt } from './forms/doubts.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import type { Typed } from './forms/read-value.js';
import type { Problem } from './forms/reading.js';
import { inChat, shownValues } from './forms/shown.js';
import type { Asked } from './handler.js';
import { labelAt, type Place, periodOf } from './record.js';

/** Which form, of whom, asked for by whom. */
interface Of {
  asked: Asked;
  duty: Duty;
  whose: Person;
}

/** How a form stands: what is known, what is wrong with what was typed, and what is asked about. */
export interface Standing {
  values: Values;
  typed?: ReadonlyMap<string, Typed>;
  wrong: Problem[];
  doubts: Doubt[];
  /** It goes on where somebody left it. */
  resumed: boolean;
  /** What hangs on each field of files, where files can be sent as well. */
  held?: ReadonlyMap<string, HeldFile[]>;
}

/** What a form is called. */
export const formTitle = async ({ asked, duty }: Of, place: Place, models: Models): Promise<string> =>
  `${duty.name}（${await labelAt(asked, place, models)}）`;

/** A form as pages and cards draw it. `ref` says whose it is when it comes back. */
export async function formView(
  of: Of,
  place: Place,
  models: Models,
  ref: string,
  { values, typed, wrong, doubts, held }: Standing,
): Promise<FormView> {
  const { asked, duty, whose } = of;
  const { now, today } = asked;
  const { fields } = duty.form;
  const { roll } = place;
  const problems = new Map([
    ...doubts.map(({ key, doubt }) => [key, doubt] as const),
    ...wrong.map(({ key, problem }) => [key, problem] as const),
  ]);
  const shown = await shownValues(fields, values, ledgerLookup(models, whose.school));
  const due = roll && dueOf(roll, now, models.calendar);
  return {
    title: await formTitle(of, place, models),
    explanation: texts.page.explanation(due),
    controls: controlsOf({ fields, values, shown, problems, ...(typed && { typed }), today, ...(held && { held }) }),
    submit: problems.size > 0 ? texts.page.submitAgain : texts.page.submit,
    ref,
  };
}

/** What is said above a form about how it stands; empty where nothing has happened yet. */
export function noticeOf({ form }: Duty, { values, wrong, doubts, resumed }: Standing): string {
  if (wrong.length > 0) return texts.page.mend(countFilledIn(form.fields, values), wrong.length);
  if (doubts.length > 0) return texts.page.look;
  return resumed ? texts.page.draft : '';
}

/**
 * The form to be filled in where it was asked for, for platforms with something to fill in. None in a group, where
 * names and drafts are nobody else's matter, and none for a page, which shows its own.
 */
export async function cardForm(
  of: Of,
  place: Place,
  models: Models,
  standing: Standing,
): Promise<{ form: FormView } | undefined> {
  const { asked, duty } = of;
  const { event, speaker, now } = asked;
  // A form finds its way back by its page.
  if (event.chat.kind !== 'private' || event.account === undefined || place.held) return undefined;
  const period = await periodOf(asked, place, duty, models);
  const claim = { person: speaker._id, duty: duty.key, owner: place.owner, period };
  const form = await formView(of, place, models, await models.formTokens.issue(claim, now, 'card'), standing);
  const notice = noticeOf(duty, standing);
  return { form: notice ? { ...form, explanation: `${notice}\n${form.explanation}` } : form };
}

/** What a record says, as its receipt shows it. */
export async function receiptOf(of: Of, place: Place, models: Models, values: Values): Promise<Receipt> {
  const fields = askedOf(of.duty.form.fields, values);
  const shown = await shownValues(fields, values, ledgerLookup(models, of.whose.school));
  return {
    title: await formTitle(of, place, models),
    lines: fields.flatMap((field) => {
      const value = shown.get(field.key);
      return value === undefined ? [] : [{ label: field.label, value: inChat(field, value, values) }];
    }),
  };
}
