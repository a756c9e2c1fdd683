import { type Connection, type Model, type QueryFilter, Schema } from 'mongoose';
import { earliest, latest } from './day.js';
import type { Post, Right } from './duty.js';
import type { Day, PersonId, SchoolCode } from './ids.js';
import { createLeaves } from './leaves.js';
import { askTogether, readTogether } from './read-together.js';
import type { Wish } from './reminder.js';

/** A span of days at one school, first and last day included; without `to` it goes on. */
export interface Stint {
  school: SchoolCode;
  teaching: boolean;
  from: Day;
  to?: Day;
}

/** 请假, first and last day included. */
export interface Leave {
  id: string;
  from: Day;
  to: Day;
  reason?: string;
  by: PersonId;
  at: Date;
}

/** Somebody of the roster. `school` and `teaching` are today's; what held on another day is in `stints`. */
export interface Person {
  _id: PersonId;
  name: string;
  /** Sort key, see `personKey`. */
  pinyin: string;
  school: SchoolCode;
  teaching: boolean;
  /** Keys of the posts held. */
  posts: string[];
  subjects: string[];
  /** 年级 taught this term, as the roster writes them. */
  grades: string[];
  /** 年级 they are going to teach next term; absent while nobody knows. */
  nextGrades?: string[];
  /** 职称, as the roster writes it. */
  title?: string;
  /** The department of the training school somebody works in. */
  department?: string;
  /** 负责学校: the schools a researcher is in charge of. */
  charge: SchoolCode[];
  mobile?: string;
  /** Oldest first, never overlapping. */
  stints: Stint[];
  leaves: Leave[];
  /** How they want to be reminded, where it is not as usual. */
  wish?: Wish;
  /** The last day on the roster; absent while the person is on it. */
  endedOn?: Day;
}

/** A name as the roster keeps it: 王 伟, spaced out to line up with longer names, is 王伟. */
export const tidyName = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');

/** What the posts somebody holds entitle to, taken together. Who has left has no rights. */
export function rightsOf(person: Pick<Person, 'posts' | 'endedOn'>, posts: readonly Post[]): ReadonlySet<Right> {
  if (person.endedOn) return new Set();
  return new Set(posts.filter(({ key }) => person.posts.includes(key)).flatMap(({ rights }) => rights));
}

const MAX_TIME_MS = 10_000;
/** No school has more, leavers of past years included. */
const MOST_OF_A_SCHOOL = 5_000;

const CURRENT = { endedOn: { $exists: false } };
const BARE = { _id: false, strict: 'throw' } as const;

const stintSchema = new Schema<Stint>(
  {
    school: { type: String, required: true },
    teaching: { type: Boolean, required: true },
    from: { type: String, required: true },
    to: String,
  } satisfies Record<keyof Stint, unknown>,
  BARE,
);

const leaveSchema = new Schema<Leave>(
  {
    id: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    reason: String,
    by: { type: String, required: true },
    at: { type: Date, required: true },
  } satisfies Record<keyof Leave, unknown>,
  { ...BARE, id: false },
);

const schema = new Schema<Person>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    pinyin: { type: String, required: true },
    school: { type: String, required: true },
    teaching: { type: Boolean, required: true },
    posts: [String],
    subjects: [String],
    grades: [String],
    nextGrades: { type: [String], default: undefined },
    title: String,
    department: String,
    charge: [String],
    mobile: String,
    stints: [stintSchema],
    leaves: [leaveSchema],
    wish: Schema.Types.Mixed,
    endedOn: String,
  } satisfies Record<keyof Person, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'people' },
);
schema.index({ school: 1, endedOn: 1 });
schema.index({ 'stints.school': 1 });
schema.index({ posts: 1 });
// Who holds a post is few of a school: without it a province's reminders would read everybody twice.
schema.index({ school: 1, posts: 1 });
schema.index({ name: 1 });
schema.index({ mobile: 1 });
schema.index({ 'wish.since': 1 }, { sparse: true });

/** Somebody as they are stored: who was imported before a column was known lacks what stands in it. */
export type StoredPerson = Omit<Person, 'grades' | 'charge'> & Partial<Pick<Person, 'grades' | 'charge'>>;

export const wholePerson = (stored: StoredPerson): Person => ({
  ...stored,
  grades: stored.grades ?? [],
  charge: stored.charge ?? [],
});

export const personModel = (db: Connection): Model<Person> => db.models['Person'] ?? db.model<Person>('Person', schema);

export type People = ReturnType<typeof createPeople>;

