import { describe, expect, test } from '@jest/globals';
import { DutyKey, PeriodKey, PersonId, Platform, SchoolCode } from '../../models/ids.js';
import { nagKey } from '../../models/outbox.js';
import { TimeOfDay } from '../../models/time-of-day.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { otherCounty } from '../support/other-county.js';

/** A duty that is taken for three school days after it was due, and no longer: nobody is asked for it any more. */
const { roster, calendar, catalogue: plain } = otherCounty();
/** With a group's line on each of the two days. */
const catalogue = {
  ...plain,
  profiles: plain.profiles.map((profile) => ({
    ...profile,
    steps: [
      ...profile.steps,
      ...[2, 4].map((schoolDays) => ({
        key: `line-${schoolDays}`,
        schoolDays,
        at: TimeOfDay.parse('09:50'),
        to: 'group' as const,
      })),
    ],
  })),
};
const { connection } = testDatabase();
const county = testCounty(connection, roster, calendar, catalogue);
const { models } = county;
const duty = DutyKey.parse('reading-log');
const answer = async (who: string, text: string): Promise<string> => (await county.say(who, text)).join('\n');

/** The first fortnight is due on Sunday the 20th, a make-up day, and taken until Wednesday the 23rd. */
const OPEN = '2026-09-22T10:00:00+08:00';
const CLOSED = '2026-09-24T10:00:00+08:00';
const page = 'reading-log|2026-first-w01-02|Y1';

async function begin(at: string): Promise<void> {
  county.at('2026-09-15T10:00:00+08:00');
  await county.jobs();
  await county.say('Y1-2', '共读 今天和孩子们读《草房子》，桑桑养鸽子那一段他们讲了很久，散学了还在说。');
  county.at(at);
  await models.ledger.openRolls(county.now());
  county.said.length = 0;
}

describe('what is not taken any more', () => {
  test('is not listed as still to be handed in; named by its period it is answered, and said to be closed', async () => {
    await begin(CLOSED);
    expect((await models.rolls.get(page))?.closesAt.toISOString()).toBe('2026-09-23T16:00:00.000Z');
    expect(await answer('Y1-1', '未交')).not.toContain('第1-2周');
    expect(await answer('Y1-1', '未交 共读')).toContain('师生共读手记（第3-4周）');
    expect(await answer('Y1-1', '全校')).not.toContain('第1-2周');
    expect(await answer('Y1-1', '未交 共读 第1-2周')).toBe(
      '云岭完小：\n师生共读手记（第1-2周）已交1/2，9月20日（周日）16:00截止，现已不再收\n未交：阿果',
    );
  });

  test('is listed for as long as it is taken', async () => {
    await begin(OPEN);
    expect(await answer('Y1-1', '未交 共读 第1-2周')).toMatch(
      /已交1\/2，9月20日（周日）16:00截止，现在交算补交\n未交：阿果/,
    );
  });

  test('nobody is pressed for', async () => {
    await begin(CLOSED);
    expect(await answer('Y1-1', '催交 共读 第1-2周')).toBe('师生共读手记（第1-2周）已不再收，不用催了。');
    expect(county.said.filter(({ key }) => key.startsWith('nag:'))).toEqual([]);
    await begin(OPEN);
    expect(await answer('Y1-1', '催交 共读 第1-2周 发出')).toBe('马上私下提醒1人：阿果。');
  });

  test.each([
    ['in time', OPEN, 1],
    ['too late', CLOSED, 0],
  ])('%s: a reminder and a group line that waited in the outbox', async (_, at, heard) => {
    await begin(at);
    const person = PersonId.parse('Y1-3');
    const chat = { platform: Platform.parse('testing'), id: 'g1', kind: 'group' as const };
    await models.groups.bind(chat, { kind: 'school', school: SchoolCode.parse('Y1') }, person, county.now());
    const period = PeriodKey.parse('2026-first-w01-02');
    const day = calendar.dayOf(county.now());
    const item = { roll: page, duty, period, school: SchoolCode.parse('Y1'), step: 'due', as: 'owner' };
    await models.outbox.enqueue(
      [
        {
          key: nagKey(person, day),
          dispatch: {
            kind: 'nag',
            person,
            day,
            week: day,
            items: [{ ...item, owners: [`person:${person}` as never] }],
          },
        },
        { key: 'line:g1', dispatch: { kind: 'group-line', chat, day, items: [{ duty, period }] } },
      ],
      county.now(),
    );
    await county.settle();
    expect(county.said.map(({ to }) => to).toSorted()).toEqual(heard ? ['Y1-3', 'g1'] : []);
  });
});
