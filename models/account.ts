import { type Connection, type Model, Schema } from 'mongoose';
import { groupBy } from './group-by.js';
import { groupCommit } from './group-commit.js';
import type { PersonId, Platform } from './ids.js';
import { insertNew } from './insert-new.js';
import { personModel } from './person.js';
import { readTogether } from './read-together.js';

/** How it became known that an account is a person's. */
type How = 'mobile' | 'code' | 'handle' | 'demo';

/** An account on a chat platform and the one person it belongs to. A person may have several. */
export interface Account {
  /** `platform:account` */
  _id: string;
  platform: Platform;
  account: string;
  person: PersonId;
  boundAt: Date;
  how: How;
  lastSeenAt?: Date;
  /** What else the platform calls it, that stays when its id changes with a login. */
  handle?: string;
}

/** Whom the account belonged to before. */
interface Past {
  person: PersonId;
  how: How;
  boundAt: Date;
  until: Date;
}

interface Stored extends Account {
  history: Past[];
  /** Since then it is nobody's: its person, or an operator, said that it is no longer used. */
  endedAt?: Date;
}

export interface Binding {
  platform: Platform;
  account: string;
  person: PersonId;
  how: How;
  now: Date;
}

/** `moved`: it was somebody else's until now. `taken`: it is somebody else's and stays so; only a code moves it. */
export type Bound = { kind: 'bound' | 'already' } | { kind: 'moved' | 'taken'; person: PersonId };

const MAX_TIME_MS = 10_000;
/** A message every few seconds need not be a write every few seconds; which account was used last stays clear. */
const SEEN_STEP_MS = 10 * 60_000;
const MOST_PAST = 20;
/** How many people one call of `unboundWithMobile` looks at, so that no call reads a province. */
const SCAN = 2_000;

const schema = new Schema<Stored>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    account: { type: String, required: true },
    person: { type: String, required: true },
    boundAt: { type: Date, required: true },
    how: { type: String, required: true },
    lastSeenAt: Date,
    handle: String,
    endedAt: Date,
    history: [
      new Schema<Past>(
        { person: String, how: String, boundAt: Date, until: Date } satisfies Record<keyof Past, unknown>,
        { _id: false, strict: 'throw' },
      ),
    ],
  } satisfies Record<keyof Stored, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'accounts' },
);
schema.index({ person: 1, platform: 1 });
schema.index({ handle: 1 }, { sparse: true });

const NO_HISTORY = { history: 0 };
/** Accounts in use. */
const LIVING = { endedAt: { $exists: false } };

export const accountId = (platform: Platform, account: string): string => `${platform}:${account}`;

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts(db: Connection) {
  const model: Model<Stored> = db.models['Account'] ?? db.model<Stored>('Account', schema);
  const ofPeople = readTogether<PersonId, Account>(
    (ids) =>
      model
        .find({ person: { $in: ids }, ...LIVING }, NO_HISTORY)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Account[]>()
        .exec(),
    ({ person }) => person,
  );

  const living = (platform: Platform, account: string): Promise<Account | null> =>
    model
      .findOne({ _id: accountId(platform, account), ...LIVING }, NO_HISTORY)
      .maxTimeMS(MAX_TIME_MS)
      .lean<Account>()
      .exec();

  return {
    /** Whose account this is, on the roster or not any more. */
    personOf: async (platform: Platform, account: string): Promise<PersonId | undefined> =>
      (await living(platform, account))?.person,

    /** Whose account this is; and notes that it was used, to within ten minutes. */
    usedBy: async (platform: Platform, account: string, now: Date, handle?: string): Promise<PersonId | undefined> => {
      const known = await living(platform, account);
      if (known && isNews(known, now, handle))
        await model
          .updateOne({ _id: known._id, ...LIVING }, { $set: { lastSeenAt: now, ...(handle && { handle }) } })
          .maxTimeMS(MAX_TIME_MS);
      return known?.person;
    },

    /** Whose these accounts are; those nobody is known by are left out. */
    ownersOf: async (platform: Platform, accounts: readonly string[]): Promise<Map<string, PersonId>> => {
      const found = await model
        .find({ _id: { $in: accounts.map((each) => accountId(platform, each)) }, ...LIVING }, { account: 1, person: 1 })
        .maxTimeMS(MAX_TIME_MS)
        .lean<Pick<Account, 'account' | 'person'>[]>()
        .exec();
      return new Map(found.map(({ account, person }) => [account, person]));
    },

    /** The accounts of these people, the one used last first; who has none is not in the map. */
    ofPeople: async (ids: readonly PersonId[]): Promise<Map<PersonId, Account[]>> => {
      const byPerson = groupBy(await ofPeople(ids), ({ person }) => person);
      for (const several of byPerson.values()) several.sort(latestFirst);
      return byPerson;
    },

    /** Which of these people have an account, on whichever platform. */
    bound: async (ids: readonly PersonId[]): Promise<Set<PersonId>> => {
      if (ids.length === 0) return new Set();
      const bound = { person: { $in: ids }, ...LIVING };
      return new Set(await model.distinct('person', bound).maxTimeMS(MAX_TIME_MS).exec());
    },

    /** How many people have an account, on whichever platform. */
    countPeople: async (): Promise<number> => {
      const [counted] = await model
        .aggregate<{ n: number }>([{ $match: LIVING }, { $group: { _id: '$person' } }, { $count: 'n' }])
        .option({ maxTimeMS: MAX_TIME_MS })
        .exec();
      return counted?.n ?? 0;
    },

    bind: createBind(db, model),

    ...createEnding(model),

    unboundWithMobile: unboundWithMobile(db, model),
  };
}

