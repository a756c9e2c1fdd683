import { type Connection, type Model, Schema } from 'mongoose';
import type { Day, DutyKey, PeriodKey, PersonId, SchoolCode } from './ids.js';
import type { OwnerKey } from './owner.js';
import { readTogether } from './read-together.js';

/**
 * 代管: somebody answers in another's place from one day to another, and no longer. Either for whatever somebody (`of`)
 * answers for while they are on leave, or for one thing (`duty`) that a school or a group (`owner`) owes of one `period`.
 */
export interface StandIn {
  /** Key of the event that said so. */
  _id: string;
  school: SchoolCode;
  person: PersonId;
  of?: PersonId;
  duty?: DutyKey;
  owner?: OwnerKey;
  period?: PeriodKey;
  from: Day;
  to: Day;
  by: PersonId;
  at: Date;
}

const MAX_TIME_MS = 10_000;
const MOST_OF_A_SCHOOL = 500;
/** Longer than anything is open after the span. */
const KEEP_SECONDS = 550 * 24 * 3600;

const schema = new Schema<StandIn>(
  {
    _id: { type: String, required: true },
    school: { type: String, required: true },
    person: { type: String, required: true },
    of: String,
    duty: String,
    owner: String,
    period: String,
    from: { type: String, required: true },
    to: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  } satisfies Record<keyof StandIn, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'standIns' },
);
schema.index({ school: 1, at: -1 });
schema.index({ at: 1 }, { expireAfterSeconds: KEEP_SECONDS });

export type StandIns = ReturnType<typeof createStandIns>;

export function createStandIns(db: Connection) {
  const model: Model<StandIn> = db.models['StandIn'] ?? db.model<StandIn>('StandIn', schema);
  const ofSchools = readTogether<SchoolCode, StandIn>(
    (schools) =>
      model
        .find({ school: { $in: schools } })
        .sort({ at: -1 })
        .limit(schools.length * MOST_OF_A_SCHOOL)
        .maxTimeMS(MAX_TIME_MS)
        .lean<StandIn[]>()
        .exec(),
    ({ school }) => school,
  );
  return {
    /** Notes it, once for its event. */
    put: async ({ _id, ...rest }: StandIn): Promise<void> => {
      await model.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true }).maxTimeMS(MAX_TIME_MS);
    },

    /** Those of some schools, over or not, the newest first: it is the newest that holds. */
    ofSchools: (schools: readonly SchoolCode[]): Promise<StandIn[]> => ofSchools(schools),

    /** Ends what somebody was asked to answer for of a school or group. */
    endFor: async (what: Required<Pick<StandIn, 'school' | 'person' | 'duty' | 'owner' | 'period'>>): Promise<void> => {
      await model.deleteMany(what).maxTimeMS(MAX_TIME_MS);
    },

    /** Ends what holds for somebody on a day or later, or only within days from there on; answers what that was. */
    end: async (of: PersonId, school: SchoolCode, from: Day, to?: Day): Promise<StandIn[]> => {
      const held = { school, of, to: { $gte: from }, ...(to && { from: { $lte: to } }) };
      const ended = await model.find(held).limit(MOST_OF_A_SCHOOL).maxTimeMS(MAX_TIME_MS).lean<StandIn[]>().exec();
      await model.deleteMany({ _id: { $in: ended.map(({ _id }) => _id) } }).maxTimeMS(MAX_TIME_MS);
      return ended;
    },
  };
}
