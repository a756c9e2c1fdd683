import { describe, expect, test } from '@jest/globals';
import { withdraw } from '../../handlers/own.js';
import { match } from '../../handlers/router.js';
import { commandWords, routes } from '../../handlers/routes.js';
import { wholeCatalogue } from '../support/catalogues.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const { duties } = wholeCatalogue();

/** Which command a text is; a duty's word has a handler of its own each time. */
function commandOf(text: string): [string | undefined, string] | undefined {
  const found = match(text, duties);
  if (!found) return undefined;
  return [routes.find(({ handler }) => handler === found.handler)?.words[0] ?? '任务', found.args];
}

describe('what a text asks for', () => {
  test.each([
    ['帮助', '帮助', ''],
    ['帮助！', '帮助', ''],
    ['?', '帮助', ''],
    ['？', '帮助', ''],
    ['ＨＥＬＰ', '帮助', ''],
    ['我的', '我的', ''],
    ['我的任务。', '我的', ''],
    ['撤回～', '撤回', ''],
    ['修改 新内容：一', '修改', '新内容：一'],
    ['修改：新内容', '修改', '新内容'],
    ['补交 周记 …', '补交', '周记 …'],
    ['代交 张三 周记 …', '代交', '张三 周记 …'],
    ['请假到周五', '请假', '到周五'],
    ['请假', '请假', ''],
    ['销假。', '销假', ''],
    ['我回来了！', '销假', ''],
    ['销假 张三', '销假', '张三'],
    ['未交 月报', '未交', '月报'],
    ['谁没交', '未交', ''],
    ['催交。', '催交', ''],
    ['免交 张三 周记', '免交', '张三 周记'],
    ['取消免交 张三 周记', '取消免交', '张三 周记'],
    ['绑定 ABCD-EFGH', '绑定', 'ABCD-EFGH'],
    ['绑定本群 学校', '绑定本群', '学校'],
    ['/我的', '我的', ''],
    ['／未交 月报', '未交', '月报'],
    ['/周记 今天', '任务', '今天'],
    ['周记 今天', '任务', '今天'],
    ['教育周记：今天', '任务', '今天'],
    ['月报', '任务', ''],
    ['教育科研工作月报', '任务', ''],
    ['教研活动次数：3', '任务', '教研活动次数：3'],
    ['1. 下月计划: 磨课', '任务', '1. 下月计划: 磨课'],
    ['【教育科研工作月报 10月】请填好：\n教研活动次数：3', '任务', '教研活动次数：3'],
  ])('%s', (text, command, args) => {
    expect(commandOf(text)).toEqual([command, args]);
  });

  test.each(['我的周记呢', '帮助我看看', '撤回一下刚才那条', '确认一下时间', '大家好', '次数：3', ''])(
    '%p is no command: a sentence may begin with its word',
    (text) => expect(commandOf(text)).toBeUndefined(),
  );

  test('what people wrote stays as they wrote it', () => {
    expect(commandOf('周记 １２３，ＡＢ：（好）')).toEqual(['任务', '１２３，ＡＢ：（好）']);
    const edit = routes.find(({ words }) => words.includes('修改'))?.handler;
    expect(match('修改　全角空格', duties)).toEqual({ handler: edit, args: '全角空格' });
    expect(match('撤回', duties)?.handler).toBe(withdraw);
  });
});

test('no duty of the catalogue takes a command’s word, and no command begins with a duty’s', () => {
  const words = duties.flatMap(({ word, name, aliases }) => [word, name, ...aliases]);
  expect(words.filter((word) => commandWords.includes(word))).toEqual([]);
  expect(commandWords.filter((command) => words.some((word) => command.startsWith(word)))).toEqual([]);
});

describe('what is no command', () => {
  test('gets a suggestion where it is nearly one, privately and in a group', async () => {
    county.at('2026-10-28T10:00:00+08:00');
    const suggestion = ['您是想发「周记」吗？发「帮助」看全部用法。'];
    expect(await county.say('S1-T1', '周计 今天下雪')).toEqual([expect.stringContaining('\n1. 周记\n是就回复 1')]);
    expect(await county.say('S1-T1', '周计：今天下雪', { group: 'g1' })).toEqual(suggestion);
  });

  test('gets an answer privately, and silence in a group', async () => {
    county.at('2026-10-28T10:00:00+08:00');
    expect(await county.say('S1-T1', '今天天气不错')).toEqual([
      '这句我没看懂。发「帮助」看全部用法，交材料请以任务的名字开头。',
    ]);
    expect(await county.say('S1-T1', '今天天气不错', { group: 'g1' })).toEqual([]);
    expect(await county.say('S1-T1', '', { group: 'g1' })).toEqual([]);
  });
});

test('帮助 shows what the speaker may do', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  const helped = async (who: string, part = '') => (await county.say(who, `帮助 ${part}`)).join('\n');
  const teacher = await helped('S1-T1');
  expect(teacher).toContain('周记 内容 —— 交教育周记');
  expect(teacher).not.toMatch(/未交|催交|代交|绑定本群/);
  expect(await helped('S1-L')).toMatch(/未交[\s\S]*代交[\s\S]*绑定本群/);
  expect(await helped('S1-L', '办')).toContain('绑定本群 学校');
  expect(await helped('S1-D', '办')).not.toContain('绑定本群');
  expect(await helped('S1-D')).not.toContain('绑定本群');
});
