import { describe, expect, test } from '@jest/globals';
import { readSpan } from '../../handlers/leave.js';
import { SchoolCode } from '../../models/ids.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { journalWeek } from '../support/journal-week.js';
import { day } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const TODAY = day('2026-10-28');

describe('a span of days as people write it, on Wednesday 28 October', () => {
  test.each([
    ['', '2026-10-28', '2026-10-28', ''],
    ['到 周五', '2026-10-28', '2026-10-30', ''],
    ['到周五', '2026-10-28', '2026-10-30', ''],
    ['到周五 生病', '2026-10-28', '2026-10-30', '生病'],
    ['至11月3日', '2026-10-28', '2026-11-03', ''],
    ['周四到周五', '2026-10-29', '2026-10-30', ''],
    ['从明天到周五 事假 一天半', '2026-10-29', '2026-10-30', '事假 一天半'],
    ['下周一到周三', '2026-11-02', '2026-11-04', ''],
    ['下周一至下周三', '2026-11-02', '2026-11-04', ''],
    ['明天到后天', '2026-10-29', '2026-10-30', ''],
    ['周五到周三', '2026-10-30', '2026-11-04', ''],
    ['11月3日到11月1日', '2026-11-03', '2026-11-01', ''],
    ['11月3日到11月7日', '2026-11-03', '2026-11-07', ''],
    ['11月3日 到 11月7日 培训', '2026-11-03', '2026-11-07', '培训'],
    ['11-3到11-7', '2026-11-03', '2026-11-07', ''],
    ['2026-11-03到2026-11-07', '2026-11-03', '2026-11-07', ''],
    ['11.3~11.7', '2026-11-03', '2026-11-07', ''],
    ['11.3-11.7', '2026-11-03', '2026-11-07', ''],
    ['从11.3-11.7 培训', '2026-11-03', '2026-11-07', '培训'],
    ['11.3 - 11.7 培训', '2026-11-03', '2026-11-07', '培训'],
    ['11-3-11-7', '2026-11-03', '2026-11-07', ''],
    ['11月3日-5日', '2026-11-03', '2026-11-05', ''],
    ['11-3', '2026-11-03', '2026-11-03', ''],
    ['11.3 血糖6-8', '2026-11-03', '2026-11-03', '血糖6-8'],
    ['周4-周五', '2026-10-29', '2026-10-30', ''],
    ['到 星期5', '2026-10-28', '2026-10-30', ''],
    ['周4到周5', '2026-10-29', '2026-10-30', ''],
    ['十一月三号到十一月五号', '2026-11-03', '2026-11-05', ''],
    ['到十一月三号 住院', '2026-10-28', '2026-11-03', '住院'],
    ['30号到2号', '2026-10-30', '2026-11-02', ''],
    ['12月30日到1月4日', '2026-12-30', '2027-01-04', ''],
    ['明天', '2026-10-29', '2026-10-29', ''],
    ['明天 孩子生病', '2026-10-29', '2026-10-29', '孩子生病'],
    ['到月底', '2026-10-28', '2026-10-31', ''],
    ['3天', '2026-10-28', '2026-10-30', ''],
    ['两天 发烧', '2026-10-28', '2026-10-29', '发烧'],
    ['到周五，生病', '2026-10-28', '2026-10-30', '生病'],
    ['十五天', '2026-10-28', '2026-11-11', ''],
    ['158天', '2026-10-28', '2027-04-03', ''],
    ['一周', '2026-10-28', '2026-11-03', ''],
    ['3个月', '2026-10-28', '2027-01-27', ''],
    ['明天起3天', '2026-10-29', '2026-10-31', ''],
    ['11月2日 两周 住院', '2026-11-02', '2026-11-15', '住院'],
    ['明天后天两天', '2026-10-29', '2026-10-30', ''],
    ['明天、后天 孩子病了', '2026-10-29', '2026-10-30', '孩子病了'],
    ['明天，后天', '2026-10-29', '2026-10-30', ''],
    ['今明两天', '2026-10-28', '2026-10-29', ''],
    ['周四和周五，培训', '2026-10-29', '2026-10-30', '培训'],
    ['周五、下周一', '2026-10-30', '2026-11-02', ''],
    ['11月30日、1日', '2026-11-30', '2026-12-01', ''],
    ['周四 周五去培训', '2026-10-29', '2026-10-29', '周五去培训'],
    ['明天下午', '2026-10-29', '2026-10-29', '下午'],
    ['到明年3月1日', '2026-10-28', '2027-03-01', ''],
  ])('%p', (text, from, to, reason) => {
    expect(readSpan(text, TODAY)).toEqual({ from, to, reason });
  });

  test.each([
    '0天',
    '明天后天三天',
    '周三和周五',
    '张三 3天',
    '张三',
    '张三 到 周五',
    '到',
    '到学期末',
    '条怎么写',
    '生病',
  ])('%p is none', (text) => {
    expect(readSpan(text, TODAY)).toBeUndefined();
  });
});

