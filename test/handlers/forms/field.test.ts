import { describe, expect, test } from '@jest/globals';
import { checkField, countCharacters, halfWidth } from '../../../handlers/forms/field.js';
import { Field } from '../../../models/duty.js';

test('full-width and half-width are the same', () => {
  expect(halfWidth(' １２，３４％（ａ）：Ｂ　')).toBe('12,34%(a):B');
});

test.each([
  ['今天下雪了。', 6],
  [' 今天\n下雪 了 ', 5],
  ['', 0],
  ['   \n\t', 0],
  ['𠀋𠀋', 2],
  ['ok 好', 3],
])('%p has %d characters', (text, count) => {
  expect(countCharacters(text)).toBe(count);
});

describe('a number', () => {
  const lessons = Field.parse({ key: 'n', label: '节数', type: 'number', unit: '节', max: 100 });
  const rate = Field.parse({ key: 'r', label: '比率', type: 'number', unit: '%', integer: false, max: 100 });
  const large = Field.parse({ key: 'l', label: '册数', type: 'number', min: -5 });

  test.each([
    [lessons, '12', 12],
    [lessons, ' １２ 节 ', 12],
    [lessons, '12节', 12],
    [lessons, '0', 0],
    [rate, '97.5％', 97.5],
    [large, '12,345', 12_345],
    [large, '１，２３４', 1234],
    [large, '-5', -5],
  ])('%#: %p', (field, typed, value) => {
    expect(checkField(field, typed)).toEqual({ ok: true, value });
  });

  const ask = '请写 0 到 100 之间的整数（单位：节，可省略）';
  test.each(['十二', '12.5', '-1', '101', '12节课', '1e2', '约12', 'NaN', 'Infinity', '1 2', '99999999999999999999'])(
    '%p is asked again',
    (typed) => expect(checkField(lessons, typed)).toEqual({ ok: false, problem: ask }),
  );

  test('without a unit none is spoken of', () => {
    expect(checkField(large, '很多')).toEqual({ ok: false, problem: '请写 -5 到 1000000 之间的整数' });
    expect(checkField(rate, '很多')).toMatchObject({ problem: '请写 0 到 100 之间的数（单位：%，可省略）' });
  });
});

describe('a text', () => {
  const title = Field.parse({ key: 't', label: '题目', type: 'text', minLength: 2, maxLength: 5 });
  test.each([
    ['下雪', { ok: true, value: '下雪' }],
    [' 下 雪 了 ', { ok: true, value: '下 雪 了' }],
    ['Ａ１：保持原样', { ok: false, problem: '最多 5 字，请写短些' }],
    ['全角：！', { ok: true, value: '全角：！' }],
    ['雪', { ok: false, problem: '请写至少 2 字' }],
    ['', { ok: false, problem: '请写至少 2 字' }],
  ])('%p', (typed, checked) => {
    expect(checkField(title, typed)).toEqual(checked);
  });
});

describe('a choice', () => {
  const level = Field.parse({ key: 'c', label: '等次', type: 'choice', options: ['A', '良'] });
  test.each([
    ['良', { ok: true, value: '良' }],
    [' Ａ ', { ok: true, value: 'A' }],
    ['优', { ok: false, problem: '请从这些里选一个：A、良' }],
    ['', { ok: false, problem: '请从这些里选一个：A、良' }],
  ])('%p', (typed, checked) => {
    expect(checkField(level, typed)).toEqual(checked);
  });
});
