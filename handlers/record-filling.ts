import * as texts from '../config/texts/dialogue.js';
import { dueOf } from '../config/texts/due.js';
import type { Values } from '../models/field.js';
import type { PeriodKey } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { Submission } from '../models/submission.js';
import { afterHandIn } from './after-hand-in.js';
import { withinMost } from './at-most.js';
import type { Filling, Given, Taken, Wording } from './filling.js';
import { type FormFor, madeBy } from './form.js';
import { formTitle } from './form-view.js';
import { isHolder, place as placed, takesFiles } from './forms/attachments.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { readFields } from './forms/reading.js';
import { knownOf, type Place } from './record.js';
import { submit, writeRecord } from './submit.js';

/** A record of a duty: whose, where it goes, and the draft that holds what was answered. */
export interface RecordOf {
  form: FormFor;
  place: Place;
  period: PeriodKey;
  draft: Submission | undefined;
}

/** A record as it is filled in: kept as a draft until it is handed in. */
export async function recordFilling(of: RecordOf, models: Models): Promise<Filling> {
  const { form, place, period, draft } = of;
  const { asked, duty, owner } = form;
  const { fields } = duty.form;
  const values = draft?.values ?? (await knownOf(asked, models, form, place, draft));
  return {
    asked,
    fields,
    values,
    of: { duty: duty.key, owner, period },
    ...(draft && { record: draft._id }),
    along: fields.some(isHolder) ? [] : (draft?.attachments ?? []),
    takesFiles: takesFiles(duty.form),
    counts: false,
    school: form.whose.school,
    wording: await wordingOf(of, models),
    take: (given) => take(of, values, given, models),
    handIn: () => handIn(of, values, models),
  };
}

async function wordingOf({ form, place }: RecordOf, models: Models): Promise<Wording> {
  const { asked, duty } = form;
  const { roll } = place;
  const title = await formTitle(form, place, models);
  const due = roll && dueOf(roll, asked.now, models.calendar);
  return texts.ofRecord(duty, title, due);
}

/** Keeps what was answered in the draft, once for the event. */
async function take(of: RecordOf, known: Values, { typed, into }: Given, models: Models): Promise<Taken> {
  const { form, place, draft } = of;
  const { asked, duty, whose, owner } = form;
  const { fields } = duty.form;
  const { attachments } = asked.event;
  const own = into ? placed([{ ...into, when: undefined }], known, attachments).values : known;
  const context = { today: asked.today, lookup: ledgerLookup(models, whose.school) };
  const read = await readFields(fields, { typed, attachments }, context, own);
  const at = place.roll && { owner, period: place.roll.period };
  const { values, problems, spare } = at ? await withinMost(read, duty, at, asked, models) : read;
  const handed = { duty, whose, owner, wish: { kind: 'none' } } as const;
  const what = { state: 'draft', values } as const;
  const kept = await writeRecord(asked, models, handed, place, draft, what);
  const filling = await recordFilling({ ...of, draft: kept }, models);
  // With words files go along.
  return { filling, problems, spare: fields.some(isHolder) ? spare : 0 };
}

/** 确认: handed in like any filled-in form; what is found then is said, and it stays a draft. */
async function handIn({ form, period }: RecordOf, known: Values, models: Models) {
  const { asked, duty, whose, owner } = form;
  const filled = { typed: new Map<string, never>(), attachments: [] };
  const says = await submit(asked, models, {
    ...{ duty, whose, owner, wish: { kind: 'none' } },
    form: { period, filled, known },
  });
  const isOver = (await madeBy(form, models)) !== undefined;
  return { isOver, says: isOver ? await afterHandIn(says, asked, models) : says };
}
