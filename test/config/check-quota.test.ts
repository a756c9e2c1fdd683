import { brokenDuty } from './folder.js';

const FORM = `form: { style: template, fields: [
  { key: level, label: 级别, type: choice, options: [校级, 县级] }, { key: text, label: 内容, type: text },
  { key: school, label: 学校, type: school }, { key: files, label: 附件, type: files } ] }`;

brokenDuty([
  [
    'a level there is not',
    `quota: { level: { field: level, atLeast: 市级 } }
    ${FORM}`,
    ['任务「样例」 字段 quota.level.atLeast：写的是 市级；没有这个选项；是不是 校级？'],
  ],
  [
    'a level of words',
    `quota: { level: { field: text, atLeast: 县级 } }
    ${FORM}`,
    ['任务「样例」 字段 quota.level.field：写的是 text；这个字段是 text，级别要从 type: choice 的字段里看'],
  ],
  [
    'a level of a field there is not, and nothing to tell apart by',
    `quota: { distinct: titel, level: { field: levels, atLeast: 县级 } }
    ${FORM}`,
    [
      '任务「样例」 字段 quota.distinct：写的是 titel；没有这个字段；已有的是 level、text、school、files',
      '任务「样例」 字段 quota.level.field：写的是 levels；没有这个字段；是不是 level？',
    ],
  ],
  [
    'told apart by files',
    `quota: { distinct: files }
    ${FORM}`,
    ['任务「样例」 字段 quota.distinct：写的是 files；这个字段是 files，分不出是不是同一个；请换一个字段'],
  ],
  [
    'certified by nobody',
    `quota: { certified: true }
    ${FORM}`,
    ['任务「样例」 字段 quota.certified：写的是 true；要认定，就要写明由谁认定；请补上 review:'],
  ],
  [
    'schools in charge of a school, and not said which',
    `owner: { kind: school, post: head }
    quota: { perSchoolInCharge: true }`,
    [
      '任务「样例」 字段 quota.perSchoolInCharge：写的是 true；只能用于 owner.kind 是 holder 的任务；请删去',
      '任务「样例」 字段 quota.perSchoolInCharge：写的是 true；表里没有写是哪一个：请加一个指到学校（type: school）的字段',
    ],
  ],
  [
    'one for each of two things',
    `owner: { kind: holder, posts: [head] }
    quota: { perSchoolInCharge: true, perUnit: project }
    ${FORM}`,
    [
      '任务「样例」 字段 quota.perUnit：写的是 project；表里没有写是哪一个：请加一个指到它（type: link, to: { unit: project }）的字段',
      '任务「样例」 字段 quota.perUnit：写的是 project；和 perSchoolInCharge 只能写一个，请删去一个',
    ],
  ],
  [
    'at most so many for what is no one thing, or has no period',
    `cadence: { every: free }
    reminders: silent
    atMost: { field: text, owners: 2 }
    ${FORM}`,
    [
      '任务「样例」 字段 atMost：写的是 { field: text, owners: 2 }；随时可交的没有期次，数不出几个人；请删去',
      '任务「样例」 字段 atMost.field：写的是 text；这个字段是 text；应当是 type: school 或 type: person 的字段',
    ],
  ],
  [
    'so many of what is not opened, in no span of days, by nobody in particular',
    `quota: { openings: safety, certified: true, distinct: text }
    cadence: { every: teaching-week }
    review: { posts: [head] }
    ${FORM}`,
    [
      '任务「样例」 字段 owner.kind：写的是 teaching-person；由办的一方欠着，应当是 school，用 stages 写明是哪一类学校',
      '任务「样例」 字段 quota.openings：写的是 safety；安全自查不是开启的，数不出几次；应当是 every: occasion 的任务',
      '任务「样例」 字段 quota.openings：写的是 safety；数的是开了几次，不看材料；distinct、level、certified 请删去',
      '任务「样例」 字段 cadence.every：写的是 teaching-week；要数一段时间里开了几次，应当是 month、quarter、term、year 之一',
    ],
  ],
  [
    'so many of a duty there is not',
    `quota: { openings: safty }
    owner: { kind: school, post: head }`,
    ['任务「样例」 字段 quota.openings：写的是 safty；没有这个任务；是不是 safety？'],
  ],
  [
    'at most two of a school',
    `atMost: { field: school, owners: 2 }
    ${FORM}`,
    [],
  ],
  [
    'each school in charge',
    `owner: { kind: holder, posts: [head] }
    quota: { perSchoolInCharge: true }
    ${FORM}`,
    [],
  ],
]);