export function createPeople(db: Connection) {
  const model = personModel(db);
  const read = async (filter: QueryFilter<Person>, most: number): Promise<Person[]> => {
    const found = model.find(filter).sort({ pinyin: 1, _id: 1 }).limit(most).batchSize(most).maxTimeMS(MAX_TIME_MS);
    return (await found.lean<StoredPerson[]>().exec()).map(wholePerson);
  };
  const byIds = readTogether<PersonId, Person>(
    (ids) => read({ _id: { $in: ids } }, ids.length),
    ({ _id }) => _id,
  );
  const ofSchools = readTogether<SchoolCode, Person>(
    (schools) => read({ school: { $in: schools }, ...CURRENT }, schools.length * MOST_OF_A_SCHOOL),
    ({ school }) => school,
  );
  const withPosts = readTogether<SchoolCode, Person>(
    // Any text: where there is no post, the index has no entry within these bounds.
    (schools) => read({ school: { $in: schools }, posts: { $gte: '' }, ...CURRENT }, schools.length * MOST_OF_A_SCHOOL),
    ({ school }) => school,
  );
  const everIn = askTogether<Was, Person>((all) => {
    const schools = [...new Set(all.flatMap((asked) => asked.schools))];
    const overlapping = {
      school: { $in: schools },
      from: { $lte: latest(all.map(({ to }) => to)) },
      $or: [{ to: { $exists: false } }, { to: { $gte: earliest(all.map(({ from }) => from)) } }],
    };
    return read({ stints: { $elemMatch: overlapping } }, schools.length * MOST_OF_A_SCHOOL);
  }, wasAt);
  const teachingAt = readTogether<SchoolCode, { _id: SchoolCode; count: number }>(
    (schools) =>
      model
        .aggregate<{ _id: SchoolCode; count: number }>([
          { $match: { school: { $in: schools }, teaching: true, ...CURRENT } },
          { $group: { _id: '$school', count: { $sum: 1 } } },
        ])
        .option({ maxTimeMS: MAX_TIME_MS })
        .exec(),
    ({ _id }) => _id,
  );
  return {
    /** One person, on the roster or not any more. */
    byId: async (id: PersonId): Promise<Person | undefined> => (await byIds([id])).at(0),

    /** These people, on the roster or not any more, in the order of their names. */
    byIds,

    /** The people of a school today. */
    ofSchool: (school: SchoolCode): Promise<Person[]> => ofSchools([school]),

    /** Whoever was at one of these schools on any day of the span, wherever they are today. */
    everIn: async (schools: readonly SchoolCode[], from: Day, to: Day): Promise<Person[]> =>
      schools.length === 0 ? [] : everIn({ schools, from, to }),

    /** How many teach at each of these schools today. */
    countTeaching: async (schools: readonly SchoolCode[]): Promise<Map<SchoolCode, number>> =>
      new Map((await teachingAt(schools)).map(({ _id, count }) => [_id, count])),

    /** How many are on the roster today. */
    count: (): Promise<number> => model.countDocuments(CURRENT).maxTimeMS(MAX_TIME_MS).exec(),

    /** The subjects that anybody on the roster has today. */
    subjects: async (): Promise<string[]> => model.distinct('subjects', CURRENT).maxTimeMS(MAX_TIME_MS).exec(),

    titles: async (): Promise<string[]> =>
      (await model.distinct('title', CURRENT).maxTimeMS(MAX_TIME_MS).exec()).flatMap((each) => each ?? []),

    /** Who holds any of some posts at these schools today. */
    holders: (schools: readonly SchoolCode[], posts: readonly string[]): Promise<Person[]> =>
      read({ school: { $in: schools }, posts: { $in: posts }, ...CURRENT }, schools.length * MOST_OF_A_SCHOOL),

    /** Who holds any post at these schools today. */
    withPosts: (schools: readonly SchoolCode[]): Promise<Person[]> => withPosts(schools),

    /** People of this name at a school today: two may share one. */
    named: (school: SchoolCode, name: string): Promise<Person[]> =>
      read({ school, name: tidyName(name), ...CURRENT }, MOST_OF_A_SCHOOL),

    /** People of this name anywhere in the county today. */
    namedAnywhere: (name: string, most: number): Promise<Person[]> => read({ name: tidyName(name), ...CURRENT }, most),

    /** Who holds any of these posts today, anywhere in the county. */
    county: async (posts: readonly string[]): Promise<Person[]> =>
      posts.length === 0 ? [] : read({ posts: { $in: posts }, ...CURRENT }, 50_000),

    /** How somebody wants to be reminded from now on; undefined: as usual. */
    setWish: async (person: PersonId, wish: Wish | undefined): Promise<void> => {
      await model
        .updateOne({ _id: person }, wish ? { $set: { wish } } : { $unset: { wish: 1 } })
        .maxTimeMS(MAX_TIME_MS);
    },

    /** Who may be reminded on this day of the week (Monday is 1) of what is due on a later one, and of which school they are. */
    withOtherDays: (weekday: number): Promise<Pick<Person, '_id' | 'school' | 'wish'>[]> =>
      model
        .find(
          {
            'wish.since': { $exists: true },
            $or: [{ 'wish.weekday': weekday }, { 'wish.weekday': { $exists: false }, 'wish.strength': 'early' }],
            ...CURRENT,
          },
          { school: 1, wish: 1 },
        )
        .maxTimeMS(MAX_TIME_MS)
        .lean<Pick<Person, '_id' | 'school' | 'wish'>[]>()
        .exec(),

    ...createLeaves(db, model),
  };
}

/** At one of some schools on any day of a span. */
interface Was {
  schools: readonly SchoolCode[];
  from: Day;
  to: Day;
}

const wasAt = ({ stints }: Person, { schools, from, to }: Was): boolean =>
  stints.some((stint) => schools.includes(stint.school) && stint.from <= to && (!stint.to || stint.to >= from));
