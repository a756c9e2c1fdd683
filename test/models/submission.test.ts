import { describe, expect, test } from '@jest/globals';
import { DutyKey, PeriodKey } from '../../models/ids.js';
import { OwnerKey, ownerOfPerson, ownerOfSchool } from '../../models/owner.js';
import type { Derive, Submission, SubmissionState } from '../../models/submission.js';
import { createSubmissions } from '../../models/submissions.js';
import { testDatabase } from '../support/database.js';
import { day, personId, schoolCode } from '../support/people.js';

const { connection } = testDatabase();
/** Counts where it was handed in, and nothing else follows from it. */
const derive: Derive = async ({ _id, duty, period, school, owner }) => ({
  no: _id,
  day: day('2026-10-28'),
  counts: [{ duty, period, school, owner }],
  reviews: [],
});
const submissions = createSubmissions(connection, derive);
const T1 = personId('T1');
const LEAD = personId('L');
const S1 = schoolCode('S1');
const slot = { duty: DutyKey.parse('journal'), period: PeriodKey.parse('w9'), school: S1, owner: ownerOfPerson(T1) };
const at = (minute: number): Date => new Date(Date.UTC(2026, 9, 28, 2, minute));
const cause = (event: string, minute = 0, by = T1) => ({ event, by, now: at(minute) });

const begin = (
  event: string,
  minute = 0,
  more: Partial<Submission> & { state?: 'draft' | 'handed-in' } = {},
  by = T1,
): Promise<Submission> =>
  submissions.begin(
    { ...slot, late: false, values: { text: event }, attachments: [], state: 'handed-in', ...more },
    cause(event, minute, by),
  );

test('owners are persons or schools', () => {
  expect([slot.owner, ownerOfSchool(S1)]).toEqual(['person:T1', 'school:S1']);
  expect(OwnerKey.safeParse('T1').success).toBe(false);
});

describe('beginning', () => {
  test('handed in: the time, who, and the first step of its life', async () => {
    expect(await begin('e1', 5, { late: true })).toEqual({
      _id: 'e1',
      ...slot,
      no: 'e1',
      day: '2026-10-28',
      counts: [slot],
      reviews: [],
      by: T1,
      state: 'handed-in',
      handedInAt: at(5),
      late: true,
      values: { text: 'e1' },
      attachments: [],
      changes: [{ event: 'e1', at: at(5), by: T1, from: 'new', to: 'handed-in' }],
      rev: 1,
      updatedAt: at(5),
    });
  });

  test('a draft has no time of hand-in', async () => {
    expect(await begin('e1', 0, { state: 'draft' })).not.toHaveProperty('handedInAt');
  });

  test('the same event again, also at once, is one submission, as it was begun', async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, i) => begin('e1', 0, { values: { text: `run ${i}` } })),
    );
    expect(new Set(all.map(({ values }) => values['text'])).size).toBe(1);
    expect(await begin('e1', 9, { values: { text: 'later' } })).toEqual(all[0]);
    expect(await connection.collection('submissions').countDocuments()).toBe(1);
  });
});

