import { expect, test } from '@jest/globals';
import { demoRoster } from '../../models/demo/county.js';
import { PersonId } from '../../models/ids.js';
import type { NagItem } from '../../models/outbox.js';
import { OwnerKey } from '../../models/owner.js';
import { forToday } from '../../models/put-off.js';
import { rollId } from '../../models/roll.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { day, schoolCode } from '../support/people.js';

/** What two heads of groups and two holders of other posts put off on Tuesday, for Wednesday. */
const { connection } = testDatabase();
const county = testCounty(connection, demoRoster(), undefined, wholeCatalogue());
county.given(async () => {
  county.at('2026-11-24T10:00:00+08:00');
  await county.models.ledger.openRolls(county.now());
});

const TODAY = day('2026-11-25');
const school = schoolCode('S01');
const person = (id: string): PersonId => PersonId.parse(id);
const change = (id: string, what: object) =>
  connection.collection('people').updateOne({ _id: id as never }, { $set: what });

/** A reminder of the groups' research session. */
async function session(owner: string, more: Partial<NagItem> = {}): Promise<NagItem> {
  const { duties } = wholeCatalogue();
  const duty = duties.find(({ key }) => key === 'research-session');
  const page = await connection.collection('rolls').findOne({ duty: 'research-session', school });
  if (!duty || !page) throw new Error('no page');
  const { key } = duty;
  return {
    ...{ roll: rollId(key, page['period'], school), duty: key, period: page['period'], school },
    ...{ step: 'due', on: day('2026-11-24'), as: 'group-head', owners: [OwnerKey.parse(owner)] },
    ...more,
  };
}

async function heard(from: string, item: NagItem): Promise<[string, Partial<NagItem>][]> {
  const putOff = { person: person(from), at: '08:20', dueAts: [], items: [item] };
  const all = await forToday([putOff], TODAY, [], county.models);
  return all.map((each) => [each.person, each.items[0] ?? {}]);
}

/** Who answers for the English group, and a colleague who does not. */
const HEAD = 'S01-12';
const OTHER = 'S01-20';
const ENGLISH = 'group:S01/英语';

test('whose it still is hears it, of what their own group owes', async () => {
  expect(await heard(HEAD, await session(ENGLISH))).toEqual([[HEAD, await session(ENGLISH)]]);
});

test('the head of another group hears it no more; who heads this one now does, if they were not told since', async () => {
  await change(HEAD, { subjects: ['数学'] });
  await change(OTHER, { subjects: ['英语'], posts: ['group-head'] });
  const item = await session(ENGLISH);
  expect(await heard(HEAD, item)).toEqual([[OTHER, item]]);
  await county.models.heard.note(person(OTHER), day('2026-11-20'), [item], county.now());
  expect(await heard(HEAD, item)).toEqual([[OTHER, item]]);
  await county.models.heard.note(person(OTHER), day('2026-11-24'), [item], county.now());
  expect(await heard(HEAD, item)).toEqual([]);
});

test('what its person asked to hear again is said to another as what it was at first', async () => {
  await change(HEAD, { posts: ['teacher'] });
  await change(OTHER, { subjects: ['英语'], posts: ['group-head'] });
  const again = await session(ENGLISH, { step: 'later', first: 'due' });
  expect(await heard(HEAD, again)).toEqual([[OTHER, { ...again, step: 'due' }]]);
});

test('what was handed in meanwhile, or what nobody answers for, is said to nobody', async () => {
  expect(await heard(HEAD, await session('group:S01/没有这个组'))).toEqual([]);
  await connection
    .collection('rolls')
    .updateMany({ duty: 'research-session' }, { $set: { 'entries.$[].status': 'handed-in' } });
  expect(await heard(OTHER, await session(ENGLISH))).toEqual([]);
});

test('a step that speaks to a post of the school goes to who holds it today', async () => {
  const page = await connection.collection('rolls').findOne({ duty: 'journal', school, label: '第13周' });
  const item = await session(page?.['entries'][0].owner, {
    ...{ roll: page?.['_id'] as never, duty: 'journal' as never, period: page?.['period'] },
    ...{ step: 'unanswered', as: 'principal' },
  });
  const [[first] = []] = await heard('S01-30', item);
  expect(first).toBeDefined();
  expect((await connection.collection('people').findOne({ _id: first as never }))?.['posts']).toContain(
    'research-lead',
  );
  expect(await heard(first ?? '', item)).toMatchObject([[first, { step: 'unanswered', as: 'research-lead' }]]);
});
