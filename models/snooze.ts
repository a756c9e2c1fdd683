import { type Connection, type Model, Schema } from 'mongoose';
import type { Calendar } from './calendar.js';
import type { Day, PersonId } from './ids.js';
import type { NagItem } from './outbox.js';
import type { NagBudget } from './reminder.js';
import type { TimeOfDay } from './time-of-day.js';

/** 稍后: somebody asked to be told again, on a day at a time, of what they were reminded of. One a person: the last. */
export interface Snooze {
  _id: PersonId;
  /** Key of the event that asked. */
  event: string;
  /** The day on which it is said again, and the one on which that was asked. */
  day: Day;
  askedOn: Day;
  at: TimeOfDay;
  items: NagItem[];
  putAt: Date;
}

const MAX_TIME_MS = 10_000;
/** More than all teachers of a county; each is some 300 bytes. */
const MOST = 50_000;
/** Said long ago, or never to be said: the longest holidays are shorter. */
const KEEP_SECONDS = 100 * 24 * 3600;

const schema = new Schema<Snooze>(
  {
    _id: { type: String, required: true },
    event: { type: String, required: true },
    day: { type: String, required: true },
    askedOn: { type: String, required: true },
    at: { type: String, required: true },
    items: { type: [Schema.Types.Mixed], required: true } as never,
    putAt: { type: Date, required: true },
  } satisfies Record<keyof Snooze, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'snoozes' },
);
schema.index({ day: 1 });
schema.index({ putAt: 1 }, { expireAfterSeconds: KEEP_SECONDS });

/** Minutes before the quiet hours at which what was put off until the evening is said. An odd time, like all of them. */
const BEFORE_QUIET_MINUTES = 49;

/** 今晚: shortly before the quiet hours begin. */
export function eveningOf({ quietFrom }: NagBudget): TimeOfDay {
  const [hours = 0, minutes = 0] = quietFrom.split(':').map(Number);
  const at = (hours * 60 + minutes - BEFORE_QUIET_MINUTES + 24 * 60) % (24 * 60);
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}

export type Snoozes = ReturnType<typeof createSnoozes>;

export function createSnoozes(db: Connection) {
  const model: Model<Snooze> = db.models['Snooze'] ?? db.model<Snooze>('Snooze', schema);
  return {
    /** Keeps what was asked for last, in place of what its person asked for before. */
    put: async (snooze: Snooze): Promise<void> => {
      await model.replaceOne({ _id: snooze._id }, snooze, { upsert: true }).maxTimeMS(MAX_TIME_MS);
    },

    /** What somebody is to be told again after `now`, in the time of `calendar`; undefined for nothing, or once it is time. */
    standing: async (person: PersonId, now: Date, calendar: Calendar): Promise<Snooze | undefined> => {
      const last = await model.findById(person).maxTimeMS(MAX_TIME_MS).lean<Snooze>().exec();
      return last && calendar.at(last.day, last.at) > now ? last : undefined;
    },

    /** Takes back what somebody asked for; what has come to be said by then is said. */
    drop: async (person: PersonId): Promise<void> => {
      await model.deleteOne({ _id: person }).maxTimeMS(MAX_TIME_MS);
    },

    /** What is to be said again on a day, in the order it was asked for. */
    of: (day: Day): Promise<Snooze[]> =>
      model.find({ day }).sort({ putAt: 1 }).limit(MOST).maxTimeMS(MAX_TIME_MS).lean<Snooze[]>().exec(),
  };
}