const { begin, answer, statusOf } = journalWeek(county);

describe('taking leave', () => {
  test.each([
    ['请假 到 周五', /^已记下您请假：10月28日（周三）到10月30日（周五）。/, 'leave'],
    ['请假', /^已记下您请假：10月28日（周三）。/, 'owed'],
    ['请假 10月26日到10月28日 生病', /^已记下您请假：10月26日（周一）到10月28日（周三）。/, 'leave'],
    ['请假 10月14日', /^已记下您请假/, 'owed'],
    ['请假 10月13日', /^补请假最早从14天前算起/, 'owed'],
    ['请假 到 10月27日', /^10月27日（周二）在10月28日（周三）之前，请再写一次/, 'owed'],
    ['请假 到 11月27日', /^已记下您请假/, 'leave'],
    ['请假 到 11月28日', /^一次最多记31天。/, 'owed'],
    ['请假 3天', /^已记下您请假：10月28日（周三）到10月30日（周五）。/, 'leave'],
    ['病假 3天', /^已记下您请病假：10月28日（周三）到10月30日（周五）。/, 'leave'],
    ['请假 3天 事假，办户口', /^已记下您请事假：10月28日（周三）到10月30日（周五）。/, 'leave'],
    ['请假 明天下午 病假', /^已记下您请病假：10月29日（周四）。/, 'owed'],
    ['请假 到 周五 陪产假', /^已记下您请假：/, 'leave'],
    ['请假 到周五\n孩子病了', /^已记下您请假：10月28日（周三）到10月30日（周五）。/, 'leave'],
    ['请假条怎么写', /^请写明请到哪天/, 'owed'],
  ])('%s', async (text, said, status) => {
    await begin();
    expect(await answer('S1-T1', text)).toMatch(said);
    expect(await statusOf('S1-T1')).toBe(status);
  });

  test('in the week that opens later holds too', async () => {
    await begin();
    await county.say('S1-T1', '请假 11月2日到11月6日');
    county.at('2026-11-02T00:07:00+08:00');
    await county.models.ledger.openRolls(county.now());
    expect(await statusOf('S1-T1', 'w10')).toBe('leave');
  });

  test('what was handed in before counts all the same', async () => {
    await begin();
    await county.say('S1-T1', journal());
    await county.say('S1-T1', '请假 到 周五');
    expect(await statusOf('S1-T1')).toBe('handed-in');
  });
});