describe('changing', () => {
  test('keeps what was before, the time of the hand-in, and counts up', async () => {
    await begin('e1', 0);
    const changed = await submissions.change(
      'e1',
      ['handed-in'],
      { state: 'handed-in', values: { text: 'new' } },
      cause('e2', 7),
    );
    expect(changed).toMatchObject({ values: { text: 'new' }, handedInAt: at(0), updatedAt: at(7), rev: 2 });
    expect(changed?.changes[1]).toEqual({
      event: 'e2',
      at: at(7),
      by: T1,
      from: 'handed-in',
      to: 'handed-in',
      values: { text: 'e1' },
    });
    expect(await submissions.get('e1')).toEqual(changed);
  });

  const moves: [SubmissionState, SubmissionState[], boolean][] = [
    ['handed-in', ['handed-in', 'draft', 'returned'], true],
    ['draft', ['draft', 'returned'], true],
    ['handed-in', ['withdrawn'], false],
    ['draft', [], false],
  ];
  test.each(moves)('from %s where %p is asked for: %p', async (state, from, allowed) => {
    await begin('e1', 0, { state: state === 'draft' ? 'draft' : 'handed-in' });
    const changed = await submissions.change('e1', from, { state: 'withdrawn' }, cause('e2'));
    expect(changed?.state).toBe(allowed ? 'withdrawn' : undefined);
    expect((await submissions.get('e1'))?.state).toBe(allowed ? 'withdrawn' : state);
  });

  test('what is not there cannot be changed', async () => {
    expect(await submissions.change('none', ['draft'], { state: 'withdrawn' }, cause('e2'))).toBeUndefined();
  });

  test('the same event again changes nothing, whatever state it is in by now', async () => {
    await begin('e1');
    await submissions.change('e1', ['handed-in'], { state: 'withdrawn' }, cause('e2', 1));
    const restored = await submissions.change('e1', ['withdrawn'], { state: 'handed-in' }, cause('e3', 2));
    expect(await submissions.change('e1', ['handed-in'], { state: 'withdrawn' }, cause('e2', 3))).toEqual(restored);
    expect(restored).toMatchObject({ state: 'handed-in', handedInAt: at(0), rev: 3 });
  });

  test('ten changes at once are all made, one after the other', async () => {
    await begin('e1');
    await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        submissions.change('e1', ['handed-in'], { state: 'handed-in', values: { text: `v${i}` } }, cause(`c${i}`, i)),
      ),
    );
    const after = await submissions.get('e1');
    expect(after?.rev).toBe(11);
    const texts = [...(after?.changes.slice(1).map(({ values }) => values?.['text']) ?? []), after?.values['text']];
    expect(new Set(texts)).toEqual(new Set(['e1', ...Array.from({ length: 10 }, (_, i) => `v${i}`)]));
    expect(texts).toHaveLength(11);
  });

  test('a draft that is handed in after the deadline is late from then on, a correction is not', async () => {
    await begin('draft', 0, { state: 'draft' });
    const late = await submissions.change('draft', ['draft'], { state: 'handed-in', late: true }, cause('e2', 5));
    expect(late).toMatchObject({ late: true, handedInAt: at(5) });
    await begin('intime', 0);
    const kept = await submissions.change('intime', ['handed-in'], { state: 'handed-in', late: true }, cause('e3', 5));
    expect(kept).toMatchObject({ late: false, handedInAt: at(0) });
  });

  test('who handed it in is whoever did so last; taking it back hands nothing in', async () => {
    await begin('e1', 0, {}, LEAD);
    const back = await submissions.change('e1', ['handed-in'], { state: 'withdrawn' }, cause('e2', 1));
    expect(back?.by).toBe(LEAD);
    const again = await submissions.change('e1', ['withdrawn'], { state: 'handed-in' }, cause('e3', 2));
    expect(again?.by).toBe(T1);
  });
});

describe('finding', () => {
  test('what an owner has for a period, oldest first, wherever they taught then', async () => {
    await begin('late', 9);
    await begin('early', 1, { school: schoolCode('S2') });
    await begin('other-week', 2, { period: PeriodKey.parse('w10') });
    await begin('other-owner', 3, { owner: ownerOfPerson(LEAD) });
    expect((await submissions.ofOwner(slot)).map(({ _id }) => _id)).toEqual(['early', 'late']);
  });

  test('what schools have for a period comes without what people wrote', async () => {
    await begin('a', 0);
    await begin('b', 0, { school: schoolCode('S2') });
    await begin('c', 0, { school: schoolCode('S3') });
    const found = await submissions.ofPages([
      { duty: slot.duty, periods: [slot.period], schools: [S1, schoolCode('S2')] },
    ]);
    expect(found.map(({ _id }) => _id).toSorted()).toEqual(['a', 'b']);
    expect(found[0]).toMatchObject({ owner: slot.owner, state: 'handed-in', by: T1, late: false });
    expect(JSON.stringify(found)).not.toContain('text');
  });

  test('the newest of theirs in some states: by themselves, or under their names by others', async () => {
    const mine = { by: T1, owners: [slot.owner] };
    await begin('a', 1);
    await begin('b', 2, { state: 'draft' });
    await begin('by-lead', 3, {}, LEAD);
    await begin('for-other', 4, { owner: ownerOfPerson(personId('T2')) });
    await begin('others', 5, { owner: ownerOfPerson(personId('T2')) }, LEAD);
    const latest = async (...states: SubmissionState[]) =>
      (await submissions.latestOf(mine, states, 5)).map(({ _id }) => _id);
    expect(await latest('handed-in', 'draft')).toEqual(['for-other', 'by-lead', 'b', 'a']);
    expect(await latest('draft')).toEqual(['b']);
    await submissions.change('a', ['handed-in'], { state: 'withdrawn' }, cause('w', 9));
    expect(await latest('withdrawn')).toEqual(['a']);
  });

  test('what an event has begun or changed of theirs', async () => {
    const mine = { by: T1, owners: [slot.owner] };
    await begin('a', 1, {}, LEAD);
    await submissions.change('a', ['handed-in'], { state: 'withdrawn' }, cause('w', 9));
    expect((await submissions.touchedBy('w', mine))?._id).toBe('a');
    expect((await submissions.touchedBy('a', mine))?._id).toBe('a');
    expect(await submissions.touchedBy('x', mine)).toBeUndefined();
    expect(await submissions.touchedBy('w', { by: personId('T2'), owners: [] })).toBeUndefined();
  });
});
