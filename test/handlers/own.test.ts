import { describe, expect, test } from '@jest/globals';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const TUESDAY_AFTER = '2026-11-03T09:00:00+08:00';
const REPORT = '教研活动次数：3\n教研活动主题：折纸\n课题进展：完成\n听评课节数：12\n下月计划：同课异构';
const LONG = journal('小数').slice(3);

const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const submissions = () => connection.collection('submissions').find().sort({ updatedAt: 1 }).toArray();
const statusOf = async (owner: string, page = 'journal|2026-autumn-w09|S1') =>
  (await county.models.rolls.get(page))?.entries.find((entry) => entry.owner === owner)?.status;

describe('a draft that is corrected', () => {
  test('is handed in when it is long enough now', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-T1', '周记 好');
    expect(await answer('S1-T1', `修改 ${LONG}`)).toBe(
      '已收到教育周记（第9周），104字。要改请发「修改 新内容」，要撤请发「撤回」。',
    );
    expect(await statusOf('person:S1-T1')).toBe('handed-in');
  });

  test('stays one when it is still short, and says so', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-T1', '周记 好');
    expect(await answer('S1-T1', '修改 很好')).toMatch(/目前2字.*先存为草稿/);
    expect(await statusOf('person:S1-T1')).toBe('draft');
  });

  test('is late when its time is over', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-T1', '周记 好');
    county.at(TUESDAY_AFTER);
    expect(await answer('S1-T1', `修改 ${LONG}`)).toContain('教育周记（第9周），记为补交，104字');
    expect(await statusOf('person:S1-T1')).toBe('late');
  });

  test('and so a report that is whole with the last field, and one that is not', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', '教研活动次数：3\n教研活动主题：折纸');
    expect(await answer('S1-L', '修改 课题进展：完成\n听评课节数：12')).toBe(
      '教育科研工作月报（10月）已记下5项，还差1项，只补这几项发回来即可：\n下月计划：还没有填',
    );
    expect(await answer('S1-L', '修改 下月计划：同课异构')).toMatch(/^已收到教育科研工作月报（10月）。/);
    expect(await statusOf('school:S1', 'monthly-report|2026-10|S1')).toBe('handed-in');
  });
});

