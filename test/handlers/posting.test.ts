import { expect, test } from '@jest/globals';
import { testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { bindGroupFor, bindGroupTo } from '../support/groups.js';
import { talkingTo } from '../support/held-training.js';

const { connection } = testDatabase();
const county = testCounty(connection, testRoster(), undefined, wholeCatalogue());
const { models } = county;
county.given(async () => {
  await bindGroupFor(models, 'testing', 'all', { kind: 'county' });
  await bindGroupFor(models, 'testing', 'city', { kind: 'cluster', cluster: '城区片区' });
  await bindGroupTo(models, 'testing', 's1', 'S1');
});
const { answer } = talkingTo(county);
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const lunch = (whom: string): string => `收集 午餐\n项目：荤、素（选一个）\n对象：${whom}\n截止：周五 12:00`;
const training = (whom: string): string =>
  `开培训 小学英语\n名称：英语培训\n对象：${whom}\n时间：11月20日 8:30-16:30\n地点：进修学校\n名额：9\n报名截止：11月18日 17:00`;
/** Drafted, published, called off. */
const POSTED: [string, (whom: string) => string, string, string][] = [
  ['collection', lunch, '发布收集 1', '取消收集 1'],
  ['training', training, '发布 1', '取消培训 1'],
];
const heardIn = (group: string): number => county.toldTo(group).length;

test.each(POSTED)(
  'a %s for one cluster stands in that cluster’s groups, not in the county’s',
  async (_, drafted, publish, callOff) => {
    county.at(WEDNESDAY);
    expect(await answer('J1-C', drafted('城区片区'))).toContain('发到2个群：城区片区、松山小学');
    expect(await answer('J1-C', publish)).toContain('正发到2个群：城区片区、松山小学。');
    expect(['all', 'city', 's1'].map(heardIn)).toEqual([0, 1, 1]);
    await answer('J1-C', callOff);
    expect(['all', 'city', 's1'].map(heardIn)).toEqual([0, 2, 2]);
  },
);

test.each(POSTED)(
  'a %s for a cluster without a group stands in the county’s, and how to change that is said; bound, it is posted there besides',
  async (_, drafted, publish, callOff) => {
    county.at(WEDNESDAY);
    const how = '北片区没有绑定自己的群，发到全县的群；只想发给北片区，请先在它的群里发「绑定本群 北片区」。';
    expect(await answer('J1-C', drafted('北片区'))).toContain(how);
    expect(await answer('J1-C', publish)).toMatch(/正发到1个群：全县。.*\n北片区没有绑定自己的群/);
    expect(await answer('J1-C', '绑定本群 北片区', { group: 'north' })).toContain('「北片区」');
    const bound = heardIn('north');
    expect(await answer('J1-C', publish)).toMatch(/正发到1个群：北片区。[^\n]*$/);
    expect([heardIn('all'), heardIn('north') - bound]).toEqual([1, 1]);
    // Where it stood before is told as well.
    await answer('J1-C', callOff);
    expect([heardIn('all'), heardIn('north') - bound]).toEqual([2, 2]);
  },
);

test('for one school: its own group, or the cluster’s where it has none; a lead’s own never goes wider', async () => {
  county.at(WEDNESDAY);
  expect(await answer('J1-C', lunch('松山小学'))).toContain('发到1个群：松山小学。');
  expect(await answer('J1-C', lunch('柳河小学'))).toContain(
    '发到1个群：城区片区。\n柳河小学没有绑定自己的群，发到城区片区的群；只想发给柳河小学，请先在它的群里发「绑定本群 柳河小学」。',
  );
  expect(await answer('S2-L', lunch('本校'))).toContain(
    '发到0个群。\n柳河小学没有绑定的群，发不到：在它的群里发「绑定本群 柳河小学」后',
  );
  expect(await answer('S2-L', '发布收集 3')).toContain('没有绑定的群可发，请在群里发「绑定本群 学校」后再发布一次');
});

test('schools it does not reach are named, with what to do; bound, they are posted to alone', async () => {
  county.at(WEDNESDAY);
  await models.groups.end({ platform: county.bots.keys().next().value as never, id: 'city' }, county.now());
  const said = await answer('J1-C', lunch('城区片区'));
  expect(said).toContain('发到1个群：松山小学。');
  expect(said).toContain(
    '教师进修学校、柳河小学没有绑定的群，发不到：在各自的群里发「绑定本群 校名」后，再发一次「发布收集 1」就补上，发过的群不重发。',
  );
  await answer('J1-C', '发布收集 1');
  await bindGroupTo(models, 'testing', 's2', 'S2');
  expect(await answer('J1-C', '发布收集 1')).toContain(
    '教师进修学校没有绑定的群，发不到：在它的群里发「绑定本群 教师进修学校」后',
  );
  expect(['all', 's1', 's2'].map(heardIn)).toEqual([0, 1, 1]);
});
