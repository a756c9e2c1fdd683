import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { noAhead, readNo, recordNo } from '../../models/record-no.js';

test('the number of a record follows from the event that began it, and reads back', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (event) => {
      const no = recordNo(event);
      expect(no).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
      expect(recordNo(event)).toBe(no);
      expect(readNo(no)).toBe(no);
      expect(readNo(` ${no.toLowerCase()} `)).toBe(no);
    }),
  );
});

test('ten thousand events have ten thousand numbers, but for a chance', () => {
  expect(new Set(Array.from({ length: 10_000 }, (_, i) => recordNo(`feishu:om_${i}`))).size).toBeGreaterThan(9_990);
});

test.each([
  ['7f3kq2', '7F3KQ2'],
  ['７Ｆ３ＫＱ２', '7F3KQ2'],
  ['OIL123', '011123'],
  ['oil123', '011123'],
  ['7F3KQ', undefined],
  ['7F3KQ22', undefined],
  ['7F3KQU', undefined],
  ['周记123', undefined],
  ['', undefined],
])('%s is read as %s', (typed, no) => {
  expect(readNo(typed)).toBe(no);
});

test.each([
  ['7F3 KQ2', '7F3KQ2', ''],
  ['7f3 kq2，写得好', '7f3kq2', '写得好'],
  ['编号：7F3-KQ2 改了', '7F3KQ2', '改了'],
  ['Lesson 3 今天', 'Lesson', '3 今天'],
  ['Unit 3A 今天', undefined, undefined],
  ['7F3 KQ2Z 今天', undefined, undefined],
  ['今天 7F3KQ2', undefined, undefined],
])('at the start of %s stands %s', (text, typed, rest) => {
  expect(noAhead(text)).toEqual(typed === undefined ? undefined : { typed, rest });
});
