import { expect, test } from '@jest/globals';
import { Chat } from '../../models/event.js';
import { createGroups, Scope } from '../../models/group.js';
import { testDatabase } from '../support/database.js';
import { personId } from '../support/people.js';

const { connection } = testDatabase();
const groups = createGroups(connection);
const NOW = new Date('2026-11-23T04:00:00Z');
const BY = personId('J01-01');

const chat = (id: string) => Chat.parse({ platform: 'feishu', id, kind: 'group' });
const SCHOOL = Scope.parse({ kind: 'school', school: 'S1' });
const CLUSTER = Scope.parse({ kind: 'cluster', cluster: '东片' });
const COUNTY = Scope.parse({ kind: 'county' });

test.each([[SCHOOL], [CLUSTER], [COUNTY]])('a group bound to %j stands for it', async (scope) => {
  await groups.bind(chat('oc_1'), scope, BY, NOW);
  expect(await groups.scopeOf(chat('oc_1'))).toEqual(scope);
  expect(await groups.chatsOf(scope)).toEqual([chat('oc_1')]);
});

test('a group nobody has bound stands for nothing, nor does one of the same id elsewhere', async () => {
  await groups.bind(chat('oc_1'), SCHOOL, BY, NOW);
  expect(await groups.scopeOf(chat('oc_2'))).toBeUndefined();
  expect(
    await groups.scopeOf({ ...chat('oc_1'), platform: Chat.parse({ ...chat('oc_1'), platform: 'wechat' }).platform }),
  ).toBeUndefined();
});

test('bound anew, a group stands for the new scope only', async () => {
  await groups.bind(chat('oc_1'), SCHOOL, BY, NOW);
  await groups.bind(chat('oc_1'), CLUSTER, BY, NOW);
  expect(await groups.scopeOf(chat('oc_1'))).toEqual(CLUSTER);
  expect(await groups.chatsOf(SCHOOL)).toEqual([]);
});

test('the groups of one school are not those of another', async () => {
  await groups.bind(chat('oc_2'), SCHOOL, BY, new Date(NOW.getTime() + 1));
  await groups.bind(chat('oc_1'), SCHOOL, BY, NOW);
  await groups.bind(chat('oc_3'), Scope.parse({ kind: 'school', school: 'S2' }), BY, NOW);
  expect((await groups.chatsOf(SCHOOL)).map(({ id }) => id)).toEqual(['oc_1', 'oc_2']);
});
