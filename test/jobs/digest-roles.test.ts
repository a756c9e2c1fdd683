import { beforeEach, describe, expect, test } from '@jest/globals';
import { digest } from '../../jobs/digest.js';
import { chineseFont } from '../../jobs/pictures/render.js';
import { demoRoster } from '../../models/demo/county.js';
import { Day } from '../../models/ids.js';
import { journal, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** The made-up county with all its duties: 14 schools, every post held but one. */
const { connection } = testDatabase();
const county = testCounty(connection, demoRoster(), undefined, wholeCatalogue());
const { models } = county;

/** What is said at an instant, by digest and person. */
async function heard(at: string): Promise<Record<string, Record<string, string>>> {
  county.at(at);
  county.said.length = 0;
  await digest(models, county.now());
  await county.settle();
  const all: Record<string, Record<string, string>> = {};
  for (const { key, to, text } of county.said) {
    const [, kind = ''] = key.split(':');
    if (key.endsWith(':picture')) continue;
    all[kind] = { ...all[kind], [to]: text };
    expect(text.split('\n').length).toBeLessThanOrEqual(14);
  }
  return all;
}
const opened = async (at: string): Promise<void> => {
  county.at(at);
  await models.ledger.openRolls(county.now());
};
const peopleOf = (told: Record<string, string> | undefined): string[] => Object.keys(told ?? {}).toSorted();

describe('the last school day of the week', () => {
  beforeEach(async () => {
    await opened('2026-10-26T00:07:00+08:00');
    county.at('2026-10-28T09:00:00+08:00');
    await county.say('S01-11', journal());
  });

  test('each role hears of its own, by what its post may see', async () => {
    const told = await heard('2026-10-30T17:21:00+08:00');
    expect(peopleOf(told['county-week'])).toEqual(['J01-01']);
    expect(peopleOf(told['cluster-week'])).toEqual(['S01-02', 'S05-01', 'S09-01']);
    expect(peopleOf(told['weekly'])).toHaveLength(13);

    // What a cluster owes for its small schools its lead school hands in.
    expect(told['weekly']?.['S05-02']).toContain('\n集体备课记录（第9周）已交0/1\n未交：东河片区（由本校代交）\n');
    const group = told['group-week']?.['S01-11'] ?? '';
    expect(group).toMatch(/^【第9周教研组小结】青山县第一小学数学组\n教育周记（第9周）已交1\/5\n未交：/);
    expect(group).toMatch(/未交：一年级数学备课组、二年级数学备课组\n接下来：.*\n明细请发「未交」。$/);
    expect(group).not.toContain('语文');
    expect(told['prep-week']?.['S01-18']).toContain('【第9周备课组小结】青山县第一小学一年级信息科技备课组');

    const cluster = told['cluster-week']?.['S09-01'] ?? '';
    expect(cluster).toMatch(/^【第9周片区小结】北山片区\n教育周记（第9周）已交0\/42\n/);
    expect(cluster).toMatch(/\n明细请发「未交 片区」。$/);
    expect(cluster).not.toContain('未交：');
    expect(told['county-week']?.['J01-01']).toMatch(/^【第9周全县小结】\n教育周记（第9周）已交1\/217\n/);
    expect(told['county-week']?.['J01-01']).not.toMatch(/小学|未交：/);
  });

  test('what falls due that very afternoon is told once, and what is overdue of the week as well', async () => {
    const told = await heard('2026-10-30T16:41:00+08:00');
    const group = told['group-week']?.['S01-11'] ?? '';
    expect(group.match(/教育周记（第9周）/g)).toHaveLength(1);
    expect(group).toMatch(/\n接下来：/);
    // The schools' monthly reports are due on this Friday, and over at 17:00.
    await opened('2026-11-02T00:07:00+08:00');
    const county = (await heard('2026-11-06T17:21:00+08:00'))['county-week']?.['J01-01'] ?? '';
    expect(county.match(/教育科研工作月报（10月）/g)).toHaveLength(1);
  });

  test('who leads a group and a smaller one within it hears of the group alone; nobody of themselves alone', async () => {
    const told = await heard('2026-10-30T17:21:00+08:00');
    expect(told['group-week']?.['S10-10']).toMatch(/\n未交：李凤霞、徐洋\n/);
    expect(told['prep-week']?.['S10-10']).toBeUndefined();
    expect(peopleOf(told['prep-week'])).toContain('S01-18');

    await connection.collection('people').updateOne({ _id: 'S10-10' as never }, { $set: { posts: ['prep-head'] } });
    await connection.collection('people').updateOne({ _id: 'S05-10' as never }, { $set: { posts: ['prep-head'] } });
    const then = await heard('2026-10-30T17:31:00+08:00');
    expect(then['prep-week']?.['S10-10']).toMatch(/\n未交：李凤霞、徐洋\n/);
    expect(then['prep-week']?.['S05-10']).toBeUndefined();
  });

  test('a head of a group on leave is not stood in for: nobody else sees it so', async () => {
    await connection
      .collection('people')
      .updateOne({ _id: 'S01-11' as never }, { $set: { leaves: [{ from: '2026-10-26', to: '2026-10-31' }] } });
    const told = await heard('2026-10-30T16:41:00+08:00');
    expect(peopleOf(told['group-week'])).not.toContain('S01-11');
    expect(Object.values(told['group-week'] ?? {}).join()).not.toContain('第一小学数学组');
  });
});

describe('the first school day of the week', () => {
  test('a researcher hears of the schools to visit and of what waits for an answer; the office of nothing while nothing is open', async () => {
    await opened('2026-09-07T00:07:00+08:00');
    await opened('2026-11-02T00:07:00+08:00');
    const told = await heard('2026-11-02T08:21:00+08:00');
    expect(told['researcher-week']?.['J01-09']).toBe(
      '【第10周教研要事】\n教研员参与校本教研（2026年秋季学期）还没到：青山县石门乡九年一贯制学校、青山县杨家沟小学\n走访情况发「走访」看。',
    );
    // Of two duties the schools are the same, and told once.
    expect(told['researcher-week']?.['J01-10']).toMatch(
      /\n教研员参与校本教研（2026年秋季学期）、心理健康教研员指导（2026—2027学年）还没到：.*等13所\n走访/,
    );
    expect(told['tvu-week']).toBeUndefined();
  });

  test('answers that wait are told once, and not as the hearer’s own duty as well', async () => {
    await opened('2026-10-26T00:07:00+08:00');
    county.at('2026-10-28T09:00:00+08:00');
    const lesson = '磨课\n课题：分数\n轮次：定稿\n每轮改了什么：加了折纸\n反思：让学生先说\n认定依据：青教研3号';
    for (const who of ['S01-11', 'S01-12']) await county.say(who, `${lesson}\n申请认定级别：县级`);
    await opened('2026-11-09T00:07:00+08:00');
    await opened('2026-11-16T00:07:00+08:00');
    const told = (await heard('2026-11-16T08:21:00+08:00'))['researcher-week']?.['J01-02'];
    expect(told).toMatch(/^【第12周教研要事】\n等您答复的有2份，都已过答复的日子：青山县第一小学2份\n/);
    expect(told).not.toContain('您自己的');
  });

  test('during intake the office hears of leads by source and by state, whoever found them of their own', async () => {
    await opened('2026-11-02T00:07:00+08:00');
    county.at('2026-11-03T09:00:00+08:00');
    await county.say('J01-13', '开启 招生 到 11月30日');
    const lead = (source: string, state: string, name: string): string =>
      `招生\n类别：电大开放教育\n层次和专业：专科会计\n线索来源：${source}\n意向人：${name}\n本人同意登记联系方式：是\n进度：${state}`;
    await county.say('J01-14', lead('报纸', '意向', '甲'));
    await county.say('J01-15', lead('电视', '已缴费注册', '乙'));
    const told = await heard('2026-11-09T08:21:00+08:00');
    expect(told['tvu-week']).toEqual({
      'J01-13': [
        '【第11周电大要事】',
        '电大招生意向登记，按线索来源：电视1、报纸1',
        '电大招生意向登记，按进度：意向1、已缴费注册1',
        '名单发「名单 招生 已交」看。',
      ].join('\n'),
    });
    expect(told['enrolment-week']).toEqual({
      'J01-14': '【第11周招生要事】\n电大招生意向登记，按进度：意向1\n自己交的发「历史 招生」看。',
      'J01-15': '【第11周招生要事】\n电大招生意向登记，按进度：已缴费注册1\n自己交的发「历史 招生」看。',
    });
  });
});

test('five school days after the schools’ monthly reports were due, the county’s week counts those it still waits for', async () => {
  await opened('2026-10-30T00:07:00+08:00');
  await opened('2026-11-09T00:07:00+08:00');
  const told = await heard('2026-11-13T17:21:00+08:00');
  const week = told['county-week']?.['J01-01'];
  expect(week).toMatch(/\n还没交：教育科研工作月报（10月）13所\n[^]*还没交：幼儿园一日活动行为细则（10月）1所\n/);
  expect(week).not.toMatch(/小学/);
  // Who heads no department is told of what their post brings.
  expect(told['department-week']?.['J01-17']).toMatch(/^【第11周科室小结】办公室主任\n/);
  // Who sees the county as well is told what reminds those of the own school.
  await opened('2026-12-07T00:07:00+08:00');
  const ofSchool = (await heard('2026-12-11T17:21:00+08:00'))['weekly']?.['J01-04'];
  expect(ofSchool).toMatch(/\n要提醒未交的老师，发「催交 本校」；名单随时发「未交 本校」查看。$/);
  expect((await county.say('J01-04', '催交 本校')).join()).toMatch(/^将私下提醒6人：/);
});

describe('the 6th', () => {
  test('leaders hear of their own arrears first, of the county by chapter, of schools by cluster; no school’s principal does', async () => {
    await opened('2026-10-12T00:07:00+08:00');
    await opened('2026-11-06T00:07:00+08:00');
    const told = await heard('2026-11-06T08:41:00+08:00');
    expect(peopleOf(told['county-month'])).toEqual(['J01-01', 'J01-04', 'J01-05', 'J01-08', 'J01-11']);
    const text = told['county-month']?.['J01-05'] ?? '';
    // The training school's principal has just been told of it as any principal is.
    expect(told['monthly']?.['J01-04']).toMatch(
      /\n部门月计划与协调已交0\/5\n教学研讨观摩指导活动已交0\/1，可找教研部主任周洋\n/,
    );
    expect(told['county-month']?.['J01-04']).toMatch(/^【10月全县小结】\n教育科研：/);
    const [title, first, ...rest] = text.split('\n');
    expect(title).toBe('【10月全县小结】');
    expect(first).toBe('本校还没交：部门月计划与协调（9月）5个部门');
    expect(rest.slice(2, 5).map((line) => line.replace(/\d+/g, 'n'))).toEqual([
      '教育科研：已交n/n（由片区承担n）',
      '教研：已交n/n',
      '主要措施：已交n/n',
    ]);
    expect(text).toMatch(/这些学校.*\n北山片区：.*\n城区片区：.*\n东河片区：.*\n负担：一位教师平均应交3\.0份/);
    expect(text).not.toMatch(/城区片区：.*教师进修学校/);
    expect(text).toMatch(/\n本校的请发「未交 本校」。明细请发「全县 全部」。/);
    expect(await county.say('J01-05', '未交 本校')).toEqual([
      expect.stringMatching(/^青山县教师进修学校还没交齐的：\n[^]*部门月计划与协调（10月）已交0\/5/),
    ]);
    expect(peopleOf(told['monthly'])).toHaveLength(14);
    // Where there is no Chinese font, the words are all there is.
    const drawn = (await chineseFont()) ? 'sent' : 'dropped:no-font';
    const pictures = await models.outbox.find({ 'payload.picture': true, 'payload.digest': 'county-month' });
    expect(pictures.map(({ _id, outcome }) => `${_id} ${outcome}`).toSorted()).toEqual(
      ['J01-01', 'J01-04', 'J01-05', 'J01-08', 'J01-11'].map(
        (who) => `digest:county-month:${who}:2026-11:picture ${drawn}`,
      ),
    );
  });
});

describe('the end of a term', () => {
  test('leads and principals hear of the term, once, on its last school day', async () => {
    await opened('2026-07-13T00:07:00+08:00');
    expect((await heard('2026-07-16T17:21:00+08:00'))['school-term']).toBeUndefined();
    const told = await heard('2026-07-17T17:21:00+08:00');
    // What falls due that very day at 17:00 is most of what a term asks for.
    expect(told['school-term']?.['S03-01']).toMatch(
      /^【2026年春季学期小结】青山县第二小学\n[^]*\n教师磨课已交0\/22，可找教科室主任梁俊杰\n/,
    );
    // Each is told once: how many, and who can mend it.
    expect(told['school-term']?.['S03-01']).not.toContain('还没交');
    expect(told['school-term']?.['S03-02']).toMatch(/\n教师磨课已交0\/22，由您负责\n/);
    expect(peopleOf(told['county-term'])).toEqual(['J01-01', 'J01-04', 'J01-05', 'J01-08', 'J01-11']);
    // The week that ends with it is told with it.
    expect([told['weekly'], told['county-week']]).toEqual([undefined, undefined]);
    // Whose digest it is need not be told whose is missing.
    expect(told['department-week']?.['J01-05']).toMatch(
      /\n未交：黄玉芬（0\/4）、杨学军（0\/4）、赵桂英（0\/4）\n部门月计划与协调（7月）已交0\/1\n举办.*已交0\/1\n明细/,
    );
    // What the county's own school owes, standing in the cluster, is no matter of whoever leads that.
    expect(told['cluster-week']?.['S01-02']).toMatch(/学科优质课.*\n另有/);
    expect(told['cluster-week']?.['S01-02']).not.toMatch(/蹲点|部门月计划/);
    // What has no room is shown by what it says.
    expect(told['county-term']?.['J01-05']).toMatch(
      /\n另有北山片区（4所）、东河片区（4所），各校的数发「全校 北山片区」看。\n/,
    );
    const [cluster] = await county.say('J01-05', '全校 北山片区');
    expect(cluster).toMatch(/\n【各校在收的合计】\n· 青山县北山镇中心小学已交0\/\d+\n(· .*\n){3}还有/);
    const [inGroup] = await county.say('J01-05', '全校 北山片区', { group: 'g1' });
    expect(inGroup).toMatch(/^北山片区在收/);
    expect(inGroup).not.toContain('小学');
    // Nobody was reminded yet.
    expect(told['county-term']?.['J01-04']).not.toContain('催交效果');
    expect((await heard('2026-07-17T18:21:00+08:00'))['school-term']).toBeUndefined();
  });

  test('leads hear what the term’s reminders came to, and which step came to least', async () => {
    await opened('2026-07-13T00:07:00+08:00');
    const counted = (profile: string, step: string, nagged: number, handedIn: number) => ({
      ...{ day: Day.parse('2026-06-01'), profile, step },
      ...{ missing: nagged, nagged, handedIn },
    });
    await models.effects.keep([
      counted('RP-W', 'due', 100, 60),
      counted('RP-M', 'd-5', 20, 1),
      counted('RP-M', 'after-3', 2, 0),
      { ...counted('RP-W', 'due', 500, 500), day: Day.parse('2025-12-01') },
    ]);
    expect((await heard('2026-07-17T17:21:00+08:00'))['county-term']?.['J01-01']).toMatch(
      /\n提醒122次（一人一项算一次），一天内交了61份（50%）\n一天内交得最少的一步：每月学校任务，截止前5个上学日（5%）\n.*各步的催交效果发「催交效果」。$/,
    );
  });
});
