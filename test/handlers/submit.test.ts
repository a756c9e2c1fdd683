import { describe, expect, test } from '@jest/globals';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const TUESDAY_AFTER = '2026-11-03T09:00:00+08:00';
const WORDS = journal().slice(3);

const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const stored = async () => (await connection.collection('submissions').find().toArray())[0]?.['values'].text;

describe('a journal that begins with a date', () => {
  test.each([`周记 10月28日 晴。${WORDS}`, `周记 10月我们${WORDS}`, `周记 10月 ${WORDS}`, `周记：第9周我们${WORDS}`])(
    '%s',
    async (text) => {
      county.at(WEDNESDAY);
      expect(await answer('S1-T1', text)).toMatch(/^已收到教育周记（第9周）/);
      expect(await stored()).toBe(text.slice(3));
    },
  );
});

describe('a period named', () => {
  test.each([
    [`周记 第9周 ${WORDS}`, /（第9周），记为补交/],
    [`周记 第9周：${WORDS}`, /（第9周），记为补交/],
    [`补交 周记 第9周\n${WORDS}`, /（第9周），记为补交/],
    [`补交 周记 ${WORDS}`, /（第9周），记为补交/],
    [`补交周记：${WORDS}`, /（第9周），记为补交/],
    [`周记 第3周 ${WORDS}`, /^没有找到还能交的第3周教育周记/],
    ['补交 周记', /^交教育周记（第9周），请把内容写在「周记」后面/],
    ['补交 作业', /^没有叫「作业」的任务。现在有：/],
    ['补交 月报', /^教育科研工作月报没有欠交的，不用补。/],
  ])('%s', async (text, said) => {
    county.at(WEDNESDAY);
    await county.models.ledger.openRolls(county.now());
    county.at(TUESDAY_AFTER);
    expect(await answer(text.includes('月报') ? 'S1-L' : 'S1-T1', text)).toMatch(said);
  });
});

describe('what is short', () => {
  test('fewer than fifty characters are a question, spaces not counted', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-T1', `周记 ${'雪 '.repeat(49)}`)).toContain('目前49字，一般写50字以上');
    expect(await answer('S1-T2', `周记 ${'雪 '.repeat(50)}`)).toMatch(/^已收到教育周记（第9周），50字/);
  });

  test('a picture alone is a draft, with a word it can be confirmed, and the picture stays', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-T1', '周记', { pictures: 2 })).toContain('目前0字');
    expect(await answer('S1-T1', '确认')).toContain('（第9周），0字、2张图');
  });

  test('a draft grows message by message, and is not doubled by writing it again in full', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-T1', '周记 今天下雪了。');
    await county.say('S1-T1', '周记 今天下雪了。孩子们很高兴。');
    expect(await stored()).toBe('今天下雪了。孩子们很高兴。');
    expect(await answer('S1-T1', `周记 ${WORDS}`, { pictures: 1 })).toMatch(/^已收到教育周记（第9周），117字、1张图/);
    expect(await connection.collection('submissions').countDocuments()).toBe(1);
  });
});

test('what is said about it, and that it is to come, is no draft', async () => {
  county.at(WEDNESDAY);
  for (const said of ['周记不想写了', '周记太多了能不能少写点', '周记 写不完', '周记在哪交啊'])
    expect(await answer('S1-T1', said)).toMatch(/^教育周记\n谁交：/);
  for (const said of ['周记 补发', '周记明天交', '周记：我晚上补', '周记马上就交'])
    expect(await answer('S1-T1', said)).toMatch(/^交教育周记（第9周），请把内容写在「周记」后面/);
  expect(await connection.collection('submissions').countDocuments()).toBe(0);
  for (const text of ['周记 明天的课我要试一试', '周记：重新认识了自己', '周记 补课'])
    expect(await answer('S1-T1', text)).toMatch(/已先存为草稿/);
});

test('a text behind one’s own draft goes on with it, and the receipt says so; behind a colleague’s it does not', async () => {
  county.at(WEDNESDAY);
  expect(await answer('S1-L', '代交 李一 周记 李老师这周外出听课')).toContain('这篇代李一写的教育周记（第9周）目前9字');
  expect(await answer('S1-T1', '看 周记')).toContain('还没有交过');
  await answer('S1-T1', '周记 今天教古诗');
  const joined = '接在先前的草稿「今天教古诗」后面；不要前面那些，请发「修改 新内容」。';
  expect(await answer('S1-T1', `周记 ${WORDS}`)).toMatch(new RegExp(`^已收到教育周记（第9周），[^]*\\n${joined}$`));
  expect(await answer('S1-T1', '看 周记')).toContain(`周记：今天教古诗\n${WORDS}`);
  // The lead's own words wait where they are.
  expect(await answer('S1-L', '代交 李一 周记')).toContain('代李一交教育周记（第9周）');
  expect(await answer('S1-L', '看 周记')).not.toContain('古诗');
});

