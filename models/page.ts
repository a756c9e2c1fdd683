import type { Calendar, Place } from './calendar.js';
import { addDays } from './day.js';
import type { Catalogue, Duty } from './duty.js';
import type { Day, PeriodKey } from './ids.js';
import { periodOfMilestone } from './milestone.js';
import { lookBackDay } from './nag.js';
import { type Occasion, periodOfOccasion } from './occasion.js';
import { openPeriods, type Period } from './period.js';
import { type Roll, rollId } from './roll.js';
import type { School } from './school.js';
import { stepsOf } from './step.js';
import type { Unit } from './unit.js';
import { isWhere } from './where.js';

/** A page before it is one school's: the period and its reminder days. */
export type BlankPage = Omit<Roll, '_id' | 'school' | 'entries' | 'owing' | 'rev'>;

const MOST_KNOWN = 5_000;

/** The pages a duty has at a place, without owners: from the calendar, from occasions, from the days of units. */
export function createPages({ catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar }) {
  const blank = (duty: Duty, period: Period, place: Place): BlankPage => {
    return { duty: duty.key, period: period.key, ...spanOf(period), nagDays: nagDaysOf(duty, period, place) };
  };

  /** Schools with the same calendar have the same days: worked out once for all of them. */
  const known = new Map<string, Day[]>();

  /** The days on which a step of the duty's profile falls, and Monday's look back. */
  const nagDaysOf = (duty: Duty, period: Pick<Period, 'dueDay' | 'opensAt' | 'closesAt'>, place: Place): Day[] => {
    const { dueDay, opensAt, closesAt } = period;
    const key = [duty.key, dueDay, opensAt.getTime(), closesAt.getTime(), calendar.placeKey(place)].join(' ');
    const found = known.get(key) ?? workOutNagDays(duty, period, place);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, found);
    return found;
  };

  const workOutNagDays = (duty: Duty, period: Pick<Period, 'dueDay' | 'opensAt' | 'closesAt'>, place: Place): Day[] => {
    const profile = catalogue.profiles.find(({ key }) => key === duty.reminders);
    const steps = profile ? stepsOf(profile, period, calendar, place) : [];
    const lookBack = lookBackDay(period.dueDay, calendar, place);
    return [...new Set([...steps.map((step) => step.day), ...(lookBack ? [lookBack] : [])])];
  };

  const isOpen = ({ opensAt, closesAt }: Period, now: Date): boolean => opensAt <= now && now < closesAt;

  return {
    nagDaysOf,

    /** The earliest due day of a page that is still brought up to date. */
    oldestDue: (now: Date, keepDays: number): Day => {
      const today = calendar.dayOf(now);
      const kept = addDays(today, -keepDays);
      const term = calendar.termOf(today)?.from;
      return term && term < kept ? term : kept;
    },

    /** The open pages of a duty that are alike for all places with the same calendar. */
    open: (duty: Duty, place: Place, occasions: Occasion[], now: Date): BlankPage[] => {
      if (duty.cadence.every !== 'occasion')
        return openPeriods(duty, now, calendar, place).map((period) => blank(duty, period, place));
      return occasions.flatMap((occasion) => {
        const period = occasion.duty === duty.key ? periodOfOccasion(occasion, duty, calendar, place) : undefined;
        // One that was closed or cancelled is brought up to date all the same.
        return period && period.opensAt <= now ? [blank(duty, period, place)] : [];
      });
    },

    /** Where a page of an occasion or a unit lies now; undefined where neither is there any more. */
    again: (
      duty: Duty,
      place: Place,
      key: PeriodKey,
      occasion: Occasion | undefined,
      units: Unit[],
    ): Span | undefined => {
      if (occasion) return periodOfOccasion(occasion, duty, calendar, place);
      const periods = units.flatMap((unit) => periodOfMilestone(unit, duty, calendar, place) ?? []);
      return periods.find((period) => period.key === key);
    },

    ofMilestones: (duty: Duty, place: Place, units: Unit[], now: Date): BlankPage[] =>
      units.flatMap((unit) => {
        const counts = duty.owner.kind === 'unit' && unit.kind === duty.owner.of;
        const period = counts ? periodOfMilestone(unit, duty, calendar, place) : undefined;
        return period && isOpen(period, now) ? [blank(duty, period, place)] : [];
      }),
  };
}

/** Whether two pages of a period lie alike: days and instants, not who stands on them. */
export const liesAlike = (a: Span, b: Span): boolean => JSON.stringify(spanOf(a)) === JSON.stringify(spanOf(b));

type Span = Omit<BlankPage, 'duty' | 'period' | 'nagDays'>;
export const spanOf = ({ label, about, term, from, to, opensAt, dueDay, dueAt, lateAfter, closesAt }: Span): Span => ({
  label,
  ...(about !== undefined && { about }),
  term,
  from,
  to,
  opensAt,
  dueDay,
  dueAt,
  lateAfter,
  closesAt,
});

export const pageOf = ({ duty, period, label, about, term, ...rest }: BlankPage, { _id: school }: School): Roll => ({
  _id: rollId(duty, period, school),
  duty,
  period,
  label,
  ...(about !== undefined && { about }),
  term,
  school,
  ...rest,
  entries: [],
  owing: 0,
  rev: 0,
});

/** Whether a school can have a page of a duty at all. A cluster's page stands with its lead school, wherever that is. */
export const mayOwe = ({ owner, smallSchools }: Duty, school: School): boolean =>
  owner.kind === 'cluster' || smallSchools !== undefined || isWhere(owner, school);
