import { expect, test } from '@jest/globals';
import { behind } from '../../jobs/digest-county.js';

test('of a school that owed next to nothing no share is told: one errand not done is no 0%', () => {
  const sum = (name: string, owed: number, handedIn: number) => ({
    school: { _id: name, name, cluster: '城区片区' },
    owed,
    handedIn,
  });
  const schools = [sum('第一小学', 1, 0), sum('第二小学', 4, 1), sum('第三小学', 10, 2), sum('第四小学', 10, 8)];
  const hearing = { pages: { lines: [], schools }, school: { _id: 'J1' } } as never;
  expect(behind(hearing, 50).entries).toEqual(['这些学校该交的交了不到50%，看看要什么帮助：城区片区：第三小学']);
});
