import { format, inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { Secret } from '../../config/secret.js';

const secret = new Secret('hunter2');

test('gives itself away only where it is asked to', () => {
  expect(secret.reveal()).toBe('hunter2');
});

test.each([
  ['a text', String(secret)],
  ['joined text', ['key', secret].join(' ')],
  ['JSON', JSON.stringify({ secret })],
  ['inspect', inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
  ['console.log', format('%s %o %O %j', secret, secret, secret, secret)],
  ['its fields', Object.entries(secret).join()],
  ['an error', inspect(new Error('bad', { cause: secret }))],
])('%s does not show it', (_, printed) => {
  expect(printed).not.toContain('hunter2');
});
