import type { Term } from '../../models/calendar.js';
import type { ReminderStep } from '../../models/reminder.js';

/** What a step of a profile came to in a term: in entries of the ledger. */
export interface EffectRow {
  profile: string;
  step: string;
  missing: number;
  nagged: number;
  handedIn: number;
}

export const notYours = '催交效果是全县的数字，由县里的协调员和各部主任查看。';
export const nothingYet = '这学期还没有可看的：提醒满一天以后，第二天夜里统计。';

const ahead = (n: number, days: string): string =>
  n === 0 ? '截止当天' : n < 0 ? `截止前${-n}${days}` : `过后${n}${days}`;

/** 截止前5个上学日; what belongs to no step of the profile is the look back on Mondays. */
export function stepText(step: ReminderStep | undefined): string {
  if (!step) return '下周头一天';
  if ('schoolDays' in step) return ahead(step.schoolDays, '个上学日');
  if ('days' in step) return ahead(step.days, '天');
  return 'week' in step ? `第${step.week}周` : `开启后${step.afterOpening}个上学日`;
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

/** The same as a table. */
export const blocks = (rows: EffectRow[]) => [
  {
    kind: 'table' as const,
    columns: ['方案', '哪一步', '还没交', '提醒', '一天内交'],
    rows: rows.map((row) => [row.profile, row.step, `${row.missing}`, `${row.nagged}`, `${row.handedIn}${share(row)}`]),
  },
  { kind: 'text' as const, text: hint },
];
