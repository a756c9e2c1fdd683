import { describe, expect, test } from '@jest/globals';
import { type Attachment, recallKey } from '../../models/event.js';
import { Field } from '../../models/field.js';
import { lookingAfterCollections } from '../support/collections.js';
import { TESTING, testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { bindGroupTo } from '../support/groups.js';
import { SIX, trainingWith } from '../support/held-training.js';
import { personId } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, testRoster(), undefined, wholeCatalogue());
county.given(() => bindGroupTo(county.models, 'testing', 'g1', 'S1'));
const { models } = county;

/** Friday the 30th is a school day as well. */
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const BOOKS =
  '收集 教材\n七年级上：数字（套）\n版本：人教、北师（选一个）\n到货：日期（选填）\n说法：文字（选填）\n截止：周五';

const say = async (text: string, how = {}, who = 'S1-T1'): Promise<string> =>
  (await county.say(who, text, how)).join('\n---\n');
/** Says one after another; answers what was said to the last. */
async function sayAll(...texts: string[]): Promise<string> {
  let last = '';
  for (const text of texts) last = await say(text);
  return last;
}
const published = async (text = BOOKS): Promise<void> => {
  county.at(WEDNESDAY);
  await say(text, {}, 'S1-L');
  await say('发布', {}, 'S1-L');
};
const stored = async () => {
  const found = await models.collections.answerOf(1, personId('S1-T1'));
  return found?.withdrawn ? 'withdrawn' : found && { ...found.values, complete: found.complete };
};
const FIRST = '1/4 七年级上\n写一个整数，单位是套。';
const SECOND = '2/4 版本\n1. 人教\n2. 北师\n回复序号。';
const THIRD = '3/4 到货\n写哪一天，如 周五、11月30日。\n选填，不填回复「跳过」。';
const CHANGE = '10月30日（周五）17:00前可以再发「接龙 1」改，不填了请发「取消接龙 1」。';

