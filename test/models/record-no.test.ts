import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readNo, recordNo } from '../../models/record-no.js';

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
