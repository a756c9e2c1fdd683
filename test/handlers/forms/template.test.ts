import { describe, expect, test } from '@jest/globals';
import { doubtsIn, newDoubts } from '../../../handlers/forms/doubts.js';
import { readFields } from '../../../handlers/forms/reading.js';
import { formSchema } from '../../../handlers/forms/schema.js';
import { inChat, shownValues } from '../../../handlers/forms/shown.js';
import { fillIn, looksFilledIn, readMessage, readTemplate } from '../../../handlers/forms/template.js';
import type { Attachment } from '../../../models/event.js';
import { Form, type Values } from '../../../models/field.js';
import { TODAY } from '../../support/form-arbitrary.js';
import { testLookup } from '../../support/lookup.js';

const context = { today: TODAY, lookup: testLookup };
const { fields } = Form.parse({
  style: 'template',
  fields: [
    { key: 'count', label: '活动次数', type: 'number', unit: '次' },
    { key: 'topic', label: '活动主题', type: 'text', hint: '没有就写“无”' },
    { key: 'work', label: '课题（进展）', type: 'long-text' },
    { key: 'trouble', label: '困难', type: 'long-text', required: false },
  ],
});
const ALL = { count: 3, topic: '折纸', work: '完成前测' };
const readOf = (text: string, before: Values = {}, attachments: Attachment[] = [], of = fields) =>
  readFields(of, { ...readTemplate(of, text), attachments }, context, before);
const fill = async (values: Values, of = fields) => fillIn(of, values, await shownValues(of, values, testLookup));

test('the lines to fill in carry what is known, and say what may stay empty', async () => {
  expect(await fill({ count: 0, topic: '折纸' })).toBe('活动次数：0\n活动主题：折纸\n课题（进展）：\n困难：（选填）');
  expect(await fill({ trouble: '缺书' })).toContain('困难：缺书');
});

describe('reading what came back', () => {
  const cases: [string, string, object][] = [
    ['as it was sent', '活动次数：3\n活动主题：折纸\n课题（进展）：完成前测\n困难：（选填）', ALL],
    ['in another order', '课题（进展）：完成前测\n活动主题：折纸\n活动次数：3', ALL],
    ['half-width', '活动次数:3\n活动主题: 折纸\n课题(进展):完成前测', ALL],
    ['full-width digits and unit', '活动次数：３次\n活动主题：折纸\n课题（进展）：完成前测', ALL],
    ['spaces in and around labels', ' 活动 次数 ： 3 \n活动主题 ：折纸\n课题（进展） ： 完成前测 ', ALL],
    ['numbered', '1. 活动次数：3\n2、活动主题：折纸\n（3）课题（进展）：完成前测', ALL],
    ['numbered in Chinese', '一、活动次数：3\n二、活动主题：折纸\n（三）课题（进展）：完成前测', ALL],
    ['with bullets', '· 活动次数：3\n- 活动主题：折纸\n* 课题（进展）：完成前测', ALL],
    ['on Windows', '活动次数：3\r\n活动主题：折纸\r\n课题（进展）：完成前测\r\n', ALL],
    ['an answer on the next line', '活动次数：\n3\n活动主题：\n\n折纸\n课题（进展）：完成前测', ALL],
    [
      'a colon within an answer',
      '活动次数：3\n活动主题：折纸：一\n课题（进展）：完成前测',
      { ...ALL, topic: '折纸：一' },
    ],
    ['several lines', '活动次数：3\n活动主题：折纸\n课题（进展）：前测\n 后测 ', { ...ALL, work: '前测\n后测' }],
    ['the same label twice: the last counts', '活动次数：9\n活动次数：3\n活动主题：折纸\n课题（进展）：完成前测', ALL],
    [
      'behind the remark',
      '活动次数：3\n活动主题：折纸\n课题（进展）：完成前测\n困难：（选填）缺书',
      { ...ALL, trouble: '缺书' },
    ],
    [
      'before the remark',
      '活动次数：3\n活动主题：折纸\n课题（进展）：完成前测\n困难：缺书(选填)',
      { ...ALL, trouble: '缺书' },
    ],
    ['with words before the first label', '老师您好\n活动次数：3\n活动主题：折纸\n课题（进展）：完成前测', ALL],
  ];
  test.each(cases)('%s', async (_name, text, values) => {
    expect(await readOf(text)).toEqual({ values, problems: [], spare: 0 });
  });

  test('what is missing or wrong is told field by field, in the order of the form', async () => {
    expect(await readOf('课题（进展）：前测\n活动次数：很多')).toEqual({
      values: { work: '前测' },
      problems: [
        { key: 'count', label: '活动次数', problem: '请写 0 到 1000000 之间的整数（单位：次，可省略）' },
        { key: 'topic', label: '活动主题', problem: '还没有填（没有就写“无”）' },
      ],
      spare: 0,
    });
  });

  test('what was right before stays, also when it is not mentioned, left empty, or wrong now', async () => {
    const { values, problems } = await readOf('活动次数：很多\n活动主题：\n困难：缺书', ALL);
    expect(values).toEqual({ ...ALL, trouble: '缺书' });
    expect(problems.map(({ label }) => label)).toEqual(['活动次数']);
  });
});

