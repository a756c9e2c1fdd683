import { expect, test } from '@jest/globals';
import { readSheet } from '../../../models/roster/sheet.js';

const read = (data: unknown[][]) => readSheet([{ sheet: '人员', data }], { sheet: '人员', columns: ['编号', '姓名'] });

test('rows keep the numbers they have in the sheet, empty ones are passed over', () => {
  const { rows, problems } = read([['教师名单'], ['编号', '姓名'], ['P1', '王'], [null, '  '], [], ['P2', '李']]);
  expect(rows.map(({ row, cells }) => `${row} ${cells['编号']}`)).toEqual(['3 P1', '6 P2']);
  expect(problems).toEqual([]);
});

test('what stands in columns nobody asked for is not read', () => {
  const { rows } = read([
    ['编号', '姓名', '身份证号'],
    ['P1', '王', '232323198001011234'],
    [null, null, 'x'],
  ]);
  expect(rows).toEqual([{ row: 2, cells: { 编号: 'P1', 姓名: '王' } }]);
});

test('more rows than any county has are refused', () => {
  const people = (count: number) => Array.from({ length: count }, (_, n) => [`P${n}`, '王']);
  expect(read([['编号', '姓名'], ...people(50_000)]).problems).toEqual([]);
  expect(read([['编号', '姓名'], ...people(50_001)]).problems.map(({ reason }) => reason)).toEqual([
    '超过 50000 行，请确认没有多余的行',
  ]);
});

test('a header further down than a title page is not looked for', () => {
  const below = (lines: number) =>
    read([...Array.from({ length: lines }, () => ['注']), ['编号', '姓名'], ['P1', '王']]);
  expect(below(9).problems).toEqual([]);
  expect(below(10).problems).toHaveLength(1);
});
