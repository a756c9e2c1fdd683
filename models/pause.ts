import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import type { Platform } from './ids.js';
import { insertNew } from './insert-new.js';

/** Sending that an operator has stopped: on a platform, or everywhere; since when. */
export interface Pause {
  platform?: Platform;
  since: Date;
}

interface Stored {
  _id: Platform | typeof EVERYWHERE;
  since: Date;
  /** What asked for it: an event, or a run of a command. */
  event: string;
  /** What ended it; absent while it stands. */
  endedBy?: string;
}

const EVERYWHERE = 'all';

const MAX_TIME_MS = 10_000;
/** How long a process believes what it read: within it every process on the database falls silent. */
const BELIEVED_MS = 500;

const schema = new Schema<Stored>(
  {
    _id: { type: String, required: true },
    since: { type: Date, required: true },
    event: { type: String, required: true },
    endedBy: String,
  } satisfies Record<keyof Stored, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'pauses' },
);

const STANDING = { endedBy: { $exists: false } };

export type Pauses = ReturnType<typeof createPauses>;

/** The kill switch: shared by all processes on the database, and kept over a restart. */
export function createPauses(db: Connection) {
  const model: Model<Stored> = db.models['Pause'] ?? db.model<Stored>('Pause', schema);
  let read: { at: number; pauses: Promise<Stored[]> } | undefined;
  const find = (filter: object): Promise<Stored[]> => model.find(filter).maxTimeMS(MAX_TIME_MS).lean<Stored[]>().exec();
  const believed = (): Promise<Stored[]> => {
    if (!read || performance.now() - read.at > BELIEVED_MS) {
      const pauses = find(STANDING);
      read = { at: performance.now(), pauses };
      pauses.catch(() => (read = undefined));
    }
    return read.pauses;
  };

  return {
    /** Stops sending, everywhere where no platform is named. False where it was stopped already. The same event again changes nothing. */
    pause: async (platform: Platform | undefined, event: string, now: Date): Promise<boolean> => {
      const _id = platform ?? EVERYWHERE;
      const fresh: Stored = { _id, since: now, event };
      const known = await insertNew(model.collection as unknown as mongo.Collection<Stored>, [fresh]);
      if (known.size > 0) {
        await model
          .updateOne(
            { _id, event: { $ne: event }, endedBy: { $exists: true } },
            { $set: { since: now, event }, $unset: { endedBy: 1 } },
          )
          .maxTimeMS(MAX_TIME_MS);
      }
      read = undefined;
      return (await model.exists({ _id, event }).maxTimeMS(MAX_TIME_MS)) !== null;
    },

    /** Takes sending up again; without a platform wherever it was stopped. Answers what this event has ended. */
    resume: async (platform: Platform | undefined, event: string): Promise<Pause[]> => {
      await model
        .updateMany({ ...STANDING, ...(platform && { _id: platform }) }, { $set: { endedBy: event } })
        .maxTimeMS(MAX_TIME_MS);
      read = undefined;
      return (await find({ endedBy: event })).map(pauseOf);
    },

    /** What is stopped now, the longest first. */
    standing: async (): Promise<Pause[]> =>
      (await find(STANDING)).map(pauseOf).toSorted((a, b) => a.since.getTime() - b.since.getTime()),

    /** Of some platforms those on which nothing may be sent; known half a second late. */
    among: async (platforms: Iterable<string>): Promise<string[]> => {
      const pauses = await believed();
      return [...platforms].filter((each) => pauses.some(({ _id }) => _id === EVERYWHERE || _id === each));
    },
  };
}

const pauseOf = ({ _id, since }: Stored): Pause => (_id === EVERYWHERE ? { since } : { platform: _id, since });
