import { beforeEach, expect, test } from '@jest/globals';
import { SchoolCode } from '../../models/ids.js';
import { journal, testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import type { Sent } from '../support/feishu/messages.js';

/** 全校, 名单, 走访 and 历史 as cards; what they say in words stands in questions.test.ts. */
const { connection } = testDatabase();
const roster = testRoster();
const people = roster.people.map((person) =>
  person.id === 'J1-C'
    ? { ...person, posts: ['researcher'], charge: ['S1', 'S2'].map((code) => SchoolCode.parse(code)) }
    : person,
);
const county = testCounty(connection, { ...roster, people }, undefined, wholeCatalogue());
const on = feishuCounty(county);

beforeEach(async () => {
  county.at('2026-10-26T00:07:00+08:00');
  await county.models.ledger.openRolls(county.now());
  county.at('2026-10-28T10:00:00+08:00');
});

async function card(person: string, text: string): Promise<Sent> {
  const [said, ...others] = await on.say(person, text);
  if (!said?.card || others.length > 0) throw new Error(`no card but ${said?.text}`);
  return said;
}
const pressed = async (list: Sent, person: string, button: string): Promise<string> =>
  (await on.press(list, person, {}, { button })).sent.map(({ text }) => text).join('\n');

test('全校: a screen as a table a chapter, and a button for all of it', async () => {
  const screen = await card('S1-L', '全校');
  const lines = screen.text.split('\n');
  expect(lines[0]).toBe('松山小学');
  expect(lines[1]).toMatch(/^在收\d+项，交齐0项，最先截止的10项：$/);
  expect(lines).toContain('教育周记（第9周） | 已交0/4');
  expect(lines.at(-1)).toBe('[看全部]');
  const whole = await pressed(screen, 'S1-L', '看全部');
  expect(whole).toContain('教育典型案例（2026年秋季学期）已交0/4');
  // Its number says the same as its button.
  await on.say('S1-L', '全校');
  const byNumber = (await on.say('S1-L', '1')).map(({ text }) => text).join('\n');
  expect(byNumber).toBe(whole);
});

test('名单: the names, and a button for the others', async () => {
  await on.say('S1-T1', journal());
  const list = await card('S1-L', '名单 周记 未交');
  expect(list.text.split('\n')).toEqual([
    '教育周记：未交',
    '松山小学教育周记（第9周）未交3：吴三、郑四、周二',
    '[看已交] [导出表格]',
  ]);
  expect(await pressed(list, 'S1-L', '看已交')).toBe(
    '教育周记：已交\n松山小学教育周记（第9周）已交1：李一\n[看未交] [导出表格]',
  );
});

test('走访: how far each round is, and where they have not been', async () => {
  const lines = (await card('J1-C', '走访')).text.split('\n');
  expect(lines[0]).toBe('您负责2所学校');
  expect(lines).toContain('教研员参与校本教研（2026年秋季学期）');
  expect(lines).toContain('░░░░░░░░░░ 0/2');
  expect(lines).toContain('还没到：柳河小学、松山小学');
});

test('历史: a row and a button for each record', async () => {
  await on.say('S1-T1', journal());
  const list = await card('S1-T1', '历史');
  const no = String((await connection.collection('submissions').findOne({}))?.['no']);
  expect(list.text.split('\n')).toEqual([
    '您交过的',
    '任务 | 情况 | 编号',
    `教育周记（第9周） | 已交，10月28日（周三） | ${no}`,
    `[看${no}]`,
  ]);
  expect(await pressed(list, 'S1-T1', `看${no}`)).toContain(journal().slice(3, 20));
});

test('in a group there is no card of names', async () => {
  const said = await on.say('S1-L', '名单 周记 未交', 'oc_group');
  expect(said[0]?.text).toContain('名单已私下发给您');
  expect(said.every((each) => each.card === undefined)).toBe(true);
});
