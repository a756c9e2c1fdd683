import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import mongoose from 'mongoose';
import { answerCollection } from '../../handlers/collection-answer.js';
import { withdrawAnswer } from '../../handlers/collection-withdraw.js';
import { type CollectionAnswer, tallyOf } from '../../models/collection.js';
import { reminderDay } from '../../models/collection-days.js';
import { createCollections } from '../../models/collections.js';
import type { Day } from '../../models/ids.js';
import { createModels } from '../../models/models.js';
import { testCounty, testRoster } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { personId, schoolCode } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const NOW = new Date('2026-10-28T10:00:00+08:00');
const MEALS = ['荤', '素', '清真'];

/** One open collection of the whole county, with one choice. */
async function opened(event: string): Promise<number> {
  const made = await county.models.collections.make({
    title: '午餐',
    note: '',
    by: personId('J1-C'),
    fields: [{ key: 'f1', label: '项目', type: 'choice', options: MEALS, required: true }],
    known: [],
    audience: { rule: { exceptStages: [] } },
    closesAt: new Date('2026-10-30T12:00:00+08:00'),
    state: 'draft',
    event,
    madeAt: county.now(),
  });
  await county.models.collections.change(made._id, { state: 'open' });
  return made._id;
}

test('numbers are given once, however many are made at once, and the same event makes one', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  const events = ['a', 'b', 'c', 'a', 'b', 'd'];
  const numbers = await Promise.all(events.map(opened));
  expect(numbers[3]).toBe(numbers[0]);
  expect(numbers[4]).toBe(numbers[1]);
  expect([...new Set(numbers)].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
});

/** Somebody says something at a moment: an option, or that they take it back. */
const saying = fc.record({
  who: fc.integer({ min: 0, max: 4 }),
  second: fc.integer({ min: 0, max: 59 }),
  what: fc.constantFrom(...MEALS, undefined),
});

test('whoever answers and changes at once, in two processes: each counts once, and what was sent last holds', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  const { calendar, catalogue } = county.models;
  const other = createModels(connection, { calendar, catalogue });
  const people = testRoster().people.slice(0, 5);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(saying, { minLength: 1, maxLength: 25 }), async (sayings) => {
      run += 1;
      const no = await opened(`run:${run}`);
      // No two of one person at one moment: which of these is the last nobody can tell.
      const unique = [...new Map(sayings.map((each) => [`${each.who}:${each.second}`, each])).values()];
      await Promise.all(
        unique.map(async ({ who, second, what }, i) => {
          const models = i % 2 ? other : county.models;
          const speaker = await models.people.byId(people[who]?.id ?? personId(''));
          const school = speaker && (await models.schools.byCode(speaker.school));
          if (!speaker || !school) throw new Error('nobody');
          const key = `run:${run}:${who}:${second}`;
          const chat = { platform: 'testing' as never, id: `c${i}`, kind: 'private' as const };
          const sentAt = new Date(Date.parse('2026-10-28T09:59:00+08:00') + second * 1000);
          const event = { key, chat, text: '', attachments: [], sentAt };
          const asked = {
            event,
            now: county.now(),
            today: '2026-10-28' as Day,
            speaker,
            school,
            rights: new Set<never>(),
          };
          const handler = what ? answerCollection : withdrawAnswer;
          await handler({ ...asked, args: what ? `${no} ${what}` : `${no}` }, models);
          // Delivered once more.
          await handler({ ...asked, args: what ? `${no} ${what}` : `${no}` }, models);
        }),
      );
      const answers = await county.models.collections.answersOf(no);
      expect(new Set(answers.map(({ person }) => person)).size).toBe(answers.length);
      for (const [index, { id }] of people.entries()) {
        const own = unique.filter(({ who }) => who === index).toSorted((a, b) => a.second - b.second);
        const got = answers.find(({ person }) => person === id)?.values['f1'];
        expect(got).toBe(own.at(-1)?.what);
      }
    }),
    { numRuns: 40 },
  );
});

