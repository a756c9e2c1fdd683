import { describe, expect, test } from '@jest/globals';
import type { Calendar } from '../../models/calendar.js';
import { DutyKey, PeriodKey } from '../../models/ids.js';
import { createModels, type Models } from '../../models/models.js';
import { ownerOfPerson } from '../../models/owner.js';
import type { Roll } from '../../models/roll.js';
import { applyRoster, currentRoster } from '../../models/roster/apply.js';
import { ALWAYS, diffRoster } from '../../models/roster/diff.js';
import type { Roster, RosterPerson } from '../../models/roster/roster.js';
import { tally } from '../../models/tally.js';
import { mainJob } from '../support/catalogues.js';
import { testDatabase } from '../support/database.js';
import { day, personId, schoolCode } from '../support/people.js';
import { aCalendar, aCalendarWith2027 } from './a-calendar.js';

const { connection } = testDatabase();
const catalogue = mainJob();
const modelsWith = (calendar: Calendar): Models => createModels(connection, { catalogue, calendar });
const models = modelsWith(aCalendar());

const beijing = (text: string): Date => new Date(`2026-${text}:00+08:00`);
const MONDAY = beijing('10-26T00:10');
const WEDNESDAY = beijing('10-28T10:00');
const W9 = 'journal|2026-autumn-w09|S1';
const JOURNAL = DutyKey.parse('journal');
const WEEK = PeriodKey.parse('2026-autumn-w09');

const school = (code: string, stage = '小学') => ({
  code: schoolCode(code),
  name: `学校${code}`,
  stage,
  cluster: '东片',
  rural: false,
});
const teacher = (id: string, more: Partial<RosterPerson> = {}): RosterPerson => ({
  id: personId(id),
  name: `人${id}`,
  school: schoolCode('S1'),
  posts: ['teacher'],
  subjects: [],
  teaching: true,
  ...more,
});
const ids = ['T1', 'T2', 'T3', 'T4', 'T5'];
const roster = (...people: RosterPerson[]): Roster => ({
  schools: [school('S1'), school('S2'), school('J1', '进修学校')],
  people,
});
const staff = (...without: string[]): RosterPerson[] =>
  ids.filter((id) => !without.includes(id)).map((id) => teacher(id));

/** A county that has been there for long; on a day the workbook says something else. */
async function importRoster(people: RosterPerson[], today = ALWAYS): Promise<void> {
  await applyRoster(connection, diffRoster(await currentRoster(connection), roster(...people), today));
}
const page = async (id = W9): Promise<Roll> => {
  const roll = await models.rolls.get(id);
  if (!roll) throw new Error(`there is no page ${id}`);
  return roll;
};
const statuses = async (id = W9): Promise<Record<string, string>> =>
  Object.fromEntries((await page(id)).entries.map(({ owner, status }) => [owner.replace('person:', ''), status]));
const pages = async (): Promise<string[]> =>
  (await connection.collection('rolls').find().toArray()).map(({ _id }) => String(_id)).toSorted();

const handIn = (person: string, event: string, now = WEDNESDAY, where = 'S1') =>
  models.submissions.begin(
    {
      duty: JOURNAL,
      period: WEEK,
      school: schoolCode(where),
      owner: ownerOfPerson(personId(person)),
      state: 'handed-in',
      late: false,
      values: {},
      attachments: [],
    },
    { event, by: personId(person), now },
  );

describe('opening the pages', () => {
  test('of every school with somebody who owes, once, and not of what was due before the ledger began', async () => {
    await importRoster([teacher('T1'), teacher('P', { teaching: false, posts: ['principal'] })]);
    expect(await models.ledger.openRolls(MONDAY)).toBe(3);
    // S2 and the training school have nobody who teaches; the report of October is the school's, and not yet open.
    expect(await pages()).toEqual([
      'journal|2026-autumn-w09|S1',
      'monthly-report|2026-10|S1',
      'monthly-report|2026-10|S2',
    ]);
    expect(await models.ledger.openRolls(MONDAY)).toBe(0);
    expect(await models.ledger.openRolls(beijing('11-02T00:10'))).toBe(1);
    expect(await pages()).toHaveLength(4);
  });

  test('by three processes at once is opening them once', async () => {
    await importRoster(staff());
    await Promise.all([
      models.ledger.openRolls(MONDAY),
      models.ledger.openRolls(MONDAY),
      models.ledger.openSchool(schoolCode('S1'), MONDAY),
    ]);
    expect(await pages()).toHaveLength(3);
    expect((await page()).entries).toHaveLength(5);
  });

  test('of one school, for whoever asks first: what has come since the night, and everything after an import', async () => {
    const S1 = schoolCode('S1');
    const nextMonday = beijing('11-02T00:05');
    await importRoster([...staff('T5'), teacher('U1', { school: schoolCode('S2') })]);
    expect(await models.ledger.openSchool(S1, MONDAY)).toBeGreaterThan(0);
    await models.ledger.openRolls(MONDAY);
    expect(await models.ledger.openSchool(S1, WEDNESDAY)).toBe(0);
    // A new week has begun, and the night has not come yet.
    expect(await models.ledger.openSchool(S1, nextMonday)).toBe(1);
    expect(await pages()).toContain('journal|2026-autumn-w10|S1');
    expect(await pages()).not.toContain('journal|2026-autumn-w10|S2');
    await models.ledger.openRolls(nextMonday);
    // Cut short before it opened any page.
    await importRoster(staff());
    await models.ledger.openSchool(S1, nextMonday);
    expect(await statuses()).toMatchObject({ T5: 'owed' });
  });

  test('a page that was opened is brought up to date for two weeks, whatever has become of it', async () => {
    await importRoster([teacher('T1')]);
    await models.ledger.openRolls(MONDAY);
    await importRoster([teacher('T1', { arrival: day('2026-11-01') })]);
    expect(await models.ledger.openRolls(WEDNESDAY)).toBe(0);
    expect(await statuses()).toEqual({ T1: 'absent' });
    await importRoster([teacher('T1', { arrival: day('2026-11-02') })]);
    expect(await models.ledger.openRolls(WEDNESDAY)).toBe(0);
    expect(await page()).toMatchObject({ entries: [], owing: 0 });
  });
});

