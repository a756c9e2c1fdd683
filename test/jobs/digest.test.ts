import { afterEach, describe, expect, test } from '@jest/globals';
import { digest } from '../../jobs/digest.js';
import { createModels } from '../../models/models.js';
import { aCalendar } from '../models/a-calendar.js';
import { wholeCatalogue } from '../support/catalogues.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const { models } = county;
// The calendar keeps what it heard when the database is put back.
afterEach(() => models.calendar.hear({ closures: [], makeUp: [] }));

const opened = async (at: string): Promise<void> => {
  county.at(at);
  await models.ledger.openRolls(county.now());
};
/** The digests of one kind that go out at an instant, by person. */
async function digests(kind: string, at: string, run = models): Promise<Record<string, string>> {
  county.at(at);
  county.said.length = 0;
  await digest(run, county.now());
  await county.settle();
  return Object.fromEntries(
    county.said
      .filter(({ key }) => key.startsWith(`digest:${kind}`) && !key.endsWith(':picture'))
      .map(({ to, text }) => [to, text]),
  );
}
const weekly = (at: string, run = models) => digests('weekly', at, run);
const REPORT = '教研活动次数：3\n教研活动主题：折纸\n课题进展：完成\n听评课节数：12\n下月计划：磨课';

describe('the week, for the research lead', () => {
  test('on its last school day: the numbers, the names, what comes next', async () => {
    await opened('2026-10-26T08:00:00+08:00');
    await county.say('S1-T1', journal());
    await county.say('S1-L', '请假 李一 10月26日');
    await county.say('S1-L', '请假 郑四 到 周五');
    await county.say('S1-L', '免交 吴三 周记 培训');
    const heard = await weekly('2026-10-30T17:21:00+08:00');
    expect(Object.keys(heard).toSorted()).toEqual(['S1-L', 'S2-L', 'S3-P']);
    expect(heard['S1-L']).toBe(
      [
        '【第9周小结】松山小学',
        '教育周记（第9周）已交1/2（请假1，免交1）',
        '未交：周二',
        '接下来：教育科研工作月报（10月）11月6日（周五）17:00截止',
        '要提醒未交的老师，发「催交」；名单随时发「未交」查看。',
      ].join('\n'),
    );
  });

  test('not before its time, not at night, once', async () => {
    await opened('2026-10-26T08:00:00+08:00');
    expect(await weekly('2026-10-30T17:19:00+08:00')).toEqual({});
    expect(await weekly('2026-10-30T20:00:00+08:00')).toEqual({});
    expect(Object.keys(await weekly('2026-10-30T17:20:00+08:00'))).toHaveLength(3);
    expect(await weekly('2026-10-30T17:26:00+08:00')).toEqual({});
    for (const at of ['2026-10-28', '2026-10-31', '2026-11-01', '2026-11-02']) {
      expect(await weekly(`${at}T17:21:00+08:00`)).toEqual({});
    }
  });

  test.each([
    ['a make-up Saturday', '2026-10-08', '2026-10-09', '2026-10-10', '第6周'],
    ['a make-up Sunday', '2026-09-14', '2026-09-18', '2026-09-20', '第3周'],
    ['before a holiday', '2026-09-28', '2026-09-29', '2026-09-30', '第5周'],
  ])('%s is the last of its week', async (_name, begins, not, last, week) => {
    await opened(`${begins}T08:00:00+08:00`);
    expect(await weekly(`${not}T17:21:00+08:00`)).toEqual({});
    expect((await weekly(`${last}T17:21:00+08:00`))['S1-L']).toContain(`【${week}小结】松山小学`);
  });

  test('by the calendar of the school: after snow on Friday, on Thursday', async () => {
    const calendar = aCalendar({ closures: [{ from: '2026-10-30', reason: '暴雪', clusters: ['北片区'] }] });
    const snow = createModels(connection, { catalogue: wholeCatalogue(), calendar });
    county.at('2026-10-26T08:00:00+08:00');
    await snow.ledger.openRolls(county.now());
    expect(Object.keys(await weekly('2026-10-29T17:21:00+08:00', snow))).toEqual(['S3-P']);
    expect(Object.keys(await weekly('2026-10-30T17:21:00+08:00', snow)).toSorted()).toEqual(['S1-L', 'S2-L']);
  });

  test('snow that is noted when the digest of what is then the last day is past: on the first school day after, once', async () => {
    await opened('2026-10-26T08:00:00+08:00');
    county.at('2026-10-29T20:10:00+08:00');
    await county.say('J1-C', '停课 明天到下周一 北片区 暴雪');
    expect(Object.keys(await weekly('2026-10-30T17:21:00+08:00')).toSorted()).toEqual(['S1-L', 'S2-L']);
    expect(await weekly('2026-11-02T08:11:00+08:00')).toEqual({});
    await opened('2026-11-03T08:00:00+08:00');
    expect(await weekly('2026-11-03T08:06:00+08:00')).toEqual({});
    const heard = await weekly('2026-11-03T08:11:00+08:00');
    expect(heard).toEqual({ 'S3-P': expect.stringMatching(/^【第9周小结】青石中学\n教育周记（第9周）已交0\/2\n/) });
    expect(await weekly('2026-11-03T17:21:00+08:00')).toEqual({});
    expect(await weekly('2026-11-04T08:11:00+08:00')).toEqual({});
    // Its own week's is said in its own time; what was heard that evening is not said again.
    county.at('2026-11-05T17:15:00+08:00');
    await county.say('J1-C', '停课 明天 全县 暴雪');
    expect(Object.keys(await weekly('2026-11-05T17:21:00+08:00')).toSorted()).toEqual(['S1-L', 'S2-L', 'S3-P']);
    expect(await weekly('2026-11-09T08:11:00+08:00')).toEqual({});
  });

  test('who missed three weeks in a row is named; a week of leave, or one handed in late, breaks the row', async () => {
    for (const monday of ['10-12', '10-19', '10-26']) await opened(`2026-${monday}T08:00:00+08:00`);
    await county.say('S1-T1', journal());
    await county.say('S1-L', '请假 郑四 10月19日到10月23日');
    await county.say('S1-T3', `补交 ${journal()}`);
    // What is due today counts as on time until Monday: of two weeks that are over nobody is a repeater yet.
    expect((await weekly('2026-10-30T17:21:00+08:00'))['S1-L']).not.toContain('需要关心');
    await opened('2026-11-02T08:00:00+08:00');
    const said = (await weekly('2026-11-06T17:21:00+08:00'))['S1-L'];
    expect(said).toContain('\n需要关心：周二（教育周记连续3次未交）\n');
  });

  test('what waits for the hearer’s decision is told until it is decided, to nobody else', async () => {
    await opened('2026-10-26T08:00:00+08:00');
    await county.say('S1-T1', '已交过了 周记 第9周');
    const heard = await weekly('2026-10-30T17:21:00+08:00');
    expect(heard['S1-L']).toContain('\n等您定的有1件（老师说已交过，或不该本人交），发「待审」看。\n');
    expect(heard['S2-L']).not.toContain('等您定的');
    const [, no = ''] = /· (\w{6}) 李一/.exec((await county.say('S1-L', '待审'))[0] ?? '') ?? [];
    await county.say('S1-L', `认可 ${no}`);
    await opened('2026-11-02T08:00:00+08:00');
    expect((await weekly('2026-11-06T17:21:00+08:00'))['S1-L']).not.toContain('等您定的');
  });

  test('while the lead is on leave it is the deputy’s; a vacant post’s is the principal’s', async () => {
    await opened('2026-10-26T08:00:00+08:00');
    await county.say('S1-L', '请假 到 周五');
    expect(Object.keys(await weekly('2026-10-30T17:21:00+08:00')).toSorted()).toEqual(['S1-D', 'S2-L', 'S3-P']);
  });

  test('everything in: no names, nobody to press', async () => {
    await opened('2026-10-26T08:00:00+08:00');
    await county.say('S2-T1', journal());
    await county.say('S2-T2', journal());
    await county.say('S2-L', REPORT);
    expect((await weekly('2026-10-30T17:21:00+08:00'))['S2-L']).toBe('【第9周小结】柳河小学\n教育周记（第9周）已交2/2');
  });

  test('nothing was due: nothing is sent', async () => {
    await opened('2026-12-14T08:00:00+08:00');
    expect(await weekly('2026-12-31T17:21:00+08:00')).toEqual({});
    county.at('2026-11-27T17:21:00+08:00');
    await connection.collection('rolls').deleteMany({});
    expect(await weekly('2026-11-27T17:21:00+08:00')).toEqual({});
    const dropped = await models.outbox.find({ _id: 'digest:weekly:S1-L:2026-11-27' });
    expect(dropped.map(({ outcome }) => outcome)).toEqual(['dropped:nothing']);
  });

  test('to whoever has the post when it is sent', async () => {
    await opened('2026-10-26T08:00:00+08:00');
    county.at('2026-10-30T17:21:00+08:00');
    await digest(models, county.now());
    await connection.collection('people').updateOne({ _id: 'S1-L' as never }, { $set: { posts: ['teacher'] } });
    await county.settle();
    expect(county.toldTo('S1-L')).toEqual([]);
    expect((await models.outbox.find({ _id: 'digest:weekly:S1-L:2026-10-30' }))[0]?.outcome).toBe(
      'dropped:post-changed',
    );
  });
});

