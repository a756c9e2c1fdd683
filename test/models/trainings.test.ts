import { EventEmitter, once } from 'node:events';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { PersonId } from '../../models/ids.js';
import { type Answer, heldOf, LIVING, standingOf, type Training, type Wish, waitingOf } from '../../models/training.js';
import { createTrainings, type NewTraining } from '../../models/trainings.js';
import { testDatabase } from '../support/database.js';
import { personId, schoolCode } from '../support/people.js';

const { connection } = testDatabase();
/** Two processes on one database: nothing is shared between them. */
const processes = [createTrainings(connection), createTrainings(connection)] as const;
const [trainings] = processes;

const HOUR_MS = 3600_000;
const MONDAY = new Date('2026-11-02T10:00:00+08:00');
const later = (hours: number): Date => new Date(MONDAY.getTime() + hours * HOUR_MS);
let count = 0;
const fresh = (): string => `e${++count}`;

const make = (more: Partial<NewTraining> = {}): Promise<Training> =>
  trainings.draft({
    programme: 'backbone',
    title: '骨干教师专题培训',
    sessions: [{ from: later(2000), to: later(2008) }],
    place: '进修学校',
    host: personId('J1-C'),
    audience: { exceptStages: [] },
    also: [],
    except: [],
    places: 3,
    approval: false,
    closesAt: later(1900),
    event: fresh(),
    ...more,
  });
const open = async (more: Partial<NewTraining> = {}): Promise<Training> => {
  const training = await make(more);
  await trainings.wish(training, { kind: 'publish', event: fresh(), now: MONDAY });
  return training;
};
const schoolOf = (person: string) => schoolCode(person.slice(0, 2));
const signUp = (person: string, now = MONDAY, event = fresh()): Wish => ({
  kind: 'sign-up',
  person: personId(person),
  school: schoolOf(person),
  event,
  now,
});
const read = async ({ _id }: Training): Promise<Training> => {
  const found = await trainings.byNo(_id);
  if (!found) throw new Error('it is gone');
  return found;
};

interface Booking {
  _id: string;
  slots: { training: number; claim: string }[];
}

/** The same rules once more, as simply as they can be said: lists of names. */
interface Simple {
  places: number;
  perSchool: number;
  open: boolean;
  in: string[];
  offered: [person: string, until: number][];
  waiting: string[];
  awaiting: string[];
  lapsed: string[];
}

const held = (s: Simple): string[] => [...s.in, ...s.offered.map(([person]) => person)];
const room = (s: Simple, person: string): boolean =>
  held(s).length < s.places && held(s).filter((each) => schoolOf(each) === schoolOf(person)).length < s.perSchool;
const without = (list: string[], person: string): string[] => list.filter((each) => each !== person);

function standing(s: Simple, person: string): string | undefined {
  const until = s.offered.find(([each]) => each === person)?.[1];
  if (until !== undefined) return `offered ${until}`;
  if (s.in.includes(person)) return 'in';
  if (s.awaiting.includes(person)) return 'awaiting';
  return s.waiting.includes(person) ? `waiting ${s.waiting.indexOf(person) + 1}` : undefined;
}

function admit(s: Simple, person: string): [Simple, string] {
  const next = room(s, person) && !s.waiting.some((each) => room(s, each)) ? 'in' : 'waiting';
  const after = { ...s, [next]: [...s[next], person] };
  return [after, standing(after, person) ?? ''];
}

const gone = (s: Simple, person: string): Simple => ({
  ...s,
  in: without(s.in, person),
  offered: s.offered.filter(([each]) => each !== person),
  waiting: without(s.waiting, person),
  awaiting: without(s.awaiting, person),
  lapsed: without(s.lapsed, person),
});

function promoted(before: Simple, now: number): Simple {
  const late = before.offered.filter(([, until]) => now >= until).map(([person]) => person);
  let s: Simple = { ...late.reduce(gone, before), lapsed: [...before.lapsed, ...late] };
  for (const person of s.waiting) {
    if (room(s, person)) s = { ...gone(s, person), offered: [...s.offered, [person, now + 24 * HOUR_MS]] };
  }
  return s;
}

