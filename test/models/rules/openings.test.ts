import { beforeEach, expect, test } from '@jest/globals';
import { PeriodKey } from '../../../models/ids.js';
import { planNags } from '../../../models/nag-plan.js';
import { ownerOfSchool } from '../../../models/owner.js';
import { testDatabase } from '../../support/database.js';
import { day, personId, platform, schoolCode } from '../../support/people.js';
import { aSchool, aTeacher, county, rows } from './a-county.js';

/** A14: the training school owes at least one training of research leads a term; B30: three rounds of exam information a year. */
const { connection } = testDatabase();
const { models, at, now, roster, stands, numbers, dutyOf } = county(connection, rows('A14', 'B30', 'R2', 'R6'));
const J1 = ownerOfSchool(schoolCode('J1'));
const YEAR = '2026-year';

beforeEach(async () => {
  at('2026-09-07');
  await roster({
    schools: [aSchool('S1'), aSchool('J1', { stage: '进修学校' })],
    people: [
      aTeacher('S1-L', { posts: ['research-lead'], teaching: false }),
      aTeacher('J1-I', { posts: ['institute-head'], teaching: false }),
      aTeacher('J1-O', { posts: ['research-office-head'], teaching: false }),
    ],
  });
});

async function open(row: string, n: number, due: string) {
  const duty = dutyOf(row).key;
  const occasion = await models.occasions.open(
    {
      duty,
      period: PeriodKey.parse(`no${n}`),
      label: `第${n}次`,
      note: '',
      owners: [],
      opensOn: day('2026-09-07'),
      dueDay: day(due),
    },
    { event: `open ${row} ${n}`, by: personId('J1-I'), now: now() },
  );
  await models.ledger.openDuty(duty, now());
  return occasion;
}

test('owed until one is opened, and again when it is cancelled; other schools do not owe it', async () => {
  expect(await stands('R2', '2026-autumn', J1, 'J1')).toBe('owed');
  const training = await open('A14', 1, '2026-10-20');
  expect(await stands('R2', '2026-autumn', J1, 'J1')).toBe('handed-in');
  await models.occasions.change(
    training,
    { state: 'cancelled', dueDay: training.dueDay },
    { event: 'c', by: personId('J1-I'), now: now() },
  );
  await models.ledger.openDuty(training.duty, now());
  expect(await stands('R2', '2026-autumn', J1, 'J1')).toBe('owed');
  expect(await numbers('R2', '2026-autumn', 'S1')).toEqual({});
});

test('three a year: the progress is seen, and who runs it hears in the weeks of a quota until it is met', async () => {
  await models.accounts.bind({
    platform: platform('testing'),
    account: 'o',
    person: personId('J1-O'),
    how: 'demo',
    now: new Date(0),
  });
  const told = async (time: string) => {
    at(time);
    const items = [];
    for await (const { nags } of planNags(models, now()))
      items.push(
        ...nags.flatMap(({ person, items: each }) => each.map(({ roll }) => [person._id, roll.split('|')[0]])),
      );
    return items.filter(([, duty]) => duty === 'exam-information-held');
  };
  expect(await stands('R6', YEAR, J1, 'J1')).toBe('owed 0/3');
  await open('B30', 1, '2026-10-20');
  await open('B30', 2, '2027-03-20');
  expect(await stands('R6', YEAR, J1, 'J1')).toBe('owed 2/3');
  const week = await told('2027-03-22T09:00');
  expect(week).toHaveLength(1);
  await open('B30', 3, '2027-05-20');
  expect(await stands('R6', YEAR, J1, 'J1')).toBe('handed-in 3/3');
  expect(await told('2027-03-22T09:00')).toEqual([]);
});
