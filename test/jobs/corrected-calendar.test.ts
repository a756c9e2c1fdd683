import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { loadCalendar, packagedDir } from '../../config/load.js';
import { composeDigest } from '../../jobs/compose-digest.js';
import { deliver } from '../../jobs/deliver.js';
import { digest } from '../../jobs/digest.js';
import { remind } from '../../jobs/remind.js';
import { systemClock } from '../../models/clock.js';
import { Day, PersonId } from '../../models/ids.js';
import { silent } from '../../models/log.js';
import { createModels, type Models } from '../../models/models.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { temporaryFolders } from '../support/temporary-folder.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const folder = temporaryFolders();

/** The county's program after its calendar was changed: a cluster closed on these days. */
function closed(from: string, to: string, cluster = '城区片区'): Models {
  const dir = join(folder(), 'calendar');
  cpSync(packagedDir('calendar'), dir, { recursive: true });
  const closures = [{ from, to, reason: '暴雪停课', clusters: [cluster] }];
  writeFileSync(join(dir, 'closures.yaml'), stringify({ closures, makeUp: [] }));
  return createModels(connection, {
    catalogue: county.models.catalogue,
    calendar: loadCalendar(dir, 'Asia/Shanghai'),
  });
}

/** Who hears of the journal of the ninth week at an instant, from a program with this calendar. */
async function heard(models: Models, time: string, open = true): Promise<string[]> {
  county.at(`2026-${time}:00+08:00`);
  const before = county.said.length;
  if (open) await models.ledger.openRolls(county.now());
  await remind(models, county.now());
  await delivered(models);
  const said = county.said
    .slice(before)
    .filter(({ key, text }) => key.startsWith('nag:') && text.includes('周记（第9周）'));
  return said.map(({ to }) => to).toSorted();
}
const delivered = async (models: Models): Promise<void> => {
  const clock = { now: county.now };
  while ((await deliver({ models, bots: county.bots, clock, machine: systemClock, log: silent })) > 0);
};
const begin = async (): Promise<void> => {
  county.at('2026-10-26T00:07:00+08:00');
  await county.models.ledger.openRolls(county.now());
};
const CITY = ['S1-T1', 'S1-T2', 'S1-T3', 'S1-T4', 'S2-T1', 'S2-T2'];
const NORTH = ['S3-T1', 'S3-T2'];

test('snow from today on: nobody there hears that day; what fell due the day before is said on the first day back, once', async () => {
  await begin();
  const snow = closed('2026-10-30', '2026-11-02');
  expect(await heard(snow, '10-30T15:41')).toEqual(NORTH);
  expect(await heard(snow, '11-02T08:11')).toEqual(NORTH);
  expect(await heard(snow, '11-03T08:11')).toEqual(CITY);
  expect(await heard(snow, '11-03T08:21')).toEqual([]);
  expect(await heard(snow, '11-04T08:11')).toEqual([]);
});

test('planned already when the snow was announced: what waits to be sent is dropped, and said on the first day back', async () => {
  await begin();
  county.at('2026-10-30T15:41:00+08:00');
  await remind(county.models, county.now());
  const snow = closed('2026-10-30', '2026-10-30');
  await snow.ledger.openRolls(county.now());
  await delivered(snow);
  const heardOn = county.said.filter(({ text }) => text.includes('周记（第9周）')).map(({ to }) => to);
  expect(heardOn.toSorted()).toEqual(NORTH);
  expect(await heard(snow, '11-02T08:11')).toEqual([...CITY, ...NORTH]);
});

test('a closure that is taken back: what was not due any more is due again, and is said on its day', async () => {
  await begin();
  const snow = closed('2026-10-29', '2026-10-30');
  // Due on Wednesday now.
  expect(await heard(snow, '10-28T15:41')).toEqual(CITY);
  expect(await heard(county.models, '10-29T15:41')).toEqual([]);
  expect(await heard(county.models, '10-30T15:41')).toEqual([...CITY, ...NORTH]);
});

test('a day that turns out to be none of school after reminders had to wait for it: they go on to the next', async () => {
  await begin();
  const week = '2026-10-26';
  await county.models.outbox.enqueue(
    ['2026-10-26', '2026-10-27', '2026-10-28'].map((day) => ({
      key: `nag:S1-T1:${day}`,
      dispatch: { kind: 'nag' as const, person: 'S1-T1' as never, day: day as never, week: week as never, items: [] },
    })),
    county.now(),
  );
  await connection.collection('outbox').updateMany({}, { $set: { state: 'done', outcome: 'sent' } });
  expect(await heard(county.models, '10-30T15:41')).not.toContain('S1-T1');
  const snow = closed('2026-11-02', '2026-11-02');
  expect(await heard(snow, '11-02T08:11')).not.toContain('S1-T1');
  expect(await heard(snow, '11-03T08:11')).toContain('S1-T1');
  expect(await heard(snow, '11-04T08:11')).not.toContain('S1-T1');
});