describe('who owes a week', () => {
  const leave = (from: string, to: string) =>
    models.people.addLeave(personId('T1'), { id: 'l', from: day(from), to: day(to), by: personId('T1'), at: MONDAY });
  const cases: [string, () => Promise<void>, string | undefined][] = [
    ['always there', async () => {}, 'owed'],
    ['joins on Wednesday: three days', () => importRoster([...staff('T1'), teacher('T1')], day('2026-10-28')), 'owed'],
    ['joins on Thursday: two days', () => importRoster([...staff('T1'), teacher('T1')], day('2026-10-29')), 'absent'],
    ['leaves after Wednesday', () => importRoster(staff('T1'), day('2026-10-29')), 'owed'],
    ['leaves after Tuesday', () => importRoster(staff('T1'), day('2026-10-28')), 'absent'],
    ['left the week before', () => importRoster(staff('T1'), day('2026-10-26')), undefined],
    [
      'gives up teaching on Thursday',
      () => importRoster([...staff('T1'), teacher('T1', { teaching: false })], day('2026-10-29')),
      'owed',
    ],
    [
      'gives up teaching on Wednesday',
      () => importRoster([...staff('T1'), teacher('T1', { teaching: false })], day('2026-10-28')),
      'absent',
    ],
    ['on leave for two days', () => leave('2026-10-29', '2026-10-30'), 'owed'],
    ['on leave for three days', () => leave('2026-10-28', '2026-10-30'), 'leave'],
    ['on leave over the weekend', () => leave('2026-10-30', '2026-11-01'), 'owed'],
    [
      'moves to S2 on Thursday',
      () => importRoster([...staff('T1'), teacher('T1', { school: schoolCode('S2') })], day('2026-10-29')),
      'owed',
    ],
    [
      'moves to S2 on Wednesday',
      () => importRoster([...staff('T1'), teacher('T1', { school: schoolCode('S2') })], day('2026-10-28')),
      'absent',
    ],
  ];

  test.each(cases)('%s', async (name, happens, expected) => {
    await importRoster(name.startsWith('joins') ? staff('T1') : staff());
    await models.ledger.openRolls(MONDAY);
    await happens();
    await models.ledger.openRolls(WEDNESDAY);
    expect((await statuses())['T1']).toBe(expected);
    if (!name.startsWith('moves')) return;
    const there = (await statuses('journal|2026-autumn-w09|S2'))['T1'];
    expect(there).toBe(expected === 'owed' ? 'absent' : 'owed');
  });

  test('the numbers count out who is on leave, exempt or hardly there, and say how many', async () => {
    await importRoster(staff());
    await models.ledger.openRolls(MONDAY);
    await importRoster([...staff('T5'), teacher('T6')], day('2026-10-28'));
    await leave('2026-10-26', '2026-10-30');
    const slot = { duty: JOURNAL, period: WEEK, owner: ownerOfPerson(personId('T2')) };
    await models.exemptions.grant({ ...slot, reason: '外出培训', by: personId('P'), at: MONDAY });
    await handIn('T3', 'e1');
    await models.ledger.openRolls(WEDNESDAY);
    expect(await statuses()).toEqual({
      T1: 'leave',
      T2: 'exempt',
      T3: 'handed-in',
      T4: 'owed',
      T5: 'absent',
      T6: 'owed',
    });
    expect(tally([await page()])).toEqual({
      returned: 0,
      claimed: 0,
      inCluster: 0,
      owed: 3,
      handedIn: 1,
      late: 0,
      missing: 2,
      leave: 1,
      exempt: 1,
      absent: 1,
    });
    expect(await models.exemptions.revoke(slot, await page(), { by: personId('P'), at: MONDAY })).toHaveLength(1);
    expect((await models.ledger.refresh(W9))?.owing).toBe(3);
  });
});