describe('closing', () => {
  const ROUNDS = 10;
  const PEOPLE = 24;
  /** Whoever answers has one line to the database, so that each step of an answer waits for others; whoever closes does not. */
  const others = mongoose.createConnection();
  beforeAll(() => others.openUri(process.env['MONGODB_URI_TEST'] ?? '', { dbName: connection.name, maxPoolSize: 1 }));
  afterAll(() => others.close());

  /** Many answer while somebody closes it: how the list stood right then, and at the end, and who was told they are in. */
  const closingAmid = async (event: string, after: number, close: (no: number) => Promise<unknown>) => {
    const no = await opened(event);
    const writing = createCollections(others);
    const written = new EventEmitter();
    const enough = once(written, String(after));
    let count = 0;
    const write = async (i: number) => {
      const person = personId(`P${i}`);
      const what = { of: no, person, school: schoolCode('S1'), values: { f1: '荤' }, complete: true };
      const became = await writing.answer({ ...what, sentAt: NOW, event: `${event}:${i}` }, undefined, NOW);
      count += 1;
      written.emit(String(count));
      return became === 'written' ? [person] : [];
    };
    const closing = async () => {
      await enough;
      await close(no);
      return county.models.collections.answersOf(no);
    };
    const [closed, ...told] = await Promise.all([closing(), ...Array.from({ length: PEOPLE }, (_, i) => write(i))]);
    const listed = await county.models.collections.answersOf(no);
    const names = (all: { person: string }[]) => all.map(({ person }) => person).toSorted();
    return { atOnce: names(closed), listed: names(listed), told: told.flat().toSorted() };
  };

  test.each([
    ['by hand', (no: number) => county.models.collections.change(no, { state: 'closed' })],
    ['called off', (no: number) => county.models.collections.change(no, { state: 'cancelled' })],
    ['by the clock', () => county.models.collections.toList(new Date('2026-10-30T12:00:00+08:00'))],
  ])('%s: what is listed then is what was taken, and whoever was told so stands in it', async (how, close) => {
    county.at('2026-10-28T10:00:00+08:00');
    const counts: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { atOnce, listed, told } = await closingAmid(`${how}:${round}`, 1 + round, close);
      expect(listed).toEqual(atOnce);
      expect(told).toEqual(listed);
      counts.push(told.length);
    }
    // Some closed while people were answering, or nothing was tried.
    expect(counts.some((count) => count > 0 && count < PEOPLE)).toBe(true);
  });
});

test('one that takes answers again while its list is being written is listed once more', async () => {
  county.at('2026-10-28T10:00:00+08:00');
  const no = await opened('again');
  const { collections } = county.models;
  const [over] = await collections.toList(new Date('2026-10-30T12:00:00+08:00'));
  if (!over) throw new Error('it is not over');
  await collections.change(no, { closesAt: new Date('2026-11-02T12:00:00+08:00'), state: 'open' });
  await collections.markListed(over);
  const again = await collections.toList(new Date('2026-11-02T12:00:00+08:00'));
  expect(again.map(({ _id }) => _id)).toEqual([no]);
  await Promise.all(again.map((each) => collections.markListed(each)));
  expect(await collections.toList(new Date('2026-11-02T12:01:00+08:00'))).toEqual([]);
});

describe('the day of the reminder', () => {
  const on = (closes: string, posted: string): Day | undefined =>
    reminderDay(new Date(`${closes}:00+08:00`), posted as Day, county.models.calendar);

  test.each([
    ['the school day before', '2026-10-30T12:00', '2026-10-28', '2026-10-29'],
    ['of a Monday the Friday before', '2026-11-02T12:00', '2026-10-28', '2026-10-30'],
    ['posted the day before, the day itself', '2026-10-30T12:00', '2026-10-29', '2026-10-30'],
    ['posted on the day, none', '2026-10-30T12:00', '2026-10-30', undefined],
    ['over the National Day the last day before', '2026-10-08T12:00', '2026-09-28', '2026-09-30'],
    ['a Saturday worked for a holiday is a school day', '2026-10-11T12:00', '2026-10-09', '2026-10-10'],
    ['in the summer none', '2026-07-25T12:00', '2026-07-17', undefined],
    ['across the end of term the last school day', '2026-07-19T12:00', '2026-07-16', '2026-07-17'],
    ['before the first day of term none', '2026-08-30T12:00', '2026-08-20', undefined],
    ['of the first day of term that day', '2026-09-01T12:00', '2026-08-20', '2026-09-01'],
  ])('%s', (_, closes, posted, expected) => {
    expect(on(closes, posted)).toBe(expected);
  });
});

test('a tally counts what was chosen, in the order of the form, and adds up numbers', () => {
  const answers: Pick<CollectionAnswer, 'values'>[] = [
    { values: { a: ['甲', '丙'], n: 3 } },
    { values: { a: ['甲'], n: 4, t: '无' } },
  ];
  const base = { required: true } as const;
  expect(
    tallyOf(
      [
        { ...base, key: 'a', label: '来', type: 'choices', options: ['甲', '乙', '丙'] },
        { ...base, key: 'n', label: '数', type: 'number', unit: '本', min: 0, max: 10, integer: true },
        { ...base, key: 't', label: '话', type: 'text', minLength: 0, maxLength: 10 },
      ],
      answers,
    ),
  ).toEqual([
    {
      label: '来',
      options: [
        { option: '甲', count: 2 },
        { option: '乙', count: 0 },
        { option: '丙', count: 1 },
      ],
    },
    { label: '数', sum: { total: 7, unit: '本' } },
  ]);
});
