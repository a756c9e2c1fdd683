import { expect, test } from '@jest/globals';
import { ANY_NAMED, ANY_NEAR, LAST, labelIn, NAMED, numbersIn, SEVERAL, THIS } from '../../handlers/period-words.js';

const isWhole = (pattern: string | undefined, said: string): boolean => new RegExp(`^(?:${pattern})$`).test(said);

test.each([
  ['teaching-week', '第14周', '第14周'],
  ['teaching-week', '14周', '第14周'],
  ['teaching-week', '第13-14周', '第13-14周'],
  ['month', '11月', '11月'],
  ['month', '11月份', '11月'],
  ['quarter', '第2季度', '第2季度'],
  ['occasion', '第3期', '第3期'],
  ['occasion', '第1-12号', '第1-12号'],
] as const)('of every %s one is %s, on the page called %s', (every, said, label) => {
  expect(isWhole(NAMED[every], said)).toBe(true);
  expect(isWhole(ANY_NAMED, said)).toBe(true);
  expect(labelIn(said)).toBe(label);
});

test.each(['周', '第周', '第100周', '上周', '11月3日', '第5季度', '3天', '第14周的'])('%s names no page', (said) => {
  expect(labelIn(said)).toBeUndefined();
});

const near = ['周', '个周', '星期', '个星期', '礼拜', '个礼拜', '月', '个月', '月份', '个月份'];
test('this one and the last are said of a week and of a month, and not of another', () => {
  for (const unit of near) {
    const every = unit.includes('月') ? 'month' : 'teaching-week';
    const other = unit.includes('月') ? 'teaching-week' : 'month';
    for (const [patterns, words] of [[THIS, ['这', '本']] as const, [LAST, ['上']] as const]) {
      for (const said of words.map((word) => `${word}${unit}`)) {
        expect([said, isWhole(patterns[every], said), isWhole(patterns[other], said)]).toEqual([said, true, false]);
        expect([said, isWhole(ANY_NEAR, said)]).toEqual([said, true]);
      }
    }
  }
  for (const said of ['下周', '上上周', '周', '这天', '上学期']) expect(isWhole(ANY_NEAR, said)).toBe(false);
});

test.each([
  ['teaching-week', '第17、18周', [17, 18]],
  ['teaching-week', '第17周和第18周', [17, 18]],
  ['teaching-week', '17、19-21周', [17, 19, 20, 21]],
  ['month', '10月和11月份', [10, 11]],
  ['month', '9至11月', [9, 10, 11]],
] as const)('of every %s several are %s', (every, said, numbers) => {
  expect(isWhole(SEVERAL[every], said)).toBe(true);
  expect(isWhole(SEVERAL[every], said.slice(0, 2))).toBe(false);
  expect(numbersIn(said)).toEqual(numbers);
});
