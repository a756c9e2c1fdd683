import { expect, test } from '@jest/globals';
import { raiseCases } from '../../jobs/raise-cases.js';
import type { PersonId } from '../../models/ids.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);

/** What whoever said it hears; others are told after them. */
const answer = async (who: string, text: string): Promise<string> => (await county.say(who, text))[0] ?? '';
const nagged = async (time: string): Promise<string[]> => {
  county.at(time);
  const said = await county.jobs();
  return said.filter(({ key }) => key.startsWith('nag:')).map(({ to }) => to);
};
const statusOf = async (person: string) =>
  (await county.models.rolls.get('journal|2026-autumn-w09|S1'))?.entries.find(
    ({ owner }) => owner === `person:${person}`,
  )?.status;
const numberIn = (text = ''): string => /「认可 (\w{6})」/.exec(text)?.[1] ?? '';
const lastTo = (who: string): string => county.toldTo(who).at(-1) ?? '';

/** Friday's reminder has been heard. */
async function reminded(): Promise<void> {
  county.at('2026-10-26T00:07:00+08:00');
  await county.models.ledger.openRolls(county.now());
  expect(await nagged('2026-10-30T15:41:00+08:00')).toContain('S1-T1');
  county.at('2026-10-30T15:50:00+08:00');
}

test('已交过了: the lead is asked, nobody reminds meanwhile, 认可 takes it off the ledger and tells', async () => {
  await reminded();
  expect(await answer('S1-T1', '已交过了 上周五发在群里了')).toBe(
    '好的，教育周记（第9周）您说已经交过，台账上没有，已请钱主任看一看。定下来之前不再就这一项提醒您，结果会告诉您。手里有的话，随时再发一次也行。',
  );
  const no = numberIn(lastTo('S1-L'));
  expect(lastTo('S1-L')).toBe(
    `李一老师说教育周记（第9周）已经交过，台账上没有（原话：上周五发在群里了）。请您定：\n发「认可 ${no}」，这一期记为免交；发「仍请交 ${no} 要说的话」，请本人再发一次。\n定下来之前，不再就这一项提醒本人。`,
  );
  // Said twice: one case.
  expect(await answer('S1-T1', '已交过了 周记')).toMatch(/^教育周记（第9周）已请钱主任在看/);
  // Nor by who presses for it, nor by Monday's look back.
  expect(await answer('S1-P', '催交 周记')).toContain('已说明情况、待定的1人：李一');
  const monday = await nagged('2026-11-02T08:11:00+08:00');
  expect([monday.includes('S1-T1'), monday.includes('S1-T2')]).toEqual([false, true]);

  // Who it is about, a colleague, and the lead of another school decide nothing.
  for (const who of ['S1-T1', 'S1-T2', 'S2-L'])
    expect(await answer(who, `认可 ${no}`)).toBe(`没有找到等您定的「${no}」，请核对编号或姓名。`);
  expect(await statusOf('S1-T1')).toBe('owed');
  expect(await answer('S1-L', `认可 ${no.toLowerCase()}`)).toBe(
    `已认可：李一的教育周记（第9周）记为免交，不计入应交，会告诉本人。改回来请发「仍请交 ${no}」。`,
  );
  expect(lastTo('S1-T1')).toBe('钱主任已认可：教育周记（第9周）不用交了，也不会再提醒。');
  expect(await statusOf('S1-T1')).toBe('exempt');
  expect(await answer('S1-P', `仍请交 ${no}`)).toBe(`${no}钱主任已经定过：记为免交。要改请和钱主任说一声。`);
  expect(await answer('S1-L', `认可 ${no}`)).toBe(`${no}已经定过了，不用再定。`);
  expect(await answer('S1-L', '取消免交 李一 周记')).toMatch(/^已取消李一周记（第9周）的免交/);
  expect(await statusOf('S1-T1')).toBe('owed');
  expect(lastTo('S1-T1')).toMatch(/^钱主任已取消您教育周记（第9周）的免交，还请您在今天12:00前交。/);
  expect(await answer('S1-T1', '已交过了 周记 第9周')).toBe(
    '教育周记（第9周）之前认可过免交，后来取消了，现在仍请交一次。有疑问请直接和钱主任说一声。',
  );
});

