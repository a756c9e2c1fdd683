import { expect, test } from '@jest/globals';
import { describeDiff } from '../../../models/roster/describe.js';
import { diffRoster } from '../../../models/roster/diff.js';
import type { RosterPerson } from '../../../models/roster/roster.js';
import { day, person, personId, schoolCode } from '../../support/people.js';
import { testPosts } from '../../support/posts.js';

const TODAY = day('2026-11-23');
const school = (code: string, name: string, cluster = '东片') => ({
  code: schoolCode(code),
  name,
  stage: '小学',
  cluster,
  rural: false,
});
const stored = (code: string, name: string) => ({
  _id: schoolCode(code),
  name,
  pinyin: 'x',
  stage: '小学',
  cluster: '东片',
  rural: false,
});
const row = (id: string, more: Partial<RosterPerson> = {}): RosterPerson => ({
  id: personId(id),
  name: `人${id}`,
  school: schoolCode('S1'),
  posts: [],
  subjects: [],
  teaching: true,
  ...more,
});
const STAGES = new Set(['小学', '初中']);
const people = (count: number) => Array.from({ length: count }, (_, n) => person(`P${n}`));
const say = (before: ReturnType<typeof people>, rows: RosterPerson[], complete = false) =>
  describeDiff(
    diffRoster(
      { schools: [stored('S1', '一小'), stored('S2', '老校')], people: before, imported: true },
      { schools: [school('S1', '一小', '西片'), school('S3', '三小')], people: rows },
      TODAY,
    ),
    { posts: testPosts, stages: STAGES, complete },
  );

test('counts come first, then every change in a line', () => {
  const before = [
    ...people(8),
    person('A', { name: '王伟', posts: ['principal'], mobile: '19900000001' }),
    person('B', { name: '李静' }),
    person('C', { name: '张三', endedOn: day('2026-06-30'), stints: [] }),
  ];
  const stay = people(7).map(({ _id }) => row(_id));
  const lines = say(before, [
    ...stay,
    row('A', { name: '王伟', posts: ['principal', 'group-head'] }),
    row('B', { name: '李静', school: schoolCode('S3') }),
    row('C', { name: '张三' }),
    row('D', { name: '赵新', arrival: day('2026-11-16') }),
  ]);
  expect(lines).toEqual([
    '学校：新增 1 所，变更 1 所，停用 1 所。',
    '人员：新到 2 人，调动 1 人，信息变更 1 人，离开 1 人（原有 10 人）。',
    '　新增学校：三小（S3，东片）',
    '　学校变更：一小（S1）片区 东片 → 西片',
    '　停用学校：老校（S2）',
    '　返回：张三（C，一小），自 2026-11-23 起',
    '　新到：赵新（D，一小），自 2026-11-16 起',
    '　调动：李静（B）学校 一小 → 三小，自 2026-11-23 起',
    '　变更：王伟（A）职务 校长 → 校长、教研组长；手机号 19900000001 → 无',
    '　离开：人P7（P7，一小），记到 2026-11-22 为止',
  ]);
});

test('a long list is cut short and counted, unless all of it is asked for', () => {
  const joiners = Array.from({ length: 23 }, (_, n) => row(`Q${n}`));
  const all = [...people(10).map(({ _id }) => row(_id)), ...joiners];
  const short = say(people(10), all).filter((line) => line.includes('新到：') || line.includes('等'));
  expect(short).toHaveLength(11);
  expect(short.at(-1)).toBe('　　…… 等 23 人');
  expect(say(people(10), all, true).filter((line) => line.startsWith('　新到：'))).toHaveLength(23);
});

test('many leaving at once is pointed out', () => {
  const warned = (leaving: number) =>
    say(
      people(10),
      people(10 - leaving).map(({ _id }) => row(_id)),
    ).some((line) => line.includes('请留意'));
  expect(warned(2)).toBe(false);
  expect(warned(3)).toBe(true);
});

test('a stage that no duty names is pointed out, as long as the school is new or its stage has changed', () => {
  const told = (before: string, after: string) =>
    describeDiff(
      diffRoster(
        { schools: [{ ...stored('S1', '一中'), stage: before }], people: [], imported: true },
        { schools: [{ ...school('S1', '一中', '西片'), stage: after }], people: [] },
        TODAY,
      ),
      { posts: testPosts, stages: STAGES },
    ).filter((line) => line.startsWith('请留意'));
  expect(told('初中', '中学')).toEqual([
    '请留意：没有一项任务提到学段「中学」，请核对是不是写错了：一中。任务里提到的有：小学、初中。',
  ]);
  expect(told('中学', '初中')).toEqual([]);
  expect(told('中学', '中学')).toEqual([]);
});

test('nothing to do is said in one sentence', () => {
  const diff = diffRoster(
    { schools: [stored('S1', '一小')], people: people(2), imported: true },
    { schools: [school('S1', '一小')], people: people(2).map(({ _id }) => row(_id)) },
    TODAY,
  );
  expect(describeDiff(diff, { posts: testPosts, stages: STAGES })).toEqual(['花名册与系统里的一致，没有要改的。']);
});

test('on the first import everybody has always been there', () => {
  const diff = diffRoster(
    { schools: [], people: [], imported: false },
    { schools: [school('S1', '一小')], people: [row('P1')] },
    TODAY,
  );
  expect(describeDiff(diff, { posts: testPosts, stages: STAGES })).toContain('　新到：人P1（P1，一小），一直在岗');
});

test('schools in charge are told by their names', () => {
  const before = person('A', { name: '王伟', charge: [schoolCode('S2')], department: '教研部' });
  const lines = say(
    [before],
    [row('A', { name: '王伟', charge: [schoolCode('S1')], grades: ['一年级'], department: '' })],
  );
  expect(lines.at(-1)).toBe('　变更：王伟（A）年级 无 → 一年级；部门 教研部 → 无；负责学校 老校 → 一小');
});
