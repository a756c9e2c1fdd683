import { expect, test } from '@jest/globals';
import { journal, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, wholeCatalogue());
const NEW = '今天重新写一遍，学生自己发现了规律。';

const answer = async (text: string, how = {}): Promise<string> => (await county.say('S1-T1', text, how)).join('\n');
const textsOf = async (duty: string): Promise<unknown[]> =>
  (await connection.collection('submissions').find({ duty }).sort({ day: 1 }).toArray()).map(
    ({ values }) => values.text,
  );
const all = () => connection.collection('submissions').find().sort({ _id: 1 }).toArray();

/** A journal in two weeks, and after them something that was found hard. */
async function lived(): Promise<void> {
  county.at('2026-10-21T10:00:00+08:00');
  await answer(journal('一'));
  county.at('2026-10-28T10:00:00+08:00');
  await answer(journal('二'));
  county.at('2026-10-28T11:00:00+08:00');
  await answer('困惑 学生不愿意开口说英语，小组活动时总是几个人在说，其他人沉默。');
}

test.each([
  `修改 周记 ${NEW}`,
  `修改周记 ${NEW}`,
  `修改 周记：${NEW}`,
  `修改 教育周记 ${NEW}`,
  `修改 周记 第9周 ${NEW}`,
  `修改 本周周记 ${NEW}`,
])('%s changes the newest journal, and not what was handed in last', async (said) => {
  await lived();
  const [hard] = await all().then((each) => each.filter(({ duty }) => duty !== 'journal'));
  expect(await answer(said)).toMatch(/^已修改教育周记（第9周），现在18字/);
  expect(await textsOf('journal')).toEqual([journal('一').slice(3), NEW]);
  expect(await all()).toContainEqual(hard);
});

test.each([`修改 周记 第8周 ${NEW}`, `修改第8周周记：${NEW}`, `修改 第8周的周记 ${NEW}`, `修改 上周的周记 ${NEW}`])(
  '%s changes that of the week it names',
  async (said) => {
    await lived();
    expect(await answer(said)).toMatch(/^已修改教育周记（第8周），现在18字/);
    expect(await textsOf('journal')).toEqual([NEW, journal('二').slice(3)]);
  },
);

test.each([
  ['修改 周记 第7周 改了', /^没有找到您能修改的第7周教育周记，什么都没有变动/],
  ['修改 案例 题目：静待花开', /^没有找到您能修改的教育典型案例，什么都没有变动/],
  ['修改 论文 正文：改了', /^没有找到您能修改的.*论文.*，什么都没有变动/],
  ['修改 周记 ZZ2ZZZ 改了', /^没有找到您能修改的「ZZ2ZZZ」/],
  ['修改 周记 第8、9周 改了', /一期一份.*「修改 周记 第8周 …」、「修改 周记 第9周 …」/],
  ['修改 周记', /^请把新内容写在/],
])('%s changes nothing', async (said, told) => {
  await lived();
  const before = await all();
  expect(await answer(said)).toMatch(told);
  expect(await all()).toEqual(before);
});

test('修改 案例 题目：… changes that line of the case, though a journal came after it', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  await answer('案例\n题目：等一等');
  await answer(journal());
  expect(await answer('修改 案例 题目：静待花开')).toMatch(/教育典型案例/);
  expect((await all()).find(({ duty }) => duty === 'teaching-case' || duty === 'education-case')?.values).toMatchObject(
    {
      title: '静待花开',
    },
  );
  expect(await textsOf('journal')).toEqual([journal().slice(3)]);
});

test('修改周记今天…, written as one, is asked about after something else, and without the word after a journal', async () => {
  await lived();
  const asks = await answer('修改周记今天重新写一遍');
  expect(asks).toMatch(/要改的是教育周记吗？\n1\. 改周记\n2\. 整篇换困惑/);
  expect(await answer('1')).toMatch(/^已修改教育周记（第9周）/);
  expect(await answer('修改周记今天又写一遍')).toMatch(/^已修改教育周记（第9周）/);
  expect((await textsOf('journal')).at(-1)).toBe('今天又写一遍');
});
