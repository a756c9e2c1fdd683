import { brokenDuty } from './folder.js';

const project = (more: string): string => `form: { style: template, fields: [
  { key: name, label: 名称, type: text }, { key: from, label: 起, type: date }, { key: to, label: 止, type: date } ] }
  registers: { unit: project, name: name${more} }`;

brokenDuty([
  [
    'an occasion nobody can open',
    'cadence: { every: occasion, what: event, openedBy: [heads] }',
    ['任务「样例」 字段 cadence.openedBy.第1项：写的是 heads；没有这个职务；是不是 head？'],
  ],
  [
    'more school days than there are days',
    'cadence: { every: teaching-week, weeks: 2, minSchoolDays: 15 }',
    ['任务「样例」 字段 cadence.minSchoolDays：写的是 15；一共只有 14 天，应当不超过它'],
  ],
  [
    'a next one where none is opened',
    'late: next',
    [
      '任务「样例」 字段 late：写的是 next；next 只能用于 cadence.every 是 occasion 的任务，别的没有下一期可放；请换一种',
    ],
  ],
  [
    'due before it opens',
    'cadence: { every: term, opensWeek: 8, due: { week: 3 } }',
    ['任务「样例」 字段 cadence.due.week：写的是 3；第 8 周才开始，截止应当不早于它'],
  ],
  [
    'a day of the term that is neither',
    'cadence: { every: term, due: { fortnight: 3 } }',
    [
      '任务「样例」 字段 cadence.due.week：没有写；应当是数字',
      '任务「样例」 字段 cadence.due.fortnight：没有这个字段；请删去',
    ],
  ],
  [
    'the middle of a person',
    'cadence: { every: milestone, at: middle }',
    [
      '任务「样例」 字段 cadence.every：写的是 milestone；milestone 只能用于 owner.kind 是 unit 的任务，别的没有起止；请换一种',
    ],
  ],
  [
    'the middle of units whose days nobody asks for',
    `owner: { kind: unit, of: project }
    cadence: { every: milestone, at: middle }
    ${project('')}`,
    [
      '任务「样例」 字段 cadence.every：写的是 milestone；算不出日子：登记它的任务「样例」没有在 registers 里写 from 和 to；请补上',
    ],
  ],
  [
    'the end of units whose days are known',
    `owner: { kind: unit, of: project }
    cadence: { every: milestone, at: end }
    ${project(', from: from, to: to')}`,
    [],
  ],
  [
    'reminders of what nobody owes',
    'cadence: { every: free }',
    ['任务「样例」 字段 reminders：写的是 gentle；every: free 的任务谁也不欠，应当用没有步骤的方案，例如 silent'],
  ],
  ['nothing owed, nothing said', 'cadence: { every: free }\nreminders: silent', []],
  [
    'a step of a teaching week for what is owed every month',
    'cadence: { every: month }\nreminders: by-week',
    [
      '任务「样例」 字段 reminders：写的是 by-week；这个方案有按第几教学周的步骤，只能给 every 是 term、year 的任务；请换一种',
    ],
  ],
  ['a step of a teaching week for a year', 'cadence: { every: year }\nreminders: by-week', []],
]);
