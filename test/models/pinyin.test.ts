import { expect, test } from '@jest/globals';
import { personKey, schoolKey } from '../../models/pinyin.js';

test.each([
  ['单雄信', 'shan4 xiong2 xin4'],
  ['曾国藩', 'zeng1 guo2 fan1'],
  ['仇和', 'qiu2 he2'],
  ['吕布', 'lv3 bu4'],
  ['王一鸣', 'wang2 yi1 ming2'],
  ['李Bob', 'li3 bob'],
])('the key of %s reads the surname as one', (name, key) => {
  expect(personKey(name)).toBe(key);
});

test('numbered schools sort by their numbers, written either way', () => {
  const inOrder = [
    '第一中学',
    '第2中学',
    '第三中学',
    '第九中学',
    '第十中学',
    '第十二中学',
    '第二十中学',
    '第二十三中学',
  ];
  expect(inOrder.toReversed().toSorted((a, b) => (schoolKey(a) < schoolKey(b) ? -1 : 1))).toEqual(inOrder);
});
