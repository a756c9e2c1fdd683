import { type Connection, type Model, mongo, Schema } from 'mongoose';
import type { Half } from './check-in-code.js';
import type { PersonId } from './ids.js';

/** How somebody was seen to be there: by the code on the screen, the host's roll call, or a list on paper. */
export type SeenBy = 'code' | 'roll-call' | 'sheet';

/** Somebody was there, at the beginning or the end of a session. */
export interface Seen {
  at: Date;
  how: SeenBy;
  /** Who said so: they themselves, or the host. */
  by: PersonId;
}

/** What can stand in a row: both ends of a session, or the excuse of who could not come. */
export type Tick = Half | 'excused';

/** One person at one session. What was set or taken back, by whom and when, stays in `trail`. */
export interface Attendance {
  /** `training:session:person` */
  _id: string;
  training: number;
  session: number;
  person: PersonId;
  in?: Seen;
  out?: Seen;
  excused?: Seen;
  trail: (Seen & { tick: Tick; on: boolean })[];
}

/** A tick to set, or to take back. */
export interface Ticking extends Seen {
  session: number;
  person: PersonId;
  tick: Tick;
  on: boolean;
}

const MAX_TIME_MS = 10_000;
const DUPLICATE = 11000;

const schema = new Schema<Attendance>(
  {
    _id: { type: String, required: true },
    training: { type: Number, required: true },
    session: { type: Number, required: true },
    person: { type: String, required: true },
    in: Schema.Types.Mixed as never,
    out: Schema.Types.Mixed as never,
    excused: Schema.Types.Mixed as never,
    trail: { type: [Schema.Types.Mixed], required: true } as never,
  } satisfies Record<keyof Attendance, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'attendances' },
);
schema.index({ training: 1 });
schema.index({ person: 1 });

export type Attendances = ReturnType<typeof createAttendances>;

/** Who was at which session of a training. */
export function createAttendances(db: Connection) {
  const model: Model<Attendance> = db.models['Attendance'] ?? db.model<Attendance>('Attendance', schema);

  return {
    /** Everybody of a training of whom something is known. */
    of: (training: number): Promise<Attendance[]> =>
      model.find({ training }).maxTimeMS(MAX_TIME_MS).lean<Attendance[]>().exec(),

    /** What is known of one person at one session. */
    row: async (training: number, session: number, person: PersonId): Promise<Attendance | undefined> =>
      (await model.findById(`${training}:${session}:${person}`).maxTimeMS(MAX_TIME_MS).lean<Attendance>()) ?? undefined,

    /**
     * Sets ticks and takes them back. A tick that stands already stays as it was first set, so the same list sent twice
     * changes nothing. Answers how many changed something.
     */
    tick: async (training: number, all: readonly Ticking[]): Promise<number> => {
      if (all.length === 0) return 0;
      try {
        const { modifiedCount, upsertedCount } = await model.bulkWrite(
          all.map((each) => updateOf(training, each)),
          { ordered: false, strict: 'throw' },
        );
        return modifiedCount + upsertedCount;
      } catch (error) {
        // A tick that stands: the filter finds nothing, and the insert meets the row.
        if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
        const failures = [error.writeErrors].flat();
        if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE)) throw error;
        return error.modifiedCount + error.upsertedCount;
      }
    },
  };
}

function updateOf(training: number, { session, person, tick, on, at, how, by }: Ticking) {
  const _id = `${training}:${session}:${person}`;
  const seen: Seen = { at, how, by };
  const trail = { ...seen, tick, on };
  if (!on) {
    return {
      updateOne: { filter: { _id, [tick]: { $exists: true } }, update: { $unset: { [tick]: 1 }, $push: { trail } } },
    };
  }
  return {
    updateOne: {
      filter: { _id, [tick]: { $exists: false } },
      update: { $set: { [tick]: seen }, $setOnInsert: { training, session, person }, $push: { trail } },
      upsert: true,
    },
  };
}
