import { expect, test } from '@jest/globals';
import { spreadWithin } from '../../models/spread.js';

const at = (time: string) => new Date(`2026-10-30T${time}:00+08:00`);
const names = Array.from({ length: 2000 }, (_, i) => `S1-T${i}|2026-10-30`);
/** Minutes of the hour at which something goes, each once, in order. */
const minutes = (from: string, to: string): number[] => {
  const all = names.map((name) => spreadWithin(at(from), at(to), name).getUTCMinutes());
  return [...new Set(all)].toSorted((a, b) => a - b);
};

test('over the whole span, evenly, away from the half hour', () => {
  expect(minutes('08:20', '08:40')).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 32, 33, 34, 35, 36, 37, 38, 39]);
  const early = names.filter((name) => spreadWithin(at('08:20'), at('08:40'), name) < at('08:28'));
  expect(early.length / names.length).toBeCloseTo(0.5, 1);
});

test('and from the full hour', () => {
  expect(minutes('15:50', '16:10')).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 50, 51, 52, 53, 54, 55, 56, 57]);
});

test('never at its end or after it, nor before it begins', () => {
  const all = names.map((name) => spreadWithin(at('19:54'), at('20:00'), name));
  expect(all.filter((each) => each < at('19:54') || each >= at('19:58'))).toEqual([]);
});

test('a name keeps its time; where there is no other, it is the beginning', () => {
  const mine = spreadWithin(at('08:20'), at('08:40'), 'S1-T1|2026-10-30');
  expect(spreadWithin(at('08:20'), at('08:40'), 'S1-T1|2026-10-30')).toEqual(mine);
  expect(spreadWithin(at('08:20'), at('08:40'), 'S1-T1|2026-11-06')).not.toEqual(mine);
  expect(spreadWithin(at('09:59'), at('10:01'), 'x')).toEqual(at('09:59'));
  expect(spreadWithin(at('09:50'), at('09:50'), 'x')).toEqual(at('09:50'));
});