describe('what a colleague handed in', () => {
  test('for the school is the lead’s to change and take back, and the principal’s it falls to', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-D', REPORT);
    expect(await answer('S1-L', '月报')).toContain('已由孙副主任于10月28日 10:00上交');
    expect(await answer('S1-L', '修改 听评课节数：13')).toMatch(/^已修改教育科研工作月报（10月）/);
    expect(county.toldTo('S1-D').at(-1)).toMatch(
      /^钱主任改了教育科研工作月报（10月）。看现在的请发「看 [0-9A-Z]{6}」，要换回旧版请发「恢复 [0-9A-Z]{6}」。$/,
    );
    expect(await answer('S1-D', '看 月报')).toContain('听评课节数：13');
    expect(await answer('S1-P', '撤回')).toMatch(
      /^要撤回的是钱主任10月28日（周三）交的教育科研工作月报（10月）吗？\n1\. 撤回这一份\n/,
    );
    expect(await statusOf('school:S1', 'monthly-report|2026-10|S1')).toBe('handed-in');
    expect(await answer('S1-P', '1')).toMatch(/^已撤回教育科研工作月报（10月）/);
    const told = county.toldTo('S1-L').at(-1) ?? '';
    expect(told).toMatch(/^赵校长撤回了教育科研工作月报（10月），内容还留着。要恢复请发「恢复 [0-9A-Z]{6}」。$/);
    expect(await answer('S1-D', '恢复')).toMatch(/^要恢复的是钱主任10月28日（周三）交的/);
    expect(await answer('S1-L', /恢复 \w{6}/.exec(told)?.[0] ?? '')).toMatch(/^已恢复教育科研工作月报（10月）/);
    expect(await answer('S1-D', '撤回 月报')).toMatch(/^已撤回教育科研工作月报（10月）/);
    expect(await answer('S1-D', '恢复')).toMatch(/^已恢复教育科研工作月报（10月）/);
    expect(await submissions()).toMatchObject([{ by: 'S1-D', values: { lessonsObserved: 13 }, state: 'handed-in' }]);
  });

  test('and what another changed is put back by its number, as whoever had handed it in is told', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-D', REPORT);
    await county.say('S1-L', '修改 听评课节数：13');
    const back = /恢复 \w{6}/.exec(county.toldTo('S1-D').at(-1) ?? '')?.[0] ?? '';
    expect(await answer('S1-D', '恢复')).toBe('没有找到撤回过的内容。');
    expect(await answer('S1-D', back)).toMatch(/^已换回教育科研工作月报（10月）修改以前的/);
    expect((await submissions())[0]?.values.lessonsObserved).toBe(12);
  });

  test('for a teacher is the teacher’s to change and take back, and the lead’s', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', `代交 李一 ${journal()}`);
    expect(await answer('S1-T1', '修改 我自己来写')).toMatch(/^已修改教育周记（第9周），现在5字/);
    expect(await answer('S1-L', '撤回')).toBe('没有找到可以撤回的内容。已通过的不能撤回；发「我的」可以看到交过什么。');
    await county.say('S1-L', `代交 周二 ${journal()}`);
    expect(county.toldTo('S1-T2').at(-1)).toMatch(/^钱主任代您交了教育周记（第9周）。看内容请发「看 周记」/);
    expect(await answer('S1-L', '撤回')).toMatch(/^已撤回教育周记（第9周，周二）/);
    expect(county.toldTo('S1-T2').at(-1)).toMatch(/^钱主任撤回了教育周记（第9周），内容还留着。/);
    expect(await answer('S1-L', '恢复')).toMatch(/^已恢复教育周记（第9周，周二），/);
  });

  test('for a teacher some time ago is not what a command without a name means: it asks', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', `代交 周二 ${journal()}`);
    county.at('2026-10-29T10:00:00+08:00');
    await county.say('S1-L', '免交 李一 周记 培训');
    expect(await answer('S1-L', '撤回')).toMatch(/^要撤回的是10月28日（周三）交的教育周记（第9周，周二）吗？/);
    expect(await answer('S1-L', '修改 换成这一篇。')).toMatch(
      /^要修改的是10月28日（周三）交的教育周记（第9周，周二）吗？/,
    );
    expect(await answer('S1-L', '撤回', { group: 'g1' })).not.toContain('已撤回');
    expect((await submissions())[0]).toMatchObject({ state: 'handed-in', changes: [{ to: 'handed-in' }] });
    expect(await answer('S1-L', '修改 换成这一篇。')).toContain('\n1. 修改这一份');
    expect(await answer('S1-L', '1')).toMatch(/^已修改教育周记（第9周，周二），现在6字/);
  });

  test('a line of a form that is not there is not written over a journal: it asks', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', REPORT);
    await county.say('S1-L', '撤回');
    await county.say('S1-T1', journal());
    const asks = await answer('S1-T1', '修改 下月计划：同课异构');
    expect(asks).toMatch(
      /^「下月计划：同课异构」像是一张表里的一栏，您能改的表里没有这一栏（撤回了的请先发「恢复」）。要把教育周记（第9周）整篇换成它吗？\n1\. 整篇换周记\n/,
    );
    expect((await submissions())[1]).toMatchObject({ changes: [{ to: 'handed-in' }] });
    expect(await answer('S1-T1', '1')).toMatch(/^已修改教育周记（第9周），现在/);
  });

  test('and an edit is undone by 恢复, and done again by another', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-T1', journal());
    expect(await answer('S1-T1', '修改 写错了')).toContain('要换回旧版请发「恢复」');
    expect(await answer('S1-T1', '恢复')).toBe(
      '已换回教育周记（第9周）修改以前的，104字。再发一次「恢复」换成改过的，要撤请发「撤回」。',
    );
    expect((await submissions())[0]?.values.text).toBe(journal().slice(3));
    expect(await answer('S1-T1', '恢复')).toContain('修改以前的，3字');
    await answer('S1-T1', '撤回');
    expect(await answer('S1-T1', '恢复')).toMatch(/^已恢复教育周记（第9周）/);
  });

  test('of another school, and of other teachers, is nobody’s else', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', REPORT);
    await county.say('S1-T1', journal());
    for (const who of ['S2-L', 'S1-T2', 'J1-C']) expect(await answer(who, '撤回')).toMatch(/^没有找到可以撤回的内容/);
    expect(await statusOf('person:S1-T1')).toBe('handed-in');
  });
});