test('said of a duty in a sentence it is the same, and no journal of three letters', async () => {
  await reminded();
  expect(await answer('S1-T1', '周记交过了')).toMatch(/^好的，教育周记（第9周）您说已经交过，台账上没有，已请钱主任/);
  expect(await answer('S1-T2', '我上周已经交过周记了。')).toMatch(/^好的，教育周记（第9周）您说已经交过/);
  expect(await answer('S1-T3', '周记不该我交，我今年不带班')).toMatch(/^好的，教育周记（第9周）您说不该由本人交/);
  expect(lastTo('S1-L')).toContain('（原话：我今年不带班）');
  await county.say('S1-T4', journal());
  expect(await answer('S1-T4', '周记已经交了')).toMatch(/^教育周记（第9周）在台账上/);
  expect(await answer('S1-T4', '交了')).toMatch(/^教育周记（第9周）在台账上/);
  // A question stays one, and a text a text.
  expect(await answer('S1-T4', '周记交了吗？')).toContain('最近交过的');
  expect(await answer('S1-L', '周记 交过了作业的孩子先到操场集合，没交过的留下来，我一个一个地问。')).toContain('草稿');
  expect(await connection.collection('cases').countDocuments()).toBe(3);
});

test('待审, and 认可 without a number, tell who is asked what waits for their decision, and nobody else', async () => {
  await reminded();
  await county.say('S1-T1', '已交过了');
  county.at('2026-10-30T15:52:00+08:00');
  await county.say('S1-T2', '不该我交');
  const [, newer = ''] = /「认可 (\w{6})」/.exec(lastTo('S1-L')) ?? [];
  const list = await answer('S1-L', '待审');
  const [, older = ''] = /· (\w{6}) 李一/.exec(list) ?? [];
  expect(list).toBe(
    `等您定的有2件：\n· ${older} 李一：教育周记（第9周），说已经交过，台账上没有\n· ${newer} 周二：教育周记（第9周），说不该由本人交\n同意请发「认可 ${older}」，还要交请发「仍请交 ${older}」。`,
  );
  expect(await answer('S1-L', '认可')).toBe(list);
  expect(await answer('S1-P', '待审')).toBe('现在没有等您答复的材料。');
  expect(await county.say('S1-L', '待审', { group: 'g1' })).not.toContain('李一');
  await county.say('S1-L', `仍请交 ${older}`);
  expect(await answer('S1-L', '待审')).toMatch(/^等您定的有1件：/);
});

test('不该我交, and it stays: owed and reminded as before, with what the lead says; it is not put again', async () => {
  await reminded();
  expect(await answer('S1-T2', '不该我交')).toMatch(/^好的，教育周记（第9周）您说不该由本人交，已请钱主任看一看/);
  const no = numberIn(lastTo('S1-L'));
  expect(await answer('S1-L', `仍请交 ${no} 本学期您有课`)).toBe(
    `好的，周二的教育周记（第9周）仍照旧应交，会告诉本人。改为免交请发「认可 ${no}」。`,
  );
  expect(lastTo('S1-T2')).toBe('钱主任看过了，教育周记（第9周）还请您交一次：本学期您有课。');
  expect(await nagged('2026-11-02T08:11:00+08:00')).toContain('S1-T2');
  expect(await answer('S1-T2', '不该我交')).toMatch(/^教育周记（第9周）之前已经定过：仍请交一次/);
});

test('what is on the ledger is told, with where; handed in meanwhile there is nothing to decide', async () => {
  await reminded();
  await county.say('S1-T3', journal());
  expect(await answer('S1-T3', '已交过了')).toMatch(
    /^教育周记（第9周）在台账上，10月30日 15:50交的，编号\w{6}，不用再交，也不会再提醒。$/,
  );
  expect(county.toldTo('S1-L').join()).not.toContain('吴三老师说');
  await county.say('S1-T4', '已交过了');
  const no = numberIn(lastTo('S1-L'));
  await county.say('S1-T4', journal('小数'));
  expect(await answer('S1-L', `认可 ${no}`)).toBe('郑四的教育周记（第9周）已经不欠了，不用再定。');
  expect(await statusOf('S1-T4')).toBe('handed-in');
  await county.say('S1-T4', '撤回');
  expect(await answer('S1-T4', '已交过了 周记')).toBe(
    '教育周记（第9周）您上次说的时候已经不用交，所以没有再定；现在台账上又没有，请再交一次。有疑问请直接和钱主任说一声。',
  );
});

