import { describe, expect, test } from '@jest/globals';
import { after, findDuty, nearly } from '../../handlers/words.js';
import { wholeCatalogue } from '../support/catalogues.js';

const { duties } = wholeCatalogue();

test.each([
  ['周记', 'journal'],
  ['教育周记', 'journal'],
  ['教育科研工作月报', 'monthly-report'],
  ['教科研月报', 'monthly-report'],
  [' 月报 ', 'monthly-report'],
  ['周', undefined],
  ['周记本', undefined],
  ['', undefined],
])('%p is the duty %s', (text, key) => {
  expect(findDuty(text, duties)?.key).toBe(key);
});

test.each([
  ['周记 今天下雪', '今天下雪'],
  ['周记：今天下雪', '今天下雪'],
  ['周记今天下雪', '今天下雪'],
  ['周记，\n今天下雪\n明天晴 ', '今天下雪\n明天晴'],
  ['周记', ''],
  ['我的周记', undefined],
  ['周', undefined],
])('what stands behind 周记 in %p', (text, rest) => {
  expect(after('周记', text)).toBe(rest);
});

describe('a word that is nearly a command', () => {
  const words = ['帮助', '我的', '撤回', '请假', '销假', '周记', '绑定本群'];
  test.each([
    ['我得', ['我的']],
    ['周计', ['周记']],
    ['记周', ['周记']],
    ['回撤', ['撤回']],
    ['请', []],
    ['周记录', ['周记']],
    ['绑本群', ['绑定本群']],
    ['绑定本裙', ['绑定本群']],
    ['帮助', []],
    ['你好', []],
    ['今天天气', []],
    ['', []],
    ['?', []],
  ])('%p', (typed, meant) => {
    expect(nearly(typed, words)).toEqual(meant);
  });

  test('may be nearly two', () => {
    expect(nearly('请假假', ['请假', '销假'])).toEqual(['请假']);
    expect(nearly('小假', ['请假', '销假'])).toEqual(['请假', '销假']);
  });

  test('a character of two halves is one', () => {
    expect(nearly('𠀋的', ['我的'])).toEqual(['我的']);
  });
});
