import { expect, test } from '@jest/globals';
import { loadCalendar, packagedDir } from '../../config/load.js';
import type { Attendance, Tick } from '../../models/attendance.js';
import { halfAt, openSessions } from '../../models/roll-call.js';
import type { Session, Training } from '../../models/training.js';
import { hoursOfAll, resultsOf } from '../../models/training-result.js';
import { personId, schoolCode } from '../support/people.js';

const calendar = loadCalendar(packagedDir('calendar'), 'Asia/Shanghai');
const RULE = { minutesAnHour: 45, mostHoursADay: 8, finishAt: 1 };
const at = (time: string): Date => new Date(`2026-${time}:00+08:00`);
const session = (from: string, to: string): Session => ({ from: at(from), to: at(to) });
const MORNING = session('12-05T08:30', '12-05T11:30');
const AFTERNOON = session('12-05T13:30', '12-05T16:30');
const EVENING = session('12-05T18:30', '12-05T21:30');

test.each([
  ['a morning of three hours', [MORNING], 4],
  ['40 minutes are a half, rounded down', [session('12-05T08:00', '12-05T08:40')], 0.5],
  ['a whole day', [MORNING, AFTERNOON], 8],
  ['with the evening no more than a day is worth', [MORNING, AFTERNOON, EVENING], 8],
  ['two days', [MORNING, AFTERNOON, session('12-06T08:30', '12-06T11:30')], 12],
  ['over midnight it is of the day it began', [session('12-31T22:00', '12-31T23:30')], 2],
])('%s', (_, sessions, hours) => {
  expect(hoursOfAll(sessions, RULE, calendar)).toBe(hours);
});

const row = (person: string, index: number, ...ticks: Tick[]): Attendance => ({
  _id: `1:${index}:${person}`,
  training: 1,
  session: index,
  person: personId(person),
  trail: [],
  ...Object.fromEntries(ticks.map((tick) => [tick, { at: MORNING.from, how: 'code' as const, by: personId(person) }])),
});
const training = (held: string[]): Training =>
  ({
    sessions: [MORNING, AFTERNOON],
    signUps: held.map((person) => ({ person: personId(person), school: schoolCode('S1'), state: 'in' })),
  }) as unknown as Training;

test('hours only for sessions with both check-ins; who came without a place counts; who did not come is known', () => {
  const rows = [
    row('A', 0, 'in', 'out'),
    row('A', 1, 'in', 'out'),
    row('B', 0, 'in', 'out'),
    row('B', 1, 'in'),
    row('C', 0, 'in'),
    row('E', 0, 'excused'),
    row('W', 0, 'in', 'out'),
    row('W', 1, 'out', 'in'),
  ];
  const results = resultsOf(training(['A', 'B', 'C', 'D', 'E']), rows, RULE, calendar);
  expect(results.map(({ person, ending, hours, half }) => [person, ending, hours, half])).toEqual([
    ['A', 'finished', 8, 0],
    ['B', 'part', 4, 1],
    ['C', 'part', 0, 1],
    ['D', 'absent', 0, 0],
    ['E', 'excused', 0, 0],
    ['W', 'finished', 8, 0],
  ]);
  const lenient = resultsOf(training(['B']), rows, { ...RULE, finishAt: 0.5 }, calendar);
  expect(lenient.find(({ person }) => person === personId('B'))?.ending).toBe('finished');
});

test.each([
  ['long before', '12-01T09:00', { session: 0, half: 'in' }],
  ['in the morning', '12-05T08:20', { session: 0, half: 'in' }],
  ['before its middle', '12-05T09:59', { session: 0, half: 'in' }],
  ['at its end', '12-05T11:20', { session: 0, half: 'out' }],
  ['people linger', '12-05T12:10', { session: 0, half: 'out' }],
  ['after lunch', '12-05T13:00', { session: 1, half: 'in' }],
  ['in the evening', '12-05T20:00', { session: 1, half: 'out' }],
])('the screen shows what is on: %s', (_, time, expected) => {
  expect(halfAt([MORNING, AFTERNOON], at(time))).toEqual(expected);
});

test('who left late may sign out while the next session opens', () => {
  expect(openSessions([MORNING, AFTERNOON], at('12-05T12:30'))).toEqual([0, 1]);
  expect(openSessions([MORNING, AFTERNOON], at('12-05T12:31'))).toEqual([1]);
  expect(openSessions([MORNING, AFTERNOON], at('12-05T07:29'))).toEqual([]);
});
