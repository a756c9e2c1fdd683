import { beforeEach, expect, test } from '@jest/globals';
import { loadCalendar, packagedDir } from '../../config/load.js';
import { Day, SchoolCode } from '../../models/ids.js';
import { createModels } from '../../models/models.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** Snow, said in a chat by whoever may note it: the calendar hears of it at once, and every page it touches. */
const { connection } = testDatabase();
const county = testCounty(connection);
const { models } = county;
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const dueOf = async (school: string): Promise<string | undefined> =>
  (await models.rolls.get(`journal|2026-autumn-w09|${school}`))?.dueDay;
const kindAt = (day: string, school: string, cluster: string, { calendar } = models) =>
  calendar.kindOf(Day.parse(day), { school: SchoolCode.parse(school), cluster });
const reminded = async (time: string): Promise<string[]> => {
  county.at(`2026-${time}:00+08:00`);
  return (await county.jobs())
    .filter(({ key, text }) => key.startsWith('nag:') && text.includes('周记（第9周）'))
    .map(({ to }) => to)
    .toSorted();
};

/** Thursday of the ninth week; the journal is due on Friday the 30th. */
beforeEach(async () => {
  await models.localDays.follow();
  county.at('2026-10-26T00:07:00+08:00');
  await models.ledger.openRolls(county.now());
  county.at('2026-10-29T20:00:00+08:00');
});

test('a cluster closed by snow: nobody there is reminded, deadlines move at once, and it can be taken back', async () => {
  expect([await dueOf('S1'), await dueOf('S3')]).toEqual(['2026-10-30', '2026-10-30']);
  expect(await answer('J1-C', '停课 明天到下周一 北片区 暴雪封路')).toBe(
    '已记下：北片区10月30日（周五）到11月2日（周一）停课（暴雪封路），1所学校。这几天不提醒，截止日按上学日重算。取消请发「取消停课 1」。',
  );
  expect([await dueOf('S1'), await dueOf('S3')]).toEqual(['2026-10-30', '2026-10-29']);
  expect(await reminded('10-30T15:41')).not.toContain('S3-T1');
  expect(await answer('J1-C', '取消停课1')).toBe(
    '已取消：北片区10月30日（周五）到11月2日（周一）停课（暴雪封路）。那几天照原来的校历，截止日已重算。',
  );
  expect(await dueOf('S3')).toBe('2026-10-30');
  expect(await answer('J1-C', '取消停课 1')).toBe('没有记下的停课、补课可以取消。写在校历文件里的，请管理员改。');
});

test('places of any kind, in any order; a word after them is why, though a school has it in its name', async () => {
  expect(await answer('J1-C', '停课 松山小学、北片区 明天 青石路塌方')).toContain(
    '已记下：松山小学、北片区10月30日（周五）停课（青石路塌方），2所学校。',
  );
  expect(await answer('J1-C', '停课 明天 柳河 松山')).toContain('已记下：柳河小学10月30日（周五）停课（松山），1所');
  expect(kindAt('2026-10-30', 'S2', '城区片区')).toBe('off');
  expect(await answer('J1-C', '停课 11月2日 全县 大雪')).toContain('已记下：全县11月2日（周一）停课（大雪），4所学校');
  expect(await answer('J1-C', '停课 11月3日 松山小学')).toContain('已记下：松山小学11月3日（周二）停课，1所学校。');
  await answer('J1-C', '取消停课 4');
  expect(await answer('J1-C', '停课')).toMatch(
    /^近来记下的：\n3号 全县11月2日（周一）停课（大雪）\n2号 .*\n1号 .*\n请写明哪天、哪里、为什么，例如：停课 今天到周五 北山片区 暴雪。/,
  );
  expect(await answer('J1-C', '取消停课')).toMatch(/^取消哪一个？\n1\. 3号 全县/);
  expect(await answer('J1-C', '1')).toContain('已取消：全县11月2日（周一）停课（大雪）');
});

test('a Saturday that makes up for it is a school day, and nothing is noted that changes nothing', async () => {
  expect(await answer('J1-C', '补课 11月7日 城区片区 补停的课')).toBe(
    '已记下：城区片区11月7日（周六）补课（补停的课），3所学校。算作上学日，提醒和截止日照此重算。取消请发「取消补课 1」。',
  );
  expect([kindAt('2026-11-07', 'S1', '城区片区'), kindAt('2026-11-07', 'S3', '北片区')]).toEqual(['school', 'off']);
  expect(await answer('J1-C', '补课 明天 全县')).toBe('10月30日（周五）本来就上学，不用记。');
  expect(await answer('J1-C', '停课 周六 全县 雪')).toBe('10月31日（周六）本来就不上学，不用记。');
  expect(await answer('J1-C', '补课 1月30日 全县')).toContain('不在学期里，不会算作上学日，没有记');
  for (const unclear of ['停课 北片区', '停课 明天', '停课 明天 火星小学 雪'])
    expect(await answer('J1-C', unclear)).toMatch(/^请写明哪天、哪里、为什么/);
  expect(await answer('J1-C', '停课 10月1日 全县 雪')).toContain('只能补记14天以内的');
  expect(await answer('J1-C', '停课 明天到明年3月1日 全县 雪')).toMatch(/没有记/);
  expect(await models.localDays.standing(Day.parse('2026-10-29'))).toHaveLength(1);
});

