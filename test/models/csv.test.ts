import { expect, test } from '@jest/globals';
import { streamCsv } from '../../models/csv.js';
import type { CellValue } from '../../models/workbook.js';

const columns = [
  { title: '一', width: 8 },
  { title: '二', width: 8 },
];
const text = async (rows: Iterable<CellValue[]>): Promise<string> =>
  Buffer.concat(await streamCsv({ columns, rows }, 'Asia/Shanghai').toArray()).toString();

test('with a byte order mark, so that Excel reads it as Chinese', async () => {
  expect(await text([['王伟', 3]])).toBe('\uFEFF一,二\r\n王伟,3\r\n');
});

test.each(['=1+1', '+1', '-1', '@x', '＝1'])('%s is no formula', async (formula) => {
  expect(await text([[formula, undefined]])).toBe(`\uFEFF一,二\r\n'${formula},\r\n`);
});

test('numbers below zero stay numbers, dates are the clock on the wall, quotes and lines are kept', async () => {
  const at = new Date('2026-11-23T16:30:59Z');
  expect(
    await text([
      [-1, at],
      ['说“"好"”\n再说', { value: '2026-10-30', format: 'day' }],
    ]),
  ).toBe('\uFEFF一,二\r\n-1,2026-11-24 00:30\r\n"说“""好""”\n再说",2026-10-30\r\n');
});

test('rows that fail, fail the file', async () => {
  const rows = (function* (): Generator<CellValue[]> {
    yield ['王'];
    throw new Error('database away');
  })();
  await expect(text(rows)).rejects.toThrow('database away');
});
