import { describe, expect, test } from '@jest/globals';
import { lookAfterTrainings } from '../../jobs/trainings.js';
import { testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { bindGroupTo } from '../support/groups.js';

const { connection } = testDatabase();
const roster = testRoster();
/** Two of S1 and one of S2 teach English in primary schools; one in a middle school. */
const ENGLISH = ['S1-T1', 'S1-T2', 'S2-T1', 'S3-T1'];
const people = roster.people.map((each) =>
  ENGLISH.includes(each.id) ? { ...each, subjects: ['英语'], ...(each.id === 'S2-T1' && { title: '高级教师' }) } : each,
);
const county = testCounty(connection, { ...roster, people }, undefined, wholeCatalogue());
const WEDNESDAY = '2026-10-28T10:00:00+08:00';

const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const heard = (who: string): string => county.toldTo(who).at(-1) ?? '';
const look = async (at: string): Promise<void> => {
  county.at(at);
  await lookAfterTrainings(county.models, county.now());
  await county.settle();
};
const FILLED = `开培训 小学英语
名称：小学英语新教材培训
对象：小学、英语、任课
时间：11月20日 8:30-16:30
地点：进修学校二楼
名额：2
每校名额：
学校审核：否
报名截止：11月18日 17:00`;

const drafted = async (lines = FILLED): Promise<string> => {
  county.at(WEDNESDAY);
  return answer('J1-C', lines);
};
const published = async (lines = FILLED): Promise<void> => {
  await drafted(lines);
  await answer('J1-C', '发布 1');
};

test('a line the template does not have is told, with the label it is like; it is drafted without', async () => {
  county.at(WEDNESDAY);
  const [draft, untaken] = await county.say(
    'J1-C',
    `${FILLED.replace('学校审核：否\n', '')}\n审核：学校\n备注：带电脑\n午饭自理`,
  );
  expect(draft).toMatch(/^已起草「小学英语新教材培训」/);
  expect(untaken).toMatch(
    /^没有收：「审核：学校」（是「学校审核」吗？）、「备注：带电脑」、「午饭自理」。一行写一项，栏目只有名称、/,
  );
  expect(await county.say('J1-C', FILLED)).toHaveLength(1);
  const changed = await county.say('J1-C', '改培训 1 名额：80\n需要学校审核：要');
  expect(changed.at(-1)).toContain('没有收：「需要学校审核：要」（是「学校审核」吗？）');
});

describe('a template without its first line', () => {
  const without = FILLED.replace(/^.*\n/, '');
  test('is a training’s, by the name of its programme or the one asked for last; else it is asked', async () => {
    county.at(WEDNESDAY);
    expect(await answer('J1-C', without.replace('新教材培训', '新教材教法培训'))).toMatch(
      /^已起草「小学英语新教材教法培训」（1号），还没有发布。/,
    );
    const asked = await answer('J1-C', without);
    expect(asked).toMatch(/^这份培训是哪个项目的？选了就照您写的起草：\n1. 小学英语\n/);
    expect(await answer('J1-C', '1')).toMatch(/^已起草「小学英语新教材培训」（2号）/);
    await county.say('J1-C', '开培训 班主任');
    expect(await answer('J1-C', without)).toMatch(/^已起草「小学英语新教材培训」（3号）/);
    expect((await county.models.trainings.byNo(3))?.programme).toBe(
      county.models.catalogue.trainings.find(({ word }) => word === '班主任')?.key,
    );
    // The whole of what the bot said, with its explanation above.
    const whole = await answer('J1-C', '开培训 小学英语');
    expect(await answer('J1-C', whole.replace('名额：120', '名额：60'))).toMatch(/^还差这几处，改好整条再发一次/);
    expect(await connection.collection('submissions').countDocuments()).toBe(0);
  });

  test('is a form’s where that has more of its lines, or whoever sends it opens no trainings', async () => {
    county.at(WEDNESDAY);
    const report = '专家：王教授\n题目：单元教学\n时间：14:00-16:00\n地点：二楼\n名额：80';
    expect(await answer('J1-C', report)).toContain('省市专家专题报告');
    expect(await answer('S1-P', without)).not.toMatch(/起草|哪个项目/);
    expect(await connection.collection('trainings').countDocuments()).toBe(0);
  });

  test('that fits both alike is asked about, unless the form was asked for', async () => {
    county.at(WEDNESDAY);
    const both = '时间：14:00-16:00\n地点：二楼\n名额：80';
    expect(await answer('J1-C', both)).toMatch(
      /^这几行还没有记下：几种模板里都有。是哪一种？\n1. 开培训\n2. 省市专家专题报告/,
    );
    expect(await connection.collection('submissions').countDocuments()).toBe(0);
    expect(await answer('J1-C', both, { group: 'g1' })).toContain(
      '请在第一行写上是哪一种再发，例如第一行写「开培训」。',
    );
    await county.say('J1-C', both);
    expect(await answer('J1-C', '2')).toBe('现在没有要交的省市专家专题报告。到了该交的时候会有提醒。');
    await county.say('J1-C', '专家报告');
    expect(await answer('J1-C', both)).toBe('现在没有要交的省市专家专题报告。到了该交的时候会有提醒。');
  });
});

describe('making a training', () => {
  test('starts from a programme: its audience and places stand ready, and the list is shown before anybody sees it', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-P', '开培训')).toBe('培训由进修学校培训部和协调员开。想办一次培训，请找他们。');
    expect(await answer('J1-C', '开培训')).toContain('\n1. 小学英语\n');
    expect(await answer('J1-C', '开培训 小学英语')).toContain(
      '开培训 小学英语\n名称：小学英语新教材教法培训\n对象：小学、英语、任课\n时间：\n地点：\n名额：120\n每校名额：\n学校审核：否\n报名截止：',
    );
    expect(await drafted()).toBe(
      [
        '已起草「小学英语新教材培训」（1号），还没有发布。',
        '11月20日（周五）08:30-16:30，进修学校二楼；2个名额；报名到11月18日（周三）17:00。',
        '对象：小学、英语、任课。',
        '按名册算出3人：柳河小学1人、松山小学2人。',
        '名单：陈一、李一、周二。',
        '柳河小学、松山小学没有绑定的群，发不到：在各自的群里发「绑定本群 校名」后，再发一次「发布 1」就补上，发过的群不重发。',
        '发布请发「发布 1」，会发到0个群；要改请发「改培训 1 名额：80」，别的项也这样改；不办了请发「取消培训 1」。',
      ].join('\n'),
    );
    expect(await answer('S1-T1', '报名 1')).toBe('「小学英语新教材培训」（1号）还没有发布，请等通知。');
    expect(await answer('S1-T1', '培训')).toBe('现在没有您能报名的培训。有新的培训，我会发到群里。');
  });

  test('every problem is told at once, and nothing is drafted', async () => {
    expect(
      await drafted(
        '开培训 小学英语\n名称：英语\n对象：小学、炼丹\n时间：下周\n名额：很多\n报名截止：12月1日\n另加：无此人',
      ),
    ).toBe(
      [
        '还差这几处，改好整条再发一次，没有起草：',
        '· 地点：没有写',
        '· 对象：名册上没有「炼丹」；可以写片区（北片区、城区片区）、学校、学段（进修学校、小学、初中）、农村、学科、年级、职称、职务、任课、近3年没参加过',
        '· 时间：请写成 12月5日 8:30-16:30',
        '· 名额：请写 1 到 5000 的整数',
        '· 另加：名册上没有无此人，请写全名或编号',
      ].join('\n'),
    );
    expect(await county.models.trainings.headOf(1)).toBeUndefined();
  });

  test('people are added and left out by name; a draft is changed until it is published', async () => {
    await drafted();
    const changed = await answer('J1-C', '改培训 1\n另加：蒋一、沈二\n不含：周二\n名额：80');
    expect(changed).toContain('按名册算出4人：柳河小学1人、青石中学2人、松山小学1人。');
    expect(changed).toContain('80个名额');
    expect(changed).toContain('对象：小学、英语、任课，另加2人，不含1人。');
  });

  test('a title and the coming term’s grade are words of a rule, and stand in it as they were typed', async () => {
    const rule = (words: string): string => FILLED.replace('小学、英语、任课', words);
    expect(await drafted(rule('英语、高级教师'))).toContain('对象：英语、高级教师。\n按名册算出1人：柳河小学1人。');
    expect(await answer('J1-C', rule('下学期一年级'))).toContain('对象：下学期一年级。');
    expect(await answer('J1-C', rule('正高级教师'))).toContain('名册上没有「正高级教师」');
  });

  test('a cluster and a school are words of a rule: listed and counted before, copied, and told to who is outside', async () => {
    const rule = (words: string): string => FILLED.replace('小学、英语、任课', words);
    expect(await drafted(rule('英语、片区：北片区'))).toContain('对象：北片区、英语。\n按名册算出1人：青石中学1人。');
    expect(await answer('J1-C', rule('英语、北片区、松山小学'))).toContain(
      '对象：北片区、松山小学、英语。\n按名册算出3人：青石中学1人、松山小学2人。',
    );
    expect(await answer('J1-C', '开培训 照2')).toContain('\n对象：北片区、松山小学、英语\n');
    for (const no of [1, 2]) await answer('J1-C', `发布 ${no}`);
    expect(await answer('S2-T1', '报名 1')).toContain('您这次报不了：它只给指定片区的学校，您的学校不在其中。');
    expect(await answer('S2-T1', '报名 2')).toContain('您这次报不了：它只给指定的学校，您的学校不在其中。');
    expect(await answer('S1-T1', '报名 2')).toContain('报上了');
  });

  test('last year’s is copied with its place, rule and people', async () => {
    await published(`${FILLED}\n另加：沈二`);
    county.at('2027-10-27T10:00:00+08:00');
    expect(await answer('J1-C', '开培训 小学英语')).toContain(
      '上一期是1号（2026年11月20日），照它办请发「开培训 照1」。',
    );
    expect(await answer('J1-C', '培训 1')).toContain('\n时间：2026年11月20日（周五）08:30-16:30\n');
    expect(await answer('J1-C', '开培训 照1')).toContain(
      '名称：小学英语新教材培训\n对象：小学、英语、任课\n时间：\n地点：进修学校二楼\n名额：2\n每校名额：\n学校审核：否\n报名截止：\n另加：S3-T2\n不含：',
    );
  });

  test('who was there within the years a rule names is left out of the list, and told so', async () => {
    await published();
    await answer('S1-T1', '报名 1');
    county.at('2027-10-27T10:00:00+08:00');
    const again = FILLED.replace('任课', '任课、近2年没参加过');
    expect(await answer('J1-C', again)).toContain('名单：陈一、周二。');
    await answer('J1-C', '发布 2');
    expect(await answer('S1-T1', '报名 2')).toBe(
      '「小学英语新教材培训」（2号）您这次报不了：您近几年参加过这个项目，这一期先给没参加过的老师。如果名册不对，或者确实要参加，请找韩协调，他可以单独加上您。',
    );
  });
});

