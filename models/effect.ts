import { type Connection, type Model, Schema } from 'mongoose';
import { groupBy } from './group-by.js';
import type { Heard } from './heard.js';
import type { Day } from './ids.js';
import { LOOK_BACK } from './nag.js';
import type { OwnerKey } from './owner.js';
import type { ReminderProfile, ReminderStep } from './reminder.js';
import { HANDED_IN, OWING, type Roll } from './roll.js';

/**
 * 催交效果: what a step of a profile came to on a day, in entries of the ledger: how many were still missing when it
 * fell due, of how many somebody was reminded, how many of these were in within a day. Counts, no persons.
 */
export interface Effect {
  /** `day|profile|step` */
  _id: string;
  day: Day;
  profile: string;
  step: string;
  missing: number;
  nagged: number;
  handedIn: number;
}

export type Counts = Pick<Effect, 'missing' | 'nagged' | 'handedIn'>;

const MAX_TIME_MS = 10_000;
/** Two school years. */
const MOST = 50_000;
const WITHIN_MS = 24 * 3600 * 1000;

const schema = new Schema<Effect>(
  {
    _id: { type: String, required: true },
    day: { type: String, required: true },
    profile: { type: String, required: true },
    step: { type: String, required: true },
    missing: { type: Number, required: true },
    nagged: { type: Number, required: true },
    handedIn: { type: Number, required: true },
  } satisfies Record<keyof Effect, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'effects' },
);
schema.index({ day: 1 });

export const addCounts = (a: Counts, b: Counts): Counts => ({
  missing: a.missing + b.missing,
  nagged: a.nagged + b.nagged,
  handedIn: a.handedIn + b.handedIn,
});

const NONE: Counts = { missing: 0, nagged: 0, handedIn: 0 };

/** Several days' added up, by profile and step in their order; the step is undefined for the look back on Mondays. */
export function addedUp(
  all: readonly Effect[],
  profiles: readonly ReminderProfile[],
): { profile: string; step: ReminderStep | undefined; counts: Counts }[] {
  const byStep = groupBy(all, ({ profile, step }) => `${profile}|${step}`);
  return profiles.flatMap(({ key, name, steps }) =>
    [...steps, undefined].flatMap((step) => {
      const same = byStep.get(`${key}|${step?.key ?? LOOK_BACK}`);
      return same ? [{ profile: name, step, counts: same.reduce<Counts>(addCounts, NONE) }] : [];
    }),
  );
}

/** What a step that fell due at an instant came to on a page, as the page stands a day later or more. */
export function countsOn({ entries }: Pick<Roll, 'entries'>, step: string, fellDueAt: Date, heard: Heard[]): Counts {
  const told = new Map<OwnerKey, Date>();
  for (const { owners, told: byDay } of heard) {
    const at = Object.values(byDay).find((each) => each.step === step)?.at;
    if (at) for (const owner of owners) told.set(owner, at);
  }
  const isIn = (status: Roll['entries'][number]['status']): boolean =>
    HANDED_IN.includes(status) || status === 'claimed';
  const missing = entries.filter(
    ({ status, at, owner }) => OWING.includes(status) || told.has(owner) || (isIn(status) && at && at > fellDueAt),
  );
  const nagged = missing.filter(({ owner }) => told.has(owner));
  const handedIn = nagged.filter(({ owner, at, status }) => {
    const since = told.get(owner);
    return since && at && isIn(status) && at.getTime() - since.getTime() <= WITHIN_MS;
  });
  return { missing: missing.length, nagged: nagged.length, handedIn: handedIn.length };
}

export type Effects = ReturnType<typeof createEffects>;

export function createEffects(db: Connection) {
  const model: Model<Effect> = db.models['Effect'] ?? db.model<Effect>('Effect', schema);
  return {
    /** Keeps a day's; worked out once more they are as they are then. */
    keep: async (effects: Omit<Effect, '_id'>[]): Promise<void> => {
      if (effects.length === 0) return;
      await model.bulkWrite(
        effects.map((each) => {
          const _id = `${each.day}|${each.profile}|${each.step}`;
          return { replaceOne: { filter: { _id }, replacement: { _id, ...each }, upsert: true } };
        }),
        { ordered: false },
      );
    },

    /** Those of the days from one to another. */
    between: (from: Day, to: Day): Promise<Effect[]> =>
      model
        .find({ day: { $gte: from, $lte: to } })
        .sort({ day: 1, _id: 1 })
        .limit(MOST)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Effect[]>()
        .exec(),
  };
}
