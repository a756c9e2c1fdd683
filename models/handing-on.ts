import type { Connection } from 'mongoose';
import type { Calendar } from './calendar.js';
import type { Catalogue } from './duty.js';
import { createPeople } from './person.js';
import { answersFor, postsToAnswer } from './reviewing.js';
import type { Submission } from './submission.js';
import type { Submissions } from './submissions.js';

const MAX_TIME_MS = 60_000;

/**
 * Answers that are still owed follow the post: what was given to somebody who no longer holds it, or to nobody, is
 * given to whoever holds it now; where nobody does it is owed by nobody until somebody is. Safe to run again.
 */
export function createHandingOn(
  db: Connection,
  { catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar },
  { rederive }: Pick<Submissions, 'rederive'>,
) {
  const people = createPeople(db);
  const { duties, posts } = catalogue;
  const reviewed = duties.filter(({ review }) => review !== undefined);

  /** @param onChanged hears of each record that is another's to answer now. */
  return async (now: Date, onChanged: (record: Submission) => Promise<void>): Promise<number> => {
    let changed = 0;
    const event = `handing-on:${calendar.dayOf(now)}`;
    const filter = { duty: { $in: reviewed.map(({ key }) => key) }, state: 'handed-in' as const };
    const waiting = db.collection<Submission>('submissions').find(filter, { maxTimeMS: MAX_TIME_MS });
    for await (const record of waiting) {
      const duty = reviewed.find(({ key }) => key === record.duty);
      if (!duty) continue;
      const open = record.reviews.find(({ answeredAt, dropped }) => !answeredAt && !dropped);
      const reviewer = open && (await people.byId(open.reviewer));
      if (reviewer && answersFor(reviewer, duty, postsToAnswer(duty, record.values), record.school, posts)) continue;
      const given = await rederive(record._id, { event, by: record.by, now });
      if (!given) continue;
      await onChanged(given.after);
      changed += 1;
    }
    return changed;
  };
}
