import { expect, test } from '@jest/globals';
import { groupCommit } from '../../models/group-commit.js';

/** A store that writes when it is told to, and remembers its batches. */
function slowStore() {
  const batches: number[][] = [];
  const open: { end(): void; fail(error: Error): void }[] = [];
  const write = (items: number[]): Promise<string[]> => {
    batches.push(items);
    return new Promise((resolve, reject) => {
      open.push({ end: () => resolve(items.map((item) => `stored ${item}`)), fail: reject });
    });
  };
  return { batches, open, write };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a call alone is written at once', async () => {
  const { batches, open, write } = slowStore();
  const commit = groupCommit(write);
  const call = commit([1, 2]);
  expect(batches).toEqual([[1, 2]]);
  open[0]?.end();
  expect(await call).toEqual(['stored 1', 'stored 2']);
});

test('calls that come during a write share the next one, and each gets its own results', async () => {
  const { batches, open, write } = slowStore();
  const commit = groupCommit(write);
  const calls = [commit([1]), commit([2, 3]), commit([]), commit([4])];
  expect(batches).toEqual([[1]]);
  open[0]?.end();
  await settled();
  expect(batches).toEqual([[1], [2, 3, 4]]);
  open[1]?.end();
  expect(await Promise.all(calls)).toEqual([['stored 1'], ['stored 2', 'stored 3'], [], ['stored 4']]);
});

test('a batch holds no more than its bound, but a call that is larger is not torn', async () => {
  const { batches, open, write } = slowStore();
  const commit = groupCommit(write, 3);
  const calls = [[1], [2, 3], [4, 5], [6, 7, 8, 9], [10]].map(commit);
  for (let i = 0; i < 5; i++) {
    open[i]?.end();
    await settled();
  }
  expect(batches).toEqual([[1], [2, 3], [4, 5], [6, 7, 8, 9], [10]]);
  expect((await Promise.all(calls)).flat()).toHaveLength(10);
});

test('a write that fails fails every call of its batch and none of the next', async () => {
  const { open, write } = slowStore();
  const commit = groupCommit(write);
  const first = commit([1]);
  const second = Promise.allSettled([commit([2]), commit([3])]);
  open[0]?.end();
  await first;
  const failed = new Error('disk full');
  open[1]?.fail(failed);
  expect(await second).toEqual([
    { status: 'rejected', reason: failed },
    { status: 'rejected', reason: failed },
  ]);
  const third = commit([4]);
  open[2]?.end();
  expect(await third).toEqual(['stored 4']);
});

test('a write that throws before it begins is a failure like any other', async () => {
  let calls = 0;
  const commit = groupCommit<number, number>((items) => {
    if (++calls === 1) throw new Error('not connected');
    return Promise.resolve(items);
  });
  await expect(commit([1])).rejects.toThrow('not connected');
  expect(await commit([2])).toEqual([2]);
});

/** A store in the middle of a write that four calls share, with one more call waiting. */
async function busyStore() {
  const store = slowStore();
  const commit = groupCommit(store.write);
  const calls = [1, 2, 3, 4, 5].map((item) => commit([item]));
  store.open[0]?.end();
  await settled();
  expect(store.batches).toEqual([[1], [2, 3, 4, 5]]);
  calls.push(commit([6]));
  return { ...store, commit, calls };
}

test('a call left alone by a large batch waits for company', async () => {
  const { batches, open, commit, calls } = await busyStore();
  open[1]?.end();
  await Promise.all(calls.slice(0, 5));
  expect(batches).toHaveLength(2);
  calls.push(commit([7]), commit([8]));
  while (batches.length === 2) await settled();
  expect(batches[2]).toEqual([6, 7, 8]);
  open[2]?.end();
  expect(await Promise.all(calls.slice(5))).toEqual([['stored 6'], ['stored 7'], ['stored 8']]);
});

test('but not longer than a moment, and the next one not at all', async () => {
  const { batches, open, commit, calls } = await busyStore();
  open[1]?.end();
  while (batches.length === 2) await settled();
  expect(batches[2]).toEqual([6]);
  open[2]?.end();
  await calls[5];
  await settled();
  const last = commit([7]);
  expect(batches[3]).toEqual([7]);
  open[3]?.end();
  expect(await last).toEqual(['stored 7']);
});
