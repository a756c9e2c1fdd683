import { describe, expect, test } from '@jest/globals';
import { DutyKey, PeriodKey } from '../../models/ids.js';
import { createOccasions, type Occasion, periodOfOccasion } from '../../models/occasion.js';
import { testDatabase } from '../support/database.js';
import { day, personId } from '../support/people.js';
import { aCalendar } from './a-calendar.js';
import { aDuty } from './a-duty.js';

const { connection } = testDatabase();
const occasions = createOccasions(connection);
const bulletin = DutyKey.parse('bulletin');
const calendar = aCalendar();
const beijing = (text: string): Date => new Date(`${text}:00+08:00`);
const cause = (event: string, now = beijing('2026-11-02T10:00')) => ({ event, by: personId('E'), now });
const issue = (n: number, dueDay: string, duty = bulletin) => ({
  duty,
  period: PeriodKey.parse(`no${n}`),
  label: `第${n}期`,
  note: '',
  owners: [],
  opensOn: day('2026-11-02'),
  dueDay: day(dueDay),
});

describe('what is opened', () => {
  test('is there once, however often the same event opens it', async () => {
    const first = await occasions.open(issue(3, '2026-11-20'), cause('a'));
    expect(await occasions.open(issue(3, '2026-11-27'), cause('a'))).toEqual(first);
    expect(await occasions.open(issue(3, '2026-11-27'), cause('b'))).toEqual(first);
    expect(await occasions.get(bulletin, PeriodKey.parse('no3'))).toMatchObject({
      state: 'open',
      dueDay: '2026-11-20',
      changes: [{ event: 'a', by: 'E', to: 'open', dueDay: '2026-11-20' }],
    });
  });

  test('is closed, published, cancelled and opened again, each change once and kept', async () => {
    await occasions.open(issue(3, '2026-11-20'), cause('a'));
    const at = beijing('2026-11-18T12:00');
    const no3 = { duty: bulletin, period: PeriodKey.parse('no3') };
    const due = day('2026-11-20');
    const steps = [
      [{ state: 'closed', dueDay: due }, 'b', at],
      [{ state: 'closed', dueDay: due }, 'b', undefined],
      [{ state: 'open', dueDay: day('2026-11-27') }, 'c', undefined],
      [{ state: 'cancelled', dueDay: day('2026-11-27') }, 'd', undefined],
    ] as const;
    const seen = [];
    for (const [what, event, when] of steps) {
      const { state, dueDay, closedAt, changes } = (await occasions.change(no3, what, cause(event, when))) ?? {
        changes: [],
      };
      seen.push([state, dueDay, closedAt, changes.length]);
    }
    expect(seen).toEqual([
      ['closed', '2026-11-20', at, 2],
      ['closed', '2026-11-20', at, 2],
      ['open', '2026-11-27', undefined, 3],
      ['cancelled', '2026-11-27', undefined, 4],
    ]);
    expect(await occasions.change({ ...no3, period: PeriodKey.parse('no9') }, steps[0][0], cause('x'))).toBeUndefined();
  });

  test('the open ones of a duty, due first first; those whose pages may still change', async () => {
    await occasions.open(issue(4, '2026-12-18'), cause('a'));
    await occasions.open(issue(3, '2026-11-20'), cause('b'));
    await occasions.open(issue(5, '2026-11-10', DutyKey.parse('training')), cause('c'));
    await occasions.change(issue(4, '2026-12-18'), { state: 'cancelled', dueDay: day('2026-12-18') }, cause('d'));
    const labels = (all: Occasion[]): string[] => all.map(({ label }) => label);
    expect(labels(await occasions.openOf(bulletin))).toEqual(['第3期']);
    expect(labels(await occasions.ofDuty(bulletin))).toEqual(['第3期', '第4期']);
    expect(labels(await occasions.livingOn(day('2026-11-15')))).toEqual(['第3期', '第4期']);
  });
});

describe('as a period', () => {
  const duty = (late: 'none' | number) =>
    aDuty({ key: 'bulletin', cadence: { every: 'occasion', what: 'issue', openedBy: ['editor'] }, late });
  const period = async (late: 'none' | number, closedAt?: Date) => {
    const opened = await occasions.open(issue(3, '2026-11-20'), cause('a'));
    return periodOfOccasion({ ...opened, ...(closedAt && { closedAt }) }, duty(late), calendar);
  };

  test('from the day it opens to its last; late work as the duty has it', async () => {
    expect(await period('none')).toMatchObject({
      key: 'no3',
      label: '第3期',
      term: '2026-autumn',
      opensAt: beijing('2026-11-02T00:00'),
      dueAt: beijing('2026-11-20T17:00'),
      closesAt: beijing('2026-11-20T17:00'),
    });
    expect(await period(10)).toMatchObject({ closesAt: beijing('2026-12-05T00:00') });
  });

  test('is over when it is closed, and not sooner', async () => {
    const at = beijing('2026-11-18T12:00');
    expect(await period(10, at)).toMatchObject({ dueAt: at, lateAfter: at, closesAt: at });
    const after = beijing('2026-11-24T12:00');
    expect(await period(10, after)).toMatchObject({ dueAt: beijing('2026-11-20T17:00'), closesAt: after });
  });

  test('BR12: one in the holidays is a period of its own, outside the terms', async () => {
    const opened = await occasions.open({ ...issue(7, '2026-08-07'), opensOn: day('2026-07-25') }, cause('s'));
    expect(periodOfOccasion(opened, duty(10), calendar)).toMatchObject({
      term: '',
      dueAt: beijing('2026-08-07T17:00'),
      closesAt: beijing('2026-09-15T00:00'),
    });
  });

  test('of a duty that has none there is none', async () => {
    expect(
      periodOfOccasion(await occasions.open(issue(3, '2026-11-20'), cause('a')), aDuty(), calendar),
    ).toBeUndefined();
  });
});
