import { expect, test } from '@jest/globals';
import { Field } from '../../models/field.js';
import { mainJob } from '../support/catalogues.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';

/** The monthly report with one field of each kind, so that a story is short. */
const FIELDS = [
  { key: 'activities', label: '活动次数', type: 'number', unit: '次', max: 200, usual: [0, 40] },
  { key: 'level', label: '级别', type: 'choice', options: ['校级', '县级', '市级'] },
  { key: 'proof', label: '依据', type: 'text', when: { field: 'level', is: ['市级'] } },
  { key: 'themes', label: '主题', type: 'choices', options: ['德育', '课堂', '评价'], required: false },
  { key: 'heldOn', label: '日期', type: 'date', only: 'past' },
  { key: 'journals', label: '周记情况', type: 'text', prefill: { duty: 'journal', give: 'handed-in-of-owed' } },
  { key: 'text', label: '小结', type: 'long-text', minLength: 10 },
  { key: 'photos', label: '照片', type: 'pictures', most: 2, required: false },
  { key: 'anonymous', label: '学生已匿名', type: 'tick' },
].map((field) => Field.parse(field));
const catalogue = {
  ...mainJob(),
  duties: mainJob().duties.map((duty) =>
    duty.word === '月报' ? { ...duty, form: { ...duty.form, fields: FIELDS } } : duty,
  ),
};

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, catalogue);
const say = async (text: string, how = {}, who = 'S1-L'): Promise<string> =>
  (await county.say(who, text, how)).join('\n---\n');

const WEDNESDAY = '2026-10-28T09:00:00+08:00';
const stored = () => connection.collection('submissions').find({}).sort({ updatedAt: 1 }).toArray();
const REST = ['1', '1 3', '昨天', '对', '这周讲了分数的意义，学生动手折纸', '跳过', '是'];
/** Says one after another; answers what was said to the last. */
async function sayAll(...texts: string[]): Promise<string> {
  let last = '';
  for (const text of texts) last = await say(text);
  return last;
}

test('a form is asked one question at a time, each as it is to be answered, and handed in when it has been looked at', async () => {
  county.at(WEDNESDAY);
  await county.jobs();
  expect(await say('月报')).toMatch(/\n（不想整段填，回复「一问一答」，我一项一项问您。）\n活动次数：\n/);
  expect(await say('一问一答')).toBe(
    '【教育科研工作月报（10月）】\n共9项，我一项一项问您，11月6日（周五）17:00前交。\n答错了回复「上一个」；先停一停回复「算了」，答过的都留着。\n\n1/9 活动次数\n写一个整数，0 到 200，单位是次。',
  );
  // What is possible but rare is asked about once.
  expect(await say('60')).toBe('1/9 活动次数\n写的是60次，一般是0到40次。\n没写错回复「对」，写错了再发一次。');
  expect(await say('12')).toBe('已记：活动次数 12次\n\n2/9 级别\n1. 校级\n2. 县级\n3. 市级\n回复序号。');
  expect(await say('2')).toBe(
    '已记：级别 县级\n\n3/8 主题\n1. 德育\n2. 课堂\n3. 评价\n可选几个，回复序号，如 1 3。\n选填，不填回复「跳过」。',
  );
  expect(await say('1、3')).toBe('已记：主题 德育、评价\n\n4/8 日期\n写哪一天，如 昨天、11月30日。');
  expect(await say('明天')).toMatch(/^没记上：请写今天或以前的日期。\n\n4\/8 日期\n/);
  expect(await say('昨天')).toBe(
    '已记：日期 2026年10月27日\n\n5/8 周记情况\n直接写给我就行。\n现在是：0/4\n没错回复「对」，要改就发新的。',
  );
  expect(await say('对')).toBe('6/8 小结\n一般写10字以上。');
  expect(await say('太短了')).toMatch(/^6\/8 小结\n目前3字，一般写10字以上。/);
  expect(await say('对')).toBe('7/8 照片\n把图片直接发给我，最多2张。\n选填，不填回复「跳过」。');
  expect(await say('', { pictures: 1 })).toBe(
    '收到，放在「照片」，现在有1张图。\n\n7/8 照片\n把图片直接发给我，最多2张。\n现在是：1张图\n够了回复「好了」，还有就接着发。',
  );
  expect(await say('好了')).toMatch(/^8\/8 学生已匿名\n/);
  expect(await say('否')).toMatch(/^没记上：这一项要先做到/);
  expect(await say('是')).toBe(
    `已记：学生已匿名 是\n\n【教育科研工作月报（10月）】问完了，请看一遍：\n1. 活动次数：12次\n2. 级别：县级\n3. 主题：德育、评价\n4. 日期：2026年10月27日\n5. 周记情况：0/4\n6. 小结：太短了\n7. 照片：1张图\n8. 学生已匿名：是\n没错回复「确认」，就交上了；要改，回复那一项的序号。`,
  );
  expect(await stored()).toMatchObject([{ state: 'draft' }]);
  // One is mended; what its answer asks besides is asked then.
  expect(await say('2')).toMatch(/^2\/8 级别\n[^]*现在是：县级\n/);
  expect(await say('市级')).toBe('已记：级别 市级\n\n3/9 依据\n直接写给我就行。');
  expect(await say('市教育局文件')).toMatch(/^已记：依据 市教育局文件\n\n【[^]*\n3\. 依据：市教育局文件\n/);
  expect(await say('12')).toMatch(/^没有第12项/);
  expect(await say('什么')).toMatch(/^没看懂。没错回复「确认」/);
  expect(await say('确认')).toMatch(/^已收到教育科研工作月报（10月）/);
  expect(await stored()).toMatchObject([
    {
      state: 'handed-in',
      owner: 'school:S1',
      values: { activities: 12, level: '市级', proof: '市教育局文件', themes: ['德育', '评价'], photos: ['img0'] },
    },
  ]);
  // It is over: a number is nothing any more, and the form is in.
  expect(await say('2')).toMatch(/^现在没有等您选的/);
  expect(await say('月报 一问一答')).toMatch(/^教育科研工作月报（10月）已由您于/);
});

