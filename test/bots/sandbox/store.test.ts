import { expect, test } from '@jest/globals';
import { createSandboxStore, type SandboxStoreOptions } from '../../../bots/sandbox/store.js';
import { buildIndexes } from '../../../models/db.js';
import { testDatabase } from '../../support/database.js';

const { connection } = testDatabase();
const AT = new Date('2026-11-27T15:40:00+08:00');

const open = async (options?: SandboxStoreOptions) => {
  const store = createSandboxStore(connection, options);
  await buildIndexes(connection);
  return store;
};
const line = (id: string, chat = 'g-1') => ({ _id: id, chat, text: id, at: AT });

test('rows are numbered without gaps, whatever comes together, from whatever process', async () => {
  const [one, two] = [await open(), await open()];
  await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? one : two).append(line(`m${i}`))));
  const rows = await one.after(0, 100);
  expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  expect(new Set(rows.map(({ _id }) => _id)).size).toBe(40);
});

test('whoever reads while others write has, up to any number, missed nothing', async () => {
  const [writer, other, reader] = [await open(), await open(), await open()];
  const writing = Promise.all(Array.from({ length: 60 }, (_, i) => (i % 2 ? writer : other).append(line(`m${i}`))));
  const heard: number[] = [];
  while (heard.length < 60) {
    for (const { seq } of await reader.after(heard.at(-1) ?? 0, 7)) heard.push(seq);
  }
  await writing;
  expect(heard).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
});

test('a row whose id is known stays as it was', async () => {
  const store = await open();
  await store.append(line('m1'));
  const again = await store.append({ ...line('m1'), text: 'changed' });
  expect(again).toMatchObject({ seq: 1, text: 'm1' });
  expect(await store.newest()).toBe(1);
});

test('a page has the newest rows of one chat, oldest first, and the page before it', async () => {
  const store = await open();
  for (const id of ['a1', 'b1', 'a2', 'a3']) await store.append(line(id, id.charAt(0)));
  expect((await store.page('a', 2)).map(({ _id }) => _id)).toEqual(['a2', 'a3']);
  expect((await store.page('a', 2, 3)).map(({ _id }) => _id)).toEqual(['a1']);
});

test('old rows are dropped, and numbering goes on', async () => {
  const store = await open({ keep: 10 });
  for (let i = 1; i <= 501; i += 1) await store.append(line(`m${i}`));
  const rows = await store.after(0, 1000);
  expect(rows.at(0)?.seq).toBe(491);
  expect(rows.at(-1)?.seq).toBe(501);
});

test('a watcher hears at once of what its own process wrote', async () => {
  const store = await open({ pollMs: 60_000 });
  let heard = 0;
  const unwatch = store.watch(() => (heard += 1));
  await store.append(line('m1'));
  expect(heard).toBe(1);
  unwatch();
  await store.append(line('m2'));
  expect(heard).toBe(1);
});

test('a watcher hears soon of what another process wrote', async () => {
  const [here, there] = [await open({ pollMs: 20 }), await open()];
  let wake = (): void => {};
  const unwatch = here.watch(() => wake());
  await there.append(line('m1'));
  // The first look is over: from here on only news makes it call.
  await new Promise((resolve) => setTimeout(resolve, 60));
  const woken = new Promise<void>((resolve) => (wake = resolve));
  await there.append(line('m2'));
  await woken;
  unwatch();
  expect(await here.newest()).toBe(2);
});
