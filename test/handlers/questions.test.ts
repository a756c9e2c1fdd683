import { beforeEach, describe, expect, test } from '@jest/globals';
import { askAs } from '../../handlers/ask.js';
import { demoRoster } from '../../models/demo/county.js';
import { PersonId } from '../../models/ids.js';
import { journal, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** The whole catalogue over the demo county: what people see when there are 78 duties. */
const { connection } = testDatabase();
const county = testCounty(connection, demoRoster(), undefined, wholeCatalogue());
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const posts = async (post: string): Promise<string> =>
  (await county.models.people.county([post]))[0]?._id ?? `nobody is ${post}`;

const NOW = '2026-10-28T10:00:00+08:00';
county.given(async () => {
  county.at('2026-09-01T00:07:00+08:00');
  await county.models.ledger.openRolls(county.now());
  county.at(NOW);
  await county.models.ledger.openRolls(county.now());
});
beforeEach(() => county.at(NOW));
const lines = (text: string): number => text.split('\n').length;
/** On a phone, where some twenty characters stand side by side. */
const linesOnPhone = (text: string): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(Array.from(line).length / 20)), 0);

describe('with all duties one phone screen is enough', () => {
  test('帮助 names what the speaker owes, then the rest by word', async () => {
    const helped = await answer('S01-20', '帮助');
    expect(helped).toContain('周记 内容 —— 交教育周记，写完直接发');
    expect(helped).toMatch(/还可以交：.*困惑/);
    expect(helped).not.toMatch(/结业率|月报/);
    expect(linesOnPhone(helped)).toBeLessThan(33);
    expect(await answer('S01-20', '帮助 磨课')).toMatch(
      /^教师磨课\n谁交：教学人员\n多久交一次：每学期，认定后才算\n怎么交：/,
    );
    expect(await answer('S01-20', '帮助 全部')).toMatch(/^现在有84项任务/);
  });

  test('帮助 of whoever runs much tells that part when it is asked for', async () => {
    const anybody = await Promise.all(
      county.models.catalogue.posts.map(({ key }) => county.models.people.county([key])),
    );
    for (const { _id } of anybody.flatMap((holders) => holders.slice(0, 1))) {
      expect(linesOnPhone(await answer(_id, '帮助'))).toBeLessThan(35);
    }
    const coordinator = await posts('coordinator');
    expect(await answer(coordinator, '帮助')).toMatch(/【还有】\n(?:帮助 .+\n)*帮助 办 —— .*培训/);
    expect(await answer(coordinator, '帮助 办')).toMatch(/^您可以这样发消息（群里先 @我）：\n【办】\n[^]*开培训 —— /);
    expect(await answer('S01-20', '帮助 办')).toBe(await answer('S01-20', '帮助'));
  });

  test('我的 tells what is due soon, and of the rest only the days', async () => {
    await county.say('S01-20', journal());
    const mine = await answer('S01-20', '我的');
    expect(mine).toMatch(/往后要交的：\n· 1月22日（周五）17:00前：.*教育典型案例/);
    expect(mine).toContain('可以补交的：\n· 教育周记（第1周、第7周、第8周）');
    expect(mine).toContain('最近交过的：\n· 教育周记（第9周）已交');
    expect(lines(mine)).toBeLessThan(14);
  });

  test('未交 tells a principal the numbers of what is due soon, names when one duty is asked for', async () => {
    const numbers = await answer('S01-01', '未交');
    expect(numbers).toContain('青山县第一小学还没交齐的：');
    expect(numbers).toMatch(/· 教育周记（第9周）已交0\/45/);
    expect(numbers).toMatch(/两周以后截止的还有\d+项，发「未交 全部」看。/);
    expect(numbers).not.toContain('未交：');
    expect(lines(numbers)).toBeLessThan(16);
    expect(await answer('S01-01', '未交 校本教研')).toMatch(/未交：.*语文组/);
  });

  test('未交 where everything asked for is in says so; where nothing is asked of anybody, that', async () => {
    const stands = async (status: string): Promise<string> => {
      const rolls = connection.collection('rolls');
      for (const { _id, entries } of await rolls.find({ school: 'S01' }).toArray())
        await rolls.updateOne({ _id }, { $set: { entries: entries.map((each: object) => ({ ...each, status })) } });
      return answer('S01-01', '未交');
    };
    expect(await stands('accepted')).toBe('青山县第一小学眼下还在收的都交齐了。');
    expect(await stands('leave')).toBe('青山县第一小学现在没有要交的任务。');
  });
});

