import { beforeEach, describe, expect, test } from '@jest/globals';
import { journal, testCounty, testRoster } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const NAMES = testRoster().people.map(({ name }) => name);

county.given(async () => {
  county.at(WEDNESDAY);
  await county.models.ledger.openRolls(county.now());
  await county.say('S1-T1', journal());
  await county.say('S1-L', '请假 郑四 到 周五');
  await county.say('S1-L', '免交 吴三 周记 培训');
  await county.say('S2-T1', '周记 好');
  await county.say('J1-C', '绑定本群 松山小学', { group: 'g-school' });
  await county.say('J1-C', '绑定本群 城区片区', { group: 'g-cluster' });
  await county.say('J1-C', '绑定本群 全县', { group: 'g-county' });
});
beforeEach(() => county.at(WEDNESDAY));
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');

test('a lead sees the own school: the numbers, who is missing, and who is counted out', async () => {
  expect(await answer('S1-L', '未交')).toBe(
    [
      '松山小学：',
      '教育周记（第9周）已交1/2（请假1，免交1），10月30日（周五）17:00截止',
      '未交：周二',
      '请假：郑四',
      '免交：吴三',
      '教育科研工作月报（10月）已交0/1，11月6日（周五）17:00截止',
      '未交：松山小学',
    ].join('\n'),
  );
  expect(await answer('S1-P', '谁没交 周记')).toBe(
    '松山小学：\n教育周记（第9周）已交1/2（请假1，免交1），10月30日（周五）17:00截止\n未交：周二\n请假：郑四\n免交：吴三',
  );
});

test('a coordinator sees the county school by school, by cluster, and one school with its names', async () => {
  expect(await answer('J1-C', '未交')).toBe(
    [
      '全县：',
      '教育周记（第9周）已交1/6（请假1，免交1），10月30日（周五）17:00截止',
      '未交：青石中学2人、柳河小学2人、松山小学1人',
      '教育科研工作月报（10月）已交0/3，11月6日（周五）17:00截止',
      '未交：青石中学、柳河小学、松山小学',
    ].join('\n'),
  );
  expect(await answer('J1-C', '未交 周记 松山')).toContain('未交：周二');
});

test('who is not in charge is told so, and told nothing else', async () => {
  expect(await answer('S1-T1', '未交')).toBe('谁没交只给负责的老师看。发「我的」可以看自己的。');
  expect(await answer('S1-D', '未交')).toMatch(/^松山小学：/);
  expect(await answer('S2-L', '未交 周记 松山')).toBe(
    '松山小学不在您能看的范围里，这里看不到。您能看的，发「未交」看。',
  );
  expect(await answer('S2-L', '未交 柳河')).toMatch(/^柳河小学：/);
  expect(await answer('S1-L', '未交 作业')).toBe(
    '没有叫「作业」的任务，本校名册里也没有叫这个名字的老师。现在的任务有：月报、周记。',
  );
  // A word that is nearly one: choosing it asks the whole question again.
  expect(await answer('S1-L', '未交 周计 第9周')).toBe(
    '没有叫「周计」的任务，您是想说这个吗？\n1. 周记\n是就回复 1，不是请发「取消」。',
  );
  expect(await answer('S1-L', '1')).toBe(await answer('S1-L', '未交 周记 第9周'));
});

describe('asked in a group', () => {
  test.each([
    ['S1-L', 'g-school', '未交'],
    ['S1-L', 'g-school', '未交 周记'],
    ['S1-P', 'g-county', '谁没交'],
    ['J1-C', 'g-school', '未交'],
    ['J1-C', 'g-cluster', '未交'],
    ['J1-C', 'g-county', '未交 周记'],
    ['J1-C', 'g-county', '未交 周记 松山'],
    ['J1-C', 'g-unbound', '未交'],
    ['S1-T1', 'g-school', '未交'],
    ['S1-L', 'g-school', '催交'],
    ['J1-C', 'g-county', '催交 周记'],
    ['S1-T1', 'g-school', '催交'],
    ['S1-L', 'g-school', '未交 李一'],
  ])('%s in %s: %s tells the group no name', async (who, group, text) => {
    expect(await county.say(who, text, { group })).not.toEqual([]);
    const heard = county.said.filter(({ to }) => to === group);
    expect(heard).toHaveLength(1);
    const asked = text.split(' ').at(-1) ?? '';
    expect(NAMES.filter((name) => name !== asked && heard[0]?.text.includes(name))).toEqual([]);
  });

  test('the group hears numbers, the asker the names', async () => {
    await answer('S1-L', '未交 周记', { group: 'g1' });
    expect(county.said).toEqual([
      expect.objectContaining({
        to: 'g1',
        text: '松山小学：教育周记（第9周）已交1/2（请假1，免交1）。名单已私下发给您。',
      }),
      expect.objectContaining({ to: 'S1-L', text: expect.stringContaining('未交：周二') }),
    ]);
  });

  test('a coordinator in a bound group is told of whom the group stands for', async () => {
    await county.say('J1-C', '绑定本群 城区', { group: 'g1' });
    await county.say('J1-C', '绑定本群 城区片区', { group: 'g1' });
    expect(await answer('J1-C', '未交 周记', { group: 'g1' })).toMatch(/^城区片区：教育周记（第9周）已交1\/4/);
  });
});

