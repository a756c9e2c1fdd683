import * as texts from '../config/texts/feedback.js';
import { addDays } from '../models/day.js';
import type { Field } from '../models/field.js';
import type { Models } from '../models/models.js';
import type { Training } from '../models/training.js';

const DAY_MS = 24 * 3600_000;
/** A training that has been over for longer nobody remembers well; also after a start that took its time. */
const ASKED_WITHIN_MS = 3 * DAY_MS;
/** Feedback is taken for so many days, until the hour of a usual deadline. */
const TAKEN_DAYS = 7;
const TAKEN_UNTIL = '17:00';

const FIELDS: Field[] = [
  { key: 'f1', label: texts.labels.overall, type: 'choice', options: texts.ratings, required: true },
  { key: 'f2', label: texts.labels.useful, type: 'text', required: false, minLength: 0, maxLength: 200 },
  { key: 'f3', label: texts.labels.wish, type: 'text', required: false, minLength: 0, maxLength: 200 },
];

/**
 * Opens an anonymous collection for each training that is over: who was there is asked once, within the reminders of
 * the week. One a training, however often it runs.
 */
export async function openFeedback({ trainings, collections, calendar }: Models, now: Date): Promise<void> {
  const over = (await trainings.heldBetween(new Date(now.getTime() - ASKED_WITHIN_MS), now)).filter(
    ({ ends, held }) => ends <= now && held > 0,
  );
  const make = ({ _id, title, host, ends }: Training) =>
    collections.make({
      title: texts.title(title),
      note: texts.note,
      by: host,
      fields: FIELDS,
      known: [],
      audience: { training: _id, attended: true },
      closesAt: calendar.at(addDays(calendar.dayOf(ends), TAKEN_DAYS), TAKEN_UNTIL),
      state: 'open',
      anonymous: true,
      postedAt: now,
      event: `feedback:${_id}`,
      madeAt: now,
    });
  await Promise.all(over.map(make));
}
