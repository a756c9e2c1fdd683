import { type Connection, type Model, Schema } from 'mongoose';
import type { Place } from './calendar.js';
import type { Day, SchoolCode } from './ids.js';
import { readTogether } from './read-together.js';

/** A school of the county, or the training school itself. */
export interface School {
  _id: SchoolCode;
  name: string;
  /** Sort key, see `schoolKey`. */
  pinyin: string;
  /** 学段 as the roster has it: 小学, 初中, … */
  stage: string;
  /** 片区 */
  cluster: string;
  rural: boolean;
  /** The last day it was on the roster; absent while it is. */
  endedOn?: Day;
}

const MAX_TIME_MS = 10_000;
/** A province has some ten thousand schools. */
const MOST_SCHOOLS = 30_000;

const CURRENT = { endedOn: { $exists: false } };

const schema = new Schema<School>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    pinyin: { type: String, required: true },
    stage: { type: String, required: true },
    cluster: { type: String, required: true },
    rural: { type: Boolean, required: true },
    endedOn: String,
  } satisfies Record<keyof School, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'schools' },
);
schema.index({ name: 1 });
schema.index({ cluster: 1 });

export const schoolModel = (db: Connection): Model<School> => db.models['School'] ?? db.model<School>('School', schema);

export type Schools = ReturnType<typeof createSchools>;

export function createSchools(db: Connection) {
  const model = schoolModel(db);
  const read = (filter: object, most: number): Promise<School[]> =>
    model.find(filter).sort({ pinyin: 1, _id: 1 }).limit(most).maxTimeMS(MAX_TIME_MS).lean<School[]>().exec();
  const ofCodes = (codes: readonly SchoolCode[]): Promise<School[]> => read({ _id: { $in: codes } }, codes.length);
  const oneOf = readTogether<SchoolCode, School>(ofCodes, ({ _id }) => _id);
  const ofClusters = readTogether<string, School>(
    (clusters) => read({ cluster: { $in: clusters }, ...CURRENT }, MOST_SCHOOLS),
    ({ cluster }) => cluster,
  );
  const onlyOne = async (filter: object): Promise<School | undefined> => {
    const found = await read({ ...filter, ...CURRENT }, 2);
    return found.length === 1 ? found[0] : undefined;
  };

  return {
    /** The schools of today, in the order of their names. */
    all: (): Promise<School[]> => read(CURRENT, MOST_SCHOOLS),

    /** One school, ended or not. */
    byCode: async (code: SchoolCode): Promise<School | undefined> => (await oneOf([code])).at(0),

    /** These schools, ended or not, in the order of their names; unknown codes are left out. */
    byCodes: async (codes: readonly SchoolCode[]): Promise<School[]> => (codes.length === 0 ? [] : ofCodes(codes)),

    ofCluster: (cluster: string): Promise<School[]> => read({ cluster, ...CURRENT }, MOST_SCHOOLS),

    ofClusters: (clusters: readonly string[]): Promise<School[]> => ofClusters(clusters),

    /** The school somebody means: by code, by name, or by a part of the name that only one school has. */
    find: async (text: string): Promise<School | undefined> => {
      const wanted = text.normalize('NFKC').trim();
      if (wanted === '') return undefined;
      return (
        (await onlyOne({ _id: wanted })) ??
        (await onlyOne({ name: wanted })) ??
        (await onlyOne({ name: { $regex: escapeRegex(wanted) } }))
      );
    },

    /** Schools with this in their name. */
    matching: async (text: string, most: number): Promise<School[]> => {
      const wanted = text.normalize('NFKC').trim();
      return wanted === '' ? [] : read({ name: { $regex: escapeRegex(wanted) }, ...CURRENT }, most);
    },

    clusters: async (): Promise<string[]> =>
      (await model.distinct('cluster', CURRENT).maxTimeMS(MAX_TIME_MS).exec()).toSorted(),
  };
}

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);

/** Where a school stands in the calendar's eyes: closures hold for some schools or clusters only. */
export const placeOf = ({ _id, cluster }: Pick<School, '_id' | 'cluster'>): Place => ({ school: _id, cluster });
