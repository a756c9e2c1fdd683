import { describe, expect, test } from '@jest/globals';
import { aCalendar } from '../models/a-calendar.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const WEDNESDAY = '2026-10-28T10:00:00+08:00';

async function begin(at = WEDNESDAY): Promise<void> {
  county.at('2026-10-26T00:07:00+08:00');
  await county.models.ledger.openRolls(county.now());
  county.at(at);
}
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const nagged = () =>
  county.said
    .filter(({ key }) => key.startsWith('nag:'))
    .map(({ to }) => to)
    .toSorted();

test('who is missing hears it privately at once; who is in, on leave or exempt does not', async () => {
  await begin();
  await county.say('S1-T1', journal());
  await county.say('S1-T2', '请假 到 周五');
  await county.say('S1-L', '免交 吴三 周记 培训');
  county.said.length = 0;
  expect(await answer('S1-L', '催交 周记 发出')).toBe('马上私下提醒1人：郑四。');
  expect(county.said.map(({ to, text }) => [to, text])).toContainEqual([
    'S1-T4',
    '郑四老师，提醒您：\n· 教育周记（第9周）10月30日（周五）17:00截止。直接发「周记 …」。\n请假请发「请假 到 周五」，就不再提醒；晚点再说请发「稍后」；提醒得不对请发「已交过了」或「不该我交」。',
  ]);
  expect(nagged()).toEqual(['S1-T4']);
});

test('first it shows who would hear it and who would not; nobody hears anything until it is sent', async () => {
  await begin();
  await county.say('S1-T2', '请假 到 周三');
  county.said.length = 0;
  expect(await answer('S1-L', '催交 周记')).toBe(
    '将私下提醒3人：李一、吴三、郑四。\n不打扰（请假中的1人：周二）。\n要发请发「催交 周记 发出」。\n回复 1 提醒这3人。',
  );
  expect(nagged()).toEqual([]);
  await county.say('S1-T1', journal());
  expect(await answer('S1-L', '催交 周记 发出。')).toBe('马上私下提醒2人：吴三、郑四。\n不打扰（请假中的1人：周二）。');
  expect(nagged()).toEqual(['S1-T3', 'S1-T4']);
  expect(await answer('S1-L', '催交 周记')).toBe(
    '要提醒的3人这次不打扰（今天已提醒过的2人：吴三、郑四；请假中的1人：周二）。',
  );
});

test('in a group the numbers are shown there, the names to the asker', async () => {
  await begin();
  await county.say('S1-L', '催交 周记', { group: 'g1' });
  expect(county.said.map(({ to, text }) => [to, text])).toEqual([
    ['g1', '将私下提醒4人。名单已私下发给您，看过再发。'],
    ['S1-L', '将私下提醒4人：李一、吴三、郑四、周二。\n要发请发「催交 周记 发出」。'],
  ]);
});

test('the second time the same day nobody hears it again, and the asker is told why', async () => {
  await begin();
  await county.say('S1-L', '催交 周记 发出');
  county.said.length = 0;
  expect(await answer('S1-P', '催交 周记 发出')).toBe(
    '要提醒的4人今天已经提醒过（一天只提醒一次）：李一、吴三、郑四、周二。',
  );
  expect(nagged()).toEqual([]);
});

test('a group hears it without the names', async () => {
  await begin();
  await county.say('S1-L', '催交 周记 发出');
  county.said.length = 0;
  await county.say('S1-L', '催交 周记', { group: 'g1' });
  expect(county.said.map(({ to, text }) => [to, text])).toEqual([
    ['g1', '要提醒的4人今天已经提醒过（一天只提醒一次）。名单已私下发给您。'],
    ['S1-L', '要提醒的4人今天已经提醒过（一天只提醒一次）：李一、吴三、郑四、周二。'],
  ]);
});

