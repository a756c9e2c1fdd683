import { expect, test } from '@jest/globals';
import { refreshPosts, type Shown } from '../../jobs/training-posts.js';
import { testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import { platform, schoolCode } from '../support/people.js';

const { connection } = testDatabase();
const roster = testRoster();
const people = roster.people.map((each) => (each.posts.includes('teacher') ? { ...each, subjects: ['英语'] } : each));
const county = testCounty(connection, { ...roster, people }, undefined, wholeCatalogue());
const on = feishuCounty(county);
const NOW = '2026-10-28T10:00:00+08:00';

const bind = (name: string, id: string, school: string) =>
  county.models.groups.bind(
    { platform: platform(name), id, kind: 'group' },
    { kind: 'school', school: schoolCode(school) },
    undefined,
    new Date(0),
  );

/** Posted into two groups of Feishu and one of a platform whose cards cannot be changed; a third school is not meant. */
async function posted() {
  county.at(NOW);
  await bind('feishu', 'oc_s1', 'S1');
  await bind('feishu', 'oc_s2', 'S2');
  await bind('feishu', 'oc_s3', 'S3');
  await bind('testing', 'g1', 'S1');
  await on.say(
    'J1-C',
    '开培训 小学英语\n名称：英语培训\n时间：11月20日 8:30-16:30\n地点：进修学校\n名额：1\n报名截止：11月18日',
  );
  return (await on.say('J1-C', '发布 1')).filter(({ receiveId }) => receiveId?.startsWith('oc_'));
}

const shown: Shown = new Map();
let seconds = 0;
const refresh = async (afterSeconds = 10): Promise<number> => {
  seconds += afterSeconds;
  const machine = new Date(Date.parse(NOW) + seconds * 1000);
  const count = await refreshPosts(county.models, county.bots, shown, { now: county.now(), machine });
  await county.settle();
  return count;
};
const asItIs = (messageId: string): string =>
  on
    .feishu()
    .platform.sent()
    .find((each) => each.messageId === messageId)?.text ?? '';

test('it is posted into every group somebody it is for may be in, and all show the same count as it changes', async () => {
  const posts = await posted();
  expect(posts.map(({ receiveId }) => receiveId ?? '').toSorted()).toEqual(['oc_s1', 'oc_s2']);
  expect(county.toldTo('g1')).toEqual([
    '培训报名：英语培训（1号）\n时间：11月20日（周五）08:30-16:30\n地点：进修学校\n还有1个名额，报名到11月18日（周三）17:00。\n在对象里的老师请私聊我或 @我 发「报名 1」；发「培训」看还有多少名额。',
  ]);
  const [first, second] = posts;
  if (!first || !second) throw new Error('nothing was posted');
  expect(first.text).toContain('还有1个名额，报名到11月18日（周三）17:00。');
  // A tap is the word of whoever taps, answered privately.
  const { toast, sent } = await on.press(first, 'S1-T1', {}, { button: '报名' });
  expect(toast).toEqual({ toast: { type: 'info', content: '收到，请稍等' } });
  expect(sent).toMatchObject([{ receiveId: 'ou_S1-T1', text: expect.stringContaining('报上了：「英语培训」（1号）') }]);
  expect((await on.press(second, 'S2-T1', {}, { button: '报名' })).sent).toMatchObject([
    { receiveId: 'ou_S2-T1', text: expect.stringContaining('您排在候补第1位') },
  ]);
  expect((await on.press(second, 'S1-P', {}, { button: '报名' })).sent).toMatchObject([
    { receiveId: 'ou_S1-P', text: expect.stringContaining('请找韩协调') },
  ]);
  expect(await refresh()).toBe(2);
  for (const { messageId } of posts) expect(asItIs(messageId)).toContain('名额已满，候补1人，还可以排候补');
  expect(on.feishu().platform.conflicts()).toEqual([]);
});

test('what has not changed is not put again, what changes too often waits, and a post that is gone is nobody’s trouble', async () => {
  const [first] = await posted();
  if (!first) throw new Error('nothing was posted');
  expect(await refresh()).toBe(2);
  expect(await refresh()).toBe(0);
  await on.press(first, 'S1-T1', {}, { button: '报名' });
  expect(await refresh(10)).toBe(2);
  await on.press(first, 'S1-T2', {}, { button: '报名' });
  expect(await refresh(1)).toBe(0);
  on.feishu().platform.refuse(first.messageId, 230011);
  expect(await refresh(5)).toBe(2);
  expect(await county.models.outbox.undeliveredSince(new Date(0))).toBe(0);
});
