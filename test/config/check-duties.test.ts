import { brokenCatalogue } from './folder.js';

brokenCatalogue([
  [
    'fields misspelt, missing, of another kind',
    (folder) => {
      folder.change('duties.yaml', 'key: observation', 'key: Observation');
      folder.change('duties.yaml', 'late: 5', 'late: 以后');
      folder.change('duties.yaml', 'name: 安全自查', 'nmae: 安全自查');
      folder.change('duties.yaml', 'row: B34', 'row: 34');
    },
    [
      'duties.yaml:2:10 任务「听课」 字段 key：写的是 Observation；应当以小写字母开头，只用小写字母、数字和 -，最长 40',
      'duties.yaml:10:11 任务「听课」 字段 late：写的是 以后；应当是 term、none、next 或数字',
      'duties.yaml:18:5 任务「自查」 字段 name：没有写；应当是文字',
      'duties.yaml:19:10 任务「自查」 字段 row：写的是 34；应当是文字',
      'duties.yaml:20:5 任务「自查」 字段 nmae：没有这个字段；是不是 name？',
    ],
  ],
  [
    'numbers and lists out of their bounds',
    (folder) => {
      folder.change('duties.yaml', 'late: 5', 'late: 0');
      folder.change('duties.yaml', 'options: [优, 良, 中]', 'options: [优]');
      folder.change('duties.yaml', 'opensOn: 20', 'opensOn: 31');
      folder.change('duties.yaml', 'dueSchoolDay: 2', 'dueSchoolDay: 2.5');
    },
    [
      'duties.yaml:10:11 任务「听课」 字段 late：写的是 0；应当不少于 1',
      'duties.yaml:15:59 任务「听课」 字段 form.fields.第2项.options：写的是 [优]；应当不少于 2 项',
      'duties.yaml:26:16 任务「自查」 字段 cadence.opensOn：写的是 31；应当不超过 28',
      'duties.yaml:27:21 任务「自查」 字段 cadence.dueSchoolDay：写的是 2.5；应当是整数',
    ],
  ],
  [
    'a cadence there is not',
    (folder) => folder.change('duties.yaml', 'every: month', 'every: monat'),
    [
      'duties.yaml:25:14 任务「自查」 字段 cadence.every：写的是 monat；应当是 teaching-week、month、quarter、term、year、milestone、occasion、free 之一',
    ],
  ],
  [
    'a duty without a name is told by its place',
    (folder) => folder.change('duties.yaml', '    word: 自查\n', ''),
    ['duties.yaml:18:5 任务「第2项」 字段 word：没有写；应当是文字'],
  ],
  [
    'references that lead nowhere',
    (folder) => {
      folder.change('duties.yaml', 'reminders: gentle', 'reminders: gentel');
      folder.change('duties.yaml', 'post: safety-officer', 'post: caretaker');
      folder.change('duties.yaml', 'duty: observation, give', 'duty: observations, give');
      folder.change(
        'duties.yaml',
        'readers: [head]',
        'readers: [head, nobody]\n    ifAllowed: { school: [head], county: [anyone] }',
      );
    },
    [
      'duties.yaml:17:16 任务「听课」 字段 reminders：写的是 gentel；没有这个提醒方案；是不是 gentle？',
      'duties.yaml:23:34 任务「自查」 字段 owner.post：写的是 caretaker；没有这个职务；已有的是 head、safety-officer、registrar',
      'duties.yaml:36:72 任务「自查」 字段 form.fields.第3项.prefill.duty：写的是 observations；没有这个任务；是不是 observation？',
      'duties.yaml:38:21 任务「自查」 字段 readers.第2项：写的是 nobody；没有这个职务；已有的是 head、safety-officer、registrar',
      'duties.yaml:39:43 任务「自查」 字段 ifAllowed.county.第1项：写的是 anyone；没有这个职务；已有的是 head、safety-officer、registrar',
    ],
  ],
  [
    'the same key, row and word twice',
    (folder) => {
      folder.change('duties.yaml', 'key: safety', 'key: observation');
      folder.change('duties.yaml', 'row: B34', 'row: B1');
      folder.change('duties.yaml', 'word: 自查', 'word: 听课记录');
    },
    [
      'duties.yaml:18:10 任务「听课记录」 字段 key：写的是 observation；任务「听课」（duties.yaml:2:5）已经用了，请换一个',
      'duties.yaml:19:10 任务「听课记录」 字段 row：写的是 B1；任务「听课」（duties.yaml:2:5）已经用了，请换一个',
      'duties.yaml:21:11 任务「听课记录」 字段 word：写的是 听课记录；任务「听课」（duties.yaml:2:5）已经用了，请换一个',
    ],
  ],
  [
    'words that are commands, or that nobody can type',
    (folder) => {
      folder.change('duties.yaml', 'word: 自查', 'word: 我的');
      folder.change('duties.yaml', 'aliases: [听课记录]', 'aliases: [听 课, ＴＫ]');
    },
    [
      'duties.yaml:6:15 任务「听课」 字段 aliases.第1项：写的是 听 课；不能有空格和冒号，否则没法打出来',
      'duties.yaml:6:20 任务「听课」 字段 aliases.第2项：写的是 ＴＫ；请写成半角 TK',
      'duties.yaml:21:11 任务「我的」 字段 word：写的是 我的；这是机器人自己的命令，请换一个',
    ],
  ],
  [
    'a form that contradicts itself',
    (folder) => {
      folder.change('duties.yaml', 'style: template', 'style: message');
      folder.change('duties.yaml', 'minLength: 10', 'minLength: 10, maxLength: 5');
      folder.change('duties.yaml', 'min: 1 }', 'min: 9, max: 3 }');
      folder.change('duties.yaml', 'key: found, label: 隐患', 'key: rooms, label: 检查处数');
      folder.change('duties.yaml', 'label: 听课次数', 'label: 听课：次数');
      folder.change('duties.yaml', 'give: handed-in', 'give: handed-in-of-owed');
    },
    [
      'duties.yaml:14:9 任务「听课」 字段 form.fields：写的是 3 项；style 是 message 时，第一个字段应当是 type: long-text，其余都要写 required: false',
      'duties.yaml:16:66 任务「听课」 字段 form.fields.第3项.minLength：写的是 10；应当不大于 maxLength（5）',
      'duties.yaml:34:74 任务「自查」 字段 form.fields.第1项.max：写的是 3；应当不小于 min（9）',
      'duties.yaml:35:18 任务「自查」 字段 form.fields.第2项.key：写的是 rooms；前面已经有了，请换一个',
      'duties.yaml:35:32 任务「自查」 字段 form.fields.第2项.label：写的是 检查处数；前面已经有了，请换一个',
      'duties.yaml:36:35 任务「自查」 字段 form.fields.第3项.label：写的是 听课：次数；不能有冒号和换行，冒号后面是填写的地方',
      'duties.yaml:36:92 任务「自查」 字段 form.fields.第3项.prefill.give：写的是 handed-in-of-owed；数字字段里放不下“已交/应交”，应当是 handed-in 或 owed，或把字段改成 type: text',
    ],
  ],
  [
    'a grace that ends before the duty is due',
    (folder) => folder.change('duties.yaml', "at: '18:00'", "at: '08:00'"),
    ["duties.yaml:29:35 任务「自查」 字段 cadence.grace.at：写的是 '08:00'；宽限比截止时间 11:00 还早，应当晚于它"],
  ],
]);