test('who may not note it hears who does, in words of their own too; nothing changes', async () => {
  for (const [who, text] of [
    ['S1-P', '停课 明天 松山小学 暴雪'],
    ['S1-T1', '补课 周六'],
    ['S1-L', '取消停课 1'],
    ['S1-P', '今天大雪停课'],
  ] as const)
    expect(await answer(who, text)).toMatch(/^停课、补课由协调员来记，请告诉他/);
  expect(await answer('J1-C', '今天大雪停课')).toMatch(/^请写明哪天、哪里、为什么/);
  expect(await answer('J1-C', '今天雪太大了，明天北片区停课')).toContain('\n1. 停课 明天 北片区 雪太大了\n');
  expect(await models.localDays.standing(Day.parse('2026-10-29'))).toEqual([]);
  // Once it is noted, they hear what is: of their own school, and of the days they name.
  await answer('J1-C', '停课 明天到下周一 北片区 暴雪');
  const noted =
    '已经记下：北片区10月30日（周五）到11月2日（周一）停课（暴雪）。这几天不提醒，截止日按上学日重算。还要交什么，发「我的」看。';
  for (const text of ['我这周还要交周记吗 学校停课了', '听说明天停课']) expect(await answer('S3-T1', text)).toBe(noted);
  for (const [who, text] of [
    ['S3-T1', '周三停课'],
    ['S3-T1', '周六补课吗'],
    ['S1-T1', '学校停课了'],
  ] as const)
    expect(await answer(who, text)).toMatch(/^停课、补课由协调员来记/);
});

test('a sentence with a day and a place is offered as the command it would be', async () => {
  expect(await answer('J1-C', '明天大雪，北片区和松山小学停课')).toContain('\n1. 停课 明天 松山小学、北片区 大雪\n');
  expect(await models.localDays.standing(Day.parse('2026-10-29'))).toEqual([]);
  expect(await answer('J1-C', '1')).toContain('已记下：松山小学、北片区10月30日（周五）停课（大雪），2所学校。');
  expect(await answer('J1-C', '全县11月7日补课')).toContain('\n1. 补课 11月7日 全县\n');
  // A school by part of its name, where no other has it.
  expect(await answer('J1-C', '明天青石中学和柳河小学停课')).toContain('\n1. 停课 明天 柳河小学、青石中学\n');
  expect(await answer('J1-C', '明天河小学停课一天，下大雪了')).toContain('\n1. 停课 明天 柳河小学 一天 下大雪了\n');
  expect(await answer('J1-C', '1')).toContain('已记下：柳河小学10月30日（周五）停课（下大雪了），1所学校。');
  for (const unclear of ['明天小学停课', '明天教师停课', '明天松山小学、火星中学停课'])
    expect(await answer('J1-C', unclear)).toContain('请写明哪天、哪里、为什么');
});

test('a school’s own people note it for their school, where the county’s posts say so', async () => {
  const posts = models.catalogue.posts.find(({ key }) => key === 'principal')?.rights ?? [];
  posts.push('close-schools');
  try {
    expect(await answer('S1-P', '停课 明天 全县 雪')).toBe('您只能记松山小学的停课、补课，请不要写别处。');
    expect(await answer('S1-P', '停课 明天 雪')).toContain('已记下：松山小学10月30日（周五）停课（雪），1所学校。');
    expect(await answer('J1-C', '停课 11月2日 北片区 雪')).toContain('取消请发「取消停课 2」');
    expect(await answer('S1-P', '取消停课 2')).toMatch(/^没有记下的/);
    expect(await answer('S1-P', '取消停课')).toContain('已取消：松山小学');
  } finally {
    posts.pop();
  }
});

test('the same message again takes back nothing more', async () => {
  for (const place of ['北片区', '松山小学']) await answer('J1-C', `停课 明天 ${place} 雪`);
  await answer('J1-C', '取消停课 2');
  for (const _ of [1, 2]) expect(await answer('J1-C', '取消停课', { key: 'testing:back' })).not.toContain('松山小学');
  expect(await models.localDays.endedBy('testing:back')).toMatchObject({ _id: 1 });
  expect(await models.localDays.standing(Day.parse('2026-10-29'))).toEqual([]);
});

test('the same message again notes nothing twice; another process hears of it when it looks', async () => {
  for (const _ of [1, 2]) await answer('J1-C', '停课 明天 北片区 雪', { key: 'testing:snow' });
  const other = createModels(connection, {
    catalogue: models.catalogue,
    calendar: loadCalendar(packagedDir('calendar'), 'Asia/Shanghai'),
  });
  expect(kindAt('2026-10-30', 'S3', '北片区', other)).toBe('school');
  await other.localDays.follow();
  expect(kindAt('2026-10-30', 'S3', '北片区', other)).toBe('off');
  expect(await other.localDays.standing(Day.parse('2026-10-29'))).toHaveLength(1);
});
