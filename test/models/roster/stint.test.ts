import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays } from '../../../models/day.js';
import type { Stint } from '../../../models/person.js';
import { ALWAYS } from '../../../models/roster/diff.js';
import { continueStints, endStints, type Posting } from '../../../models/roster/stint.js';
import { day, schoolCode } from '../../support/people.js';

const TODAY = day('2026-11-23');
const YESTERDAY = '2026-11-22';

/** `S1+ 2026-09-01/` is teaching at S1 since then, `S2- a/b` not teaching at S2 from a to b. */
const stint = (text: string): Stint => {
  const [place = '', span = ''] = text.split(' ');
  const [from = '', to = ''] = span.split('/');
  return {
    school: schoolCode(place.slice(0, -1)),
    teaching: place.endsWith('+'),
    from: day(from),
    ...(to && { to: day(to) }),
  };
};
const shown = ({ school, teaching, from, to }: Stint) => `${school}${teaching ? '+' : '-'} ${from}/${to ?? ''}`;
const posting = (place: string, arrival?: string): Posting => ({
  school: schoolCode(place.slice(0, -1)),
  teaching: place.endsWith('+'),
  ...(arrival && { arrival: day(arrival) }),
});

test.each<[string, string[], Posting, string[]]>([
  ['a joiner begins today', [], posting('S1+'), [`S1+ ${TODAY}/`]],
  ['a joiner with a day of arrival begins then', [], posting('S1+', '2026-11-02'), ['S1+ 2026-11-02/']],
  ['a joiner may be announced', [], posting('S1+', '2026-12-01'), ['S1+ 2026-12-01/']],
  ['nothing new changes nothing', ['S1+ 2026-09-01/'], posting('S1+'), ['S1+ 2026-09-01/']],
  ['a transfer begins today', ['S1+ 2026-09-01/'], posting('S2+'), [`S1+ 2026-09-01/${YESTERDAY}`, `S2+ ${TODAY}/`]],
  [
    'a transfer told late begins when it happened',
    ['S1+ 2026-09-01/'],
    posting('S2+', '2026-11-02'),
    ['S1+ 2026-09-01/2026-11-01', 'S2+ 2026-11-02/'],
  ],
  [
    'a transfer does not begin in the year somebody was hired',
    ['S1+ 2000-01-01/'],
    posting('S2+', '2011-09-01'),
    [`S1+ 2000-01-01/${YESTERDAY}`, `S2+ ${TODAY}/`],
  ],
  [
    'nor before the stint it ends',
    ['S1+ 2026-09-01/'],
    posting('S2+', '2026-08-01'),
    [`S1+ 2026-09-01/${YESTERDAY}`, `S2+ ${TODAY}/`],
  ],
  [
    'no longer teaching is a stint of its own',
    ['S1+ 2026-09-01/'],
    posting('S1-'),
    [`S1+ 2026-09-01/${YESTERDAY}`, `S1- ${TODAY}/`],
  ],
  [
    'and begins today, whatever day somebody came to the school',
    ['S1+ 2026-09-01/'],
    posting('S1-', '2026-10-08'),
    [`S1+ 2026-09-01/${YESTERDAY}`, `S1- ${TODAY}/`],
  ],
  ['a day of arrival is put right', ['S1+ 2026-11-16/'], posting('S1+', '2026-11-02'), ['S1+ 2026-11-02/']],
  [
    'but not into the stint before',
    ['S1+ 2026-03-01/2026-11-15', 'S2+ 2026-11-16/'],
    posting('S2+', '2026-11-10'),
    ['S1+ 2026-03-01/2026-11-15', 'S2+ 2026-11-16/'],
  ],
  [
    'who comes back begins anew',
    ['S1+ 2026-03-01/2026-06-30'],
    posting('S1+'),
    ['S1+ 2026-03-01/2026-06-30', `S1+ ${TODAY}/`],
  ],
  [
    'who comes back after a day that was a mistake goes on',
    [`S1+ 2026-03-01/${YESTERDAY}`],
    posting('S1+'),
    ['S1+ 2026-03-01/'],
  ],
  [
    'a transfer undone the same day never was',
    [`S1+ 2026-03-01/${YESTERDAY}`, `S2+ ${TODAY}/`],
    posting('S1+'),
    ['S1+ 2026-03-01/'],
  ],
  [
    'two transfers on one day are the last one',
    [`S1+ 2026-03-01/${YESTERDAY}`, `S2+ ${TODAY}/`],
    posting('S3+'),
    [`S1+ 2026-03-01/${YESTERDAY}`, `S3+ ${TODAY}/`],
  ],
])('%s', (_, before, to, after) => {
  expect(continueStints(before.map(stint), to, TODAY).map(shown)).toEqual(after);
});

test('on the very first roster everybody has always been there, unless it says since when', () => {
  expect(continueStints([], posting('S1+'), TODAY, ALWAYS).map(shown)).toEqual([`S1+ ${ALWAYS}/`]);
  expect(continueStints([], posting('S1+', '2026-11-02'), TODAY, ALWAYS).map(shown)).toEqual(['S1+ 2026-11-02/']);
});

test('who leaves was there until the day before', () => {
  const ended = (...stints: string[]) => endStints(stints.map(stint), day(YESTERDAY)).map(shown);
  expect(ended('S1+ 2026-03-01/2026-06-30', 'S2+ 2026-09-01/')).toEqual([
    'S1+ 2026-03-01/2026-06-30',
    `S2+ 2026-09-01/${YESTERDAY}`,
  ]);
  expect(ended(`S1+ ${TODAY}/`)).toEqual([]);
});

const dayNear = fc.integer({ min: -500, max: 60 }).map((n) => addDays(TODAY, n));
const anyPosting = fc.record({ school: fc.constantFrom('S1', 'S2', 'S3').map(schoolCode), teaching: fc.boolean() });
const step = fc.record({
  days: fc.integer({ min: 0, max: 40 }),
  to: fc.option(fc.record({ posting: anyPosting, arrival: fc.option(dayNear) })),
});

/** In order, none empty, none overlapping the next. */
const apart = (stints: Stint[]): boolean =>
  stints.every(({ from, to }, index) => {
    const next = stints[index + 1];
    return (to === undefined || from <= to) && (!next || (to !== undefined && to < next.from));
  });

test('whatever is imported day after day, stints stay in order, apart, and the last is what was said last', () => {
  const { counterexample } = fc.check(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let stints: Stint[] = [];
      let today = TODAY;
      for (const { days, to } of steps) {
        today = addDays(today, days);
        if (!to) {
          stints = endStints(stints, addDays(today, -1));
          if (!apart(stints) || stints.some((stint) => stint.to === undefined)) return false;
          continue;
        }
        const said = { ...to.posting, ...(to.arrival && { arrival: to.arrival }) };
        stints = continueStints(stints, said, today);
        const again = [today, addDays(today, 9)].map((on) => continueStints(stints, said, on));
        const last = stints.at(-1);
        const isSaid = last?.school === said.school && last.teaching === said.teaching && last.to === undefined;
        if (!apart(stints) || !isSaid || again.some((each) => !isDeepStrictEqual(each, stints))) return false;
      }
      return true;
    }),
    { numRuns: 500 },
  );
  expect(counterexample).toBeNull();
});
