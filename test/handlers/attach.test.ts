import { expect, test } from '@jest/globals';
import type { Attachment } from '../../models/event.js';
import { LOOSE_MS } from '../../models/loose-file.js';
import { journal, testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { withLessons } from '../support/lessons.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, withLessons());
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const image = (ref: string): Attachment => ({ kind: 'image', ref });
const file = (ref: string): Attachment => ({ kind: 'file', ref, name: `${ref}.docx` });
const answer = async (...said: Parameters<typeof county.say>) => (await county.say(...said)).join('\n');
const later = (ms: number) => county.at(new Date(county.now().getTime() + ms).toISOString());
const stored = () =>
  connection.collection<{ state: string; values: object; attachments: Attachment[] }>('submissions').find({}).toArray();
const refs = async () => (await stored())[0]?.attachments.map(({ ref }) => ref);
const fetched = async () =>
  (await connection.collection('files.files').find({}).toArray()).map((each) => each['metadata'].ref);

test('pictures sent after a journal go along with it for a while, and come off again', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', journal());
  later(LOOSE_MS - 1000);
  const put = await answer('S1-T1', '', { attachments: [image('a'), image('b')] });
  expect(put).toMatch(/^已放进教育周记（第9周），现在有\d+字、2张图。放错了请发「撤回附件」。$/);
  expect(await answer('S1-T1', '', { attachments: [image('c')] })).toContain('3张图');
  expect(await fetched()).toEqual(['a', 'b', 'c']);

  expect(await answer('S1-T1', '撤回附件', { key: 'testing:off' })).toMatch(
    /^已从教育周记（第9周）里拿掉1张图，现在有\d+字、2张图。/,
  );
  expect(await answer('S1-T1', '撤回附件')).toMatch(/里拿掉2张图，现在有\d+字。要补请直接再发。$/);
  expect(await answer('S1-T1', '撤回附件')).toMatch(/^没有找到可以拿掉的附件/);
  expect(await stored()).toMatchObject([{ state: 'handed-in', attachments: [] }]);
});

test('nine go along with a message; the first are kept', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', journal());
  const many = Array.from({ length: 11 }, (_, i) => image(`i${i}`));
  expect(await answer('S1-T1', '', { attachments: many })).toMatch(/9张图。.*\n另有2个附件没有地方放，没有收下。$/);
  expect(await refs()).toEqual(many.slice(0, 9).map(({ ref }) => ref));
  expect(await answer('S1-T1', '', { attachments: [image('x')] })).toMatch(/^教育周记（第9周）能放的附件已经满了/);
});

test('a file by itself is asked about, and goes with what is handed in next', async () => {
  county.at(WEDNESDAY);
  expect(await answer('S1-T1', '', { attachments: [image('a')] })).toMatch(
    /^图片收到了，是交哪一项的？请在10分钟内接着发任务的名字（例如 周记 …）/,
  );
  expect(await answer('S1-P', '', { attachments: [file('b')] })).toMatch(/^文件收到了/);
  later(60_000);
  expect(await answer('S1-T1', journal())).toMatch(/字、1张图。/);
  expect(await fetched()).toEqual(['a']);
  expect(await answer('S1-T1', journal('小数'))).not.toContain('1张图');
});

test('a file with words that are no command is kept like one by itself, and goes with what is chosen or sent next', async () => {
  county.at(WEDNESDAY);
  const said = '老师，这是我这周写的';
  expect(await answer('S1-T1', said, { attachments: [file('w')] })).toMatch(/^文件收到了，是交哪一项的？/);
  expect(await answer('S1-T1', '周记')).toContain('目前0字、1个文件，一般写50字以上。已先存为草稿');
  const text =
    '今天评讲单元卷，第12题错得最多。我请三个做对的孩子上来当小老师，台下听得比平时认真，下课还在问。'.repeat(2);
  expect(await answer('S1-T2', text, { attachments: [image('p')] })).toContain('要交的话，是哪一项？');
  expect(await answer('S1-T2', '1')).toMatch(/^已收到教育周记（第9周），\d+字、1张图。/);
  expect(new Set(await fetched())).toEqual(new Set(['p', 'w']));
});