test('the lead’s own goes to the principal, where nobody is left to the county; in a group only privately', async () => {
  county.at('2026-10-26T00:07:00+08:00');
  await county.models.ledger.openRolls(county.now());
  county.at('2026-11-06T10:00:00+08:00');
  expect(await answer('S1-L', '已交过了 月报 10月')).toMatch(/^好的，教育科研工作月报（10月）.*已请赵校长看一看/);
  expect(await answer('S3-P', '已交过了 月报 10月')).toMatch(/已请韩协调看一看/);
  expect(await answer('J1-C', `认可 ${numberIn(lastTo('J1-C'))}`)).toMatch(/^已认可：卫校长的教育科研工作月报（10月）/);
  await county.say('S2-L', '已交过了 月报', { group: 'g1' });
  await county.say('S2-L', '稍后', { group: 'g1' });
  const inGroup = county.said.filter(({ to }) => to === 'g1').map(({ text }) => text);
  expect(inGroup).toEqual(Array(2).fill('收到，结果已私下发给您。'));
  expect(county.toldTo('S2-L').join()).toMatch(/已请王校长看一看/);
});

test('不该我交 of what another is responsible for says who is, and asks nobody to decide', async () => {
  county.at('2026-10-26T00:07:00+08:00');
  await county.models.ledger.openRolls(county.now());
  expect(await nagged('2026-11-11T08:21:00+08:00')).toContain('S1-P');
  const said = '教育科研工作月报（10月）由教科室主任钱主任负责，本来就不用您交：提醒是请您知道，您不用再做什么。';
  for (const words of ['不该我交 月报', '不该我交', '不该我交 月报 10月'])
    expect(await county.say('S1-P', words)).toEqual([said]);
  expect(await answer('S1-P', '不该我交 月报 9月')).not.toBe(said);
  expect(await county.models.cases.openFor('S1-L' as PersonId)).toEqual([]);
});

test('of several one asks which; of none it says so', async () => {
  await reminded();
  county.at('2026-11-06T15:41:00+08:00');
  await county.jobs();
  expect(await answer('S1-T1', '已交过了 周记')).toBe(
    '是哪一项？\n1. 周记 第9周\n2. 周记 第10周\n回复 1/2，都不是请发「取消」。',
  );
  expect(await answer('S1-T1', '2')).toMatch(/^好的，教育周记（第10周）您说已经交过/);
  expect(await answer('S2-P', '已交过了')).toBe(
    '这两周没有提醒过您什么。要说的是别的，请在「已交过了」后面写任务的名字。发「我的」看全部。',
  );
  for (const [said, what] of [
    ['已交过了 周记 第3周', '教育周记（第3周）'],
    ['不该我交 月报', '教育科研工作月报'],
  ])
    expect(await answer('S1-T1', said ?? '')).toBe(`${what}您现在没有要交的。发「我的」看全部。`);
  expect(await answer('S1-P', '认可')).toMatch(/^请写上编号/);
  expect(await answer('S1-L', '认可 ZZZZZZ')).toBe('没有找到等您定的「ZZZZZZ」，请核对编号或姓名。');
});

test('without a name it is the last reminder that is meant, and what is due first is named first', async () => {
  await reminded();
  // Monday's look back told of week 9, Friday's of week 10 alone.
  await nagged('2026-11-02T08:11:00+08:00');
  await nagged('2026-11-06T15:41:00+08:00');
  expect(await answer('S1-T1', '已交过了')).toMatch(/^好的，教育周记（第10周）您说已经交过/);
  // What it was about is in: an older one that is owed is not meant.
  await county.say('S1-T4', journal('小数'));
  expect(await answer('S1-T4', '不该我交')).toMatch(/^最近提醒您的都已经办好了.*「不该我交」后面/);
});

