import type { Connection, Model } from 'mongoose';
import { addDays } from './day.js';
import type { Day, PersonId } from './ids.js';
import type { Leave, Person } from './person.js';

const MAX_TIME_MS = 10_000;

/** What is noted in people of when they are away. */
export function createLeaves(db: Connection, model: Model<Person>) {
  return {
    /** Notes a leave; the same leave (by id) once more changes nothing. */
    addLeave: async (person: PersonId, leave: Leave): Promise<void> => {
      if (leave.to < leave.from)
        throw new RangeError(`leave ${leave.id} ends on ${leave.to}, before it begins on ${leave.from}`);
      await model
        .updateOne({ _id: person, 'leaves.id': { $ne: leave.id } }, { $push: { leaves: leave } })
        .maxTimeMS(MAX_TIME_MS);
    },

    /** What a leave is noted as from now on. */
    setReason: async (person: PersonId, id: string, reason: string): Promise<void> => {
      await model
        .updateOne({ _id: person, 'leaves.id': id }, { $set: { 'leaves.$.reason': reason } })
        .maxTimeMS(MAX_TIME_MS);
    },

    /** Takes a leave out, as if it had not been noted. */
    cancelLeave: async (person: PersonId, id: string): Promise<void> => {
      await model.updateOne({ _id: person }, { $pull: { leaves: { id } } }).maxTimeMS(MAX_TIME_MS);
    },

    /**
     * 销假: from `day` on the person is back. A leave running then ends the day before; one that would begin on that
     * day or later is taken out. Answers the leaves this touched, as they were: none the second time.
     */
    endLeave: async (person: PersonId, day: Day): Promise<Leave[]> => {
      const before = await db
        .collection<Person>('people')
        .findOneAndUpdate({ _id: person }, [{ $set: { leaves: leavesBefore(day) } }], {
          returnDocument: 'before',
          projection: { leaves: 1 },
          maxTimeMS: MAX_TIME_MS,
        });
      return before?.leaves.filter((leave) => leave.to >= day) ?? [];
    },
  };
}

/** The leaves that began before a day, cut so that none reaches it. */
const leavesBefore = (day: Day) => ({
  $map: {
    input: { $filter: { input: '$leaves', as: 'leave', cond: { $lt: ['$$leave.from', day] } } },
    as: 'leave',
    in: { $mergeObjects: ['$$leave', { to: { $min: ['$$leave.to', addDays(day, -1)] } }] },
  },
});
