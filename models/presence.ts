import { addDays } from './day.js';
import type { Day, SchoolCode } from './ids.js';
import type { Leave, Person, Stint } from './person.js';

/** How a person stood at a school on a day. */
interface Presence {
  onRoster: boolean;
  teaching: boolean;
  onLeave: boolean;
}

/** The stint a day falls in. */
export const stintOn = (person: Pick<Person, 'stints'>, day: Day): Stint | undefined =>
  person.stints.find((stint) => stint.from <= day && (stint.to === undefined || day <= stint.to));

/** The leave a day falls in. */
export const leaveOn = (person: Pick<Person, 'leaves'>, day: Day): Leave | undefined =>
  person.leaves.find((leave) => leave.from <= day && day <= leave.to);

/** The last day of the leave somebody is on, with what follows it without a day between. */
export function leaveUntil(person: Pick<Person, 'leaves'>, day: Day): Day | undefined {
  const leave = person.leaves.filter(({ from, to }) => from <= day && day <= to).at(-1);
  if (!leave) return undefined;
  const further = person.leaves.find(({ from, to }) => from <= addDays(leave.to, 1) && to > leave.to);
  return further ? leaveUntil(person, further.to) : leave.to;
}

export function present(person: Pick<Person, 'stints' | 'leaves'>, day: Day, school: SchoolCode): Presence {
  const stint = stintOn(person, day);
  const onRoster = stint?.school === school;
  return { onRoster, teaching: onRoster && stint.teaching, onLeave: leaveOn(person, day) !== undefined };
}
