import { describe, expect, test } from '@jest/globals';
import { readValue, type Typed } from '../../../handlers/forms/read-value.js';
import { Field } from '../../../models/field.js';
import { TODAY } from '../../support/form-arbitrary.js';
import { testLookup } from '../../support/lookup.js';

const field = (rest: object): Field => Field.parse({ key: 'x', label: '栏目', ...rest });
const read = (of: Field, typed: Typed) => readValue(of, typed, { today: TODAY, lookup: testLookup });
const ok = (value: unknown) => ({ ok: true, value });
const ask = (problem: unknown) => ({ ok: false, problem });

describe('a number', () => {
  const lessons = field({ type: 'number', unit: '节', max: 100 });
  const rate = field({ type: 'number', unit: '%', integer: false, max: 100 });
  const large = field({ type: 'number', min: -5 });

  test.each([
    [lessons, '12', 12],
    [lessons, ' １２ 节 ', 12],
    [lessons, '12节', 12],
    [lessons, '0', 0],
    [lessons, '三节', 3],
    [lessons, '二十五', 25],
    [lessons, '两', 2],
    [large, '一百零五', 105],
    [rate, '97.5％', 97.5],
    [large, '12,345', 12_345],
    [large, '１，２３４', 1234],
    [large, '-5', -5],
  ])('%#: %p', async (of, typed, value) => expect(await read(of, typed)).toEqual(ok(value)));

  const range = '请写 0 到 100 之间的整数（单位：节，可省略）';
  test.each([
    '十几',
    '一百五',
    '12.5',
    '-1',
    '101',
    '12节课',
    '1e2',
    '约12',
    'NaN',
    'Infinity',
    '1 2',
    '99999999999999999999',
  ])('%p is asked again', async (typed) => expect(await read(lessons, typed)).toEqual(ask(range)));

  test('without a unit none is spoken of', async () => {
    expect(await read(large, '很多')).toEqual(ask('请写 -5 到 1000000 之间的整数'));
    expect(await read(rate, '很多')).toEqual(ask('请写 0 到 100 之间的数（单位：%，可省略）'));
  });
});

describe('a text', () => {
  const title = field({ type: 'text', minLength: 2, maxLength: 5 });
  const story = field({ type: 'long-text', minLength: 50, maxLength: 60 });
  test.each([
    [title, '下雪', ok('下雪')],
    [title, ' 下 雪 了 ', ok('下 雪 了')],
    [title, 'Ａ１：保持原样', ask('最多 5 字，请写短些')],
    [title, '全角：！', ok('全角：！')],
    [title, '雪', ask('请写至少 2 字')],
    [title, '无', ask('请写至少 2 字')],
    [story, '短', ok('短')],
    [story, '长'.repeat(61), ask('最多 60 字，请写短些')],
  ])('%#: %p', async (of, typed, checked) => expect(await read(of, typed)).toEqual(checked));
});

describe('a date', () => {
  const any = field({ type: 'date' });
  const past = field({ type: 'date', only: 'past' });
  const future = field({ type: 'date', only: 'future' });
  test.each([
    [any, '11月3日', ok('2026-11-03')],
    [any, '１１．３', ok('2026-11-03')],
    [any, '昨天', ok('2026-10-27')],
    [any, '上周五', ok('2026-10-23')],
    [any, '改天', ask('没看懂这个日期，请写成 11月30日')],
    [any, '2026-02-30', ask('没看懂这个日期，请写成 11月30日')],
    [past, '今天', ok('2026-10-28')],
    [past, '周五', ok('2026-10-23')],
    [past, '周一', ok('2026-10-26')],
    [past, '30号', ok('2026-09-30')],
    [past, '31日', ok('2026-08-31')],
    [past, '12月30日', ok('2025-12-30')],
    [past, '12月3日', ask('2026年12月3日还没到，请写今天或以前的日期；是往年的，请连年份一起写')],
    [past, '2025年12月3日', ok('2025-12-03')],
    [past, '2月29日', ok('2024-02-29')],
    [past, '3月1日', ok('2026-03-01')],
    [past, '明天', ask('请写今天或以前的日期')],
    [past, '2026-10-29', ask('请写今天或以前的日期')],
    [future, '今天', ok('2026-10-28')],
    [future, '30号', ok('2026-10-30')],
    [future, '10月20日', ask('请写今天或以后的日期')],
  ])('%#: %p', async (of, typed, checked) => expect(await read(of, typed)).toEqual(checked));
});

describe('a time of a day', () => {
  const when = field({ type: 'time-range' });
  test.each([
    ['14:00-15:30', '14:00-15:30'],
    ['１４：００－１５：３０', '14:00-15:30'],
    ['14：00～15：30', '14:00-15:30'],
    ['14:00—15:30', '14:00-15:30'],
    ['从14点到15点半', '14:00-15:30'],
    ['下午2点到3点半', '14:00-15:30'],
    ['下午两点至三点一刻', '14:00-15:15'],
    ['下午2:30-4:00', '14:30-16:00'],
    ['上午9点半至11点', '09:30-11:00'],
    ['上午 10 点 到 1点', '10:00-13:00'],
    ['上午10点到下午2点', '10:00-14:00'],
    ['中午12点到1点', '12:00-13:00'],
    ['中午12:30-13:10', '12:30-13:10'],
    ['8点-10点', '08:00-10:00'],
    ['8-10点', '08:00-10:00'],
    ['14时30分到16时', '14:30-16:00'],
    ['十点到十一点四十', '10:00-11:40'],
    ['差一刻十点到十一点', undefined],
    ['十点到十二点', '10:00-12:00'],
    ['02:00-03:00', '02:00-03:00'],
    ['2pm-3pm', '14:00-15:00'],
    ['晚上7点-8点半', '19:00-20:30'],
  ])('%s is %s', async (typed, value) =>
    expect(await read(when, typed)).toEqual(
      value === undefined ? ask('没看懂这段时间，请写成 14:00-15:30') : ok(value),
    ),
  );

  test.each([
    ['2点到3点半', '是上午还是下午？下午请写成 14:00-15:30'],
    ['2:00-3:00', '是上午还是下午？下午请写成 14:00-15:00'],
    ['15:30-14:00', '结束时间要晚于开始时间，请写成 14:00-15:30'],
    ['14:00-14:00', '结束时间要晚于开始时间，请写成 14:00-15:30'],
    ['14:00', '没看懂这段时间，请写成 14:00-15:30'],
    ['下午', '没看懂这段时间，请写成 14:00-15:30'],
    ['3-5', '没看懂这段时间，请写成 14:00-15:30'],
    ['25:00-26:00', '没看懂这段时间，请写成 14:00-15:30'],
    ['14:70-15:00', '没看懂这段时间，请写成 14:00-15:30'],
    ['第3节到第4节', '没看懂这段时间，请写成 14:00-15:30'],
  ])('%s is asked again', async (typed, problem) => expect(await read(when, typed)).toEqual(ask(problem)));
});