describe('of several, a command means', () => {
  test('the report when fields are named, the journal when none are', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', REPORT);
    await county.say('S1-L', `代交 李一 ${journal()}`);
    expect(await answer('S1-L', '修改 听评课节数：13')).toMatch(/^已修改教育科研工作月报/);
    await county.say('S1-L', '修改 换成这一篇。');
    expect((await submissions()).map(({ values }) => values.text ?? values.lessonsObserved)).toEqual([
      13,
      '换成这一篇。',
    ]);
  });

  test('the short journal that waits to be confirmed, though a form was begun after it', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', '代交 李一 周记 好');
    await county.say('S1-L', '教研活动次数：3');
    expect(await answer('S1-L', '确认')).toMatch(/^已收到教育周记（第9周，李一），1字/);
    expect(await answer('S1-L', '确认')).toBe('现在没有等您确认的内容。');
  });

  test('the newest, one after the other', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-T1', journal('一'));
    county.at('2026-10-28T11:00:00+08:00');
    await county.say('S1-T1', journal('二'));
    county.at('2026-10-28T12:00:00+08:00');
    await county.say('S1-T1', '撤回');
    expect(await statusOf('person:S1-T1')).toBe('handed-in');
    county.at('2026-10-28T13:00:00+08:00');
    await county.say('S1-T1', '撤回');
    expect(await statusOf('person:S1-T1')).toBe('owed');
    expect(await answer('S1-T1', '撤回')).toMatch(/^没有找到可以撤回的内容/);
  });
});

test('taken back after the deadline and restored, it has its old time; written anew, it is late', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', journal());
  await county.say('S1-T2', journal());
  county.at(TUESDAY_AFTER);
  await county.say('S1-T1', '撤回');
  expect(await statusOf('person:S1-T1')).toBe('owed');
  expect(await answer('S1-T1', '恢复')).toContain('按原来的上交时间算');
  expect(await statusOf('person:S1-T1')).toBe('handed-in');
  await county.say('S1-T2', '撤回');
  expect(await answer('S1-T2', `补交 ${journal('雪')}`)).toContain('（第9周），记为补交');
  expect(await statusOf('person:S1-T2')).toBe('late');
});

test('half a form taken back and restored says what it still lacks, and is handed in with that', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-L', '教研活动次数：3\n教研活动主题：折纸\n课题进展：完成\n听评课节数：12');
  await county.say('S1-L', '撤回');
  expect(await answer('S1-L', '恢复')).toBe(
    '已恢复教育科研工作月报（10月）的草稿，还差1项，只补这几项发回来即可：\n下月计划：还没有填',
  );
  expect(await answer('S1-L', '下月计划：同课异构')).toMatch(/^已收到教育科研工作月报（10月）。/);
});

test('a draft taken back and restored is a draft', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', '周记 好');
  expect(await answer('S1-T1', '撤回')).toMatch(/^已撤回教育周记（第9周）的草稿/);
  expect(await answer('S1-T1', '恢复')).toMatch(/的草稿，发「确认」上交。$/);
  expect(await statusOf('person:S1-T1')).toBe('draft');
});

test.each([
  ['修改', /^没有找到可以修改的内容/],
  ['撤回', /^没有找到可以撤回的内容/],
  ['恢复', /^没有找到撤回过的内容/],
  ['确认', /^现在没有等您确认的内容/],
])('%s with nothing there', async (command, said) => {
  county.at(WEDNESDAY);
  expect(await answer('S1-T1', `${command}${command === '修改' ? ' 新的' : ''}`)).toMatch(said);
});

test('修改 without words asks for them, with unknown fields tells the known', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', journal());
  expect(await answer('S1-T1', '修改')).toMatch(/^请把新内容写在「修改」后面/);
  await county.say('S2-L', REPORT);
  expect(await answer('S2-L', '修改 节数改成13')).toMatch(
    /^请写明改哪一项，例如「修改 教研活动次数：…」。可以改的有：/,
  );
});

