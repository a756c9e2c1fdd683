import { expect, test } from '@jest/globals';
import { personKey } from '../../../../models/pinyin.js';
import type { SandboxPerson } from '../../../../web/sandbox/deps.js';
import { cast, roleOf, search } from '../../../../web/sandbox/island/search.js';

const person = (id: string, name: string, school: string, ...posts: string[]): SandboxPerson => ({
  id,
  name,
  pinyin: personKey(name),
  school,
  schoolName: `${school}学校`,
  posts,
});
const PEOPLE = [
  person('A-1', '王建国', '东河', '校长'),
  person('A-2', '单红梅', '东河', '教科室主任'),
  person('A-3', '王静', '东河'),
  person('B-1', '李雷', '北山', '校长'),
  person('C-1', '欧阳敏', '进修', '协调员'),
];
const found = (query: string) => search(PEOPLE, query).map(({ id }) => id);

test.each([
  ['', ['A-1', 'A-2', 'A-3', 'B-1', 'C-1']],
  ['王', ['A-1', 'A-3']],
  ['wang', ['A-1', 'A-3']],
  ['WJG', ['A-1']],
  ['wangjianguo', ['A-1']],
  ['jianguo', ['A-1']],
  ['shan', ['A-2']],
  ['ouyang', ['C-1']],
  ['ｗｊｇ', ['A-1']],
  ['东河 校长', ['A-1']],
  ['校长 li', ['B-1']],
  ['b-1', ['B-1']],
  ['angj', []],
  ['张', []],
])('%p finds %j', (query, ids) => {
  expect(found(query)).toEqual(ids);
});

test('every part is played by one person, from the school with the most parts where it has one', () => {
  expect(cast(PEOPLE).map((player) => [player.id, roleOf(player)])).toEqual([
    ['A-3', '教师'],
    ['A-1', '校长'],
    ['A-2', '教科室主任'],
    ['C-1', '协调员'],
  ]);
  expect(cast(PEOPLE, 2)).toHaveLength(2);
  expect(cast([])).toEqual([]);
});
