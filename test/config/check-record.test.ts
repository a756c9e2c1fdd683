import { brokenDuty } from './folder.js';

const FORM = `form: { style: template, fields: [
  { key: title, label: 题目, type: text }, { key: text, label: 正文, type: long-text },
  { key: who, label: 作者, type: person, several: true }, { key: on, label: 日期, type: date },
  { key: level, label: 级别, type: choice, options: [校级, 县级] } ] }`;

brokenDuty([
  [
    'answered by nobody',
    `review: { posts: [heads], higher: { field: level, atLeast: 市级, posts: [bureau] } }
    ${FORM}`,
    [
      '任务「样例」 字段 review.posts.第1项：写的是 heads；没有这个职务；是不是 head？',
      '任务「样例」 字段 review.higher.atLeast：写的是 市级；没有这个选项；是不是 校级？',
      '任务「样例」 字段 review.higher.posts.第1项：写的是 bureau；没有这个职务；已有的是 head、safety-officer、registrar',
    ],
  ],
  [
    'the school of a title',
    `ofSchoolOf: title
    ${FORM}`,
    ['任务「样例」 字段 ofSchoolOf：写的是 title；这个字段是 text；应当是 type: person 的字段'],
  ],
  [
    'becoming something else: itself, a duty there is not, a field there is not, one that does not fit',
    `becomes: [{ duty: extra, fields: { text: text } }, { duty: observations, fields: { text: text } }, { duty: observation, fields: { remark: text, teacher: titel, level: who, remarks: title } }]
    ${FORM}`,
    [
      '任务「样例」 字段 becomes.第1项.duty：写的是 extra；不能变成自己，请换一项',
      '任务「样例」 字段 becomes.第2项.duty：写的是 observations；没有这个任务；是不是 observation？',
      '任务「样例」 字段 becomes.第3项.fields.remark：写的是 text；冒号前面是任务「听课」的字段，它没有 remark；已有的是 teacher、level、remarks',
      '任务「样例」 字段 becomes.第3项.fields.teacher：写的是 titel；没有这个字段；是不是 title？',
      '任务「样例」 字段 becomes.第3项.fields.level：写的是 who；person 放不进任务「听课」的 level（choice）；请换一个字段',
    ],
  ],
  [
    'registering a unit by fields of other kinds',
    `registers: { unit: project, name: on, head: title, from: text, level: titles, ended: { field: level, is: [结题] } }
    ${FORM}`,
    [
      '任务「样例」 字段 registers.name：写的是 on；这个字段是 date；应当是 type: text 的字段',
      '任务「样例」 字段 registers.head：写的是 title；这个字段是 text；应当是 type: person 的字段',
      '任务「样例」 字段 registers.from：写的是 text；这个字段是 long-text；应当是 type: date 的字段',
      '任务「样例」 字段 registers.level：写的是 titles；没有这个字段；是不是 title？',
      '任务「样例」 字段 registers.ended.is.第1项：写的是 结题；没有这个选项；已有的是 校级、县级',
    ],
  ],
  [
    'rates by what tells nothing apart, of a form that works none out',
    `ratesBy: [on, levels]
    ${FORM}`,
    [
      '任务「样例」 字段 ratesBy：写的是 [on, levels]；表里没有算出来的比率（compute: { ratio: … }），没有可汇总的；请删去',
      '任务「样例」 字段 ratesBy.第1项：写的是 on；这个字段是 date；应当是 type: choice 或 type: text 或 type: school 的字段',
      '任务「样例」 字段 ratesBy.第2项：写的是 levels；没有这个字段；是不是 level？',
    ],
  ],
  [
    'a mark against handing in one text twice that only one duty carries, and no text',
    'oneText: four',
    [
      '任务「样例」 字段 oneText：写的是 four；没有这个记号（别的任务都没有写）；已有的是 空的',
      '任务「样例」 字段 oneText：写的是 four；要比的是长文字，表里应当有 type: long-text 的字段',
    ],
  ],
]);