describe('修改 without a colon', () => {
  test('is the field, where its first word is exactly a label of what was handed in last', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', REPORT);
    expect(await answer('S1-L', '修改 听评课节数 13')).toMatch(/^已修改教育科研工作月报（10月）/);
    expect(await answer('S1-L', '看 月报')).toContain('听评课节数：13');
    expect(await answer('S1-L', '修改 听评课节数 很多')).toMatch(/^没有改成，原来的内容不变：\n听评课节数：/);
    expect(await answer('S1-L', '修改 听评课 14')).toMatch(/^请写明改哪一项，例如「修改 教研活动次数：…」。/);
    expect(await answer('S1-L', '修改 听评课节数')).toMatch(/^请写明改哪一项/);
    expect(await answer('S1-L', '看 月报')).toContain('听评课节数：13');
  });

  test('is asked about where a message came after that form, and the message stays as it is', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-L', REPORT);
    county.at('2026-10-28T11:00:00+08:00');
    await county.say('S1-L', journal());
    expect(await answer('S1-L', '修改 听评课节数 13')).toBe(
      '「听评课节数」是教育科研工作月报（10月）的一栏，要改的是它吗？\n1. 改听评课节数\n是就回复 1，不是请发「取消」。',
    );
    expect(await answer('S1-L', '看 周记')).toContain('折纸');
    expect(await answer('S1-L', '修改 听评课节数 13', { group: 'g1' })).toMatch(
      /要改的是它吗？是请发「修改 听评课节数：…」；要改教育周记，请换个开头再发。$/,
    );
    await county.say('S1-L', '修改 听评课节数 13');
    expect(await answer('S1-L', '1')).toMatch(/^已修改教育科研工作月报（10月）/);
  });
});

describe('a number that names nothing one may change', () => {
  const noOf = async (by: string): Promise<string> =>
    (await submissions()).find((each) => each.by === by && each.state === 'handed-in')?.no ?? '';

  test.each([
    ['of a colleague', async () => noOf('S1-T2')],
    ['of a colleague, in small letters', async () => (await noOf('S1-T2')).toLowerCase()],
    ['that is none', async () => 'ZZZZZZ'],
    ['that is none, of letters no number has', async () => 'uuuuuu'],
    ['with a letter too few', async () => 'Z2Z2Z'],
    ['with a letter too many', async () => 'Ｚ2Z2Z2Z'],
  ])('%s changes nothing of one’s own, whatever is said of it', async (_, number) => {
    county.at(WEDNESDAY);
    await county.say('S1-T2', journal('二'));
    await county.say('S1-T1', journal('一'), { pictures: 1 });
    const no = await number();
    const before = await submissions();
    for (const said of [
      `撤回 ${no}`,
      `修改 ${no} 测试测试`,
      `修改 编号${no}，测试测试`,
      `恢复 ${no}`,
      `撤回附件 ${no}`,
    ])
      expect(await answer('S1-T1', said)).toMatch(
        new RegExp(`^没有找到您能${/^[^ ]+/.exec(said)?.[0]}的「${no}」，什么都没有变动；`),
      );
    expect(await submissions()).toEqual(before);
  });

  test('that may as well be a word is asked about, where a text stands behind it', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-T1', journal('一'));
    const asked = await answer('S1-T1', '修改 Lesson 3 今天教了一首歌');
    expect(asked).toMatch(/^没有找到您能修改的「Lesson」，什么都没有变动；[^]*教育周记（第9周）[^]*\n1\. 整篇换周记\n/);
    expect(await answer('S1-T1', '修改 Lesson')).not.toContain('1. ');
    await answer('S1-T1', '修改 Lesson 3 今天教了一首歌');
    expect(await answer('S1-T1', '1')).toMatch(/^已修改教育周记（第9周）/);
    expect(await answer('S1-T1', '看 周记')).toContain('\n周记：Lesson 3 今天教了一首歌\n');
  });

  test('while one’s own, in small letters and with a space too, is meant by it', async () => {
    county.at(WEDNESDAY);
    await county.say('S1-T1', journal('一'));
    const no = await noOf('S1-T1');
    await county.say('S1-T1', journal('二'));
    expect(await answer('S1-T1', `修改 ${no.toLowerCase()}，测试测试`)).toMatch(/^已修改教育周记（第9周），现在4字/);
    const apart = /\d/.test(no) && /[A-Z]/.test(no) ? `${no.slice(0, 3)} ${no.slice(3)}` : no;
    expect(await answer('S1-T1', `看 ${apart}`)).toContain(`编号 ${no}`);
    expect(await answer('S1-T1', `撤回 ${apart}`)).toMatch(/^已撤回教育周记/);
    expect((await submissions()).find((each) => each.no === no)).toMatchObject({
      state: 'withdrawn',
      values: { text: '测试测试' },
    });
    expect(await answer('S1-T1', `恢复 ${no}`)).toMatch(/^已恢复教育周记/);
  });
});
