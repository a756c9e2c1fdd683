import { describe, expect, test } from '@jest/globals';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const FRIDAY = '2026-10-30T15:40:00+08:00';
const MONDAY_IN_GRACE = '2026-11-02T09:00:00+08:00';
const TUESDAY = '2026-11-03T09:00:00+08:00';

const statusOf = async (person: string, period = '2026-autumn-w09') => {
  const school = person.split('-')[0];
  const roll = await county.models.rolls.get(`journal|${period}|${school}`);
  return roll?.entries.find(({ owner }) => owner === `person:${person}`)?.status;
};

test('a journal is a message: one line says which, which week, how long, and how to undo', async () => {
  county.at(WEDNESDAY);
  const answers = await county.say('S1-T1', journal());
  expect(answers).toEqual(['已收到教育周记（第9周），104字。要改请发「修改 新内容」，要撤请发「撤回」。']);
  expect(await statusOf('S1-T1')).toBe('handed-in');
  expect(await statusOf('S1-T2')).toBe('owed');
});

test('the same message delivered five times at once is one journal and one answer', async () => {
  county.at(WEDNESDAY);
  await Promise.all(Array.from({ length: 5 }, () => county.say('S1-T1', journal(), { key: 'testing:same' })));
  expect(county.toldTo('S1-T1')).toHaveLength(1);
  expect(await connection.collection('submissions').countDocuments()).toBe(1);
});

test('a short journal is a question, kept as a draft; more words go on where it ended; 确认 hands it in as it is', async () => {
  county.at(WEDNESDAY);
  const [question] = await county.say('S1-T1', '周记 今天下雪了。');
  expect(question).toContain('目前6字');
  expect(question).toContain('先存为草稿');
  expect(await statusOf('S1-T1')).toBe('draft');
  const [receipt] = await county.say('S1-T1', journal('雪').replace('周记 ', '周记：'));
  expect(receipt).toMatch(/^已收到教育周记（第9周），\d+字/);
  const stored = await connection.collection('submissions').findOne({ owner: 'person:S1-T1' });
  expect(stored?.['values'].text.startsWith('今天下雪了。\n这周讲雪')).toBe(true);

  await county.say('S1-T2', '周记 今天很好。');
  const [confirmed] = await county.say('S1-T2', '确认');
  expect(confirmed).toContain('已收到教育周记（第9周），5字');
  expect(await statusOf('S1-T2')).toBe('handed-in');
});

test('a second one in a week that is in says so, and how that one is changed; 看 shows what is in', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', journal());
  const no = (await connection.collection('submissions').findOne({}))?.['no'];
  county.at('2026-10-28T11:00:00+08:00');
  const inAs =
    /^教育周记（第9周）已由您于10月28日 \d\d:00上交（编号(.{6})）。要改那一篇请发「修改 \1 新内容」，整篇换成新的。/;
  const [asked = ''] = await county.say('S1-T1', '周记');
  expect(asked.split('\n')[1]).toMatch(inAs);
  const [said = ''] = await county.say('S1-T1', '周记 补充一句：板书也要留');
  expect(inAs.exec(said)?.[1]).toBe(no);
  const [, draft = ''] = /另存为草稿，目前10字：.*不要了请发「撤回 (.{6})」。$/.exec(said) ?? [];
  const [page = ''] = await county.say('S1-T1', '看 周记');
  expect(page).toContain(`编号 ${no}`);
  expect(page).toContain(`另有一份没交的草稿，看请发「看 ${draft}」`);
  expect((await county.say('S1-T1', `看 ${draft}`))[0]).toContain('草稿，还没有交');
  expect((await county.say('S1-T1', `撤回 ${draft}`))[0]).toContain('草稿');
  expect((await county.say('S1-T1', journal('小数')))[0]).toContain(
    `\n先前交的那篇（编号${no}）也还在，一期只计一篇。`,
  );
});

test('修改 keeps the older version, 撤回 makes it owed again, 恢复 brings it back to life', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', journal());
  county.at(FRIDAY);
  expect(await county.say('S1-T1', '修改 换成这一篇，写的是作文课。')).toEqual([
    '已修改教育周记（第9周），现在13字（一般写50字以上）。旧版留存，上交时间不变。要换回旧版请发「恢复」，要撤请发「撤回」。',
  ]);
  const stored = await connection.collection('submissions').findOne({ owner: 'person:S1-T1' });
  expect(stored?.['changes'][1].values.text).toContain('这周讲分数');
  expect(stored?.['handedInAt']).toEqual(new Date(WEDNESDAY));

  expect((await county.say('S1-T1', '撤回'))[0]).toContain('已撤回教育周记（第9周）');
  expect(await statusOf('S1-T1')).toBe('owed');
  expect((await county.say('S1-T1', '恢复'))[0]).toContain('按原来的上交时间算');
  expect(await statusOf('S1-T1')).toBe('handed-in');
});

