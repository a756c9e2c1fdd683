import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Connection, type Model, mongo, Schema } from 'mongoose';
import type { Day, PersonId, SchoolCode } from './ids.js';
import { secretOf } from './secret.js';

/**
 * What somebody finished, as it was on the day it was certified: a school renamed, a person moved or a title changed
 * later changes nothing of it. `_id` is its number, `2026-0012-003`: year, training, running number.
 */
export interface Certificate {
  _id: string;
  training: number;
  person: PersonId;
  name: string;
  school: SchoolCode;
  schoolName: string;
  programme: string;
  title: string;
  from: Day;
  to: Day;
  /** 学时 */
  hours: number;
  /** 学时类别 */
  type: string;
  /** The calendar year the hours count for: that of the training's last day. */
  year: number;
  issuedOn: Day;
  /** The school whose training it was. */
  issuer: string;
  /** The event that issued it. */
  event: string;
  /** The number of the revoked one it was issued anew for. */
  replaces?: string;
  /** Issued by mistake: it counts nowhere any more, and whoever verifies it is told so. */
  revoked?: Revocation;
}

/** 作废: on which day, by whom and why; `event` did it. */
export interface Revocation {
  on: Day;
  by: PersonId;
  reason: string;
  event: string;
}

/** What a certificate is issued for. */
export type Certified = Omit<Certificate, '_id' | 'replaces' | 'revoked'>;

/** Those that count. */
const VALID = { revoked: { $exists: false } };

const MAX_TIME_MS = 10_000;
const DUPLICATE = 11000;
const MOST = 20_000;
/** 40 bits: nobody comes upon another's certificate by trying numbers. */
const CHECK_CHARACTERS = 8;
const REF = /^(\d{4}-\d{4,6}-\d{3,5})-([0-9a-z]{8})$/;
const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

const schema = new Schema<Certificate>(
  {
    _id: { type: String, required: true },
    training: { type: Number, required: true },
    person: { type: String, required: true },
    name: { type: String, required: true },
    school: { type: String, required: true },
    schoolName: { type: String, required: true },
    programme: { type: String, required: true },
    title: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    hours: { type: Number, required: true },
    type: { type: String, required: true },
    year: { type: Number, required: true },
    issuedOn: { type: String, required: true },
    issuer: { type: String, required: true },
    event: { type: String, required: true },
    replaces: String,
    revoked: Schema.Types.Mixed,
  } satisfies Record<keyof Certificate, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'certificates' },
);
// Of a training one to a person, and one for each of theirs that was revoked: what is revoked stays so, so one counts.
schema.index({ training: 1, person: 1, replaces: 1 }, { unique: true });
schema.index({ person: 1, year: 1 });
schema.index({ programme: 1, to: 1 });

export type Certificates = ReturnType<typeof createCertificates>;

/** Certificates, and the links by which anybody who is shown one can see that it is true. */
export function createCertificates(db: Connection) {
  const model: Model<Certificate> = db.models['Certificate'] ?? db.model<Certificate>('Certificate', schema);
  let key: string | undefined;
  const checkOf = async (number: string): Promise<string> => {
    key ??= await secretOf(db, 'certificate');
    const hash = createHmac('sha256', key).update(number, 'utf8').digest();
    return [...hash.subarray(0, CHECK_CHARACTERS)].map((byte) => BASE32[byte % 32]).join('');
  };
  const find = (filter: object): Promise<Certificate[]> =>
    model.find(filter).sort({ _id: 1 }).limit(MOST).maxTimeMS(MAX_TIME_MS).lean<Certificate[]>().exec();

  /** Under the next number of its training, unless this person has one of it already, or one in place of `replaces`. */
  const issueOne = async (what: Certified & Pick<Certificate, 'replaces'>): Promise<Certificate> => {
    const { training, person, replaces = { $exists: false } } = what;
    for (;;) {
      const [own] = await find({ training, person, replaces });
      if (own) return own;
      const given = await model.countDocuments({ training: what.training }).maxTimeMS(MAX_TIME_MS);
      const _id = `${what.year}-${pad(what.training, 4)}-${pad(given + 1, 3)}`;
      try {
        await db.collection<Certificate>('certificates').insertOne({ _id, ...what });
        return { _id, ...what };
      } catch (error) {
        if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE) throw error;
      }
    }
  };

  return {
    /** Issues certificates in the order given; who has one of the training, or had one that was revoked, gets none. */
    issue: async (all: readonly Certified[]): Promise<Certificate[]> => {
      const issued: Certificate[] = [];
      for (const each of all) issued.push(await issueOne(each));
      return issued;
    },

    /** Issues one in place of one that was revoked, once; rejects for one that counts. */
    reissue: async ({ _id, revoked }: Certificate, what: Certified): Promise<Certificate> => {
      if (!revoked) throw new Error(`certificate ${_id} is not revoked`);
      return issueOne({ ...what, replaces: _id });
    },

    /** Revokes one, once: how it stands then; undefined where there is none of this number. */
    revoke: async (number: string, revoked: Revocation): Promise<Certificate | undefined> => {
      await model.updateOne({ _id: number, ...VALID }, { $set: { revoked } }).maxTimeMS(MAX_TIME_MS);
      return (await find({ _id: number })).at(0);
    },

    byNumber: async (number: string): Promise<Certificate | undefined> => (await find({ _id: number })).at(0),

    /** Those of a training, revoked ones too. */
    of: (training: number): Promise<Certificate[]> => find({ training }),

    /** What was issued in place of one, revoked or not. */
    inPlaceOf: async ({ _id, training, person }: Certificate): Promise<Certificate | undefined> =>
      (await find({ training, person, replaces: _id })).at(0),

    /** Whether whoever it was issued to has one of its training that counts. */
    hasValid: async ({ training, person }: Certificate): Promise<boolean> =>
      (await find({ training, person, ...VALID })).length > 0,

    /** Those of one person that count, in one year or all. */
    ofPerson: (person: PersonId, year?: number): Promise<Certificate[]> =>
      find({ person, ...VALID, ...(year !== undefined && { year }) }),

    /** Whoever finished a programme, as far as it counts, in a training that ended on this day or later. */
    finishedSince: async (programme: string, since: Day): Promise<Set<PersonId>> =>
      new Set(await model.distinct('person', { programme, to: { $gte: since }, ...VALID }, { maxTimeMS: MAX_TIME_MS })),

    /** All of a year that count, one by one: a county may have more of them than memory should hold. */
    ofYear: (year: number): AsyncIterable<Certificate> =>
      model
        .find({ year, ...VALID })
        .sort({ _id: 1 })
        .lean<Certificate>()
        .cursor(),

    /** The number with its check, as it stands in a link. */
    refOf: async ({ _id }: Pick<Certificate, '_id'>): Promise<string> => `${_id}-${await checkOf(_id)}`,

    /** The certificate of a link, revoked or not; undefined for a link that was not made here. */
    byRef: async (ref: string): Promise<Certificate | undefined> => {
      const [, number, check] = REF.exec(ref) ?? [];
      if (!number || !check) return undefined;
      if (!timingSafeEqual(Buffer.from(await checkOf(number)), Buffer.from(check))) return undefined;
      return (await find({ _id: number })).at(0);
    },
  };
}

const pad = (number: number, digits: number): string => String(number).padStart(digits, '0');