describe('the report', () => {
  test.each(['月报', '月报。', '月报怎么填', '教科研月报', '月报 10月', '教育科研工作月报'])(
    '%s asks for the template',
    async (text) => {
      county.at(WEDNESDAY);
      expect(await answer('S1-L', text)).toMatch(/^【教育科研工作月报 10月】请在11月6日（周五）17:00前填好/);
      expect(await connection.collection('submissions').countDocuments()).toBe(0);
    },
  );

  test('asked for when its time is over, it says that it is late, and not until when it is taken', async () => {
    county.at(WEDNESDAY);
    await county.jobs();
    county.at('2026-11-09T09:00:00+08:00');
    const late = '11月6日（周五）17:00已截止，现在交记为补交';
    expect(await answer('S1-L', '月报')).toMatch(`【教育科研工作月报 10月】${late}。请填好，整段发回来`);
    expect(await answer('S1-L', '月报 一问一答')).toMatch(`，我一项一项问您，${late}。`);
  });

  test('begun by one and finished by another of the school is one report', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-D', '教研活动次数：3\n教研活动主题：折纸');
    const template = await answer('S1-L', '月报');
    expect(template).toContain('（孙副主任10月28日开始填的草稿，已填的在下面，接着填就行；交上了会告诉孙副主任。）');
    expect(template).toContain('教研活动次数：3\n教研活动主题：折纸\n课题进展：\n');
    const said = await answer('S1-L', '教研活动主题：分数\n课题进展：完成\n听评课节数：12\n下月计划：同课异构');
    expect(said).toMatch(/^已收到/);
    expect(said).toContain('这份草稿是孙副主任10月28日开始填的，您填的接在一起了，其中改了：教研活动主题。');
    expect(await connection.collection('submissions').countDocuments()).toBe(1);
    await county.settle();
    expect(county.toldTo('S1-D').at(-1)).toMatch(
      /^钱主任把您填过的教育科研工作月报（10月）交上了。看内容请发「看 \w{6}」/,
    );
  });

  test('a group is told no name of who began it, and who goes on with their own hears nothing of it', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-D', '教研活动次数：3\n教研活动主题：折纸');
    expect(await answer('S1-L', '月报', { group: 'g1' })).toContain('一位同事10月28日开始填的草稿');
    expect(await answer('S1-D', '月报')).not.toContain('草稿');
    expect(await answer('S1-L', '撤回 月报')).toContain('已撤回');
    await county.settle();
    expect(county.toldTo('S1-D').at(-1)).toMatch(/^钱主任撤回了教育科研工作月报（10月），内容还留着。/);
  });

  test('from the training school, which owes none', async () => {
    county.at(WEDNESDAY);
    expect(await answer('J1-C', '月报')).toMatch(/^现在没有要交的教育科研工作月报/);
  });
});

test('a journal in a week that owes none is kept, and does not count', async () => {
  county.at('2026-08-11T10:00:00+08:00');
  expect(await answer('S1-T1', journal())).toBe(
    '已替您存下这篇教育周记（104字）。您目前没有要交的教育周记，所以不计入应交。要撤请发「撤回」。',
  );
  expect(await answer('S1-T1', '撤回')).toMatch(/^已撤回教育周记（不计入应交）/);
});

test('on leave or exempt, a journal counts all the same', async () => {
  county.at(WEDNESDAY);
  await county.jobs();
  await county.say('S1-T1', '请假 到 周五');
  await county.say('S1-L', '免交 周二 周记 培训');
  for (const who of ['S1-T1', 'S1-T2']) {
    expect(await answer(who, journal())).toMatch(/^已收到教育周记（第9周）/);
    expect(await answer(who, '我的')).toContain('最近交过的：\n· 教育周记（第9周）已交');
  }
});

test('what the ledger shows a principal whose school has no research lead', async () => {
  county.at(WEDNESDAY);
  expect(await answer('S3-P', '我的')).toBe('要交的：\n· 教育科研工作月报（10月）未交，11月6日（周五）17:00截止');
  expect(await answer('S1-P', '我的')).toBe('现在没有要交的。');
});