describe('signing up', () => {
  test('a place, the line, and who is not meant: each a true answer, and what to do next', async () => {
    await published();
    expect(await answer('S1-T1', '报名1')).toBe(
      '报上了：「小学英语新教材培训」（1号），11月20日（周五）08:30-16:30，进修学校二楼。去不了请发「取消报名 1」，或让同校老师来：「替换 1 姓名」。',
    );
    expect(await answer('S1-T1', '报名 1')).toBe(
      '您报过「小学英语新教材培训」（1号）了，现在已经报上。要取消请发「取消报名 1」。',
    );
    await answer('S1-T2', '报名 １');
    expect(await answer('S2-T1', '报名 1')).toBe(
      '「小学英语新教材培训」（1号）名额已满，您排在候补第1位。有名额时我私下告诉您，24小时内确认就行。不等了请发「取消报名 1」。',
    );
    expect(await answer('S3-T1', '报名 1')).toContain('它只给指定学段或类型的学校，您的学校不在其中');
    expect(await answer('S1-T3', '报名 1')).toContain('它按学科定对象，名册上您的学科不在其中');
    expect(await answer('S1-T1', '报名 9')).toBe('没有9号培训，可能已经结束了。发「培训」看现在有哪些。');
    expect(await answer('S1-T1', '报名')).toContain('现在没有您还能报名的培训');
    expect(await answer('S2-T1', '培训')).toContain(
      '1号 小学英语新教材培训：11月20日（周五）08:30-16:30，进修学校二楼，名额已满，候补1人，还可以排候补，报名到11月18日（周三）17:00。您在候补里',
    );
    const host = await answer('J1-C', '培训 1');
    expect(host).toContain('已报上2人：李一（松山小学）、周二（松山小学）');
    expect(host).toContain('候补1人：陈一（柳河小学）');
    const own = await answer('S1-T1', '培训 1');
    expect(own).not.toContain('周二');
    // Who is in is not invited, nor is who is not meant.
    expect(own).not.toContain('报名请发');
    const outsider = await answer('S1-T3', '培训 1');
    expect(outsider).not.toContain('报名请发');
    expect(outsider).toContain('您这次报不了：它按学科定对象');
    expect(await answer('S1-T1', '培训 1', { group: 'g1' })).toContain('报名请发「报名 1」。');
  });

  test('said in words of one’s own, and with the name a duty has too, asks of which training', async () => {
    await published(FILLED.replace('新教材培训', '新教材教法培训'));
    for (const said of ['英语培训怎么报名', '我想参加英语培训', '怎么报名新教材教法培训'])
      expect(await answer('S1-T1', said)).toContain('报名，是哪一个培训？\n1. 1号 小学英语新教材教法培训\n');
    expect(await answer('S1-T1', '英语培训去不了了')).toContain('您现在没有报名的培训');
    // Who is not meant is told why; who asks about it, or says its name, sees it.
    expect(await answer('S1-T3', '英语培训怎么报名')).toContain('您这次报不了：它按学科定对象');
    for (const said of ['英语培训', '英语培训在哪里'])
      expect(await answer('S1-T1', said)).toContain('报名请发「报名 1」');
    await answer('S1-T1', '报名 1');
    expect(await answer('S1-T1', '小学英语培训我去不了了，孩子病了')).toContain('取消报名，是哪一个培训？\n1. 1号 ');
    expect(await answer('S1-T1', '1')).toContain('已取消您对');
    // Of another name, or told of: no training is meant.
    for (const said of ['心理培训怎么报名', '周记今天的英语培训去不了', '今天参加英语培训很有收获'])
      expect(await answer('S1-T1', said)).not.toMatch(/1号|报名的培训/);
  });

  test('a place given up goes to who is next, who hears of it and has a day to confirm', async () => {
    await published();
    for (const who of ['S1-T1', 'S1-T2', 'S2-T1']) await answer(who, '报名 1');
    expect(await answer('S1-T1', '取消报名 1')).toBe(
      '已取消您对「小学英语新教材培训」（1号）的报名。改了主意可以再发「报名 1」，从头排队。',
    );
    await look('2026-10-28T10:05:00+08:00');
    expect(heard('S2-T1')).toBe(
      '「小学英语新教材培训」（1号）有了一个名额，给您留到明天10:05。参加请发「确认 1」，不去请发「取消报名 1」。时间：11月20日（周五）08:30-16:30，进修学校二楼。',
    );
    const before = county.said.length;
    await look('2026-10-28T10:10:00+08:00');
    expect(county.said).toHaveLength(before);
    expect(await answer('S2-T1', '确认 1')).toContain('报上了：');
    county.at(WEDNESDAY);
  });

  test.each(['确认', '好的，参加', '我要参加', '确认参加', '可以去的'])(
    'the one place that is held for somebody is taken by %s, without its number',
    async (words) => {
      await published();
      for (const who of ['S1-T1', 'S1-T2', 'S2-T1']) await answer(who, '报名 1');
      expect(await answer('S2-T1', words)).not.toContain('报上了');
      await answer('S1-T1', '取消报名 1');
      await look('2026-10-28T10:05:00+08:00');
      expect(await answer('S2-T1', words)).toMatch(/^报上了：「小学英语新教材培训」（1号）/);
      expect(await answer('S2-T1', '确认')).toBe('现在没有等您确认的内容。');
    },
  );

  test('of several places held it is asked which; a journal that waits for 确认 comes first, and the place is named', async () => {
    await published();
    await answer('J1-C', FILLED.replace('11月20日', '11月21日'));
    await answer('J1-C', '发布 2');
    for (const who of ['S1-T1', 'S1-T2', 'S2-T1']) for (const no of [1, 2]) await answer(who, `报名 ${no}`);
    for (const no of [1, 2]) await answer('S1-T1', `取消报名 ${no}`);
    await look('2026-10-28T10:05:00+08:00');
    expect(await answer('S2-T1', '好的，参加')).toMatch(
      /^确认，是哪一个培训？\n1. 1号 小学英语新教材培训\n2. 2号 小学英语新教材培训/,
    );
    expect(await answer('S2-T1', '1')).toContain('报上了：「小学英语新教材培训」（1号）');
    await answer('S2-T1', '周记 今天教古诗，孩子们读得很认真，我很高兴');
    expect(await answer('S2-T1', '确认')).toMatch(
      /^已收到教育周记[^]*\n另外「小学英语新教材培训」（2号）给您留的名额还没有确认，参加请发「确认 2」。$/,
    );
    expect(await answer('S2-T1', '确认')).toContain('报上了：「小学英语新教材培训」（2号）');
  });

  test.each([
    ['with nobody behind', ['S2-T1'], '现在还有名额，还想参加请再发「报名 1」。'],
    ['with somebody behind', ['S2-T1', 'S2-T2'], '名额已给别的老师，还想参加请再发「报名 1」，排在候补里。'],
  ])('a place that was not confirmed in time, %s: so it is told', async (_, waiting, then) => {
    await published(FILLED.replace('报名截止', '另加：S2-T2\n报名截止'));
    for (const who of ['S1-T1', 'S1-T2', ...waiting]) await answer(who, '报名 1');
    await answer('S1-T1', '取消报名 1');
    await look('2026-10-28T10:05:00+08:00');
    await look('2026-10-29T10:06:00+08:00');
    expect(heard('S2-T1')).toBe(`「小学英语新教材培训」（1号）留给您的名额没有等到确认，不再保留。${then}`);
    expect(await answer('S2-T1', '确认 1')).toBe(
      `「小学英语新教材培训」（1号）留给您的名额过了确认的时间，不再保留。${then}`,
    );
  });

  test('a colleague comes instead, and hears of it; somebody of another school cannot', async () => {
    await published();
    await answer('S1-T1', '报名 1');
    expect(await answer('S1-T1', '替换 1 陈一')).toBe('本校名册上没有找到陈一，名额还是您的。请写全名，或写编号。');
    expect(await answer('S1-T1', '替换 1 吴三')).toContain('吴三不在这次培训的对象里，名额还是您的。');
    expect(await answer('S1-T1', '替换 1 周二')).toContain('的名额已转给周二');
    await look('2026-10-28T10:05:00+08:00');
    expect(await answer('S1-T1', '替换 1 周二')).toBe(
      '「小学英语新教材培训」（1号）您现在没有占到名额，没有名额可以转给别人。',
    );
    expect(heard('S1-T2')).toContain('有老师把名额转给了您：11月20日（周五）08:30-16:30，进修学校二楼。');
  });

  test('where the school has to agree, its lead is asked once a day, and each hears what came of it', async () => {
    await published(FILLED.replace('学校审核：否', '学校审核：是'));
    for (const who of ['S1-T1', 'S1-T2']) expect(await answer(who, '报名 1')).toContain('等学校审核');
    await look('2026-10-28T10:05:00+08:00');
    await look('2026-10-28T10:10:00+08:00');
    expect(county.toldTo('S1-L')).toEqual([
      '「小学英语新教材培训」（1号）本校有2人等审核：李一、周二。都同意请发「同意报名 1」；不同意哪位，发「不同意报名 1 姓名」。',
    ]);
    expect(await answer('S1-T1', '同意报名 1')).toBe('报名由本校校长、教科室主任审核。');
    expect(await answer('S2-L', '同意报名 1')).toBe('「小学英语新教材培训」（1号）本校没有等审核的报名。');
    expect(await answer('S1-L', '不同意报名 1 周二')).toBe(
      '「小学英语新教材培训」（1号）审核好了；没有同意1人：周二。我会私下告诉他们。',
    );
    expect(await answer('S1-P', '同意报名 1')).toContain('报上1人：李一。');
    await look('2026-10-28T10:15:00+08:00');
    expect(heard('S1-T1')).toContain('学校同意了，您报上了');
    expect(heard('S1-T2')).toBe('「小学英语新教材培训」（1号）学校这次没有同意您报名。想知道原因，请问本校教科室。');
  });

  test('nobody is at two trainings at one time', async () => {
    await published();
    await answer('J1-C', FILLED.replace('8:30-16:30', '13:00-17:00'));
    await answer('J1-C', '发布 2');
    await answer('S1-T1', '报名 1');
    expect(await answer('S1-T1', '报名 2')).toBe(
      '「小学英语新教材培训」（2号）和您报过的「小学英语新教材培训」（1号）时间重叠，没有再报。要换过来，请先发「取消报名 1」。',
    );
  });

  test('a space within a command is none', async () => {
    await published();
    await answer('S1-T1', '报名 1');
    expect(await answer('S1-T1', '取消 报名 1')).toContain('已取消您对「小学英语新教材培训」（1号）的报名。');
  });

  test('a sentence that only begins like a command is none', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-T1', '报名表怎么填')).toMatch(/^您可以这样发消息/);
    expect(await county.say('S1-T1', '培训真好', { group: 'g1', addressed: false })).toEqual([]);
  });
});

