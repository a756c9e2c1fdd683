import type { Day, DutyKey, PeriodKey } from './ids.js';
import type { OwnerKey } from './owner.js';
import { OWING, type OwnPage } from './roll.js';

/**
 * What the sender said about the period: nothing, a label (第9周, 10月), a day of it (上周, 12月3日), that it is for one
 * long due (补交), or that it answers a reminder of one. `firm`: for the page of that day (本周), owed or not.
 */
export type Wish =
  | { kind: 'none' }
  | { kind: 'label'; label: string }
  | { kind: 'period'; period: PeriodKey }
  | { kind: 'day'; day: Day; firm?: true }
  | { kind: 'overdue' };

/**
 * Which page a submission belongs to, among the open pages of its owner and duty (oldest due first):
 * one named by label, or named by a day and still owed, unless it is `firm`; else one still on time and owed, the oldest first (so a Monday morning's journal is last
 * week's until the grace is over); else the newest page still on time (a second piece for the same period); else
 * the oldest overdue. With `overdue`, the oldest overdue only, or one whose day is over while its grace is not.
 */
export function chooseRoll(
  pages: OwnPage[],
  owner: OwnerKey,
  duty: DutyKey,
  now: Date,
  wish: Wish = { kind: 'none' },
): OwnPage | undefined {
  const open = pages.filter((roll) => roll.duty === duty);
  const owing = (roll: OwnPage): boolean => roll.entries.some((e) => e.owner === owner && OWING.includes(e.status));
  if (wish.kind === 'period') return open.find((roll) => roll.period === wish.period);
  if (wish.kind === 'label') return open.find((roll) => roll.label === wish.label);
  const named = wish.kind === 'day' && open.find((roll) => has(roll, wish.day) && (wish.firm || owing(roll)));
  if (named) return named;
  const overdue = open.find((roll) => roll.lateAfter < now && owing(roll));
  if (wish.kind === 'overdue') return overdue ?? open.find((roll) => roll.dueAt < now && owing(roll));
  const onTime = open.filter((roll) => roll.lateAfter >= now);
  return onTime.find(owing) ?? onTime.at(-1) ?? overdue ?? open.at(-1);
}

/** Whether a day is one of the page's own. */
export const has = ({ from, to }: Pick<OwnPage, 'from' | 'to'>, day: Day): boolean => from <= day && day <= to;