describe('the calendar of the school', () => {
  const dueDays = async (now: Date, calendar: Calendar): Promise<Record<string, string>> => {
    await importRoster([teacher('T1'), teacher('T2', { school: schoolCode('S2') })]);
    await modelsWith(calendar).ledger.openRolls(now);
    const all = await connection.collection('rolls').find({ duty: 'journal' }).toArray();
    return Object.fromEntries(
      all.map(({ period, school: code, dueDay }) => [`${String(period).slice(12)} ${code}`, dueDay]),
    );
  };

  test('a week with two school days owes nothing; one with three does', async () => {
    const closed = aCalendar({ closures: [{ from: '2026-09-28', reason: '运动会', schools: ['S1'] }] });
    expect(await dueDays(beijing('09-28T00:10'), closed)).toEqual({ 'w05 S2': '2026-09-30' });
  });

  test('snow on Friday moves the due day of that school to Thursday, and its nag with it', async () => {
    const snow = aCalendar({ closures: [{ from: '2026-10-30', reason: '暴雪', schools: ['S1'] }] });
    expect(await dueDays(MONDAY, snow)).toEqual({ 'w09 S1': '2026-10-29', 'w09 S2': '2026-10-30' });
    expect((await page()).nagDays).toEqual(['2026-10-29', '2026-11-02']);
  });

  test('a closure entered when the page is open moves what was fixed', async () => {
    expect(await dueDays(MONDAY, aCalendar())).toMatchObject({ 'w09 S1': '2026-10-30' });
    const snow = aCalendar({ closures: [{ from: '2026-10-29', to: '2026-10-30', reason: '暴雪', schools: ['S1'] }] });
    expect(await dueDays(WEDNESDAY, snow)).toMatchObject({ 'w09 S1': '2026-10-28', 'w09 S2': '2026-10-30' });
  });

  test('weeks and months that depend on a year nobody has announced open no page', async () => {
    await importRoster(staff());
    await models.ledger.openRolls(beijing('12-21T00:10'));
    const before = await pages();
    expect(before).toContain('journal|2026-autumn-w17|S1');
    for (const at of ['2026-12-28', '2026-12-31', '2027-01-04', '2027-01-11', '2027-01-18']) {
      await models.ledger.openRolls(new Date(`${at}T00:10:00+08:00`));
    }
    expect(await pages()).toEqual(before);
    expect((await page('journal|2026-autumn-w17|S1')).nagDays).toEqual(['2026-12-25', '2026-12-28']);
  });

  test('and do when the list is there', async () => {
    await importRoster(staff());
    await modelsWith(aCalendarWith2027()).ledger.openRolls(beijing('12-28T00:10'));
    expect(await pages()).toEqual(expect.arrayContaining(['journal|2026-autumn-w18|S1', 'monthly-report|2026-12|S1']));
  });
});

describe('two who write a page at once', () => {
  /** Holds back the n-th writing of a page until it is let go. */
  function gates(...held: number[]) {
    const collection = connection.models['Roll']?.collection;
    if (!collection) throw new Error('no pages');
    const write = collection.replaceOne.bind(collection);
    const release = new Map<number, () => void>();
    const waiting = new Map(held.map((n) => [n, new Promise<void>((resolve) => release.set(n, resolve))]));
    const arrived = new Map<number, () => void>();
    const arrivals = new Map(held.map((n) => [n, new Promise<void>((resolve) => arrived.set(n, resolve))]));
    let count = 0;
    collection.replaceOne = async (...args: Parameters<typeof write>) => {
      const n = ++count;
      arrived.get(n)?.();
      await waiting.get(n);
      return write(...args);
    };
    return {
      arrival: (n: number) => arrivals.get(n),
      letGo: (n: number) => release.get(n)?.(),
      restore: () => void (collection.replaceOne = write),
    };
  }
  const change = (event: string, from: 'handed-in' | 'withdrawn', state: 'handed-in' | 'withdrawn') =>
    models.submissions.change('e1', [from], { state }, { event, by: personId('T1'), now: WEDNESDAY });

  test('a slow one that read before a change does not undo it, though the change seemed to change nothing', async () => {
    await importRoster(staff());
    await handIn('T1', 'e1');
    await models.ledger.openRolls(WEDNESDAY);
    const { arrival, letGo, restore } = gates(1);
    await change('w', 'handed-in', 'withdrawn');
    const slow = models.ledger.refresh(W9);
    await arrival(1);
    await change('r', 'withdrawn', 'handed-in');
    await models.ledger.refresh(W9);
    letGo(1);
    await slow;
    restore();
    expect((await statuses())['T1']).toBe('handed-in');
  });

  test('an import that meets a hand-in which read the old roster looks again', async () => {
    await importRoster(staff());
    await models.ledger.openRolls(MONDAY);
    const { arrival, letGo, restore } = gates(1, 2);
    await handIn('T1', 'e1');
    const handingIn = models.ledger.refresh(W9);
    await arrival(1);
    await importRoster(staff('T2'), day('2026-10-27'));
    const importing = models.ledger.openRolls(WEDNESDAY);
    await arrival(2);
    letGo(1);
    await handingIn;
    letGo(2);
    await importing;
    restore();
    expect(await statuses()).toMatchObject({ T1: 'handed-in', T2: 'absent' });
  });
});