test('what is being collected: last week until its grace is over, then this week', async () => {
  county.at('2026-11-02T11:59:00+08:00');
  await county.models.ledger.openRolls(county.now());
  expect(await answer('S1-L', '未交 周记')).toMatch(
    /教育周记（第9周）已交.*10月30日（周五）17:00截止，今天12:00前交仍算按时\n/,
  );
  expect(await answer('S1-T2', '我的')).toContain(
    '· 教育周记（第9周）未交，10月30日（周五）17:00截止，今天12:00前交仍算按时\n',
  );
  county.at('2026-11-02T12:01:00+08:00');
  expect(await answer('S1-L', '未交 周记')).toMatch(/教育周记（第10周）.*11月6日（周五）17:00截止\n/);
  expect(await answer('S1-L', '未交 周记 第9周')).toContain('10月30日（周五）17:00截止，现在交算补交\n');
});

test('with nothing to collect there is nothing to tell, in a group neither', async () => {
  county.at('2026-08-20T10:00:00+08:00');
  expect(await answer('S1-L', '未交')).toBe('松山小学现在没有在收的任务。');
  expect(await answer('S1-L', '未交', { group: 'g1' })).toBe('松山小学现在没有在收的任务。');
  expect(county.said).toHaveLength(2);
});

test('a coordinator may name the school or cluster alone, in any order; what is neither is asked about', async () => {
  expect(await answer('J1-C', '未交 松山小学')).toMatch(/^松山小学：\n教育周记[^]*\n教育科研工作月报/u);
  expect(await answer('J1-C', '未交 松山小学 周记')).toBe(await answer('J1-C', '未交 周记 松山小学'));
  expect(await answer('J1-C', '未交 周记 城区片区')).toMatch(
    /^城区片区：\n教育周记.*\n未交：柳河小学2人、松山小学1人$/u,
  );
  const nowhere = '没有找到叫「火星小学」的学校、片区、任务或老师，请写全名。现在的任务有：月报、周记。';
  expect(await answer('J1-C', '未交 周记 火星小学')).toBe(nowhere);
  expect(await answer('J1-C', '催交 周记 火星小学')).toBe(nowhere);
  expect(county.said.filter(({ key }) => key.startsWith('nag:'))).toEqual([]);
  // What is no place is not taken for the own school, either.
  for (const command of ['名单 周记 未交', '导出 周记', '全校 全部'])
    expect(await answer('S1-L', `${command} 火星小学`)).toBe(
      '没有找到叫「火星小学」的学校、片区或任务，请写全名。现在的任务有：月报、周记。',
    );
  expect(await answer('S1-L', '名单 周记 未交 柳河小学')).toMatch(/^柳河小学不在您能看的范围里/);
});

test('a period whose deadline snow moved for one school is told of all schools for as long as of that one', async () => {
  county.at('2026-12-03T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  await answer('J1-C', '停课 明天到下周二 北片区 暴雪');
  county.at('2027-01-07T18:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  const all =
    '教育科研工作月报（11月）已交0/3，最早12月7日（周一）17:00截止，现在交算补交\n未交：青石中学、柳河小学、松山小学';
  expect(await answer('J1-C', '未交')).toContain(all);
  expect(await answer('J1-C', '未交 月报')).toContain(`全县：\n${all}`);
  // What is due over a month ago is told of by whoever asks for it, as long as it is taken.
  expect(await answer('S1-P', '未交')).not.toContain('月报（11月）');
  expect(await answer('S1-P', '未交 月报')).toContain(
    '教育科研工作月报（11月）已交0/1，12月7日（周一）17:00截止，现在交算补交',
  );
});