describe('the month, for the principal', () => {
  const monthly = (at: string) => digests('monthly', at);

  test('the own school: what was done, what is open and who can mend it, what comes', async () => {
    await opened('2026-10-12T08:00:00+08:00');
    await county.say('S1-T1', journal());
    await county.say('S1-T2', journal());
    await opened('2026-10-26T08:00:00+08:00');
    const heard = await monthly('2026-11-06T08:21:00+08:00');
    expect(Object.keys(heard).toSorted()).toEqual(['S1-P', 'S2-P', 'S3-P']);
    expect(heard['S1-P']).toBe(
      [
        '【10月小结】松山小学',
        '教育科研工作月报已交0/1，可找教科室主任钱主任',
        '教育周记已交2/12，可找教科室主任钱主任',
        '接下来：教育科研工作月报（10月）今天17:00截止',
        '明细请发「未交」。',
      ].join('\n'),
    );
    expect(heard['S1-P']).not.toContain('柳河');
    // The hearer is who can mend it.
    expect(heard['S3-P']).toContain('，由您负责');
    expect(heard['S3-P']).not.toContain('可找');

    // What was due since the month ended is told by itself.
    await opened('2026-11-30T08:00:00+08:00');
    const december = (await monthly('2026-12-08T08:21:00+08:00'))['S1-P'];
    expect(december).toContain('\n还没交：教育周记（第14周）4人，可找教科室主任钱主任\n');
  });

  test.each([
    ['on the 6th, a Friday', '2026-10-12', '2026-11-06T08:21:00+08:00', 3],
    ['not before its time', '2026-10-12', '2026-11-06T08:19:00+08:00', 0],
    ['not on the 5th', '2026-10-12', '2026-11-05T08:21:00+08:00', 0],
    ['on the first school day after a holiday', '2026-09-14', '2026-10-08T08:21:00+08:00', 3],
    ['not within the holiday', '2026-09-14', '2026-10-06T08:21:00+08:00', 0],
    ['on Monday after a Sunday the 6th', '2026-11-16', '2026-12-07T08:21:00+08:00', 3],
    ['on the day after an outage', '2026-11-16', '2026-12-08T08:21:00+08:00', 3],
    ['not a week later', '2026-11-16', '2026-12-14T08:21:00+08:00', 0],
  ])('%s', async (_name, begins, at, count) => {
    await opened(`${begins}T08:00:00+08:00`);
    expect(Object.keys(await monthly(at))).toHaveLength(count);
  });

  test('once a month, also when the day after catches up', async () => {
    await opened('2026-11-16T08:00:00+08:00');
    expect(Object.keys(await monthly('2026-12-07T08:21:00+08:00'))).toHaveLength(3);
    expect(await monthly('2026-12-07T09:01:00+08:00')).toEqual({});
    expect(await monthly('2026-12-08T08:21:00+08:00')).toEqual({});
  });

  test('nothing was due in the month before: nothing is sent', async () => {
    await opened('2026-09-07T08:00:00+08:00');
    await connection.collection('rolls').deleteMany({});
    expect(await monthly('2026-10-08T08:21:00+08:00')).toEqual({});
  });
});