describe('for a colleague', () => {
  test('a lead notes it and ends it, with the name', async () => {
    await begin();
    expect(await answer('S1-L', '请假 李一 到 周五 生病')).toMatch(
      /^已替李一记下请假：10月28日（周三）到10月30日（周五）/,
    );
    expect(await statusOf('S1-T1')).toBe('leave');
    expect((await county.models.people.byId('S1-T1' as never))?.leaves).toMatchObject([{ by: 'S1-L', reason: '生病' }]);
    expect(county.toldTo('S1-T1').at(-1)).toBe(
      '钱主任已替您记下请假：10月28日（周三）到10月30日（周五）。期间不提醒，整段请假的任务也不计入应交。不是这样请发「销假」。',
    );
    // The same once more is no news.
    const told = county.toldTo('S1-T1').length;
    await county.say('S1-L', '请假 李一 到 周五 生病');
    expect(county.toldTo('S1-T1')).toHaveLength(told);
    expect((await county.say('S1-L', '销假 李一'))[0]).toBe('李一已销假，从10月28日（周三）起恢复。');
    expect(county.toldTo('S1-T1').at(-1)).toBe(
      '钱主任已替您销假，从10月28日（周三）起恢复提醒和应交。还在请假请发「请假 到 …」。',
    );
    expect(await statusOf('S1-T1')).toBe('owed');
  });

  test('several at once, each line for itself; maternity leave in one; what is wrong in a line is told, the rest is noted', async () => {
    await begin();
    const list = '产假 李一 到1月15日；病假 周二 3天；请假 张三 到周五；请假 吴三 到周五 外出';
    expect((await county.say('S1-L', list))[0]).toBe(
      [
        '1. 已替李一记下产假：10月28日（周三）到1月15日（周五）。期间不提醒，整段请假的任务也不计入应交。提前回来请发「销假 李一」。这样在校的日子不多，教育周记（第9周）也不用交了。',
        '2. 已替周二记下病假：10月28日（周三）到10月30日（周五）。期间不提醒，整段请假的任务也不计入应交。提前回来请发「销假 周二」。这样在校的日子不多，教育周记（第9周）也不用交了。',
        '3. 本校名册里没有找到「张三」，请核对姓名。',
        '4. 已替吴三记下请假：10月28日（周三）到10月30日（周五）。期间不提醒，整段请假的任务也不计入应交。提前回来请发「销假 吴三」。这样在校的日子不多，教育周记（第9周）也不用交了。',
      ].join('\n'),
    );
    expect(county.toldTo('S1-T1').at(-1)).toMatch(/^钱主任已替您记下产假：10月28日（周三）到1月15日（周五）。/);
    const leaves = async (id: string) => (await county.models.people.byId(id as never))?.leaves;
    expect(await leaves('S1-T1')).toMatchObject([{ to: '2027-01-15', reason: '产假', by: 'S1-L' }]);
    expect(await leaves('S1-T2')).toMatchObject([{ to: '2026-10-30', reason: '病假' }]);
    expect(await leaves('S1-T3')).toMatchObject([{ to: '2026-10-30', reason: '外出' }]);
    expect([await statusOf('S1-T1'), await statusOf('S1-T2'), await statusOf('S1-T3')]).toEqual(Array(3).fill('leave'));
    expect(await answer('S1-L', '产假 郑四 到 12月31日')).toMatch(/^已替郑四记下产假：10月28日（周三）到12月31日/);
    expect(await answer('S1-T4', '产假 到 1月15日')).toMatch(
      /^一次最多记31天。更长的假（如产假）请教科室主任或校长代记/,
    );
  });

  test('several for the same days with their names in a row', async () => {
    await begin();
    expect((await county.say('S1-L', '病假 李一、周二 到 周五'))[0]).toMatch(
      /^1\. 已替李一记下病假：10月28日（周三）到10月30日（周五）.*\n2\. 已替周二记下病假/,
    );
    for (const who of ['S1-T1', 'S1-T2']) {
      expect(county.toldTo(who).at(-1)).toMatch(/^钱主任已替您记下病假/);
      expect((await county.models.people.byId(who as never))?.leaves).toMatchObject([{ reason: '病假' }]);
    }
    expect((await county.say('S1-L', '请假 吴三和郑四 明天'))[0]).toMatch(/^1\. 已替吴三记下请假.*\n2\. 已替郑四/);
    expect(await answer('S1-L', '吴三和郑四下周三请假')).toContain('请假 吴三、郑四 11月4日');
    expect(await answer('S1-L', '我和吴三下周三请假')).toContain('请假 钱主任、吴三 11月4日');
    expect(await answer('S1-T2', '请假 吴三、郑四 周五')).toMatch(/^代交、代请假、免交由/);
    // One's own with a pause in the reason stays one's own.
    expect(await answer('S1-L', '请假 到 周五 头疼、发烧')).toMatch(/^已记下您请假/);
  });

  test.each([
    ['S1-T2', '请假 李一 到 周五', '代交、代请假、免交由本校教科室主任、副主任或校长办理。'],
    ['S1-T2', '销假 李一', '代交、代请假、免交由本校教科室主任、副主任或校长办理。'],
    ['S1-L', '请假 陈一 到 周五', '本校名册里没有找到「陈一」，请核对姓名。'],
    ['S1-L', '请假 张三', '本校名册里没有找到「张三」，请核对姓名。'],
  ])('%s: %s', async (who, text, said) => {
    await begin();
    expect(await answer(who, text)).toBe(said);
    expect((await county.models.people.byId('S1-T1' as never))?.leaves).toEqual([]);
  });
});

