import { expect, test } from '@jest/globals';
import { createTokens } from '../../../bots/feishu/token.js';

/** Gives out t1, t2 …, each when it is let. */
function source(livesMs = 7_200_000) {
  let asked = 0;
  const request = async () => {
    asked += 1;
    const value = `t${asked}`;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return { value, livesMs };
  };
  return { request, asked: () => asked };
}

test('however many need a token at once, one request is made', async () => {
  const { request, asked } = source();
  const tokens = createTokens(request, 600_000);
  const got = await Promise.all(Array.from({ length: 20 }, () => tokens.get()));
  expect(new Set(got)).toEqual(new Set(['t1']));
  expect(await tokens.get()).toBe('t1');
  expect(asked()).toBe(1);
});

test('a dropped token is replaced once, whoever drops it how often', async () => {
  const { request } = source();
  const tokens = createTokens(request, 600_000);
  const old = await tokens.get();
  tokens.drop(old);
  expect(await tokens.get()).toBe('t2');
  tokens.drop(old);
  expect(await tokens.get()).toBe('t2');
});

test('a token shorter than the spare time is good for half its life', async () => {
  const { request, asked } = source(200);
  const tokens = createTokens(request, 600_000);
  await tokens.get();
  await tokens.get();
  expect(asked()).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(await tokens.get()).toBe('t2');
});

test('a failed request fails who waits for it, and the next asks again', async () => {
  let fails = true;
  const tokens = createTokens(
    () => (fails ? Promise.reject(new Error('down')) : Promise.resolve({ value: 't', livesMs: 9e6 })),
    0,
  );
  const waiting = await Promise.allSettled([tokens.get(), tokens.get()]);
  expect(waiting.map((one) => one.status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await tokens.get()).toBe('t');
});
