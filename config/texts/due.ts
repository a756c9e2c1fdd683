import type { Calendar } from '../../models/calendar.js';
import { deadlineText } from './format.js';

/** By when something is to be in to be on time, in words, and whether that is over. */
export interface Due {
  at: string;
  over: boolean;
}

interface Deadlines {
  dueAt: Date;
  /** The end of the days of grace. */
  lateAfter: Date;
}

/** While there are days of grace their end is meant: until then it is on time. */
export function dueOf({ dueAt, lateAfter }: Deadlines, now: Date, calendar: Calendar): Due {
  return { at: deadlineText(dueAt < now ? lateAfter : dueAt, now, calendar), over: lateAfter < now };
}

/** 11月6日（周五）17:00前交; or that it is late. Not until when it is taken as late: that is months. */
export function handInBy(due: Due): string {
  return due.over ? `${due.at}已截止，现在交记为补交` : `${due.at}前交`;
}

/** Above a form, without a full stop. */
export function pleaseFillIn(due: Due | undefined): string {
  if (!due) return '请填好';
  return due.over ? `${handInBy(due)}。请填好` : `请在${due.at}前填好`;
}
