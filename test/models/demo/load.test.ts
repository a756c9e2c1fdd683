import { expect, test } from '@jest/globals';
import { createAccounts } from '../../../models/account.js';
import { demoRoster } from '../../../models/demo/county.js';
import { demoGroups, loadDemo } from '../../../models/demo/load.js';
import { createGroups } from '../../../models/group.js';
import { createPeople, personModel } from '../../../models/person.js';
import { currentRoster } from '../../../models/roster/apply.js';
import { testDatabase } from '../../support/database.js';
import { person, personId, platform, schoolCode } from '../../support/people.js';

const { connection } = testDatabase();
const marks = connection.collection<{ _id: string; done: boolean }>('rosterMarks');
const NOW = new Date('2026-11-23T04:00:00Z');
const roster = demoRoster();

test('an empty database becomes the demo county, once', async () => {
  expect(await loadDemo(connection, NOW)).toBe(true);
  const loaded = await currentRoster(connection);
  expect(loaded.people).toHaveLength(roster.people.length);
  expect(loaded.people.flatMap(({ stints }) => stints.map(({ from }) => from))).toEqual(
    roster.people.map(() => '2000-01-01'),
  );
  expect(await loadDemo(connection, new Date(NOW.getTime() + 86_400_000))).toBe(false);
  expect(await currentRoster(connection)).toEqual(loaded);
});

test('everybody has an account in the sandbox, and every group stands for something', async () => {
  await loadDemo(connection, NOW);
  const accounts = createAccounts(connection);
  expect(await accounts.personOf(platform('sandbox'), 'S01-05')).toBe('S01-05');
  expect((await accounts.ofPeople(roster.people.map(({ id }) => id))).size).toBe(roster.people.length);
  for (const { chat, scope } of demoGroups) expect(await createGroups(connection).scopeOf(chat)).toEqual(scope);
  expect(demoGroups.map(({ chat }) => chat.id)).toEqual([
    'g-school-S01',
    'g-school-S02',
    'g-school-S03',
    'g-cluster-1',
    'g-cluster-2',
    'g-cluster-3',
    'g-county',
  ]);
});

test('a database with somebody in it is left alone', async () => {
  await personModel(connection).insertMany([person('P1')]);
  expect(await loadDemo(connection, NOW)).toBe(false);
  expect((await currentRoster(connection)).people).toHaveLength(1);
});

test('a load that was cut short is finished, with everybody there from the beginning', async () => {
  await loadDemo(connection, NOW);
  await personModel(connection).deleteMany({ school: { $ne: schoolCode('S01') } });
  await connection.collection('accounts').deleteMany({});
  await marks.updateOne({ _id: 'demo' }, { $set: { done: false } });
  await marks.deleteOne({ _id: 'imported' });
  expect(await loadDemo(connection, NOW)).toBe(true);
  const people = createPeople(connection);
  expect((await people.ofSchool(schoolCode('S02')))[0]?.stints[0]?.from).toBe('2000-01-01');
  expect(await people.byId(personId('J01-01'))).toBeDefined();
  expect(await createAccounts(connection).personOf(platform('sandbox'), 'S12-05')).toBe('S12-05');
});
