import { expect, test } from '@jest/globals';
import type { Attachment } from '../../models/event.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { withLessons } from '../support/lessons.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, withLessons(), 'https://jiaoyan.example.cn/');
const WEDNESDAY = '2026-10-28T10:00:00+08:00';
const answer = async (who: string, text: string, how = {}): Promise<string> =>
  (await county.say(who, text, how)).join('\n');
const stored = async () =>
  (await connection.collection('submissions').find({ duty: 'open-lesson' }).toArray()).map(({ state, values }) => ({
    state,
    values,
  }));
const file = (ref: string): Attachment => ({ kind: 'file', ref, name: `${ref}.docx` });
const image = (ref: string): Attachment => ({ kind: 'image', ref });
const FILLED = `课题：折纸与分数
时间：下午2点到3点半
级别：校
听课人：李一、周二
应到：12
实到：9
评议：操作充分，建议多留时间给学生说。
学生已匿名：已匿名`;

test('the template is filled with what is known, says how to fill in the rest, and where it can be done on a page', async () => {
  county.at(WEDNESDAY);
  const [template = ''] = await county.say('S1-L', '研讨课');
  const lines = template.split('\n');
  expect(lines.filter((_, index) => index !== 2)).toEqual([
    '【研讨课记录 10月】请在11月6日（周五）17:00前填好，整段发回来，顺序不限，分几次发也行：',
    '（不想整段填，回复「一问一答」，我一项一项问您。）',
    '课题：',
    '日期：2026年10月28日',
    '时间：（选填，如 14:00-15:30）',
    '级别：（选：校级、县级、市级）',
    '认定文号：（级别是县级、市级时填）',
    '主题：（选填，可选几个：德育、美育、劳动）',
    '授课人：钱主任',
    '听课人：（选填，几个人用、隔开）',
    '学校：松山小学',
    '应到：',
    '实到：',
    '评议：',
    '教案：（选填，文件直接发给我）',
    '照片：（选填，图片直接发给我）',
    '学生已匿名：（请填“是”）',
  ]);
  expect(lines[2]).toMatch(/^也可以在网页上填.*：https:\/\/jiaoyan\.example\.cn\/forms\/[\w-]+\.[\w-]+$/u);
  // Sent back as it came, none of what stands around the lines is taken for what was written into them.
  await answer('S1-L', template.replace('课题：', '课题：折纸').replace('评议：', '评议：操作充分'));
  const draft = await connection.collection('submissions').findOne({ owner: 'school:S1' });
  expect(JSON.stringify(draft?.['values'])).not.toMatch(/一问一答|网页/);
});

test('in a group nobody is given a link that would make them the asker', async () => {
  county.at(WEDNESDAY);
  expect(await answer('S1-L', '研讨课', { group: 'g1' })).not.toContain('/forms/');
});

test('filled in at once it is in, with what was sent along counted', async () => {
  county.at(WEDNESDAY);
  expect(await answer('S1-L', FILLED, { attachments: [file('a'), image('p')] })).toBe(
    '已收到研讨课记录（10月），16字、1张图、1个文件。要改请发「修改 栏目：新内容」，要撤请发「撤回」。',
  );
  expect(await stored()).toEqual([
    {
      state: 'handed-in',
      values: {
        topic: '折纸与分数',
        day: '2026-10-28',
        at: '14:00-15:30',
        level: '校级',
        teacher: 'S1-L',
        guests: ['S1-T1', 'S1-T2'],
        school: 'S1',
        due: 12,
        came: 9,
        rate: 75,
        talk: '操作充分，建议多留时间给学生说。',
        plan: ['a'],
        photos: ['p'],
        anonymous: true,
      },
    },
  ]);
});

test('a few fields are wrong: what was right is kept, and only they are asked again', async () => {
  county.at(WEDNESDAY);
  const text = FILLED.replace('校', '县').replace('李一', '王五').replace('2点到3点半', '两节课');
  expect(await answer('S1-L', text)).toBe(
    [
      '研讨课记录（10月）已记下9项，还差3项，只补这几项发回来即可：',
      '时间：没看懂这段时间，请写成 14:00-15:30（选填，不补就空着）',
      '认定文号：还没有填',
      '听课人：名册里没有找到「王五」，请写全名或编号（选填，不补就空着）',
    ].join('\n'),
  );
  expect(await answer('S1-L', '认定文号：县教字3号\n听课人：李一\n时间：14:00－15:30')).toMatch(/^已收到研讨课记录/);
  expect((await stored())[0]?.values).toMatchObject({ paper: '县教字3号', guests: ['S1-T1'], at: '14:00-15:30' });
});

