import { brokenDuty } from './folder.js';

const field = (rest: string): string => `form: { style: template, fields: [{ key: a, label: 甲, ${rest} }] }`;

brokenDuty([
  [
    'today is no text',
    field('type: text, prefill: { give: today }'),
    ['任务「样例」 字段 form.fields.第1项.prefill.give：写的是 today；放不进 type: text 的字段；只能给 type: date'],
  ],
  [
    'the speaker is no school',
    field('type: school, prefill: { give: speaker }'),
    [
      '任务「样例」 字段 form.fields.第1项.prefill.give：写的是 speaker；放不进 type: school 的字段；只能给 type: person',
    ],
  ],
  [
    'files of the time before are not sent again',
    field('type: files, prefill: { give: last }'),
    [
      '任务「样例」 字段 form.fields.第1项.prefill.give：写的是 last；放不进 type: files 的字段；只能给 type: text、type: long-text、type: number、type: date、type: time-range、type: choice、type: choices、type: person、type: school、type: link',
    ],
  ],
  [
    'a sum of words',
    field('type: number, prefill: { duty: observation, give: sum, field: remarks }'),
    ['任务「样例」 字段 form.fields.第1项.prefill.field：写的是 remarks；没有这个数字字段；已有的是 空的'],
  ],
  ['a sum of a number', field('type: number, prefill: { duty: safety, give: sum, field: rooms }'), []],
  [
    'a sum without a field',
    field('type: number, prefill: { duty: safety, give: sum }'),
    ['任务「样例」 字段 form.fields.第1项.prefill.field：没有写；应当是文字'],
  ],
  [
    'a first value of what is worked out',
    `form: { style: template, fields: [{ key: a, label: 甲, type: number }, { key: b, label: 乙, type: number },
    { key: c, label: 丙, type: number, compute: { sum: [a, b] }, prefill: { give: last } }] }`,
    [
      '任务「样例」 字段 form.fields.第3项.prefill：写的是 { give: last }；这个字段是算出来的（compute），不用先填；请删去一样',
    ],
  ],
  [
    'how many handed in what nobody owes',
    `cadence: { every: free }
    reminders: silent
    ${field('type: number, prefill: { duty: extra, give: handed-in }')}`,
    [
      '任务「样例」 字段 form.fields.第1项.prefill.give：写的是 handed-in；那项任务是 every: free，谁也不欠；要数交了多少，应当是 records',
    ],
  ],
]);
