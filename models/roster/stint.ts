import { addDays } from '../day.js';
import type { Day, SchoolCode } from '../ids.js';
import type { Stint } from '../person.js';

/** Where somebody is according to the roster, and since when if it says so. */
export interface Posting {
  school: SchoolCode;
  teaching: boolean;
  arrival?: Day;
}

/** A 到岗日期 further back than a school year is the year somebody was hired, not the day of this transfer. */
const LATEST_NEWS_DAYS = 366;

/** The stints without anything after a last day. */
export const endStints = (stints: readonly Stint[], lastDay: Day): Stint[] =>
  stints
    .filter(({ from }) => from <= lastDay)
    .map((stint) => ({ ...stint, to: stint.to !== undefined && stint.to < lastDay ? stint.to : lastDay }));

/**
 * The stints of somebody the roster names today. The running one goes on when school and teaching are the same; else
 * it ends the day before another begins: on the day of arrival where the roster states a plausible one, else `since`.
 * Doing it twice is doing it once.
 */
export function continueStints(stints: readonly Stint[], posting: Posting, today: Day, since: Day = today): Stint[] {
  const last = stints.at(-1);
  const goesOn = last !== undefined && last.to === undefined && isAt(last, posting);
  return withArrival(goesOn ? stints : begin(stints, posting, startOf(last, posting, today, since)), posting.arrival);
}

const isAt = (stint: Stint, { school, teaching }: Posting): boolean =>
  stint.school === school && stint.teaching === teaching;

function startOf(last: Stint | undefined, { school, arrival }: Posting, today: Day, since: Day): Day {
  if (arrival === undefined) return since;
  if (last === undefined) return arrival;
  const moves = last.to !== undefined || last.school !== school;
  const plausible = arrival > (last.to ?? last.from) && arrival >= addDays(today, -LATEST_NEWS_DAYS);
  return moves && plausible ? arrival : since;
}

/** Ends what runs and begins anew; what had ended only the day before, at the same place, simply goes on. */
function begin(stints: readonly Stint[], { school, teaching }: Posting, from: Day): Stint[] {
  const eve = addDays(from, -1);
  const before = endStints(stints, eve);
  const last = before.at(-1);
  if (last?.to === eve && isAt(last, { school, teaching }))
    return [...before.slice(0, -1), { school, teaching, from: last.from }];
  return [...before, { school, teaching, from }];
}

/** Corrects the first day of the running stint, as long as it does not reach into the one before. */
function withArrival(stints: readonly Stint[], arrival: Day | undefined): Stint[] {
  const last = stints.at(-1);
  const eve = stints.at(-2)?.to;
  if (!last || arrival === undefined || (eve !== undefined && arrival <= eve)) return [...stints];
  return [...stints.slice(0, -1), { ...last, from: arrival }];
}
