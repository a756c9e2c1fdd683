import type { Connection } from 'mongoose';

/** Every tenth of these handed in, so 30 % are missing. */
const HANDED_IN_OF_TEN = 7;
/** Small enough that making up a province leaves no memory behind that would be counted as the sweep's. */
const BATCH = 2_000;

/** A made-up county of any size: schools, people with a principal and a research lead each, an account a person. */
export async function seed(db: Connection, schoolCount: number, teachers: number, boundAt: Date): Promise<void> {
  await insert(db, 'schools', schools(schoolCount));
  await insert(db, 'people', people(schoolCount, teachers));
  await insert(db, 'accounts', accounts(schoolCount, teachers, boundAt));
}

/** Two batches under way: one is written while the next is made. */
async function insert(db: Connection, collection: string, documents: Iterable<object>): Promise<void> {
  const target = db.collection(collection);
  let before: Promise<unknown> = Promise.resolve();
  let batch: object[] = [];
  const write = async () => {
    const now = target.insertMany(batch, { ordered: false });
    batch = [];
    await before;
    before = now;
  };
  for (const document of documents) {
    batch.push(document);
    if (batch.length === BATCH) await write();
  }
  if (batch.length > 0) await write();
  await before;
}

const codeOf = (i: number): string => `S${String(i).padStart(5, '0')}`;

function* schools(count: number) {
  for (let i = 0; i < count; i++) {
    yield {
      _id: codeOf(i),
      name: `学校${i}`,
      pinyin: codeOf(i),
      stage: '小学',
      cluster: `片区${i % 40}`,
      rural: i % 2 === 0,
    };
  }
}

function* people(schoolCount: number, teachers: number) {
  for (let i = 0; i < schoolCount; i++) {
    for (let t = 0; t < teachers; t++) {
      const posts = t === 0 ? ['principal'] : t === 1 ? ['research-lead'] : [];
      const stint = { school: codeOf(i), teaching: true, from: '2000-01-01' };
      const id = `${codeOf(i)}-${t}`;
      yield {
        _id: id,
        name: `教师${t}`,
        pinyin: id,
        school: codeOf(i),
        teaching: true,
        posts,
        subjects: [],
        stints: [stint],
        leaves: [],
      };
    }
  }
}

function* accounts(schoolCount: number, teachers: number, boundAt: Date) {
  for (const { _id } of people(schoolCount, teachers)) {
    yield {
      _id: `feishu:ou_${_id}`,
      platform: 'feishu',
      account: `ou_${_id}`,
      person: _id,
      boundAt,
      how: 'mobile',
      history: [],
    };
  }
}

/** What handing in leaves on the rolls: entries done, and the count of those still owing. */
export async function handIn(db: Connection): Promise<void> {
  const done = { $lt: [{ $mod: ['$$i', 10] }, HANDED_IN_OF_TEN] };
  const entry = { $arrayElemAt: ['$entries', '$$i'] };
  const handed = { $mergeObjects: [entry, { status: 'handed-in' }] };
  const entries = {
    $map: { input: { $range: [0, { $size: '$entries' }] }, as: 'i', in: { $cond: [done, handed, entry] } },
  };
  const owing = { $size: { $filter: { input: '$entries', cond: { $eq: ['$$this.status', 'owed'] } } } };
  await db.collection('rolls').updateMany({}, [{ $set: { entries } }, { $set: { owing } }]);
}

/** Weeks behind: every roll once more a week, over and handed in, and a nag that was sent for each who was missing. */
export async function addHistory(db: Connection, weeks: number): Promise<void> {
  const rolls = await db.collection('rolls').find({}).toArray();
  for (let week = 1; week <= weeks; week++) {
    const past = `2026-spring-w${week}`;
    const nagDays = [`2026-03-${10 + week}`];
    const copies = rolls.map((roll) => ({
      ...roll,
      _id: `${roll['duty']}|${past}|${roll['school']}`,
      period: past,
      nagDays,
    }));
    await insert(db, 'rolls', copies);
    await insert(
      db,
      'outbox',
      rolls.flatMap((roll) => pastNags(roll, past)),
    );
  }
}

function* pastNags(roll: Record<string, unknown>, week: string) {
  const entries = Array.isArray(roll['entries']) ? roll['entries'] : [];
  const doneAt = new Date();
  for (const { owner, status } of entries) {
    if (status !== 'owed') continue;
    const person = String(owner).replace('person:', '');
    const payload = { kind: 'nag', person, week, items: [] };
    const lane = `person:${person}`;
    yield {
      _id: `nag:${String(roll['duty'])}:${person}:${week}`,
      lane,
      seq: 1,
      state: 'done',
      dueAt: doneAt,
      doneAt,
      payload,
    };
  }
}
