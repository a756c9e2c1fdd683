import { describe, expect, test } from '@jest/globals';
import { jobs } from '../../jobs/jobs.js';
import { remind } from '../../jobs/remind.js';
import { type Day, PersonId, type SchoolCode } from '../../models/ids.js';
import { planNags } from '../../models/nag-plan.js';
import type { PlannedNag } from '../../models/nag-verdict.js';
import { humanFor } from '../../models/unanswered.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);

const begin = async (time = '2026-10-26T00:07:00+08:00'): Promise<void> => {
  county.at(time);
  await county.models.ledger.openRolls(county.now());
};
/** Somebody has heard so many reminders about something else this week. */
async function heardBefore(person: string, week: string, days: string[]): Promise<void> {
  await county.models.outbox.enqueue(
    days.map((day) => ({
      key: `nag:${person}:${day}`,
      dispatch: { kind: 'nag' as const, person: person as never, day: day as Day, week: week as Day, items: [] },
    })),
    county.now(),
  );
  await connection.collection('outbox').updateMany({}, { $set: { state: 'done', outcome: 'sent' } });
}
const verdictOf = async (person: string, time: string): Promise<PlannedNag | undefined> => {
  for await (const { nags } of planNags(county.models, new Date(time)))
    for (const nag of nags) if (nag.person._id === person) return nag;
  return undefined;
};
const nagged = async (time: string): Promise<{ to: string; text: string }[]> => {
  county.at(time);
  return (await county.jobs()).filter(({ key }) => key.startsWith('nag:'));
};
const textTo = async (person: string, time: string): Promise<string | undefined> =>
  (await nagged(time)).find(({ to }) => to === person)?.text;

