import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, loadCatalogue, packagedDir } from '../../config/load.js';
import { RESERVED_WORDS } from '../../config/reserved-words.js';
import { copyOf, problemsOf } from './folder.js';

const load = (dir: string) => loadCatalogue(dir);
const catalogue = () => copyOf('catalogue');

describe('the catalogue that comes with the program', () => {
  const packaged = loadCatalogue(packagedDir('catalogue'));

  test('holds the weekly journal and the monthly report', () => {
    expect(packaged.duties.map(({ row, word, reminders }) => [row, word, reminders])).toEqual([
      ['A1', '月报', 'RP-M'],
      ['B20', '周记', 'RP-W'],
    ]);
  });

  test('the report asks for what the plan wants, and takes the journals from the ledger', () => {
    const report = packaged.duties.find(({ key }) => key === 'monthly-report');
    const fields = report?.form.fields ?? [];
    expect(fields.map(({ label, type, required }) => `${label} ${type}${required ? '' : ' 可不填'}`)).toEqual([
      '教研活动次数 number',
      '教研活动主题 text',
      '课题进展 long-text',
      '听评课节数 number',
      '周记上交情况 text',
      '推广项目进展 text 可不填',
      '问题困难 long-text 可不填',
      '下月计划 long-text',
    ]);
    expect(fields[4]).toMatchObject({ prefill: { duty: 'journal', give: 'handed-in-of-owed' } });
  });

  test('nothing is sent on the hour or the half hour, when the platform is busiest', () => {
    const { profiles, digests } = packaged;
    const steps = profiles.flatMap((profile) => profile.steps.map(({ at }) => at));
    const times = [...steps, ...Object.values(digests).map(({ at }) => at)];
    expect(times).toHaveLength(12);
    expect(times.filter((at) => /:(00|30)$/.test(at))).toEqual([]);
  });

  test('somebody receives the notices of the operator', () => {
    expect(packaged.posts.filter(({ rights }) => rights.includes('operate')).map(({ name }) => name)).toEqual([
      '协调员',
    ]);
  });
});

test('another county: other posts, other duties, other times', () => {
  const { posts, duties, budget } = loadCatalogue(catalogue().dir);
  expect(posts.map(({ name }) => name)).toEqual(['中心校长', '安全员', '教务员']);
  expect(duties.map(({ word, late }) => [word, late])).toEqual([
    ['听课', 5],
    ['自查', 'none'],
  ]);
  expect(budget).toEqual({ perPersonPerWeek: 3, quietFrom: '20:00', quietUntil: '07:30' });
});

test('the error says at its head what is wrong, and then everything', () => {
  const folder = catalogue();
  folder.change('duties.yaml', "dueAt: '16:30'", 'dueAt: 4点半');
  folder.remove('posts.yaml');
  const message = `任务目录有问题，改好之前不能启动：
  ${join(folder.dir, 'duties.yaml')}:9:63 任务「听课」 字段 cadence.dueAt：写的是 4点半；时间要写成 HH:MM，例如 17:00
  ${join(folder.dir, 'posts.yaml')} 没有这个文件；请照自带的目录补上`;
  expect(() => loadCatalogue(folder.dir)).toThrow(new ConfigError(message, []));
});