describe('a choice', () => {
  const level = field({ type: 'choice', options: ['A', '校级', '县级', '县级以上'] });
  const maybe = field({ type: 'choice', options: ['有', '没有'], required: false });
  const problem = '请从这些里选一个：A、校级、县级、县级以上';
  test.each([
    [level, '校级', ok('校级')],
    [level, ' ａ ', ok('A')],
    [level, '校', ok('校级')],
    [level, '县级', ok('县级')],
    [level, '县', ask(problem)],
    [level, '优', ask(problem)],
    [maybe, '没有', ok('没有')],
    [maybe, '无', { ok: true, cleared: true }],
  ])('%#: %p', async (of, typed, checked) => expect(await read(of, typed)).toEqual(checked));
});

describe('several choices', () => {
  const themes = field({ type: 'choices', options: ['德育', '美育', '德育、美育', '劳动 教育', '其他'], most: 2 });
  const all = '德育、美育、德育、美育、劳动 教育、其他';
  test.each<[Typed, object]>([
    ['美育，德育', ok(['德育', '美育'])],
    ['德育,美育', ok(['德育', '美育'])],
    ['德育、美育', ok(['德育、美育'])],
    ['德育 / 其他', ok(['德育', '其他'])],
    ['劳动 教育；其', ok(['劳动 教育', '其他'])],
    ['其他、其他', ok(['其他'])],
    [['其他', '德育'], ok(['德育', '其他'])],
    ['德育，智育', ask(`没有「智育」这一项，请从这些里选，可选几个：${all}`)],
    ['美育，德育，其他', ask('最多选 2 个')],
    [['不在里面'], ask(`请从这些里选，可选几个：${all}`)],
  ])('%p', async (typed, checked) => expect(await read(themes, typed)).toEqual(checked));
});

describe('somebody', () => {
  const one = field({ type: 'person' });
  const many = field({ type: 'person', several: true });
  const maybe = field({ type: 'person', required: false });
  test.each([
    [one, '张三', ok('P1')],
    [one, ' 张 三 ', ok('P1')],
    [one, 'Ｐ２', ok('P2')],
    [one, '王伟（P4）', ok('P4')],
    [one, '王伟', ask('有 2 个「王伟」，请改填编号：P3（松山小学）、P4（柳河小学）')],
    [one, '赵六', ask('名册里没有找到「赵六」，请写全名或编号')],
    [one, '张三、李四', ask('这一项只填一个')],
    [many, '张三、李四，P4', ok(['P1', 'P2', 'P4'])],
    [many, '张三 李四', ok(['P1', 'P2'])],
    [many, '张三、张三', ok(['P1'])],
    [many, '张三、赵六', ask('名册里没有找到「赵六」，请写全名或编号')],
    [many, '张三、王伟', ask('有 2 个「王伟」，请改填编号：P3（松山小学）、P4（柳河小学）')],
    [maybe, '无', { ok: true, cleared: true }],
  ])('%#: %p', async (of, typed, checked) => expect(await read(of, typed)).toEqual(checked));
});

describe('a school, a link', () => {
  const school = field({ type: 'school' });
  const schools = field({ type: 'school', several: true });
  const project = field({ type: 'link', to: { unit: 'project' } });
  test.each([
    [school, '松山小学', ok('S1')],
    [school, 'S2', ok('S2')],
    [school, '松山', ask('没有找到「松山」这所学校，请写全称')],
    [schools, '松山小学、柳河小学', ok(['S1', 'S2'])],
    [project, '折纸、分数研究', ok('event:1')],
    [project, 'Q3WX9', ok('event:2')],
    [project, '没有的课题', ask('没有找到「没有的课题」，请写编号或名称')],
  ])('%#: %p', async (of, typed, checked) => expect(await read(of, typed)).toEqual(checked));
});

describe('a tick', () => {
  const tick = field({ type: 'tick' });
  test.each(['是', '是的', '已匿名', '已全部匿名。', '√', '✓', '对', '有', 'Y', 'ｙｅｓ', '1', 'on'])(
    '%s sets it',
    async (typed) => expect(await read(tick, typed)).toEqual(ok(true)),
  );
  test.each([
    ['否', '这一项要先做到，做到后填“是”'],
    ['没有', '这一项要先做到，做到后填“是”'],
    ['未匿名', '这一项要先做到，做到后填“是”'],
    ['大概', '请填“是”'],
  ])('%s does not', async (typed, problem) => expect(await read(tick, typed)).toEqual(ask(problem)));
});
