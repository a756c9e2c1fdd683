import { beforeEach, describe, expect, test } from '@jest/globals';
import { demoRoster } from '../../models/demo/county.js';
import { createModels } from '../../models/models.js';
import { aCalendarWith2027 } from '../models/a-calendar.js';
import { journal, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** The turn of a year whose holidays nobody has loaded: weeks and months that reach into it have no pages yet. */
const { connection } = testDatabase();
const county = testCounty(connection, demoRoster(), undefined, wholeCatalogue());
const TEACHER = 'S01-20';
const LEAD = 'S01-03';
const answer = async (who: string, text: string): Promise<string> => (await county.say(who, text)).join('\n');
const open = async (at: string): Promise<void> => {
  county.at(at);
  await county.models.ledger.openRolls(county.now());
};
/** The list comes, and the night's job opens what has waited for it. */
const loadList = async (at: string): Promise<void> => {
  county.at(at);
  const after = createModels(connection, { catalogue: wholeCatalogue(), calendar: aCalendarWith2027() });
  await after.ledger.openRolls(county.now());
};
const entryOn = async (duty: string, label: string, owner: string) => {
  const page = await connection.collection('rolls').findOne({ duty, school: 'S01', label });
  return page?.['entries'].find((entry: { owner: string }) => entry.owner === owner)?.status;
};
const REPORT =
  '月报\n教研活动次数：3\n教研活动主题：说课\n课题进展：按计划做\n听评课节数：3\n周记上交情况：都交了\n下月计划：期末复习';

county.given(async () => {
  for (const at of ['2026-11-24', '2026-12-01', '2026-12-14', '2026-12-24']) await open(`${at}T10:00:00+08:00`);
});
beforeEach(() => county.at('2026-12-24T10:00:00+08:00'));

describe('a journal', () => {
  test.each(['2026-12-28T14:00', '2026-12-31T10:00', '2026-12-31T20:00', '2027-01-01T10:00', '2027-01-03T21:00'])(
    'of %s is kept for its week, is not made up for an older one, and counts when the list is there',
    async (at) => {
      await open(`${at}:00+08:00`);
      expect(await answer(TEACHER, '周记')).toContain('交教育周记（第18周）');
      expect(await answer(TEACHER, journal())).toBe(
        '已替您存下教育周记（第18周），104字。2027年的放假安排还没有录入，录入以后照样计入，不算补交，不用再交。要撤请发「撤回」。',
      );
      expect(await answer(TEACHER, '我的')).toMatch(/最近交过的：\n· 教育周记（第18周）已交/);
      expect(await answer(TEACHER, '历史')).toMatch(/\n· 教育周记（第18周）已交，/);
      await loadList('2027-01-05T10:00:00+08:00');
      expect(await entryOn('journal', '第18周', `person:${TEACHER}`)).toBe('handed-in');
      expect(await entryOn('journal', '第13周', `person:${TEACHER}`)).toBe('owed');
    },
  );

  test('goes before that to the week that is still on time, while it is owed', async () => {
    await open('2026-12-25T10:00:00+08:00');
    expect(await answer(TEACHER, journal())).toContain('已收到教育周记（第17周）');
    await open('2026-12-28T09:00:00+08:00');
    expect(await answer('S01-21', journal())).toContain('已收到教育周记（第17周）');
    expect(await answer('S01-22', `本周${journal()}`)).toContain('已替您存下教育周记（第18周）');
    expect(await answer(TEACHER, journal())).toContain('已替您存下教育周记（第18周）');
  });

  test('on Monday morning is last week’s, then this week’s', async () => {
    await open('2027-01-04T09:00:00+08:00');
    expect(await answer(TEACHER, journal())).toContain('已替您存下教育周记（第18周）');
    expect(await answer(TEACHER, journal())).toContain('已替您存下教育周记（第19周）');
    await open('2027-01-06T10:00:00+08:00');
    expect(await answer('S01-21', journal())).toContain('已替您存下教育周记（第19周）');
  });

  test('that is short is a draft of its week, goes on with the next message, and can be confirmed', async () => {
    await open('2026-12-31T10:00:00+08:00');
    expect(await answer(TEACHER, '周记 今天元旦联欢。')).toContain('这篇教育周记（第18周）目前');
    expect(await answer(TEACHER, '周记 孩子们唱了三首歌。')).toContain('这篇教育周记（第18周）目前');
    expect(await answer(TEACHER, '确认')).toContain('已收到教育周记（第18周）');
    expect(await answer(TEACHER, '撤回')).toContain('已撤回教育周记（第18周）');
    expect(await answer(TEACHER, '恢复')).toContain('已恢复教育周记（第18周）');
    await loadList('2027-01-05T10:00:00+08:00');
    expect(await entryOn('journal', '第18周', `person:${TEACHER}`)).toBe('handed-in');
  });

  test('for which a week was named, or that is to make up for one, is what it says', async () => {
    await open('2026-12-31T10:00:00+08:00');
    expect(await answer(TEACHER, `周记 第15周 ${journal().slice(3)}`)).toContain('已收到教育周记（第15周），记为补交');
    expect(await answer(TEACHER, `补交 ${journal()}`)).toContain('已收到教育周记（第13周），记为补交');
    expect(await answer(TEACHER, `周记 第18周 ${journal().slice(3)}`)).toContain('已替您存下教育周记（第18周）');
  });
});

describe('a monthly report', () => {
  test.each(['2026-12-25T10:00', '2026-12-31T10:00', '2027-01-06T10:00'])(
    'asked for on %s is the month’s, names no deadline nobody knows, and is kept when it is filled in',
    async (at) => {
      await open(`${at}:00+08:00`);
      const form = await answer(LEAD, '月报');
      expect(form).toContain('【教育科研工作月报 12月】请填好');
      expect(form).toContain('2027年的放假安排还没有录入，截止时间要到录入以后才定。');
      expect(form).not.toContain('1月22日');
      expect(form).toContain('（11月的还没有交，要补交请发「补交 月报」。）');
      expect(form).not.toContain('一问一答');
      expect(await answer(LEAD, '月报 一问一答')).toContain('【教育科研工作月报 12月】');
      expect(await answer(LEAD, REPORT)).toContain('已替您存下教育科研工作月报（12月）');
      expect(await answer(LEAD, REPORT)).toMatch(/^教育科研工作月报（12月）已由您于.*上交。/);
      await loadList('2027-01-06T12:00:00+08:00');
      expect(await entryOn('monthly-report', '12月', 'school:S01')).toBe('handed-in');
    },
  );

  test('is the month before’s while nothing newer could be open yet', async () => {
    expect(await answer(LEAD, '月报')).toContain('【教育科研工作月报 11月】');
    expect(await answer(LEAD, '月报')).not.toContain('还没有交');
  });
});

test('with the list loaded each goes to the page of its week or month', async () => {
  await loadList('2026-12-31T10:00:00+08:00');
  expect(await answer(TEACHER, journal())).toContain('已收到教育周记（第18周）');
  expect(await answer(LEAD, '月报')).toContain('【教育科研工作月报 12月】请在1月');
});

test('我的 and 未交 say in a line what is not opened for want of the list, and nothing before', async () => {
  const held = '2027年的放假安排还没有录入';
  expect(await answer(LEAD, '未交 周记')).not.toContain(held);
  expect(await answer(LEAD, '我的')).not.toContain('周记（第18周）');
  await open('2026-12-31T10:00:00+08:00');
  expect((await answer(TEACHER, '我的')).split('\n')).toContain(
    `${held}，周记（第18周）还没有开，先不提醒；写好可以先发来，录入以后照样计入，不算补交。`,
  );
  expect(await answer(LEAD, '我的')).toMatch(/月报（12月）.*还没有开，先不提醒/);
  const line = `${held}，周记（第18周）还没有开，先不提醒，录入以后再收。`;
  for (const words of ['未交 周记', '未交 周记 第18周'])
    expect((await answer(LEAD, words)).split('\n').filter((each) => each === line)).toHaveLength(1);
  expect(await answer(LEAD, '未交 周记 第17周')).not.toContain(held);
  expect(await answer('J01-01', '未交')).toContain(held);
});

test('稍后 and 催交 say that nobody knows the days, where that is so', async () => {
  county.at('2026-12-25T15:45:00+08:00');
  expect((await county.jobs()).map(({ to }) => to)).toContain(TEACHER);
  await open('2026-12-31T21:00:00+08:00');
  expect(await answer(TEACHER, '稍后')).toBe(
    '2027年的放假安排还没有录入，接下来哪天上课还不知道，录入以前不提醒。要办的随时发「我的」看。',
  );
  for (const day of ['2027-01-04', '2027-01-06']) {
    await open(`${day}T10:00:00+08:00`);
    expect(await answer(LEAD, '催交 周记')).toBe(
      '2027年的放假安排还没有录入，今天上不上课还不知道，先不发提醒。录入以后再发「催交」即可。',
    );
  }
});