test('each number opens its list', async () => {
  await county.say('S01-20', journal());
  const name = (await county.models.people.byId(PersonId.parse('S01-20')))?.name;
  expect(await answer('S01-01', '名单 周记 已交')).toBe(`青山县第一小学教育周记（第9周）已交1：${name}`);
  expect(await answer('S01-01', '名单 已交 周记 第8周')).toBe('青山县第一小学教育周记（第8周）没有已交的。');
  expect(await answer('S01-01', '名单')).toMatch(/^请写明任务和要看的名单/);
  expect(await answer('S01-20', '名单 周记 已交')).toBe('谁没交只给负责的老师看。发「我的」可以看自己的。');
  expect(await county.say('S01-01', '名单 周记 已交', { group: 'g1' })).toEqual([
    '已交1，名单已私下发给您。',
    expect.stringContaining(`${name}`),
  ]);
});

test('a whole school, a cluster, the county', async () => {
  const whole = await answer('S01-01', '全校');
  expect(whole).toMatch(/^青山县第一小学在收\d+项，交齐0项，最先截止的10项：/);
  // What it says to type works as it stands there.
  const [, names = ''] = /看名单请写上任务，如「(.+?)」。/.exec(whole) ?? [];
  expect(await answer('S01-01', names)).toMatch(/^青山县第一小学.+未交\d+：/);
  const coordinator = await posts('coordinator');
  expect(await answer(coordinator, '全县')).toMatch(/^全县在收\d+项/);
  expect(await answer(coordinator, '全校 第二小学')).toMatch(/^青山县第二小学在收/);
  expect(await answer(coordinator, '未交 周记 东河片区')).toMatch(/^东河片区：\n教育周记（第9周）已交0\/\d+/);
  // What clusters owe is theirs, and not their lead schools'.
  expect(await answer(coordinator, '未交 片区教研')).toMatch(/\n未交：东河片区、北山片区$/);
  const lead = await posts('cluster-lead');
  const cluster = (await county.models.people.byId(PersonId.parse(lead)))?.school;
  const own = cluster && (await county.models.schools.byCode(cluster));
  // Who leads a cluster sees its numbers, and no names.
  expect(await answer(lead, `名单 周记 未交 ${own?.cluster}`)).toMatch(/\d人/);
  // The county's own school stands in a cluster, and is not of it.
  expect(await answer('S01-02', '未交 部门计划 片区')).toBe('城区片区现在没有在收的部门月计划与协调。');
  expect(await answer('S01-02', '未交 青山县教师进修学校')).toMatch(/^青山县教师进修学校不在您能看的范围里/);
  expect(await answer('S01-02', '未交 周记 第二小学')).toMatch(/^青山县第二小学：\n教育周记（第9周）已交/);
});

test('who has to hold something a term owes it until it is opened, and is told how', async () => {
  const head = await posts('institute-head');
  expect(await answer(head, '我的')).toContain('举办教科室主任课题负责人培训');
  expect(await answer(head, '办科研培训')).toBe(
    '举办教科室主任课题负责人培训不用交什么，开启一期就算一次，例如：开启 科研培训 到 12月10日。不能按数办的，把原因写在任务的名字后面发来。',
  );
  expect(await answer(head, '帮助 办科研培训')).toBe(
    '举办教科室主任课题负责人培训\n谁办：进修学校（由教科所所长办）\n多久办一次：每学期\n怎么办：开启一期就算一次，例如：开启 科研培训 到 12月10日',
  );
  const help = await answer(head, '帮助 办');
  expect(help).toContain('开启 科研培训 到 12月10日 —— 开一期');
  expect(help).toContain('要办的：科研培训，开启一期就算一次');
  expect(help).not.toContain('办科研培训');
  expect(await answer(head, '开启 科研培训 到 12月10日 研究方法')).toMatch(/^已开启教科室主任课题负责人培训/);
  const mine = await answer(head, '我的');
  expect(mine).toContain('最近交过的：\n· 举办教科室主任课题负责人培训（2026年秋季学期）已交');
  await county.say(head, '取消本期 科研培训');
  expect(await answer(head, '我的')).toMatch(/往后要交的：[^]*举办教科室主任课题负责人培训/);
});

test('a researcher’s rounds: where they have been, and where not', async () => {
  const researcher = (await county.models.people.county(['researcher'])).find(({ charge }) => charge.length > 0);
  if (!researcher) throw new Error('nobody is in charge of schools');
  const before = await answer(researcher._id, '走访');
  expect(before).toMatch(/^您负责\d+所学校。\n· 教研员参与校本教研（2026年秋季学期）已到0所，还没到：/);
  const [school] = await county.models.schools.byCodes(researcher.charge.slice(0, 1));
  expect(before).toContain(school?.name);
  expect(await answer('S01-20', '走访')).toBe('名册里还没有写您负责的学校。请协调员在名册的「负责学校」一栏填上。');
});