describe('what the budget has no room for waits', () => {
  test('three times reminded, it comes on the next week’s first school day, with what is due then', async () => {
    await begin();
    await heardBefore('S1-L', '2026-10-26', ['2026-10-26', '2026-10-27', '2026-10-28']);
    const friday = '2026-10-30T08:21:00+08:00';
    expect(await verdictOf('S1-L', friday)).toMatchObject({ verdict: 'weekly-cap', waits: { until: '2026-11-02' } });
    expect(await textTo('S1-L', friday)).toBeUndefined();
    expect(await textTo('S1-L', '2026-11-02T08:21:00+08:00')).toContain(
      '教育科研工作月报（10月）11月6日（周五）17:00截止',
    );
    // Once.
    expect(await textTo('S1-L', '2026-11-03T08:21:00+08:00')).toBeUndefined();
  });

  test('handed in meanwhile it is not said any more', async () => {
    await begin();
    await heardBefore('S1-T1', '2026-10-26', ['2026-10-26', '2026-10-27', '2026-10-28']);
    await nagged('2026-10-30T15:41:00+08:00');
    await county.say('S1-T1', journal());
    expect(await textTo('S1-T1', '2026-11-02T08:21:00+08:00')).toBeUndefined();
  });

  test('the week’s last one is kept for what is due: what is due later waits for the week’s last school day', async () => {
    await begin('2026-11-02T00:07:00+08:00');
    await heardBefore('S1-L', '2026-11-02', ['2026-11-02', '2026-11-03']);
    const wednesday = '2026-11-04T08:21:00+08:00';
    expect(await verdictOf('S1-L', wednesday)).toMatchObject({ verdict: 'kept-back', waits: { until: '2026-11-05' } });
    expect(await textTo('S1-L', wednesday)).toBeUndefined();
    // Thursday: still not due. Friday: it is.
    expect(await textTo('S1-L', '2026-11-05T08:21:00+08:00')).toBeUndefined();
    expect(await textTo('S1-L', '2026-11-06T08:21:00+08:00')).toContain('月报（10月）今天17:00截止');
  });

  test('pressed for in the morning, what falls in the afternoon is said the next school day', async () => {
    await begin();
    county.at('2026-10-30T09:00:00+08:00');
    await county.say('S1-L', '催交 周记 发出');
    expect(await verdictOf('S1-T1', '2026-10-30T15:41:00+08:00')).toMatchObject({ verdict: 'heard-today' });
    expect((await verdictOf('S1-T1', '2026-10-30T15:41:00+08:00'))?.waits).toBeUndefined();
    await heardBefore('S1-T2', '2026-10-26', []);
    await connection
      .collection('outbox')
      .updateOne({ _id: 'nag:S1-T2:2026-10-30' as never }, { $set: { 'payload.items': [] } });
    expect(await verdictOf('S1-T2', '2026-10-30T15:41:00+08:00')).toMatchObject({ waits: { until: '2026-11-02' } });
  });

  test('what is overdue does not take the week’s last one from what falls due on Friday', async () => {
    await begin('2026-11-02T00:07:00+08:00');
    await heardBefore('S1-T1', '2026-11-02', ['2026-11-02', '2026-11-03']);
    const overdue = { step: 'due', as: 'owner', duty: 'journal', period: '2026-autumn-w09', school: 'S1' };
    const items = [{ ...overdue, roll: 'journal|2026-autumn-w09|S1', owners: ['person:S1-T1'] }] as never;
    const day = '2026-11-04' as Day;
    const dueAts = [new Date('2026-10-30T17:00:00+08:00'), new Date('2026-11-02T12:00:00+08:00')];
    const person = PersonId.parse('S1-T1');
    await county.models.waits.put([{ _id: 'w', person, day, at: '08:10', items, dueAts, putAt: county.now() }]);
    expect(await verdictOf('S1-T1', '2026-11-04T08:21:00+08:00')).toMatchObject({ verdict: 'kept-back' });
    expect(await verdictOf('S1-T1', '2026-11-06T15:41:00+08:00')).toMatchObject({ verdict: 'send' });
  });

  test('who stood in hears no more of it once that is over; whoever is back does', async () => {
    await begin();
    const week = { from: '2026-10-26' as Day, to: '2026-10-30' as Day };
    const common = { by: PersonId.parse('S1-L'), at: county.now(), ...week };
    await county.models.people.addLeave(common.by, { id: 'leave', ...common });
    const inPlace = { school: 'S1' as SchoolCode, person: PersonId.parse('S1-T1'), of: common.by };
    await county.models.standIns.put({ _id: 'in place', ...inPlace, ...common });
    await heardBefore('S1-T1', '2026-10-26', ['2026-10-26', '2026-10-27', '2026-10-28']);
    expect(await verdictOf('S1-T1', '2026-10-30T08:21:00+08:00')).toMatchObject({
      verdict: 'weekly-cap',
      waits: {
        until: '2026-11-02',
        items: [
          { as: 'research-lead', duty: 'monthly-report' },
          { as: 'owner', duty: 'journal' },
        ],
      },
    });
    await nagged('2026-10-30T08:21:00+08:00');
    const said = await nagged('2026-11-02T08:21:00+08:00');
    const to = (person: string) => said.find((each) => each.to === person)?.text;
    expect(to('S1-T1')).toContain('教育周记（第9周）');
    expect(to('S1-T1')).not.toContain('月报');
    expect(to('S1-L')).toContain('月报（10月）');
    // Once.
    expect(await textTo('S1-L', '2026-11-03T08:21:00+08:00')).toBeUndefined();
  });

  test('who gave the post up hears no more of it; whoever has it now does', async () => {
    await begin();
    await heardBefore('S1-L', '2026-10-26', ['2026-10-26', '2026-10-27', '2026-10-28']);
    await nagged('2026-10-30T08:21:00+08:00');
    const posts = (person: string, all: string[]) =>
      connection.collection('people').updateOne({ _id: person as never }, { $set: { posts: all } });
    await posts('S1-L', []);
    await posts('S1-T2', ['research-lead']);
    const said = await nagged('2026-11-02T08:21:00+08:00');
    expect(said.find(({ to }) => to === 'S1-L')).toBeUndefined();
    expect(said.find(({ to }) => to === 'S1-T2')?.text).toContain('教育科研工作月报（10月）11月6日（周五）17:00截止');
    expect(await textTo('S1-T2', '2026-11-03T08:21:00+08:00')).toBeUndefined();
  });

  test('--dry-run tells who hears, who waits until when, and why; and keeps nothing', async () => {
    await begin();
    await heardBefore('S1-T1', '2026-10-26', ['2026-10-26', '2026-10-27', '2026-10-28']);
    const told: string[] = [];
    const now = new Date('2026-10-30T15:41:00+08:00');
    const run = { models: county.models, bots: new Map(), now, dryRun: true, asOf: true };
    const done = await jobs.remind({ ...run, say: (line) => told.push(line) });
    expect(told.filter((line) => /S1-T[12]/.test(line))).toEqual([
      '本周提醒已够，等到 2026-11-02\t15:40\tS1\t李一（S1-T1）\t周记 2026-autumn-w09（截止当天）',
      '提醒\t15:40\tS1\t周二（S1-T2）\t周记 2026-autumn-w09（截止当天）',
    ]);
    expect(done).toMatch(/本周提醒已够 1 人；其中 1 人的改天再提醒。$/);
    expect(await county.models.waits.of('2026-11-02' as Day)).toEqual([]);
    // Where nobody would hear anything, why.
    const at = (time: string) => jobs.remind({ ...run, now: new Date(time), say: () => {} });
    expect(await at('2026-10-30T20:15:00+08:00')).toBe('将提醒 0 人、0 个群：20:15 在免打扰时段。');
    expect(await at('2026-10-31T15:41:00+08:00')).toBe('将提醒 0 人、0 个群：2026-10-31 不上学。');
    expect(await at('2026-10-29T15:41:00+08:00')).toBe('将提醒 0 人、0 个群：没有要提醒的。');
  });
});

