import { createHmac, randomInt } from 'node:crypto';
import { type Connection, type Model, mongo, Schema } from 'mongoose';
import { accountId, createAccounts } from './account.js';
import { createGuessLimit, type Limit } from './guess-limit.js';
import type { PersonId, Platform } from './ids.js';
import { createPeople } from './person.js';
import { secretOf } from './secret.js';

/** No 0 O 1 I L U: read aloud, printed and copied by hand they are taken for one another. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 30^8 is 6.6 × 10^11: at 100 guesses an hour against 20,000 open codes a hit takes some 37 years on average. */
const LENGTH = 8;
const DAY_MS = 24 * 3600 * 1000;
/** Two weeks: long enough for a school to hand the slips out, short enough that a lost list is soon worth nothing. */
export const CODE_LIFE_MS = 14 * DAY_MS;
/** Five slips of the finger are enough for anybody copying eight characters. */
export const WRONG_PER_ACCOUNT: Limit = { most: 5, withinMs: 3600 * 1000 };
/** Against many accounts guessing together; a county binding in one afternoon makes far fewer mistakes. */
export const WRONG_PER_PLATFORM: Limit = { most: 100, withinMs: 3600 * 1000 };
/** Older codes are still told apart from wrong ones. */
const OLDER_KEPT = 5;
const MAX_TIME_MS = 10_000;
const DUPLICATE = 11000;

/** A person's latest code. Only keyed hashes are kept. */
interface BindCode {
  _id: PersonId;
  hash: string;
  issuedAt: Date;
  expiresAt: Date;
  /** Hashes of codes this one took the place of. */
  older: string[];
  /** The account that used it, and when that account was bound. */
  usedBy?: string;
  usedAt?: Date;
  settledAt?: Date;
}

export interface Redeeming {
  platform: Platform;
  account: string;
  code: string;
  now: Date;
}

type Known = { kind: 'bound'; person: PersonId } | { kind: 'expired' };
export type Redeemed = Known | { kind: 'wrong'; left: number } | { kind: 'wait'; until: Date };

const schema = new Schema<BindCode>(
  {
    _id: { type: String, required: true },
    hash: { type: String, required: true },
    issuedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    older: [String],
    usedBy: String,
    usedAt: Date,
    settledAt: Date,
  } satisfies Record<keyof BindCode, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'bindCodes' },
);
schema.index({ hash: 1 }, { unique: true });
schema.index({ older: 1 });

export type BindCodes = ReturnType<typeof createBindCodes>;

export const createBindCodes = (db: Connection) => ({ ...createIssuing(db), ...createRedeeming(db) });

const modelOf = (db: Connection): Model<BindCode> => db.models['BindCode'] ?? db.model<BindCode>('BindCode', schema);

function createIssuing(db: Connection) {
  /** Writes new codes; answers the people whose code somebody else has by chance, and who need another. */
  const write = async (codes: Map<PersonId, string>, now: Date): Promise<PersonId[]> => {
    const hash = await hasher(db);
    const rows = [...codes].map(([person, code]) => ({ person, hash: hash(code) }));
    try {
      await db.collection<BindCode>('bindCodes').bulkWrite(
        rows.map((row) => replaceCode(row.person, row.hash, now)),
        { ordered: false },
      );
      return [];
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
      const failures = [error.writeErrors].flat();
      if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE)) throw error;
      return failures.flatMap(({ index }) => rows[index]?.person ?? []);
    }
  };

  return {
    /** New codes for people of the roster. Whatever code they had before is worth nothing from now on. */
    issue: async (ids: readonly PersonId[], now: Date): Promise<{ person: PersonId; code: string }[]> => {
      const codes = new Map<PersonId, string>();
      let without = [...new Set(ids)];
      while (without.length > 0) {
        const fresh = new Map(without.map((person) => [person, newCode()]));
        for (const [person, code] of fresh) codes.set(person, code);
        without = await write(fresh, now);
      }
      return [...codes].map(([person, code]) => ({ person, code: shown(code) }));
    },
  };
}

