import { expect, test } from '@jest/globals';
import { createAssets } from '../../web/assets.js';

test('what the page loads is there, with its type and a tag of its content', async () => {
  const assets = createAssets();
  const script = await assets.get('sandbox.js');
  const style = await assets.get('sandbox-style.css');
  const icon = await assets.get('sandbox-icon.svg');
  expect([script?.type, style?.type, icon?.type]).toEqual([
    'text/javascript; charset=utf-8',
    'text/css; charset=utf-8',
    'image/svg+xml',
  ]);
  expect(new Set([script?.etag, style?.etag, icon?.etag]).size).toBe(3);
  expect(await assets.get('sandbox.js')).toBe(script);
});

test('the island stays small: under 64 kB, with nothing of the server in it', async () => {
  const script = await createAssets().get('sandbox.js');
  expect(script?.body.length).toBeGreaterThan(10_000);
  expect(script?.body.length).toBeLessThan(64 * 1024);
});

test.each(['', '..', '../package.json', 'sandbox', 'SANDBOX.JS', '__proto__'])('there is no %p', async (name) => {
  expect(await createAssets().get(name)).toBeUndefined();
});