test('what is rare is asked about once: 确认 takes it as it is', async () => {
  county.at(WEDNESDAY);
  const odd = FILLED.replace('应到：12', '应到：120');
  const question =
    '研讨课记录（10月）已先存为草稿，想跟您核对一下：\n应到：写的是120人，一般是1到60人\n没写错请发「确认」；要改，只发这一项即可。';
  expect(await answer('S1-L', odd)).toBe(question);
  expect(await stored()).toMatchObject([{ state: 'draft', values: { due: 120, rate: 7.5 } }]);
  expect(await answer('S1-L', '确认')).toMatch(/^已收到研讨课记录/);
});

test('… or the same once more; another such value is another question', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-L', FILLED.replace('应到：12', '应到：120'));
  expect(await answer('S1-L', '应到：130')).toContain('写的是130人');
  expect(await answer('S1-L', '应到：130人')).toMatch(/^已收到研讨课记录/);
});

test('… or nothing said against it while the rest is mended', async () => {
  county.at(WEDNESDAY);
  const text = FILLED.replace('应到：12', '应到：120')
    .replace('课题：折纸与分数\n', '')
    .replace(/评议.*\n/u, '评议：好\n');
  expect(await answer('S1-L', text)).toBe(
    [
      '研讨课记录（10月）已记下10项，还差1项，只补这几项发回来即可：',
      '课题：还没有填',
      '另外请看一眼，没写错就不用再填：',
      '应到：写的是120人，一般是1到60人',
      '评议：目前1字，一般写10字以上',
    ].join('\n'),
  );
  expect(await answer('S1-L', '课题：折纸')).toMatch(/^已收到研讨课记录（10月），1字。/);
});

test('files and pictures may follow by themselves; too many are told', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-L', FILLED);
  expect(await answer('S1-L', '', { attachments: [file('a')] })).toBe(
    '已放进研讨课记录（10月），现在有16字、1个文件。放错了请发「撤回附件」。',
  );
  expect(await answer('S1-L', '', { attachments: [image('p')] })).toBe(
    '已放进研讨课记录（10月），现在有16字、1张图、1个文件。放错了请发「撤回附件」。',
  );
  expect((await stored())[0]?.values).toMatchObject({ plan: ['a'], photos: ['p'] });
  expect(await answer('S1-L', '', { attachments: [{ kind: 'audio', ref: 'x' }, file('b'), file('c')] })).toContain(
    '2个文件。放错了请发「撤回附件」。\n另有2个附件没有地方放，没有收下。',
  );
  expect(await answer('S1-L', '', { attachments: [file('d')] })).toMatch(/^研讨课记录（10月）能放的附件已经满了/);
});

test('one field is changed, with what depends on it', async () => {
  county.at(WEDNESDAY);
  await county.say('S1-L', FILLED, { attachments: [file('a')] });
  expect(await answer('S1-L', '修改 级别：市级')).toBe('没有改成，原来的内容不变：\n认定文号：还没有填');
  expect(await answer('S1-L', '修改 级别：市级\n认定文号：市教字1号')).toMatch(
    /^已修改研讨课记录（10月），现在16字、1个文件。/,
  );
  expect(await answer('S1-L', '修改 应到：100')).toContain('请再看一眼，写错了再改一次即可：\n应到：写的是100人');
  expect(await answer('S1-L', '修改 教案：', { attachments: [file('b')] })).toMatch(/^已修改/);
  expect(await answer('S1-L', '修改 听课人：无')).toMatch(/^已修改/);
  expect((await stored())[0]?.values).toMatchObject({
    level: '市级',
    paper: '市教字1号',
    due: 100,
    rate: 9,
    plan: ['b'],
  });
  expect((await stored())[0]?.values).not.toHaveProperty('guests');
});

test('the same message worked twice is one record and the same answer', async () => {
  county.at(WEDNESDAY);
  const odd = FILLED.replace('应到：12', '应到：120');
  await Promise.all([county.say('S1-L', odd, { key: 'testing:x' }), county.say('S1-L', odd, { key: 'testing:x' })]);
  expect(await stored()).toMatchObject([{ state: 'draft' }]);
});
