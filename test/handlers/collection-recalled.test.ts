import { describe, expect, test } from '@jest/globals';
import { type Attachment, type RecalledEvent, recallKey } from '../../models/event.js';
import { journal, TESTING, testCounty, testRoster, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { feishuCounty } from '../support/feishu/county.js';
import { SIX, talkingTo, trainingWith } from '../support/held-training.js';
import { personId } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, testRoster(), undefined, wholeCatalogue());
const on = feishuCounty(county);
county.given(() => trainingWith(county, SIX));
const { models } = county;
const { answer, saidTo } = talkingTo(county);
const MONDAY = '2026-12-07T10:00:00+08:00';
const LUNCH = '收集 午餐\n项目：荤、素（选一个）\n截止：周五 12:00';
const BOOKS = '收集 教材\n套数：数字（套）\n版本：人教、北师（选一个）\n截止：周五 12:00';
const HOMEWORK = '收集 教学设计\n教学设计：正文\n对象：培训 1\n截止：周五 12:00';

const published = async (text: string): Promise<void> => {
  county.at(MONDAY);
  await answer('J1-C', text);
  await answer('J1-C', '发布');
};
const said = (key: string, text: string, attachments: Attachment[] = []): Promise<string> =>
  answer('S1-T1', text, { key, attachments });
const accepted = (key: string, by: RecalledEvent['by'] = 'author') =>
  models.inbox.accept(
    [
      {
        kind: 'recalled',
        key: by === 'author' ? recallKey(key) : `by-another:${key}`,
        chat: { platform: TESTING, id: 'p-S1-T1', kind: 'private' },
        of: key,
        by,
        sentAt: county.now(),
      },
    ],
    county.now(),
  );
/** What they are told because of it. */
const recalled = async (key: string, by?: RecalledEvent['by']): Promise<string[]> => {
  const before = county.toldTo('S1-T1').length;
  await accepted(key, by);
  await county.settle();
  return county.toldTo('S1-T1').slice(before);
};
const stands = async () => {
  const found = await models.collections.answerOf(1, personId('S1-T1'));
  return found?.withdrawn ? 'withdrawn' : found && { ...found.values, files: found.attachments?.map(({ ref }) => ref) };
};
const file = (ref: string): Attachment => ({ kind: 'file', ref, name: `${ref}.docx` });

const GONE = '您撤回了那条消息，您填的「午餐」（1号）也一并取消了。改了主意，截止前可以再发「接龙 1」。';

