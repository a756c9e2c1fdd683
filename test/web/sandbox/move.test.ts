import { expect, test } from '@jest/globals';
import { loadCalendar, packagedDir } from '../../../config/load.js';
import { destination } from '../../../web/sandbox/move.js';
import type { Move } from '../../../web/sandbox/wire.js';

const calendar = loadCalendar(packagedDir('calendar'), 'Asia/Shanghai');
const county = (wall: string): Date => new Date(`${wall}:00+08:00`);
const to = (move: Move, now: string, next?: Date) => destination(move, county(now), calendar, next);

test.each<[Move, string, string]>([
  [{ by: 'hour' }, '2026-11-23T23:30', '2026-11-24T00:30'],
  [{ by: 'afternoon' }, '2026-11-23T15:44', '2026-11-23T15:45'],
  [{ by: 'morning' }, '2026-11-23T00:10', '2026-11-24T08:15'],
  [{ by: 'morning' }, '2026-11-30T23:59', '2026-12-01T08:15'],
  [{ by: 'monday' }, '2026-11-23T16:05', '2026-11-30T08:15'],
  [{ by: 'monday' }, '2026-11-29T20:00', '2026-11-30T08:15'],
  [{ by: 'week' }, '2026-11-23T16:05', '2026-11-30T16:05'],
  [{ to: '2026-12-01T07:45' }, '2026-11-23T16:05', '2026-12-01T07:45'],
])('%j from %s leads to %s of the county', (move, from, arrival) => {
  expect(to(move, from)).toEqual(county(arrival));
});

test('the next thing is where the program says it is', () => {
  const next = county('2026-11-27T15:40');
  expect(to({ by: 'next' }, '2026-11-23T16:05', next)).toEqual(next);
  expect(() => to({ by: 'next' }, '2026-11-23T16:05')).toThrow('近期没有要办的事');
});

test.each<[Move, string]>([
  [{ by: 'afternoon' }, '2026-11-23T15:45'],
  [{ to: '2026-11-23T16:05' }, '2026-11-23T16:05'],
  [{ to: '2025-01-01T00:00' }, '2026-11-23T16:05'],
])('%j at %s would lead back, or nowhere', (move, now) => {
  expect(() => to(move, now)).toThrow('时间只能往前走');
});

test('the wall clock is the county’s also where clocks are put back', () => {
  const berlin = loadCalendar(packagedDir('calendar'), 'Europe/Berlin');
  const now = new Date('2026-10-22T10:00:00+02:00');
  expect(destination({ by: 'week' }, now, berlin, undefined)).toEqual(new Date('2026-10-29T10:00:00+01:00'));
});
