import { type Connection, type Model, Schema } from 'mongoose';
import type { Calendar, Limits } from './calendar.js';
import { addDays, eachDay } from './day.js';
import type { Day, PersonId } from './ids.js';
import { unlessDuplicate } from './insert-new.js';

/** 停课, 补课: days that somebody entitled has noted in a chat, for some schools, some clusters or the whole county. */
export interface LocalDay extends Limits {
  _id: number;
  kind: 'closure' | 'make-up';
  from: Day;
  to: Day;
  /** Why; empty where nobody said. */
  reason: string;
  /** How the place was named: 北山片区. */
  place: string;
  by: PersonId;
  at: Date;
  /** Key of the event that said so. */
  event: string;
  /** What took it back; absent while it stands. */
  endedBy?: string;
}

const MAX_TIME_MS = 10_000;
/** Some twenty a year, for decades. */
const MOST = 1_000;
/** What lies longer back moves no deadline any more. */
const RECENT_DAYS = 14;

const schema = new Schema<LocalDay>(
  {
    _id: { type: Number, required: true },
    kind: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    reason: { type: String, default: '' },
    place: { type: String, required: true },
    schools: { type: [String], default: undefined },
    clusters: { type: [String], default: undefined },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    event: { type: String, required: true },
    endedBy: String,
  } satisfies Record<keyof LocalDay, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'localDays' },
);

const STANDING = { endedBy: { $exists: false } };

export type LocalDays = ReturnType<typeof createLocalDays>;

/** What is noted of the county's calendar in chats, and the calendar that hears of it. */
export function createLocalDays(db: Connection, calendar: Calendar) {
  const model: Model<LocalDay> = db.models['LocalDay'] ?? db.model<LocalDay>('LocalDay', schema);
  const read = (filter: object): Promise<LocalDay[]> =>
    model.find(filter).sort({ _id: -1 }).limit(MOST).maxTimeMS(MAX_TIME_MS).lean<LocalDay[]>().exec();

  /** Lets the calendar hear what stands now: of whichever process it was said in. */
  const follow = async (): Promise<void> => {
    const standing = await read(STANDING);
    calendar.hear({
      closures: standing.filter(({ kind }) => kind === 'closure'),
      makeUp: standing
        .filter(({ kind }) => kind === 'make-up')
        .flatMap(({ from, to, ...rest }) => eachDay(from, to).map((day) => ({ ...rest, day }))),
    });
  };

  return {
    follow,

    /** Notes it under the next number; the same event again answers what it noted. */
    note: async (what: Omit<LocalDay, '_id'>): Promise<LocalDay> => {
      for (;;) {
        const [done] = await read({ event: what.event });
        const [last] = done ? [] : await read({});
        const day = done ?? { _id: (last?._id ?? 0) + 1, ...what };
        const isMine = done ?? (await model.create([day]).catch(unlessDuplicate));
        if (!isMine) continue;
        await follow();
        return day;
      }
    },

    byNo: async (no: number): Promise<LocalDay | undefined> => (await read({ _id: no })).at(0),

    /** Takes one back, where it stands. */
    end: async (no: number, event: string): Promise<void> => {
      await model.updateOne({ _id: no, ...STANDING }, { $set: { endedBy: event } }).maxTimeMS(MAX_TIME_MS);
      await follow();
    },

    /** What an event has taken back. */
    endedBy: async (event: string): Promise<LocalDay | undefined> => (await read({ endedBy: event })).at(0),

    /** Those that still matter on a day: to come, going on, or over for a fortnight at most; the newest first. */
    standing: (today: Day): Promise<LocalDay[]> => read({ ...STANDING, to: { $gte: addDays(today, -RECENT_DAYS) } }),
  };
}
