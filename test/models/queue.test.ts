import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { systemClock } from '../../models/clock.js';
import { createQueue, type Row } from '../../models/queue.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const LEASE_MS = 30_000;
const options = { collection: 'testQueue', keepDoneSeconds: 60, leaseMs: LEASE_MS, machine: systemClock };
const queue = createQueue<number>(connection, options);
/** A second process on the same database. */
const other = createQueue<number>(connection, options);

/** The rows are put by the machine's clock; a test's later instants are counted from here. */
const start = new Date();
const after = (ms: number): Date => new Date(start.getTime() + ms);
const entry = (key: string, lane = key) => ({ key, lane, payload: 1 });
const put = (keys: string[], lane?: string) =>
  queue.put(
    keys.map((key) => entry(key, lane)),
    start,
  );
const keys = (rows: Row<number>[]): string[] => rows.map(({ _id }) => _id);
const only = async (now = start): Promise<Row<number>> => {
  const [row, ...more] = await queue.claim(9, now);
  if (!row || more.length > 0) throw new Error(`claimed ${more.length + (row ? 1 : 0)} rows instead of one`);
  return row;
};

describe('putting', () => {
  test('nothing is put', async () => {
    expect(await queue.put([], start)).toEqual([]);
  });

  test('a key that is there is a duplicate, in one batch and across, and changes nothing', async () => {
    const twice = [entry('a', 'one'), { ...entry('a', 'two'), payload: 2 }, entry('b')];
    expect(await queue.put(twice, start)).toEqual(['accepted', 'duplicate', 'accepted']);
    expect(await queue.put([entry('c'), entry('b', 'three')], start)).toEqual(['accepted', 'duplicate']);
    expect((await queue.find({})).map(({ _id, lane, payload }) => [_id, lane, payload])).toEqual([
      ['a', 'one', 1],
      ['b', 'b', 1],
      ['c', 'c', 1],
    ]);
  });

  test('one key put by many at once, in two processes, is accepted once', async () => {
    const puts = Array.from({ length: 20 }, (_, i) => (i % 2 ? queue : other).put([entry('a')], start));
    const outcomes = (await Promise.all(puts)).flat();
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
  });

  test('a row that is done or dead still keeps its key', async () => {
    await put(['a', 'b']);
    const [a, b] = await queue.claim(2, start);
    if (a) await queue.settle(a, 'sent', start);
    if (b) await queue.bury(b, 'refused', start);
    expect(await put(['a', 'b'])).toEqual(['duplicate', 'duplicate']);
    expect(await queue.known(['a', 'b', 'c'])).toEqual(
      new Map([
        ['a', { _id: 'a', state: 'done', outcome: 'sent' }],
        ['b', { _id: 'b', state: 'dead', outcome: 'refused' }],
      ]),
    );
  });
});

describe('claiming', () => {
  test('the first of each lane, oldest first, no more than asked for', async () => {
    await queue.put([entry('a1', 'a'), entry('b1', 'b'), entry('a2', 'a'), entry('c1', 'c')], start);
    expect(keys(await queue.claim(2, start))).toEqual(['a1', 'b1']);
    expect(keys(await queue.claim(9, start))).toEqual(['c1']);
  });

  test('a lane with more rows than one look takes in starves nobody', async () => {
    await put(
      Array.from({ length: 300 }, (_, i) => `busy${i}`),
      'busy',
    );
    await only();
    await put(['x', 'y', 'z']);
    expect(keys(await queue.claim(9, start))).toEqual(['x', 'y', 'z']);
  });

  test('nor do more waiting lanes than one look takes in', async () => {
    const lanes = Array.from({ length: 150 }, (_, i) => `lane${i}`);
    await queue.put(
      lanes.flatMap((lane) => [entry(`${lane}-1`, lane), entry(`${lane}-2`, lane)]),
      start,
    );
    const first = await queue.claim(150, start);
    expect(first).toHaveLength(150);
    for (const row of first) await queue.retry(row, after(60_000), 'later');
    await put(['x']);
    expect(keys(await queue.claim(9, after(1)))).toEqual(['x']);
  });

  test('six claimers at once, in two processes, keep every lane in order and take nothing twice', async () => {
    const lanes = Array.from({ length: 8 }, (_, i) => `lane${i}`);
    const all = Array.from({ length: 10 }, (_, i) => lanes.map((lane) => entry(`${lane}#${i}`, lane))).flat();
    await queue.put(all, start);
    const busy = new Set<string>();
    const worked = new Map<string, string[]>(lanes.map((lane) => [lane, []]));
    const work = async (mine: typeof queue): Promise<void> => {
      while ((await queue.counts()).ready > 0) {
        for (const row of await mine.claim(3, start)) {
          if (busy.has(row.lane)) throw new Error(`two at once in ${row.lane}`);
          busy.add(row.lane);
          await new Promise((resolve) => setTimeout(resolve, 1));
          worked.get(row.lane)?.push(row._id);
          busy.delete(row.lane);
          expect(await mine.settle(row, 'done', start)).toBe(true);
        }
      }
    };
    await Promise.all(Array.from({ length: 6 }, (_, i) => work(i % 2 ? queue : other)));
    for (const lane of lanes) expect(worked.get(lane)).toEqual(all.filter((e) => e.lane === lane).map((e) => e.key));
  });
});

