import { type Connection, type Model, Schema } from 'mongoose';
import type { DutyKey, PeriodKey, PersonId } from './ids.js';
import type { OwnerKey } from './submission.js';

/** 免交: an owner need not hand in one duty for one period. Counted out of the denominator, and listed with its reason. */
export interface Exemption {
  /** `duty|period|owner` */
  _id: string;
  duty: DutyKey;
  period: PeriodKey;
  owner: OwnerKey;
  reason: string;
  by: PersonId;
  at: Date;
}

const MAX_TIME_MS = 10_000;

const schema = new Schema<Exemption>(
  {
    _id: { type: String, required: true },
    duty: { type: String, required: true },
    period: { type: String, required: true },
    owner: { type: String, required: true },
    reason: { type: String, default: '' },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'exemptions' },
);
schema.index({ duty: 1, period: 1, owner: 1 });

export type Exemptions = ReturnType<typeof createExemptions>;

export function createExemptions(db: Connection) {
  const model: Model<Exemption> = db.models['Exemption'] ?? db.model<Exemption>('Exemption', schema);
  const idOf = (slot: Pick<Exemption, 'duty' | 'period' | 'owner'>): string =>
    `${slot.duty}|${slot.period}|${slot.owner}`;
  return {
    grant: async (exemption: Omit<Exemption, '_id'>): Promise<void> => {
      const _id = idOf(exemption);
      await model.replaceOne({ _id }, { _id, ...exemption }, { upsert: true, maxTimeMS: MAX_TIME_MS });
    },

    /** Takes an exemption back; false when there was none. */
    revoke: async (slot: Pick<Exemption, 'duty' | 'period' | 'owner'>): Promise<boolean> =>
      (await model.deleteOne({ _id: idOf(slot) }).maxTimeMS(MAX_TIME_MS)).deletedCount === 1,

    ofPeriod: (duty: DutyKey, period: PeriodKey, owners?: OwnerKey[]): Promise<Exemption[]> =>
      model
        .find({ duty, period, ...(owners && { owner: { $in: owners } }) })
        .limit(100_000)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Exemption[]>()
        .exec(),
  };
}
