import { describe, expect, test } from '@jest/globals';
import { ownerOfUnit } from '../../models/owner.js';
import { createUnits, isLiving, type Unit, unitKeyOf, unitOf } from '../../models/unit.js';
import { testDatabase } from '../support/database.js';
import { day, personId, schoolCode } from '../support/people.js';
import { aDuty } from './a-duty.js';

const { connection } = testDatabase();
const units = createUnits(connection);

const register = aDuty({
  form: {
    style: 'template',
    fields: [
      { key: 'name', label: '名称', type: 'text' },
      { key: 'code', label: '立项号', type: 'text', required: false },
      { key: 'level', label: '级别', type: 'choice', options: ['校级', '县级'] },
      { key: 'head', label: '负责人', type: 'person' },
      { key: 'members', label: '成员', type: 'person', several: true },
      { key: 'from', label: '起', type: 'date' },
      { key: 'to', label: '止', type: 'date' },
      { key: 'status', label: '状态', type: 'choice', options: ['在研', '已结题', '撤销'] },
    ],
  },
  registers: {
    unit: 'project',
    code: 'code',
    name: 'name',
    head: 'head',
    members: 'members',
    from: 'from',
    to: 'to',
    level: 'level',
    ended: { field: 'status', is: ['已结题', '撤销'] },
  },
});
const record = (values: Record<string, string | string[]>) => ({
  _id: 'e1',
  no: '7F3KQ2',
  school: schoolCode('S1'),
  by: personId('L'),
  day: day('2026-11-20'),
  values,
});

describe('the unit a record makes known', () => {
  test('in full', () => {
    const values = {
      name: '折纸与分数',
      code: 'QG7',
      level: '县级',
      head: 'T1',
      members: ['T2', 'T3'],
      from: '2026-09-01',
      to: '2028-08-31',
      status: '在研',
    };
    expect(unitOf(register, record(values))).toEqual({
      _id: 'project:QG7',
      kind: 'project',
      code: 'QG7',
      name: '折纸与分数',
      school: 'S1',
      head: 'T1',
      members: ['T2', 'T3'],
      level: '县级',
      from: '2026-09-01',
      to: '2028-08-31',
      record: 'e1',
    });
  });

  test('without a number of its own it goes by the record’s; whoever hands it in heads it', () => {
    expect(unitOf(register, record({ members: 'T2' }))).toEqual({
      _id: 'project:7F3KQ2',
      kind: 'project',
      code: '7F3KQ2',
      name: '7F3KQ2',
      school: 'S1',
      head: 'L',
      members: ['T2'],
      record: 'e1',
    });
    expect(unitKeyOf(register, { code: '' }, '7F3KQ2')).toBe('project:7F3KQ2');
  });

  test('is over from the day its record says so', () => {
    expect(unitOf(register, record({ code: 'QG7', status: '已结题' }))).toMatchObject({ endedOn: '2026-11-20' });
  });

  test('of a duty that registers none there is none', () => {
    expect(unitOf(aDuty(), record({ name: '折纸' }))).toBeUndefined();
    expect(unitKeyOf(aDuty(), {}, '7F3KQ2')).toBeUndefined();
  });
});

const unit = (code: string, more: Partial<Unit> = {}): Unit => ({
  _id: ownerOfUnit('project', code),
  kind: 'project',
  code,
  name: code,
  school: schoolCode('S1'),
  members: [],
  record: 'e1',
  ...more,
});

test.each([
  ['without days it always does', {}, true],
  ['begins on the last day', { from: day('2026-12-31') }, true],
  ['begins the day after', { from: day('2027-01-01') }, false],
  ['ends on the first day', { to: day('2026-10-01') }, true],
  ['ended the day before', { to: day('2026-09-30') }, false],
  ['called off on the first day: owes nothing of it', { endedOn: day('2026-10-01') }, false],
  ['called off on the second day', { endedOn: day('2026-10-02') }, true],
])('whether a project owes anything in the fourth quarter: %s', (_name, more, expected) => {
  expect(isLiving(unit('A', more), day('2026-10-01'), day('2026-12-31'))).toBe(expected);
});

test('units as stored: written over, by school and kind, by name; gone when taken out', async () => {
  await units.put(unit('B'));
  await units.put(unit('A', { head: personId('T1') }));
  await units.put(unit('A', { head: personId('T2') }));
  await units.put({ ...unit('K'), _id: ownerOfUnit('class', 'K'), kind: 'class' });
  await units.put(unit('C', { school: schoolCode('S2') }));
  expect((await units.ofSchools([schoolCode('S1')])).map(({ code, head }) => [code, head])).toEqual([
    ['A', 'T2'],
    ['B', undefined],
    ['K', undefined],
  ]);
  expect((await units.ofSchools([schoolCode('S1')], 'class')).map(({ code }) => code)).toEqual(['K']);
  expect((await units.ofKind('project')).map(({ code }) => code)).toEqual(['A', 'B', 'C']);
  await units.remove(ownerOfUnit('project', 'A'));
  expect(await units.byIds([ownerOfUnit('project', 'A'), ownerOfUnit('project', 'C')])).toMatchObject([{ code: 'C' }]);
  expect(await units.byIds([])).toEqual([]);
});
