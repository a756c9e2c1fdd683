import type { Models } from '../models/models.js';
import { handedOnKey } from '../models/outbox.js';

/**
 * After posts may have changed: gives what waits for an answer to whoever holds the post now, and puts one message a
 * day for each of them. Answers how many records are another's to answer.
 */
export const handOn = ({ ledger, outbox, calendar }: Models, now: Date): Promise<number> =>
  ledger.handOn(now, async ({ person, post }) => {
    const dispatch = { kind: 'handed-on' as const, person, post };
    await outbox.enqueue([{ key: handedOnKey(person, calendar.dayOf(now)), dispatch }], now);
  });
