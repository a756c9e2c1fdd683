import { beforeEach, describe, expect, test } from '@jest/globals';
import { demoRoster } from '../../models/demo/county.js';
import { journal, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** What whoever may ask hears, by post; the demo county, all duties. */
const { connection } = testDatabase();
const roster = demoRoster();
const county = testCounty(connection, roster, undefined, wholeCatalogue());
const NAMES = roster.people.map(({ name }) => name);
const [HEAD, PREP, RESEARCHER, OFFICE, LEAD, COORDINATOR] = [
  'S01-05',
  'S01-15',
  'J01-02',
  'J01-13',
  'S05-01',
  'J01-01',
];
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const namesIn = (text: string): string[] => NAMES.filter((name) => text.includes(name));
const nameOf = (id: string): string => roster.people.find((person) => person.id === id)?.name ?? '';

const NOW = '2026-11-26T10:00:00+08:00';
county.given(async () => {
  county.at(NOW);
  await county.models.ledger.openRolls(county.now());
  await county.say('S01-20', journal());
});
beforeEach(() => county.at(NOW));

describe('the head of a group', () => {
  test('hears of the own group: its people’s duties and its own', async () => {
    const asked = await answer(HEAD, '未交 周记');
    expect(asked).toMatch(/^青山县第一小学道德与法治组：\n教育周记（第13周）已交0\/5，明天17:00截止\n未交：/);
    expect(namesIn(asked)).toHaveLength(5);
    expect(await answer(HEAD, '未交 校本教研')).toMatch(/已交0\/1，.*\n未交：道德与法治组$/);
    expect(await answer(HEAD, '名单 周记 未交')).toMatch(/道德与法治组教育周记（第13周）未交5：/);
    expect(await answer(HEAD, '全校')).toMatch(/^青山县第一小学道德与法治组在收9项/);
    expect(await answer(HEAD, '未交 月报')).toBe('青山县第一小学道德与法治组现在没有在收的教育科研工作月报。');
    expect(await answer(HEAD, '未交 周记 第一小学')).toBe(asked);
    expect(await answer(HEAD, '未交 周记 第二小学')).toMatch(/^青山县第二小学不在您能看的范围里，这里看不到。/);
    expect(await answer(HEAD, '催交')).toMatch(/^催交由/);
    expect(await answer(HEAD, '帮助')).toContain('未交 / 未交 姓名 —— 看谁没交');
  });

  test('of a planning group: the own grade', async () => {
    expect(namesIn(await answer(PREP, '未交 周记'))).toHaveLength(2);
    expect(await answer(PREP, '未交 集体备课')).toMatch(/未交：一年级体育备课组$/);
    expect(await answer(PREP, '未交 校本教研')).toMatch(/现在没有在收的校本教研活动。$/);
  });
});

describe('a researcher', () => {
  test('hears of the schools in charge; names where the duty may be read, else numbers', async () => {
    expect(await answer(RESEARCHER, '未交 月报')).toMatch(/^您负责的5所学校：\n教育科研工作月报（11月）已交0\/5，/);
    const journals = await answer(RESEARCHER, '未交 周记 第一小学');
    expect(journals).toBe(
      '青山县第一小学：\n教育周记（第13周）已交1/45，明天17:00截止\n这一项只报数字，名单由各校看。',
    );
    expect(await answer(RESEARCHER, '名单 周记 未交 第一小学')).toBe(
      '青山县第一小学教育周记（第13周）未交44人。这一项只报数字，名单由各校看。',
    );
    expect(namesIn(await answer(RESEARCHER, '未交 案例 第一小学')).length).toBeGreaterThan(20);
    expect(await answer(RESEARCHER, '未交 第一中学')).toMatch(/^青山县第一中学不在您负责的学校里，这里看不到。/);
    expect(await answer(RESEARCHER, '未交 月球')).toMatch(/^没有找到叫「月球」的/);
  });

  test('hears of the own subject all over the county, and of no other', async () => {
    expect(await answer(RESEARCHER, '未交 案例 语文')).toMatch(
      /^全县语文：\n.*已交0\/28，.*\n未交：.*青山县第一中学4人/,
    );
    expect(await answer(RESEARCHER, '未交 案例 数学')).toMatch(/^没有找到叫「数学」的/);
  });
});

test('the head of a department hears of the own department', async () => {
  const told = await answer(OFFICE, '未交');
  expect(told).toMatch(/^电大部：\n部门月计划与协调（11月）已交0\/1/);
  expect(namesIn(told)).toEqual([nameOf(OFFICE)]);
  expect(await answer(OFFICE, '未交 周记')).toBe('电大部现在没有在收的教育周记。');
});

test('who leads a cluster hears its numbers, and reminds nobody', async () => {
  const numbers = '东河片区：\n教育周记（第13周）已交0/42，明天17:00截止\n这一项只报数字，名单由各校看。';
  expect(await answer(LEAD, '未交 周记 片区')).toBe(numbers);
  expect(await answer(LEAD, '未交 周记 东河片区')).toBe(numbers);
  expect(await answer(LEAD, '名单 周记 未交 片区')).toBe(
    '东河片区教育周记（第13周）未交42人。这一项只报数字，名单由各校看。',
  );
  expect(await answer(LEAD, '催交 周记 片区')).toBe('东河片区的请由各校自己催交，您可以先用「未交」看看。');
  expect(county.said.filter(({ key }) => key.startsWith('nag:'))).toEqual([]);
  // Of the own school they hear as its principal, of another of the cluster numbers, of another cluster nothing.
  expect(namesIn(await answer(LEAD, '未交 周记'))).toHaveLength(14);
  const own = roster.schools.find(({ code }) => LEAD.startsWith(code));
  const near = roster.schools.find(({ code, cluster }) => cluster === own?.cluster && code !== own?.code);
  expect(await answer(LEAD, `未交 周记 ${near?.name}`)).toMatch(
    new RegExp(`^${near?.name}：\\n.*已交0/\\d+，.*\\n这一项只报数字，名单由各校看。$`),
  );
  expect(namesIn(await answer(LEAD, `未交 全部 ${near?.name}`))).toEqual([]);
  const far = '北山片区不在您能看的范围里，这里看不到。您能看的，发「未交」看。';
  for (const what of ['未交 周记', '未交', '名单 周记 未交', '全校', '催交 周记'])
    expect(await answer(LEAD, `${what} 北山片区`)).toBe(far);
});

test.each([HEAD, RESEARCHER, OFFICE, LEAD, COORDINATOR, 'S01-01'])('in a group %s gets numbers there', async (who) => {
  for (const text of ['未交', '未交 案例', '名单 案例 未交', '全校', '未交 全部', '全校 全部', '未交 案例 全部'])
    await county.say(who, text, { group: 'g1' });
  const heard = county.said.filter(({ to }) => to === 'g1');
  expect(heard).toHaveLength(7);
  expect(namesIn(heard.map(({ text }) => text).join('\n'))).toEqual([]);
  expect(Math.max(...heard.map(({ text }) => text.split('\n').length))).toBeLessThanOrEqual(20);
});

describe('one phone screen', () => {
  test('what is due first, then how to see the rest', async () => {
    const screen = await answer(COORDINATOR, '未交');
    expect(screen.split('\n')).toHaveLength(13);
    expect(screen).toMatch(/\n还有\d+项，发「未交 全部」看。看名单请发「未交 \S+」。\n回复 1 看全部，2 看名单。$/);
    expect(await answer(COORDINATOR, '1')).toBe(await answer(COORDINATOR, '未交 全部'));
    expect(await answer(COORDINATOR, '未交 第二小学')).toContain('发「未交 全部 第二小学」看');
    expect(await answer(COORDINATOR, '全县')).toMatch(/最先截止的10项：[^]*\n还有\d+项，发「全县 全部」看。/);
  });

  test('all of it comes in several messages', async () => {
    const all = await county.say(COORDINATOR, '未交 全部');
    expect(all.length).toBeGreaterThan(2);
    expect(all.join('\n').split('\n').length).toBeGreaterThan(40);
    for (const part of all) expect(Buffer.byteLength(part)).toBeLessThan(2048);
  });

  test('of many names the first, how many there are, and how to see them', async () => {
    const some = await answer('S01-01', '未交 周记');
    expect(some).toMatch(/等44人，发「未交 周记 全部」看全部$/);
    expect(namesIn(some)).toHaveLength(30);
    expect(namesIn(await answer('S01-01', '未交 周记 全部'))).toHaveLength(44);
  });

  test('tasks are one line among others, and one each when asked for', async () => {
    for (const what of ['核对课表', '清点教具', '写总结', '排监考'])
      await county.say('S01-01', `交办 S01-2${what.length} 到 12月4日 ${what}`);
    expect(await answer('S01-01', '未交')).toMatch(/· 督办任务办结（第1号：核对课表等4项）已交0\/4，/);
    const each = await answer('S01-01', '未交 办结');
    expect(each).toMatch(/· 督办任务办结（第3号：写总结）已交0\/1/);
    expect(each).toMatch(/看名单请发「名单 办结 未交」。\n回复 1 看名单。$/);
    expect(await answer('S01-01', '名单 办结 未交')).toMatch(/（第4号：排监考）未交1：/);
    // Whoever sees numbers alone is told no task.
    expect(await answer(RESEARCHER, '未交 第一小学')).toMatch(/· 督办任务办结（第1号等4项）已交0\/4/);
    expect(await answer(RESEARCHER, '未交 办结')).not.toContain('课表');
    expect(await answer('S01-01', '未交 办结 第2号')).toMatch(/（第2号：清点教具）已交0\/1，.*\n未交：/);
  });
});
