import type { Duty } from '../../models/duty.js';
import type { Field, Prefill, Value, Values } from '../../models/field.js';
import type { Day } from '../../models/ids.js';
import type { Models } from '../../models/models.js';
import type { OwnerKey } from '../../models/owner.js';
import type { Person } from '../../models/person.js';
import type { Span } from '../../models/records.js';
import type { Roll } from '../../models/roll.js';
import type { School } from '../../models/school.js';
import { tally } from '../../models/tally.js';

/** For whom a form is filled in, by whom, for which page of the ledger; what is handed in freely has no page. */
export interface Filling {
  duty: Duty;
  roll: Pick<Roll, 'school' | 'from' | 'to' | 'period'> | undefined;
  owner: OwnerKey;
  speaker: Pick<Person, '_id' | 'name'>;
  school: Pick<School, '_id' | 'name'>;
  today: Day;
}

type Sources = Pick<Models, 'rolls' | 'records' | 'catalogue'>;

/** What is known already of a form's fields, so that nobody types or counts it again. */
export async function prefilled(filling: Filling, models: Sources): Promise<Values> {
  const values: Values = {};
  for (const field of filling.duty.form.fields) {
    const value = field.prefill && (await valueOf(field, field.prefill, filling, models));
    if (value !== undefined) values[field.key] = value;
  }
  return values;
}

async function valueOf(field: Field, prefill: Prefill, filling: Filling, models: Sources): Promise<Value | undefined> {
  if ('duty' in prefill) return asHeld(field, await counted(prefill, filling, models));
  const { today, school, speaker, owner, duty, roll } = filling;
  switch (prefill.give) {
    case 'today':
      return today;
    case 'own-school':
      return field.type === 'school' ? listed(field.several, school._id) : school.name;
    case 'speaker':
      return field.type === 'person' ? listed(field.several, speaker._id) : speaker.name;
    case 'last':
      return models.records.lastValue(owner, duty.key, field.key, roll?.period);
  }
}

const listed = (several: boolean, id: string): Value => (several ? [id] : id);

/** A count in a field of text is written out; a number field takes no 3/16. */
function asHeld(field: Field, counted: number | string | undefined): Value | undefined {
  if (counted === undefined || field.type === 'number') return typeof counted === 'number' ? counted : undefined;
  return String(counted);
}

type Counting = Extract<Prefill, { duty: unknown }>;

async function counted(prefill: Counting, { roll }: Filling, models: Sources): Promise<number | string | undefined> {
  // Without a page there are no days to count over.
  if (!roll) return undefined;
  if (prefill.give === 'records') return models.records.countWithin(spanOf(prefill, roll, models));
  if (prefill.give === 'sum') return models.records.sumWithin(spanOf(prefill, roll, models), prefill.field);
  const pages = await models.rolls.within(roll.school, prefill.duty, roll.from, roll.to);
  if (pages.length === 0) return undefined;
  const { owed, handedIn } = tally(pages);
  if (prefill.give === 'owed') return owed;
  return prefill.give === 'handed-in' ? handedIn : `${handedIn}/${owed}`;
}

/** The records of the page's days: those that happened then, by their first date that lies in the past, if they have one. */
function spanOf({ duty }: Counting, { school, from, to }: NonNullable<Filling['roll']>, { catalogue }: Sources): Span {
  const fields = catalogue.duties.find(({ key }) => key === duty)?.form.fields ?? [];
  const dayField = fields.find((field) => field.type === 'date' && field.required && field.only === 'past')?.key;
  return {
    duty,
    school,
    from,
    to,
    ...(dayField && { dayField }),
  };
}