describe('the morning, for the operator', () => {
  const operator = async (at: string) => (await digests('operator', at))['J1-C'];
  /** A county in which there is nothing to do: everybody bound, no post vacant, the backup fresh. */
  const inOrder = async (): Promise<void> => {
    await connection.collection('people').updateOne({ _id: 'S3-T1' as never }, { $set: { posts: ['research-lead'] } });
    await models.marks.set('backup', new Date('2026-10-27T03:00:00+08:00'));
  };

  test('says nothing when there is nothing to do', async () => {
    await inOrder();
    expect(await operator('2026-10-28T07:41:00+08:00')).toBeUndefined();
  });

  test('names what is to be done, and how', async () => {
    county.at('2026-10-27T12:00:00+08:00');
    await county.say('nobody', '你好');
    await connection.collection('accounts').deleteMany({ person: { $in: ['S1-T1', 'S1-T2'] } });
    expect(await operator('2026-10-28T07:41:00+08:00')).toBe(
      [
        '【管理员早报】',
        '· 职务空缺，暂由接替的人负责：教科室主任（青石中学）。',
        '· 昨天有1个未绑定的账号来说过话，已告诉他们怎么绑定。',
        '· 2人还没有绑定账号，私聊提醒到不了他们。绑定码：npx jiaoyan bind-codes --out 绑定码.xlsx',
        '· 还没有备份。请运行 npx jiaoyan backup 目录。',
      ].join('\n'),
    );
  });

  test('what stands is told on its first day, when it changes, and on the first school day of a week', async () => {
    const vacant = '职务空缺，暂由接替的人负责：教科室主任（青石中学）。';
    const unbound = (count: number): string =>
      `${count}人还没有绑定账号，私聊提醒到不了他们。绑定码：npx jiaoyan bind-codes --out 绑定码.xlsx`;
    const linesOf = async (day: string) => (await operator(`${day}T07:41:00+08:00`))?.split('\n· ').slice(1);
    await models.marks.set('backup', new Date('2026-10-14T03:00:00+08:00'));
    // Monday: nothing but what was there before the program was; Tuesday: nothing new, so nothing is sent.
    expect(await linesOf('2026-10-26')).toEqual([vacant, '最近一次备份是12天前。']);
    expect(await linesOf('2026-10-27')).toBeUndefined();
    // Something new, and a stranger of yesterday: what stands as it stood is not said beside it.
    await connection.collection('accounts').deleteMany({ person: 'S1-T1' });
    expect(await linesOf('2026-10-28')).toEqual([unbound(1)]);
    await connection.collection('accounts').deleteMany({ person: 'S1-T2' });
    county.at('2026-10-28T12:00:00+08:00');
    await county.say('nobody', '你好');
    expect(await linesOf('2026-10-29')).toEqual(['昨天有1个未绑定的账号来说过话，已告诉他们怎么绑定。', unbound(2)]);
    expect(await linesOf('2026-10-30')).toBeUndefined();
    // The next Monday all that stands. A backup that was made and grew old again is told again.
    expect((await linesOf('2026-11-02'))?.length).toBe(4);
    await models.marks.set('backup', new Date('2026-11-02T12:00:00+08:00'));
    expect(await linesOf('2026-11-03')).toBeUndefined();
    await models.marks.set('backup', new Date('2026-10-20T12:00:00+08:00'));
    expect(await linesOf('2026-11-04')).toEqual(['最近一次备份是14天前。']);
  });

  test('after a week that begins with holidays its first school day is as good as Monday; a day worked twice says the same', async () => {
    expect(await operator('2026-09-30T07:41:00+08:00')).toContain('职务空缺');
    expect(await operator('2026-10-08T07:41:00+08:00')).toContain('职务空缺');
    expect(await operator('2026-10-09T07:41:00+08:00')).toBeUndefined();
    expect(await models.standingPoints.before('2026-10-08' as never, ['x'])).toEqual(
      await models.standingPoints.before('2026-10-08' as never, ['y']),
    );
  });

  test.each([
    ['2026-10-30T07:41:00+08:00', false],
    ['2026-11-02T07:41:00+08:00', true],
    ['2026-12-31T07:41:00+08:00', true],
    ['2027-01-05T07:41:00+08:00', true],
    ['2027-01-21T07:41:00+08:00', true],
  ])('on %s the missing list of next year is asked for: %p', async (at, asked) => {
    await inOrder();
    await models.marks.set('backup', new Date(at));
    const said = (await operator(at)) ?? '';
    expect(said.includes('2027年的放假安排还没有导入')).toBe(asked);
    // What stands still because of it, from the week on that reaches into the year.
    expect(said).toMatch(at > '2026-12-28' ? /因此停着的：.*周记（第18周/ : /^(?![^]*停着)/);
  });

  test('once a day, not on days without school, not before its time', async () => {
    expect(await operator('2026-10-28T07:39:00+08:00')).toBeUndefined();
    expect(await operator('2026-10-28T07:41:00+08:00')).toBeDefined();
    expect(await operator('2026-10-28T09:01:00+08:00')).toBeUndefined();
    expect(await operator('2026-10-31T07:41:00+08:00')).toBeUndefined();
    expect(await operator('2026-10-05T07:41:00+08:00')).toBeUndefined();
  });
});

