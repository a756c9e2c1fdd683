import { expect, test } from '@jest/globals';
import { createFormTokens, FORM_CARD_MS, FORM_LINK_MS } from '../../models/form-token.js';
import { DutyKey, PeriodKey, PersonId } from '../../models/ids.js';
import { ownerOfPerson } from '../../models/owner.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const NOW = new Date('2026-10-28T10:00:00+08:00');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const person = PersonId.parse('张三·一');
const claim = {
  person,
  duty: DutyKey.parse('open-lesson'),
  owner: ownerOfPerson(person),
  period: PeriodKey.parse('2026-10'),
};
const issued = () => createFormTokens(connection).issue(claim, NOW);
const opened = (token: string, at = NOW) => createFormTokens(connection).open(token, at);

test('a link says who fills in what, for a day', async () => {
  const token = await issued();
  expect(token).toMatch(/^[\w-]+\.[\w-]{43}$/);
  expect(await opened(token)).toEqual(claim);
  expect(await opened(token, later(FORM_LINK_MS - 1000))).toEqual(claim);
  expect(await opened(token, later(FORM_LINK_MS))).toBeUndefined();
});

test('a card is good for 14 days, and opens no page, as no link is a card', async () => {
  const tokens = createFormTokens(connection);
  const card = await tokens.issue(claim, NOW, 'card');
  expect(await tokens.open(card, later(FORM_CARD_MS - 1000), 'card')).toEqual(claim);
  expect(await tokens.open(card, later(FORM_CARD_MS), 'card')).toBeUndefined();
  expect(await tokens.open(card, NOW)).toBeUndefined();
  expect(await tokens.open(await issued(), NOW, 'card')).toBeUndefined();
});

test('two who need the key at once for the first time get the same', async () => {
  const [one, other] = await Promise.all([issued(), issued()]);
  expect(await opened(one)).toEqual(claim);
  expect(await opened(other)).toEqual(claim);
});

test('anything else is nothing', async () => {
  const token = await issued();
  const [payload = '', signature = ''] = token.split('.');
  const wire = JSON.stringify(['P2', 'open-lesson', 'person:P2', '2026-10', Math.floor(later(1e9).getTime() / 1000)]);
  const forged = Buffer.from(wire).toString('base64url');
  const bad = [
    '',
    '.',
    payload,
    `${payload}.`,
    `.${signature}`,
    `${forged}.${signature}`,
    `${payload}.${signature.slice(0, -2)}`,
    `${payload}.${signature}.`,
    `${payload}.${Buffer.alloc(32).toString('base64url')}`,
    `${payload.slice(0, -1)}.${signature}`,
    `${payload}a.${signature}`,
    'a'.repeat(100_000),
  ];
  for (const each of bad) expect(await opened(each)).toBeUndefined();
});

test('a link of another county’s database is nothing here', async () => {
  const token = await issued();
  await connection.collection('bindSecrets').deleteMany({});
  expect(await opened(token)).toBeUndefined();
});
