import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ConfigError, loadCatalogue, packagedDir } from '../../config/load.js';
import { RESERVED_WORDS } from '../../config/reserved-words.js';
import { brokenCatalogue, copyOf, problemsOf } from './folder.js';

const load = (dir: string) => loadCatalogue(dir);
const catalogue = () => copyOf('catalogue');

test('another county: other posts, other duties, other times', () => {
  const { posts, duties, budget } = loadCatalogue(catalogue().dir);
  expect(posts.map(({ name }) => name)).toEqual(['中心校长', '安全员', '教务员']);
  expect(duties.map(({ word, late }) => [word, late])).toEqual([
    ['听课', 5],
    ['自查', 'none'],
  ]);
  expect(budget).toEqual({
    perPersonPerWeek: 3,
    quietFrom: '20:00',
    quietUntil: '07:30',
    spreadMinutes: 20,
    unansweredInARow: 3,
  });
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

brokenCatalogue([
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
    'a chapter with a title and nothing below it, another whose list was begun',
    (folder) => {
      folder.write('08-more.yaml', 'chapter: 研学\n');
      folder.write('09-begun.yaml', 'chapter: 劳动\nduties:\n');
    },
    [
      '08-more.yaml:1:1 字段 duties：没有写；请在它下面列出任务；一项也没有，请删去这个文件',
      '09-begun.yaml:2:8 字段 duties：没有写；请在它下面列出任务；一项也没有，请删去这个文件',
    ],
  ],
  [
    'a catalogue without a duty',
    (folder) => folder.write('duties.yaml', 'chapter: 空的\nduties: []\n'),
    [' 没有一项任务；请在一个章节文件里写上 duties:'],
  ],
]);

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

test('chapters keep their titles and the order of their files', () => {
  const { chapters, duties } = loadCatalogue(packagedDir('catalogue'));
  expect(chapters[0]?.title).toBe('教育科研');
  expect(chapters.flatMap((chapter) => chapter.duties)).toEqual(duties.map(({ key }) => key));
});