describe('with something else in the same message', () => {
  const leavesOf = async (id: string) => (await county.models.people.byId(id as never))?.leaves;

  test.each([
    ['\n', '请假 明天', journal()],
    ['；', '请假 明天 发烧', journal()],
    ['，', '请假 明天', journal()],
    ['。\n\n', '病假 明天', journal().replace('周记 ', '周记')],
    ['\n', '请假 明天', `本周${journal()}`],
    ['。', '明天请假', journal()],
    ['\n', '我明天想请病假', journal()],
    ['，', '明天请假，家里有事', journal()],
    ['，', '请假明天一天', journal().replace('周记 ', '周记我先交了：')],
  ])('a journal behind %j is no reason: both are worked', async (between, leave, text) => {
    await begin();
    const [noted, receipt, ...more] = await county.say('S1-T1', `${leave}${between}${text}`);
    expect(noted).toMatch(/^已记下您请(病)?假：10月29日（周四）。/);
    expect(receipt).toMatch(/^已收到教育周记/);
    expect(more).toEqual([]);
    expect(await statusOf('S1-T1')).toBe('handed-in');
    expect(await answer('S1-T1', '看 周记')).toContain('\n周记：这周讲分数');
    expect((await leavesOf('S1-T1'))?.map(({ reason }) => reason ?? '').join()).not.toContain('分数');
  });

  test('leave that is told of ahead of a journal is none', async () => {
    await begin();
    await county.say('S1-T1', `李明昨天请假。${journal()}`);
    expect(await leavesOf('S1-T1')).toEqual([]);
  });

  test('each part finds what the one before it did', async () => {
    await begin();
    const said = (await county.say('S1-L', '请假 明天\n代管 周二\n销假 李一')).join('\n');
    expect(said).toMatch(/^已记下您请假：10月29日[\s\S]*好的，您请假期间（10月29日（周四））由周二代管[\s\S]*没有找到/);
  });

  test.each(['请假 明天\n培训', '请假 明天\n看 病', '请假 明天\n周记明晚补上', '请假 明天。我的孩子病了'])(
    '%j has a reason',
    async (text) => {
      await begin();
      expect(await county.say('S1-T1', text)).toHaveLength(1);
      expect((await leavesOf('S1-T1'))?.[0]?.reason).toBeTruthy();
    },
  );

  test('a line of a journal is never cut off, whatever it begins with', async () => {
    await begin();
    await county.say('S1-T1', `${journal()}\n我的 体会：折纸好\n未交 的作业补了`);
    const [record] = await county.models.submissions.ofOwner({
      duty: 'journal' as never,
      period: '2026-autumn-w09' as never,
      owner: 'person:S1-T1' as never,
    });
    expect(JSON.stringify(record?.values)).toContain('未交 的作业补了');
    expect(await leavesOf('S1-T1')).toEqual([]);
  });

  test('leave in the last line of a journal is part of it, and that is said', async () => {
    await begin();
    const hint = '最后的「请假 明天」当作正文收下了，没有记假。要请假，请单独发一次。';
    expect(await county.say('S1-T1', '周记 太短\n请假 明天')).toEqual([expect.any(String), hint]);
    expect(await county.say('S1-T2', `${journal()}\n请假 明天`)).toEqual([
      expect.stringMatching(/^已收到教育周记/),
      hint,
    ]);
    expect(await county.say('S1-T3', `${journal('小数')}\n请假 条子不好写`)).toHaveLength(1);
    expect(await leavesOf('S1-T2')).toEqual([]);
  });

  test('two leaves of one’s own are two', async () => {
    await begin();
    expect((await county.say('S1-T1', '请假 明天\n病假 11月3日到11月4日'))[0]).toMatch(
      /^1\. 已记下您请假：10月29日（周四）.*\n2\. 已记下您请病假：11月3日（周二）到11月4日/,
    );
    expect(await leavesOf('S1-T1')).toMatchObject([{ from: '2026-10-29' }, { from: '2026-11-03', reason: '病假' }]);
  });
});