test('撤回附件 means what waits before what hangs on a record, and says what it was', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', journal());
  await county.say('S1-T1', '', { attachments: [file('plan')] });
  later(LOOSE_MS + 1000);
  await county.say('S1-T1', '', { attachments: [image('p')] });
  later(1000);
  await county.say('S1-T1', '', { attachments: [file('证书'), image('q')] });
  expect(await answer('S1-T1', '撤回附件', { key: 'testing:off' })).toBe(
    '刚发来的「证书.docx」、1张图不要了，哪一项也没有放进去。前面的1个还在等，10分钟内把任务发来就一起放进去。',
  );
  // Worked again after a crash, nothing else is taken off.
  await connection
    .collection('inbox')
    .updateOne(
      { _id: 'testing:off' as never },
      { $set: { state: 'ready', dueAt: new Date(0) }, $unset: { doneAt: '' } },
    );
  await county.settle();
  expect(await refs()).toEqual(['plan']);
  expect(await answer('S1-T1', '撤回附件')).toBe('刚发来的1张图不要了，哪一项也没有放进去。');
  expect(await answer('S1-T1', '撤回附件')).toMatch(/^已从教育周记（第9周）里拿掉「plan.docx」/);
  expect(await refs()).toEqual([]);
});

test('long after it was handed in for a colleague 撤回附件 takes nothing off it; a file that comes behind changes no words', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-L', `代交 周二 ${journal('小数')}`);
  expect(await answer('S1-L', '', { attachments: [image('d')] })).toMatch(/^已放进教育周记（第9周，周二）[^\n]*$/);
  expect(await answer('S1-L', '恢复')).toBe('没有找到撤回过的内容。');
  later(2 * 3600_000);
  expect(await answer('S1-L', '撤回附件')).toMatch(/^没有找到可以拿掉的附件/);
  expect(await refs()).toEqual(['d']);
});

test('after ten minutes it belongs to nothing, and nobody else gets it', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', '', { attachments: [image('a')] });
  expect(await answer('S1-T2', journal())).not.toContain('图');
  later(LOOSE_MS + 1000);
  expect(await answer('S1-T1', journal('小数'))).not.toContain('图');
  expect(await fetched()).toEqual([]);
});

test('worked again after a crash, the same message takes the same file', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', '', { attachments: [image('a')] });
  await county.say('S1-T1', journal(), { key: 'testing:again' });
  await connection
    .collection('inbox')
    .updateMany({}, { $set: { state: 'ready', dueAt: new Date(0) }, $unset: { doneAt: '' } });
  await county.settle();
  expect(await refs()).toEqual(['a']);
  expect(await connection.collection('fetches').countDocuments()).toBe(1);
});

test('a form takes a file that came first, and says when a field is full', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-L', '', { attachments: [file('plan')] });
  expect(await answer('S1-L', '研讨课')).toMatch(/^研讨课记录（10月）已记下/);
  expect((await stored())[0]).toMatchObject({ state: 'draft', values: { plan: ['plan'] } });
  expect(await fetched()).toEqual(['plan']);
  const more = ['b', 'c', 'd', 'e'].map(file);
  expect(await answer('S1-L', '', { attachments: more })).toMatch(/个附件没有地方放，没有收下。$/);
});

test('a file addressed to the bot in a group goes into what was handed in there', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-T1', journal(), { group: 'g1' });
  expect(await answer('S1-T1', '', { group: 'g1', attachments: [image('a')] })).toMatch(/^已放进教育周记/);
  expect(await county.say('S1-T1', '', { group: 'g1', attachments: [image('b')], addressed: false })).toEqual([]);
  expect(await refs()).toEqual(['a']);
});

test('a file sent after a form was asked for goes with that form, whatever was handed in just before', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-L', '代交 李一 ' + journal());
  await county.say('S1-L', '研讨课');
  later(60_000);
  expect(await answer('S1-L', '', { attachments: [file('plan')] })).toBe(
    '文件收到了，10分钟内把研讨课记录填好发来，一起放进去。',
  );
  expect(await answer('S1-L', '', { attachments: [image('a')] })).toMatch(/^又收到了，和前面的放在一起/);
  expect(await answer('S1-L', '研讨课\n课题：分数')).toMatch(/^研讨课记录（10月）已记下/);
  const drafts = (await stored()).filter(({ state }) => state === 'draft');
  expect(drafts).toMatchObject([{ values: { plan: ['plan'], photos: ['a'] } }]);
  expect(await answer('S1-L', '', { attachments: [file('b')] })).toMatch(/^研讨课记录（10月）已记下/);
  expect(new Set(await fetched())).toEqual(new Set(['a', 'b', 'plan']));
});
