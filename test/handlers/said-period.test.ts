import { expect, test } from '@jest/globals';
import { readPeriod } from '../../handlers/said-period.js';
import { findDuty } from '../../handlers/words.js';
import { wholeCatalogue } from '../support/catalogues.js';
import { day } from '../support/people.js';

const { duties } = wholeCatalogue();
const read = (word: string, args: string) => {
  const duty = findDuty(word, duties);
  return duty && readPeriod(duty, args, false, day('2026-12-21'));
};

test.each([
  ['周记', '第17、18周 今天', ['第17周', '第18周']],
  ['周记', '15周、17-18周：今天', ['第15周', '第17周', '第18周']],
  ['周记', '（第17～18周）今天', ['第17周', '第18周']],
  ['月报', '10、11月', ['10月', '11月']],
])('%s %s names several, of which a record has but one', (word, args, several) => {
  expect(read(word, args)).toEqual({ several, args: args.includes('今天') ? '今天' : '' });
});

test.each([
  ['周记', '第17周 今天', '第17周'],
  ['校本教研', '第17、18周 今天', '第17-18周'],
  ['校本教研', '第17-18周 今天', '第17-18周'],
  ['月报', '11月：今天', '11月'],
  ['周记', '第17周的 今天', '第17周'],
  ['月报', '11月份的：今天', '11月'],
])('%s %s names one', (word, args, label) => {
  expect(read(word, args)).toEqual({ wish: { kind: 'label', label }, args: '今天' });
});

test.each(['第17、18周我们', '17、18 今天', '3-5个人', '第1-30周 今天'])(
  'a journal that begins with %s names none of several',
  (args) => {
    expect(read('周记', args)).not.toHaveProperty('several');
  },
);
