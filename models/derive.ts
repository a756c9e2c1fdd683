import type { Connection } from 'mongoose';
import { createAnswersOwed } from './answers-owed.js';
import type { Calendar, Place } from './calendar.js';
import { createCounting } from './counting.js';
import type { Catalogue, Duty } from './duty.js';
import type { DutyKey, SchoolCode } from './ids.js';
import { personIn } from './owner.js';
import { createPeople } from './person.js';
import { recordNo } from './record-no.js';
import { createSameText } from './same-text.js';
import { createSchools } from './school.js';
import type { Derive, Submission } from './submission.js';
import { markOfText } from './text-mark.js';
import { unitKeyOf } from './unit.js';

/**
 * Works out what follows from a record and the county's rules: its number, where in the ledger it counts, who owes
 * it an answer, which unit it makes known. Safe to run again.
 */
export function createDerive(db: Connection, county: { catalogue: Catalogue; calendar: Calendar }): Derive {
  const { catalogue, calendar } = county;
  const people = createPeople(db);
  const schools = createSchools(db);
  const sameText = createSameText(db);
  const countsOf = createCounting(db, county);
  const reviewsOf = createAnswersOwed(db, county);
  const duties = new Map<DutyKey, Duty>(catalogue.duties.map((duty) => [duty.key, duty]));

  const placeOf = async (school: SchoolCode): Promise<Place> => ({
    school,
    cluster: (await schools.byCode(school))?.cluster ?? '',
  });

  return async (after, before, cause) => {
    const duty = duties.get(after.duty);
    const no = before?.no || recordNo(after._id);
    const day = calendar.dayOf(after.handedInAt ?? before?.handedInAt ?? cause.now);
    const { duty: key, period, school, owner } = after;
    if (!duty) return { no, day, counts: [{ duty: key, period, school, owner }], reviews: [] };

    const textMark = duty.oneText && markOfText(duty.oneText, owner, duty, after.values);
    const twin = textMark && (await sameText(after, textMark));
    const { sameTextAs: _earlier, ...alone } = after;
    const record: Submission = { ...alone, no, day, ...(twin && { sameTextAs: twin._id }) };
    const submitter = await people.byId(personIn(owner) ?? after.by);
    const unit = before?.unit ?? unitKeyOf(duty, after.values, no);
    const returnDue =
      after.state === 'returned' && duty.review
        ? calendar.shift(calendar.dayOf(cause.now), duty.review.returnWithinSchoolDays, await placeOf(school))
        : undefined;
    return {
      no,
      day,
      counts: await countsOf(duty, record, submitter),
      reviews: await reviewsOf(duty, after, before, cause, submitter),
      ...(returnDue && { returnDue }),
      ...(unit && { unit }),
      ...(textMark && { textMark }),
      ...(twin && { sameTextAs: twin._id }),
    };
  };
}
