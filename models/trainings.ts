import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Connection, type Model, Schema } from 'mongoose';
import { createBookings, type Wanted } from './booking.js';
import { groupBy } from './group-by.js';
import { groupCommit } from './group-commit.js';
import type { PersonId } from './ids.js';
import { unlessDuplicate } from './insert-new.js';
import { readTogether } from './read-together.js';
import {
  type Answer,
  heldOf,
  isLiving,
  type Session,
  type SignUp,
  spanOf,
  type Training,
  type TrainingHead,
  type Wish,
  waitingOf,
} from './training.js';
import { claimedBy, hasClaim } from './training-claim.js';
import { Sitting } from './training-wish.js';

const MAX_TIME_MS = 10_000;
const MOST = 500;
const HEAD = { signUps: 0 };
/** Those that were held, or will be. */
const HELD: Training['state'][] = ['open', 'closed'];
/** A claim that no sign-up stands behind is left over from a process that died, once it is older than a lease. */
const LEFT_OVER_MS = 60_000;
/** How long, and how often, one waits for a claim of another training to be decided: a write takes milliseconds. */
const LOOK_AGAIN_MS = 20;
const LOOKS = 100;

const schema = new Schema<Training>(
  {
    _id: { type: Number, required: true },
    programme: { type: String, required: true },
    title: { type: String, required: true },
    sessions: { type: [Schema.Types.Mixed], required: true } as never,
    place: { type: String, required: true },
    host: { type: String, required: true },
    audience: { type: Schema.Types.Mixed, required: true } as never,
    also: [String],
    except: [String],
    places: { type: Number, required: true },
    perSchool: Number,
    approval: { type: Boolean, required: true },
    closesAt: { type: Date, required: true },
    state: { type: String, required: true },
    signUps: { type: [Schema.Types.Mixed], required: true } as never,
    held: { type: Number, required: true },
    waits: { type: Number, required: true },
    posts: { type: [Schema.Types.Mixed], required: true } as never,
    postedAt: Date,
    notice: Schema.Types.Mixed,
    seq: { type: Number, required: true },
    revision: { type: Number, required: true },
    event: { type: String, required: true },
    begins: { type: Date, required: true },
    ends: { type: Date, required: true },
  } satisfies Record<keyof Training, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, minimize: false, collection: 'trainings' },
);
schema.index({ event: 1 }, { unique: true });
schema.index({ ends: 1 });
schema.index({ programme: 1, ends: 1 });

interface Asked {
  training: number;
  wish: Wish;
  /** The sessions somebody's time was claimed for. */
  claimed?: Session[];
}

const isMove = ({ wish }: Asked): boolean => wish.kind === 'change' && wish.change.sessions !== undefined;
/** The time was changed between the claim and the write. */
const isElsewhen = ({ claimed }: Asked, { sessions }: Training): boolean =>
  claimed !== undefined && !isDeepStrictEqual(claimed, sessions);

/** What a training is made of. */
export type NewTraining = Omit<
  Training,
  | '_id'
  | 'state'
  | 'signUps'
  | 'held'
  | 'waits'
  | 'posts'
  | 'postedAt'
  | 'notice'
  | 'seq'
  | 'revision'
  | 'begins'
  | 'ends'
>;

export type Trainings = ReturnType<typeof createTrainings>;

/**
 * Trainings and who has signed up. Every wish is worked on the training's one document and written over the revision
 * it was read from; wishes of one moment share a write. So however many ask at once, in however many processes, each
 * answer is what was written.
 */