describe('an answer whose message is taken back', () => {
  test('is withdrawn, told once, and may be given again', async () => {
    await published(LUNCH);
    await said('m1', '接龙 1 荤');
    expect(await recalled('m1')).toEqual([GONE]);
    expect(await stands()).toBe('withdrawn');
    expect(await models.collections.answersOf(1)).toEqual([]);
    expect(await recalled('m1')).toEqual([]);
    // Worked again by a process that never said it.
    const again = { $set: { state: 'ready', dueAt: new Date(0) }, $unset: { doneAt: '' } };
    await connection.collection('outbox').deleteMany({});
    await connection.collection('inbox').updateOne({ _id: recallKey('m1') as never }, again);
    await county.settle();
    expect(county.toldTo('S1-T1').filter((text) => text === GONE)).toHaveLength(2);
    expect(await said('m2', '接龙 1 素')).toContain('记下了');
    expect(await models.collections.answersOf(1)).toHaveLength(1);
  });

  test('what was said anew since stands; the number of a choice is a message like any other', async () => {
    await published(LUNCH);
    await said('m1', '接龙 1 荤');
    await said('m2', '接龙 1');
    await said('m3', '接龙 1 素');
    expect(await recalled('m1')).toEqual([]);
    expect(await recalled('m2')).toEqual([]);
    expect(await models.collections.answersOf(1)).toHaveLength(1);
    expect(await recalled('m3')).toEqual([GONE]);
    await said('m4', '接龙 1');
    await said('m5', '2');
    expect(await models.collections.answersOf(1)).toHaveLength(1);
    expect(await recalled('m4')).toEqual([]);
    expect(await recalled('m5')).toEqual([GONE]);
  });

  test('put together from several messages, any of them takes it back', async () => {
    await published(BOOKS);
    await said('m1', '接龙 1 套数：30');
    await said('m2', '接龙 1 版本：人教');
    expect(await models.collections.answersOf(1)).toHaveLength(1);
    expect(await recalled('m1')).toEqual([expect.stringContaining('您填的「教材」（1号）也一并取消了')]);
    expect(await stands()).toBe('withdrawn');
    await said('m3', '接龙 1 套数：30');
    await said('m4', '接龙 1 套数：31\n版本：人教');
    expect(await recalled('m3')).toEqual([]);
  });

  test('before it was worked, or before it came, nothing was answered, and nothing is said', async () => {
    await published(LUNCH);
    await accepted('m1');
    expect(await said('m1', '接龙 1 荤')).toBe('');
    expect(await stands()).toBeUndefined();
    expect(await recalled('m9')).toEqual([]);
  });

  test('after it has closed it stands, and they hear whom to ask; called off, nobody hears', async () => {
    await published(LUNCH);
    await said('m1', '接龙 1 荤');
    county.at('2026-12-11T13:00:00+08:00');
    expect(await recalled('m1')).toEqual([
      '您撤回了那条消息；「午餐」（1号）已经截止，您填的还算着，没有改动。确实不要了，请找韩协调。',
    ]);
    expect(await models.collections.answersOf(1)).toHaveLength(1);
    await answer('J1-C', '取消收集 1');
    await connection.collection('inbox').deleteMany({ 'payload.kind': 'recalled' });
    expect(await recalled('m1')).toEqual([]);
  });

  test('by who keeps the group in order it stands; a journal and an answer each go with their own message', async () => {
    await published(LUNCH);
    await answer('S1-T1', '接龙 1 荤', { key: 'm1', group: 'g1' });
    expect(await recalled('m1', 'another')).toEqual([
      '您在群里的那条消息被管理员撤回了，您填的「午餐」（1号）不受影响，照旧保留；要取消请发「取消接龙 1」。',
    ]);
    await said('m2', journal());
    expect(await recalled('m2')).toEqual([expect.stringContaining('教育周记')]);
    expect(await models.collections.answersOf(1)).toHaveLength(1);
  });

  test('over a real platform', async () => {
    await published(LUNCH);
    await on.deliver(on.feishu().events.text('接龙 1 荤', { from: 'ou_S1-T1', messageId: 'om_1' }));
    await on.settle();
    const recall = {
      message_id: 'om_1',
      chat_id: 'oc_private_ou_S1-T1',
      recall_time: '1',
      recall_type: 'message_owner',
    };
    await on.deliver(on.feishu().events.event('im.message.recalled_v1', recall));
    expect((await on.settle()).map(({ receiveId, text }) => [receiveId, text])).toEqual([['ou_S1-T1', GONE]]);
    expect(await stands()).toBe('withdrawn');
  });
});

describe('homework whose message is taken back', () => {
  test('a file that came by itself goes alone; with the last of it the homework goes', async () => {
    await published(HOMEWORK);
    await said('m1', '接龙 1');
    await said('m2', '', [file('a')]);
    await said('m3', '', [file('b')]);
    expect(await stands()).toMatchObject({ files: ['a', 'b'] });
    expect(await recalled('m2')).toEqual([
      '您撤回了那条消息，里面的文件也从您填的「教学设计」（1号）里拿掉了，其余的照旧。',
    ]);
    expect(await stands()).toMatchObject({ files: ['b'] });
    expect(await recalled('m3')).toEqual([expect.stringContaining('您填的「教学设计」（1号）也一并取消了')]);
    expect(await stands()).toBe('withdrawn');
  });

  test('words stay where only their file goes, and files go with the words', async () => {
    await published(HOMEWORK);
    await said('m1', '接龙 1 用折纸讲分数');
    await said('m2', '', [file('a')]);
    expect(saidTo('S1-T1')).toContain('附件：1个文件');
    await recalled('m2');
    expect(await models.collections.answersOf(1)).toMatchObject([{ attachments: [], complete: true }]);
    await said('m3', '接龙 1', [file('b')]);
    await recalled('m1');
    expect(await stands()).toBe('withdrawn');
  });

  test('what is asked and gone is said', async () => {
    await published('收集 教学设计\n课题：文字\n教案：文件\n对象：培训 1\n截止：周五 12:00');
    await said('m1', '接龙 1 分数');
    await said('m2', '', [file('a')]);
    expect(await models.collections.answersOf(1)).toHaveLength(1);
    expect(await recalled('m2')).toEqual([
      '您撤回了那条消息，里面的文件也从您填的「教学设计」（1号）里拿掉了，其余的照旧。现在还差教案，请发「接龙 1」补上。',
    ]);
    expect(await models.collections.answersOf(1)).toEqual([]);
  });

  test('a file taken back before it was said what for hangs on nothing', async () => {
    await published(HOMEWORK);
    await said('m1', '', [file('a')]);
    expect(await recalled('m1')).toEqual([]);
    expect(await said('m2', '接龙 1 用折纸讲分数')).not.toContain('附件：');
  });
});
