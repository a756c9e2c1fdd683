import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { guardWorkbook } from '../../../models/roster/guard.js';
import { rosterWorkbook } from '../../support/roster.js';
import { zip } from '../../support/zip.js';

/** Data that hardly shrinks, so that only its size can be too much. */
const MEGABYTE = randomBytes(750_000).toString('base64');
/** What zlib hands out at a time. */
const INFLATED_CHUNK = 16_384;
const SHEET = 'xl/worksheets/sheet1.xml';
const sheet = (cells: string) => `<worksheet><sheetData>${cells}</sheetData></worksheet>`;

test('an ordinary workbook may be read', async () => {
  const file = await rosterWorkbook([{ 编码: 'S1' }], [{ 编号: 'P1' }]);
  expect(await guardWorkbook(file)).toBeUndefined();
});

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.alloc(0), '.xlsx'],
  ['text', Buffer.from('编号,姓名\n1,王'), '.xlsx'],
  ['an old .xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '.xlsx'],
  ['a cut-off zip', zip([{ name: 'a.xml', data: 'x'.repeat(500) }]).subarray(0, 80), '.xlsx'],
  ['a zip bomb', zip([{ name: SHEET, data: '0'.repeat(20_000_000) }]), '过大'],
  [
    'more than 50 MB in many parts',
    zip(Array.from({ length: 60 }, (_, n) => ({ name: `${n}.xml`, data: MEGABYTE }))),
    '过大',
  ],
  ['a thousand parts', zip(Array.from({ length: 1000 }, (_, n) => ({ name: `${n}.xml`, data: 'x' }))), '过大'],
  ['a cell far to the right', zip([{ name: SHEET, data: sheet('<row r="1"><c r="XFD1"/></row>') }]), 'XFD1'],
  ['a row far below', zip([{ name: SHEET, data: sheet('<row r="1048576"></row>') }]), '1048576'],
  [
    'a row beyond any sheet',
    zip([{ name: SHEET, data: sheet('<x:row  spans="1:2" r="99999999999"/>') }]),
    '99999999999',
  ],
])('%s may not', async (_, file, why) => {
  expect(await guardWorkbook(file)).toContain(why);
});

test('a size that was made up is found out', async () => {
  const data = 'abcdefgh'.repeat(10_000);
  expect(await guardWorkbook(zip([{ name: SHEET, data, claim: 100 }]))).toContain('损坏');
  expect(await guardWorkbook(zip([{ name: SHEET, data: 'x', claimLocally: 2 ** 31 }]))).toContain('过大');
});

test('a stray cell is found where two chunks meet', async () => {
  const cell = '<c s="1" r="ZZZ1"/>';
  for (let cut = 1; cut < cell.length; cut += 1) {
    const before = '<worksheet><sheetData><row r="1"><v>';
    const filler = MEGABYTE.slice(0, INFLATED_CHUNK - cut - before.length - '</v>'.length);
    expect(await guardWorkbook(zip([{ name: SHEET, data: `${before}${filler}</v>${cell}</row>` }]))).toContain('ZZZ1');
  }
});