test('Monday morning still counts as on time for last week; after noon it is 补交, by name', async () => {
  county.at(WEDNESDAY);
  await county.jobs();
  county.at(MONDAY_IN_GRACE);
  expect((await county.say('S1-T1', journal()))[0]).toMatch(/^已收到教育周记（第9周），104字/);
  expect((await county.say('S1-T1', journal('小数')))[0]).toMatch(/^已收到教育周记（第10周）/);
  expect(await statusOf('S1-T1')).toBe('handed-in');

  county.at(TUESDAY);
  expect((await county.say('S1-T2', journal()))[0]).toMatch(/第10周.*另外第9周的还没交，补交请发「补交 周记 …」。$/);
  expect((await county.say('S1-T2', `补交 ${journal('小数')}`))[0]).toContain('教育周记（第9周），记为补交');
  expect(await statusOf('S1-T2')).toBe('late');
  expect((await county.say('S1-T3', journal().replace('周记', '周记 第9周')))[0]).toContain(
    '教育周记（第9周），记为补交',
  );
});

test.each(['补交周记9周，', '补交 周记 第9周 ', '补交第9周周记：', '补交 第9周的周记 '])(
  '%s goes to that week',
  async (head) => {
    county.at(WEDNESDAY);
    await county.jobs();
    county.at('2026-11-10T12:30:00+08:00');
    await county.jobs();
    expect((await county.say('S1-T1', journal().replace('周记 ', head)))[0]).toContain('教育周记（第9周），记为补交');
    expect((await county.say('S1-T2', journal().replace('周记 ', head.replace('9', '10'))))[0]).toContain('（第10周）');
  },
);

test.each([
  ['周记（第9周）', '周记（第9周）'],
  ['上周的', '周记 上周的'],
  ['这是我上周的周记：', '周记 这是我上周的周记：'],
  ['10月29日', '周记 10月29日 周四 晴'],
])('what says which week it is of, %s, goes there while that is owed', async (_said, head) => {
  county.at(WEDNESDAY);
  await county.jobs();
  county.at(TUESDAY);
  const [receipt] = await county.say('S1-T1', journal().replace('周记', head));
  expect(receipt).toContain('教育周记（第9周），记为补交');
  const again = (await county.say('S1-T1', journal('小数').replace('周记', head)))[0];
  expect(again).toContain(head.includes('第9周') ? '（第9周）' : '（第10周）');
});

test.each([
  '补交上周的周记 ',
  '补交上周周记：',
  '补交 上周的周记，',
  '补交第9周 ',
  '补交 上周的 ',
  '周记（上周）',
  '周记【上周】：',
])('%s is of last week, which is owed', async (head) => {
  county.at(WEDNESDAY);
  await county.jobs();
  county.at(TUESDAY);
  expect((await county.say('S1-T1', journal().replace('周记 ', head)))[0]).toContain('教育周记（第9周），记为补交');
  // Said with 补交 it never goes to this week.
  const again = (await county.say('S1-T1', journal('小数').replace('周记 ', head)))[0];
  expect(again).toContain(head.startsWith('补交') ? '（第9周）' : '（第10周）');
  expect((await connection.collection('submissions').findOne({ owner: 'person:S1-T1' }))?.['values'].text).toMatch(
    /^这周讲/,
  );
});

test.each(['补一下上周的周记：', '我补一篇上周的周记 ', '上周的周记：'])(
  '%s is offered as 补交, and the number takes it to last week',
  async (head) => {
    county.at(WEDNESDAY);
    await county.jobs();
    county.at(MONDAY_IN_GRACE);
    expect((await county.say('S1-T1', journal().replace('周记 ', head)))[0]).toContain('\n1. 补交 教育周记（第9周）');
    expect((await county.say('S1-T1', '1'))[0]).toMatch(/^已收到教育周记（第9周）/);
  },
);

test.each(['上周忘交了，现在还能补吗', '周记怎么补交', '还可以补交吗'])('%s is answered with how', async (asks) => {
  county.at(TUESDAY);
  expect(await county.say('S1-T1', asks)).toEqual(['请写明补交什么，例如：补交 周记 …。还欠哪些，发「我的」看。']);
});

test.each(['上周我们', '9月10日教师节', '10月里', '第9周我们'])(
  'a text that only begins with %s is this week’s',
  async (begins) => {
    county.at(WEDNESDAY);
    await county.jobs();
    county.at(TUESDAY);
    expect((await county.say('S1-T1', journal().replace('周记 ', `周记 ${begins}`)))[0]).toContain('（第10周）');
  },
);

