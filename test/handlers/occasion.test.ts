import { describe, expect, test } from '@jest/globals';
import { digest } from '../../jobs/digest.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { rosterWithReviewers } from '../support/reviewers.js';

const { connection } = testDatabase();
const county = testCounty(connection, rosterWithReviewers(), undefined, wholeCatalogue());
const WEDNESDAY = '2026-10-28T10:00:00+08:00';

const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how))[0] ?? '';
const page = (period: string, school = 'S1') => county.models.rolls.get(`bulletin-contribution|${period}|${school}`);
const heard = (who: string): string => county.toldTo(who).at(-1) ?? '';
const open = async (text = '开启 投稿 到 11月10日'): Promise<string> => {
  county.at(WEDNESDAY);
  return answer('J1-E', text);
};
/** A contribution as the form of today takes it: read by the models, whatever the form. */
const contribute = async (by: string, school: string, event: string, authors = [by]): Promise<string> => {
  const { submissions, ledger } = county.models;
  const slot = {
    duty: 'bulletin-contribution',
    period: '2026-no1',
    school,
    owner: `school:${school}`,
  } as never as Parameters<typeof submissions.begin>[0];
  const values = { title: '折纸里的分数', authors, text: `正文${event}` };
  const record = await submissions.begin(
    { ...slot, state: 'handed-in', late: false, values, attachments: [] },
    { event, by: by as never, now: county.now() },
  );
  await ledger.follow(record, county.now());
  return record.no;
};

