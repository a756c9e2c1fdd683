import * as texts from '../config/texts/at-most.js';
import type { Duty } from '../models/duty.js';
import type { Field, Value } from '../models/field.js';
import type { PeriodKey } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { type OwnerKey, personIn } from '../models/owner.js';
import type { Submission } from '../models/submission.js';
import { dutyOf, labelOf } from './about-record.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import type { Reading } from './forms/reading.js';
import { type Asked, here, type Say } from './handler.js';

/** Which page a record is of, and what its field said before, if anything. */
interface Of {
  owner: OwnerKey;
  period: PeriodKey;
  before?: Value | undefined;
}

/**
 * A school (or person) that as many owners have chosen as may (`Duty.atMost`) is not taken from one more: it is to be
 * mended like any other field, and the rest is kept. Who acts for somebody may take it all the same: that is the way
 * out, and theirs to decide.
 */
export async function withinMost(
  reading: Reading,
  duty: Duty,
  { owner, period, before }: Of,
  asked: Asked,
  models: Models,
): Promise<Reading> {
  const { field, value, most } = limited(duty, reading.values);
  if (!field || value === undefined || value === before || actsFor(owner, asked)) return reading;
  const taken = await models.records.saying(duty.key, period, field.key, value);
  if (taken.length < most || taken.some((each) => each.owner === owner)) return reading;
  const { [field.key]: _full, ...values } = reading.values;
  const problem = texts.full(await nameOf(field, value, asked, models), taken.length, most);
  return { ...reading, values, problems: [...reading.problems, { key: field.key, label: field.label, problem }] };
}

/**
 * Two who hand in at once may both find room, and what was taken back may come again when there is none. Whoever makes
 * it one too many hears it then, and so do those who may make an exception; the record stays as it is.
 */
export async function overMost(record: Submission, asked: Asked, models: Models): Promise<Say[]> {
  const duty = dutyOf(record, models);
  if (!duty) return [];
  const { field, value, most } = limited(duty, record.values);
  if (!field || value === undefined || actsFor(record.owner, asked)) return [];
  const last = record.changes.at(-1);
  if (last?.from === 'handed-in' && last.values?.[field.key] === value) return [];
  const taken = await models.records.saying(duty.key, record.period, field.key, value);
  const isFirst = taken.some(({ owner, records }) => owner === record.owner && records === 1);
  if (taken.length <= most || !isFirst) return [];
  const name = await nameOf(field, value, asked, models);
  const label = await labelOf(record, models);
  const told = texts.over(asked.speaker.name, duty.name, label, record.no, { name, count: taken.length, most });
  const others = (await mayExcept(models)).filter((to) => to !== asked.speaker._id);
  return [...here(texts.alsoTaken(name, taken.length, most, field.label)), ...others.map((to) => ({ to, text: told }))];
}

function limited({ atMost, form }: Duty, values: Submission['values']) {
  const field = form.fields.find(({ key }) => key === atMost?.field);
  return { field, value: field && values[field.key], most: atMost?.owners ?? Number.POSITIVE_INFINITY };
}

const actsFor = (owner: OwnerKey, { speaker }: Asked): boolean => (personIn(owner) ?? speaker._id) !== speaker._id;

async function nameOf(field: Field, value: Value, { school }: Asked, models: Models): Promise<string> {
  const id = String(value);
  if (field.type !== 'school' && field.type !== 'person') return id;
  return (await ledgerLookup(models, school._id).names(field, [id])).get(id) ?? id;
}

/** Who sees the county and may act for others: they settle what two people cannot both have. */
async function mayExcept({ people, catalogue }: Models) {
  const posts = catalogue.posts.filter(({ rights }) => rights.includes('see-county') && rights.includes('act-for'));
  return (await people.county(posts.map(({ key }) => key))).map(({ _id }) => _id);
}