export function createTrainings(db: Connection) {
  const model: Model<Training> = db.models['Training'] ?? db.model<Training>('Training', schema);
  const bookings = createBookings(db);
  const byNo = async (no: number): Promise<Training | undefined> =>
    (await model.findById(no).maxTimeMS(MAX_TIME_MS).lean<Training>()) ?? undefined;

  /** Works wishes on one training until nobody else has written in between. */
  const sit = async (no: number, asked: Asked[]): Promise<Answer[]> => {
    for (;;) {
      const training = await byNo(no);
      if (!training) throw new Error(`there is no training ${no}`);
      const { revision } = training;
      const sitting = new Sitting(training);
      const answers = asked.map(({ wish }) => sitting.work(wish));
      if (sitting.changed) {
        const held = heldOf(training).length;
        const { _id, ...rest } = { ...training, held, waits: waitingOf(training).length, revision: revision + 1 };
        const { matchedCount } = await model.replaceOne({ _id, revision }, rest).maxTimeMS(MAX_TIME_MS);
        if (matchedCount === 0) continue;
      }
      await bookings.release(no, sitting.ended);
      const moved = asked.find((each) => isMove(each) || isElsewhen(each, training));
      if (moved) await bookings.move(training, moved.wish.now);
      return answers;
    }
  };

  const commit = groupCommit(async (all: Asked[]): Promise<Answer[]> => {
    const answers = new Map<Asked, Answer>();
    await Promise.all(
      [...groupBy(all, ({ training }) => training)].map(async ([no, asked]) => {
        const given = await sit(no, asked);
        for (const [index, each] of asked.entries()) answers.set(each, given[index] ?? { is: 'done' });
      }),
    );
    return all.map((each) => answers.get(each) ?? { is: 'done' });
  });
  const work = async (asked: Asked): Promise<Answer> => (await commit([asked]))[0] ?? { is: 'done' };

  /** The training that has this person's time, if one has; otherwise it is claimed. */
  const claim = async (wanted: Wanted): Promise<number | undefined> => {
    for (let looks = 0; looks < LOOKS; looks++) {
      if (await bookings.claim(wanted)) return undefined;
      const slot = await bookings.inTheWay(wanted);
      if (!slot) continue;
      const other = await byNo(slot.training);
      if (other && hasClaim(other, wanted.person, slot.claim)) return slot.training;
      if (wanted.now.getTime() - slot.madeAt.getTime() > LEFT_OVER_MS)
        await bookings.release(slot.training, [{ person: wanted.person, claim: slot.claim }]);
      // Somebody else is about to write whether it is theirs.
      else await setTimeout(LOOK_AGAIN_MS);
    }
    throw new Error('a claim on the same time is not decided: try again later');
  };

  const heads = readTogether<number, TrainingHead>(
    (numbers) =>
      model
        .find({ _id: { $in: numbers } }, HEAD)
        .maxTimeMS(MAX_TIME_MS)
        .lean<TrainingHead[]>()
        .exec(),
    ({ _id }) => _id,
  );

  return {
    byNo,

    /** A training without the people in it. */
    headOf: async (no: number): Promise<TrainingHead | undefined> => (await heads([no]))[0],

    /** Those that are not over, without the people in them, the one that begins first first. */
    headsToCome: (now: Date): Promise<TrainingHead[]> =>
      model
        .find({ ends: { $gt: now } }, HEAD)
        .sort({ begins: 1, _id: 1 })
        .limit(MOST)
        .maxTimeMS(MAX_TIME_MS)
        .lean<TrainingHead[]>()
        .exec(),

    /** The sign-ups of somebody in trainings that are not over, as far as they have a place or may get one, by the training's number. */
    ownSignUps: async (person: PersonId, now: Date): Promise<Map<number, SignUp>> => {
      const found = await model
        .find({ ends: { $gt: now }, 'signUps.person': person }, { signUps: { $elemMatch: { person } } })
        .limit(MOST)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Pick<Training, '_id' | 'signUps'>[]>();
      return new Map(found.flatMap(({ _id, signUps }) => signUps.filter(isLiving).map((each) => [_id, each])));
    },

    /** The last training of a programme that was held or published, to be copied. */
    lastOf: async (programme: string): Promise<TrainingHead | undefined> =>
      (await model
        .findOne({ programme, state: { $in: HELD } }, HEAD)
        .sort({ ends: -1 })
        .maxTimeMS(MAX_TIME_MS)
        .lean<TrainingHead>()) ?? undefined,

    /** Who held a place in a training of a programme that ended within a span; of some people, or of all. */
    trained: async (programme: string, since: Date, now: Date, people?: PersonId[]): Promise<Set<PersonId>> => {
      const wanted = { programme, ends: { $gte: since, $lte: now }, state: { $in: HELD } };
      const found = await model
        .find({ ...wanted, ...(people && { 'signUps.person': { $in: people } }) }, { signUps: 1 })
        .maxTimeMS(MAX_TIME_MS)
        .lean<Pick<Training, 'signUps'>[]>();
      return new Set(
        found.flatMap(({ signUps }) => signUps.flatMap(({ person, state }) => (state === 'in' ? [person] : []))),
      );
    },

    /** Makes a draft under the next number. The same event again answers what it made. */
    draft: async (what: NewTraining): Promise<Training> => {
      for (;;) {
        const done = await model.findOne({ event: what.event }).maxTimeMS(MAX_TIME_MS).lean<Training>();
        if (done) return done;
        const last = await model.findOne({}, { _id: 1 }).sort({ _id: -1 }).maxTimeMS(MAX_TIME_MS).lean<Training>();
        const training: Training = {
          _id: (last?._id ?? 0) + 1,
          ...what,
          state: 'draft',
          signUps: [],
          held: 0,
          waits: 0,
          posts: [],
          seq: 0,
          revision: 0,
          ...spanOf(what.sessions),
        };
        const written = await model
          .updateOne({ _id: training._id }, { $setOnInsert: training }, { upsert: true })
          .maxTimeMS(MAX_TIME_MS)
          .catch(unlessDuplicate);
        if (written?.upsertedCount === 1) return training;
      }
    },

    /** Those that are not over, the one that begins first first. */
    toCome: (now: Date): Promise<Training[]> =>
      model
        .find({ ends: { $gt: now } })
        .sort({ begins: 1, _id: 1 })
        .limit(MOST)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Training[]>()
        .exec(),

    /** Those held between two instants. */
    heldBetween: (from: Date, to: Date): Promise<Training[]> =>
      model
        .find({ begins: { $lte: to }, ends: { $gte: from }, state: { $in: ['open', 'closed'] } })
        .sort({ begins: 1, _id: 1 })
        .limit(MOST)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Training[]>()
        .exec(),

    /** Works a wish and answers what came of it, as it is written. */
    wish: async (training: Pick<Training, '_id' | 'sessions'>, wish: Wish): Promise<Answer> => {
      const person = claimedBy(wish);
      const { _id, sessions } = training;
      if (!person) return work({ training: _id, wish });
      const other = await claim({ person, training: _id, sessions, claim: wish.event, now: wish.now });
      return other === undefined ? work({ training: _id, wish, claimed: sessions }) : { is: 'busy', with: other };
    },

    /** Who has signed up for a training and has another at the same time, since one of them was moved: its number. */
    clashes: ({ _id, sessions, signUps }: Training): Promise<Map<PersonId, number>> => {
      const people = signUps.filter(isLiving).map(({ person }) => person);
      return bookings.others(people, _id, sessions);
    },
  };
}
