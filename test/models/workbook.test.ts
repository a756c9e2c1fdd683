import { describe, expect, test } from '@jest/globals';
import readWorkbook from 'read-excel-file/node';
import { type CellValue, streamWorkbook, type WorkbookSheet, writeWorkbook } from '../../models/workbook.js';
import { partOf } from '../support/workbook.js';

const ZONE = 'Asia/Shanghai';
const write = (rows: CellValue[][], name = '表') =>
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
  const xml = await partOf(await write([[text, 1]]), 'xl/worksheets/sheet1.xml');
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
  const xml = await partOf(await write([['x', 1]]), 'xl/worksheets/sheet1.xml');
  expect(xml).toMatch(/<pane[^>]*ySplit="1"[^>]*state="frozen"/u);
});

describe('the sheet as a program opens it', () => {
  const two: WorkbookSheet = {
    name: '总表',
    columns: [
      { title: '甲', width: 10 },
      { title: '乙', width: 20 },
    ],
    frozenColumns: 1,
    rows: [
      [
        { value: 3, look: 'link', link: { sheet: '名单/一', row: 7 } },
        { value: '3/5', look: 'share-2' },
      ],
    ],
  };
  const list: WorkbookSheet = { name: '名单/一', columns: [{ title: '名', width: 8 }], rows: [['王'], ['李']] };

  test('filter, widths, frozen header and columns, header on every printed page', async () => {
    const file = await writeWorkbook([two, list], ZONE);
    const sheet = await partOf(file, 'xl/worksheets/sheet1.xml');
    expect(sheet).toContain('<autoFilter ref="A1:B2"/>');
    expect(sheet).toContain('<col min="2" max="2" width="20" customWidth="1"/>');
    expect(sheet).toContain('<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>');
    const book = await partOf(file, 'xl/workbook.xml');
    expect(book).toContain(`<definedName name="_xlnm.Print_Titles" localSheetId="1">'名单 一'!$1:$1</definedName>`);
    expect(book).toContain(
      `<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">'名单 一'!$A$1:$A$3</definedName>`,
    );
  });

  test('a number leads to its list', async () => {
    const sheet = await partOf(await writeWorkbook([two, list], ZONE), 'xl/worksheets/sheet1.xml');
    expect(sheet).toContain(`<hyperlinks><hyperlink ref="A2" location="'名单 一'!A7"/></hyperlinks>`);
  });

  test('a sheet that counts the others is written last and stands first', async () => {
    let seen = 0;
    const counted: WorkbookSheet = {
      ...list,
      rows: (function* () {
        for (const name of ['王', '李']) {
          seen += 1;
          yield [name];
        }
      })(),
    };
    const total: WorkbookSheet = {
      ...two,
      last: true,
      rows: (function* () {
        yield [seen, undefined];
      })(),
    };
    const [first] = await readWorkbook(await writeWorkbook([total, counted], ZONE));
    expect(first).toEqual({
      sheet: '总表',
      data: [
        ['甲', '乙'],
        [2, null],
      ],
    });
  });

  test('two sheets of one name are told apart', async () => {
    const sheets = await readWorkbook(await writeWorkbook([list, { ...list, name: '名单:一' }], ZONE));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['名单 一', '名单 一 (2)']);
  });

  test('what is written as a code is read as it was', async () => {
    const xml = await partOf(await write([['_x0041_ &lt;', 1]]), 'xl/worksheets/sheet1.xml');
    expect(xml).toContain('_x005F_x0041_ &amp;lt;');
  });

  test('a day is a date without a time, a day no calendar has is left out', async () => {
    const days: CellValue[][] = [
      [
        { value: '2026-10-30', format: 'day' },
        { value: '2026-02-99', format: 'day' },
      ],
    ];
    expect((await readBack(days))?.data[1]).toEqual([new Date('2026-10-30T00:00:00Z'), null]);
  });

  test('a cut never leaves half a character', async () => {
    const cell = (await readBack([[`${'长'.repeat(32_766)}😀`, 1]]))?.data[1]?.[0];
    expect(cell).toBe('长'.repeat(32_766));
  });
});

test('the same rows give the same bytes', async () => {
  expect(await write([['王', 1]])).toEqual(await write([['王', 1]]));
});

test('rows that fail, fail the file', async () => {
  const rows = (async function* (): AsyncGenerator<CellValue[]> {
    yield ['王'];
    throw new Error('database away');
  })();
  const stream = streamWorkbook([{ name: '表', columns: [{ title: '名', width: 8 }], rows }], ZONE);
  await expect(stream.toArray()).rejects.toThrow('database away');
});

test('rows are asked for no faster than the file is read, and closed with it', async () => {
  let asked = 0;
  let closed = false;
  const rows = (function* (): Generator<CellValue[]> {
    try {
      for (; asked < 1_000_000; asked++) yield [`${Math.random()}`.repeat(40)];
    } finally {
      closed = true;
    }
  })();
  const stream = streamWorkbook([{ name: '表', columns: [{ title: '名', width: 8 }], rows }], ZONE);
  for await (const piece of stream) if (piece.length > 0 && asked > 0) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toBeLessThan(20_000);
  expect(closed).toBe(true);
});
