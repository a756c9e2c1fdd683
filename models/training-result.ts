import type { Attendance } from './attendance.js';
import type { Calendar } from './calendar.js';
import { groupBy } from './group-by.js';
import type { Day, PersonId } from './ids.js';
import { heldOf, type Session, type Training } from './training.js';
import type { TrainingProgramme } from './training-programme.js';

/**
 * How a training ended for somebody: `finished`: enough hours for the certificate; `part`: some; `excused`: none, and
 * the host knows why; `absent`: none.
 */
export type Ending = 'finished' | 'part' | 'excused' | 'absent';

export interface Result {
  person: PersonId;
  ending: Ending;
  /** 学时, in halves. */
  hours: number;
  /** Sessions of which one end is missing. */
  half: number;
}

/** How sessions are counted in hours; a province has its own rule, so it stands with the programme. */
export type HoursRule = Pick<TrainingProgramme, 'minutesAnHour' | 'mostHoursADay' | 'finishAt'>;

/** What a session is worth: its minutes as 学时, halves rounded down. */
const hoursOf = ({ from, to }: Session, { minutesAnHour }: HoursRule): number =>
  Math.floor(((to.getTime() - from.getTime()) / 60_000 / minutesAnHour) * 2) / 2;

/** 学时 of sessions together; of a day no more than the rule grants. */
export function hoursOfAll(sessions: readonly Session[], rule: HoursRule, calendar: Calendar): number {
  const days = new Map<Day, number>();
  for (const session of sessions) {
    const day = calendar.dayOf(session.from);
    days.set(day, Math.min((days.get(day) ?? 0) + hoursOf(session, rule), rule.mostHoursADay));
  }
  return [...days.values()].reduce((sum, hours) => sum + hours, 0);
}

/**
 * How a training ended for everybody who held a place or was there. Hours are granted only for a session with both
 * check-ins (BR11).
 */
export function resultsOf(
  training: Training,
  attendances: readonly Attendance[],
  rule: HoursRule,
  calendar: Calendar,
): Result[] {
  const whole = hoursOfAll(training.sessions, rule, calendar);
  const rows = groupBy(attendances, ({ person }) => person);
  const people = new Set([...heldOf(training).map(({ person }) => person), ...rows.keys()]);
  return [...people].map((person) => {
    const own = rows.get(person) ?? [];
    const attended = training.sessions.filter((_, index) => own.some((row) => row.session === index && isWhole(row)));
    const hours = hoursOfAll(attended, rule, calendar);
    const half = own.filter((row) => (row.in === undefined) !== (row.out === undefined)).length;
    return { person, hours, half, ending: endingOf(hours, whole, own, rule) };
  });
}

const isWhole = ({ in: came, out }: Attendance): boolean => came !== undefined && out !== undefined;

function endingOf(hours: number, whole: number, own: readonly Attendance[], { finishAt }: HoursRule): Ending {
  if (hours > 0) return hours >= whole * finishAt ? 'finished' : 'part';
  if (own.some((row) => row.in ?? row.out)) return 'part';
  return own.some(({ excused }) => excused) ? 'excused' : 'absent';
}
