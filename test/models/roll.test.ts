import { describe, expect, test } from '@jest/globals';
import { DutyKey, PeriodKey } from '../../models/ids.js';
import { ownerOfPerson } from '../../models/owner.js';
import { createRolls, type Roll, rollId, type Status } from '../../models/roll.js';
import { tally } from '../../models/tally.js';
import { testDatabase } from '../support/database.js';
import { day, personId, schoolCode } from '../support/people.js';

const { connection } = testDatabase();
const rolls = createRolls(connection);
const journal = DutyKey.parse('journal');
const T1 = personId('T1');
const me = ownerOfPerson(T1);

test('the numbers: everybody but those counted out is owed; the late are in', () => {
  const statuses: Status[] = [
    'owed',
    'draft',
    'returned',
    'handed-in',
    'late',
    'accepted',
    'leave',
    'exempt',
    'absent',
    'claimed',
    'in-cluster',
  ];
  const page = { entries: statuses.map((status) => ({ owner: me, status })) };
  const once = {
    ...{ owed: 7, handedIn: 3, late: 1, missing: 2, returned: 1, claimed: 1 },
    ...{ leave: 1, exempt: 1, absent: 1, inCluster: 1 },
  };
  expect(tally([page])).toEqual(once);
  expect(tally([page, page, { entries: [] }]).owed).toBe(14);
  // Accepted late: in, and late; nothing else changes.
  const late = { entries: [...page.entries, { owner: me, status: 'accepted' as const, late: true as const }] };
  expect(tally([late])).toEqual({ ...once, owed: 8, handedIn: 4, late: 2 });
  expect(tally([])).toMatchObject({ owed: 0, handedIn: 0, missing: 0, inCluster: 0 });
});

const date = (on: string, time = '17:00'): Date => new Date(`${on}T${time}:00+08:00`);
const page = (period: string, school: string, dueDay: string, more: Partial<Roll> = {}): Roll => ({
  _id: rollId(journal, PeriodKey.parse(period), schoolCode(school)),
  duty: journal,
  period: PeriodKey.parse(period),
  label: period,
  term: '2026-autumn',
  school: schoolCode(school),
  from: day(dueDay),
  to: day(dueDay),
  opensAt: date(dueDay, '00:00'),
  dueDay: day(dueDay),
  dueAt: date(dueDay),
  lateAfter: date(dueDay),
  closesAt: date('2027-01-22'),
  nagDays: [day(dueDay)],
  entries: [{ owner: me, status: 'owed' }],
  owing: 1,
  rev: 0,
  ...more,
});
const ids = (found: Pick<Roll, '_id'>[]): string[] => found.map(({ _id }) => _id.replace('journal|', ''));

