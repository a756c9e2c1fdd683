import { type Connection, type Model, Schema } from 'mongoose';
import { earliest, latest } from './day.js';
import type { Day, DutyKey, PeriodKey, PersonId } from './ids.js';
import type { OwnerKey } from './owner.js';
import { askTogether } from './read-together.js';

/**
 * 免交: an owner need not hand in a duty, for one period or for all that are due from a day to another. Counted out
 * of the denominator, and listed with its reason. One that was revoked is kept, and holds no more.
 */
export interface Exemption {
  /** `duty|owner|period`, or `duty|owner|from` */
  _id: string;
  duty: DutyKey;
  owner: OwnerKey;
  period?: PeriodKey;
  from?: Day;
  to?: Day;
  reason: string;
  by: PersonId;
  at: Date;
  revoked?: { by: PersonId; at: Date };
  /** What held in its place before, the oldest first: granted for another reason, or revoked and granted again. */
  earlier?: Omit<Exemption, 'earlier'>[];
}

type Slot = Pick<Exemption, 'duty' | 'owner'>;

/** Of a page: its period, and when it is due. */
interface Due {
  period: PeriodKey;
  dueDay: Day;
}

/** The pages of a duty for some periods, due within some days. */
interface Pages {
  duty: DutyKey;
  periods: PeriodKey[];
  firstDue: Day;
  lastDue: Day;
}

/** Whether an exemption holds for a page. */
export const covers = ({ period, from, to }: Exemption, page: Due): boolean =>
  period === page.period || (from !== undefined && to !== undefined && from <= page.dueDay && page.dueDay <= to);

const MAX_TIME_MS = 10_000;
const MOST = 100_000;

const schema = new Schema<Exemption>(
  {
    _id: { type: String, required: true },
    duty: { type: String, required: true },
    owner: { type: String, required: true },
    period: String,
    from: String,
    to: String,
    reason: { type: String, default: '' },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    revoked: Schema.Types.Mixed,
    earlier: { type: [Schema.Types.Mixed], default: undefined } as never,
  } satisfies Record<keyof Exemption, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'exemptions' },
);
schema.index({ duty: 1, period: 1, owner: 1 });
schema.index({ duty: 1, to: 1 });

export type Exemptions = ReturnType<typeof createExemptions>;

export function createExemptions(db: Connection) {
  const model: Model<Exemption> = db.models['Exemption'] ?? db.model<Exemption>('Exemption', schema);
  const read = (filter: object): Promise<Exemption[]> =>
    model
      .find({ ...filter, revoked: { $exists: false } })
      .limit(MOST)
      .maxTimeMS(MAX_TIME_MS)
      .lean<Exemption[]>()
      .exec();
  const around = askTogether<Pages[], Exemption>(
    (all) => {
      const pages = all.flat();
      const periods = [...new Set(pages.flatMap((each) => each.periods))];
      const to = { $gte: earliest(pages.map(({ firstDue }) => firstDue)) };
      const from = { $lte: latest(pages.map(({ lastDue }) => lastDue)) };
      const duties = [...new Set(pages.map(({ duty }) => duty))];
      return read({ duty: { $in: duties }, $or: [{ period: { $in: periods } }, { to, from }] });
    },
    (exemption, pages) => pages.some(({ duty }) => duty === exemption.duty),
  );
  const takenBack = ({ duty, owner }: Slot, { by, at }: { by: PersonId; at: Date }): Promise<Exemption[]> =>
    model
      .find({ duty, owner, 'revoked.by': by, 'revoked.at': at })
      .limit(MOST)
      .maxTimeMS(MAX_TIME_MS)
      .lean<Exemption[]>()
      .exec();
  return {
    /** Grants it; the same one once more changes nothing, another in its place keeps what held before. */
    grant: async (exemption: Omit<Exemption, '_id' | 'revoked' | 'earlier'>): Promise<void> => {
      const { duty, owner, period, from, by, at } = exemption;
      const _id = `${duty}|${owner}|${period ?? from}`;
      const before = await model.findById(_id).maxTimeMS(MAX_TIME_MS).lean<Exemption>();
      if (before?.by === by && before.at.getTime() === at.getTime()) return;
      const { earlier = [], ...last } = before ?? {};
      const kept = before ? [...earlier, last] : [];
      const after = { _id, ...exemption, ...(kept.length > 0 && { earlier: kept }) };
      await model.replaceOne({ _id }, after, { upsert: true, maxTimeMS: MAX_TIME_MS });
    },

    /**
     * Takes back what holds of an owner for a page, whole, for however many others it held; answers it. The same once
     * more changes nothing.
     */
    revoke: async ({ duty, owner }: Slot, page: Due, revoked: { by: PersonId; at: Date }): Promise<Exemption[]> => {
      const holding = (await read({ duty, owner })).filter((exemption) => covers(exemption, page));
      await model
        .updateMany({ _id: { $in: holding.map(({ _id }) => _id) } }, { $set: { revoked } })
        .maxTimeMS(MAX_TIME_MS);
      return takenBack({ duty, owner }, revoked);
    },

    /** What somebody took back at an instant. */
    takenBack,

    /**
     * What holds for the pages of some duties, or of pages beside them: `covers` tells which. Exemptions are few, and
     * asked for so they are one question, not two a duty.
     */
    ofPages: async (pages: Pages[]): Promise<Exemption[]> => (pages.length === 0 ? [] : around(pages)),
  };
}
