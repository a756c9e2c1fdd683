import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { loadCatalogue, packagedDir } from '../../../config/load.js';
import { fillIn, looksFilledIn, readFilledIn } from '../../../handlers/forms/template.js';
import { Duty, type Field } from '../../../models/duty.js';

const [report] = loadCatalogue(packagedDir('catalogue')).duties;
if (!report) throw new Error('the catalogue has no duty');

const duty = Duty.parse({
  ...report,
  form: {
    style: 'template',
    fields: [
      { key: 'count', label: '活动次数', type: 'number', unit: '次' },
      { key: 'topic', label: '活动主题', type: 'text' },
      { key: 'work', label: '课题（进展）', type: 'long-text' },
      { key: 'trouble', label: '困难', type: 'long-text', required: false },
    ],
  },
});
const { fields } = duty.form;
const ALL = { count: 3, topic: '折纸', work: '完成前测' };

test('the lines to fill in carry what is known, and say what may stay empty', () => {
  expect(fillIn(fields, { count: 0, topic: '折纸' })).toBe(
    '活动次数：0\n活动主题：折纸\n课题（进展）：\n困难：（选填）',
  );
  expect(fillIn(fields, { trouble: '缺书' })).toContain('困难：缺书');
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
      'written behind the remark',
      '活动次数：3\n活动主题：折纸\n课题（进展）：完成前测\n困难：（选填）缺书',
      { ...ALL, trouble: '缺书' },
    ],
    ['with words before the first label', '老师您好\n活动次数：3\n活动主题：折纸\n课题（进展）：完成前测', ALL],
  ];
  test.each(cases)('%s', (_name, text, values) => {
    expect(readFilledIn(duty, text)).toEqual({ values, problems: [] });
  });

  test('what is missing or wrong is told field by field, in the order of the form', () => {
    expect(readFilledIn(duty, '活动主题：折纸\n活动次数：很多')).toEqual({
      values: { topic: '折纸' },
      problems: [
        { label: '活动次数', problem: '请写 0 到 1000000 之间的整数（单位：次，可省略）' },
        { label: '课题（进展）', problem: '还没有填' },
      ],
    });
  });

  test('what was right before stays, also when it is not mentioned, left empty, or wrong now', () => {
    const { values, problems } = readFilledIn(duty, '活动次数：很多\n活动主题：\n困难：缺书', ALL);
    expect(values).toEqual({ ...ALL, trouble: '缺书' });
    expect(problems.map(({ label }) => label)).toEqual(['活动次数']);
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

test('whatever is filled in comes back as it was, in any order and width', () => {
  const word = fc.stringMatching(/^[\u4e00-\u9fa5]{1,12}$/);
  const values = fc.record({
    count: fc.nat(999),
    topic: word,
    work: fc.array(word, { minLength: 1 }).map((w) => w.join('\n')),
  });
  fc.assert(
    fc.property(
      values,
      fc.shuffledSubarray([...fields], { minLength: 4 }),
      fc.boolean(),
      (known, order: Field[], wide) => {
        const text = fillIn(order, known);
        const typed = wide ? text : text.replaceAll('：', ': ');
        expect(readFilledIn(duty, typed)).toEqual({ values: known, problems: [] });
      },
    ),
  );
});