describe('a line below another', () => {
  const readIn = (text: string) => {
    const { typed, strays } = readTemplate(fields, text);
    return [
      Object.fromEntries(typed),
      strays.map(({ label, near }) => (near === undefined ? label : `${label}→${near}`)),
    ];
  };
  test.each<[string, object, string[]]>([
    ['困难：没有\n活动次数改成4', { trouble: '没有', count: '4' }, []],
    ['困难：没有\n活动次数4次', { trouble: '没有', count: '4次' }, []],
    ['困难：没有\n活动主题 折纸', { trouble: '没有', topic: '折纸' }, []],
    ['活动次数：3\n困难：没有\n活动次数改为4', { trouble: '没有', count: '4' }, []],
    ['活动主题 折纸\n活动次数：3', { topic: '折纸', count: '3' }, []],
    ['活动主题：无；困难 没有', { topic: '无', trouble: '没有' }, []],
    // A text that begins alike, and one whose line is there.
    ['困难：没有\n活动主题鲜明', { trouble: '没有\n活动主题鲜明' }, []],
    ['活动次数：3\n困难：没有\n活动次数 4 次不够', { count: '3', trouble: '没有\n活动次数 4 次不够' }, []],
    // Whose label is unknown.
    ['活动主题：折纸\n题目：对称\n很好', { topic: '折纸' }, ['题目']],
    ['主题：对称\n活动次数：3', { count: '3' }, ['主题→活动主题']],
    ['活动次数：3\n活动主体：对称', { count: '3' }, ['活动主体→活动主题']],
    ['困难：没有\n办法：借书', { trouble: '没有\n办法：借书' }, []],
    ['活动主题：\n14:00-15:30', { topic: '14:00-15:30' }, []],
    ['活动主题：折纸\nhttps://example.org', { topic: '折纸\nhttps://example.org' }, []],
  ])('%j', (text, typed, strays) => {
    expect(readIn(text)).toEqual([typed, strays]);
  });
});

test.each([
  ['活动次数：3', true],
  ['困难：无', true],
  ['3', false],
  ['活动次数 3', false],
  ['我说活动次数：3', false],
  ['', false],
])('%p looks filled in: %p', (text, looks) => {
  expect(looksFilledIn(fields, text)).toBe(looks);
});

test('a rate is told with the counts it is made of', () => {
  const [rate, plain] = Form.parse({
    style: 'template',
    fields: [
      { key: 'rate', label: '结业率', type: 'number', unit: '%', integer: false, compute: { ratio: ['done', 'due'] } },
      { key: 'count', label: '人数', type: 'number', unit: '人' },
    ],
  }).fields;
  if (!rate || !plain) throw new Error('no fields');
  expect(inChat(rate, '92.3', { rate: 92.3, done: 24, due: 26 })).toBe('92.3%（24/26）');
  expect(inChat(plain, '24', { count: 24, done: 24, due: 26 })).toBe('24');
  expect(inChat(rate, '92.3', { rate: 92.3 })).toBe('92.3');
});

