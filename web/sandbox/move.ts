import type { Calendar } from '../../models/calendar.js';
import { addDays, weekday } from '../../models/day.js';
import { Day } from '../../models/ids.js';
import { Refusal } from './refusal.js';
import type { Move, Step } from './wire.js';

type Wall = Pick<Calendar, 'at' | 'dayOf' | 'timeOf'>;

const HOUR_MS = 3_600_000;
/** When the day's reminders have gone out: the afternoon nudge is due, and the morning's messages were. */
const AFTERNOON = '15:45';
const MORNING = '08:15';
/** Everything due on the way is run, so a slip of the year must not run for hours. */
const MOST_DAYS = 200;

/** Where a move leads; refuses the past, what is too far, and days that do not exist. */
export function destination(move: Move, now: Date, wall: Wall, next: Date | undefined): Date {
  const to = 'by' in move ? stepped(move.by, now, wall, next) : chosen(move.to, wall);
  if (to <= now) throw new Refusal(409, 'past', '时间只能往前走，请选一个更晚的时间');
  if (to.getTime() - now.getTime() > MOST_DAYS * 24 * HOUR_MS) {
    throw new Refusal(409, 'too-far', `一次最多走 ${MOST_DAYS} 天，可以分几次走`);
  }
  return to;
}

function stepped(step: Step, now: Date, wall: Wall, next: Date | undefined): Date {
  const today = wall.dayOf(now);
  switch (step) {
    case 'hour':
      return new Date(now.getTime() + HOUR_MS);
    case 'afternoon':
      return wall.at(today, AFTERNOON);
    case 'morning':
      return wall.at(addDays(today, 1), MORNING);
    case 'monday':
      return wall.at(addDays(today, 8 - weekday(today)), MORNING);
    case 'week':
      return wall.at(addDays(today, 7), wall.timeOf(now));
    // Only `next` is left; it has no wall-clock time of its own.
    default:
      if (!next) throw new Refusal(409, 'nothing-next', '近期没有要办的事');
      return next;
  }
}

function chosen(to: string, wall: Wall): Date {
  const [date = '', time = ''] = to.split('T');
  const day = Day.safeParse(date);
  if (!day.success) throw new Refusal(400, 'no-such-day', '没有这一天，请再看看日期');
  return wall.at(day.data, time);
}
