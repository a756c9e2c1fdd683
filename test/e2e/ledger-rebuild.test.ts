import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { SchoolCode } from '../../models/ids.js';
import type { Roll } from '../../models/roll.js';
import { applyRoster, currentRoster } from '../../models/roster/apply.js';
import { diffRoster } from '../../models/roster/diff.js';
import type { Roster } from '../../models/roster/roster.js';
import { journal, testCounty, testRoster } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const whole = testRoster();
/** Two schools are enough for people to move between; the other people only make it slow. */
const roster: Roster = {
  schools: whole.schools.filter(({ code }) => code === 'S1' || code === 'S2'),
  people: whole.people.filter(({ id }) => /^S1-[LT]|^S2-[LT]/.test(id)),
};
const county = testCounty(connection, roster);
const { models } = county;
const S1 = SchoolCode.parse('S1');
const S2 = SchoolCode.parse('S2');

/** What teachers and their leads do in a week; each has a day, from Monday on. */
const SAID: Record<string, (name: string) => [speaker: 'teacher' | 'lead', text: string]> = {
  'hands in': () => ['teacher', journal()],
  'writes too little': () => ['teacher', '周记 今天下雪了。'],
  'confirms it': () => ['teacher', '确认'],
  'takes it back': () => ['teacher', '撤回'],
  'restores it': () => ['teacher', '恢复'],
  'corrects it': () => ['teacher', '修改 换成这一篇。'],
  'takes leave': () => ['teacher', '请假 到 周五'],
  'takes three days': () => ['teacher', '请假 周三到周五'],
  'comes back': () => ['teacher', '销假'],
  'is exempt': (name) => ['lead', `免交 ${name} 周记 外出培训`],
  'is exempt no more': (name) => ['lead', `取消免交 ${name} 周记`],
  'is done for by the lead': (name) => ['lead', `代交 ${name} ${journal()}`],
  'is sent on leave': (name) => ['lead', `请假 ${name} 到 周五`],
};
const TEACHERS = { 'S1-T1': '李一', 'S1-T2': '周二', 'S2-T1': '陈一' };
type Teacher = keyof typeof TEACHERS;

type Step =
  | { who: Teacher; does: keyof typeof SAID }
  | { roster: 'moves' | 'leaves' | 'is back'; who: Teacher }
  | { jobs: 'open-rolls' | 'refresh' }
  | { day: 'next' };
const who = fc.constantFrom(...(Object.keys(TEACHERS) as Teacher[]));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ who, does: fc.constantFrom(...Object.keys(SAID)) }) },
  { weight: 2, arbitrary: fc.record({ roster: fc.constantFrom('moves', 'leaves', 'is back'), who }) },
  { weight: 2, arbitrary: fc.record({ jobs: fc.constantFrom('open-rolls', 'refresh') }) },
  { weight: 2, arbitrary: fc.record({ day: fc.constant('next' as const) }) },
);

/** A week, lived through in steps of which several may happen at once. */
async function live(turns: Step[][]): Promise<void> {
  const people = new Map(roster.people.map((person) => [person.id as string, person]));
  let day = 26;
  county.at('2026-10-26T08:00:00+08:00');
  await models.ledger.openRolls(county.now());

  const importRoster = async (): Promise<void> => {
    const now = { schools: roster.schools, people: [...people.values()] };
    const diff = diffRoster(await currentRoster(connection), now, models.calendar.dayOf(county.now()));
    await applyRoster(connection, diff);
    await models.ledger.openRolls(county.now());
  };
  const take = async (each: Step): Promise<void> => {
    if ('day' in each) {
      day = Math.min(day + 1, 30);
      county.at(`2026-10-${day}T08:00:00+08:00`);
    } else if ('jobs' in each) {
      if (each.jobs === 'open-rolls') await models.ledger.openRolls(county.now());
      else for (const id of await pageIds()) await models.ledger.refresh(id);
    } else if ('does' in each) {
      const [speaker, text] = SAID[each.does]?.(TEACHERS[each.who]) ?? ['teacher', ''];
      await county.say(speaker === 'teacher' ? each.who : `${each.who.slice(0, 2)}-L`, text);
    } else {
      const before = roster.people.find(({ id }) => id === each.who);
      if (!before) throw new Error(`nobody is ${each.who}`);
      if (each.roster === 'leaves') people.delete(each.who);
      else
        people.set(
          each.who,
          each.roster === 'is back' ? before : { ...before, school: before.school === S1 ? S2 : S1 },
        );
      await importRoster();
    }
  };
  for (const turn of turns) await Promise.all(turn.map(take));
}

const pageIds = async (): Promise<string[]> =>
  (await connection.collection('rolls').find().toArray()).map(({ _id }) => String(_id)).toSorted();

/** The pages as they stand, whoever wrote them however often. */
async function stored(): Promise<Omit<Roll, 'rev'>[]> {
  return (await models.rolls.getMany(await pageIds())).map(({ rev: _rev, ...page }) => page);
}

test('whatever happens, in whatever order and at once, the pages are what they would be if made today', async () => {
  const turn = fc.array(step, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc
      .asyncProperty(fc.array(turn, { minLength: 4, maxLength: 10 }), async (turns) => {
        await live(turns);
        const lived = await stored();
        await connection.collection('rolls').deleteMany({});
        await models.ledger.openRolls(county.now());
        expect(lived).toEqual(await stored());
        expect(lived.find(({ _id }) => _id === 'journal|2026-autumn-w09|S1')).toBeDefined();
      })
      .beforeEach(async () => {
        const names = ['submissions', 'exemptions', 'rolls', 'people', 'inbox', 'outbox', 'marks', 'rosterMarks'];
        await Promise.all(names.map((name) => connection.collection(name).deleteMany({})));
        const { schools, people } = await currentRoster(connection);
        await applyRoster(connection, diffRoster({ schools, people, imported: false }, roster, '2000-01-01' as never));
      }),
    { numRuns: 12 },
  );
}, 90_000);
