import { brokenDuty } from './folder.js';

const FORM = `form: { style: template, fields: [
  { key: scope, label: 范围, type: choice, options: [校内, 校际] },
  { key: schools, label: 学校, type: school, several: true }, { key: people, label: 人, type: person, several: true } ] }`;

brokenDuty([
  [
    'a duty there is not, a condition that cannot hold',
    `counts: [{ duty: safty, to: school, when: { field: scope, is: [区域] } }]
    ${FORM}`,
    [
      '任务「样例」 字段 counts.第1项.duty：写的是 safty；没有这个任务；是不是 safety？',
      '任务「样例」 字段 counts.第1项.when.is.第1项：写的是 区域；没有这个选项；已有的是 校内、校际',
    ],
  ],
  [
    'for whom: not said, said where it is not asked, of another kind',
    `counts: [{ duty: safety, to: schools-named }, { duty: safety, to: school, field: schools }, { duty: observation, to: people-named, field: schools }]
    ${FORM}`,
    [
      '任务「样例」 字段 counts.第1项.field：没有写；应当是写着学校的字段（type: school）',
      '任务「样例」 字段 counts.第2项.field：写的是 schools；to 是 school 时不看哪个字段；请删去',
      '任务「样例」 字段 counts.第3项.field：写的是 schools；这个字段是 school；应当是 type: person 的字段',
    ],
  ],
  [
    'for those who do not owe it',
    `counts: [{ duty: safety, to: owner }, { duty: safety, to: cluster }, { duty: observation, to: school }, { duty: safety, to: people-named, field: people }]
    ${FORM}`,
    [
      '任务「样例」 字段 counts.第1项.to：写的是 owner；任务「自查」不是由同样的人或单位欠的，记不过去；请换一种',
      '任务「样例」 字段 counts.第2项.to：写的是 cluster；任务「自查」不是由片区欠的，记不过去；请换一种',
      '任务「样例」 字段 counts.第3项.to：写的是 school；任务「听课」不是由学校欠的，记不过去；请换一种',
      '任务「样例」 字段 counts.第4项.to：写的是 people-named；任务「自查」不是由个人欠的，记不过去；请换一种',
    ],
  ],
  [
    'for itself, once more',
    `counts: [{ duty: extra, to: owner }]
    ${FORM}`,
    ['任务「样例」 字段 counts.第1项.duty：写的是 extra；这份记录本来就算在自己名下，会算两次；请删去'],
  ],
  [
    'for itself at the other schools, and for their colleagues',
    `owner: { kind: school, post: head }
    counts: [{ duty: extra, to: schools-named, field: schools }, { duty: observation, to: people-named, field: people, when: { field: scope, is: [校际] } }]
    ${FORM}`,
    [],
  ],
]);