test('我的 tells the end of the whole leave, whichever messages it was made of', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  for (const text of ['请假', '请假 到 周五', '请假 10月31日到11月3日']) await county.say('S1-T1', text);
  expect((await county.say('S1-T1', '我的'))[0]).toMatch(/^您请假到11月3日，期间不提醒。/u);
});

test('我的 calls it what it was said to be, and what is of several kinds leave', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.say('S1-T1', '病假 到 周五');
  expect((await county.say('S1-T1', '我的'))[0]).toMatch(/^您请病假到10月30日，期间不提醒。/u);
  await county.say('S1-T1', '请假 10月31日到11月3日');
  expect((await county.say('S1-T1', '我的'))[0]).toMatch(/^您请假到11月3日，期间不提醒。/u);
});

test('leave said again as another kind, or for another reason, is noted so, and that is said', async () => {
  await begin();
  const last = async () => (await county.models.people.byId('S1-T1' as never))?.leaves.map(({ reason }) => reason);
  await county.say('S1-T1', '请假 到周五 发烧');
  expect(await answer('S1-T1', '病假 到周五')).toMatch(/^已记下您请病假：.*「销假」。先前记的是请假，已改过来。$/);
  expect(await last()).toEqual(['病假 发烧']);
  expect(await answer('S1-T1', '请假 到周五 住院')).toMatch(/^已记下您请病假：.*「销假」。事由已改成这次写的。$/);
  expect(await answer('S1-T1', '请假 到周五')).toMatch(/^已记下您请病假：.*「销假」。$/);
  expect(await last()).toEqual(['病假 住院']);
  const told = county.toldTo('S1-T1').length;
  await county.say('S1-L', '病假 李一 到周五');
  expect(county.toldTo('S1-T1')).toHaveLength(told);
  await county.say('S1-L', '事假 李一 到周五');
  expect(county.toldTo('S1-T1').at(-1)).toMatch(/^钱主任已替您记下事假/);
  expect((await county.say('S1-T1', '我的'))[0]).toMatch(/^您请事假到10月30日/);
});

test.each([
  '今天谁请假',
  '在吗，帮我看看今天谁请假了',
  '李一请假了吗',
  '请问李一今天是不是请假了',
  '这周有没有人请病假',
])('%s is a question, and no leave of whoever asks', async (text) => {
  await journalWeek(county).begin();
  const [told] = await county.say('S1-L', text);
  expect(told).toBe(
    '整期请假、因此不用交教育周记的，发「名单 周记 请假」看；只请几天的不列在里面，看一位老师请发「未交 姓名」。',
  );
  expect(await county.say('S1-T2', text)).toEqual([expect.stringMatching(/^别人的请假这里看不到/)]);
  await county.say('S1-L', '1');
  expect((await county.models.people.ofSchool(SchoolCode.parse('S1'))).flatMap(({ leaves }) => leaves)).toEqual([]);
});

test.each(['我明天请假，谁来代课', '我明天能请假吗', '我和李一都想明天请假'])('%s is still leave', async (text) => {
  await journalWeek(county).begin();
  expect((await county.say('S1-T2', text)).join()).toContain('请假');
  expect((await county.say('S1-T2', text)).join()).not.toMatch(/这里看不到|请问本人/);
});

test('leave of part of a day is noted as the day, and the answer says so', async () => {
  await journalWeek(county).begin();
  expect((await county.say('S1-T2', '请假 明天下午'))[0]).toMatch(/请假按整天记；只请半天，不记也行。$/);
  expect((await county.say('S1-T1', '请假 明天'))[0]).not.toContain('半天');
});
