import { expect, test } from '@jest/globals';
import { numberIn } from '../../handlers/choice.js';
import { demoRoster } from '../../models/demo/county.js';
import { journal, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const nameOf = (id: string): string => demoRoster().people.find((each) => each.id === id)?.name ?? '';
const roster = demoRoster();
/** Two of one school with one name. */
const twins = roster.people.map((each) => (each.id === 'S01-21' ? { ...each, name: nameOf('S01-20') } : each));
const county = testCounty(connection, { ...roster, people: twins }, undefined, wholeCatalogue());
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');

test.each([
  ['2', 2],
  ['２', 2],
  ['②', 2],
  ['第2个', 2],
  ['选2', 2],
  ['回复2', 2],
  ['12.', 12],
  ['2节', undefined],
  ['听评课节数：2', undefined],
  ['第2周', undefined],
  ['', undefined],
])('%s as a choice is %s', (text, number) => {
  expect(numberIn(text)).toBe(number);
});

test('a number says what the choice says, only while its question stands', async () => {
  county.at('2026-11-26T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  const nothingAsked = expect.stringMatching(/^现在没有等您选的/);

  // One word is nearly another: what stood behind it is not lost.
  const words = journal().replace('周记', '周计');
  expect(await answer('S01-20', words)).toBe(
    '您是想发这个吗？发「帮助」看全部用法。\n1. 周记\n是就回复 1，不是请发「取消」。',
  );
  expect(await answer('S01-20', '取消')).toBe('好的，不选了。需要时再发给我。');
  expect(await answer('S01-20', '1')).toEqual(nothingAsked);
  await answer('S01-20', words);
  expect(await answer('S01-20', '１')).toMatch(/^已收到教育周记（第13周），104字/);
  // Answered; and a number is nothing any more.
  expect(await answer('S01-20', '1')).toEqual(nothingAsked);

  // Which of several groups: a number that is none of them is told so, and the question stands.
  const question = await answer('S01-03', '校本教研 主题：剪纸');
  expect(question).toMatch(/^您负责的有这些，这是哪一个的？\n1\. 英语组\n2\. /);
  expect(question).toMatch(/\n回复 1 到 10，都不是请发「取消」。$/);
  // A colleague’s number, and one in a group, answer no question of hers.
  expect(await answer('S01-20', '1')).toEqual(nothingAsked);
  expect(await answer('S01-03', '1', { group: 'g1' })).toBe('');
  const again = question.replace('您负责的有这些，这是哪一个的？', '没有第11项，请再选一次：');
  expect(await answer('S01-03', '11')).toBe(again);
  expect(await answer('S01-03', '第1个')).toMatch(/^校本教研活动（.*英语组）/);
  expect(await answer('S01-03', '看 校本教研')).toContain('主题：剪纸');

  // Another answer ends it, and so does an hour.
  await answer('S01-03', '校本教研');
  await answer('S01-03', '帮助');
  expect(await answer('S01-03', '1')).toEqual(nothingAsked);
  await answer('S01-03', '校本教研');
  county.at('2026-11-26T11:00:01+08:00');
  expect(await answer('S01-03', '1')).toEqual(nothingAsked);

  // In a group it is asked in words.
  expect(await answer('S01-03', '校本教研', { group: 'g1' })).toContain('请写明是哪一个，例如：校本教研 英语组');
});

test('of several with one name a number says which, and all of it is said again', async () => {
  county.at('2026-11-26T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  const name = nameOf('S01-20');
  expect(await answer('S01-03', `代交 ${name} ${journal()}`)).toBe(
    `本校不止一位「${name}」，是哪一位？\n1. ${name} 数学 S01-20\n2. ${name} 英语 S01-21\n回复 1/2，都不是请发「取消」。`,
  );
  expect(await answer('S01-03', '2')).toMatch(new RegExp(`^已收到您代${name}上交的教育周记（第13周）`));
  const stored = await connection.collection('submissions').find({}).toArray();
  expect(stored.map(({ owner }) => owner)).toEqual(['person:S01-21']);
  // In a list of leaves a number would be nobody's answer.
  expect(await answer('S01-03', `请假 ${name} 到 周五\n${name} 到 周五`)).not.toContain('回复 1');
  expect(await answer('S01-03', `免交 ${name} 周记 借调`)).toMatch(/\n1\. [^]*回复 1\/2，都不是请发「取消」。$/);
  expect(await answer('S01-03', '1')).toMatch(/免交/);
});

test('确认 right after a question whether something is meant means its only choice, and no older draft', async () => {
  county.at('2026-11-26T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  expect(await answer('S01-20', '周记：今天教古诗')).toContain('这样就交，请发「确认」');
  const rest = '孩子们先听我读，再自己读，最后两个人一组，一个读一个画，画完说说为什么这样画，课上得很热闹。';
  expect(await answer('S01-20', rest)).toMatch(/还没有记下。要交的话，是哪一项？\n1\. 教育周记（第13周）\n/);
  expect(await answer('S01-20', '确认')).toMatch(/^已收到教育周记（第13周），5\d字/);
  expect(await answer('S01-20', '看 周记')).toContain('画完说说为什么这样画');
});

test('a number to no question speaks of what was begun only where something was', async () => {
  county.at('2026-11-26T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  await answer('S01-20', journal());
  expect(await answer('S01-20', '2')).toBe('现在没有等您选的、等您答的。');
  await answer('S01-28', '周记：今天教古诗');
  await answer('S01-28', '帮助');
  expect(await answer('S01-28', '2')).toMatch(
    /^现在没有等您选的、等您答的。没填完的教育周记（第13周）还留着，接着发来就行；不要了请发「撤回 \w{6}」。$/,
  );
});
