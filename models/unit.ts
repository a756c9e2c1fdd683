import { type Connection, type Model, Schema } from 'mongoose';
import type { Duty } from './duty.js';
import { holds, type UnitKind, type Value, type Values } from './field.js';
import type { Day, PersonId, SchoolCode } from './ids.js';
import { type OwnerKey, ownerOfUnit } from './owner.js';
import { readTogether } from './read-together.js';

/** Something that owes for itself and is known by a record handed in: a project, a lead group, a class. */
export interface Unit {
  _id: OwnerKey;
  kind: UnitKind;
  /** 立项号, or the number of the record where it has none. */
  code: string;
  name: string;
  school: SchoolCode;
  head?: PersonId;
  members: PersonId[];
  level?: string;
  from?: Day;
  to?: Day;
  /** It owes nothing from this day on. */
  endedOn?: Day;
  /** The record it is known by. */
  record: string;
}

/** Which unit a record makes known, if its duty registers any. */
export function unitKeyOf({ registers }: Pick<Duty, 'registers'>, values: Values, no: string): OwnerKey | undefined {
  if (!registers) return undefined;
  const code = registers.code ? textOf(values[registers.code]) : '';
  return ownerOfUnit(registers.unit, code || no);
}

/** The unit as a record describes it. `day`: when it was handed in. */
export function unitOf(
  { registers }: Pick<Duty, 'registers'>,
  record: { _id: string; no: string; school: SchoolCode; by: PersonId; values: Values; day: Day },
): Unit | undefined {
  if (!registers) return undefined;
  const { values } = record;
  const read = (field: string | undefined): string => (field ? textOf(values[field]) : '');
  const _id = unitKeyOf({ registers }, values, record.no);
  if (!_id) return undefined;
  const [from, to, level] = [read(registers.from), read(registers.to), read(registers.level)];
  return {
    _id,
    kind: registers.unit,
    code: _id.slice(_id.indexOf(':') + 1),
    name: read(registers.name) || record.no,
    school: record.school,
    head: (read(registers.head) || record.by) as PersonId,
    members: listOf(registers.members ? values[registers.members] : undefined) as PersonId[],
    ...(level && { level }),
    ...(from && { from: from as Day }),
    ...(to && { to: to as Day }),
    ...(registers.ended && holds(registers.ended, values) && { endedOn: record.day }),
    record: record._id,
  };
}

const textOf = (value: Value | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : value === undefined ? '' : String(value);

const listOf = (value: Value | undefined): string[] =>
  Array.isArray(value) ? value : typeof value === 'string' && value ? [value] : [];

/** Whether a unit owes anything within some days. */
export const isLiving = ({ from, to, endedOn }: Unit, first: Day, last: Day): boolean =>
  (!from || from <= last) && (!to || to >= first) && (!endedOn || endedOn > first);

const MAX_TIME_MS = 10_000;
/** A county has some hundred projects, a province some ten thousand. */
const MOST_UNITS = 50_000;

const schema = new Schema<Unit>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    code: { type: String, required: true },
    name: { type: String, required: true },
    school: { type: String, required: true },
    head: String,
    members: [String],
    level: String,
    from: String,
    to: String,
    endedOn: String,
    record: { type: String, required: true },
  } satisfies Record<keyof Unit, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'units' },
);
schema.index({ school: 1, kind: 1 });
schema.index({ kind: 1, code: 1 });

export type Units = ReturnType<typeof createUnits>;

/** The registered units: a projection of the records that make them known. */
export function createUnits(db: Connection) {
  const model: Model<Unit> = db.models['Unit'] ?? db.model<Unit>('Unit', schema);
  const read = (filter: object): Promise<Unit[]> =>
    model.find(filter).sort({ code: 1 }).limit(MOST_UNITS).maxTimeMS(MAX_TIME_MS).lean<Unit[]>().exec();
  const ofSchools = readTogether<SchoolCode, Unit>(
    (schools) => read({ school: { $in: schools } }),
    ({ school }) => school,
  );
  return {
    put: async (unit: Unit): Promise<void> => {
      await model.replaceOne({ _id: unit._id }, unit, { upsert: true, maxTimeMS: MAX_TIME_MS });
    },
    remove: async (id: OwnerKey): Promise<void> => {
      await model.deleteOne({ _id: id }).maxTimeMS(MAX_TIME_MS);
    },
    byIds: (ids: OwnerKey[]): Promise<Unit[]> => (ids.length === 0 ? Promise.resolve([]) : read({ _id: { $in: ids } })),
    ofSchools: async (schools: SchoolCode[], kind?: UnitKind): Promise<Unit[]> =>
      (await ofSchools(schools)).filter((unit) => !kind || unit.kind === kind),
    ofKind: (kind: UnitKind): Promise<Unit[]> => read({ kind }),
  };
}
