import { type Connection, type Model, Schema } from 'mongoose';
import type { Duty } from './duty.js';
import type { Day, DutyKey, PersonId, SchoolCode } from './ids.js';
import type { OwnerKey } from './owner.js';
import { isPersonal } from './owners.js';
import { readTogether } from './read-together.js';
import { recordNo } from './record-no.js';
import { createRolls, HANDED_IN, OWING, type Roll, type RollEntry } from './roll.js';

/** What somebody says to a reminder: that it is in already, or that it is not theirs to hand in. */
export type Claim = 'handed-in' | 'not-mine';

/** `granted`: it need not be handed in; `kept`: it is owed as before; `passed`: it is another's; `moot`: it had come in meanwhile. */
export type Verdict = 'granted' | 'kept' | 'passed' | 'moot';

/** Whether a duty can be another's: what a school or group owes, and a task. What each owes for themselves cannot. */
export const canPass = (duty: Duty): boolean => duty.owner.kind === 'assignee' || !isPersonal(duty);

/** `event`: key of the event that decided; `to`: whose it is now. */
export interface Decision {
  verdict: Verdict;
  by: PersonId;
  at: Date;
  event: string;
  words: string;
  to?: PersonId;
}

/**
 * Somebody says that a page of the ledger is wrong about them, and somebody else decides. While it is open nobody is
 * reminded of what it is about. There is one for a page and person, for good: it is its own record of who said what
 * and who decided; whoever decided may decide otherwise.
 */
export interface Case {
  /** `roll|person` */
  _id: string;
  /** The number people call it by. */
  no: string;
  roll: string;
  duty: DutyKey;
  school: SchoolCode;
  person: PersonId;
  owners: OwnerKey[];
  claim: Claim;
  /** What else they said. */
  words: string;
  /** Key of the event that opened it. */
  event: string;
  openedAt: Date;
  /** Who is asked to decide. */
  decider: PersonId;
  /** Undecided on this day, somebody above is asked instead; absent once that has been done. */
  risesOn?: Day;
  decided?: Decision;
  /** How it was decided before, by whoever then decided otherwise, the oldest first. */
  earlier?: Decision[];
}

const MAX_TIME_MS = 10_000;
const MOST = 1_000;

const schema = new Schema<Case>(
  {
    _id: { type: String, required: true },
    no: { type: String, required: true },
    roll: { type: String, required: true },
    duty: { type: String, required: true },
    school: { type: String, required: true },
    person: { type: String, required: true },
    owners: { type: [String], required: true } as never,
    claim: { type: String, required: true },
    words: { type: String, default: '' },
    event: { type: String, required: true },
    openedAt: { type: Date, required: true },
    decider: { type: String, required: true },
    risesOn: String,
    decided: Schema.Types.Mixed,
    earlier: { type: [Schema.Types.Mixed], default: undefined } as never,
  } satisfies Record<keyof Case, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'cases' },
);
schema.index({ no: 1 });
schema.index({ roll: 1 });
schema.index({ risesOn: 1 }, { sparse: true });
schema.index({ decider: 1, openedAt: 1 });

/** What a case is about, as it stands on its page. */
const entriesOf = ({ roll, owners }: Case, pages: readonly Roll[]): RollEntry[] =>
  pages
    .filter(({ _id }) => _id === roll)
    .flatMap(({ entries }) => entries.filter(({ owner }) => owners.includes(owner)));

const OPEN = { decided: { $exists: false } };

export type Cases = ReturnType<typeof createCases>;

