import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createAccounts } from '../../models/account.js';
import { CODE_LIFE_MS, createBindCodes, WRONG_PER_ACCOUNT, WRONG_PER_PLATFORM } from '../../models/bind-code.js';
import { personModel } from '../../models/person.js';
import { testDatabase } from '../support/database.js';
import { day, person, personId, platform } from '../support/people.js';

const { connection } = testDatabase();
const codes = createBindCodes(connection);
const accounts = createAccounts(connection);
const FEISHU = platform('feishu');
const NOW = new Date('2026-11-23T04:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const HOUR_MS = 3600 * 1000;
const [P1, P2] = [personId('P1'), personId('P2')];

beforeAll(() => connection.model('BindCode').createIndexes());
beforeEach(() => personModel(connection).insertMany([person('P1'), person('P2')]));

const issue = async (id = P1, now = NOW) => (await codes.issue([id], now))[0]?.code ?? '';
const redeem = (code: string, account = 'ou_1', now = NOW) => codes.redeem({ platform: FEISHU, account, code, now });
const guess = (n: number, account = 'ou_1', now = NOW) => redeem(`2222-${String(n).padStart(4, '2')}`, account, now);

test('a code binds the account that sends it', async () => {
  const code = await issue();
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/u);
  expect(await redeem(code)).toEqual({ kind: 'bound', person: 'P1' });
  expect(await accounts.personOf(FEISHU, 'ou_1')).toBe('P1');
});

const fullWidth = (text: string) =>
  text.replace(/[!-~]/gu, (each) => String.fromCodePoint((each.codePointAt(0) ?? 0) + 0xfee0));
test.each<[string, (code: string) => string]>([
  ['lower case', (code) => code.toLowerCase()],
  ['without the hyphen', (code) => code.replace('-', '')],
  ['with spaces all over', (code) => ` ${code.split('').join(' ')}　`],
  ['full-width', fullWidth],
  ['full-width and lower case', (code) => fullWidth(code.toLowerCase())],
  ['with a long dash', (code) => code.replace('-', '——')],
])('a code may be typed %s', async (_, typed) => {
  expect(await redeem(typed(await issue()))).toEqual({ kind: 'bound', person: 'P1' });
});

test('neither code nor plain hash is stored', async () => {
  const code = await issue();
  const stored = JSON.stringify(await connection.collection('bindCodes').find().toArray());
  expect(stored).not.toContain(code);
  expect(stored).not.toContain(code.replace('-', ''));
  const { createHash } = await import('node:crypto');
  for (const digest of ['hex', 'base64url'] as const) {
    expect(stored).not.toContain(createHash('sha256').update(code.replace('-', '')).digest(digest));
  }
});

test('a code is used once; its own account may send it again', async () => {
  const code = await issue();
  await redeem(code);
  expect(await redeem(code, 'ou_2')).toEqual({ kind: 'expired' });
  expect(await accounts.personOf(FEISHU, 'ou_2')).toBeUndefined();
  expect(await redeem(code)).toEqual({ kind: 'bound', person: 'P1' });
});

test('a code is good for two weeks to the millisecond', async () => {
  const code = await issue();
  expect(await redeem(code, 'ou_1', later(CODE_LIFE_MS))).toEqual({ kind: 'expired' });
  expect(await redeem(code, 'ou_1', later(CODE_LIFE_MS - 1))).toEqual({ kind: 'bound', person: 'P1' });
});

test('a new code takes the place of the old one', async () => {
  const [first, second] = [await issue(), await issue()];
  expect(await redeem(first)).toEqual({ kind: 'expired' });
  expect(await redeem(second)).toEqual({ kind: 'bound', person: 'P1' });
});

test('the code of somebody who has left is worth nothing', async () => {
  const code = await issue();
  await personModel(connection).updateOne({ _id: P1 }, { $set: { endedOn: day('2026-11-01') } });
  expect(await redeem(code)).toEqual({ kind: 'expired' });
  expect(await accounts.personOf(FEISHU, 'ou_1')).toBeUndefined();
});

test('a new code moves an account to its person; the old code does not move it back', async () => {
  const old = await issue(P1);
  await redeem(old);
  expect(await redeem(await issue(P2))).toEqual({ kind: 'bound', person: 'P2' });
  expect(await redeem(old)).toEqual({ kind: 'expired' });
  expect(await accounts.personOf(FEISHU, 'ou_1')).toBe('P2');
});

