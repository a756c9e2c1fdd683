import { expect, test } from '@jest/globals';
import { type Account, type Binding, createAccounts } from '../../models/account.js';
import { type Person, personModel } from '../../models/person.js';
import { testDatabase } from '../support/database.js';
import { day, person, personId, platform } from '../support/people.js';

const { connection } = testDatabase();
const accounts = createAccounts(connection);
const FEISHU = platform('feishu');
const WECHAT = platform('wechat');
const NOON = new Date('2026-11-23T04:00:00Z');
const minutes = (n: number) => new Date(NOON.getTime() + n * 60_000);

const bind = (account: string, to: string, more: Partial<Binding> = {}) =>
  accounts.bind({ platform: FEISHU, account, person: personId(to), how: 'mobile', now: NOON, ...more });

test('an account is one person’s, on each platform for itself', async () => {
  expect(await bind('ou_1', 'P1')).toEqual({ kind: 'bound' });
  expect(await bind('ou_1', 'P1')).toEqual({ kind: 'already' });
  expect(await bind('ou_1', 'P2', { platform: WECHAT })).toEqual({ kind: 'bound' });
  expect(await accounts.personOf(FEISHU, 'ou_1')).toBe('P1');
  expect(await accounts.personOf(WECHAT, 'ou_1')).toBe('P2');
  expect(await accounts.personOf(FEISHU, 'ou_2')).toBeUndefined();
});

test('only a code moves an account to somebody else, and who had it is remembered', async () => {
  await bind('ou_1', 'P1');
  expect(await bind('ou_1', 'P2')).toEqual({ kind: 'taken', person: 'P1' });
  expect(await bind('ou_1', 'P2', { how: 'demo' })).toEqual({ kind: 'taken', person: 'P1' });
  expect(await accounts.personOf(FEISHU, 'ou_1')).toBe('P1');

  expect(await bind('ou_1', 'P2', { how: 'code', now: minutes(5) })).toEqual({ kind: 'moved', person: 'P1' });
  expect(await accounts.personOf(FEISHU, 'ou_1')).toBe('P2');
  const stored = await connection.collection('accounts').findOne({ account: 'ou_1' });
  expect(stored?.['history']).toEqual([{ person: 'P1', how: 'mobile', boundAt: NOON, until: minutes(5) }]);
});

test('an account claimed for two people at once becomes the first one’s', async () => {
  const results = await Promise.all(['P1', 'P2', 'P3', 'P4'].map((each) => bind('ou_1', each)));
  expect(results.filter(({ kind }) => kind === 'bound')).toHaveLength(1);
  expect(results.filter(({ kind }) => kind === 'taken')).toHaveLength(3);
});

test('a person’s accounts come with the one used last first', async () => {
  await bind('ou_1', 'P1', { now: minutes(0) });
  await bind('wx_1', 'P1', { platform: WECHAT, now: minutes(1) });
  await bind('ou_2', 'P2');
  const order = async () =>
    (await accounts.ofPeople([personId('P1'), personId('P3')])).get(personId('P1'))?.map(({ account }) => account);
  expect(await order()).toEqual(['wx_1', 'ou_1']);
  await accounts.usedBy(FEISHU, 'ou_1', minutes(20));
  expect(await order()).toEqual(['ou_1', 'wx_1']);
  expect([...(await accounts.ofPeople([personId('P1'), personId('P3')])).keys()]).toEqual(['P1']);
  expect((await accounts.ofPeople([personId('P1')])).get(personId('P1'))?.[0]).not.toHaveProperty('history');
});

test('of some people it is told who has an account, on whichever platform', async () => {
  await bind('ou_1', 'P1');
  await bind('wx_1', 'P1', { platform: WECHAT });
  await bind('wx_2', 'P2', { platform: WECHAT });
  expect([...(await accounts.bound([personId('P1'), personId('P3')]))]).toEqual(['P1']);
  expect(await accounts.bound([])).toEqual(new Set());
});

test('being seen is noted to within ten minutes, and never for an account that is nobody’s', async () => {
  await bind('ou_1', 'P1');
  const seenAt = async () => (await accounts.ofPeople([personId('P1')])).get(personId('P1'))?.[0]?.lastSeenAt;
  await accounts.usedBy(FEISHU, 'ou_1', minutes(0));
  await accounts.usedBy(FEISHU, 'ou_1', minutes(9));
  expect(await seenAt()).toEqual(minutes(0));
  await accounts.usedBy(FEISHU, 'ou_1', minutes(10));
  expect(await seenAt()).toEqual(minutes(10));
  await accounts.usedBy(FEISHU, 'nobody', minutes(0));
  expect(await accounts.personOf(FEISHU, 'nobody')).toBeUndefined();
});

test('who has a mobile number and no account on a platform is found page by page', async () => {
  const some = Array.from({ length: 7 }, (_, n) => person(`P${n}`, n === 3 ? {} : { mobile: `1990000000${n}` }));
  await personModel(connection).insertMany([
    ...some,
    person('P9', { mobile: '19900000009', endedOn: day('2026-01-01') }),
  ]);
  await bind('ou_1', 'P1');
  await bind('wx_2', 'P2', { platform: WECHAT });

  const first = await accounts.unboundWithMobile(FEISHU, 3);
  expect(first.people.map(({ person: id }) => id)).toEqual(['P0', 'P2', 'P4']);
  expect(first.people[0]).toEqual({ person: 'P0', mobile: '19900000000' });
  const second = await accounts.unboundWithMobile(FEISHU, 3, first.next);
  expect(second).toEqual({
    people: [
      { person: 'P5', mobile: '19900000005' },
      { person: 'P6', mobile: '19900000006' },
    ],
  });
});

test('a long stretch of people who are all bound is gone through in steps, not given up on', async () => {
  const many = Array.from({ length: 2001 }, (_, n) =>
    person(`P${String(n).padStart(5, '0')}`, { mobile: `1990000${String(n).padStart(4, '0')}` }),
  );
  const bound = many.slice(0, 2000).map(({ _id }) => ({
    _id: `feishu:${_id}`,
    platform: FEISHU,
    account: `ou_${_id}`,
    person: _id,
    boundAt: NOON,
    how: 'mobile' as const,
  }));
  await connection.collection<Person>('people').insertMany(many);
  await connection.collection<Account>('accounts').insertMany(bound);
  const first = await accounts.unboundWithMobile(FEISHU, 50);
  expect(first).toEqual({ people: [], next: 'P01999' });
  expect(await accounts.unboundWithMobile(FEISHU, 50, first.next)).toEqual({
    people: [{ person: 'P02000', mobile: '19900002000' }],
  });
});

test('an account that has ended is nobody’s: not counted, not written to, and a number does not bring it back', async () => {
  await bind('ou_1', 'P1');
  expect(await accounts.end(FEISHU, 'ou_1', NOON)).toBe(true);
  expect(await accounts.end(FEISHU, 'ou_1', NOON)).toBe(false);
  expect(await accounts.personOf(FEISHU, 'ou_1')).toBeUndefined();
  expect([await accounts.countPeople(), await accounts.bound([personId('P1')])]).toEqual([0, new Set()]);
  expect(await accounts.ofPeople([personId('P1')])).toEqual(new Map());
  expect(await accounts.ownersOf(FEISHU, ['ou_1'])).toEqual(new Map());
  expect(await bind('ou_1', 'P1')).toEqual({ kind: 'taken', person: 'P1' });
  expect(await bind('ou_1', 'P1', { how: 'code', now: minutes(5) })).toEqual({ kind: 'bound' });
  expect(await accounts.personOf(FEISHU, 'ou_1')).toBe('P1');
});
