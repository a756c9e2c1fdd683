import { beforeEach, describe, expect, test } from '@jest/globals';
import { demoRoster } from '../../models/demo/county.js';
import type { PersonId, SchoolCode } from '../../models/ids.js';
import { journal, testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();

/** The small county, with a second 李一 in another school and two 周二 in one. */
function namesakes() {
  const { schools, people } = testRoster();
  const again = (of: string, id: string, school: string) =>
    people
      .filter((each) => each.id === of)
      .map((each) => ({ ...each, id: id as PersonId, school: school as SchoolCode }));
  return { schools, people: [...people, ...again('S1-T1', 'S3-T9', 'S3'), ...again('S1-T2', 'S1-T9', 'S1')] };
}

describe('in a small county', () => {
  const roster = namesakes();
  const county = testCounty(connection, roster);
  const NAMES = roster.people.map(({ name }) => name);
  const WEDNESDAY = '2026-10-28T10:00:00+08:00';
  county.given(async () => {
    county.at('2026-10-19T00:07:00+08:00');
    await county.models.ledger.openRolls(county.now());
    county.at(WEDNESDAY);
    await county.models.ledger.openRolls(county.now());
  });
  beforeEach(() => county.at(WEDNESDAY));
  const answer = async (who: string, text: string, how = {}): Promise<string> =>
    (await county.say(who, text, how)).join('\n');
  test('who has moved on still owes where they were: the lead there finds it, and nothing else of theirs', async () => {
    const people = connection.collection<{ _id: string }>('people');
    await people.updateOne(
      { _id: 'S1-T4' },
      {
        $set: {
          school: 'S2',
          stints: [
            { school: 'S1', teaching: true, from: '2026-09-01', to: '2026-10-27' },
            { school: 'S2', teaching: true, from: '2026-10-28' },
          ],
        },
      },
    );
    const told = await answer('S1-L', '未交 郑四');
    expect(told).toMatch(/郑四（柳河小学）还没交的：/);
    expect(told).not.toContain('提醒郑四');
    expect(await answer('S3-L', '未交 郑四')).not.toContain('还没交');
    // Nobody is reminded at another school: who presses is told, to see to it themselves.
    expect(await answer('S1-L', '催交 周记 第8周 发出')).toMatch(
      /^马上私下提醒\d人：[^郑]*。\n不打扰（已调往柳河小学的1人：郑四）。$/,
    );
    expect(await answer('S1-L', '催交 周记 第8周 郑四')).toBe('要提醒的1人这次不打扰（已调往柳河小学的1人：郑四）。');
    expect(nagged()).not.toContain('S1-T4');
    await people.updateOne({ _id: 'S1-T4' }, { $set: { endedOn: '2026-10-28' } });
    expect(await answer('S1-L', '催交 周记 第8周')).toContain('已不在名册上的1人：郑四');
  });

  const nagged = () => county.said.filter(({ key }) => key.startsWith('nag:')).map(({ to }) => to);

  test('未交 and a name: what that colleague still owes, and how to remind them', async () => {
    const owed = [
      '郑四（松山小学）还没交的：',
      '要交的：',
      '· 教育周记（第9周）未交，10月30日（周五）17:00截止',
      '可以补交的：',
      '· 教育周记（第8周）未交',
    ].join('\n');
    for (const text of ['未交 郑四', '未交郑四', '未交 周记 郑四', '谁没交 S1-T4'])
      expect(await answer('S1-L', text)).toBe(`${owed}\n回复 1 提醒郑四。`);
    expect(await answer('S1-L', '1')).toMatch(/^将私下提醒1人：郑四。/);
    expect(await answer('S1-L', '未交 郑四 第8周')).toBe(
      '郑四（松山小学）还没交的：\n可以补交的：\n· 教育周记（第8周）未交',
    );
    await county.say('S1-T4', journal());
    await county.say('S1-T4', `补交 ${journal('小数')}`);
    expect(await answer('S1-P', '未交 郑四')).toBe('郑四（松山小学）现在没有要交的。');
    expect(await answer('S1-P', '未交 郑四 周记')).toBe('郑四（松山小学）现在没有要交的教育周记。');
  });

  test('somebody who answers for the school owes that as well, and who is on leave is said to be', async () => {
    expect(await answer('S1-P', '未交 钱主任')).toBe(
      '钱主任（松山小学）还没交的：\n要交的：\n· 教育科研工作月报（10月）未交，11月6日（周五）17:00截止',
    );
    await county.say('S1-L', '请假 郑四 到 周四');
    expect(await answer('S1-L', '未交 郑四')).toMatch(/还没交的：\n郑四请假到10月29日，期间不提醒。\n要交的：/);
  });

  test('催交 and a name reminds that one alone, in two steps', async () => {
    expect(await answer('S1-L', '催交 郑四')).toBe(
      '将私下提醒1人：郑四。\n要发请发「催交 郑四 发出」。\n回复 1 提醒这1人。',
    );
    expect(nagged()).toEqual([]);
    expect(await answer('S1-L', '催交 周记 郑四 发出')).toBe('马上私下提醒1人：郑四。');
    expect(nagged()).toEqual(['S1-T4']);
    expect(await answer('S1-L', '催交 郑四')).toBe('要提醒的1人今天已经提醒过（一天只提醒一次）：郑四。');
    await county.say('S1-T3', journal());
    expect(await answer('S1-L', '催交 吴三 发出')).toBe('吴三这一周没有要催的。还欠什么，请发「未交 吴三」看。');
    expect(await answer('S1-L', '催交 吴三 周记')).toBe('吴三现在没有要催的教育周记。');
    expect(nagged()).toEqual(['S1-T4']);
  });

  test('nobody is reminded where the name is nobody’s', async () => {
    const unknown = '没有叫「郑五」的任务，本校名册里也没有叫这个名字的老师。现在的任务有：月报、周记。';
    for (const text of ['未交 郑五', '未交 周记 郑五', '催交 周记 郑五 发出'])
      expect(await answer('S1-L', text)).toBe(unknown);
    // Whoever is of another school is nobody here, too.
    expect(await answer('S1-L', '催交 周记 蒋一 发出')).toBe(unknown.replace('郑五', '蒋一'));
    expect(await answer('J1-C', '催交 周记 郑五 发出')).toBe(
      '没有找到叫「郑五」的学校、片区、任务或老师，请写全名。现在的任务有：月报、周记。',
    );
    expect(await answer('S1-L', '催交 郑四 吴三 发出')).toBe('一次请只写一位老师的姓名。');
    expect(nagged()).toEqual([]);
  });

  test('of two of one name it asks which; a place before or behind says it', async () => {
    expect(await answer('S1-L', '催交 周二')).toBe(
      '不止一位「周二」，是哪一位？\n1. 周二 松山小学 S1-T2\n2. 周二 松山小学 S1-T9\n回复 1/2，都不是请发「取消」。',
    );
    expect(await answer('S1-L', '2')).toMatch(/^将私下提醒1人：周二。\n要发请发「催交 S1-T9 发出」。/);
    expect(await answer('J1-C', '未交 李一')).toContain('1. 李一 松山小学 S1-T1\n2. 李一 青石中学 S3-T9');
    for (const text of ['未交 松山 李一', '未交 李一 松山小学'])
      expect(await answer('J1-C', text)).toMatch(/^李一（松山小学）还没交的：/);
    expect(await answer('S1-L', '未交 李一')).toMatch(/^李一（松山小学）还没交的：/);
  });

  test('a teacher is told who may see it, of a colleague and of themselves', async () => {
    for (const text of ['未交 郑四', '未交 李一'])
      expect(await answer('S1-T1', text)).toBe('谁没交只给负责的老师看。发「我的」可以看自己的。');
    expect(await answer('S1-T1', '催交 郑四')).toBe('催交由学校教科室主任、校长或协调员发起。');
  });

  test('a group hears neither the name nor whether anything is missing', async () => {
    const about = ['未交 郑四', '催交 郑四', '催交 郑四 发出', '催交 郑四 发出'];
    for (const text of about) await county.say('S1-L', text, { group: 'g1' });
    const heard = county.said.filter(({ to }) => to === 'g1').map(({ text }) => text);
    expect(heard).toEqual(about.map(() => '关于这位老师的，已私下发给您。'));
    expect(NAMES.filter((name) => heard.join().includes(name))).toEqual([]);
    expect(county.toldTo('S1-L')).toEqual([
      expect.stringMatching(/^郑四（松山小学）还没交的：/),
      '将私下提醒1人：郑四。\n要发请发「催交 郑四 发出」。',
      '马上私下提醒1人：郑四。',
      '要提醒的1人今天已经提醒过（一天只提醒一次）：郑四。',
    ]);
  });
});

describe('by post', () => {
  const roster = demoRoster();
  const county = testCounty(connection, roster, undefined, wholeCatalogue());
  const nameOf = (id: string): string => roster.people.find((person) => person.id === id)?.name ?? '';
  const answer = async (who: string, text: string): Promise<string> => (await county.say(who, text)).join('\n');
  const [HEAD, RESEARCHER, CLUSTER] = ['S01-05', 'J01-02', 'S05-01'];
  const NOW = '2026-11-26T10:00:00+08:00';
  county.given(async () => {
    county.at(NOW);
    await county.models.ledger.openRolls(county.now());
  });
  beforeEach(() => county.at(NOW));

  test('what somebody sees to for several groups is one line, as long as they stand alike', async () => {
    const lines = async (): Promise<string[]> =>
      (await answer('S09-01', '我的')).split('\n').filter((each) => each.includes('校本教研'));
    const due = '12月4日（周五）17:00截止';
    expect(await lines()).toEqual([`· 校本教研活动（第13-14周，科学组、英语组、北山片区）未交，${due}`]);
    await answer('S09-01', '校本教研 英语组\n主题：口语\n时间：11月25日 15:00-16:00');
    expect(await lines()).toEqual([
      `· 校本教研活动（第13-14周，科学组、北山片区）未交，${due}`,
      `· 校本教研活动（第13-14周，英语组）草稿，还差一步，${due}`,
    ]);
    county.at('2026-12-08T10:00:00+08:00');
    await county.models.ledger.openRolls(county.now());
    expect(await lines()).toEqual([
      '· 校本教研活动（第15-16周，科学组、英语组、北山片区）未交，12月18日（周五）17:00截止',
      '· 校本教研活动（第13-14周，科学组、北山片区）未交',
      '· 校本教研活动（第13-14周，英语组）草稿，还差一步',
    ]);
  });

  test('a researcher sees of a teacher what they may read, and of nobody elsewhere anything', async () => {
    const theirs = await answer(RESEARCHER, `未交 ${nameOf('S01-20')}`);
    expect(theirs).toMatch(/^您看得到的任务里，.*（青山县第一小学）还没交的：/);
    expect(theirs).toContain('教育典型案例');
    expect(theirs).not.toContain('教育周记');
    expect(theirs).not.toContain('回复 1');
    const elsewhere = roster.people.find(
      ({ school, subjects, name }) =>
        school === 'S10' &&
        !subjects.includes('语文') &&
        roster.people.filter((each) => each.name === name).length === 1,
    );
    expect(await answer(RESEARCHER, `未交 ${elsewhere?.name}`)).toMatch(/不在您负责的学校里，这里看不到。/);
  });

  test('the head of a group of its people, who leads a cluster of nobody', async () => {
    const own = roster.people.find(
      ({ school, subjects, id }) => school === 'S01' && subjects.includes('道德与法治') && id !== HEAD,
    );
    expect(await answer(HEAD, `未交 ${own?.id}`)).toContain(`${own?.name}（青山县第一小学）还没交的：`);
    const other = roster.people.find(({ school, subjects }) => school === 'S01' && subjects.includes('体育'));
    expect(await answer(HEAD, `未交 ${other?.id}`)).toBe('谁没交只给负责的老师看。发「我的」可以看自己的。');
    const near = roster.schools.find(({ code, cluster }) => cluster === '东河片区' && code !== 'S05');
    const there = roster.people.find(({ school }) => school === near?.code);
    expect(await answer(CLUSTER, `未交 ${there?.id}`)).toMatch(/^没有叫「/);
  });
});
