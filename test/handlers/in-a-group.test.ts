import { expect, test } from '@jest/globals';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);

test('what somebody owes, and that they are on leave, goes to them alone', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  await county.say('S1-T1', '请假 明天');
  expect(await county.say('S1-T1', '我的', { group: 'g1' })).toContain('您的情况已私下发给您。');
  expect(county.said.filter(({ to }) => to === 'g1').map(({ text }) => text)).toEqual(['您的情况已私下发给您。']);
  expect(county.toldTo('S1-T1').at(-1)).toContain('教育周记（第9周）未交');
});

test('a receipt in a group says nothing of the weeks before', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  county.at('2026-11-04T10:00:00+08:00');
  await county.jobs();
  const [privately] = await county.say('S1-T1', journal());
  const [inGroup] = await county.say('S1-T2', journal(), { group: 'g1' });
  expect(privately).toMatch(/（第10周）.*另外第9周的还没交/);
  expect(inGroup).toMatch(/（第10周）.*要撤请发「撤回」。$/);
});

test('what is noted for a colleague is told in a group without a name and a reason, and privately with them', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  const said = [
    '免交 李一 周记 住院',
    '取消免交 李一 周记',
    '请假 李一 到 周五 病假',
    '请假 李一、周二 到 周五 病假',
    '销假 李一',
    '代交 郑四 周记 今天教分数，学生会了。',
    '免交 查无此人 周记 住院',
    '确认',
    '撤回',
    '恢复',
    '修改 今天教分数，学生都会了。',
    '请假 李一 到 周五 病假',
    '代管 李一 由 吴三',
    '取消代管 李一',
  ];
  for (const text of said) await county.say('S1-L', text, { group: 'g1' });
  const inGroup = county.said.filter(({ to }) => to === 'g1').map(({ text }) => text);
  expect(inGroup).toEqual(said.map(() => '收到，结果已私下发给您。'));
  const told = county.toldTo('S1-L').join('\n');
  expect(told).toContain('李一的周记（第9周）免交，原因：住院');
  expect(told).toContain('已替李一记下病假');
  expect(told).toContain('代郑四');
  for (const done of ['已收到', '已撤回', '已恢复', '已修改'])
    expect(told).toMatch(new RegExp(`${done}教育周记（第9周，郑四）`));
  expect(told).toMatch(/李一.*吴三/);
  expect(await county.say('S1-L', '免交', { group: 'g1' })).not.toContain('收到，结果已私下发给您。');
});
