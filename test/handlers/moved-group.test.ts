import { expect, test } from '@jest/globals';
import { TESTING, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

const { connection } = testDatabase();
const county = testCounty(connection);
const AT = '2026-10-28T09:00:00+08:00';
/** The same group, before and after a login. */
const OLD = { group: '@@old', chatName: '松山教研' };
const NEW = { group: '@@new', chatName: '松山教研' };
const scopeOf = (id: string) => county.models.groups.scopeOf({ platform: TESTING, id });
/** What is asked in the group, beside what is answered. */
const asked = (said: string[]) => said.filter((text) => text.includes('也叫「'));
const codeIn = (text = ''): string => /换群 (\w{4})/u.exec(text)?.[1] ?? 'none';

const bound = async (): Promise<void> => {
  county.at(AT);
  await county.say('S1-L', '绑定本群 学校', OLD);
};

test('a group called like a bound one is asked about, once, and moved by a code; the old id ends', async () => {
  await bound();
  const [question] = asked(await county.say('S1-L', '我的', NEW));
  expect(question).toBe(
    `绑定为「松山小学」的群也叫「松山教研」。本群要是就是它、只是编号换了，请 @我 发「换群 ${codeIn(question)}」，绑定就接过来，原来的编号停用；不是的话不用管，只问这一次。`,
  );
  // Nothing is moved by being asked, and nobody is asked again.
  expect([await scopeOf('@@old'), await scopeOf('@@new')]).toEqual([{ kind: 'school', school: 'S1' }, undefined]);
  expect(asked(await county.say('S1-L', '我的', NEW))).toEqual([]);
  expect(await county.say('S1-L', '换群 2222', NEW)).toEqual([expect.stringMatching(/^没有可以接过来的群/)]);

  expect(await county.say('S1-L', `换群 ${codeIn(question)}`, NEW)).toEqual([
    '好的，本群接过了「松山小学」的群的绑定，原来的编号停用了。弄错了，请在原来的群里再发一次「绑定本群 松山小学」。',
  ]);
  expect([await scopeOf('@@old'), await scopeOf('@@new')]).toEqual([undefined, { kind: 'school', school: 'S1' }]);
  // After the next login it is asked about the one that took its place, and no longer about the first.
  const [next] = asked(await county.say('S1-L', '我的', { ...NEW, group: '@@newer' }));
  expect(next?.match(/换群 \w{4}/gu)).toHaveLength(1);
  expect(codeIn(next)).not.toBe(codeIn(question));
});

test('a message that is worked again asks again, as it did', async () => {
  await bound();
  const { models } = county;
  const [old] = await models.groups.alike({ platform: TESTING, id: '@@new' }, '松山教研');
  if (!old) throw new Error('it is not known by its name');
  expect(await models.groups.offer(old, { id: '@@new' }, 'm1')).toBe(true);
  expect(await models.groups.offer(old, { id: '@@new' }, 'm1')).toBe(true);
  expect(await models.groups.offer(old, { id: '@@new' }, 'm2')).toBe(false);
});

test('who may not bind that group is not asked, and moves nothing; nor is it asked by another name', async () => {
  await bound();
  for (const person of ['S1-T1', 'S2-P']) expect(asked(await county.say(person, '我的', NEW))).toEqual([]);
  expect(asked(await county.say('S1-L', '我的', { ...NEW, chatName: '松山老师' }))).toEqual([]);
  expect(asked(await county.say('S1-L', '我的', { group: '@@new' }))).toEqual([]);
  const [question] = asked(await county.say('S1-L', '我的', NEW));
  const code = codeIn(question);
  expect(await county.say('S1-T1', `换群 ${code}`, NEW)).toEqual(['绑定群由学校校长、教科室主任或协调员操作。']);
  expect(await county.say('S2-P', `换群 ${code}`, NEW)).toEqual([expect.stringContaining('绑定其他学校')]);
  // The code is for that chat alone.
  expect(await county.say('S1-L', `换群 ${code}`, { ...NEW, group: '@@other' })).not.toContainEqual(
    expect.stringContaining('接过了'),
  );
  expect(await scopeOf('@@old')).toEqual({ kind: 'school', school: 'S1' });
});

test('renamed while it is bound, it is known by its new name; of two alike each has its code', async () => {
  await bound();
  await county.say('S1-T1', '我的', { ...OLD, chatName: '松山小学教研群' });
  expect(asked(await county.say('S1-L', '我的', NEW))).toEqual([]);
  await county.say('J1-C', '绑定本群 柳河小学', { group: '@@two', chatName: '教研' });
  await county.say('J1-C', '绑定本群 全县', { group: '@@three', chatName: '教研' });
  const [question] = asked(await county.say('J1-C', '我的', { group: '@@new', chatName: '教研' }));
  expect(question).toMatch(/换群 \w{4} —— 「(?:柳河小学|全县)」的群\n换群 \w{4} —— 「(?:柳河小学|全县)」的群\n/u);
});