test('one’s own history, by oneself only', async () => {
  await county.say('S01-20', journal());
  expect(await answer('S01-20', '历史')).toMatch(
    /^您交过的（新的在前）：\n· 教育周记（第9周）已交，10月28日（周三），编号[0-9A-Z]{6}\n看内容请发「看 编号」。$/,
  );
  expect(await answer('S01-20', '历史 磨课')).toBe('还没有交过的记录。');
  expect(await answer('S01-21', '历史')).toBe('还没有交过的记录。');
  const name = (await county.models.people.byId(PersonId.parse('S01-20')))?.name;
  expect(await answer('S01-20', `历史 ${name}`)).toBe(await answer('S01-20', '历史'));
  expect(await answer('S01-20', `历史 ${name} 周记`)).toBe(await answer('S01-20', '历史 周记'));
  for (const whose of [name, 'S01-20', `${name} 周记`, `周记 ${name}`]) {
    expect(await answer('S01-21', `历史 ${whose}`)).toBe(
      '一位老师交过什么，只给本人看，请本人发「历史」。看您自己的，发「历史」即可。',
    );
    expect(await answer('S01-01', `历史 ${whose}`)).toBe(
      '一位老师交过什么，只给本人看，请本人发「历史」。还欠什么，您可以发「未交 姓名」看。',
    );
  }
  expect(await answer('S01-21', '历史 天书')).toBe('没有叫「天书」的任务。发「帮助 全部」看所有任务。');
  expect(await answer('S01-20', '历史课今天讲唐朝', { group: 'g1' })).toBe('');
});

test('an operator asks as somebody, and sees what they see; nothing that changes anything can be said', async () => {
  const { models } = county;
  const ask = (text: string) => askAs(PersonId.parse('S01-01'), text, models, county.now());
  expect(await ask('未交 周记')).toEqual([expect.stringMatching(/^青山县第一小学：\n教育周记（第9周）/)]);
  expect(await ask('催交 周记')).toBeUndefined();
  expect(await ask(journal())).toBeUndefined();
});

test('我的 of a post holds the duties of that post, not all of the school', async () => {
  const mental = await answer('S01-13', '我的');
  expect(mental).toContain('心理健康课课时');
  expect(mental).not.toMatch(/月报|功能室|推广项目/);
  const lead = await answer('S01-03', '我的');
  expect(lead).toContain('科研成果推广项目');
  expect(lead).not.toMatch(/心理健康课课时|功能室使用/);
  expect(await answer('J01-17', '我的')).not.toContain('送教下乡');
});

test('历史 never shows the key of a period', async () => {
  await county.say('S01-20', '困惑 学生一到应用题就放弃，试过画图和拆句子，都不长久，不知道怎么办');
  expect(await answer('S01-20', '历史')).toMatch(/· 教学问题入库已交，10月28日（周三），编号/);
});

test('最近交过的 counts lines, of which each may stand for several groups', async () => {
  const handedIn = { 'entries.$[of].status': 'handed-in', 'entries.$[of].at': county.now() };
  await connection
    .collection('rolls')
    .updateMany({}, { $set: handedIn }, { arrayFilters: [{ 'of.owner': /^group:/ }] });
  const groups = '科学组、道德与法治组、英语组';
  const at = '已交，10月28日 10:00';
  expect((await answer('S05-02', '我的')).split('最近交过的：\n')[1]?.split('\n')).toEqual([
    `· 学科优质课（2026年秋季学期，${groups}）${at}`,
    `· 校本教研活动（第9-10周，${groups}）${at}`,
    `· 校本教研活动（第7-8周，${groups}）${at}`,
    `· 校本教研活动（第1-2周，${groups}）${at}`,
  ]);
});

test('what was handed in last school year is told with its year, in every list of it', async () => {
  await county.say('S01-20', journal());
  county.at('2027-09-06T10:00:00+08:00');
  expect(await answer('S01-20', '历史')).toContain('· 教育周记（第9周）已交，2026年10月28日（周三），编号');
  expect(await answer('S01-20', '我的')).toContain('最近交过的：\n· 教育周记（第9周）已交，2026年10月28日 10:00');
  expect(await answer('S01-20', '看 周记')).toContain('2026年10月28日 10:00');
});
