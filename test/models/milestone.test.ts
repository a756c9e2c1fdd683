import { describe, expect, test } from '@jest/globals';
import { milestoneKey, periodOfMilestone } from '../../models/milestone.js';
import { ownerOfUnit } from '../../models/owner.js';
import { stepsOf } from '../../models/step.js';
import type { Unit } from '../../models/unit.js';
import { schoolCode } from '../support/people.js';
import { aCalendar, aCalendarWith2027, day, place } from './a-calendar.js';
import { aDuty } from './a-duty.js';

const project = (from?: string, to?: string): Unit => ({
  _id: ownerOfUnit('project', 'QG7'),
  kind: 'project',
  code: 'QG7',
  name: '折纸与分数',
  school: schoolCode('S1'),
  members: [],
  record: 'e1',
  ...(from && { from: day(from) }),
  ...(to && { to: day(to) }),
});
const check = (at: 'middle' | 'end', windowDays = 30, late: 'term' | 'none' = 'term') =>
  aDuty({ owner: { kind: 'unit', of: 'project' }, cadence: { every: 'milestone', at, windowDays }, late });
const calendar = aCalendar();
const instants = (unit: Unit, duty = check('middle'), of = calendar) => {
  const period = periodOfMilestone(unit, duty, of, place('S1'));
  return period && [period.key, period.from, period.dueDay, period.term];
};

describe('the middle of a project', () => {
  test('is open thirty days before and due thirty days after', () => {
    // The middle of 1 May to 11 December is 20 August; thirty days after is Saturday 19 September, and Sunday has school.
    expect(instants(project('2026-05-01', '2026-12-11'))).toEqual([
      'middle-QG7',
      '2026-07-22',
      '2026-09-20',
      '2026-autumn',
    ]);
    expect(periodOfMilestone(project('2026-05-01', '2026-12-11'), check('middle'), calendar)).toMatchObject({
      label: '折纸与分数',
      opensAt: new Date('2026-07-22T00:00:00+08:00'),
      dueAt: new Date('2026-09-20T17:00:00+08:00'),
      closesAt: new Date('2027-01-23T00:00:00+08:00'),
    });
  });

  test('that falls into the summer is due when school begins', () => {
    expect(instants(project('2026-01-01', '2026-12-31'))).toEqual([
      'middle-QG7',
      '2026-06-02',
      '2026-09-01',
      '2026-autumn',
    ]);
  });

  test('is owed by nobody while its days, or the school days after it, are not known', () => {
    expect(instants(project())).toBeUndefined();
    expect(instants(project('2026-09-01'))).toBeUndefined();
    expect(instants(project('2026-09-01', '2027-05-30'))).toBeUndefined();
    expect(instants(project('2026-09-01', '2027-05-30'), check('middle'), aCalendarWith2027())).toEqual([
      'middle-QG7',
      '2026-12-15',
      '2027-03-01',
      '2027-spring',
    ]);
    expect(instants(project('2026-09-01', '2030-05-30'))).toBeUndefined();
  });
});

test('the end of a project is due on it, and open the window before; reminders run back from it', () => {
  const duty = check('end', 60);
  const period = periodOfMilestone(project('2024-12-01', '2026-11-30'), duty, calendar);
  expect(period).toMatchObject({ key: 'end-QG7', from: '2026-10-01', dueDay: '2026-11-30' });
  const steps = [-30, -14, -3, 7].map((days) => ({ key: `d${days}`, days, at: '08:20', to: 'owner' as const }));
  expect(period && stepsOf({ steps }, period, calendar).map((step) => step.day)).toEqual([
    '2026-11-02',
    '2026-11-16',
    '2026-11-27',
    '2026-12-07',
  ]);
});

test('a duty without milestones has none', () => {
  expect(instants(project('2026-05-01', '2026-12-11'), aDuty())).toBeUndefined();
});

test('each unit has milestones of its own, however long its number', () => {
  const long = '黑龙江省教育科学规划二零二六年度重点课题之七十八分课题第一子课题之一之一';
  const keys = [long, `${long}甲`, `${long}乙`, 'QG7', '7'].map((code) => milestoneKey('middle', { code }));
  expect(new Set(keys).size).toBe(5);
  for (const key of keys) expect(key.length).toBeLessThanOrEqual(40);
});