const isNews = ({ lastSeenAt, handle: known }: Account, now: Date, handle?: string): boolean =>
  lastSeenAt === undefined ||
  lastSeenAt.getTime() <= now.getTime() - SEEN_STEP_MS ||
  (handle !== undefined && handle !== known);

/** Ends accounts that are no longer used. */
function createEnding(model: Model<Stored>) {
  return {
    /** Ends one account; false where nobody was known by it. Only a code brings it back. */
    end: async (platform: Platform, account: string, now: Date): Promise<boolean> => {
      const ended = { $set: { endedAt: now } };
      const _id = accountId(platform, account);
      return (await model.updateOne({ _id, ...LIVING }, ended).maxTimeMS(MAX_TIME_MS)).modifiedCount === 1;
    },

    /** Ends every other account of a person on a platform, or those with a handle; answers how many. */
    endOthers: async (
      { person, platform, account, handle }: Pick<Account, 'person' | 'platform' | 'account' | 'handle'>,
      now: Date,
    ): Promise<number> => {
      const others = {
        person,
        platform,
        _id: { $ne: accountId(platform, account) },
        ...(handle && { handle }),
        ...LIVING,
      };
      return (await model.updateMany(others, { $set: { endedAt: now } }).maxTimeMS(MAX_TIME_MS)).modifiedCount;
    },

    /** Who had an account with this handle on a platform; undefined for nobody, and for more than one. */
    knownBy: async (platform: Platform, handle: string): Promise<PersonId | undefined> => {
      const people = await model
        .distinct('person', { handle, platform, ...LIVING })
        .maxTimeMS(MAX_TIME_MS)
        .exec();
      return people.length === 1 ? people[0] : undefined;
    },
  };
}

/** Binds an account to a person. Bound once, only a code given to the other person moves it; so with one that has ended. */
function createBind(db: Connection, model: Model<Stored>): (binding: Binding) => Promise<Bound> {
  /** Answers, one an account, whether it is new: after an import a county's are bound side by side. */
  const insert = groupCommit(async (batch: Stored[]): Promise<boolean[]> => {
    const there = await insertNew(db.collection<Stored>('accounts'), batch);
    return batch.map((_, i) => !there.has(i));
  });
  const known = readTogether<string, Omit<Stored, 'history'>>(
    (ids) =>
      model
        .find({ _id: { $in: ids } }, NO_HISTORY)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Stored[]>()
        .exec(),
    ({ _id }) => _id,
  );

  /** Gives the account to somebody else, unless it changed hands since `before` was read. */
  const move = async (before: Account, { person, how, now }: Binding): Promise<boolean> => {
    const past: Past = { person: before.person, how: before.how, boundAt: before.boundAt, until: now };
    const { modifiedCount } = await model
      .updateOne(
        { _id: before._id, person: before.person, boundAt: before.boundAt },
        {
          $set: { person, how, boundAt: now },
          $unset: { endedAt: '', handle: '' },
          $push: { history: { $each: [past], $slice: -MOST_PAST } },
        },
      )
      .maxTimeMS(MAX_TIME_MS);
    return modifiedCount === 1;
  };

  return async (binding) => {
    const { platform, account, person, how, now } = binding;
    const _id = accountId(platform, account);
    for (;;) {
      const [before] = await known([_id]);
      const isTheirs = before?.person === person;
      if (isTheirs && !before.endedAt) return { kind: 'already' };
      if (before && how !== 'code') return { kind: 'taken', person: before.person };
      if (before && (await move(before, binding))) {
        return before.endedAt ? { kind: 'bound' } : { kind: 'moved', person: before.person };
      }
      const fresh = { _id, platform, account, person, boundAt: now, how, history: [] };
      if (!before && (await insert([fresh]))[0]) return { kind: 'bound' };
    }
  };
}

/**
 * People of today with a mobile number and no account on a platform yet, in the order of their numbers. One call
 * looks at a bounded stretch of the roster: go on with `after: next` until there is no `next`.
 */
const unboundWithMobile =
  (db: Connection, model: Model<Stored>) =>
  async (
    platform: Platform,
    limit: number,
    after?: PersonId,
  ): Promise<{ people: { person: PersonId; mobile: string }[]; next?: PersonId }> => {
    const stretch = await personModel(db)
      .find(
        { ...(after && { _id: { $gt: after } }), mobile: { $exists: true }, endedOn: { $exists: false } },
        { mobile: 1 },
      )
      .sort({ _id: 1 })
      .limit(SCAN)
      .maxTimeMS(MAX_TIME_MS)
      .lean<{ _id: PersonId; mobile: string }[]>()
      .exec();
    const bound = new Set(
      await model
        .distinct('person', { platform, ...LIVING, person: { $in: stretch.map(({ _id }) => _id) } })
        .maxTimeMS(MAX_TIME_MS)
        .exec(),
    );
    const unbound = stretch.filter(({ _id }) => !bound.has(_id)).map(({ _id, mobile }) => ({ person: _id, mobile }));
    const page = unbound.slice(0, limit);
    const next =
      unbound.length > limit ? page.at(-1)?.person : stretch.length === SCAN ? stretch.at(-1)?._id : undefined;
    return { people: page, ...(next && { next }) };
  };

const lastUse = (account: Account): number => (account.lastSeenAt ?? account.boundAt).getTime();
const latestFirst = (a: Account, b: Account): number => lastUse(b) - lastUse(a) || a._id.localeCompare(b._id);
