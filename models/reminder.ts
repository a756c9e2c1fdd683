import { z } from 'zod';
import type { Day } from './ids.js';
import { PostKey } from './post-key.js';
import { TimeOfDay } from './time-of-day.js';

/**
 * Whom a reminder step speaks to. `owner`: whoever answers for what is owed; `assigner`: who gave the task; `posts`: their holders in the school of
 * the page; `countyPosts`: their holders anywhere in the county; `group`: bound chats, numbers only.
 */
const Audience = z.union([
  z.literal('owner'),
  z.literal('assigner'),
  z.literal('group'),
  z.strictObject({ posts: z.array(PostKey).min(1) }),
  z.strictObject({ countyPosts: z.array(PostKey).min(1) }),
]);
export type Audience = z.infer<typeof Audience>;

const StepBase = {
  key: z.string().regex(/^[a-z0-9-]{1,20}$/),
  at: TimeOfDay,
  to: Audience,
  /** Only to those with fewer than this many counted so far. */
  below: z.int().min(1).optional(),
};

/**
 * One step of a reminder profile, at a time of day: so many school days after the due day (negative: before), so
 * many calendar days after it (moved on to the next school day), on the first school day of the n-th teaching week
 * of the term, or so many school days after the page opened.
 */
export const ReminderStep = z.union([
  z.strictObject({ ...StepBase, schoolDays: z.int().min(-60).max(60) }),
  z.strictObject({ ...StepBase, days: z.int().min(-180).max(180) }),
  z.strictObject({ ...StepBase, week: z.int().min(1).max(30) }),
  z.strictObject({ ...StepBase, afterOpening: z.int().min(0).max(60) }),
]);
export type ReminderStep = z.infer<typeof ReminderStep>;

export const ReminderProfile = z.strictObject({
  key: z.string().min(1),
  name: z.string().min(1),
  steps: z.array(ReminderStep),
  /** From how many missed periods in a row on a person appears in the research lead's digest. 0: never. */
  repeatersAfter: z.int().min(0).default(0),
});
export type ReminderProfile = z.infer<typeof ReminderProfile>;

/** The look back of a week's first school day, part of that day's one reminder: when it comes, for whoever has something open from before. */
export const LookBack = z.strictObject({ at: TimeOfDay });
export type LookBack = z.infer<typeof LookBack>;

/** What people may choose for themselves of how they are reminded. */
export const NagChoice = z.strictObject({
  /** 早一点: so many school days before the usual one; 0: it is not offered. */
  earlierDays: z.int().min(0).max(3).default(1),
  /** 少一点: at most so many reminders a week; 0: it is not offered. */
  lightPerWeek: z.int().min(0).max(7).default(1),
  /** Whether the day of the week may be chosen. */
  weekday: z.boolean().default(true),
  /** The times of day that may be chosen; none: it is not offered. */
  times: z.array(TimeOfDay).max(24).default([]),
});
export type NagChoice = z.infer<typeof NagChoice>;

/** How somebody wants to be reminded; what is left out is as usual. The county says what may be chosen (`NagChoice`). */
export interface Wish {
  /** `early`: some school days before the usual one; `light`: seldom. */
  strength?: 'early' | 'light';
  /** What falls in a week before it is due is said on this day of it, Monday 1 to Friday 5. */
  weekday?: number;
  at?: TimeOfDay;
  /** The day it was said on: it moves nothing to that day or before. */
  since: Day;
}

/** Bounds that hold over all duties. Sources: the county's nag budget (§0 of its list of duties). */
export const NagBudget = z.strictObject({
  perPersonPerWeek: z.int().min(0).max(7).default(3),
  quietFrom: TimeOfDay.default('20:00'),
  quietUntil: TimeOfDay.default('07:30'),
  /** After so many reminders of one thing in a row that nobody answered a human is told instead of a further one. 0: never. */
  unansweredInARow: z.int().min(0).max(20).default(3),
  /** The reminders of one step go out within so many minutes, each person's at a time of their own. */
  spreadMinutes: z.int().min(0).max(120).default(20),
});
export type NagBudget = z.infer<typeof NagBudget>;
