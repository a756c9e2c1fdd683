import { brokenDuty } from './folder.js';

brokenDuty([
  [
    'posts there are not, of a school, of holders, of small schools',
    `owner: { kind: holder, posts: [head, teacher] }
    smallSchools: { under: 5, post: leader }`,
    [
      '任务「样例」 字段 owner.posts.第2项：写的是 teacher；没有这个职务；已有的是 head、safety-officer、registrar',
      '任务「样例」 字段 smallSchools：写的是 { under: 5, post: leader }；只有学校和教研组、备课组的任务可以由片区一起做；请删去，或把 owner.kind 改成其中之一',
      '任务「样例」 字段 smallSchools.post：写的是 leader；没有这个职务；已有的是 head、safety-officer、registrar',
    ],
  ],
  [
    'stages wanted and left out at once',
    'owner: { kind: cluster, post: hed, stages: [小学], exceptStages: [中学] }',
    [
      '任务「样例」 字段 owner.post：写的是 hed；没有这个职务；是不是 head？',
      '任务「样例」 字段 owner.exceptStages：写的是 [中学]；已经写了 stages，只要那几个学段；这一行请删去',
    ],
  ],
  [
    'units nobody registers',
    'owner: { kind: unit, of: project }',
    ['任务「样例」 字段 owner.of：写的是 project；没有一项任务用 registers 登记它，谁也不会欠；请先写登记它的任务'],
  ],
  [
    'answers owed by the month',
    `owner: { kind: reviewer }
    cadence: { every: month }`,
    ['任务「样例」 字段 cadence.every：写的是 month；owner.kind 是 reviewer 的任务按教学周算，应当是 teaching-week'],
  ],
  [
    'assignees without somebody who assigns',
    'owner: { kind: assignee }',
    ['任务「样例」 字段 cadence.every：写的是 term；owner.kind 是 assignee 的任务由交办的人开启，应当是 occasion'],
  ],
  [
    'an owner there is not',
    'owner: { kind: everybody }',
    [
      '任务「样例」 字段 owner.kind：写的是 everybody；应当是 teaching-person、holder、school、subject-group、prep-group、cluster、department、unit、assignee、reviewer 之一',
    ],
  ],
  [
    'small groups that their cluster carries',
    'owner: { kind: prep-group, post: head }\nsmallSchools: { under: 5, post: head }',
    [],
  ],
]);