describe('a lesson record: levels, conditions, files, what is worked out', () => {
  const lesson = Form.parse({
    style: 'template',
    fields: [
      { key: 'level', label: '级别', type: 'choice', options: ['校级', '县级', '市级'] },
      { key: 'paper', label: '认定文号', type: 'text', when: { field: 'level', is: ['县级', '市级'] } },
      { key: 'themes', label: '主题', type: 'choices', options: ['德育', '美育'], required: false },
      { key: 'who', label: '听课人', type: 'person', several: true },
      { key: 'at', label: '时间', type: 'time-range', required: false },
      { key: 'due', label: '应开', type: 'number', unit: '节', usual: [0, 60] },
      { key: 'done', label: '已开', type: 'number', unit: '节' },
      { key: 'rate', label: '开出率', type: 'number', unit: '%', max: 100, compute: { ratio: ['done', 'due'] } },
      { key: 'plan', label: '教案', type: 'files', most: 2 },
      { key: 'photos', label: '照片', type: 'pictures', most: 1, required: false },
      { key: 'anonymous', label: '学生已匿名', type: 'tick' },
    ],
  }).fields;
  const file = (ref: string): Attachment => ({ kind: 'file', ref });
  const image = (ref: string): Attachment => ({ kind: 'image', ref });
  const FILLED = '级别：校级\n听课人：张三、李四\n应开：30\n已开：27\n学生已匿名：已匿名';
  const WHOLE = { level: '校级', who: ['P1', 'P2'], due: 30, done: 27, rate: 90, plan: ['a'], anonymous: true };

  test('the template says how to fill in what is not plain, and when', async () => {
    expect(await fill({}, lesson)).toBe(
      [
        '级别：（选：校级、县级、市级）',
        '认定文号：（级别是县级、市级时填）',
        '主题：（选填，可选几个：德育、美育）',
        '听课人：（几个人用、隔开）',
        '时间：（选填，如 14:00-15:30）',
        '应开：',
        '已开：',
        '教案：（文件直接发给我）',
        '照片：（选填，图片直接发给我）',
        '学生已匿名：（请填“是”）',
      ].join('\n'),
    );
  });

  test('once the condition is known, its field is there or is not', async () => {
    expect(await fill({ level: '校级' }, lesson)).not.toContain('认定文号');
    expect(await fill({ level: '市级', who: ['P4', 'P1'], plan: ['a', 'b'] }, lesson)).toContain(
      '级别：市级\n认定文号：\n主题：（选填，可选几个：德育、美育）\n听课人：王伟（P4）、张三\n',
    );
  });

  test('filled in within the remarks, before or behind them', async () => {
    const { values } = await readOf(
      '级别：（选：县级）\n主题：（选填，可选几个：德育、美育）德育\n时间：下午2点到3点半（选填，如 14:00-15:30）',
      {},
      [],
      lesson,
    );
    expect(values).toEqual({ level: '县级', themes: ['德育'], at: '14:00-15:30' });
  });

  test('is whole with its files, and the rate is worked out', async () => {
    const reading = await readOf(FILLED, {}, [file('a')], lesson);
    expect(reading).toEqual({ values: WHOLE, problems: [], spare: 0 });
    expect(formSchema(lesson, TODAY).parse(WHOLE)).toEqual(WHOLE);
  });

  test('files and pictures go where they belong; what is too many is counted', async () => {
    const { values, spare, problems } = await readOf(
      FILLED,
      {},
      [image('p1'), file('a'), image('p2'), file('b')],
      lesson,
    );
    expect(values).toMatchObject({ plan: ['a', 'p2'], photos: ['p1'] });
    expect({ spare, problems }).toEqual({ spare: 1, problems: [] });
    expect(await readOf(FILLED, values, [image('p1'), file('a')], lesson)).toMatchObject({ values, spare: 0 });
  });

  test('without a file the record waits for it', async () => {
    expect((await readOf(FILLED, {}, [], lesson)).problems).toEqual([
      { key: 'plan', label: '教案', problem: '请把文件直接发给我' },
    ]);
  });

  test('a field that is asked by another’s answer is missed; what was written there before is no longer kept', async () => {
    const first = await readOf(FILLED.replace('校级', '县级'), {}, [file('a')], lesson);
    expect(first.problems).toEqual([{ key: 'paper', label: '认定文号', problem: '还没有填' }]);
    const second = await readOf('认定文号：县教字3号', first.values, [], lesson);
    expect(second).toMatchObject({ problems: [], values: { paper: '县教字3号' } });
    expect((await readOf('级别：校级', second.values, [], lesson)).values).toEqual(WHOLE);
  });

  test('written before its condition is known, it is kept until it is', async () => {
    const first = await readOf('认定文号：县教字3号', {}, [], lesson);
    expect(first.values).toEqual({ paper: '县教字3号' });
    expect((await readOf('级别：校级', first.values, [], lesson)).values).toEqual({ level: '校级' });
    expect((await readOf('级别：县级', first.values, [], lesson)).values).toEqual({
      level: '县级',
      paper: '县教字3号',
    });
  });

  test('more done than due is a rate that cannot be', async () => {
    expect((await readOf(FILLED.replace('27', '33'), {}, [file('a')], lesson)).problems).toEqual([
      { key: 'rate', label: '开出率', problem: '算出来是 110%，应在 0 到 100 之间，请核对已开、应开' },
    ]);
    expect((await readOf('已开：0\n应开：0', {}, [], lesson)).values).toEqual({ done: 0, due: 0 });
  });

  test('what is rare is a question, until it stands there as it is', () => {
    const odd = { ...WHOLE, due: 300 };
    const doubt = { key: 'due', label: '应开', doubt: '写的是300节，一般是0到60节' };
    expect(doubtsIn(lesson, odd)).toEqual([doubt]);
    expect(newDoubts(lesson, odd, undefined)).toEqual([doubt]);
    expect(newDoubts(lesson, odd, { due: 200 })).toEqual([doubt]);
    expect(newDoubts(lesson, odd, { due: 300 })).toEqual([]);
    expect(doubtsIn(lesson, WHOLE)).toEqual([]);
  });

  test.each<[object, string, string]>([
    [{ level: '省级' }, 'level', '请从这些里选一个：校级、县级、市级'],
    [{ who: [] }, 'who', '这一项没看懂，请再写一次'],
    [{ who: ['P1', 'P1'] }, 'who', '这一项没看懂，请再写一次'],
    [{ done: 1.5 }, 'done', '请写 0 到 1000000 之间的整数（单位：节，可省略）'],
    [{ plan: ['a', 'b', 'c'] }, 'plan', '最多 2 个文件'],
    [{ photos: ['a', 'b'] }, 'photos', '最多 1 张图片'],
    [{ anonymous: false }, 'anonymous', '这一项要先做到，做到后填“是”'],
    [{ at: '15:30-14:00' }, 'at', '结束时间要晚于开始时间，请写成 14:00-15:30'],
    [{ at: '下午' }, 'at', '没看懂这段时间，请写成 14:00-15:30'],
    [{ elsewhere: 'x' }, 'elsewhere', '这一项没看懂，请再写一次'],
  ])('its schema refuses %p', (wrong, key, message) => {
    const issues = formSchema(lesson, TODAY).safeParse({ ...WHOLE, ...wrong }).error?.issues ?? [];
    expect(issues.map(({ path, message: said }) => ({ path, said }))).toEqual([{ path: [key], said: message }]);
  });
});

describe('a message with further fields', () => {
  const { fields: note } = Form.parse({
    style: 'message',
    fields: [
      { key: 'text', label: '正文', type: 'long-text' },
      { key: 'tag', label: '标签', type: 'choice', options: ['课堂', '家校'], required: false },
      { key: 'puzzle', label: '困惑', type: 'long-text', required: false },
    ],
  });
  test.each([
    ['今天很好。', '今天很好。', {}],
    ['今天很好。\n标签：课堂', '今天很好。', { tag: '课堂' }],
    ['标签：课堂\n今天很好。', '今天很好。', { tag: '课堂' }],
    ['今天\n标签: 课堂\n\n很好', '今天\n\n很好', { tag: '课堂' }],
    ['今天\n困惑：为什么\n孩子们不问', '今天', { puzzle: '为什么\n孩子们不问' }],
    ['今天：很好', '今天：很好', {}],
  ])('%p', (text, words, typed) => {
    const read = readMessage(note, text);
    expect({ words: read.words, typed: Object.fromEntries(read.typed) }).toEqual({ words, typed });
  });
});