describe('an issue', () => {
  test('is opened by the editor: from then on every school owes its contributions', async () => {
    expect(await open('开启 投稿 到 11月10日 教改专刊。')).toBe(
      '已开启《青冈教育信息》投稿（第1期），收到11月10日（周二）17:00，现在应交的有3所学校，各2份。说明：教改专刊。改日期请发「延期 投稿 第1期 到 …」，不办了请发「取消本期 投稿 第1期」。',
    );
    expect(await page('2026-no1')).toMatchObject({ label: '第1期', owing: 1, dueDay: '2026-11-10' });
    expect(await answer('J1-C', '开启 投稿 第2期 到 12月1日')).toMatch(/^已开启《青冈教育信息》投稿（第2期）/);
    expect(await answer('J1-E', '开启 投稿 第12期 到 12月20日')).toMatch(/^已开启《青冈教育信息》投稿（第12期）/);
    expect(await answer('J1-E', '开启 投稿 第13期 到 12月25日')).toMatch(/（第13期）/);
    expect(await answer('J1-E', '开启 投稿 第12期 到 12月20日')).toMatch(
      /^《青冈教育信息》投稿（第12期）开过了，正在收。/,
    );
    // With the next school year the numbers begin anew.
    county.at('2027-09-06T10:00:00+08:00');
    expect(await answer('J1-E', '开启 投稿 到 9月20日')).toMatch(/（第1期）/);
  });

  test('said twice it opens one, and asks whether another is meant; once something is in it is another', async () => {
    await open('开启 投稿 到 11月10日 教改专刊');
    const twice =
      '《青冈教育信息》投稿（第1期）正在收，到11月10日（周二）17:00为止，还没有人交。要改日期请发「延期 投稿 第1期 到 …」。还要另开一个吗？';
    const choice = '1. 另开第2期\n是就回复 1，不是请发「取消」。';
    expect(await open('开启 投稿 到 11月10日 教改专刊')).toBe(`${twice}\n${choice}`);
    expect(await answer('J1-E', '开启 投稿 到 11月10日 教改专刊', { group: 'g1' })).toBe(
      `${twice}要另开请发「开启 投稿 第2期 到 11月10日 教改专刊」。`,
    );
    expect(await page('2026-no2')).toBeUndefined();
    await open('开启 投稿 到 11月20日 德育专刊');
    expect(await answer('J1-E', '1')).toMatch(/^已开启《青冈教育信息》投稿（第2期），收到11月20日.*说明：德育专刊。/);
    // Of several the one opened last.
    expect(await open('开启 投稿 到 12月1日')).toContain('（第2期）正在收');
    await answer('J1-E', '取消本期 投稿 第2期');
    expect(await open('开启 投稿 到 12月1日')).toContain('（第1期）正在收');
    await contribute('S1-T1', 'S1', 'c1');
    expect(await open('开启 投稿 到 12月1日')).toMatch(/^已开启《青冈教育信息》投稿（第3期）/);
    // What is over is no double send.
    county.at('2026-12-02T10:00:00+08:00');
    expect(await answer('J1-E', '开启 投稿 到 12月20日')).toMatch(/^已开启《青冈教育信息》投稿（第4期）/);
  });

  test('the same message worked again opens no second one', async () => {
    county.at(WEDNESDAY);
    const { open: handler } = await import('../../handlers/open-occasion.js');
    const [speaker, school] = await Promise.all([
      county.models.people.byId('J1-E' as never),
      county.models.schools.byCode('J1' as never),
    ]);
    const event = { key: 'testing:twice', chat: { kind: 'private' } } as never;
    const asked = {
      event,
      args: '投稿 到 11月10日',
      now: county.now(),
      today: '2026-10-28',
      speaker,
      school,
      rights: new Set(),
    } as never;
    const [first, second] = [await handler(asked, county.models), await handler(asked, county.models)];
    expect(second).toEqual(first);
    expect(await connection.collection('occasions').countDocuments()).toBe(1);
  });

  test('of a school with one of two, every answer and list tells so', async () => {
    await open();
    const form = (text: string): string =>
      `投稿\n题目：折纸\n作者：李一\n正文：${text.repeat(100)}\n本人原创：是\n同意署名刊登：是`;
    expect(await answer('S1-T1', form('折纸分数'))).toContain('这一期已有1/2，还差1份。要改请发');
    expect(await answer('J1-C', '未交 投稿 第1期')).toContain(
      '未交：青石中学（0/2）、柳河小学（0/2）、松山小学（1/2）',
    );
    expect(await answer('J1-C', '名单 投稿 未交')).toContain('柳河小学（0/2）、松山小学（1/2）');
    expect(await answer('S1-L', '未交 投稿 第1期')).toContain('未交：松山小学（1/2）');
    expect(await answer('S1-L', '我的')).toContain('已有1/2，');
    // The second makes it whole: nothing is said of how many, and the list of who has handed in tells names alone.
    expect(await answer('S1-T2', form('剪纸圆环'))).not.toContain('这一期');
    expect(await answer('J1-C', '名单 投稿 已交')).toContain('松山小学');
    expect(await answer('J1-C', '名单 投稿 已交')).not.toContain('/2');
    county.at('2026-11-13T17:21:00+08:00');
    await digest(county.models, county.now());
    await county.settle();
    expect(county.toldTo('S2-L').join('\n')).toContain('投稿（第1期）已交0/1\n未交：本校（0/2）');
  });

  test('received, taken, not taken; closed, put off, published', async () => {
    await open();
    const taken = await contribute('S1-T1', 'S1', 'a');
    const left = await contribute('S1-T2', 'S1', 'b');
    expect((await page('2026-no1'))?.entries[0]).toMatchObject({ status: 'handed-in', have: 2, need: 2 });
    expect(await answer('J1-E', '待审')).toContain('答复请发「采用 编号」「不采用 编号」「退回 编号 意见」');
    expect(await answer('J1-E', `看 ${taken}`)).toContain(
      `答复请发「采用 ${taken}」「不采用 ${taken}」「退回 ${taken} 意见」`,
    );
    expect(await answer('J1-E', `采用 ${taken} 放头条`)).toMatch(/^已采用松山小学的《青冈教育信息》投稿/);
    expect(heard('S1-T1')).toBe(
      `您的《青冈教育信息》投稿（第1期，编号${taken}）已由何编辑采用。意见：放头条。出刊后我再告诉您。全文和答复发「看 ${taken}」。`,
    );
    expect(await answer('J1-E', `不采用 ${left} 这期已有同题`)).toMatch(/^已不采用/);
    expect(heard('S1-T2')).toBe(
      `您的《青冈教育信息》投稿（第1期，编号${left}）这次没有采用，答复的是何编辑。意见：这期已有同题。份数照样计入，欢迎下次再投。全文和答复发「看 ${left}」。`,
    );
    expect((await page('2026-no1'))?.entries[0]).toMatchObject({ status: 'handed-in', have: 2, need: 2 });

    county.at('2026-11-05T10:00:00+08:00');
    expect(await answer('J1-E', '截止 投稿')).toBe(
      '已截止《青冈教育信息》投稿（第1期），已交1/3。还要接着收，请发「延期 投稿 第1期 到 …」。',
    );
    expect(await page('2026-no1')).toMatchObject({ dueAt: county.now() });
    expect(await answer('J1-E', '延期 投稿 第1期 到 11月12日')).toBe(
      '《青冈教育信息》投稿（第1期）改为收到11月12日（周四）17:00，现在还没交的有2所学校。要再改，再发一次「延期」；现在就停，请发「截止 投稿 第1期」。',
    );
    expect(await page('2026-no1')).toMatchObject({ dueDay: '2026-11-12', dueAt: new Date('2026-11-12T09:00:00Z') });
    county.at('2026-11-16T10:00:00+08:00');
    expect(await answer('J1-E', '出刊 投稿')).toBe(
      '已出刊：《青冈教育信息》投稿（第1期），刊出1篇，会私下告诉作者。发早了请发「截止 投稿 第1期」，就退回到已截止。',
    );
    expect(heard('S1-T1')).toBe(`您的《青冈教育信息》投稿（编号${taken}）已在第1期刊出，谢谢您的稿子。`);
    expect(await answer('S1-T1', `看 ${taken}`)).toContain('状态：已刊出');
    expect(await page('2026-no1')).toMatchObject({ dueDay: '2026-11-12', dueAt: new Date('2026-11-12T09:00:00Z') });
  });

  test('the author hears as well what becomes of what somebody else has handed in, once; nobody of another school', async () => {
    await open();
    const taken = await contribute('S1-T1', 'S1', 'a', ['S1-T2', 'S1-T1', 'S2-T1']);
    const left = await contribute('S1-T1', 'S1', 'b', ['S1-T2']);
    await answer('J1-E', `退回 ${left} 短一些`);
    expect(county.toldTo('S1-T2')).toEqual([]);
    await answer('J1-E', `采用 ${taken} 放头条`);
    await answer('J1-E', `不采用 ${left}`);
    await answer('J1-E', '出刊 投稿');
    expect(county.toldTo('S1-T2')).toEqual([
      `您的《青冈教育信息》投稿（第1期，编号${taken}）已由何编辑采用。意见：放头条。出刊后我再告诉您。全文发「看 ${taken}」。`,
      `您的《青冈教育信息》投稿（第1期，编号${left}）这次没有采用，答复的是何编辑。份数照样计入，欢迎下次再投。`,
      `您的《青冈教育信息》投稿（编号${taken}）已在第1期刊出，谢谢您的稿子。`,
    ]);
    expect(county.toldTo('S1-T1').filter((text) => text.includes('刊出'))).toHaveLength(1);
    expect(county.toldTo('S2-T1')).toEqual([]);
    expect(await answer('S1-T2', `看 ${taken}`)).toContain('状态：已刊出');
  });

  test('open only in the holidays, whoever opens it is told that nobody is reminded in time', async () => {
    county.at('2026-08-10T10:00:00+08:00');
    const late = '提醒要到上学日9月1日（周二）才发，那时已过期限，请您先直接通知要交的人。';
    expect((await answer('J1-E', '开启 投稿 到 8月12日')).split('\n')).toEqual([expect.any(String), late]);
    expect((await answer('J1-E', '延期 投稿 到 8月20日')).split('\n')).toEqual([expect.any(String), late]);
    expect(await answer('J1-E', '延期 投稿 到 9月2日')).not.toContain('提醒');
    // Where it is not known yet which days are school days.
    county.at('2027-01-27T10:00:00+08:00');
    expect(await answer('J1-E', '开启 投稿 到 1月29日')).toContain('\n提醒只在上学日发，那时可能已过期限');
  });

  test('cancelled, nobody owes it; put off, they do again', async () => {
    await open();
    expect(await answer('J1-E', '取消本期 投稿')).toBe(
      '已取消《青冈教育信息》投稿（第1期），谁也不再欠；交来的都留着。要恢复请发「延期 投稿 第1期 到 …」。',
    );
    expect(await page('2026-no1')).toMatchObject({ entries: [], owing: 0 });
    expect(await answer('J1-E', '取消本期 投稿')).toBe('没有找到可以取消本期的《青冈教育信息》投稿。');
    await county.say('J1-E', '延期 投稿 第1期 到 11月12日');
    expect(await page('2026-no1')).toMatchObject({ owing: 1 });
  });

  test('with several open one asks which', async () => {
    await open();
    await open('开启 投稿 第2期 到 12月1日');
    expect(await answer('J1-E', '截止 投稿')).toBe(
      '截止哪一个投稿？\n1. 第1期\n2. 第2期\n回复 1/2，都不是请发「取消」。',
    );
    expect(await answer('J1-E', '截止 投稿', { group: 'g1' })).toBe(
      '投稿现在有第1期、第2期，请写明是哪一个，例如：截止 投稿 第1期。',
    );
    await answer('J1-E', '截止 投稿');
    expect(await answer('J1-E', '2')).toMatch(/^已截止《青冈教育信息》投稿（第2期）/);
  });

  test.each([
    ['S1-L', '开启 投稿 到 11月10日', '《青冈教育信息》投稿由编辑、协调员开启和截止。'],
    ['S1-L', '截止 投稿', '《青冈教育信息》投稿由编辑、协调员开启和截止。'],
    ['J1-E', '开启 投稿', '请写明任务和收到哪天为止，例如：开启 投稿 到 12月10日。'],
    ['J1-E', '开启 周记 到 11月10日', '教育周记按校历自动开启，不用手动开。'],
    ['J1-E', '开启 投稿 到 那天', '没看懂「那天」是哪一天，请写成12月10日、下周五这样。'],
    ['J1-E', '开启 投稿 到 10月27日', '10月27日已经过了，请写今天以后的日子。'],
    [
      'J1-C',
      '开启 办结 到 11月10日',
      '这一项要写明由谁办，请发「交办 姓名 到 12月5日 要办的事」，办的人再发「办结 …」。',
    ],
    ['J1-C', '出刊 课题申报', '课题立项申报不是刊物，没有出刊；收齐了请发「截止」。'],
    ['J1-E', '延期 投稿 第1期', '请写明任务和新的日子，例如：延期 投稿 到 12月15日。'],
    ['J1-E', '截止 投稿', '没有找到可以截止的《青冈教育信息》投稿。'],
  ])('%s: %s', async (who, text, said) => {
    county.at(WEDNESDAY);
    expect(await answer(who, text)).toBe(said);
    expect(await connection.collection('occasions').countDocuments()).toBe(0);
  });
});

