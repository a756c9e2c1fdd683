import { dateText } from '../config/texts/format.js';
import type { Hearing } from '../config/texts/occasion.js';
import type { Models } from '../models/models.js';
import { heardAt } from '../models/nag.js';
import type { Person } from '../models/person.js';
import { placeOf } from '../models/school.js';
import type { Asked } from './handler.js';

/** When somebody hears what is said of their task: without school not before the next school day, which may be too late for it. */
export async function hearing(
  person: Person,
  dueAt: Date,
  { now }: Pick<Asked, 'now'>,
  models: Models,
): Promise<Hearing> {
  const { calendar, schools } = models;
  const school = await schools.byCode(person.school);
  const at = school && heardAt(now, placeOf(school), models);
  if (!at) return { isLate: true };
  const day = calendar.dayOf(at);
  return { at, isLate: at >= dueAt, ...(day !== calendar.dayOf(now) && { on: dateText(day, calendar.dayOf(now)) }) };
}