test('a process that died between taking the code and binding finishes when the message comes again', async () => {
  const code = await issue();
  await connection.collection('bindCodes').updateOne({ _id: P1 }, { $set: { usedBy: 'feishu:ou_1', usedAt: NOW } });
  expect(await redeem(code, 'ou_2')).toEqual({ kind: 'expired' });
  expect(await redeem(code, 'ou_1', later(CODE_LIFE_MS + 1))).toEqual({ kind: 'bound', person: 'P1' });
  expect(await accounts.personOf(FEISHU, 'ou_1')).toBe('P1');
});

test('one code sent by many accounts at once binds exactly one, every time', async () => {
  for (let round = 0; round < 10; round += 1) {
    const code = await issue();
    const senders = Array.from({ length: 8 }, (_, n) => `ou_${round}_${n}`);
    const results = await Promise.all(senders.map((account) => redeem(code, account)));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual([
      'bound',
      ...Array.from({ length: 7 }, () => 'expired'),
    ]);
    const winner = senders[results.findIndex(({ kind }) => kind === 'bound')];
    const bound = await Promise.all(senders.map((account) => accounts.personOf(FEISHU, account)));
    expect(senders.filter((_, n) => bound[n] !== undefined)).toEqual([winner]);
  }
});

test('after five wrong codes an account waits, for an hour after the first, even with the right one', async () => {
  const code = await issue();
  const left = [];
  for (let n = 0; n < WRONG_PER_ACCOUNT.most; n += 1) left.push(await guess(n, 'ou_1', later(n * 60_000)));
  expect(left).toEqual([4, 3, 2, 1, 0].map((each) => ({ kind: 'wrong', left: each })));
  expect(await redeem(code, 'ou_1', later(HOUR_MS - 1))).toEqual({ kind: 'wait', until: later(HOUR_MS) });
  expect(await redeem(code, 'ou_2', later(HOUR_MS - 1))).toEqual({ kind: 'bound', person: 'P1' });
  expect(await guess(9, 'ou_1', later(HOUR_MS))).toEqual({ kind: 'wrong', left: 0 });
});

test('codes that are good or were good cost no try', async () => {
  await guess(1);
  for (let n = 0; n < 10; n += 1) await redeem(await issue());
  const old = await issue();
  await issue();
  for (let n = 0; n < 10; n += 1) expect(await redeem(old)).toEqual({ kind: 'expired' });
  expect(await guess(2)).toEqual({ kind: 'wrong', left: 3 });
});

test('guesses sent at once are counted like guesses one after another', async () => {
  const results = await Promise.all(Array.from({ length: 12 }, (_, n) => guess(n)));
  expect(results.filter(({ kind }) => kind === 'wrong')).toHaveLength(WRONG_PER_ACCOUNT.most);
  expect(results.filter(({ kind }) => kind === 'wait')).toHaveLength(12 - WRONG_PER_ACCOUNT.most);
});

test('many accounts guessing together make the whole platform wait, and only that platform', async () => {
  const code = await issue();
  const accountsGuessing = WRONG_PER_PLATFORM.most / WRONG_PER_ACCOUNT.most;
  for (let n = 0; n < accountsGuessing; n += 1) {
    await Promise.all(Array.from({ length: WRONG_PER_ACCOUNT.most }, (_, at) => guess(at, `ou_bad_${n}`)));
  }
  expect(await redeem(code)).toEqual({ kind: 'wait', until: later(HOUR_MS) });
  expect(await codes.redeem({ platform: platform('wechat'), account: 'wx_1', code, now: NOW })).toEqual({
    kind: 'bound',
    person: 'P1',
  });
  const another = await issue(P2);
  expect(await redeem(another, 'ou_1', later(HOUR_MS))).toEqual({ kind: 'bound', person: 'P2' });
});

test('codes for a whole county are all different and all good', async () => {
  const ids = Array.from({ length: 3000 }, (_, n) => personId(`Q${n}`));
  const issued = await codes.issue([...ids, ...ids.slice(0, 10)], NOW);
  expect(issued.map((each) => each.person)).toEqual(ids);
  expect(new Set(issued.map(({ code }) => code)).size).toBe(ids.length);
});

test('a database keeps its salt', async () => {
  const code = await issue();
  expect(await createBindCodes(connection).redeem({ platform: FEISHU, account: 'ou_1', code, now: NOW })).toEqual({
    kind: 'bound',
    person: 'P1',
  });
  expect(await connection.collection('bindSecrets').countDocuments()).toBe(1);
});
