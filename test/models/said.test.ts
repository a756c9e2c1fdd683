import { expect, test } from '@jest/globals';
import { createSaid } from '../../models/said.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const said = createSaid(connection, 'wechat');
const at = (seconds: number) => new Date(Date.parse('2026-11-26T02:00:00Z') + seconds * 1000);
const LINE = '周二老师，提醒您：\n· 教育周记（第9周）今天17:00截止。直接发「周记 …」。';

test('quoted words tell which message they are of: in that chat, on that platform, the newest', async () => {
  await said.keep('room', 'm1', ['请交周记'], at(0));
  await said.keep('room', 'm2', ['请交周记'], at(60));
  await said.keep('other', 'm3', ['请交月报'], at(61));
  expect(await said.with('room', '请交周记')).toBe('m2');
  expect(await said.with('room', '请交月报')).toBeUndefined();
  expect(await said.with('other', ' 请交月报\n')).toBe('m3');
  expect(await createSaid(connection, 'wecom').with('room', '请交周记')).toBeUndefined();
  expect(await said.with('room', ' ')).toBeUndefined();
});

test('it is quoted without a mention, on one line, with signs in their narrow form, or by its beginning', async () => {
  await said.keep('room', 'm1', [`@李一\u2005${LINE}`, '第二条：＊号在＿里'], at(0));
  expect(await said.with('room', LINE.replace('\n', ' '))).toBe('m1');
  expect(await said.with('room', '第二条:*号在_里')).toBe('m1');
  expect(await said.with('room', LINE.slice(0, 20))).toBe('m1');
  // Too little to tell it from others.
  expect(await said.with('room', LINE.slice(0, 6))).toBeUndefined();
});

test('said again after a crash it is still one; what cannot be an answer’s name is not kept', async () => {
  await said.keep('room', 'm1', ['请交周记'], at(0));
  await said.keep('room', 'm1', ['请交周记'], at(5));
  await said.keep('room', 'm'.repeat(201), ['请交月报'], at(6));
  expect(await connection.collection('said').countDocuments()).toBe(1);
});
