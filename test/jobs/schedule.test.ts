import { afterEach, describe, expect, test } from '@jest/globals';
import { type JobName, type Schedule, schedule, startSchedule } from '../../jobs/schedule.js';
import { silent } from '../../models/log.js';
import type { Models } from '../../models/models.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const started: Schedule[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop()));
});

let runs = 0;
function start(models: Models = county.models, zone = 'Asia/Shanghai'): Schedule {
  runs = 0;
  const made = startSchedule({
    models,
    bots: county.bots,
    clock: { now: county.now },
    zone,
    log: silent,
    afterJob: () => void runs++,
  });
  started.push(made);
  return made;
}
const beijing = (text: string): Date => new Date(`2026-${text}:00+08:00`);
const times = (due: { job: JobName; at: Date }[], job: JobName): string[] =>
  due.filter((each) => each.job === job).map(({ at }) => county.models.calendar.timeOf(at));

describe('when jobs wake', () => {
  test('never on the hour or the half hour, when everybody pushes', () => {
    const due = start().between(beijing('10-28T00:00'), beijing('10-29T00:00'));
    expect(due.map(({ at }) => at.getUTCMinutes()).filter((minute) => minute % 30 === 0)).toEqual([]);
    expect(times(due, 'open-rolls')).toEqual(['00:07']);
    expect(times(due, 'match-accounts')).toHaveLength(15);
    expect([times(due, 'remind').at(0), times(due, 'remind').at(-1)]).toEqual(['07:01', '19:56']);
  });

  test('within a span: after its beginning, up to its end, in order of time', () => {
    const made = start();
    const due = made.between(beijing('10-30T15:31'), beijing('10-30T15:41'));
    expect(due.map(({ job, at }) => `${county.models.calendar.timeOf(at)} ${job}`)).toEqual([
      '15:33 trainings',
      '15:34 collections',
      '15:36 digest',
      '15:36 remind',
      '15:38 trainings',
      '15:39 collections',
      '15:41 digest',
      '15:41 remind',
    ]);
    expect(made.between(beijing('10-30T15:41'), beijing('10-30T15:41'))).toEqual([]);
    expect(made.between(beijing('10-30T15:41'), beijing('10-30T15:40'))).toEqual([]);
  });

  test('by the clock of the county', () => {
    const due = start(county.models, 'UTC').between(new Date('2026-10-28T00:00:00Z'), new Date('2026-10-28T01:00:00Z'));
    expect(due.map(({ job, at }) => `${at.toISOString().slice(11, 16)} ${job}`)).toEqual(['00:07 open-rolls']);
  });

  test('every step of the profiles has a tick within five minutes', () => {
    const { profiles, digests } = county.models.catalogue;
    const at = [
      ...profiles.flatMap(({ steps }) => steps.map((step) => step.at)),
      ...digests.map(({ when }) => when.at),
    ];
    const ticks = times(start().between(beijing('10-28T00:00'), beijing('10-29T00:00')), 'remind');
    for (const time of at)
      expect(ticks.some((tick) => tick >= time && tick.slice(0, 2) === time.slice(0, 2))).toBe(true);
    // `between` takes one day for any other.
    expect(schedule.filter(({ cron }) => !cron.endsWith(' * * *'))).toEqual([]);
    expect(schedule.map(({ job }) => job)).toEqual([
      'open-rolls',
      'measure',
      'match-accounts',
      'digest',
      'remind',
      'trainings',
      'collections',
    ]);
  });
});

describe('a run', () => {
  test('looks the first time, then only when something fell due since, and on a new day', async () => {
    const made = start();
    const ran = async (at: string): Promise<boolean> => (await made.run('remind', beijing(at))) !== '';
    expect(await ran('10-28T09:01')).toBe(true);
    expect(await ran('10-28T09:06')).toBe(false);
    expect(await ran('10-28T09:51')).toBe(true);
    expect(await ran('10-28T12:06')).toBe(false);
    expect(await ran('10-28T12:11')).toBe(true);
    expect(await ran('10-28T15:39')).toBe(false);
    expect(await ran('10-28T15:41')).toBe(true);
    expect(await ran('10-28T15:46')).toBe(false);
    expect(await ran('10-29T07:01')).toBe(true);
    expect(runs).toBe(5);
  });

  test('of other jobs looks by their own times, or always', async () => {
    const made = start();
    for (const [job, at, looks] of [
      ['digest', '10-28T07:36', true],
      ['digest', '10-28T07:41', true],
      ['digest', '10-28T07:46', false],
      ['digest', '10-28T17:21', true],
      ['open-rolls', '10-28T00:07', true],
      ['open-rolls', '10-28T00:08', true],
    ] as const) {
      expect([job, at, (await made.run(job, beijing(at))) !== '']).toEqual([job, at, looks]);
    }
  });

  test('that failed is made up for by the next, however it was started', async () => {
    let down = true;
    const due: Models['rolls']['due'] = (...args) => {
      if (down) throw new Error('not connected');
      return county.models.rolls.due(...args);
    };
    const made = start({ ...county.models, rolls: { ...county.models.rolls, due } });
    await expect(made.run('remind', beijing('10-30T15:41'))).rejects.toThrow('not connected');
    down = false;
    expect(await made.run('remind', beijing('10-30T15:46'))).toMatch(/^提醒了 /);
  });
});
