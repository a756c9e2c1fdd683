import type { Connection } from 'mongoose';
import type { Calendar } from './calendar.js';
import type { Catalogue } from './duty.js';
import type { SchoolCode } from './ids.js';
import type { OwnerKey } from './owner.js';
import type { Submission } from './submission.js';
import type { Submissions } from './submissions.js';
import { createUnits, unitOf } from './unit.js';

/**
 * Keeps a unit as its newest record has it, or takes it out where none makes it known any more. Answers the schools
 * it was and is at.
 */
export function createUnitBringer(
  db: Connection,
  { catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar },
  { registering }: Pick<Submissions, 'registering'>,
): (id: OwnerKey) => Promise<SchoolCode[]> {
  const units = createUnits(db);
  const bring = async (id: OwnerKey, newest: Submission | undefined): Promise<void> => {
    const duty = catalogue.duties.find(({ key }) => key === newest?.duty);
    const unit = newest && duty && unitOf(duty, { ...newest, day: calendar.dayOf(writtenAt(newest)) });
    if (unit) await units.put(unit);
    else await units.remove(id);
  };
  return async (id) => {
    const before = await units.byIds([id]);
    // Somebody may have read an older record and written after us: it is right only when it is still the newest.
    for (let newest = await registering(id), brought: string | undefined; brought !== versionOf(newest); ) {
      brought = versionOf(newest);
      await bring(id, newest);
      newest = await registering(id);
    }
    return [...before, ...(await units.byIds([id]))].map(({ school }) => school);
  };
}

const versionOf = (record: Submission | undefined): string => (record ? `${record._id} ${record.rev}` : 'none');

/** When what a record says was last written: an answer to it changes nothing. */
const writtenAt = ({ changes, updatedAt }: Submission): Date =>
  changes.findLast(({ from, values }) => from === 'new' || values !== undefined)?.at ?? updatedAt;