test('going back, passing over, beginning anew and stopping lose nothing', async () => {
  county.at(WEDNESDAY);
  await county.jobs();
  await say('一问一答 月报');
  expect(await say('上一个')).toMatch(/^这就是第一项。\n\n1\/9 活动次数/);
  expect(await say('跳过')).toMatch(/^「活动次数」不能空着，先跳过，最后再问您。\n\n2\/9 级别/);
  await say('1');
  expect(await say('上一个')).toMatch(/^2\/8 级别\n[^]*现在是：校级/);
  expect(await say('3')).toMatch(/^已记：级别 市级\n\n3\/9 依据/);
  expect(await say('重来')).toMatch(/^好，从头再问一遍。[^]*1\/9 活动次数/);
  expect(await say('跳过')).toMatch(/2\/9 级别\n[^]*现在是：市级/);
  expect(await sayAll('2', '跳过', '昨天', '对', '这周讲了分数的意义，学生动手折纸', '跳过', '是')).toMatch(
    /^已记：学生已匿名 是\n\n1\/8 活动次数/,
  );
  expect(await say('跳过')).toMatch(/^「活动次数」还空着，这样交不上。[^]*1\/8 活动次数/);
  expect(await say('取消')).toBe(
    '好，先到这里。教育科研工作月报（10月）答过的5项都留着，想接着填回复「月报 一问一答」，不要了回复「撤回」。',
  );
  expect(await say('3')).toMatch(/^现在没有等您选的/);
  // Days later it goes on where it was left, and so does whoever writes it as lines meanwhile.
  county.at('2026-10-31T09:00:00+08:00');
  expect(await say('月报 一问一答')).toMatch(/^【教育科研工作月报（10月）】\n接着上次的往下填。[^]*1\/8 活动次数/);
  expect(await say('活动次数：5\n级别：校级')).toMatch(/^已记：活动次数 5次\n已记：级别 校级\n\n3\/8 主题/);
  expect(await sayAll('跳过', '跳过', '对')).toMatch(/^已收到教育科研工作月报/);
});