test('a row put by a machine whose clock is behind waits for the one being worked', async () => {
  const ahead = after(60_000);
  await queue.put([entry('a1', 'a')], ahead);
  const working = await only(ahead);
  await other.put([entry('a2', 'a')], start);
  expect(await queue.claim(9, ahead)).toEqual([]);
  await queue.settle(working, 'done', ahead);
  expect((await only(ahead))._id).toBe('a2');
});

describe('a lease', () => {
  test('keeps the row and its lane from others until it ends', async () => {
    await put(['a1', 'a2'], 'a');
    const mine = await only();
    expect(mine).toMatchObject({ _id: 'a1', fence: 1, tries: 1, firstTriedAt: start });
    expect(await other.claim(9, after(LEASE_MS - 1))).toEqual([]);
  });

  test('that ended gives the row to another, and the first can no longer settle, bury or put it back', async () => {
    await put(['a']);
    const mine = await only();
    const [theirs] = await other.claim(9, after(LEASE_MS));
    expect(theirs).toMatchObject({ _id: 'a', fence: 2, tries: 2, firstTriedAt: start });
    expect(await queue.settle(mine, 'mine', start)).toBe(false);
    expect(await queue.bury(mine, 'mine', start)).toBe(false);
    await queue.retry(mine, start, 'mine');
    expect(await queue.claim(9, after(LEASE_MS))).toEqual([]);
    expect(theirs && (await other.settle(theirs, 'theirs', start))).toBe(true);
    expect((await queue.find({})).map(({ state, outcome }) => [state, outcome])).toEqual([['done', 'theirs']]);
  });

  test('that ended can still settle while nobody else has taken the row', async () => {
    await put(['a']);
    expect(await queue.settle(await only(), 'done', after(LEASE_MS * 2))).toBe(true);
  });

  test('settles once', async () => {
    await put(['a']);
    const row = await only();
    expect(await queue.settle(row, 'sent', start)).toBe(true);
    expect(await queue.settle(row, 'sent', start)).toBe(false);
  });
});

test('a row put back waits its time, and its lane with it', async () => {
  await put(['a1', 'a2'], 'a');
  await queue.retry(await only(), after(5_000), 'throttled');
  expect(await queue.claim(9, after(4_999))).toEqual([]);
  const again = await only(after(5_000));
  expect(again).toMatchObject({ _id: 'a1', tries: 2, outcome: 'throttled', firstTriedAt: start });
});

test('a row may wait from the beginning, and its lane with it', async () => {
  const put = { ...entry('a1', 'a'), afterMs: 5_000 };
  await queue.put([put, entry('a2', 'a'), entry('b1', 'b')], start);
  expect(keys(await queue.claim(9, after(4_999)))).toEqual(['b1']);
  expect((await only(after(5_000)))._id).toBe('a1');
});

test('a row that is given back untried waits its time, and is none the older for it', async () => {
  await put(['a1', 'a2'], 'a');
  await queue.release(await only(), after(5_000));
  expect(await queue.claim(9, after(4_999))).toEqual([]);
  const first = await only(after(5_000));
  expect(first).toMatchObject({ _id: 'a1', tries: 1, firstTriedAt: after(5_000) });
  await queue.retry(first, after(6_000), 'throttled');
  await queue.release(await only(after(6_000)), after(7_000));
  expect(await only(after(7_000))).toMatchObject({ _id: 'a1', tries: 2, firstTriedAt: after(5_000) });
});

test('a row that needs what a process has not got is left to others, with its lane and to its end', async () => {
  await put(['a1', 'a2'], 'a');
  await queue.release(await only(), start, 'wechat');
  await put(['b1'], 'b');
  const without = ['wechat'];
  expect(keys(await queue.claim(9, start, { without }))).toEqual(['b1']);
  expect(await queue.claim(9, after(LEASE_MS - 1), { without })).toEqual([]);
  const [first] = await other.claim(9, after(1), { without: ['wecom'] });
  expect(first).toMatchObject({ _id: 'a1', tries: 1 });
  if (first) await other.settle(first, 'sent', after(1));
  expect(keys(await queue.claim(9, after(2), { without }))).toEqual(['a2']);
});

