import { describe, expect, test } from '@jest/globals';
import { prefilled } from '../../../handlers/forms/prefill.js';
import { Duty } from '../../../models/duty.js';
import type { Value } from '../../../models/field.js';
import { type Day, DutyKey, PeriodKey, PersonId, SchoolCode } from '../../../models/ids.js';
import { ownerOfSchool } from '../../../models/owner.js';
import type { Submission } from '../../../models/submission.js';
import { testCounty } from '../../support/county.js';
import { testDatabase } from '../../support/database.js';
import { withLessons } from '../../support/lessons.js';
import { day } from '../../support/people.js';

const { connection } = testDatabase();
const catalogue = withLessons({
  form: {
    style: 'template',
    fields: [
      { key: 'day', label: '日期', type: 'date', only: 'past' },
      { key: 'came', label: '实到', type: 'number' },
      { key: 'topic', label: '课题', type: 'text' },
    ],
  },
});
const county = testCounty(connection, undefined, undefined, catalogue);
const [, , lessons] = catalogue.duties;
if (!lessons) throw new Error('no lessons');

const S1 = SchoolCode.parse('S1');
const S2 = SchoolCode.parse('S2');
const OCTOBER = { school: S1, from: day('2026-10-01'), to: day('2026-10-31'), period: PeriodKey.parse('2026-10') };
let count = 0;

const calendarDay = (at: Date): Day => county.models.calendar.dayOf(at);

/** A record of a lesson, on this day, handed in on 28 October unless told otherwise. */
async function lesson(on: string, came: number, more: Partial<Submission> = {}): Promise<void> {
  const at = new Date('2026-10-28T10:00:00+08:00');
  await connection.collection<Submission>('submissions').insertOne({
    _id: `lesson:${++count}`,
    duty: DutyKey.parse('open-lesson'),
    period: PeriodKey.parse('2026-09'),
    school: S1,
    owner: ownerOfSchool(S1),
    by: PersonId.parse('S1-L'),
    state: 'handed-in',
    handedInAt: at,
    late: false,
    values: { day: on, came, topic: `课${came}` },
    no: `N${count}`,
    day: calendarDay(more.handedInAt ?? at),
    counts: [],
    reviews: [],
    attachments: [],
    changes: [],
    rev: 1,
    updatedAt: at,
    ...more,
  });
}

/** What one field is filled with before anybody types. */
async function fill(
  field: object,
  { roll = OCTOBER }: { roll?: typeof OCTOBER | null } = {},
): Promise<Value | undefined> {
  const duty = Duty.parse({
    ...lessons,
    form: { style: 'template', fields: [{ key: 'topic', label: '栏目', ...field }] },
  });
  const values = await prefilled(
    {
      duty,
      roll: roll ?? undefined,
      owner: ownerOfSchool(S1),
      speaker: { _id: PersonId.parse('S1-L'), name: '钱主任' },
      school: { _id: S1, name: '松山小学' },
      today: day('2026-10-28'),
    },
    county.models,
  );
  return values['topic'];
}

describe('records of another duty', () => {
  const records = { duty: 'open-lesson', give: 'records' };
  const sum = { duty: 'open-lesson', give: 'sum', field: 'came' };

  test('are counted and added up over the page’s school and days, by the day they name', async () => {
    await lesson('2026-10-01', 5);
    await lesson('2026-10-31', 7, { state: 'accepted', handedInAt: new Date('2026-11-03T10:00:00+08:00') });
    await lesson('2026-09-30', 100);
    await lesson('2026-11-01', 100);
    await lesson('2026-10-10', 100, { school: S2 });
    for (const state of ['draft', 'returned', 'withdrawn'] as const) await lesson('2026-10-10', 100, { state });
    expect(await fill({ type: 'number', prefill: records })).toBe(2);
    expect(await fill({ type: 'number', prefill: sum })).toBe(12);
    expect(await fill({ type: 'text', prefill: records })).toBe('2');
  });

  test('none are 0; without a page there are no days to count over', async () => {
    expect(await fill({ type: 'number', prefill: records })).toBe(0);
    expect(await fill({ type: 'number', prefill: sum })).toBe(0);
    expect(await fill({ type: 'number', prefill: records }, { roll: null })).toBeUndefined();
  });
});

test('records without a day of their own count by when they were handed in', async () => {
  const weekly = catalogue.duties.find(({ form }) => form.style === 'message');
  if (!weekly) throw new Error('no weekly duty');
  const at = (time: string) => ({ duty: weekly.key, handedInAt: new Date(time), values: { text: '好' } });
  await lesson('', 0, at('2026-10-01T00:00:00+08:00'));
  await lesson('', 0, at('2026-10-31T23:59:59+08:00'));
  await lesson('', 0, at('2026-11-01T00:00:00+08:00'));
  await lesson('', 0, at('2026-09-30T23:59:59+08:00'));
  expect(await fill({ type: 'number', prefill: { duty: weekly.key, give: 'records' } })).toBe(2);
});

test('the states of the ledger’s pages', async () => {
  county.at('2026-10-12T08:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
  const weekly = catalogue.duties.find(({ form }) => form.style === 'message')?.key;
  const owed = await fill({ type: 'number', prefill: { duty: weekly, give: 'owed' } });
  expect(owed).toBeGreaterThan(0);
  expect(await fill({ type: 'number', prefill: { duty: weekly, give: 'handed-in' } })).toBe(0);
  expect(await fill({ type: 'text', prefill: { duty: weekly, give: 'handed-in-of-owed' } })).toBe(`0/${String(owed)}`);
  expect(await fill({ type: 'number', prefill: { duty: weekly, give: 'handed-in-of-owed' } })).toBeUndefined();
});

test('what stood there the time before, in another period', async () => {
  expect(await fill({ type: 'text', prefill: { give: 'last' } })).toBeUndefined();
  await lesson('2026-09-01', 1, { updatedAt: new Date('2026-09-01') });
  await lesson('2026-09-02', 2, { updatedAt: new Date('2026-09-02') });
  await lesson('2026-10-02', 3, { period: OCTOBER.period });
  await lesson('2026-10-02', 4, { state: 'withdrawn' });
  await lesson('2026-10-02', 5, { owner: ownerOfSchool(S2) });
  expect(await fill({ type: 'text', prefill: { give: 'last' } })).toBe('课2');
});

test.each<[object, Value]>([
  [{ type: 'date', prefill: { give: 'today' } }, '2026-10-28'],
  [{ type: 'school', prefill: { give: 'own-school' } }, 'S1'],
  [{ type: 'school', several: true, prefill: { give: 'own-school' } }, ['S1']],
  [{ type: 'text', prefill: { give: 'own-school' } }, '松山小学'],
  [{ type: 'person', prefill: { give: 'speaker' } }, 'S1-L'],
  [{ type: 'person', several: true, prefill: { give: 'speaker' } }, ['S1-L']],
  [{ type: 'text', prefill: { give: 'speaker' } }, '钱主任'],
])('%p is %p', async (field, value) => expect(await fill(field)).toEqual(value));
