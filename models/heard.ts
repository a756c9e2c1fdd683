import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import { groupCommit } from './group-commit.js';
import type { Day, PersonId } from './ids.js';
import { insertNew } from './insert-new.js';
import type { NagItem } from './outbox.js';
import type { OwnerKey } from './owner.js';

/**
 * How often somebody was reminded of a page, and what came of it: the memory of an obligation, longer than the
 * outbox's. One a page and person.
 */
export interface Heard {
  /** `roll|person` */
  _id: string;
  roll: string;
  person: PersonId;
  owners: OwnerKey[];
  /** The reminders that reached them, by day (with a + what they asked to hear again on it): which step, and when. */
  told: Record<string, { step: string; at: Date }>;
  /** What was said until then has been answered (稍后, a case): it counts as silence no more. */
  answeredAt?: Date;
  /** The day on which a human was told instead: once. */
  raisedOn?: Day;
  changedAt: Date;
}

const MAX_TIME_MS = 10_000;
/** The longest a page is open after it was due. */
const KEEP_SECONDS = 550 * 24 * 3600;

const schema = new Schema<Heard>(
  {
    _id: { type: String, required: true },
    roll: { type: String, required: true },
    person: { type: String, required: true },
    owners: { type: [String], required: true } as never,
    told: { type: Schema.Types.Mixed, required: true } as never,
    answeredAt: Date,
    raisedOn: String,
    changedAt: { type: Date, required: true },
  } satisfies Record<keyof Heard, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'heard' },
);
schema.index({ roll: 1 });
schema.index({ changedAt: 1 }, { expireAfterSeconds: KEEP_SECONDS });

/** The step of what its person asked to hear again. */
export const AGAIN = 'later';

export const heardId = (roll: string, person: PersonId): string => `${roll}|${person}`;

/** How many reminders in a row nobody has answered: those of the days before. */
export const silences = ({ told, answeredAt }: Pick<Heard, 'told' | 'answeredAt'>, before: Day): number =>
  Object.entries(told).filter(([day, { at }]) => day < before && (!answeredAt || at > answeredAt)).length;

export type HeardBook = ReturnType<typeof createHeard>;

export function createHeard(db: Connection) {
  const model: Model<Heard> = db.models['Heard'] ?? db.model<Heard>('Heard', schema);
  const read = (filter: object, most: number): Promise<Heard[]> =>
    model.find(filter).limit(most).maxTimeMS(MAX_TIME_MS).lean<Heard[]>().exec();
  const write = groupCommit(async (notes: Note[]): Promise<void[]> => {
    // Most are told of a page once: an insert costs the database a fifth of an upsert.
    const known = await insertNew(model.collection as unknown as mongo.Collection<Heard>, notes.map(heardFirst));
    const again = notes.filter((_, index) => known.has(index)).map(heardAgain);
    if (again.length > 0) await model.collection.bulkWrite(again, { ordered: false });
    return [];
  });
  return {
    /** Notes that a reminder about these reached somebody; of one day once, however often it is noted. */
    note: async (person: PersonId, day: Day, items: readonly NagItem[], at: Date): Promise<void> => {
      if (items.length > 0) await write(items.map((item) => ({ person, day, item, at })));
    },

    /** By their ids, those there are. */
    byIds: async (ids: readonly string[]): Promise<Map<string, Heard>> => {
      const found = ids.length === 0 ? [] : await read({ _id: { $in: ids } }, ids.length);
      return new Map(found.map((each) => [each._id, each]));
    },

    /** All about some pages. */
    ofRolls: (rolls: readonly string[], most: number): Promise<Heard[]> => read({ roll: { $in: rolls } }, most),

    /** Somebody has answered what they were told of these pages. */
    answered: async (person: PersonId, rolls: readonly string[], at: Date): Promise<void> => {
      const ids = rolls.map((roll) => heardId(roll, person));
      await model.updateMany({ _id: { $in: ids } }, { $set: { answeredAt: at } }).maxTimeMS(MAX_TIME_MS);
    },

    /** A human is told of these instead, on a day; of those that were raised before nothing changes. */
    raise: async (ids: readonly string[], raisedOn: Day): Promise<void> => {
      if (ids.length === 0) return;
      await model
        .updateMany({ _id: { $in: ids }, raisedOn: { $exists: false } }, { $set: { raisedOn } })
        .maxTimeMS(MAX_TIME_MS);
    },
  };
}

interface Note {
  person: PersonId;
  day: Day;
  item: NagItem;
  at: Date;
}

const toldKey = ({ day, item: { step } }: Note): string => `${day}${step === AGAIN ? '+' : ''}`;

const heardFirst = (note: Note): Heard => {
  const { person, item, at } = note;
  const { roll, owners, step } = item;
  return {
    _id: heardId(roll, person),
    roll,
    person,
    owners,
    told: { [toldKey(note)]: { step, at } },
    changedAt: at,
  };
};

const heardAgain = (note: Note) => {
  const { person, item, at } = note;
  const { roll, owners, step } = item;
  return {
    updateOne: {
      filter: { _id: heardId(roll, person) as never },
      update: { $set: { owners, [`told.${toldKey(note)}`]: { step, at }, changedAt: at } },
    },
  };
};
