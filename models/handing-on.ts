import type { Connection } from 'mongoose';
import type { Calendar } from './calendar.js';
import type { Catalogue, Duty } from './duty.js';
import type { PersonId } from './ids.js';
import { createPeople } from './person.js';
import type { PostKey } from './post-key.js';
import { answersFor, postsToAnswer } from './reviewing.js';
import type { Review, Submission } from './submission.js';
import type { Submissions } from './submissions.js';

const MAX_TIME_MS = 60_000;

/** What has passed to somebody: by which post's rule they are to answer. */
export interface HandedOn {
  person: PersonId;
  post: PostKey;
}

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

  /** By the post they hold themselves, where that is among a rule's; else it falls to them from its first. */
  const toWhom = async (duty: Duty, { reviews, values }: Submission): Promise<HandedOn | undefined> => {
    const open = openIn(reviews);
    const person = open && (await people.byId(open.reviewer));
    const able = postsToAnswer(duty, values);
    const post = able.find((each) => person?.posts.includes(each)) ?? able[0];
    return person && post !== undefined ? { person: person._id, post } : undefined;
  };

  /** @param onChanged hears of each record that is another's to answer now, and whose, where it is anybody's. */
  return async (now: Date, onChanged: (record: Submission, to?: HandedOn) => Promise<void>): Promise<number> => {
    let changed = 0;
    const event = `handing-on:${calendar.dayOf(now)}`;
    const filter = { duty: { $in: reviewed.map(({ key }) => key) }, state: 'handed-in' as const };
    const waiting = db.collection<Submission>('submissions').find(filter, { maxTimeMS: MAX_TIME_MS });
    for await (const record of waiting) {
      const duty = reviewed.find(({ key }) => key === record.duty);
      if (!duty) continue;
      const open = openIn(record.reviews);
      const reviewer = open && (await people.byId(open.reviewer));
      if (reviewer && answersFor(reviewer, duty, postsToAnswer(duty, record.values), record.school, posts)) continue;
      const given = await rederive(record._id, { event, by: record.by, now });
      if (!given) continue;
      const isAnothers = openIn(given.after.reviews)?.reviewer !== open?.reviewer;
      await onChanged(given.after, isAnothers ? await toWhom(duty, given.after) : undefined);
      changed += 1;
    }
    return changed;
  };
}

const openIn = (reviews: readonly Review[]): Review | undefined =>
  reviews.find(({ answeredAt, dropped }) => !answeredAt && !dropped);
