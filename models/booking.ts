import { type Connection, type Model, mongo, Schema } from 'mongoose';
import { groupCommit } from './group-commit.js';
import type { PersonId } from './ids.js';
import { isLiving, type Session, type Training } from './training.js';
import type { Ended } from './training-wish.js';

/** A claim of a training on a span of somebody's time. */
interface Slot extends Session {
  training: number;
  /** The event that asked for it. */
  claim: string;
  madeAt: Date;
}

/** One document a person, so that nobody is claimed by two trainings at one time. */
interface Booking {
  _id: PersonId;
  slots: Slot[];
}

/** Wanted: somebody's time, for the sessions of a training. */
export interface Wanted {
  person: PersonId;
  training: number;
  sessions: Session[];
  claim: string;
  now: Date;
}

const MAX_TIME_MS = 10_000;
const DUPLICATE = 11000;

const schema = new Schema<Booking>(
  { _id: { type: String, required: true }, slots: { type: [Schema.Types.Mixed], required: true } as never },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'bookings' },
);

export type Bookings = ReturnType<typeof createBookings>;

export function createBookings(db: Connection) {
  const model: Model<Booking> = db.models['Booking'] ?? db.model<Booking>('Booking', schema);

  const collection = () => db.collection<Booking>('bookings');

  const write = async (all: Wanted[]): Promise<boolean[]> => {
    try {
      await collection().bulkWrite(all.map(claimOf), { ordered: false });
      return all.map(() => true);
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
      const failures = [error.writeErrors].flat();
      if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE)) throw error;
      const busy = new Set(failures.map(({ index }) => index));
      return all.map((_, index) => !busy.has(index));
    }
  };
  const commit = groupCommit(write);

  return {
    /**
     * Claims somebody's time for a training, beside other claims it has on them already; the same claim again is made
     * anew. False when another training has it. Claims of one moment are written together.
     */
    claim: async (wanted: Wanted): Promise<boolean> => (await commit([wanted]))[0] ?? false,

    /** What stands in the way of a claim; undefined when nothing does any more. */
    inTheWay: async ({ person, training, sessions }: Wanted): Promise<Slot | undefined> => {
      const booking = await model.findById(person).maxTimeMS(MAX_TIME_MS).lean<Booking>();
      return booking ? overlapping(booking, training, sessions) : undefined;
    },

    /** Who of these has another training within these sessions: its number. */
    others: async (people: PersonId[], training: number, sessions: Session[]): Promise<Map<PersonId, number>> => {
      const found = await model
        .find({ _id: { $in: people } })
        .maxTimeMS(MAX_TIME_MS)
        .lean<Booking[]>();
      return new Map(
        found.flatMap((each) => {
          const slot = overlapping(each, training, sessions);
          return slot ? [[each._id, slot.training] as const] : [];
        }),
      );
    },

    /** Puts the claims of a training to its sessions as they are now, whatever else somebody has at that time. */
    move: async ({ _id, sessions, signUps }: Training, now: Date): Promise<void> => {
      const living = signUps.filter(isLiving);
      if (living.length === 0) return;
      await collection().bulkWrite(
        living.map(({ person, claim }) => ({
          updateOne: {
            filter: { _id: person },
            update: [{ $set: { slots: slotsWith({ training: _id, claim, sessions, now }) } }],
          },
        })),
        { ordered: false },
      );
    },

    /** Gives up claims of a training. */
    release: async (training: number, ended: readonly Ended[]): Promise<void> => {
      if (ended.length === 0) return;
      await collection().bulkWrite(
        ended.map(({ person, claim }) => ({
          updateOne: {
            filter: { _id: person },
            update: { $pull: { slots: { training, claim } } },
          },
        })),
        { ordered: false },
      );
    },
  };
}

const overlapping = ({ slots }: Booking, training: number, sessions: Session[]): Slot | undefined =>
  slots.find((slot) => slot.training !== training && sessions.some(({ from, to }) => slot.from < to && slot.to > from));

/** One update: where another training has the time the filter finds nothing, and the insert meets the person's document. */
function claimOf({ person, training, sessions, claim, now }: Wanted): mongo.AnyBulkWriteOperation<Booking> {
  const overlaps = sessions.map(({ from, to }) => ({ from: { $lt: to }, to: { $gt: from } }));
  return {
    updateOne: {
      filter: { _id: person, slots: { $not: { $elemMatch: { training: { $ne: training }, $or: overlaps } } } },
      update: [{ $set: { slots: slotsWith({ training, claim, sessions, now }) } }],
      upsert: true,
    },
  };
}

/** The slots of a person with a claim put to these sessions; what is over stands in nobody's way any more. */
function slotsWith({ training, claim, sessions, now }: Omit<Wanted, 'person'>): object {
  const slots: Slot[] = sessions.map(({ from, to }) => ({ training, claim, madeAt: now, from, to }));
  const cond = { $and: [{ $ne: ['$$slot.claim', claim] }, { $gt: ['$$slot.to', now] }] };
  const others = { $filter: { input: { $ifNull: ['$slots', []] }, as: 'slot', cond } };
  return { $concatArrays: [others, { $literal: slots }] };
}
