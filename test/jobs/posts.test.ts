import { expect, test } from '@jest/globals';
import { refreshPosts, type Shown } from '../../jobs/posts.js';
import { testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import { bindGroupTo } from '../support/groups.js';

const { connection } = testDatabase();
const roster = testRoster();
const people = roster.people.map((each) => (each.posts.includes('teacher') ? { ...each, subjects: ['英语'] } : each));
const county = testCounty(connection, { ...roster, people }, undefined, wholeCatalogue());
const on = feishuCounty(county);
const NOW = '2026-10-28T10:00:00+08:00';

const bind = (name: string, id: string, school: string) => bindGroupTo(county.models, name, id, school);

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

test('a collection’s options are buttons in its post, and every group shows the same count', async () => {
  county.at(NOW);
  await bind('feishu', 'oc_s1', 'S1');
  await bind('feishu', 'oc_s2', 'S2');
  await bind('testing', 'g1', 'S1');
  await on.say('J1-C', '收集 午餐\n项目：荤、素（选一个）\n对象：小学\n截止：周五 12:00');
  const posts = (await on.say('J1-C', '发布')).filter(({ receiveId }) => receiveId?.startsWith('oc_'));
  const [first, second] = posts;
  if (!first || !second) throw new Error('nothing was posted');
  expect(first.text).toContain('已有0人填；到10月30日（周五）12:00截止。');
  expect(county.toldTo('g1')[0]).toContain('请私聊我或 @我 发「接龙 1 荤」；发「接龙」看已有多少人填。');
  // A tap is an answer, told privately; tapping another is another answer of the same person.
  expect((await on.press(first, 'S1-T1', {}, { button: '素' })).sent).toMatchObject([
    { receiveId: 'ou_S1-T1', text: expect.stringContaining('记下了：「午餐」（1号），项目：素。') },
  ]);
  expect((await on.press(second, 'S1-T1', {}, { button: '荤' })).sent).toMatchObject([
    { receiveId: 'ou_S1-T1', text: expect.stringContaining('改好了：「午餐」（1号），项目：荤。') },
  ]);
  await on.press(second, 'S2-T1', {}, { button: '素' });
  expect((await on.press(second, 'S3-T1', {}, { button: '素' })).sent).toMatchObject([
    { receiveId: 'ou_S3-T1', text: expect.stringContaining('不用您填') },
  ]);
  expect(await refresh()).toBe(2);
  for (const { messageId } of posts) expect(asItIs(messageId)).toContain('已有2人填：荤1、素1；');
  expect(await refresh()).toBe(0);
  county.at('2026-10-30T12:00:00+08:00');
  expect(await refresh()).toBe(2);
  for (const { messageId } of posts) {
    expect(asItIs(messageId)).toContain('已有2人填：荤1、素1；已截止。');
    expect(asItIs(messageId)).not.toContain('接龙');
  }
  expect(on.feishu().platform.conflicts()).toEqual([]);
});

test('more than one question is a form on a card in private, and its answer the same lines', async () => {
  county.at(NOW);
  await bind('feishu', 'oc_s1', 'S1');
  await on.say('S1-L', '收集 教材\n版本：人教、北师（选一个）\n套数：数字（套）\n截止：周五');
  const [post] = (await on.say('S1-L', '发布')).filter(({ receiveId }) => receiveId === 'oc_s1');
  if (!post) throw new Error('nothing was posted');
  const [form] = (await on.press(post, 'S1-T1', {}, { button: '填写' })).sent;
  if (!form) throw new Error('no form');
  expect(form.receiveId).toBe('ou_S1-T1');
  // It turns into what came of it.
  const { card } = await on.press(form, 'S1-T1', { f1: '北师', f2: '30' });
  expect(card.text).toContain('记下了：「教材」（1号），版本：北师，套数：30套。');
});