test('a dry run says who would hear what, and puts nothing', async () => {
  await opened('2026-10-26T08:00:00+08:00');
  const planned: string[] = [];
  const count = await digest(models, new Date('2026-10-30T17:21:00+08:00'), {
    dryRun: true,
    onPlanned: ({ digest: { key }, person, school, occasion }) =>
      planned.push(`${key} ${person._id} ${school} ${occasion}`),
  });
  expect(planned.toSorted()).toEqual([
    'county-week J1-C J1 2026-10-30',
    'operator J1-C J1 2026-10-30',
    'weekly S1-L S1 2026-10-30',
    'weekly S2-L S2 2026-10-30',
    'weekly S3-P S3 2026-10-30',
  ]);
  expect([count, await models.outbox.counts()]).toEqual([5, { ready: 0, dead: 0 }]);
});

test('each goes out at a time of its own, within the minutes the county gives, away from the half hour', async () => {
  await opened('2026-10-26T08:00:00+08:00');
  await digest(models, new Date('2026-10-30T17:20:00+08:00'), { spread: true });
  const rows = await models.outbox.find({ 'payload.digest': 'weekly' });
  const minutes = rows.map(({ dueAt, putAt }) => (dueAt.getTime() - putAt.getTime()) / 60_000);
  expect(minutes).toHaveLength(3);
  expect(new Set(minutes.map(Math.round)).size).toBeGreaterThan(1);
  for (const each of minutes) {
    expect(each).toBeLessThan(20);
    expect(each < 8 || each > 12).toBe(true);
  }
});

test.each([
  ['in the night', '2026-10-30T20:05:00+08:00', 'quiet'],
  ['the day after', '2026-10-31T09:00:00+08:00', 'stale'],
])('what waited until %s is not said any more', async (_name, at, why) => {
  await opened('2026-10-26T08:00:00+08:00');
  county.at('2026-10-30T17:21:00+08:00');
  await digest(models, county.now());
  county.at(at);
  await county.settle();
  expect((await models.outbox.find({ 'payload.digest': 'weekly' })).map(({ outcome }) => outcome)).toEqual(
    Array(3).fill(`dropped:${why}`),
  );
});