describe('a task', () => {
  test('is given, done, sent back, done, passed; whoever gave it hears of it', async () => {
    county.at(WEDNESDAY);
    expect(await answer('J1-C', '交办 李一 到 11月5日 核对各班课表')).toBe(
      '已交办李一（松山小学）（第1号）：核对各班课表，11月5日（周四）17:00前办好，会私下告诉本人。办好了我会告诉您。改日期请发「延期 办结 第1号 到 …」，不办了请发「取消本期 办结 第1号」。',
    );
    expect(heard('S1-T1')).toBe(
      '韩协调交办您一件事（第1号）：核对各班课表。请在11月5日（周四）17:00前办好，办完请发「办结 第1号 办理结果」。',
    );
    const entry = async () => (await county.models.rolls.get('assigned-task|2026-no1|S1'))?.entries[0];
    expect(await entry()).toMatchObject({ owner: 'person:S1-T1', status: 'owed' });
    expect(await answer('S1-T1', '我的')).toContain('督办任务办结（第1号：核对各班课表）未交');
    expect(await answer('S1-T1', '办结')).toMatch(/^交督办任务办结（第1号：核对各班课表），请把内容写在/);
    expect(await answer('S1-T1', '办结 第1号 十二个班都核对过了')).toMatch(
      /^已收到督办任务办结（第1号：核对各班课表）/,
    );
    const [{ no } = { no: '' }] = await connection.collection('submissions').find().toArray();
    expect(heard('J1-C')).toBe(
      `李一已交来督办任务办结（第1号：核对各班课表，编号${no}）。看全文请发「看 ${no}」，办好了请发「通过 ${no}」，还要再办请发「退回 ${no} 意见」。`,
    );
    expect(await answer('J1-C', '待审')).toContain(`${no} 督办任务办结（第1号：核对各班课表） 李一`);
    expect(await answer('J1-C', `看 ${no}`)).toContain('状态：已交\n要求：核对各班课表\n办理结果：十二个班都核对过了');
    await county.say('J1-C', `退回 ${no} 请附上结果`);
    expect(await entry()).toMatchObject({ status: 'returned' });
    await county.say('S1-T1', '修改 十二个班都核对过了，三班改了一节');
    expect(heard('J1-C')).toMatch(/^李一已交来督办任务办结/);
    await county.say('J1-C', `通过 ${no}`);
    expect(await entry()).toMatchObject({ status: 'accepted' });
    expect(heard('S1-T1')).toMatch(/已由韩协调通过。不用再做什么。/);
  });

  test('a principal gives tasks in the own school, and answers them', async () => {
    county.at(WEDNESDAY);
    expect(await answer('S1-P', '交办 陈一 到 11月5日 写总结')).toBe('本校名册里没有找到「陈一」，请核对姓名。');
    expect(await answer('S1-P', '交办 周二 到 11月5日 写总结', { group: 'g1' })).toBe(
      '已交办（第1号），11月5日（周四）17:00前办好，会私下告诉本人。',
    );
    await county.say('S1-T2', '办结 总结写好了');
    expect(await answer('S1-P', '待审')).toMatch(/有1份/);
    expect(await answer('J1-C', '待审')).toBe('现在没有等您答复的材料。');
    expect(await answer('S2-P', '取消本期 办结 第1号')).toBe('没有找到可以取消本期的督办任务办结（第1号）。');
  });

  test('put off or taken back, the person hears it', async () => {
    county.at(WEDNESDAY);
    await county.say('J1-C', '交办 S1-T1 到 11月5日 核对课表');
    await county.say('J1-C', '延期 办结 到 11月9日');
    expect(heard('S1-T1')).toBe('韩协调把交办您的督办任务办结（第1号：核对课表）改为11月9日（周一）17:00前办好。');
    await county.say('J1-C', '取消本期 办结');
    expect(heard('S1-T1')).toBe('韩协调取消了交办您的督办任务办结（第1号：核对课表），不用再办了。');
    expect(await county.models.rolls.get('assigned-task|2026-no1|S1')).toMatchObject({ entries: [] });
  });

  test.each([
    ['2026-10-28T10:00:00+08:00', '会私下告诉本人'],
    ['2026-10-28T20:30:00+08:00', '到上学日10月29日（周四）会私下告诉本人'],
    ['2026-10-31T10:00:00+08:00', '到上学日11月2日（周一）会私下告诉本人'],
  ])('put off or taken back, whoever gave it reads when the person hears it: at %s %s', async (at, when) => {
    county.at(WEDNESDAY);
    await county.say('J1-C', '交办 S1-T1 到 11月5日 核对课表');
    county.at(at);
    expect(await answer('J1-C', '延期 办结 到 11月9日')).toBe(
      `督办任务办结（第1号：核对课表）改为收到11月9日（周一）17:00，现在还没交的有1人，${when}。要再改，再发一次「延期」；现在就停，请发「截止 办结 第1号」。`,
    );
    expect(await answer('J1-C', '取消本期 办结')).toBe(
      `已取消督办任务办结（第1号：核对课表），谁也不再欠；交来的都留着。${when}。要恢复请发「延期 办结 第1号 到 …」。`,
    );
  });

  test('put off at night until before they hear of it, whoever gave it is asked to tell them', async () => {
    county.at(WEDNESDAY);
    await county.say('J1-C', '交办 S1-T1 到 11月5日 核对课表');
    county.at('2026-10-31T10:00:00+08:00');
    expect(await answer('J1-C', '延期 办结 到 11月1日')).toContain(
      '，我要到上学日11月2日（周一）才私下告诉本人，那时已过期限，请您先直接告诉本人。',
    );
    county.at('2026-11-02T07:36:00+08:00');
    await connection.collection('outbox').updateMany({ state: 'ready' }, { $set: { dueAt: new Date(0) } });
    await county.settle();
    expect(heard('S1-T1')).toBe(
      '韩协调把交办您的督办任务办结（第1号：核对课表）改为11月1日（周日）17:00前办好，还没办的请和韩协调商量。',
    );
  });

  test('that is not done is told to the principal by whom it was given to, and not as the lead’s', async () => {
    county.at(WEDNESDAY);
    await county.say('J1-C', '交办 李一 到 11月5日 核对各班课表');
    county.at('2026-11-06T08:21:00+08:00');
    await county.models.ledger.openRolls(county.now());
    const told = (await county.jobs()).filter(({ to, text }) => to === 'S1-P' && text.includes('月小结'));
    expect(told.map(({ text }) => text)).toEqual([
      expect.stringContaining('\n还没交：督办任务办结（第1号：核对各班课表），可找李一\n'),
    ]);
  });

  test('that nobody has done is told at last to whoever gave it, and to nobody else', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-P', '交办 李一 到 11月5日 核对各班课表');
    county.at('2026-11-11T08:11:00+08:00');
    await county.models.ledger.openRolls(county.now());
    county.at('2026-11-11T08:41:00+08:00');
    const told = (await county.jobs()).filter(({ text }) => text.includes('核对各班课表'));
    expect(told.map(({ to }) => to)).toEqual(['S1-P']);
    expect(told[0]?.text).toContain(
      '已过截止时间，还没有办好：\n· 交办李一的督办任务办结（第1号：核对各班课表）。请您方便时问一问，改日期请发「延期 办结 第1号 到 …」，不办了请发「取消本期 办结 第1号」。',
    );
  });

  test.each([
    ['代管 周二', ['S1-T2']],
    ['我的', []],
  ])('is told to whoever stands in for who gave it and is on leave (%s)', async (said, hearers) => {
    county.at(WEDNESDAY);
    await county.say('S1-P', '交办 李一 到 11月5日 核对各班课表');
    await county.say('S1-P', '请假 11月9日到11月13日');
    await county.say('S1-P', said);
    county.at('2026-11-11T08:11:00+08:00');
    await county.models.ledger.openRolls(county.now());
    county.at('2026-11-11T08:41:00+08:00');
    const told = (await county.jobs()).filter(({ text }) => text.includes('核对各班课表'));
    expect(told.map(({ to }) => to)).toEqual(hearers);
  });

  test.each([
    ['by whoever gave it', [], 'S1-P', 'S1-P'],
    ['by whoever stands in for them, and does so still', ['请假 11月9日到11月13日', '代管 周二'], 'S1-T2', 'S1-T2'],
    ['by whoever stood in for them that day', ['请假 11月9日到11月11日', '代管 周二'], 'S1-T2', 'S1-P'],
  ])('is told of again, to whose it is then, when it was put off %s', async (_, said, hearer, again) => {
    county.at(WEDNESDAY);
    for (const text of ['交办 李一 到 11月5日 核对各班课表', ...said]) await county.say('S1-P', text);
    county.at('2026-11-11T08:11:00+08:00');
    await county.models.ledger.openRolls(county.now());
    county.at('2026-11-11T08:41:00+08:00');
    await county.jobs();
    expect(await answer(hearer, '稍后 明天')).toContain('明天');
    county.at('2026-11-12T08:41:00+08:00');
    const told = (await county.jobs()).filter(({ text }) => text.includes('核对各班课表'));
    expect(told.map(({ to }) => to)).toEqual([again]);
  });

  test('is called by its own words in reminders and lists, and by its number where a group hears it', async () => {
    county.at(WEDNESDAY);
    await county.say('J1-C', '交办 李一 到 11月5日 核对各班课表');
    const called = '督办任务办结（第1号：核对各班课表）';
    expect(await answer('S1-P', '未交 办结')).toContain(`${called}已交0/1`);
    expect(await answer('S1-P', '名单 办结 未交')).toContain(`${called}未交1：李一`);
    expect(await answer('S1-P', '全校')).toContain(`${called}已交0/1`);
    expect(await answer('S1-T1', '办结 第1号 都核对过了')).toContain(called);
    expect(await answer('S1-T1', '历史')).toContain(`${called}已交`);
    expect(await answer('S1-T1', '撤回')).toContain(called);
    const start = county.said.length;
    for (const text of ['未交 办结', '未交', '名单 办结 未交', '全校']) await county.say('S1-P', text, { group: 'g1' });
    await county.say('S1-T1', '办结 都核对过了', { group: 'g1' });
    await county.say('J1-C', '延期 办结 到 11月9日', { group: 'g1' });
    const inGroup = county.said.slice(start).filter(({ to }) => to === 'g1');
    expect(inGroup).toHaveLength(6);
    expect(inGroup.map(({ text }) => text).join()).not.toContain('课表');
    await county.say('S1-T1', '撤回');
    county.at('2026-11-05T08:21:00+08:00');
    expect((await county.jobs()).find(({ to }) => to === 'S1-T1')?.text).toContain(`· ${called}11月9日`);
  });

  test.each([
    ['S1-L', '交办 李一 到 11月5日 核对', '交办由校长、科室负责人、协调员发起。'],
    ['J1-C', '交办 李一', '请写明谁、到哪天、办什么，例如：交办 张三 到 12月5日 核对各班课表。'],
    ['J1-C', '交办 韩协调 到 11月5日 核对', '交办是请别的老师办的，自己的事不用交办。'],
    ['J1-C', '交办 无此人 到 11月5日 核对', '全县名册里没有找到「无此人」，请核对姓名。'],
  ])('%s: %s', async (who, text, said) => {
    county.at(WEDNESDAY);
    expect(await answer(who, text)).toBe(said);
  });
});
