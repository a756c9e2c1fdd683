import { expect, test } from '@jest/globals';
import { vacantPosts } from '../../jobs/vacancies.js';
import type { Duty } from '../../models/duty.js';
import { mainJob } from '../support/catalogues.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();

/** The report of the month, owed by the research lead, at schools of one stage only. */
const reportAt = (stage: string): Duty[] =>
  mainJob().duties.flatMap((duty) =>
    duty.owner.kind === 'school' ? [{ ...duty, owner: { ...duty.owner, stages: [stage] } }] : [],
  );

const { models } = testCounty(connection, undefined, undefined, {
  ...mainJob(),
  duties: [...reportAt('小学'), ...reportAt('初中'), ...reportAt('初中')],
});

test('a post is vacant where any of its duties is owed and nobody holds it, and is told of once', async () => {
  expect(await vacantPosts(models)).toEqual([{ school: '青石中学', post: '教科室主任' }]);
});