test('undecided for three school days it goes to the principal once, by day, and no further', async () => {
  await reminded();
  await county.say('S1-T1', '已交过了');
  const raised = async (time: string): Promise<number> => {
    county.at(time);
    const count = await raiseCases(county.models, county.now());
    await county.settle();
    return count;
  };
  expect(await raised('2026-11-03T17:00:00+08:00')).toBe(0);
  expect(await raised('2026-11-04T20:30:00+08:00')).toBe(0);
  expect(await raised('2026-11-05T08:11:00+08:00')).toBe(1);
  expect(lastTo('S1-P')).toMatch(/^这件事提出几天了，还没有定，转请您看：\n李一老师说教育周记（第9周）已经交过/);
  expect(await raised('2026-11-13T08:11:00+08:00')).toBe(0);
  expect(await answer('S1-P', `认可 ${numberIn(lastTo('S1-P'))}`)).toMatch(/^已认可/);
});

test.each([
  ['by themselves', 'S1-T1', () => journal('小数')],
  ['by whoever acts for them', 'S1-L', () => `代交 李一 周记 第9周 ${journal('小数')}`],
])(
  'handed in %s meanwhile it waits for nobody, is not handed on, and no longer keeps reminders back',
  async (_how, who, said) => {
    await reminded();
    await county.say('S1-T1', '已交过了');
    const no = numberIn(lastTo('S1-L'));
    expect(await answer('S1-L', '待审')).toContain('等您定的有1件');
    await county.say(who, said());
    expect(await statusOf('S1-T1')).toBe('handed-in');
    expect(await county.models.cases.openFor('S1-L' as PersonId)).toEqual([]);
    expect(await answer('S1-L', '待审')).not.toContain('等您定的');
    county.at('2026-11-05T08:11:00+08:00');
    expect(await raiseCases(county.models, county.now())).toBe(0);
    expect(await answer('S1-L', `仍请交 ${no}`)).toBe('李一的教育周记（第9周）已经不欠了，不用再定。');
    await county.say('S1-T1', '撤回 周记');
    const page = await county.models.rolls.get('journal|2026-autumn-w09|S1');
    expect(await county.models.cases.withoutPending(page ? [page] : [])).toEqual([page]);
  },
);

test('exempted meanwhile there is nothing to decide, or to hand on', async () => {
  await reminded();
  await county.say('S1-T1', '已交过了');
  await county.say('S1-L', '免交 李一 周记 第9周 外出培训');
  expect(await answer('S1-L', '待审')).not.toContain('等您定的');
  county.at('2026-11-05T08:11:00+08:00');
  expect(await raiseCases(county.models, county.now())).toBe(0);
});

test('转给: what a school owes is another’s to hand in, who hears of it and is reminded; what each owes stays theirs', async () => {
  await reminded();
  county.at('2026-11-06T08:21:00+08:00');
  await county.jobs();
  await county.say('S1-L', '不该我交 月报 10月');
  const no = numberIn(lastTo('S1-P'));
  expect(lastTo('S1-P')).toContain(`发「转给 ${no} 姓名」，改由别人交。`);
  expect(await answer('S1-P', `转给 ${no}`)).toMatch(/^请写上该谁交/);
  expect(await answer('S1-P', `转给 ${no} 钱主任`)).toMatch(/^提出这件事的就是钱主任/);
  expect(await answer('S1-P', `转给 ${no} 吴三`)).toBe(
    `好的，教育科研工作月报（10月）改由吴三交，不再提醒钱主任，两位都会告诉。改回来请发「仍请交 ${no}」。`,
  );
  expect(lastTo('S1-L')).toBe('赵校长已定：教育科研工作月报（10月）改由吴三交，不再提醒您。');
  expect(lastTo('S1-T3')).toBe(
    '赵校长请您来交教育科研工作月报（10月），发「月报」就可以交；不清楚的请问赵校长。发「我的」也看得到。',
  );
  county.at('2026-11-09T10:00:00+08:00');
  const monday = (await county.jobs()).filter(({ text }) => text.includes('月报（10月）')).map(({ to }) => to);
  expect([monday.includes('S1-T3'), await answer('S1-T3', '月报')]).toEqual([
    true,
    expect.stringContaining('下月计划'),
  ]);

  // Of the period that was asked about alone: those before and after it stay whose they were.
  expect(await answer('S1-T3', '我的')).toMatch(/月报（10月）/);
  expect(await answer('S1-T3', '我的')).not.toMatch(/月报（[^）]*(?:9月|11月)/);
  expect(await answer('S1-T3', '补交 月报 9月')).not.toContain('下月计划');
  county.at('2026-12-07T08:21:00+08:00');
  await county.models.ledger.openRolls(county.now());
  const next = (await county.jobs()).filter(({ text }) => text.includes('月报（11月）')).map(({ to }) => to);
  expect([next.includes('S1-L'), next.includes('S1-T3')]).toEqual([true, false]);
  expect(await answer('S1-T3', '月报')).toContain('10月');
  expect(await answer('S1-T3', '我的')).not.toMatch(/月报（[^）]*11月/);

  county.at('2026-11-09T10:00:00+08:00');
  await county.say('S1-T1', '不该我交 周记 第9周');
  const own = numberIn(lastTo('S1-L'));
  expect(lastTo('S1-L')).not.toContain('转给');
  expect(await answer('S1-L', `转给 ${own} 吴三`)).toMatch(/^教育周记是每个人交自己的，转不了别人/);
});

