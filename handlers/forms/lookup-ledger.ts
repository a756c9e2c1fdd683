import type { Duty } from '../../models/duty.js';
import type { FieldOf, UnitKind } from '../../models/field.js';
import type { PersonId, SchoolCode } from '../../models/ids.js';
import type { Models } from '../../models/models.js';
import type { OwnerKey } from '../../models/owner.js';
import type { Person } from '../../models/person.js';
import { readNo } from '../../models/record-no.js';
import type { Submission } from '../../models/submission.js';
import type { Unit } from '../../models/unit.js';
import { bare } from './field.js';
import type { Candidate, LinkField, Lookup } from './lookup.js';

/** As many candidates as a question can name. */
const MOST = 20;

type Sources = Pick<Models, 'people' | 'schools' | 'records' | 'units' | 'catalogue'>;

/** Looks names and numbers up in the roster and among the records, the own school first. */
export function ledgerLookup(models: Sources, school: SchoolCode): Lookup {
  return {
    find: async (field, typed) => {
      if (field.type === 'person') return findPeople(typed, models, school);
      return field.type === 'school' ? findSchools(typed, models) : findRecords(field, typed, models, school);
    },
    names: (field, ids) => namesOf(field, ids, models, school),
  };
}

async function findPeople(typed: string, models: Sources, school: SchoolCode): Promise<Candidate[]> {
  const numbered = await models.people.byId(typed as PersonId);
  if (numbered && !numbered.endedOn) return [await asPerson(numbered, models)];
  const own = await models.people.named(school, typed);
  const found = own.length > 0 ? own : await models.people.namedAnywhere(typed, MOST);
  return Promise.all(found.map((person) => asPerson(person, models)));
}

async function asPerson(person: Person, { schools }: Sources): Promise<Candidate> {
  const school = await schools.byCode(person.school);
  return { id: person._id, name: person.name, note: `${person._id}（${school?.name ?? person.school}）` };
}

async function findSchools(typed: string, { schools }: Sources): Promise<Candidate[]> {
  const meant = await schools.find(typed);
  const found = meant ? [meant] : await schools.matching(typed, MOST);
  return found.map(({ _id, name }) => ({ id: _id, name, note: `${_id}（${name}）` }));
}

/** Where a record has its name and its number: as its duty registers it, else its first text, and a number made of its key. */
function labelsOf({ registers, form }: Duty): { name: string | undefined; code: string | undefined } {
  const title = form.fields.find(({ type }) => type === 'text') ?? form.fields.find(({ type }) => type === 'long-text');
  return { name: registers?.name ?? title?.key, code: registers?.code };
}

const dutiesFor = ({ to }: FieldOf<'link'>, { catalogue }: Sources): Duty[] =>
  catalogue.duties.filter((duty) => 'duty' in to && duty.key === to.duty);

/** A registered unit by its code or name; in the own school, else in the county. */
async function findUnits(kind: UnitKind, typed: string, { units }: Sources, school: SchoolCode): Promise<Candidate[]> {
  for (const known of [await units.ofSchools([school], kind), await units.ofKind(kind)]) {
    const whole = known.filter(({ code, name }) => bare(code) === bare(typed) || bare(name) === bare(typed));
    const found = whole.length > 0 ? whole : known.filter(({ name }) => bare(name).includes(bare(typed)));
    if (found.length > 0) return found.slice(0, MOST).map(asUnit);
  }
  return [];
}

const asUnit = ({ _id, name, code }: Unit): Candidate => ({ id: _id, name, note: `${code}（${name}）` });

/** By number, else by the whole name, else by a part of it; in the own school, else in the county. */
async function findRecords(
  field: FieldOf<'link'>,
  typed: string,
  models: Sources,
  school: SchoolCode,
): Promise<Candidate[]> {
  if ('unit' in field.to) return findUnits(field.to.unit, typed, models, school);
  for (const place of [{ school }, {}]) {
    const found: Candidate[] = [];
    for (const duty of dutiesFor(field, models)) found.push(...(await recordsNamed(duty, typed, models, place)));
    const whole = found.filter(({ name }) => bare(name) === bare(typed));
    if (found.length > 0) return whole.length > 0 ? whole : found;
  }
  return [];
}

async function recordsNamed(
  duty: Duty,
  typed: string,
  { records }: Sources,
  place: { school?: SchoolCode },
): Promise<Candidate[]> {
  const { name, code } = labelsOf(duty);
  const wanted = { duties: [duty.key], ...place };
  const coded = code ? await records.find({ ...wanted, exactly: { field: code, text: typed } }, MOST) : [];
  if (coded.length > 0) return coded.map((record) => asRecord(record, duty));
  const no = readNo(typed);
  const numbered = no ? await records.find({ ...wanted, no }, MOST) : [];
  if (numbered.length > 0) return numbered.map((record) => asRecord(record, duty));
  const named = name ? await records.find({ ...wanted, like: { field: name, text: typed } }, MOST) : [];
  return named.map((record) => asRecord(record, duty));
}

function asRecord({ _id, no, values }: Submission, duty: Duty): Candidate {
  const { name, code } = labelsOf(duty);
  const number = (code && values[code] !== undefined && String(values[code])) || no;
  const title = firstLine(String((name && values[name]) ?? ''));
  return { id: _id, name: title, note: `${number}（${title}）` };
}

/** A record without a title is known by how its text begins. */
const firstLine = (text: string): string =>
  Array.from(text.split('\n')[0] ?? '')
    .slice(0, 40)
    .join('');

/** Names as `find` reads them back: with the number where the name alone would mean several, or somebody nearer. */
async function namesOf(
  field: LinkField,
  ids: readonly string[],
  models: Sources,
  school: SchoolCode,
): Promise<Map<string, string>> {
  const lookup = ledgerLookup(models, school);
  const known = await candidatesOf(field, ids, models);
  const names = await Promise.all(
    known.map(async ({ id, name, note }): Promise<[string, string]> => {
      const found = name ? await lookup.find(field, name) : [];
      return [id, found.length === 1 && found[0]?.id === id ? name : (note.split('（')[0] ?? id)];
    }),
  );
  return new Map(names);
}

async function candidatesOf(field: LinkField, ids: readonly string[], models: Sources): Promise<Candidate[]> {
  if (field.type === 'person') {
    const people = await models.people.byIds(ids as PersonId[]);
    return people.map(({ _id, name }) => ({ id: _id, name, note: _id }));
  }
  if (field.type === 'school') {
    const schools = await models.schools.byCodes(ids as SchoolCode[]);
    return schools.map(({ _id, name }) => ({ id: _id, name, note: _id }));
  }
  if ('unit' in field.to) return (await models.units.byIds(ids as OwnerKey[])).map(asUnit);
  const records = await models.records.byIds(ids);
  return records.flatMap((record) => {
    const duty = models.catalogue.duties.find(({ key }) => key === record.duty);
    return duty ? [asRecord(record, duty)] : [];
  });
}