/** What a wish does, and what is to be answered. */
function simply(s: Simple, wish: Wish, approval: boolean): [Simple, string] {
  const now = wish.now.getTime();
  const who = 'person' in wish ? wish.person : '';
  const as = standing(s, who);
  switch (wish.kind) {
    case 'sign-up': {
      const isLate = as?.startsWith('offered') && now >= Number(as.split(' ')[1]);
      if (as && !isLate) return [s, `already ${as}`];
      if (!s.open) return [s, 'no closed'];
      const clear = gone(s, who);
      return approval ? [{ ...clear, awaiting: [...clear.awaiting, who] }, 'awaiting'] : admit(clear, who);
    }
    case 'cancel':
      return as ? [gone(s, who), 'cancelled'] : [s, 'no not-signed-up'];
    case 'confirm':
      if (!as) return [s, s.lapsed.includes(who) ? 'no too-late' : 'no not-signed-up'];
      if (!as.startsWith('offered')) return [s, `already ${as}`];
      if (now >= Number(as.split(' ')[1])) return [{ ...gone(s, who), lapsed: [...s.lapsed, who] }, 'no too-late'];
      return [{ ...gone(s, who), in: [...s.in, who] }, 'in'];
    case 'approve':
    case 'refuse':
      if (!as) return [s, 'no not-signed-up'];
      if (as !== 'awaiting') return [s, 'no not-awaiting'];
      return wish.kind === 'refuse' ? [gone(s, who), 'refused'] : admit(gone(s, who), who);
    case 'substitute':
      if (standing(s, wish.by)) return [s, 'no taken'];
      if (as !== 'in') return [s, 'no not-in'];
      return [{ ...gone(gone(s, who), wish.by), in: [...without(s.in, who), wish.by] }, 'substituted'];
    case 'change': {
      const { places = s.places, perSchool = s.perSchool } = wish.change;
      const most = Math.max(0, ...held(s).map((each) => held(s).filter((e) => schoolOf(e) === schoolOf(each)).length));
      if (places < held(s).length || perSchool < most) return [s, 'no below-held'];
      return [{ ...s, places, perSchool }, 'done'];
    }
    case 'promote':
      return [promoted(s, now), 'done'];
    default:
      return [{ ...s, open: wish.kind === 'publish' }, 'done'];
  }
}

function said(answer: Answer): string {
  if (answer.is === 'already') return `already ${said(answer.as)}`;
  if (answer.is === 'waiting') return `waiting ${answer.line}`;
  if (answer.is === 'offered') return `offered ${answer.confirmBy.getTime()}`;
  return answer.is === 'no' ? `no ${answer.why}` : answer.is;
}

const inState = ({ signUps }: Training, state: string): string[] =>
  signUps.filter((each) => each.state === state).map(({ person }) => person);
const picture = (s: Simple) =>
  JSON.stringify([
    s.places,
    s.perSchool,
    s.in.toSorted(),
    s.offered.map(String).toSorted(),
    s.waiting,
    s.awaiting.toSorted(),
    s.lapsed.toSorted(),
    s.open,
  ]);
const pictureOf = (training: Training) =>
  picture({
    places: training.places,
    perSchool: training.perSchool ?? 0,
    open: training.state === 'open',
    in: inState(training, 'in'),
    offered: heldOf(training).flatMap(({ person, confirmBy }): [string, number][] =>
      confirmBy ? [[person, confirmBy.getTime()]] : [],
    ),
    waiting: waitingOf(training).map(({ person }) => person),
    awaiting: inState(training, 'awaiting'),
    lapsed: inState(training, 'lapsed'),
  });

const orders = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item) => orders(items.filter((e) => e !== item)).map((rest) => [item, ...rest]));

/** How many trainings are lived through; LIVES=1000 after a change of the rules. */
const LIVES = Number(process.env['LIVES'] ?? 15);
/** Answers that every run has to have heard: otherwise it has not lived through what it is about. */
const LIVED_THROUGH = ['in', 'waiting', 'awaiting', 'cancelled', 'no taken', 'already waiting'];

const PEOPLE = ['S1-1', 'S1-2', 'S1-3', 'S2-1', 'S2-2'];
const aPerson = fc.constantFrom(...PEOPLE.map(personId));
const ofOne = (kind: 'cancel' | 'confirm' | 'approve' | 'refuse') =>
  aPerson.map((person) => ({ kind, person }) as const);
