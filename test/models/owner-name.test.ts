import { expect, test } from '@jest/globals';
import { ownerText } from '../../config/texts/owner-name.js';
import { ownerNames } from '../../models/owner-name.js';
import { testDatabase } from '../support/database.js';
import { fillCounty, pagesModels } from '../support/pages.js';

const { connection } = testDatabase();
const models = pagesModels(connection);

test.each([
  ['person:P1', '李一'],
  ['person:P99', 'P99'],
  ['school:S1', '松山小学'],
  ['group:S1/语文', '语文组'],
  ['prep:S1/语文/三年级', '三年级语文备课组'],
  ['department:J1/教科所', '教科所'],
  ['cluster:城区片区', '城区片区'],
  ['project:K1', '分数教学研究'],
  ['class:2026秋会计', '2026秋会计'],
])('%s is called %s', async (key, called) => {
  await fillCounty(connection);
  await connection.collection<{ _id: string }>('units').insertOne({ _id: 'project:K1', name: '分数教学研究' } as never);
  const name = (await ownerNames([key, 'person:P2'], models)).get(key);
  expect(name && ownerText(name)).toBe(called);
});