function createRedeeming(db: Connection) {
  const model = modelOf(db);
  const accounts = createAccounts(db);
  const people = createPeople(db);
  const limit = createGuessLimit(db);

  /** Takes the code for this account, once; again for the same account as long as it was not settled. */
  const claim = (hash: string, who: string, now: Date): Promise<BindCode | null> =>
    model
      .findOneAndUpdate(
        {
          hash,
          $or: [
            { usedBy: { $exists: false }, expiresAt: { $gt: now } },
            { usedBy: who, settledAt: { $exists: false } },
          ],
        },
        { $set: { usedBy: who, usedAt: now } },
        { returnDocument: 'after' },
      )
      .maxTimeMS(MAX_TIME_MS)
      .lean<BindCode>()
      .exec();

  const settle = async (person: PersonId, { platform, account, now }: Redeeming): Promise<Known> => {
    const holder = await people.byId(person);
    if (!holder || holder.endedOn) return { kind: 'expired' };
    await accounts.bind({ platform, account, person, how: 'code', now });
    await model
      .updateOne({ _id: person, usedBy: accountId(platform, account) }, { $set: { settledAt: now } })
      .maxTimeMS(MAX_TIME_MS);
    return { kind: 'bound', person };
  };

  /** What a code is that could not be taken: one that was good once, the account's own, or nobody's. */
  const recognise = async (hash: string, { platform, account }: Redeeming): Promise<Known | undefined> => {
    const code = await model
      .findOne({ $or: [{ hash }, { older: hash }] })
      .maxTimeMS(MAX_TIME_MS)
      .lean<BindCode>()
      .exec();
    if (!code) return undefined;
    const own = code.hash === hash && code.usedBy === accountId(platform, account);
    if (own && (await accounts.personOf(platform, account)) === code._id) return { kind: 'bound', person: code._id };
    return { kind: 'expired' };
  };

  const tryCode = async (redeeming: Redeeming): Promise<Known | undefined> => {
    const hash = (await hasher(db))(typed(redeeming.code));
    const claimed = await claim(hash, accountId(redeeming.platform, redeeming.account), redeeming.now);
    return claimed ? settle(claimed._id, redeeming) : recognise(hash, redeeming);
  };

  return {
    /**
     * Binds an account to the person a code was given to. The same account with the same code once more is bound as
     * before. Every call takes a try first and looks the keyed hash up, right or wrong; good codes give the try back.
     */
    redeem: async (redeeming: Redeeming): Promise<Redeemed> => {
      const { platform, account, now } = redeeming;
      const who = accountId(platform, account);
      const own = await limit.take(`account:${who}`, now, WRONG_PER_ACCOUNT);
      if (own.kind === 'refused') return { kind: 'wait', until: own.until };
      const shared = await limit.take(`platform:${platform}`, now, WRONG_PER_PLATFORM);
      if (shared.kind === 'refused') {
        await limit.giveBack(`account:${who}`, own.token);
        return { kind: 'wait', until: shared.until };
      }
      const known = await tryCode(redeeming);
      if (!known) return { kind: 'wrong', left: own.left };
      await limit.giveBack(`platform:${platform}`, shared.token);
      await limit.giveBack(`account:${who}`, own.token);
      return known;
    },
  };
}

/** The hash of this database: a list of hashes worked out elsewhere is of no use here. */
async function hasher(db: Connection): Promise<(code: string) => string> {
  const key = await secretOf(db, 'bind-code');
  return (code) => createHmac('sha256', key).update(code).digest('base64url');
}

const newCode = (): string => Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

const shown = (code: string): string => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

/** A code as typed: full-width or half-width, any case, with any spaces and hyphens. */
const typed = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_−]/gu, '');

/** One write that puts a new code in the place of the old and remembers the old one's hash. */
const replaceCode = (person: PersonId, hash: string, now: Date): mongo.AnyBulkWriteOperation<BindCode> => {
  const before = { $cond: [{ $eq: [{ $type: '$hash' }, 'string'] }, ['$hash'], []] };
  const older = { $slice: [{ $concatArrays: [before, { $ifNull: ['$older', []] }] }, OLDER_KEPT] };
  const code = { _id: '$_id', hash, issuedAt: now, expiresAt: new Date(now.getTime() + CODE_LIFE_MS), older };
  return { updateOne: { filter: { _id: person }, update: [{ $replaceWith: code }], upsert: true } };
};
