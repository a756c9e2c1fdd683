import { beforeEach, expect, test } from '@jest/globals';
import { schoolKey } from '../../models/pinyin.js';
import { createSchools, type School, schoolModel } from '../../models/school.js';
import { testDatabase } from '../support/database.js';
import { schoolCode as code, day } from '../support/people.js';

const { connection } = testDatabase();
const schools = createSchools(connection);

const school = (id: string, name: string, more: Partial<School> = {}): School => ({
  _id: code(id),
  name,
  pinyin: schoolKey(name),
  stage: '小学',
  cluster: '东片',
  rural: false,
  ...more,
});

beforeEach(async () => {
  await schoolModel(connection).insertMany([
    school('S2', '青山县第二小学'),
    school('S10', '青山县第十小学', { cluster: '西片' }),
    school('S1', '青山县第一小学'),
    school('M1', '青山县第一中学', { cluster: '西片', stage: '初中' }),
    school('X9', '青山县老校（旧）', { cluster: '旧片', endedOn: day('2026-01-31') }),
  ]);
});

test('the schools of today come in the order of their names, numbers counted as numbers', async () => {
  expect((await schools.all()).map(({ name }) => name)).toEqual([
    '青山县第一小学',
    '青山县第一中学',
    '青山县第二小学',
    '青山县第十小学',
  ]);
});

test('a school that ended is still known by its code', async () => {
  expect((await schools.byCode(code('X9')))?.endedOn).toBe('2026-01-31');
  expect((await schools.byCodes([code('X9'), code('S1'), code('nobody')])).map(({ _id }) => _id)).toEqual(['S1', 'X9']);
  expect(await schools.byCode(code('nobody'))).toBeUndefined();
});

test.each([
  ['code', 'S1', 'S1'],
  ['name', '青山县第二小学', 'S2'],
  ['full-width code with spaces', ' Ｓ１０ ', 'S10'],
  ['a part only one has', '十小', 'S10'],
  ['a part several have', '第一', undefined],
  ['a school that ended', '老校', undefined],
  ['nothing', '  ', undefined],
  ['characters of a pattern', '.*第二.*', undefined],
  ['a bracket alone', '(', undefined],
])('finds a school by %s', async (_, text, found) => {
  expect((await schools.find(text))?._id).toBe(found);
});

test('clusters are those of today’s schools', async () => {
  expect(await schools.clusters()).toEqual(['东片', '西片']);
  expect((await schools.ofCluster('西片')).map(({ _id }) => _id)).toEqual(['M1', 'S10']);
});

test('a field no school has is refused', async () => {
  const wrong = { ...school('S3', '青山县第三小学'), head: '王' };
  await expect(schoolModel(connection).create(wrong)).rejects.toThrow('head');
});
