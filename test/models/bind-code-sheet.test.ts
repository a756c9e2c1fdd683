import { beforeEach, expect, test } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { createAccounts } from '../../models/account.js';
import { createBindCodes } from '../../models/bind-code.js';
import { exportBindCodes } from '../../models/bind-code-sheet.js';
import { personModel } from '../../models/person.js';
import { schoolModel } from '../../models/school.js';
import { testDatabase } from '../support/database.js';
import { day, person, personId, platform, schoolCode } from '../support/people.js';

const { connection } = testDatabase();
const NOW = new Date('2026-11-23T04:00:00Z');
const school = (code: string, name: string) => ({
  _id: schoolCode(code),
  name,
  pinyin: name,
  stage: '小学',
  cluster: '东片',
  rural: false,
});

beforeEach(async () => {
  await schoolModel(connection).insertMany([school('S1', 'A校'), school('S2', 'B校')]);
  await personModel(connection).insertMany([
    person('P1', { name: '王伟' }),
    person('P2', { name: '安宁' }),
    person('P3', { name: '李静', school: schoolCode('S2') }),
    person('P4', { name: '张三', endedOn: day('2026-01-01') }),
  ]);
  await createAccounts(connection).bind({
    platform: platform('feishu'),
    account: 'ou_1',
    person: personId('P1'),
    how: 'mobile',
    now: NOW,
  });
});

const rows = async (only?: string) => {
  const { workbook: file } = await exportBindCodes(connection, {
    ...(only && { school: schoolCode(only) }),
    now: NOW,
    zone: 'Asia/Shanghai',
  });
  return (await readWorkbook(file))[0]?.data ?? [];
};

test('whoever has no account gets a code that works', async () => {
  const [header, ...people] = await rows();
  expect(header).toEqual(['学校', '编号', '姓名', '绑定码', '有效期']);
  expect(people.map((row) => row.slice(0, 3))).toEqual([
    ['A校', 'P2', '安宁'],
    ['B校', 'P3', '李静'],
  ]);
  expect(people[0]?.[4]).toEqual(new Date('2026-12-07T12:00:00Z'));
  const redeeming = { platform: platform('feishu'), account: 'ou_2', code: String(people[0]?.[3]), now: NOW };
  expect(await createBindCodes(connection).redeem(redeeming)).toEqual({ kind: 'bound', person: 'P2' });
});

test('for one school, everybody gets one', async () => {
  expect((await rows('S1')).slice(1).map((row) => row[1])).toEqual(['P2', 'P1']);
  expect(await rows('S9')).toHaveLength(1);
});

test('a second export makes the first worth nothing', async () => {
  const first = String((await rows())[1]?.[3]);
  await rows();
  const redeeming = { platform: platform('feishu'), account: 'ou_2', code: first, now: NOW };
  expect(await createBindCodes(connection).redeem(redeeming)).toEqual({ kind: 'expired' });
});