describe('stored pages', () => {
  test('are opened once; what is there stays', async () => {
    await rolls.open([page('w9', 'S1', '2026-10-30')]);
    await rolls.open([page('w9', 'S1', '2026-10-30', { owing: 9 }), page('w10', 'S1', '2026-11-06')]);
    expect((await rolls.get('journal|w9|S1'))?.owing).toBe(1);
    expect(ids(await rolls.getMany(['journal|w9|S1', 'journal|w10|S1', 'journal|w11|S1']))).toEqual([
      'w10|S1',
      'w9|S1',
    ]);
  });

  test('are replaced only by whoever read the newest', async () => {
    await rolls.open([page('w9', 'S1', '2026-10-30')]);
    const read = await rolls.get('journal|w9|S1');
    if (!read) throw new Error('no page');
    expect(await rolls.replace({ ...read, owing: 0 })).toBe(true);
    expect(await rolls.replace({ ...read, owing: 5 })).toBe(false);
    expect(await rolls.get('journal|w9|S1')).toMatchObject({ owing: 0, rev: 1 });
  });

  test('of an owner: open ones oldest first, the history newest first', async () => {
    const closed = { closesAt: date('2026-10-31') };
    await rolls.open([
      page('w10', 'S1', '2026-11-06'),
      page('w9', 'S1', '2026-10-30'),
      page('w8', 'S1', '2026-10-23', closed),
      page('w20', 'S1', '2027-01-15'),
      page('w9', 'S2', '2026-10-30', { entries: [] }),
    ]);
    const now = date('2026-11-06', '09:00');
    expect(ids(await rolls.ofOwner(me, now))).toEqual(['w9|S1', 'w10|S1']);
    expect(ids(await rolls.historyOf(me, now, 2))).toEqual(['w10|S1', 'w9|S1']);
  });

  test('of an owner: nobody else stands on them', async () => {
    const two = page('w9', 'S1', '2026-10-30', {
      entries: [
        { owner: ownerOfPerson(personId('T2')), status: 'handed-in' },
        { owner: me, status: 'owed' },
      ],
    });
    await rolls.open([two]);
    const { owing: _owing, rev: _rev, ...own } = { ...two, entries: [{ owner: me, status: 'owed' }] };
    expect(await rolls.ofOwner(me, date('2026-10-30', '09:00'))).toEqual([own]);
    expect(await rolls.historyOf(me, date('2026-10-30', '09:00'), 1)).toEqual([own]);
  });

  test('of schools: due within a span, recent, labelled, of a period', async () => {
    await rolls.open([
      page('w9', 'S1', '2026-10-30'),
      page('w9', 'S2', '2026-10-29'),
      page('w10', 'S1', '2026-11-06', { label: '第10周' }),
      page('w2', 'S1', '2026-09-11'),
    ]);
    const S1 = schoolCode('S1');
    expect(ids(await rolls.ofSchool(S1, date('2026-10-30', '00:00'), date('2026-11-30')))).toEqual(['w9|S1', 'w10|S1']);
    expect(ids(await rolls.within(S1, journal, day('2026-09-11'), day('2026-10-30')))).toEqual(['w2|S1', 'w9|S1']);
    expect(ids(await rolls.openIn([S1, schoolCode('S2')], date('2026-11-05'), journal))).toEqual(['w9|S2', 'w9|S1']);
    expect(ids(await rolls.ofPeriod(journal, PeriodKey.parse('w9')))).toEqual(['w9|S1', 'w9|S2']);
    expect(ids(await rolls.ofPeriod(journal, PeriodKey.parse('w9'), [S1]))).toEqual(['w9|S1']);
    expect(ids(await rolls.lastOf(journal, S1, date('2026-11-01'), 2))).toEqual(['w9|S1', 'w2|S1']);
    await rolls.open([page('w1', 'S1', '2026-09-04', { lateAfter: date('2026-11-02') })]);
    expect(ids(await rolls.lastOf(journal, S1, date('2026-11-01'), 3))).toEqual(['w9|S1', 'w2|S1']);
    expect((await rolls.newestLabelled(journal, '第10周'))?._id).toBe('journal|w10|S1');
    expect(await rolls.newestLabelled(journal, '第11周')).toBeUndefined();
  });

  test('open ones are those still taken; begun ones are all whose time has come', async () => {
    await rolls.open([
      page('w8', 'S1', '2026-10-23', { closesAt: date('2026-10-28') }),
      page('w9', 'S1', '2026-10-30'),
      page('w10', 'S1', '2026-11-06'),
    ]);
    const [S1, since] = [[schoolCode('S1')], date('2026-10-01')];
    expect(ids(await rolls.openIn(S1, date('2026-11-05')))).toEqual(['w9|S1']);
    expect(ids(await rolls.openIn(S1, date('2026-10-28', '16:59')))).toEqual(['w8|S1']);
    expect(ids(await rolls.openIn(S1, date('2026-10-28')))).toEqual([]);
    expect(ids(await rolls.begunIn(S1, since, date('2026-11-05')))).toEqual(['w8|S1', 'w9|S1']);
  });

  test('of a nag day: only where somebody owes, in batches that never split a school', async () => {
    const some = Array.from({ length: 5 }, (_, i) => [`S${i}`, `w${i}`] as const);
    await rolls.open([
      ...some.flatMap(([school, period]) => [page('w9', school, '2026-10-30'), page(period, school, '2026-10-30')]),
      page('w8', 'S0', '2026-10-23'),
      page('w7', 'S0', '2026-10-30', { owing: 0 }),
    ]);
    const batches: string[][] = [];
    for await (const batch of rolls.due(day('2026-10-30'), 3, [])) batches.push(batch.map(({ school }) => school));
    expect(batches).toEqual([
      ['S0', 'S0', 'S1', 'S1'],
      ['S2', 'S2', 'S3', 'S3'],
      ['S4', 'S4'],
    ]);
  });

  test('of some schools also those of the days ahead', async () => {
    await rolls.open([page('w9', 'S0', '2026-10-30'), page('w9', 'S1', '2026-10-30'), page('w8', 'S1', '2026-10-23')]);
    await rolls.open([page('w10', 'S0', '2026-11-06'), page('w10', 'S1', '2026-11-06')]);
    const found: string[] = [];
    const ahead = [
      { schools: [schoolCode('S1')], days: [day('2026-10-30')] },
      { schools: [schoolCode('S0'), schoolCode('S1')], days: [day('2026-11-06')] },
    ];
    for await (const batch of rolls.due(day('2026-10-23'), 9, ahead)) found.push(...ids(batch));
    expect(found.toSorted()).toEqual(['w10|S0', 'w10|S1', 'w8|S1', 'w9|S1']);
  });
});