test('what was released for want of something is looked at again when woken, but for what is being worked or failed before', async () => {
  await put(['a1', 'a2'], 'a');
  await put(['b1'], 'b');
  await put(['c1'], 'c');
  const [a, b, c] = await queue.claim(9, start);
  if (!a || !b || !c) throw new Error('three lanes');
  await queue.release(a, after(60_000), 'hours');
  await queue.retry(b, start, 'throttled');
  const [tried] = await queue.claim(9, start);
  if (tried) await queue.release(tried, after(60_000), 'hours');
  expect(await queue.underWay('hours')).toBe(2);
  await queue.wake('hours', after(1));
  expect(keys(await queue.claim(9, after(1)))).toEqual(['a1']);
  // In hand now: neither woken again nor left out of what is under way.
  await queue.wake('hours', after(2));
  expect(await queue.claim(9, after(2))).toEqual([]);
  expect(await queue.underWay('hours')).toBe(4);
});

test('whose lease was lost gives nothing back', async () => {
  await put(['a']);
  const mine = await only();
  await other.claim(9, after(LEASE_MS));
  await queue.release(mine, start);
  expect(await queue.claim(9, after(LEASE_MS))).toEqual([]);
});

test('dead letters stay to be looked at, let their lane go on, and never expire', async () => {
  await put(['a1', 'a2'], 'a');
  const dead = await only();
  await queue.bury(dead, 'given-up', after(1));
  await queue.settle(await only(after(1)), 'done', after(2));
  expect(await queue.counts()).toEqual({ ready: 0, dead: 1 });
  expect(await queue.dead(5)).toMatchObject([{ _id: 'a1', outcome: 'given-up', doneAt: after(1) }]);
  expect(await queue.claim(9, after(LEASE_MS * 9))).toEqual([]);
  const indexes = await connection.collection('testQueue').indexes();
  expect(indexes.filter(({ expireAfterSeconds }) => expireAfterSeconds !== undefined)).toMatchObject([
    { key: { doneAt: 1 }, expireAfterSeconds: 60, partialFilterExpression: { state: 'done' } },
  ]);
});

test('the counts tell how long the oldest has waited', async () => {
  expect(await queue.counts()).toEqual({ ready: 0, dead: 0 });
  await put(['a']);
  await queue.put([entry('b')], after(1));
  expect(await queue.counts()).toEqual({ ready: 2, dead: 0, oldest: start });
});

describe('whatever three workers do, and whichever of them die', () => {
  const LANES = ['a', 'b'];
  type Step =
    | { do: 'put'; lane: string }
    | { do: 'claim' | 'settle' | 'retry' | 'crash'; who: number }
    | { do: 'race' }
    | { do: 'wait'; ms: number };
  const who = fc.integer({ min: 0, max: 2 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), lane: fc.constantFrom(...LANES) }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('claim', 'settle', 'retry', 'crash'), who }) },
    { weight: 2, arbitrary: fc.constant({ do: 'race' as const }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, LEASE_MS, LEASE_MS * 2) }),
    },
  );

  /** Lives through the steps; answers what was put and what was settled, lane by lane. */
  async function live(steps: Step[]) {
    await connection.collection('testQueue').deleteMany({});
    const began = Date.now();
    let waited = 0;
    const now = (): Date => new Date(began + waited);
    const made: string[] = [];
    const ended: string[] = [];
    /** What each worker believes it holds, and until when that is true. */
    const held: { row: Row<number>; until: number }[][] = [[], [], []];

    const claim = async (worker: number): Promise<void> => {
      for (const row of await (worker ? queue : other).claim(2, now())) {
        const alive = held.flat().filter(({ row: { lane }, until }) => lane === row.lane && until > now().getTime());
        expect(alive).toEqual([]);
        held[worker]?.push({ row, until: now().getTime() + LEASE_MS });
      }
    };
    const letGo = async (worker: number, how: 'settle' | 'retry' | 'crash'): Promise<void> => {
      const mine = held[worker]?.shift();
      if (!mine || how === 'crash') return;
      if (how === 'retry') return queue.retry(mine.row, new Date(now().getTime() + 2_000), 'later');
      const settled = await queue.settle(mine.row, 'done', now());
      if (!settled && mine.until > now().getTime()) throw new Error(`${mine.row._id} could not be settled in time`);
      if (settled) ended.push(mine.row._id);
    };

    for (const each of steps) {
      if (each.do === 'wait') waited += each.ms;
      else if (each.do === 'put') {
        const key = `${each.lane}#${made.length}`;
        made.push(key);
        await queue.put([entry(key, each.lane)], now());
      } else if (each.do === 'race') await Promise.all([0, 1, 2].map(claim));
      else if (each.do === 'claim') await claim(each.who);
      else await letGo(each.who, each.do);
    }
    for (let worker = 0; worker < 3; worker++) held[worker] = [];
    while ((await queue.counts()).ready > 0) {
      waited += LEASE_MS;
      await claim(0);
      while (held[0]?.length) await letGo(0, 'settle');
    }
    return { made, ended };
  }

  test('every row is worked to its end exactly once, in its order, and never two of a lane at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const { made, ended } = await live(steps);
        for (const lane of LANES) {
          const of = (all: string[]) => all.filter((key) => key.startsWith(lane));
          expect(of(ended)).toEqual(of(made));
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
