import type { NagBudget, NagChoice, Wish } from '../../models/reminder.js';

const usual = ({ perPersonPerWeek }: NagBudget): string => `照常（按任务的时间，一周最多${perPersonPerWeek}次）`;

export const STRENGTHS: Record<NonNullable<Wish['strength']>, string> = { early: '早一点', light: '少一点' };
export const weekdayText = (weekday: number): string => `周${'一二三四五'[weekday - 1]}`;

/** 截止前的提醒放在周四，19:11左右说 */
export function inWords(
  { strength, weekday, at }: Omit<Wish, 'since'>,
  { earlierDays, lightPerWeek }: NagChoice,
): string {
  return [
    ...(strength === 'early' ? [`截止前的提醒提前${earlierDays}个上学日`] : []),
    ...(strength === 'light' ? [`一周最多${lightPerWeek}次，留给到期的`] : []),
    ...(weekday ? [`截止前的提醒放在${weekdayText(weekday)}`] : []),
    ...(at ? [`${at}左右说`] : []),
  ].join('，');
}

const offered = ({ earlierDays, lightPerWeek, weekday, times }: NagChoice): string =>
  [
    ...(earlierDays > 0 ? ['提醒 早一点'] : []),
    ...(lightPerWeek > 0 ? ['提醒 少一点'] : []),
    ...(weekday ? ['提醒 周四'] : []),
    ...(times.length > 0 ? [`提醒 ${times.at(-1)}（可选的时间：${times.join('、')}）`] : []),
    '提醒 照常',
  ].join('；');

export const now = (wish: Wish | undefined, choice: NagChoice, budget: NagBudget): string =>
  `现在这样提醒您：${wish ? inWords(wish, choice) : usual(budget)}。\n想改请发：${offered(choice)}。`;
export const howTo = (choice: NagChoice): string =>
  `这是选怎样提醒您自己的，请发：${offered(choice)}。要提醒别人请发「催交」。`;

/**
 * `typed`: the time that was asked for, where the county offers another. `unused`: what does not go with what was said
 * after it.
 */
export function noted(
  wish: Omit<Wish, 'since'>,
  choice: NagChoice,
  { typed, unused = [] }: { typed?: string | undefined; unused?: string[] | undefined },
): string {
  const instead = typed ? `没有${typed}可选，用了最近的${wish.at}（可选：${choice.times.join('、')}）。` : '';
  const not = unused.length > 0 ? `不能同时用的以后说的为准，没有用「${unused.join('」「')}」。` : '';
  return `好的，从明天起这样提醒您：${inWords(wish, choice)}。${not}${instead}到期赶不上的，还按原来的时间。改回来请发「提醒 照常」。`;
}
export const asUsual = (budget: NagBudget): string => `好的，${usual(budget)}提醒您。`;

/** In 我的. */
export const mine = (wish: Wish, choice: NagChoice): string => `提醒：${inWords(wish, choice)}。改请发「提醒」。`;
