import { type Connection, type Model, Schema } from 'mongoose';
import type { Calendar, Place } from './calendar.js';
import { endsOf } from './due.js';
import type { Duty } from './duty.js';
import type { Day, DutyKey, PeriodKey, PersonId } from './ids.js';
import type { OwnerKey } from './owner.js';
import type { Period } from './period.js';
import { readTogether } from './read-together.js';

/** `published`: closed, and what was accepted has come out (出刊). `cancelled`: nobody owes it any more. */
export type OccasionState = 'open' | 'closed' | 'published' | 'cancelled';

/** What somebody opened: an issue of the bulletin, a training, a call, a task. It is a period of its duty. */
export interface Occasion {
  /** `duty|period` */
  _id: string;
  duty: DutyKey;
  period: PeriodKey;
  /** 第12期 */
  label: string;
  /** What it is about, for those who owe it. */
  note: string;
  /** Who owes it; empty: everybody the duty's rule names. */
  owners: OwnerKey[];
  opensOn: Day;
  dueDay: Day;
  /** When it was closed before its day. */
  closedAt?: Date;
  state: OccasionState;
  /** Everything done with it: by whom, when, and because of which event. */
  changes: { event: string; at: Date; by: PersonId; to: OccasionState; dueDay: Day }[];
  updatedAt: Date;
}

/** What a task is about; issues and events are known by their number. */
export const aboutOf = ({ note }: Pick<Occasion, 'note'>, { cadence }: Pick<Duty, 'cadence'>): { about?: string } =>
  note && cadence.every === 'occasion' && cadence.what === 'task' ? { about: note.replace(/\s+/g, ' ') } : {};

/** An occasion as a period at a place; late work and grace as its duty has them, until it is closed. */
export function periodOfOccasion(
  occasion: Occasion,
  duty: Duty,
  calendar: Calendar,
  place?: Place,
): Period | undefined {
  const { cadence, late } = duty;
  if (cadence.every !== 'occasion') return undefined;
  const { period, label, opensOn, dueDay, closedAt } = occasion;
  const ends = endsOf({ cadence, late }, dueDay, { calendar, place });
  const atMost = (at: Date): Date => (closedAt && closedAt < at ? closedAt : at);
  return {
    key: period,
    label,
    ...aboutOf(occasion, duty),
    term: calendar.termOf(dueDay)?.key ?? '',
    from: opensOn,
    to: dueDay,
    schoolDays: 0,
    minSchoolDays: 0,
    opensAt: calendar.at(opensOn, '00:00'),
    dueDay,
    dueAt: atMost(ends.dueAt),
    lateAfter: atMost(ends.lateAfter),
    closesAt: atMost(ends.closesAt),
  };
}

const MAX_TIME_MS = 10_000;
const MOST = 2_000;

const schema = new Schema<Occasion>(
  {
    _id: { type: String, required: true },
    duty: { type: String, required: true },
    period: { type: String, required: true },
    label: { type: String, required: true },
    note: { type: String, default: '' },
    owners: [String],
    opensOn: { type: String, required: true },
    dueDay: { type: String, required: true },
    closedAt: Date,
    state: { type: String, required: true },
    changes: { type: [Schema.Types.Mixed], required: true } as never,
    updatedAt: { type: Date, required: true },
  } satisfies Record<keyof Occasion, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'occasions' },
);
schema.index({ duty: 1, state: 1, dueDay: -1 });
schema.index({ dueDay: 1 });

export type Occasions = ReturnType<typeof createOccasions>;

export function createOccasions(db: Connection) {
  const model: Model<Occasion> = db.models['Occasion'] ?? db.model<Occasion>('Occasion', schema);
  const read = (filter: object, most = MOST): Promise<Occasion[]> =>
    model.find(filter).sort({ dueDay: 1, _id: 1 }).limit(most).maxTimeMS(MAX_TIME_MS).lean<Occasion[]>().exec();
  const ofDuties = readTogether<DutyKey, Occasion>(
    (duties) => read({ duty: { $in: duties } }, MOST * duties.length),
    ({ duty }) => duty,
  );
  const get = async (duty: DutyKey, period: PeriodKey): Promise<Occasion | undefined> =>
    (await model.findById(`${duty}|${period}`).maxTimeMS(MAX_TIME_MS).lean<Occasion>()) ?? undefined;

  return {
    get,

    /** Opens one. The same event again opens nothing new and answers what it opened. */
    open: async (
      what: Pick<Occasion, 'duty' | 'period' | 'label' | 'note' | 'owners' | 'opensOn' | 'dueDay'>,
      { event, by, now }: { event: string; by: PersonId; now: Date },
    ): Promise<Occasion> => {
      const occasion: Occasion = {
        _id: `${what.duty}|${what.period}`,
        ...what,
        state: 'open',
        changes: [{ event, at: now, by, to: 'open', dueDay: what.dueDay }],
        updatedAt: now,
      };
      await model.updateOne(
        { _id: occasion._id },
        { $setOnInsert: occasion },
        { upsert: true, maxTimeMS: MAX_TIME_MS },
      );
      return (await get(what.duty, what.period)) ?? occasion;
    },

    /** Closes, publishes, cancels or opens again, or moves its day; the same event again changes nothing. */
    change: async (
      { duty, period }: Pick<Occasion, 'duty' | 'period'>,
      { state, dueDay }: Pick<Occasion, 'state' | 'dueDay'>,
      { event, by, now }: { event: string; by: PersonId; now: Date },
    ): Promise<Occasion | undefined> => {
      const ended = state === 'closed' || state === 'published';
      const closedAt = ended && ((await get(duty, period))?.closedAt ?? now);
      await model.updateOne(
        { _id: `${duty}|${period}`, 'changes.event': { $ne: event } },
        {
          $set: { state, dueDay, updatedAt: now, ...(closedAt && { closedAt }) },
          ...(!ended && { $unset: { closedAt: 1 } }),
          $push: { changes: { event, at: now, by, to: state, dueDay } },
        },
        { maxTimeMS: MAX_TIME_MS },
      );
      return get(duty, period);
    },

    /** Somebody owes it as well from now on. */
    addOwner: async (duty: DutyKey, period: PeriodKey, owner: OwnerKey): Promise<void> => {
      await model.updateOne({ _id: `${duty}|${period}` }, { $addToSet: { owners: owner } }).maxTimeMS(MAX_TIME_MS);
    },

    /** Somebody owes it no more. */
    removeOwner: async (duty: DutyKey, period: PeriodKey, owner: OwnerKey): Promise<void> => {
      await model.updateOne({ _id: `${duty}|${period}` }, { $pull: { owners: owner } }).maxTimeMS(MAX_TIME_MS);
    },

    /** Those of a duty that are open, the one due first first. */
    openOf: (duty: DutyKey): Promise<Occasion[]> => read({ duty, state: 'open' }),

    /** Those of a duty, the newest last. */
    ofDuty: (duty: DutyKey): Promise<Occasion[]> => ofDuties([duty]),

    /** Those whose pages may still change: due on this day or later, or open. Of all duties. */
    livingOn: (day: Day): Promise<Occasion[]> => read({ dueDay: { $gte: day } }),
  };
}