const aWish = fc.oneof(
  { weight: 8, arbitrary: aPerson.map((person) => ({ kind: 'sign-up' as const, person, school: schoolOf(person) })) },
  { weight: 4, arbitrary: ofOne('cancel') },
  { weight: 3, arbitrary: ofOne('confirm') },
  { weight: 4, arbitrary: ofOne('approve') },
  { weight: 1, arbitrary: ofOne('refuse') },
  { weight: 6, arbitrary: fc.constant({ kind: 'promote' as const }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(aPerson, aPerson)
      .filter(([a, b]) => a !== b && schoolOf(a) === schoolOf(b))
      .map(([person, by]) => ({ kind: 'substitute' as const, person, by })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 4 }).map((places) => ({ kind: 'change', change: { places } }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 3 }).map((perSchool) => ({ kind: 'change', change: { perSchool } }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'close' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'publish' as const }) },
);
/** What is wished for at the same moment, time after time; offers last a day. */
const steps = fc.array(
  fc.record({ wishes: fc.array(aWish, { minLength: 1, maxLength: 3 }), hours: fc.constantFrom(1, 13) }),
  { minLength: 15, maxLength: 30, size: 'max' },
);

/** Whose time the claims on it say a training has, and by which claim. */
const claimed = async ({ _id }: Training): Promise<string[]> => {
  const bookings = await connection.collection<Booking>('bookings').find().toArray();
  return bookings
    .flatMap((each) => each.slots.map(({ training, claim }) => (training === _id ? [`${each._id} ${claim}`] : [])))
    .flat()
    .toSorted();
};
/** The same by the training itself. */
const claimsOf = ({ signUps }: Training): string[] =>
  signUps.flatMap(({ person, state, claim }) => (LIVING.includes(state) ? [`${person} ${claim}`] : [])).toSorted();

test('whatever is wished for, in whatever order and from two processes at once, is answered as if one after the other', async () => {
  const seen = new Set<string>();
  let lives = 0;
  const life = fc.asyncProperty(steps, fc.boolean(), async (all, approval) => {
    // Each life has a time of its own: those before it are not given up.
    const begins = 2000 + 10 * ++lives;
    const training = await open({
      places: 1,
      perSchool: 2,
      approval,
      sessions: [{ from: later(begins), to: later(begins + 8) }],
    });
    let simple: Simple = {
      places: 1,
      perSchool: 2,
      open: true,
      in: [],
      offered: [],
      waiting: [],
      awaiting: [],
      lapsed: [],
    };
    let hours = 0;
    for (const step of all) {
      hours += step.hours;
      const wishes: Wish[] = step.wishes.map((wish) => ({ ...wish, event: fresh(), now: later(hours) }));
      const answers = await Promise.all(wishes.map((wish, i) => (processes[i % 2] ?? trainings).wish(training, wish)));
      const told = new Map(wishes.map((wish, i) => [wish, said(answers[i] ?? { is: 'done' })]));
      for (const each of told.values()) seen.add(each.replace(/ \d+$/, ''));
      const after = await read(training);
      const ways = orders(wishes).flatMap((order) => {
        let state = simple;
        for (const wish of order) {
          const [next, answer] = simply(state, wish, approval);
          if (answer !== told.get(wish)) return [];
          state = next;
        }
        return picture(state) === pictureOf(after) ? [state] : [];
      });
      const happened = { wishes, told: [...told.values()], after: pictureOf(after) };
      if (ways.length === 0) throw new Error(`in no order: ${JSON.stringify(happened)}`);
      simple = ways[0] ?? simple;
      expect(heldOf(after).length).toBeLessThanOrEqual(after.places);
      expect([after.held, after.waits]).toEqual([heldOf(after).length, waitingOf(after).length]);
      expect(new Set(after.signUps.map(({ person }) => person)).size).toBe(after.signUps.length);
    }
    expect(await claimed(training)).toEqual(claimsOf(await read(training)));
  });
  await fc.assert(life, { numRuns: LIVES });
  for (const each of LIVED_THROUGH) expect(seen).toContain(each);
}, 300_000);

test('a thousand at once, from two processes: a hundred places, everybody gets a true answer', async () => {
  const training = await open({ places: 100 });
  const people = Array.from({ length: 1000 }, (_, i) => `S${i % 9}-${i}`);
  const answers = await Promise.all(
    people.map(
      async (person, i) => [person, await (processes[i % 2] ?? trainings).wish(training, signUp(person))] as const,
    ),
  );
  const after = await read(training);
  const is = (wanted: string) => answers.filter(([, answer]) => answer.is === wanted).map(([person]) => person);
  expect(is('in').toSorted()).toEqual(inState(after, 'in').toSorted());
  expect(is('in')).toHaveLength(100);
  expect(standingOf(after, MONDAY)).toBe('full');
  // Each was told another place in the line, and it is the one they have.
  const line = new Map(answers.map(([person, answer]) => [person, answer.is === 'waiting' ? answer.line : 0]));
  expect(waitingOf(after).map(({ person }) => line.get(person))).toEqual(Array.from({ length: 900 }, (_, i) => i + 1));
}, 60_000);

