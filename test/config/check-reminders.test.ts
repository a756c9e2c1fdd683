import { brokenCatalogue } from './folder.js';

brokenCatalogue([
  [
    'reminders: a time at night, an unknown post, a step twice, somebody who is nobody',
    (folder) => {
      folder.change('profiles.yaml', "at: '09:10'", "at: '21:10'");
      folder.change('profiles.yaml', 'posts: [head]', 'posts: [hed]');
      folder.change('profiles.yaml', 'key: line', 'key: before');
    },
    [
      "profiles.yaml:5:41 提醒方案「gentle」 字段 steps.第1项.at：写的是 '21:10'；在免打扰时段 20:00–07:30 里，永远发不出去；请挪到外面",
      'profiles.yaml:10:16 提醒方案「strict」 字段 steps.第2项.key：写的是 before；前面已经有了，请换一个',
      'profiles.yaml:11:64 提醒方案「strict」 字段 steps.第3项.to.posts.第1项：写的是 hed；没有这个职务；是不是 head？',
    ],
  ],
  [
    'reminders to somebody who is nobody',
    (folder) => folder.change('profiles.yaml', 'to: group', 'to: everybody'),
    [
      'profiles.yaml:10:54 提醒方案「strict」 字段 steps.第2项.to：写的是 everybody；应当是 owner、assigner、group 或一组“字段: 值”',
    ],
  ],
  [
    'a step to whoever gave a task, where none is given',
    (folder) => folder.change('profiles.yaml', 'to: group', 'to: assigner'),
    [
      'duties.yaml:37:16 任务「自查」 字段 reminders：写的是 strict；这个方案有给交办的人的步骤（assigner），只能给交办的任务；请换一种',
    ],
  ],
  [
    'a step with two days, and one with none',
    (folder) => {
      folder.change('profiles.yaml', "schoolDays: 1, at: '09:10'", "schoolDays: 1, days: 2, at: '09:10'");
      folder.change('profiles.yaml', "schoolDays: -1, at: '10:20'", "at: '10:20'");
    },
    [
      'profiles.yaml:5:37 提醒方案「gentle」 字段 steps.第1项.days：这里不能写这个字段；请删去',
      'profiles.yaml:9:9 提醒方案「strict」 字段 steps.第1项.schoolDays：没有写；应当是数字',
    ],
  ],
  [
    'steps to a post of the county there is not, and counting what a group has',
    (folder) => {
      folder.change('profiles.yaml', 'to: { posts: [head] }', 'to: { countyPosts: [boss] }');
      folder.change('profiles.yaml', 'to: group', 'to: group, below: 2');
    },
    [
      'profiles.yaml:10:68 提醒方案「strict」 字段 steps.第2项.below：写的是 2；数的是各人自己的份数，只能和 to: owner 一起用；请删去',
      'profiles.yaml:11:70 提醒方案「strict」 字段 steps.第3项.to.countyPosts.第1项：写的是 boss；没有这个职务；已有的是 head、safety-officer、registrar',
    ],
  ],
]);
