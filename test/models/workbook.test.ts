import { expect, test } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { writeWorkbook } from '../../models/workbook.js';

const ZONE = 'Asia/Shanghai';
const write = (rows: Parameters<typeof writeWorkbook>[0][number]['rows'], name = '表') =>
  writeWorkbook(
    [
      {
        name,
        columns: [
          { title: '一', width: 10 },
          { title: '二', width: 20 },
        ],
        rows,
      },
    ],
    ZONE,
  );
const readBack = async (...args: Parameters<typeof write>) => (await readWorkbook(await write(...args)))[0];

test('what is written is read back under its titles', async () => {
  const sheet = await readBack([
    ['王伟', 3],
    [undefined, 0.5],
    ['', -1],
  ]);
  expect(sheet).toEqual({
    sheet: '表',
    data: [
      ['一', '二'],
      ['王伟', 3],
      [null, 0.5],
      [null, -1],
    ],
  });
});

test.each(['=HYPERLINK("http://x")', '+1', '-1', '@x', "'=1", '0012', '1e5', '是'])('%s stays text', async (text) => {
  expect((await readBack([[text, 1]]))?.data[1]?.[0]).toBe(text);
  const xml = await part(await write([[text, 1]]), 'xl/worksheets/sheet1.xml');
  expect(xml).not.toContain('<f>');
});

test('characters a sheet cannot hold are left out, line breaks stay', async () => {
  const text = `甲\u0000\u0001乙\u001b\u0085丙\ud800丁\uffff\n戊\t己😀<&>"`;
  expect((await readBack([[text, 1]]))?.data[1]?.[0]).toBe('甲乙丙丁\n戊\t己😀<&>"');
});

test('a text beyond what a cell takes is cut', async () => {
  const cell = (await readBack([['长'.repeat(40_000), 1]]))?.data[1]?.[0];
  expect(String(cell)).toHaveLength(32_767);
});

test('an instant is written as the clock on the wall shows it', async () => {
  const cell = (await readBack([[new Date('2026-11-23T16:30:59.700Z'), 1]]))?.data[1]?.[0];
  expect(cell).toEqual(new Date('2026-11-24T00:30:59Z'));
});

test('names of sheets are made to fit', async () => {
  expect((await readBack([['x', 1]], '2026/11 [周记]: 第*周?'))?.sheet).toBe('2026 11  周记   第 周');
  expect((await readBack([['x', 1]], '名'.repeat(40)))?.sheet).toHaveLength(31);
});

test('the header stays in sight', async () => {
  const xml = await part(await write([['x', 1]]), 'xl/worksheets/sheet1.xml');
  expect(xml).toMatch(/<pane[^>]*ySplit="1"[^>]*state="frozen"/u);
});

async function part(file: Buffer, name: string): Promise<string> {
  const { default: yauzl } = await import('yauzl');
  const zip = await yauzl.fromBufferPromise(file, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) continue;
    const chunks = await (await zip.openReadStreamPromise(entry)).toArray();
    return Buffer.concat(chunks).toString();
  }
  throw new Error(`no ${name}`);
}