describe('before it begins', () => {
  test('of another time who signed up is told, and the host sees who has not read it', async () => {
    await published();
    for (const who of ['S1-T1', 'S1-T2']) await answer(who, '报名 1');
    expect(await answer('J1-C', '改培训 1 地点：实验小学')).toContain(
      '11月20日（周五）08:30-16:30，实验小学；2个名额；报名到11月18日（周三）17:00。时间或地点变了，我私下告诉报了名的2人',
    );
    expect(heard('S1-T1')).toBe(
      '「小学英语新教材培训」（1号）的时间或地点改了，现在是：11月20日（周五）08:30-16:30，实验小学。看到请发「知道了 1」；去不了请发「取消报名 1」。',
    );
    expect(await answer('S1-T1', '知道了 1')).toBe('好的，「小学英语新教材培训」（1号）的改动记下您已知道。');
    expect(await answer('J1-C', '培训 1')).toContain('改动还没有回复「知道了」的1人：周二（松山小学）');
    // Said without a number it is of all there is to know, and a courtesy where there is nothing.
    expect(await answer('S1-T2', '知道了')).toBe('好的，「小学英语新教材培训」（1号）的改动记下您已知道。');
    expect(await answer('J1-C', '培训 1')).not.toContain('还没有回复');
    expect(await answer('S1-T2', '知道了')).toBe('好的。');
    expect(await answer('J1-C', '改培训 1 报名截止：11月21日')).toContain('报名截止：要在现在以后、培训开始以前');
    expect(await answer('J1-C', '改培训 1 名额：1')).toContain('比已经占用的名额还少');
  });

  test('moved onto another training of theirs, they are told which, and the host how many', async () => {
    await published();
    await answer('J1-C', FILLED.replace('11月20日', '11月21日'));
    await answer('J1-C', '发布 2');
    for (const no of [1, 2]) await answer('S1-T1', `报名 ${no}`);
    expect(await answer('J1-C', '改培训 2 时间：11月20日 13:30-16:30')).toContain('其中1人这段时间还报了别的培训');
    expect(heard('S1-T1')).toContain(
      '\n这段时间您还报了「小学英语新教材培训」（1号），两边都给您留着；请看看去哪一个，另一个发「取消报名」。',
    );
  });

  test('who comes is reminded on the eve and on the day; nobody else is, and none twice', async () => {
    await published();
    await answer('S1-T1', '报名 1');
    await look('2026-11-19T15:00:00+08:00');
    const before = county.said.length;
    await look('2026-11-19T16:03:00+08:00');
    await look('2026-11-19T16:08:00+08:00');
    await look('2026-11-20T07:38:00+08:00');
    await look('2026-11-20T07:43:00+08:00');
    expect(county.said.slice(before).map(({ to, text }) => `${to} ${text.slice(0, 8)}`)).toEqual([
      'S1-T1 提醒您，明天参加',
      'S1-T1 提醒您，今天参加',
    ]);
  });

  test('who waited to the end hears once that it has begun without them', async () => {
    await published();
    for (const who of ['S1-T1', 'S1-T2', 'S2-T1']) await answer(who, '报名 1');
    await look('2026-11-20T08:25:00+08:00');
    const before = county.said.length;
    await look('2026-11-20T08:33:00+08:00');
    await look('2026-11-20T08:38:00+08:00');
    expect(county.said.slice(before)).toMatchObject([
      { to: 'S2-T1', text: '「小学英语新教材培训」（1号）已经开始，您在候补里没有等到名额，这次不用去了。' },
    ]);
  });

  test('once it runs, over several days, who waited is shown as they were told: without a place', async () => {
    await published(FILLED.replace('11月20日 8:30-16:30', '11月20日 8:30-16:30、11月21日 8:30-16:30'));
    for (const who of ['S1-T1', 'S1-T2', 'S2-T1']) await answer(who, '报名 1');
    expect(await answer('S2-T1', '培训')).toContain('。您在候补里\n');
    county.at('2026-11-21T08:00:00+08:00');
    expect(await answer('S2-T1', '培训')).toContain('。您在候补里没有等到名额，这次不用去了\n');
    expect(await answer('S2-T1', '培训 1')).toMatch(/。\n您在候补里没有等到名额，这次不用去了。$/);
    expect(await answer('S2-T1', '报名 1')).toBe(
      '「小学英语新教材培训」（1号）已经开始，您在候补里没有等到名额，这次不用去了。',
    );
    expect(await answer('S1-T1', '培训')).toContain('。您已经报上\n');
    expect(await answer('J1-C', '培训 1')).toContain('没有等到名额1人：陈一（柳河小学）');
  });

  test('the groups hear once of places that are left, not on the day it was posted', async () => {
    await bindGroupTo(county.models, 'testing', 's1', 'S1');
    await published(FILLED.replace('11月18日 17:00', '10月30日 17:00'));
    const inGroup = (): number => county.toldTo('s1').length;
    await look('2026-10-28T10:05:00+08:00');
    expect(inGroup()).toBe(1);
    await look('2026-10-29T10:05:00+08:00');
    await look('2026-10-29T10:10:00+08:00');
    expect(inGroup()).toBe(2);
    expect(county.toldTo('s1').at(-1)).toContain('还有2个名额，报名到明天17:00。');
  });

  test('called off: who signed up hears it, and has the time back', async () => {
    await published();
    await answer('S1-T1', '报名 1');
    expect(await answer('J1-C', '取消培训 1')).toContain('已取消');
    await look('2026-10-28T10:05:00+08:00');
    expect(heard('S1-T1')).toBe('「小学英语新教材培训」（1号）取消了，您不用去了，报名也不用再管。');
    expect(await answer('S1-T1', '培训')).toBe('现在没有您能报名的培训。有新的培训，我会发到群里。');
  });
});
