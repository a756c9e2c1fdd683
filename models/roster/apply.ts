import type { Connection, mongo } from 'mongoose';
import { createMarks } from '../mark.js';
import { type Person, personModel, type StoredPerson, wholePerson } from '../person.js';
import { type School, schoolModel } from '../school.js';
import type { CurrentRoster, RosterDiff } from './diff.js';

const MAX_TIME_MS = 60_000;
const BATCH = 1_000;
/** Four times the largest workbook: those who left in past years are among them. */
const MOST_PEOPLE = 200_000;
const MOST_SCHOOLS = 30_000;

interface Mark {
  _id: string;
}

/** The row that says a roster was imported to its end: until then everybody has always been there. */
const IMPORTED = 'imported';
const marks = (db: Connection) => db.collection<Mark>('rosterMarks');

/** Everything a roster is compared with. Rejects where there are more people than one workbook can speak for. */
export async function currentRoster(db: Connection): Promise<CurrentRoster> {
  const stored = await personModel(db).find().limit(MOST_PEOPLE).maxTimeMS(MAX_TIME_MS).lean<StoredPerson[]>().exec();
  const people = stored.map(wholePerson);
  if (people.length === MOST_PEOPLE) throw new Error(`more than ${MOST_PEOPLE} people: too many for one workbook`);
  const schools = await schoolModel(db).find().limit(MOST_SCHOOLS).maxTimeMS(MAX_TIME_MS).lean<School[]>().exec();
  const mark = await marks(db).findOne({ _id: IMPORTED }, { maxTimeMS: MAX_TIME_MS });
  return { schools, people, imported: mark !== null };
}

/**
 * Writes what a diff worked out, schools first. Each row is written whole and by its key, so an import that was cut
 * short is finished by importing again. Leaves, and how people want to be reminded, are left as they are. The pages of the ledger are to be opened anew
 * afterwards.
 */
export async function applyRoster(db: Connection, diff: RosterDiff): Promise<void> {
  const schools = [...diff.newSchools, ...diff.changedSchools.map(({ after }) => after), ...diff.endedSchools];
  const people = [
    ...diff.joiners.map(({ person }) => person),
    ...[...diff.transfers, ...diff.changed].map(({ after }) => after),
    ...diff.leavers,
  ];
  await createMarks(db).clear('opened');
  await write(db.collection<School>('schools'), schools.map(schoolWrite));
  await write(db.collection<Person>('people'), people.map(personWrite));
  await marks(db).updateOne({ _id: IMPORTED }, { $set: { _id: IMPORTED } }, { upsert: true, maxTimeMS: MAX_TIME_MS });
}

async function write<T extends object>(
  collection: Collection<T>,
  writes: mongo.AnyBulkWriteOperation<T>[],
): Promise<void> {
  for (let at = 0; at < writes.length; at += BATCH) {
    await collection.bulkWrite(writes.slice(at, at + BATCH), { ordered: false, maxTimeMS: MAX_TIME_MS });
  }
}

interface Collection<T extends object> {
  bulkWrite(writes: mongo.AnyBulkWriteOperation<T>[], options: mongo.BulkWriteOptions): Promise<unknown>;
}

const schoolWrite = ({ _id, ...school }: School): mongo.AnyBulkWriteOperation<School> => ({
  updateOne: {
    filter: { _id },
    update: { $set: school, ...(school.endedOn === undefined && { $unset: { endedOn: 1 } }) },
    upsert: true,
  },
});

const personWrite = ({ _id, leaves: _leaves, wish: _wish, ...person }: Person): mongo.AnyBulkWriteOperation<Person> => {
  const gone = {
    ...(person.mobile === undefined && { mobile: 1 as const }),
    ...(person.department === undefined && { department: 1 as const }),
    ...(person.endedOn === undefined && { endedOn: 1 as const }),
  };
  return {
    updateOne: {
      filter: { _id },
      update: { $set: person, ...(Object.keys(gone).length > 0 && { $unset: gone }), $setOnInsert: { leaves: [] } },
      upsert: true,
    },
  };
};