test('closed while many sign up, from two processes: nobody comes in after that, and everybody gets a true answer', async () => {
  for (const after of [1, 3, 8]) {
    const training = await open({ places: 40 });
    const answered = new EventEmitter();
    let count = 0;
    const write = async (_: unknown, i: number): Promise<[string, string]> => {
      const person = `S1-${after}-${i}`;
      const answer = await (processes[i % 2] ?? trainings).wish(training, signUp(person));
      count += 1;
      answered.emit(String(count));
      return [person, answer.is];
    };
    const close = async (): Promise<PersonId[]> => {
      await once(answered, String(after));
      await trainings.wish(training, { kind: 'close', event: fresh(), now: MONDAY });
      return heldOf(await read(training)).map(({ person }) => person);
    };
    const [closed, ...answers] = await Promise.all([close(), ...Array.from({ length: 30 }, write)]);
    const held = heldOf(await read(training)).map(({ person }) => person);
    expect(held).toEqual(closed);
    const told = answers.flatMap(([person, is]) => (is === 'in' ? [person] : []));
    expect(told.toSorted()).toEqual(held.toSorted());
  }
});

test('nobody is at two trainings at one time, however they sign up; time given up is free again', async () => {
  const morning = { from: later(2000), to: later(2004) };
  const [a, b, c] = await Promise.all([
    open({ sessions: [morning] }),
    open({ sessions: [{ from: later(2003), to: later(2006) }] }),
    open({ sessions: [{ from: later(1990), to: later(1992) }, morning] }),
  ]);
  const people = Array.from({ length: 20 }, (_, i) => `S1-${i}`);
  await Promise.all(
    people.flatMap((person) =>
      [a, b, c].map((training, i) => (processes[i % 2] ?? trainings).wish(training, signUp(person))),
    ),
  );
  const living = async (person: PersonId): Promise<Training[]> => {
    const all = await Promise.all([a, b, c].map(read));
    return all.filter(({ signUps }) => signUps.some((each) => each.person === person && LIVING.includes(each.state)));
  };
  for (const person of people) expect(await living(personId(person))).toHaveLength(1);

  const afternoon = await open({ sessions: [{ from: later(2006), to: later(2009) }] });
  expect(await trainings.wish(afternoon, signUp('S1-0'))).toEqual({ is: 'in' });
  const [had] = await living(personId('S1-0'));
  const other = [a, b, c].find(({ _id }) => _id !== had?._id);
  if (!had || !other) throw new Error('nothing was had');
  expect(await trainings.wish(other, signUp('S1-0'))).toEqual({ is: 'busy', with: had._id });
  await trainings.wish(had, { kind: 'cancel', person: personId('S1-0'), event: fresh(), now: MONDAY });
  expect(await trainings.wish(other, signUp('S1-0'))).toMatchObject({ is: expect.stringMatching(/^(in|waiting)$/) });
  await trainings.wish(other, { kind: 'call-off', event: fresh(), now: MONDAY });
  expect(await trainings.wish(had, signUp('S1-0'))).toMatchObject({ is: expect.stringMatching(/^(in|waiting)$/) });
});

test('a time that is moved onto another names who has both; whoever signs up in that moment is claimed for the new time', async () => {
  const first = await open();
  const second = await open({ sessions: [{ from: later(2100), to: later(2108) }] });
  await trainings.wish(first, signUp('S1-T1'));
  await trainings.wish(second, signUp('S1-T1'));
  const move = (sessions: Training['sessions']) =>
    trainings.wish(second, { kind: 'change', change: { sessions }, event: fresh(), now: MONDAY });
  await move([{ from: later(2004), to: later(2012) }]);
  expect(await trainings.clashes(await read(second))).toEqual(new Map([['S1-T1', first._id]]));
  // Both signed up with the head they had read before the move.
  expect(await trainings.wish(second, signUp('S1-T2'))).toEqual({ is: 'in' });
  const third = await open({ sessions: [{ from: later(2100), to: later(2108) }] });
  expect(await trainings.wish(third, signUp('S1-T2'))).toEqual({ is: 'in' });
  expect(await trainings.wish(first, signUp('S1-T2'))).toEqual({ is: 'busy', with: second._id });
  expect((await read(second)).signUps.find(({ person }) => person === personId('S1-T2'))?.read).toBe(1);
});

