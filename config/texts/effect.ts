import type { Term } from '../../models/calendar.js';
import type { ReminderStep } from '../../models/reminder.js';
import type { Part } from './digest.js';

/** What a step of a profile came to in a term: in entries of the ledger. */
interface Counts {
  missing: number;
  nagged: number;
  handedIn: number;
}

export interface EffectRow extends Counts {
  profile: string;
  step: string;
}

/** As added up, with the step in words. */
export const rowOf = (added: { profile: string; step: ReminderStep | undefined; counts: Counts }): EffectRow => ({
  profile: added.profile,
  step: stepText(added.step),
  ...added.counts,
});

export const notYours = '催交效果是全县的数字，由县里的协调员和各部主任查看。';
export const nothingYet = '这学期还没有可看的：提醒满一天以后，第二天夜里统计。';

const ahead = (n: number, days: string): string =>
  n === 0 ? '截止当天' : n < 0 ? `截止前${-n}${days}` : `过后${n}${days}`;

/** 截止前5个上学日; what belongs to no step of the profile is the look back on Mondays. */
export function stepText(step: ReminderStep | undefined): string {
  if (!step) return '下周头一天';
  if ('schoolDays' in step) return ahead(step.schoolDays, '个上学日');
  if ('days' in step) return ahead(step.days, '天');
  if ('week' in step) return `第${step.week}周`;
  return step.afterOpening === 0 ? '开启当天' : `开启后${step.afterOpening}个上学日`;
}

export const title = ({ name }: Term): string => `催交效果（${name}）`;

const share = ({ nagged, handedIn }: EffectRow): string =>
  nagged === 0 ? '' : `（${Math.round((100 * handedIn) / nagged)}%）`;

export const effect = (term: Term, rows: EffectRow[]): string =>
  [
    `${title(term)}，一人一项算一次：`,
    ...rows.map(
      (row) =>
        `· ${row.profile}，${row.step}：还没交${row.missing}，提醒${row.nagged}，一天内交${row.handedIn}${share(row)}`,
    ),
    hint,
  ].join('\n');

const hint = '一天内交得少的那一步，可以在提醒方案里去掉或挪个时间。';

/** A share of fewer reminders says nothing yet. */
const ENOUGH = 10;
const partOf = ({ nagged, handedIn }: Counts): number => handedIn / nagged;

/** Two lines of a digest: what all of a term's reminders came to, and the step that came to least, where there are others. */
export function inShort(rows: EffectRow[]): Part {
  const told = rows.filter(({ nagged }) => nagged > 0);
  const [nagged, handedIn] = [sum(told.map((row) => row.nagged)), sum(told.map((row) => row.handedIn))];
  const often = told.filter((row) => row.nagged >= ENOUGH).toSorted((a, b) => partOf(a) - partOf(b));
  const [least] = often.length > 1 ? often : [];
  const all = `提醒${nagged}次（一人一项算一次），一天内交了${handedIn}份（${Math.round((100 * handedIn) / nagged)}%）`;
  const entries = [all, ...(least ? [`一天内交得最少的一步：${least.profile}，${least.step}${share(least)}`] : [])];
  return { entries: nagged > 0 ? entries : [], more: () => '', how: '各步的催交效果发「催交效果」。' };
}

const sum = (all: number[]): number => all.reduce((total, each) => total + each, 0);

/** The same as a table. */
export const blocks = (rows: EffectRow[]) => [
  {
    kind: 'table' as const,
    columns: ['方案', '哪一步', '还没交', '提醒', '一天内交'],
    rows: rows.map((row) => [row.profile, row.step, `${row.missing}`, `${row.nagged}`, `${row.handedIn}${share(row)}`]),
  },
  { kind: 'text' as const, text: hint },
];