describe('three times without an answer', () => {
  const LEAD = 'S2-L';
  const unanswered = '教育科研工作月报（10月）：提醒过冯主任几次，还没有回音';
  const three = async (): Promise<void> => {
    await begin();
    for (const day of ['2026-10-30', '2026-11-04', '2026-11-06'])
      expect(await textTo(LEAD, `${day}T08:21:00+08:00`)).toContain('月报（10月）');
    // Not on the day of the third one.
    expect((await nagged('2026-11-06T15:41:00+08:00')).map(({ to }) => to)).not.toContain('S2-P');
  };

  test('there is no fourth: whoever is in charge hears of it, once', async () => {
    await three();
    const monday = await nagged('2026-11-09T08:21:00+08:00');
    expect(monday.find(({ to }) => to === LEAD)).toBeUndefined();
    expect(monday.find(({ to }) => to === 'S2-P')?.text).toContain(
      `· ${unanswered}，不再提醒本人，请您方便时问一问，名单发「未交 月报」。`,
    );
    expect((await nagged('2026-11-10T08:21:00+08:00')).filter(({ to }) => to.startsWith('S2-'))).toEqual([]);
    // The step that would tell the principal whose it is has nothing new.
    expect(await textTo('S2-P', '2026-11-11T08:21:00+08:00')).toBeUndefined();
  });

  test('who was told whose it is by a step is not asked besides to speak with them', async () => {
    await begin('2026-11-30T00:07:00+08:00');
    await connection
      .collection('people')
      .updateOne({ _id: 'S2-T1' as never }, { $set: { posts: ['deputy-research-lead'] } });
    for (const day of ['2026-11-30', '2026-12-03', '2026-12-07'])
      expect(await textTo(LEAD, `${day}T08:21:00+08:00`)).toContain('月报（11月）');
    expect(await textTo('S2-T1', '2026-12-08T08:21:00+08:00')).toContain('由教科室主任冯主任负责');
    expect(await textTo('S2-P', '2026-12-10T08:21:00+08:00')).toContain('由教科室主任冯主任负责');
    // The look back of the next week is the lead's fourth.
    expect(await verdictOf(LEAD, '2026-12-14T08:21:00+08:00')).toMatchObject({ verdict: 'unanswered' });
    expect(await textTo('S2-P', '2026-12-14T08:21:00+08:00')).toBeUndefined();
  });

  test('nobody is asked to speak with whoever is above them: of a lead only the principal is told, of a principal nobody', async () => {
    const posts = (person: string, all: string[]) =>
      connection.collection('people').updateOne({ _id: person as never }, { $set: { posts: all } });
    const told = async (of: string) => {
      const school = await county.models.schools.byCode('S1' as SchoolCode);
      const person = await county.models.people.byId(PersonId.parse(of));
      if (!school || !person) throw new Error(of);
      const roll = { school: school._id } as never;
      const day = '2026-11-09' as Day;
      return (await humanFor({ roll, person }, new Map([[school._id, school]]), county.models, day))?.person._id;
    };
    await posts('S1-T2', ['vice-principal']);
    expect(await told('S1-T1')).toBe('S1-L');
    expect(await told('S1-L')).toBe('S1-P');
    expect(await told('S1-D')).toBe('S1-P');
    expect(await told('S1-T2')).toBe('S1-P');
    expect(await told('S1-P')).toBeUndefined();
  });

  test('who has lost the post by which they would hear of it hears nothing, whatever else they hold', async () => {
    const posts = (all: string[]) =>
      connection.collection('people').updateOne({ _id: 'S2-P' as never }, { $set: { posts: all } });
    await posts(['backbone-teacher', 'principal']);
    await three();
    await heardBefore('S2-P', '2026-11-09', ['2026-11-09', '2026-11-10', '2026-11-11']);
    const verdict = await verdictOf('S2-P', '2026-11-09T08:21:00+08:00');
    expect(verdict?.waits?.items).toMatchObject([{ step: 'unanswered', as: 'principal' }]);
    await nagged('2026-11-09T08:21:00+08:00');
    await connection.collection('outbox').deleteMany({ 'payload.person': 'S2-P' });
    await posts(['backbone-teacher']);
    expect(await textTo('S2-P', '2026-11-10T08:21:00+08:00')).toBeUndefined();
  });

  test('who sees the whole county is told what lists their own school', async () => {
    await connection
      .collection('people')
      .updateOne({ _id: 'S2-P' as never }, { $set: { posts: ['principal', 'institute-head'] } });
    await three();
    const monday = await nagged('2026-11-09T08:21:00+08:00');
    const [, list = ''] = /名单发「(.*?)」/.exec(monday.find(({ to }) => to === 'S2-P')?.text ?? '') ?? [];
    expect(list).toBe('未交 月报 本校');
    expect((await county.say('S2-P', list)).join('\n')).toMatch(
      /^柳河小学：\n教育科研工作月报（10月）[^]*未交：柳河小学$/,
    );
  });

  test('handed in by then there is nothing to tell', async () => {
    await three();
    await county.say(LEAD, '月报\n教研活动次数：3\n教研活动主题：折纸\n课题进展：完成\n听评课节数：12\n下月计划：磨课');
    expect((await nagged('2026-11-09T08:21:00+08:00')).filter(({ to }) => /^S2-[PL]$/.test(to))).toEqual([]);
  });

  test('an answer begins the count anew', async () => {
    await three();
    county.at('2026-11-06T09:00:00+08:00');
    await county.say(LEAD, '稍后 明天');
    const monday = await nagged('2026-11-09T08:21:00+08:00');
    expect(monday.find(({ to }) => to === LEAD)?.text).toContain('月报（10月）');
    expect(monday.find(({ to }) => to === 'S2-P')?.text ?? '').not.toContain('没有回音');
  });

  test('past the principal nobody is told', async () => {
    await begin();
    for (const day of ['2026-10-30', '2026-11-04', '2026-11-06']) await nagged(`${day}T08:21:00+08:00`);
    const monday = await nagged('2026-11-09T08:21:00+08:00');
    expect(monday.filter(({ to }) => to === 'S3-P' || to === 'J1-C')).toEqual([]);
    expect(await verdictOf('S3-P', '2026-11-09T08:21:00+08:00')).toMatchObject({ verdict: 'unanswered' });
  });

  test('it is the same however often the job runs, also two at once', async () => {
    await three();
    county.at('2026-11-09T08:21:00+08:00');
    await Promise.all([remind(county.models, county.now()), remind(county.models, county.now())]);
    await county.settle();
    await county.jobs();
    expect(county.toldTo('S2-P').filter((text) => text.includes(unanswered))).toHaveLength(1);
  });
});