test('a deadline that snow has moved for some schools: the county’s group hears of each on its day, counting whose it is', async () => {
  await begin();
  await county.say('J1-C', '绑定本群 全县', { group: 'g-county' });
  const lineOn = async (models: Models, day: string, meanwhile?: () => Promise<unknown>): Promise<string[]> => {
    county.at(`2026-${day}T09:51:00+08:00`);
    county.said.length = 0;
    await models.ledger.openRolls(county.now());
    await remind(models, county.now());
    await meanwhile?.();
    await delivered(models);
    return county.said.filter(({ to }) => to === 'g-county').map(({ text }) => text.split('。')[0] ?? '');
  };
  // The two schools of the town, and the one in the north, of which a number would be a name.
  const snow = closed('2026-11-06', '2026-11-06');
  expect(await lineOn(snow, '11-06')).toEqual([]);
  expect((await county.say('J1-C', '未交')).join()).toContain('教育科研工作月报（10月）已交0/3，最早今天17:00截止');
  expect(await lineOn(snow, '11-09')).toEqual(['教育科研工作月报（10月，这时截止的2所）已交0/2，今天17:00截止']);
  // Where nobody else owes it, theirs is everybody's.
  await connection.collection('outbox').deleteMany({});
  const nobodyOwes = () =>
    connection.collection('rolls').updateOne({ school: 'S3', label: '10月' }, { $set: { entries: [], owing: 0 } });
  expect(await lineOn(snow, '11-09', nobodyOwes)).toEqual(['教育科研工作月报（10月）已交0/2，今天17:00截止']);
});

/** What a digest tells the coordinator at an instant, from a program with this calendar. */
async function digestOf(models: Models, kind: string, time: string): Promise<string[]> {
  county.at(`2026-${time}:00+08:00`);
  const before = county.said.length;
  await models.ledger.openRolls(county.now());
  await digest(models, county.now());
  await delivered(models);
  const said = county.said.slice(before).filter(({ key }) => key.startsWith(`digest:${kind}:J1-C`));
  return said.flatMap(({ text }) => text.split('\n').slice(1));
}

/** The chart of the county's week, on its card and in its picture; and its buttons. */
async function chartOf(models: Models, day: string): Promise<{ bars: unknown[]; buttons: string[] }> {
  const person = await models.people.byId(PersonId.parse('J1-C'));
  if (!person) throw new Error('no coordinator');
  const of = { kind: 'digest' as const, digest: 'county-week', person: person._id, school: person.school };
  const words = await composeDigest({ ...of, day: Day.parse(day) }, person, models, true, county.now());
  const blocks = 'card' in words ? (words.card?.blocks ?? []) : [];
  return {
    bars: blocks.flatMap((block) => (block.kind === 'bars' ? block.bars : [])),
    buttons: blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ label }) => label) : [])),
  };
}

test('a deadline that snow has moved for some schools: the county’s digests count whose it is, and tell each thing once', async () => {
  await begin();
  const snow = closed('2026-11-06', '2026-11-06');
  expect(await digestOf(snow, 'county-week', '10-30T17:21')).toContain(
    '接下来：教育科研工作月报（10月）最早11月6日（周五）17:00截止',
  );
  // The town's last school day of the week. What falls due by its end is told with how far it is; the town's report next.
  expect(await digestOf(snow, 'county-week', '11-05T17:21')).toEqual([
    '教育周记（第10周）已交0/8',
    '教育科研工作月报（10月）已交0/1',
    '接下来：教育科研工作月报（10月）11月9日（周一）17:00截止',
    '明细请发「未交」。',
  ]);
  const { bars, buttons } = await chartOf(snow, '2026-11-05');
  expect(bars).toEqual([
    { label: '教育周记（第10周）', done: 0, of: 8 },
    { label: '教育科研工作月报（10月）', done: 0, of: 1 },
  ]);
  // It opens the list of all three, of whom two have until Monday.
  expect(buttons).toContain('月报还差3');
  expect(await digestOf(snow, 'operator', '11-09T07:41')).toContain(
    '· 本周截止：教育科研工作月报（10月）已交0/2；教育周记（第11周）已交0/8。',
  );
});

test('what is over for some schools only is counted of those, and the others’ deadline comes next', async () => {
  await begin();
  const snow = closed('2026-11-06', '2026-11-06', '北片区');
  expect(await digestOf(snow, 'county-week', '11-06T17:21')).toEqual([
    '教育周记（第10周）已交0/8',
    '教育科研工作月报（10月）已交0/2',
    '接下来：教育科研工作月报（10月）11月9日（周一）17:00截止',
    '明细请发「未交」。',
  ]);
});
