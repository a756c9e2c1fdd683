import { brokenDuty } from './folder.js';

const form = (...fields: string[]): string => `form: { style: template, fields: [${fields.join(', ')}] }`;
const CHOICE = '{ key: scope, label: 范围, type: choice, options: [校内, 校际] }';
const COUNT = '{ key: count, label: 次数, type: number, max: 50 }';

brokenDuty([
  [
    'a message with something that must be filled in besides',
    'form: { style: message, fields: [{ key: text, label: 内容, type: long-text }, { key: a, label: 附件, type: files }] }',
    [
      '任务「样例」 字段 form.fields：写的是 [{ key: text, label: 内容, type: long-text…；style 是 message 时，第一个字段应当是 type: long-text，其余都要写 required: false',
    ],
  ],
  [
    'a message with more that may stay empty',
    'form: { style: message, fields: [{ key: text, label: 内容, type: long-text }, { key: a, label: 附件, type: files, required: false }] }',
    [],
  ],
  [
    'a condition on what comes later, on an option there is not, on words',
    form(
      '{ key: schools, label: 学校, type: school, several: true, when: { field: scope, is: [校际] } }',
      CHOICE,
      '{ key: why, label: 原因, type: text, when: { field: scope, is: [校外, 2] } }',
      '{ key: more, label: 说明, type: text, when: { field: why, is: [有] } }',
    ),
    [
      '任务「样例」 字段 form.fields.第1项.when.field：写的是 scope；没有这个字段；已有的是 空的',
      '任务「样例」 字段 form.fields.第3项.when.is.第1项：写的是 校外；没有这个选项；是不是 校内？',
      '任务「样例」 字段 form.fields.第3项.when.is.第2项：写的是 2；应当是文字；数字请加引号',
      '任务「样例」 字段 form.fields.第4项.when.field：写的是 why；这个字段是 text；条件只能看 choice、choices、number、tick 的字段',
    ],
  ],
  [
    'readers a field does not name',
    form(
      '{ key: host, label: 主持, type: person, reads: true }',
      '{ key: before, label: 前一份, type: link, to: { duty: safety }, reads: true }',
    ),
    [
      '任务「样例」 字段 form.fields.第2项.reads：写的是 true；能看的是人：写在 type: person 的字段上，或 to.unit 的 link 上',
    ],
  ],
  [
    'conditions on ticks and numbers',
    form(
      COUNT,
      '{ key: done, label: 完成, type: tick }',
      '{ key: a, label: 甲, type: text, when: { field: done, is: [是] } }',
      '{ key: b, label: 乙, type: text, when: { field: count, is: [零] } }',
      '{ key: c, label: 丙, type: text, when: { field: count, is: [0] } }',
    ),
    [
      '任务「样例」 字段 form.fields.第3项.when.is.第1项：写的是 是；应当是 true 或 false',
      '任务「样例」 字段 form.fields.第4项.when.is.第1项：写的是 零；应当是数字',
    ],
  ],
  [
    'worked out from what is no number, or comes later',
    form(
      CHOICE,
      COUNT,
      '{ key: rate, label: 比例, type: number, compute: { ratio: [count, scope] } }',
      '{ key: sum, label: 合计, type: number, compute: { sum: [count, later] } }',
    ),
    [
      '任务「样例」 字段 form.fields.第3项.compute.ratio.第2项：写的是 scope；这个字段是 choice；只能算 type: number 的字段',
      '任务「样例」 字段 form.fields.第4项.compute.sum.第2项：写的是 later；前面没有这个字段；只能用排在它前面的数字字段算',
    ],
  ],
  [
    'a usual range outside of what is possible, more choices than there are, an option twice',
    form(
      '{ key: hours, label: 学时, type: number, max: 10, usual: [1, 20] }',
      '{ key: rooms, label: 室, type: choices, options: [微机室, 实验室, 微机室], most: 4 }',
    ),
    [
      '任务「样例」 字段 form.fields.第1项.usual：写的是 [1, 20]；应当从小到大，并且在 min（0）和 max（10）之间',
      '任务「样例」 字段 form.fields.第2项.options.第3项：写的是 微机室；前面已经有了，请换一个',
      '任务「样例」 字段 form.fields.第2项.most：写的是 4；一共只有 3 个选项，应当不超过它',
    ],
  ],
  [
    'links that lead nowhere',
    form(
      '{ key: visit, label: 听课, type: link, to: { duty: observations } }',
      '{ key: project, label: 课题, type: link, to: { unit: project } }',
      '{ key: unit, label: 单位, type: link, to: { unit: projekt } }',
    ),
    ['任务「样例」 字段 form.fields.第3项.to.unit：写的是 projekt；应当是 project、lead-group、class 之一'],
  ],
  [
    'links that lead nowhere, once they can be read',
    form(
      '{ key: visit, label: 听课, type: link, to: { duty: observations } }',
      '{ key: project, label: 课题, type: link, to: { unit: project } }',
    ),
    [
      '任务「样例」 字段 form.fields.第1项.to.duty：写的是 observations；没有这个任务；是不是 observation？',
      '任务「样例」 字段 form.fields.第2项.to.unit：写的是 project；没有一项任务用 registers 登记它，指不到什么；请先写登记它的任务',
    ],
  ],
]);