test('the same event worked again changes nothing and is answered the same', async () => {
  const draft = await make({ event: 'made-once' });
  expect((await make({ event: 'made-once' }))._id).toBe(draft._id);
  expect(await trainings.wish(draft, signUp('S1-1'))).toEqual({ is: 'no', why: 'draft' });
  const training = await open({ places: 1 });
  const [first, second] = [signUp('S1-1'), signUp('S1-2')];
  const once = [await trainings.wish(training, first), await trainings.wish(training, second)];
  expect(once).toEqual([{ is: 'in' }, { is: 'waiting', line: 1, ofSchool: false }]);
  expect([await trainings.wish(training, first), await trainings.wish(training, second)]).toEqual(once);
  expect((await read(training)).signUps).toHaveLength(2);
  // A number is taken once, whoever makes a training at the same moment.
  const both = await Promise.all([make(), make(), make()]);
  expect(new Set(both.map(({ _id }) => _id)).size).toBe(3);
});

test('a place that is given up goes to who is next, for a day; then to the one after', async () => {
  const training = await open({ places: 1 });
  for (const person of ['S1-1', 'S1-2', 'S2-1']) await trainings.wish(training, signUp(person));
  const does = (kind: 'cancel' | 'confirm', person: string, hours: number) =>
    trainings.wish(training, { kind, person: personId(person), event: fresh(), now: later(hours) });
  const promote = async (hours: number): Promise<string[]> => {
    await trainings.wish(training, { kind: 'promote', event: fresh(), now: later(hours) });
    return inState(await read(training), 'offered');
  };
  await does('cancel', 'S1-1', 1);
  // It is kept for the line: whoever comes by in between stands behind it.
  expect(await trainings.wish(training, signUp('S3-1', later(1)))).toMatchObject({ is: 'waiting', line: 3 });
  expect(await promote(2)).toEqual(['S1-2']);
  expect(await does('confirm', 'S1-2', 26)).toEqual({ is: 'no', why: 'too-late' });
  expect(await promote(26)).toEqual(['S2-1']);
  expect(await does('confirm', 'S1-2', 27)).toEqual({ is: 'no', why: 'too-late' });
  expect(await does('confirm', 'S2-1', 49)).toEqual({ is: 'in' });
  expect(await promote(50)).toEqual([]);
});

test('a colleague comes instead, once: the place stays where it was, whoever gave it up begins at the end', async () => {
  const training = await open({ places: 1, approval: true });
  const does = (kind: 'approve' | 'refuse', person: string) =>
    trainings.wish(training, { kind, person: personId(person), event: fresh(), now: MONDAY });
  const instead = (person: string, by: string, event = fresh()) =>
    trainings.wish(training, {
      kind: 'substitute',
      person: personId(person),
      by: personId(by),
      event,
      now: MONDAY,
    });
  for (const person of ['S1-1', 'S2-1', 'S3-1'])
    expect(await trainings.wish(training, signUp(person))).toEqual({ is: 'awaiting' });
  expect(await instead('S1-1', 'S1-2')).toEqual({ is: 'no', why: 'not-in' });
  expect(await does('approve', 'S1-1')).toEqual({ is: 'in' });
  expect(await does('approve', 'S2-1')).toMatchObject({ is: 'waiting', line: 1 });
  expect(await does('refuse', 'S3-1')).toEqual({ is: 'refused' });
  expect(await does('refuse', 'S3-1')).toEqual({ is: 'no', why: 'not-signed-up' });
  expect(await instead('S1-1', 'S2-1')).toEqual({ is: 'no', why: 'taken' });
  const event = fresh();
  expect(await instead('S1-1', 'S1-2', event)).toEqual({ is: 'substituted', by: 'S1-2' });
  expect(await instead('S1-1', 'S1-2', event)).toEqual({ is: 'substituted', by: 'S1-2' });
  expect(inState(await read(training), 'in')).toEqual(['S1-2']);
  expect(await claimed(training)).toEqual(claimsOf(await read(training)));
  expect(await trainings.wish(training, signUp('S1-1'))).toEqual({ is: 'awaiting' });
});