describe('two weeks named for one text', () => {
  const words = journal().slice('周记 '.length);

  test.each([
    ['补交 周记 第9、10周 ', '补交 周记 第10周 …'],
    ['补交第9-10周周记：', '补交 周记 第10周 …'],
    ['周记 第9周和第10周：', '周记 第10周 …'],
    ['（第9周、10周）', '周记 第10周 …'],
  ])('%s is asked about, and the number hands it in', async (head, other) => {
    county.at(WEDNESDAY);
    await county.jobs();
    county.at('2026-11-10T12:30:00+08:00');
    await county.jobs();
    const said = head.startsWith('（') ? `周记${head}${words}` : head + words;
    expect(await county.say('S1-T1', said)).toEqual([
      `教育周记一期一份，您写的是第9周、第10周，还没有记下。这一份记到哪一期？其余的请再发一次，如「${other}」。\n1. 第9周\n2. 第10周\n回复 1/2，都不是请发「取消」。`,
    ]);
    expect(await connection.collection('submissions').countDocuments()).toBe(0);
    expect((await county.say('S1-T1', '2'))[0]).toMatch(/^已收到教育周记（第10周），记为补交，104字。/);
    expect(await statusOf('S1-T1')).toBe('owed');
  });

  test('is asked of who hands in for a colleague as well, and with a picture in words', async () => {
    county.at(WEDNESDAY);
    await county.jobs();
    county.at(TUESDAY);
    expect((await county.say('S1-L', `代交 李一 周记 第9、10周 ${words}`))[0]).toContain('\n1. 第9周\n');
    expect((await county.say('S1-L', '1'))[0]).toContain('已收到您代李一上交的教育周记（第9周）');
    expect(await county.say('S1-T2', `补交 周记 第8-9周 ${words}`, { pictures: 1 })).toEqual([
      '教育周记一期一份，您写的是第8周、第9周，还没有记下。请一期一期发，如「补交 周记 第8周 …」、「补交 周记 第9周 …」。',
    ]);
  });

  test.each(['第9、10周我们', '第9周，10个', '9、10'])('a text that only begins with %s is one', async (begins) => {
    county.at(WEDNESDAY);
    expect((await county.say('S1-T1', `周记 ${begins}${words}`))[0]).toContain('已收到教育周记（第9周）');
  });
});

test.each([
  ['本周周记：', '这周的周记，', '周记 本周 '],
  ['周记 本周的：', '周记 这是我这周的周记：', '我要交本周的周记 '],
])('on Monday morning, last week owed, %s and %s and %s go to this week', async (...heads) => {
  county.at(WEDNESDAY);
  await county.jobs();
  county.at(MONDAY_IN_GRACE);
  for (const [index, head] of heads.entries()) {
    const words = journal('小数').slice('周记 '.length);
    expect((await county.say(`S1-T${index + 1}`, head + words))[0]).toMatch(/^已收到教育周记（第10周），104字/);
    // Once more: it is this week's again, and never last week's.
    expect((await county.say(`S1-T${index + 1}`, head + journal().slice(3)))[0]).toContain('（第10周）');
    expect(await statusOf(`S1-T${index + 1}`)).toBe('owed');
  }
});

test.each(['这周讲', '这周，', '这周的', '本周我们'])(
  'on Monday morning a text that begins with %s is last week’s',
  async (begins) => {
    county.at(WEDNESDAY);
    await county.jobs();
    county.at(MONDAY_IN_GRACE);
    const text = `${begins}课上，我们把圆平均分成几份，有孩子把三分之一和四分之一比错了大小，这让我反思下次怎么讲，也想请教大家。`;
    expect((await county.say('S1-T1', `周记 ${text}`))[0]).toContain('（第9周）');
    expect((await connection.collection('submissions').findOne({ owner: 'person:S1-T1' }))?.['values'].text).toBe(text);
  },
);

test('a lead hands in for a colleague, and both names are kept; a teacher may not', async () => {
  county.at(WEDNESDAY);
  expect((await county.say('S1-L', `代交 李一 ${journal()}`))[0]).toContain('已收到您代李一上交的教育周记（第9周）');
  const roll = await county.models.rolls.get('journal|2026-autumn-w09|S1');
  expect(roll?.entries.find(({ owner }) => owner === 'person:S1-T1')).toMatchObject({
    status: 'handed-in',
    by: 'S1-L',
  });
  // What that colleague owes besides is not handed in with 补交, which is for one's own.
  county.at(TUESDAY);
  await county.models.ledger.openRolls(county.now());
  expect((await county.say('S1-L', `代交 周二 ${journal()}`))[0]).toMatch(/周二上交的教育周记（第10周）(?!.*补交)/);
  expect(await county.say('S1-T2', `代交 李一 ${journal()}`)).toEqual([
    '代交、代请假、免交由本校教科室主任、副主任或校长办理。',
  ]);
  expect(await county.say('S1-L', `代交 陈一 ${journal()}`)).toEqual(['本校名册里没有找到「陈一」，请核对姓名。']);
});

