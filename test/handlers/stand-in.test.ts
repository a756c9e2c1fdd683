import { expect, test } from '@jest/globals';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);

const answer = async (who: string, text: string): Promise<string> => (await county.say(who, text))[0] ?? '';
const begin = async (): Promise<void> => {
  county.at('2026-10-26T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
};
/** Who of the first school hears of the report of October on a day. */
const heard = async (day: string): Promise<string[]> => {
  county.at(`${day}T08:21:00+08:00`);
  const said = await county.jobs();
  return said.filter(({ to, key }) => to.startsWith('S1-') && key.startsWith('nag:')).map(({ to }) => to);
};
const REPORT = '教研活动次数：3\n教研活动主题：折纸\n课题进展：完成\n听评课节数：12\n下月计划：磨课';

test('whoever stands in hears, sees and hands in what the other answers for, and no longer than the leave lasts', async () => {
  await begin();
  expect(await answer('S1-L', '代管 周二')).toBe('您现在没有请假，也没有将要开始的请假。请先请假，再发「代管」。');
  await county.say('S1-L', '请假 10月29日到11月5日');
  expect(await answer('S1-L', '代管 周二')).toBe(
    '好的，您请假期间（10月29日（周四）到11月5日（周四））由周二代管：您经手的学校、教研组等任务，提醒发给周二，也由周二来交；各人自己交的不转。会告诉周二，假期结束自动停止。不要了请发「取消代管」。',
  );
  expect(county.toldTo('S1-T2').at(-1)).toBe(
    '钱主任老师10月29日（周四）到11月5日（周四）请假，请您代管这几天的任务：到期的会提醒您，您发任务的词就可以交，发「我的」看有哪些。假期结束自动停止。',
  );
  expect(await heard('2026-10-30')).toEqual(['S1-T2']);
  expect(await answer('S1-T2', '我的')).toContain('月报');
  expect(await answer('S1-T3', '我的')).not.toContain('月报');
  // Back again: it is the lead's own.
  expect(await heard('2026-11-06')).toEqual(['S1-L']);
});

test('the lead says it for a colleague; back early, or taken back, it is over; handed in by the other it is in', async () => {
  await begin();
  await county.say('S1-P', '请假 钱主任 10月29日到11月10日');
  expect(await answer('S1-T1', '代管 钱主任 由 周二')).toBe('代交、代请假、免交由本校教科室主任、副主任或校长办理。');
  expect(await answer('S1-P', '代管 钱主任 由周二')).toMatch(
    /^好的，钱主任请假期间.*由周二代管.*「取消代管 钱主任」。$/,
  );
  expect(await heard('2026-10-30')).toEqual(['S1-T2']);
  expect(await answer('S1-P', '取消代管 钱主任')).toBe('好的，钱主任请假期间的代管已取消，照学校的职务顺序接替。');
  expect(await answer('S1-P', '取消代管 钱主任')).toBe('钱主任现在没有安排代管，不用取消。');
  expect(await heard('2026-11-04')).toEqual(['S1-D']);
  await county.say('S1-P', '代管 钱主任 周二');
  expect(await answer('S1-T2', `月报\n${REPORT}`)).toContain('收到');
  expect(await heard('2026-11-06')).toEqual([]);
});

test('nobody stands in for themselves, or while away too', async () => {
  await begin();
  await county.say('S1-L', '请假 到 周五');
  await county.say('S1-T2', '请假 到 下周三');
  expect(await answer('S1-L', '代管 钱主任')).toMatch(/^请写另一位老师的名字/);
  expect(await answer('S1-L', '代管 周二')).toBe('周二那几天也在请假，请另找一位老师。');
  expect(await answer('S1-L', '代管')).toMatch(/^请写上由谁代管/);
});

test('who stood in hears that it is over: back early, taken back, or somebody else named', async () => {
  await begin();
  const over = '钱主任老师10月29日（周四）到11月5日（周四）的任务不用您代管了，提醒也不再发给您。';
  const last = (who: string): string | undefined => county.toldTo(who).at(-1);
  for (const text of ['请假 10月29日到11月5日', '代管 周二', '代管 吴三']) await county.say('S1-L', text);
  expect(last('S1-T2')).toBe(over);
  expect(last('S1-T3')).toMatch(/^钱主任老师.*请您代管/);
  await county.say('S1-L', '取消代管');
  expect(last('S1-T3')).toBe(over);
  await county.say('S1-L', '代管 周二');
  const ofOther = county.toldTo('S1-T3').length;
  await county.say('S1-P', '销假 钱主任');
  expect(last('S1-T2')).toBe(over);
  expect(county.toldTo('S1-T3')).toHaveLength(ofOther);
  expect(await answer('S1-L', '取消代管')).toMatch(/没有安排代管/);
});

test('leave that goes on longer says until when somebody stands in, and how to go on with that too', async () => {
  await begin();
  for (const text of ['请假 到 周五', '代管 周二']) await county.say('S1-L', text);
  expect(await answer('S1-L', '请假 到 11月5日')).toMatch(
    /「销假」。周二的代管仍到10月30日（周五），要一起延长请再发「代管 周二」。$/,
  );
  expect(await answer('S1-L', '代管 周二')).toMatch(/10月26日（周一）到11月5日（周四）/);
  expect(await answer('S1-P', '请假 钱主任 11月6日')).toMatch(/要一起延长请再发「代管 钱主任 由 周二」。$/);
  expect(await answer('S1-L', '请假 11月10日')).toMatch(/「销假」。$/);
});

test('who is named in the reason of leave does not stand in by that, and it is said how', async () => {
  await begin();
  expect(await answer('S1-L', '请假 明天 开会，由周二老师代课')).toMatch(
    /「由周二老师代课」只记作事由；任务的提醒也要转给周二，请发「代管 周二」。$/,
  );
  expect(await answer('S1-P', '请假 钱主任 到周五 由周二代管')).toMatch(/请发「代管 钱主任 由 周二」。$/);
  expect(await answer('S1-T1', '请假 明天 由家长代管')).toMatch(/「销假」。$/);
});

test('one may stand in who is away on some of the days; who is then not there, and on which, is said', async () => {
  await begin();
  await county.say('S1-T2', '请假 10月29日');
  await county.say('S1-T2', '请假 11月3日到11月4日');
  await county.say('S1-L', '请假 10月29日到11月5日');
  expect(await answer('S1-L', '代管 周二')).toMatch(
    /由周二代管.*「取消代管」。周二在10月29日（周四）、11月3日（周二）到11月4日（周三）也请假，那时照学校的职务顺序接替。$/,
  );
  expect(await heard('2026-11-04')).toEqual(['S1-D']);
  expect(await answer('S1-T2', '我的')).not.toContain('月报');
  county.at('2026-11-05T10:00:00+08:00');
  expect(await answer('S1-T2', '我的')).toContain('月报');
  await county.say('S1-T3', '请假 到 11月10日');
  expect(await answer('S1-L', '代管 吴三')).toBe('吴三那几天也在请假，请另找一位老师。');
});

test('for one day too, said on that day or the day before', async () => {
  await begin();
  for (const text of ['请假', '代管 周二']) await county.say('S1-L', text);
  expect(county.toldTo('S1-T2').at(-1)).toMatch(/^钱主任老师10月26日（周一）请假，请您代管/);
  await county.say('S1-P', '请假 钱主任 明天');
  expect(await answer('S1-P', '代管 钱主任 由 吴三')).toMatch(/^好的，钱主任请假期间/);
});

test('who is away hears that another gave their work to somebody else, and the other whom they had chosen', async () => {
  await begin();
  await county.say('S1-L', '请假 10月29日到11月5日');
  await county.say('S1-L', '代管 周二');
  expect(await answer('S1-P', '代管 钱主任 由 吴三')).toContain('先前安排的代管是周二，已换下，会告诉钱主任。');
  expect(county.toldTo('S1-L').at(-1)).toBe('赵校长已把您请假期间的代管由周二改为吴三。要换回来请发「代管 周二」。');
  expect(await answer('S1-L', '代管 周二')).not.toContain('先前安排的');
});
