import { PersonId, SchoolCode } from './ids.js';
import type { Models } from './models.js';
import { type OwnerKey, splitOwner } from './owner.js';

/** What an owner of the ledger is called. `parts` are the pieces of a name that texts put together: subject, grade. */
export interface OwnerName {
  kind: 'person' | 'school' | 'group' | 'prep' | 'cluster' | 'department' | 'unit';
  parts: string[];
  /** The number somebody has on the roster. */
  person?: PersonId;
  /** Where its key or its document says so. */
  school?: SchoolCode;
}

type Lookup = Pick<Models, 'people' | 'schools' | 'units'>;

/**
 * What these owners are, by key and in their order: people, schools and units are looked up in one query a kind,
 * everything else its key tells. Who is not known any more is called by the rest of the key.
 */
export async function ownerNames(owners: Iterable<string>, models: Lookup): Promise<Map<string, OwnerName>> {
  const keys = [...new Set(owners)] as OwnerKey[];
  const tailsOf = (wanted: string): string[] =>
    keys.flatMap((key) => {
      const { kind, parts } = splitOwner(key);
      return kind === wanted ? [parts.join('/')] : [];
    });
  const [people, schools, units] = await Promise.all([
    models.people.byIds(tailsOf('person').map((id) => PersonId.parse(id))),
    models.schools.byCodes(tailsOf('school').map((code) => SchoolCode.parse(code))),
    models.units.byIds(keys.filter((key) => !TOLD_BY_KEY.includes(splitOwner(key).kind))),
  ]);
  const known = new Map<string, { name: string; school?: SchoolCode }>([
    ...people.map((person) => [`person:${person._id}`, { name: person.name }] as const),
    ...schools.map((school) => [`school:${school._id}`, { name: school.name }] as const),
    ...units.map((unit) => [unit._id, unit] as const),
  ]);
  return new Map(keys.map((key) => [key, nameOf(key, known.get(key))]));
}

const TOLD_BY_KEY: readonly string[] = ['person', 'school', 'cluster', 'group', 'prep', 'department'];

function nameOf(key: OwnerKey, known: { name: string; school?: SchoolCode } | undefined): OwnerName {
  const { kind, parts: all } = splitOwner(key);
  const tail = all.join('/');
  if (kind === 'group' || kind === 'prep' || kind === 'department') {
    const [school = '', ...parts] = all;
    return { kind, parts: parts.length > 0 ? parts : [tail], ...schoolIn(school) };
  }
  const parts = [known?.name ?? tail];
  if (kind === 'person') return { kind, parts, person: PersonId.parse(tail) };
  if (kind === 'school') return { kind, parts, ...schoolIn(tail) };
  if (kind === 'cluster') return { kind, parts };
  return { kind: 'unit', parts, ...(known?.school && { school: known.school }) };
}

function schoolIn(text: string): { school?: SchoolCode } {
  const code = SchoolCode.safeParse(text);
  return code.success ? { school: code.data } : {};
}