export function createCases(db: Connection) {
  const model: Model<Case> = db.models['Case'] ?? db.model<Case>('Case', schema);
  const read = (filter: object): Promise<Case[]> =>
    model.find(filter).limit(MOST).maxTimeMS(MAX_TIME_MS).lean<Case[]>().exec();
  const rolls = createRolls(db);
  const openOn = readTogether<string, Case>(
    (rolls) => read({ roll: { $in: rolls }, ...OPEN }),
    ({ roll }) => roll,
  );
  const decide = async ({ _id, decided: before }: Case, decided: Decision): Promise<Case | undefined> => {
    const found = before ? { _id, 'decided.event': before.event } : { _id, ...OPEN };
    const change = { $set: { decided }, $unset: { risesOn: 1 }, ...(before && { $push: { earlier: before } }) };
    if (before?.event !== decided.event) await model.updateOne(found, change).maxTimeMS(MAX_TIME_MS);
    return (await read({ _id }))[0];
  };
  /** Those of which something is still owed: of the others there is nothing to decide. */
  const owed = async (all: Case[]): Promise<Case[]> => {
    const pages = all.length > 0 ? await rolls.getMany(all.map(({ roll }) => roll)) : [];
    return all.filter((each) => entriesOf(each, pages).some(({ status }) => OWING.includes(status)));
  };
  return {
    /** Opens a case; where there is one of this page and person already, answers that one as it stands. */
    open: async (what: Omit<Case, '_id' | 'no' | 'decided' | 'earlier'>): Promise<Case> => {
      const _id = `${what.roll}|${what.person}`;
      await model
        .updateOne({ _id }, { $setOnInsert: { ...what, no: recordNo(_id) } }, { upsert: true })
        .maxTimeMS(MAX_TIME_MS);
      return (await read({ _id }))[0] ?? { ...what, _id, no: recordNo(_id) };
    },

    byNo: async (no: string): Promise<Case | undefined> => (await read({ no }))[0],

    /**
     * Decides a case as it was found, open or decided otherwise; answers it as it is then, whoever was first. The same
     * event once more changes nothing.
     */
    decide,

    /** Closes the open ones on these pages of which all is in by now, with the event of whoever handed it in. */
    close: async (ids: string[], { event, at }: Pick<Decision, 'event' | 'at'>): Promise<void> => {
      const open = await openOn(ids);
      const pages = open.length > 0 ? await rolls.getMany(open.map(({ roll }) => roll)) : [];
      const settled = open.filter((each) => {
        const entries = entriesOf(each, pages);
        return entries.length > 0 && entries.every(({ status }) => HANDED_IN.includes(status));
      });
      for (const each of settled) await decide(each, { verdict: 'moot', by: each.decider, at, event, words: '' });
    },

    /** Open ones that somebody is asked to decide, and those this event has decided already, the longest waiting first. */
    waitingFor: (decider: PersonId, event: string): Promise<Case[]> =>
      model
        .find({ decider, $or: [OPEN, { 'decided.event': event }] })
        .sort({ openedAt: 1 })
        .limit(MOST)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Case[]>()
        .exec(),

    /** Those somebody is asked to decide, of which something is still owed, the longest waiting first. */
    openFor: async (decider: PersonId): Promise<Case[]> =>
      owed(
        await model
          .find({ decider, ...OPEN })
          .sort({ openedAt: 1 })
          .limit(MOST)
          .maxTimeMS(MAX_TIME_MS)
          .lean<Case[]>()
          .exec(),
      ),

    /** Those somebody above is to hear of by a day, of which something is still owed. */
    rising: async (day: Day): Promise<Case[]> => owed(await read({ risesOn: { $lte: day }, ...OPEN })),

    /** Asks somebody else to decide, and nobody after them. */
    rise: async ({ _id }: Case, decider: PersonId): Promise<void> => {
      await model.updateOne({ _id, ...OPEN }, { $set: { decider }, $unset: { risesOn: 1 } }).maxTimeMS(MAX_TIME_MS);
    },

    /** The pages without the entries an open case is about: of those nobody is reminded. */
    withoutPending: async (rolls: Roll[]): Promise<Roll[]> => {
      const open = await openOn(rolls.map(({ _id }) => _id));
      const pending = new Set(open.flatMap(({ roll, owners }) => owners.map((owner) => `${roll} ${owner}`)));
      if (pending.size === 0) return rolls;
      return rolls.map((roll) => ({
        ...roll,
        entries: roll.entries.filter(({ owner }) => !pending.has(`${roll._id} ${owner}`)),
      }));
    },
  };
}