test('whose case is not decided is left in peace about it alone, and named among those who are', async () => {
  await begin();
  await county.say('S1-T1', '不该我交 周记 我今年不带班');
  expect(await answer('S1-L', '催交 周记')).toMatch(
    /^将私下提醒3人：吴三、郑四、周二。\n不打扰（已说明情况、待定的1人：李一）。/,
  );
  expect(await answer('S1-L', '催交 李一 发出')).toBe('要提醒的1人这次不打扰（已说明情况、待定的1人：李一）。');
  expect(nagged()).toEqual([]);
  county.at('2026-11-02T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  expect(await answer('S1-L', '催交 周记 第10周 发出')).toBe('马上私下提醒4人：李一、吴三、郑四、周二。');
});

test('and the scheduled reminder of that day is not a second one', async () => {
  await begin('2026-10-30T10:00:00+08:00');
  await county.say('S1-L', '催交 周记 发出');
  county.said.length = 0;
  county.at('2026-10-30T15:41:00+08:00');
  await county.jobs();
  expect(nagged().filter((who) => who.includes('-T'))).toEqual(['S2-T1', 'S2-T2', 'S3-T1', 'S3-T2']);
});

test('three a week are enough, whoever presses; without an account nobody hears anything', async () => {
  await begin();
  await connection.collection('accounts').deleteOne({ person: 'S1-T4' });
  for (const day of ['26', '27', '28']) {
    county.at(`2026-10-${day}T10:00:00+08:00`);
    await county.say('S1-L', '催交 周记 发出');
  }
  county.at('2026-10-29T10:00:00+08:00');
  expect(await answer('S1-L', '催交 周记 发出')).toBe(
    '要提醒的4人这次不打扰（本周提醒已够的3人：李一、吴三、周二；还没有绑定账号的1人：郑四）。',
  );
});

test('who chose to hear once a week is pressed for once a week', async () => {
  await begin();
  await county.say('S1-T1', '提醒 少一点');
  await county.say('S1-L', '催交 周记 发出');
  county.at('2026-10-29T10:00:00+08:00');
  expect(await answer('S1-L', '催交 周记')).toContain('不打扰（本周提醒已够的1人：李一）');
});

test('where a school is closed today nobody is said to hear it', async () => {
  const { models } = county;
  const { calendar } = models;
  await begin();
  try {
    models.calendar = aCalendar({ closures: [{ from: '2026-10-28', reason: '暴雪', clusters: ['北片区'] }] });
    expect(await answer('J1-C', '催交 月报')).toMatch(/^将私下提醒2人：.*\n不打扰（学校今天停课的1人：卫校长）。/);
  } finally {
    models.calendar = calendar;
  }
});

test('who is on leave today, but owes, is left alone', async () => {
  await begin();
  await county.say('S1-T1', '请假');
  expect(await answer('S1-L', '催交 周记 发出')).toContain('不打扰（请假中的1人：李一）');
  expect(nagged()).not.toContain('S1-T1');
});

test('what was dropped at the last moment is not sent again the same day, and nobody is told it was', async () => {
  await begin();
  const week = '2026-10-26' as never;
  const nag = { kind: 'nag' as const, person: 'S1-T1' as never, day: '2026-10-28' as never, week, items: [] };
  await county.models.outbox.enqueue([{ key: 'nag:S1-T1:2026-10-28', dispatch: nag }], county.now());
  await county.jobs();
  county.said.length = 0;
  expect(await answer('S1-L', '催交 周记 发出')).toBe(
    '马上私下提醒3人：吴三、郑四、周二。\n不打扰（今天已提醒过的1人：李一）。',
  );
});

describe('who owes for the school hears it for the school', () => {
  test.each([
    ['S1-L', '钱主任'],
    ['S3-P', '卫校长'],
  ])('%s', async (lead, name) => {
    await begin();
    expect(await answer(lead, '催交 月报 发出')).toBe(`马上私下提醒1人：${name}。`);
    expect(nagged()).toEqual([lead]);
  });

  test('the coordinator presses all schools', async () => {
    await begin();
    expect(await answer('J1-C', '催交 月报 发出')).toMatch(/^马上私下提醒3人：/);
    expect(nagged()).toEqual(['S1-L', 'S2-L', 'S3-P']);
  });
});

test('not at night, not on a holiday: it says when', async () => {
  await begin('2026-10-28T20:00:00+08:00');
  expect(await answer('S1-L', '催交')).toBe('现在是休息时间，先不发提醒。到上课日的白天再发「催交」即可。');
  county.at('2026-10-31T10:00:00+08:00');
  expect(await answer('S1-L', '催交')).toBe('今天不是上课日，先不发提醒。到上课日的白天再发「催交」即可。');
  expect(nagged()).toEqual([]);
});

test('asked in a group the group hears numbers, the asker the names', async () => {
  await begin();
  await county.say('S1-L', '催交 周记 发出', { group: 'g1' });
  expect(county.said.filter(({ to }) => to === 'g1').map(({ text }) => text)).toEqual([
    '马上私下提醒4人。详情已私下发给您。',
  ]);
  expect(county.toldTo('S1-L')).toEqual(['马上私下提醒4人：李一、吴三、郑四、周二。']);
});

test('only for those who may act for colleagues', async () => {
  await begin();
  for (const who of ['S1-T1', 'nobody']) await county.say(who, '催交');
  expect(county.toldTo('S1-T1')).toEqual(['催交由学校教科室主任、校长或协调员发起。']);
  expect(nagged()).toEqual([]);
});