describe('a collection answered one question at a time', () => {
  test('what is said stands at once, and counts when nothing lacks; at the end all of it is shown, and mended by its number', async () => {
    await published();
    expect(await say('接龙 1')).toContain(
      '\n（不想整段填，请发「接龙 1 一问一答」，我一项一项问您。）\n接龙 1\n七年级上：',
    );
    expect(await say('一问一答')).toBe(
      `【教材（1号）】\n共4项，我一项一项问您，10月30日（周五）17:00前填好。\n答错了回复「上一个」；先停一停回复「算了」，答过的都留着。\n\n${FIRST}`,
    );
    expect(await say('几十')).toBe(`没记上：请写 0 到 1000000 之间的整数（单位：套，可省略）。\n\n${FIRST}`);
    expect(await stored()).toBeUndefined();
    expect(await say('30')).toBe(`已记：七年级上 30套\n\n${SECOND}`);
    expect(await stored()).toEqual({ f1: 30, complete: false });
    expect((await models.collections.answered([1])).get(1)?.count).toBe(0);
    expect(await say('2')).toBe(`已记：版本 北师\n\n${THIRD}`);
    expect((await models.collections.answered([1])).get(1)?.count).toBe(1);
    expect(await say('跳过')).toBe('「到货」先跳过。\n\n4/4 说法\n直接写给我就行。\n选填，不填回复「跳过」。');
    expect(await say('旧的还能用')).toBe(
      `已记：说法 旧的还能用\n\n【教材（1号）】记下了，请看一遍：\n1. 七年级上：30套\n2. 版本：北师\n3. 到货：（空着）\n4. 说法：旧的还能用\n没错就不用回复了；要改，回复那一项的序号。${CHANGE}`,
    );
    expect(await say('9')).toBe('没有第9项，请再看一下序号。');
    expect(await say('1')).toBe(`${FIRST}\n现在是：30套\n没错回复「对」，要改就发新的。`);
    expect(await say('31')).toMatch(/^已记：七年级上 31套\n\n【教材（1号）】记下了，请看一遍：\n1. 七年级上：31套\n/);
    expect(await say('好了')).toBe(`好，「教材」（1号）已记下。${CHANGE}`);
    expect(await stored()).toEqual({ f1: 31, f2: '北师', f4: '旧的还能用', complete: true });
    // It is over: a number is nothing any more. Asked anew it is looked at as it stands.
    expect(await say('1')).toMatch(/^现在没有等您选的/);
    expect(await say('一问一答 接龙1')).toMatch(/^【教材（1号）】记下了，请看一遍：\n1. 七年级上：31套\n/);
  });

  test('going back, passing over, beginning anew and stopping lose nothing', async () => {
    await published();
    await say('接龙 1 一问一答');
    expect(await say('上一个')).toBe(`这就是第一项。\n\n${FIRST}`);
    expect(await say('算了')).toBe('好，教材（1号）先不填了。想填的时候回复「接龙 1 一问一答」。');
    await say('一问一答 接龙 1');
    expect(await say('跳过')).toBe(`「七年级上」不能空着，先跳过，最后再问您。\n\n${SECOND}`);
    await say('人教');
    expect(await say('上一个')).toBe(`${SECOND}\n现在是：人教\n没错回复「对」，要改就发新的。`);
    expect(await say('重来')).toMatch(/^好，从头再问一遍。[^]*1\/4 七年级上/);
    expect(await say('取消')).toBe(
      '好，先到这里。教材（1号）答过的1项都留着，想接着填回复「接龙 1 一问一答」，不要了回复「取消接龙 1」。',
    );
    county.at('2026-10-29T15:00:00+08:00');
    expect(await say('一问一答')).toMatch(/^【教材（1号）】\n接着上次的往下填。[^]*1\/4 七年级上/);
    expect(await sayAll('跳过', '对', '跳过', '跳过')).toMatch(/1\/4 七年级上/);
    expect(await say('跳过')).toMatch(/^「七年级上」还空着/);
    expect(await say('20')).toMatch(/^已记：七年级上 20套\n\n【教材（1号）】记下了/);
    expect(await say('算了')).toBe(`好，「教材」（1号）已记下。${CHANGE.replace('10月30日（周五）', '明天')}`);
  });

  test('whoever writes lines, or answers by another way meanwhile, goes on from there; taken back it is over', async () => {
    await published();
    await say('接龙 1 一问一答');
    expect(await say('七年级上：30\n版本：鲁教')).toBe(`没记上：请从这些里选一个：人教、北师。\n\n${SECOND}`);
    // What was right of it is not asked again. Where one writes freely a command with its number is one, written as one word or two.
    expect(await sayAll('1', '跳过', '接龙1 40')).toMatch(
      /^改好了[^]*七年级上：40套[^]*\n（「教材」（1号）还等着您：接着回答「说法」，先停回复「算了」。）$/,
    );
    expect(await say('取消接龙1')).toMatch(/^已取消您填的「教材」（1号）。[^（]*$/);
    expect(await say('还有旧的')).toMatch(/^这句我没看懂/);
    expect(await stored()).toBe('withdrawn');
    expect(await say('接龙 1 一问一答')).toMatch(/共4项[^]*1\/4 七年级上/);
    expect(await say('5')).toBe(`已记：七年级上 5套\n\n${SECOND}`);
    expect(await stored()).toEqual({ f1: 5, complete: false });
  });

  test('what counts waits for nothing; what is begun waits, and each form has its own turn', async () => {
    await published();
    await sayAll('接龙 1 一问一答', '30');
    expect(await say('周记 一问一答')).toMatch(/^「教材」（1号）先放着，答过的都留着。\n【教育周记/);
    expect(await say('接龙 1 一问一答')).toMatch(
      /^教育周记先放着，答过的都留着。\n【教材（1号）】\n接着上次的往下填。/,
    );
    expect(await say('我的')).toMatch(/\n（「教材」（1号）还等着您：接着回答「版本」，先停回复「算了」。）$/);
    expect(await sayAll('1', '跳过', '跳过')).toMatch(/【教材（1号）】记下了/);
    expect(await say('我的')).not.toContain('还等着您');
    expect(await say('1')).not.toContain('七年级上');
  });

  test('once it has closed nothing is written, and they are told so; what is about something else is answered', async () => {
    await published();
    await sayAll('接龙 1 一问一答', '30');
    county.at('2026-10-29T11:00:00+08:00');
    await sayAll('接龙 1 一问一答', '跳过');
    await say('停止收集 1', {}, 'S1-L');
    expect(await say('我的')).not.toContain('还等着您');
    await say('改收集 1 截止：周五 12:00', {}, 'S1-L');
    county.at('2026-10-30T11:59:00+08:00');
    await say('接龙 1 一问一答');
    county.at('2026-10-30T12:00:00+08:00');
    expect(await say('对')).toBe('「教材」（1号）已经截止，没有记下。确实要补，请找钱主任。');
    expect(await stored()).toEqual({ f1: 30, complete: false });
    expect(await say('1')).toMatch(/^现在没有等您选的/);
  });

  test('what counts when it closes does so; only a change is refused', async () => {
    await published();
    county.at('2026-10-30T16:50:00+08:00');
    for (const text of ['接龙 1 一问一答', '30', '1', '跳过', '跳过'])
      for (const who of ['S1-T1', 'S1-T2']) await say(text, {}, who);
    county.at('2026-10-30T17:00:00+08:00');
    expect(await say('好了')).toBe('好，「教材」（1号）已记下。');
    expect(await say('1', {}, 'S1-T2')).toMatch(/^「教材」（1号）已经截止，没有记下。/);
    expect(await models.collections.answersOf(1)).toHaveLength(2);
  });

  test('the same event twice says the same, and does nothing twice', async () => {
    await published();
    await say('接龙 1 一问一答');
    const before = await models.dialogues.of({ platform: TESTING, id: 'p-S1-T1', kind: 'private' }, 'S1-T1');
    const text = '七年级上：30\n版本：鲁教';
    const first = await say(text, { key: 'twice' });
    const after = await connection.collection('collectionAnswers').find({}).toArray();
    await connection.collection('outbox').deleteMany({ _id: /^reply:twice:/ as never });
    for (const dialogue of [undefined, before]) {
      if (dialogue) await connection.collection('dialogues').replaceOne({ _id: dialogue._id as never }, dialogue);
      await connection.collection('inbox').deleteOne({ _id: 'twice' as never });
      expect(await say(text, { key: 'twice' })).toBe(first);
      await connection.collection('outbox').deleteMany({ _id: /^reply:twice:/ as never });
    }
    expect(await connection.collection('collectionAnswers').find({}).toArray()).toEqual(after);
  });

  test('a message taken back takes the answer with it', async () => {
    await published();
    await say('接龙 1 一问一答');
    await say('30', { key: 'm1' });
    await say('2');
    const chat = { platform: TESTING, id: 'p-S1-T1', kind: 'private' } as const;
    const recall = {
      kind: 'recalled',
      key: recallKey('m1'),
      chat,
      of: 'm1',
      by: 'author',
      sentAt: county.now(),
    } as const;
    await models.inbox.accept([recall], county.now());
    await county.settle();
    expect(county.toldTo('S1-T1').at(-1)).toMatch(/^您撤回了那条消息，您填的「教材」（1号）也一并取消了/);
    expect(await stored()).toBe('withdrawn');
    expect(await say('跳过')).not.toContain('说法');
  });

  test('what one answer asks besides is asked then, and drops out again', async () => {
    await published();
    const fields = [
      { key: 'f1', label: '来不来', type: 'choice', options: ['来', '不来'] },
      { key: 'f2', label: '几人', type: 'number', unit: '人', when: { field: 'f1', is: ['来'] } },
    ].map((field) => Field.parse(field));
    await connection.collection('collections').updateOne({ _id: 1 as never }, { $set: { fields } });
    await say('接龙 1 一问一答');
    expect(await say('1')).toMatch(/^已记：来不来 来\n\n2\/2 几人\n/);
    expect(await say('3')).toMatch(/记下了，请看一遍：\n1. 来不来：来\n2. 几人：3人\n/);
    expect(await sayAll('1', '2')).toMatch(/记下了，请看一遍：\n1. 来不来：不来\n没错/);
    expect(await stored()).toEqual({ f1: '不来', complete: true });
  });

  test('in a group nobody is asked so; who is not asked is told why', async () => {
    await published();
    expect(await say('接龙 1 一问一答', { group: 'g1' })).toMatch(/^「教材」（1号）要填几项，我私下发给您。\n/);
    expect(county.toldTo('S1-T1').at(-1)).toContain('接龙 1\n七年级上：');
    expect(await say('接龙 1 一问一答', {}, 'S2-T1')).toMatch(/^「教材」（1号）不用您填：/);
  });

  test('a reminder does not come between a question and its answer', async () => {
    await published();
    county.at('2026-10-29T15:58:00+08:00');
    await say('接龙 1 一问一答');
    const told = await lookingAfterCollections(county)('2026-10-29T16:00:00+08:00');
    expect(told).toContain('S1-T2');
    expect(told).not.toContain('S1-T1');
  });
});