test('who only stands in frees no school of what it owes: it goes on to whom it falls to, or back to who is there again', async () => {
  const report = async () => (await county.models.rolls.get('monthly-report|2026-10|S1'))?.entries[0]?.status;
  await reminded();
  await county.say('S1-L', '请假 11月2日到11月5日');
  await county.say('S1-L', '代管 周二');
  county.at('2026-11-04T10:00:00+08:00');
  await county.say('S1-T2', '不该我交 月报 10月');
  const no = numberIn(lastTo('S1-D'));
  expect(lastTo('S1-D')).toContain(
    `发「认可 ${no}」，这一期改由您交（周二老师是代管的，不记免交）；发「仍请交 ${no} 要说的话」，请本人照旧交；发「转给 ${no} 姓名」`,
  );
  expect(await answer('S1-D', `认可 ${no}`)).toBe(
    `好的，教育科研工作月报（10月）改由您交，不再提醒周二，会告诉本人。改回来请发「仍请交 ${no}」。`,
  );
  expect([await report(), await answer('S1-T2', '我的')]).toEqual(['owed', expect.not.stringContaining('月报')]);
  expect(await answer('S1-D', `仍请交 ${no}`)).toMatch(/^好的，周二的教育科研工作月报（10月）仍照旧应交/);
  expect(await answer('S1-T2', '我的')).toContain('月报');
  await county.say('S1-D', `认可 ${no}`);

  // The leave is over: it is the lead's, whatever was said meanwhile, and they are told.
  county.at('2026-11-06T10:00:00+08:00');
  expect(await answer('S1-L', '我的')).toContain('月报');
  expect(await answer('S1-D', `仍请交 ${no}`)).toMatch(/^好的，教育科研工作月报（10月）改由钱主任交，不再提醒周二/);
  expect(lastTo('S1-L')).toMatch(/请您来交教育科研工作月报（10月），发「月报」就可以交/);
  expect(await report()).toBe('owed');
});

test('at night and on days off nobody is told of a case, or of what was decided; the first school day brings it', async () => {
  await reminded();
  county.at('2026-10-30T21:00:00+08:00');
  await county.say('S1-T1', '已交过了');
  expect(county.toldTo('S1-L').join()).not.toContain('李一老师说');
  const look = async (time: string): Promise<number> => {
    county.at(time);
    await connection.collection('outbox').updateMany({ state: 'ready' }, { $set: { dueAt: new Date(0) } });
    await county.settle();
    return county.toldTo('S1-L').filter((text) => text.includes('李一老师说')).length;
  };
  expect(await look('2026-10-31T10:00:00+08:00')).toBe(0);
  expect(await look('2026-11-02T07:36:00+08:00')).toBe(1);
  const no = numberIn(lastTo('S1-L'));
  county.at('2026-11-02T21:00:00+08:00');
  await county.say('S1-L', `认可 ${no}`);
  expect(lastTo('S1-T1')).not.toContain('已认可');
});