describe('a broken catalogue: every problem with file, place, entry, field and mend', () => {
  const cases: [string, (folder: ReturnType<typeof catalogue>) => void, string[]][] = [
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
        'duties.yaml:10:11 任务「听课」 字段 late：写的是 以后；应当是 term、none 或数字',
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
      ['duties.yaml:25:14 任务「自查」 字段 cadence.every：写的是 monat；应当是 teaching-week、month 之一'],
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
        folder.change('duties.yaml', 'readers: [head]', 'readers: [head, nobody]');
      },
      [
        'duties.yaml:17:16 任务「听课」 字段 reminders：写的是 gentel；没有这个提醒方案；是不是 gentle？',
        'duties.yaml:23:34 任务「自查」 字段 owner.post：写的是 caretaker；没有这个职务；已有的是 head、safety-officer、registrar',
        'duties.yaml:36:72 任务「自查」 字段 form.fields.第3项.prefill.duty：写的是 observations；没有这个任务；是不是 observation？',
        'duties.yaml:38:21 任务「自查」 字段 readers.第2项：写的是 nobody；没有这个职务；已有的是 head、safety-officer、registrar',
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
        'duties.yaml:14:9 任务「听课」 字段 form.fields：写的是 3 项；style 是 message 时，应当只有一个 type: long-text 的字段',
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
    [
      'posts: a right there is not, the same name twice',
      (folder) => {
        folder.change('posts.yaml', 'rights: [see-school, act-for, bind-groups]', 'rights: [see-all]');
        folder.change('posts.yaml', 'aliases: [教务干事]', 'aliases: [安全员]');
      },
      [
        'posts.yaml:4:14 职务「中心校长」 字段 rights.第1项：写的是 see-all；应当是 see-school、see-county、act-for、bind-groups、operate 之一',
        'posts.yaml:11:15 职务「教务员」 字段 aliases.第1项：写的是 安全员；职务「安全员」（posts.yaml:5:5）已经用了，请换一个',
      ],
    ],
    [
      'posts that stand in for each other in a circle',
      (folder) => folder.change('posts.yaml', 'aliases: [教务干事]', 'fallsTo: [registrar, heads]'),
      [
        'posts.yaml:11:14 职务「教务员」 字段 fallsTo：写的是 [registrar, heads]；接替成了一圈：registrar → registrar；请去掉其中一环',
        'posts.yaml:11:26 职务「教务员」 字段 fallsTo.第2项：写的是 heads；没有这个职务；是不是 head？',
      ],
    ],
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
        'profiles.yaml:10:54 提醒方案「strict」 字段 steps.第2项.to：写的是 everybody；应当是 owner、group 或一组“字段: 值”',
      ],
    ],
    [
      'digests: to an unknown post, too early, one missing',
      (folder) => {
        folder.change('digests.yaml', 'posts: [head]', 'posts: [boss]');
        folder.change('digests.yaml', "at: '09:05'", "at: '06:05'");
      },
      [
        "digests.yaml:2:17 汇总 字段 person.at：写的是 '06:05'；在免打扰时段 20:00–07:30 里，永远发不出去；请挪到外面",
        'digests.yaml:3:34 汇总 字段 weekly.posts.第1项：写的是 boss；没有这个职务；已有的是 head、safety-officer、registrar',
      ],
    ],
    [
      'a digest left out',
      (folder) => folder.change('digests.yaml', "  operator: { at: '08:05' }\n", ''),
      ['digests.yaml:2:3 汇总 字段 operator：没有写；应当是一组“字段: 值”'],
    ],
    [
      'files that are no YAML',
      (folder) => {
        folder.write('posts.yaml', 'posts:\n  - key: a\n    key: b\n');
        folder.write('profiles.yaml', 'profiles:\n\t- key: a\n');
        folder.write('digests.yaml', 'digests: { person: ');
      },
      [
        'digests.yaml:1:20 YAML 写法不通（BAD_INDENT）；请看这一行前后的缩进、冒号和引号',
        'posts.yaml:3:5 同一个字段写了两次；请只留一个',
        'profiles.yaml:2:1 缩进里有制表符；请改用空格',
      ],
    ],
    [
      'a file saved as GBK',
      (folder) => folder.write('posts.yaml', Uint8Array.of(0xd6, 0xb0, 0xce, 0xf1)),
      ['posts.yaml:1:1 读不了这个文件；请检查读取权限，并存成 UTF-8 编码'],
    ],
    [
      'a value that begins with a star',
      (folder) => folder.change('duties.yaml', 'reminders: gentle', 'reminders: *gentle'),
      ['duties.yaml:1:1 有以 * 开头的值；请加上引号'],
    ],
    [
      'an empty file, a file of something else, a list that is none',
      (folder) => {
        folder.write('posts.yaml', '# 以后再写\n');
        folder.write('duties.yaml', 'duties: 3\nwhat: 1\n');
        folder.write('more.yaml', '- a\n');
      },
      [
        'duties.yaml:1:9 字段 duties：写的是 3；应当是列表（每项以 - 开头）',
        'duties.yaml:2:1 字段 what：没有这个字段；请删去',
        'more.yaml 文件里没有内容可读；请写上 chapter: duties:',
        'posts.yaml 文件里没有内容可读；请写上 posts:',
      ],
    ],
    [
      'a catalogue without a duty',
      (folder) => folder.write('duties.yaml', 'chapter: 空的\nduties: []\n'),
      [' 没有一项任务；请在一个章节文件里写上 duties:'],
    ],
  ];

  test.each(cases)('%s', (_, spoil, expected) => {
    const folder = catalogue();
    spoil(folder);
    expect(folder.problems(load)).toEqual(expected);
  });
});

test('duties of two chapters may not share a word, however wide it is written', () => {
  const folder = catalogue();
  folder.change('duties.yaml', 'aliases: [听课记录]', 'aliases: [TK]');
  folder.write('00-first.yaml', duty('first', 'A1', 'tk'));
  expect(folder.problems(load)).toEqual([
    'duties.yaml:6:15 任务「听课」 字段 aliases.第1项：写的是 TK；任务「tk」（00-first.yaml:2:5）已经用了，请换一个',
  ]);
});

test('a duty may be called by its own name in its aliases', () => {
  const folder = catalogue();
  folder.change('duties.yaml', 'aliases: [听课记录]', 'aliases: [每周听课]');
  expect(folder.problems(load)).toEqual([]);
});

test('the words reserved are those the caller gives', () => {
  const folder = catalogue();
  expect(folder.problems((dir) => loadCatalogue(dir, ['听课']))).toEqual([
    'duties.yaml:5:11 任务「听课」 字段 word：写的是 听课；这是机器人自己的命令，请换一个',
  ]);
  expect(RESERVED_WORDS).toContain('绑定本群');
});

test('a folder that is not there', () => {
  expect(problemsOf(() => loadCatalogue('/no/such/county'))).toEqual(['/no/such/county；请检查路径和读取权限']);
});

const duty = (key: string, row: string, word: string): string => `duties:
  - key: ${key}
    row: ${row}
    name: ${key}
    word: ${word}
    clause: 第一条
    owner: { kind: teaching-person }
    cadence: { every: teaching-week }
    form: { style: message, fields: [{ key: text, label: 内容, type: long-text }] }
    reminders: gentle
`;