describe('with files', () => {
  const file = (ref: string): Attachment => ({ kind: 'file', ref, name: `${ref}.docx` });
  const image = (ref: string): Attachment => ({ kind: 'image', ref });
  const send = (...attachments: Attachment[]): Promise<string> => say('', { attachments });
  const filesOf = async () =>
    (await models.collections.answerOf(1, personId('S1-T1')))?.attachments?.map(({ ref }) => ref);

  test('each goes to the question that stands, beside what came before', async () => {
    await published('收集 教案\n教案：文件\n照片：图片（选填）\n截止：周五');
    expect(await say('接龙 1 一问一答')).toMatch(/1\/2 教案\n把文件直接发给我，最多9个。$/);
    expect(await send(file('a'))).toBe(
      '收到，放在「教案」，现在有1个文件。\n\n1/2 教案\n把文件直接发给我，最多9个。\n现在是：1个文件\n够了回复「好了」，还有就接着发。',
    );
    county.at('2026-10-28T10:05:00+08:00');
    expect(await send(image('b'))).toMatch(/^收到，放在「教案」，现在有2个文件。\n\n1\/2 教案\n/);
    expect(await say('好了')).toMatch(/^2\/2 照片\n/);
    expect(await send(image('c'), file('d'))).toMatch(
      /^收到，放在「教案」，现在有[^]*收到，放在「照片」，现在有1张图。/,
    );
    expect(await say('好了')).toMatch(/记下了，请看一遍：\n1. 教案：3个文件\n2. 照片：1张图\n没错/);
    expect(await stored()).toEqual({ f1: ['a', 'b', 'd'], f2: ['c'], complete: true });
    expect(await filesOf()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('with homework they go along', async () => {
    await trainingWith(county, SIX);
    county.at('2026-12-07T10:00:00+08:00');
    await say('收集 教学设计\n教学设计：正文\n对象：培训 1\n截止：周五', {}, 'J1-C');
    await say('发布', {}, 'J1-C');
    await say('接龙 1 一问一答');
    expect(await send(file('a'))).toBe(
      '收到，附件现在有1个文件。\n\n1/1 教学设计\n直接写给我就行。\n现在是：见附件\n没错回复「对」，要改就发新的。',
    );
    expect(await send(file('b'))).toMatch(/^收到，附件现在有2个文件。/);
    expect(await say('用折纸讲分数')).toMatch(/请看一遍：\n1. 教学设计：用折纸讲分数\n附件：2个文件\n没错/);
    expect(await stored()).toEqual({ f1: '用折纸讲分数', complete: true });
  });
});