describe('代交 without spaces, and as people say it', () => {
  const words = journal().slice(3);
  test.each([
    `代交李一周记 ${words}`,
    `代交李一周记${words}`,
    `代交 李一的周记 ${words}`,
    `代交李一老师的周记：${words}`,
    `代李一交周记 ${words}`,
    `代李一上交周记：${words}`,
    `替李一老师交一篇周记 ${words}`,
  ])('%s', async (text) => {
    county.at(WEDNESDAY);
    expect((await county.say('S1-L', text))[0]).toMatch(/^已收到您代李一上交的教育周记（第9周），104字。/);
    const roll = await county.models.rolls.get('journal|2026-autumn-w09|S1');
    const entry = roll?.entries.find(({ owner }) => owner === 'person:S1-T1');
    expect(entry).toMatchObject({ status: 'handed-in', by: 'S1-L' });
  });

  test('only where a colleague’s name stands there, by whoever may, and for no question', async () => {
    county.at(WEDNESDAY);
    const mayNot = ['代交、代请假、免交由本校教科室主任、副主任或校长办理。'];
    expect(await county.say('S1-T2', `代交李一周记 ${words}`)).toEqual(mayNot);
    expect(await county.say('S1-T2', `代李一交周记 ${words}`)).toEqual(mayNot);
    // Of another school, and nobody's name at all.
    expect(await county.say('S1-L', `代交陈一周记 ${words}`)).toEqual(['请写明替谁交什么，例如：代交 张三 周记 …']);
    for (const text of [`代陈一交周记 ${words}`, `代课老师交周记 ${words}`, '替李一交周记可以吗', '替李一交周记行吗'])
      expect((await county.say('S1-L', text))[0]).not.toMatch(/已收到您代|草稿/);
    expect(await connection.collection('submissions').countDocuments()).toBe(0);
    expect(await county.say('S1-L', '代李一交周记')).toEqual([
      expect.stringMatching(/^代李一交教育周记（第9周），请把内容写在/),
    ]);
  });
});

test('leave takes a person out of the denominator, 销假 brings them back', async () => {
  county.at('2026-10-26T08:00:00+08:00');
  await county.jobs();
  expect(await county.say('S1-T1', '请假 到 周五')).toEqual([
    '已记下您请假：10月26日（周一）到10月30日（周五）。期间不提醒，整段请假的任务也不计入应交。提前回来请发「销假」。',
  ]);
  expect(await statusOf('S1-T1')).toBe('leave');
  county.at('2026-10-27T08:00:00+08:00');
  expect((await county.say('S1-T1', '销假'))[0]).toContain('已为您销假');
  expect(await statusOf('S1-T1')).toBe('owed');
});

test('a group hears nothing of small talk, and answers go to the group only when it was asked there', async () => {
  county.at(WEDNESDAY);
  expect(await county.say('S1-T1', '大家早上好', { group: 'g1', addressed: false })).toEqual([]);
  expect(await county.say('S1-T1', journal(), { group: 'g1', addressed: false })).toEqual([]);
  expect(await county.say('S1-T1', '今天天气不错', { group: 'g1' })).toEqual([]);
  expect(await county.say('S1-T1', '我得', { group: 'g1' })).toEqual(['您是想发「我的」吗？发「帮助」看全部用法。']);
  expect(await county.say('S1-T1', journal(), { group: 'g1' })).toHaveLength(1);
});

test('a draft for a colleague is gone on with for the colleague', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  expect(await county.say('S1-L', '代交 李一 周记')).toEqual([
    '代李一交教育周记（第9周），请把内容写在「代交 李一 周记」后面一起发，例如：代交 李一 周记 今天第三节课……',
  ]);
  expect(await county.say('S1-L', '代交 李一 周记 讲分数')).toEqual([
    '这篇代李一写的教育周记（第9周）目前3字，一般写50字以上。已先存为草稿：想补充，接着发「代交 李一 周记 …」，会续在后面；这样就交，请发「确认」。',
  ]);
  expect((await county.say('S1-L', `代交 李一 ${journal()}`))[0]).toContain('已收到您代李一上交的教育周记（第9周）');
  expect(await county.say('S1-L', '代交 李一')).toEqual(['请写明替谁交什么，例如：代交 张三 周记 …']);
});