test('what is said to something else in between is answered, and the question waits; after a day it does no more', async () => {
  county.at(WEDNESDAY);
  await county.jobs();
  await sayAll('月报 一问一答', '3');
  expect(await say('我的')).toMatch(/\n（教育科研工作月报还等着您：接着回答「级别」，先停回复「算了」。）$/);
  // Whatever was asked meanwhile, its numbers are its own.
  expect(await say('未交 月计')).toMatch(/\n1\. 月报\n/);
  expect(await say('1')).toMatch(/^松山小学：\n教育科研工作月报[^]*接着回答「级别」/);
  expect(await say('1')).toMatch(/^已记：级别 校级/);
  await sayAll('跳过', '昨天');
  // Where people write freely, a word of ours within a sentence is none; one that stands apart is.
  expect(await say('帮助教师成长，已收周记三份')).toMatch(/^已记：周记情况 帮助教师成长，已收周记三份\n\n6\/8 小结/);
  expect(await say('帮助 周记')).toMatch(/^教育周记\n[^]*接着回答「小结」/);
  // Somebody else's words, and one's own in another chat, are no answers to it.
  expect(await say('12', {}, 'S1-P')).toMatch(/^现在没有等您选的/);
  expect(await say('12', { group: 'g1' })).toBe('');
  // A picture goes to where the form has a place for it.
  expect(await say('', { pictures: 1 })).toMatch(/^收到，放在「照片」，现在有1张图。\n\n6\/8 小结/);
  county.at('2026-10-29T09:00:01+08:00');
  expect(await say('这周讲了分数的意义，学生动手折纸')).toMatch(/^这句我没看懂/);
  expect(await stored()).toMatchObject([{ state: 'draft', values: { activities: 3, photos: ['img0'] } }]);
  expect(await say('一问一答')).toMatch(/接着上次的往下填。[^]*6\/8 小结/);
});

test('in a group it is between the bot and whoever began it', async () => {
  county.at(WEDNESDAY);
  await county.jobs();
  const group = { group: 'g1' };
  expect(await say('月报 一问一答', group)).toMatch(/1\/9 活动次数\n[^]*\n群里回答请 @我。$/);
  expect(await say('9', group, 'S1-P')).toBe('');
  expect(await say('3', { ...group, addressed: false })).toBe('');
  expect(await say('3', group)).toMatch(/^已记：活动次数 3次\n\n2\/9 级别/);
});

test('the same event twice says the same, and does nothing twice', async () => {
  county.at(WEDNESDAY);
  await county.jobs();
  await say('月报 一问一答');
  const { models } = county;
  const before = await models.dialogues.of({ platform: 'testing', id: 'p-S1-L', kind: 'private' } as never, 'S1-L');
  const first = await say('60', { key: 'twice' });
  const after = await stored();
  await connection.collection('outbox').deleteMany({ _id: /^reply:twice:/ as never });
  // Worked again once the dialogue had gone on, and once it had not: a crash may come before or after that.
  for (const dialogue of [undefined, before]) {
    if (dialogue) await connection.collection('dialogues').replaceOne({ _id: dialogue._id as never }, dialogue);
    await connection.collection('inbox').deleteOne({ _id: 'twice' as never });
    expect(await say('60', { key: 'twice' })).toBe(first);
    await connection.collection('outbox').deleteMany({ _id: /^reply:twice:/ as never });
  }
  expect(await stored()).toEqual(after);
});

test('what was handed in or taken back by another way ends it', async () => {
  county.at(WEDNESDAY);
  await county.jobs();
  await sayAll('月报 一问一答', '3');
  expect(await say('撤回')).toMatch(/^已撤回教育科研工作月报（10月）的草稿[^（]*$/);
  expect(await say('2')).toMatch(/^现在没有等您选的/);
  await sayAll('月报 一问一答', '3', ...REST.slice(0, 3));
  expect(await say('周记情况：4/4', {})).toMatch(/^已记：周记情况 4\/4/);
});

test('words are asked for the same way', async () => {
  county.at(WEDNESDAY);
  await county.jobs();
  const words = journal().replace('周记 ', '');
  expect(await say('周记 一问一答', {}, 'S1-T1')).toMatch(/1\/1 周记/);
  expect(await say(words, {}, 'S1-T1')).toMatch(/^已记：周记[^]*没错回复「确认」/);
  expect(await say('确认', {}, 'S1-T1')).toMatch(/^已收到教育周记（第9周），104字/);
});

test('a reminder does not come between a question and its answer', async () => {
  county.at('2026-10-30T15:38:00+08:00');
  await county.jobs();
  await say('周记 一问一答', {}, 'S1-T1');
  county.at('2026-10-30T15:41:00+08:00');
  const told = (await county.jobs()).map(({ to }) => to);
  expect(told).toContain('S1-T2');
  expect(told).not.toContain('S1-T1');
  // Put off and not lost: it is due again, and says what still holds.
  county.at('2026-10-30T15:50:00+08:00');
  await connection.collection('outbox').updateMany({ lane: 'nag:S1-T1' }, { $set: { dueAt: new Date(0) } });
  await county.settle();
  expect(county.toldTo('S1-T1').at(-1)).toMatch(/教育周记（第9周）/);
});
