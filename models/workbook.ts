import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { type Place, type WallClock, wallClock } from './workbook-cell.js';
import { columnLetters, escapeXml, type SheetPlan, sheetXml } from './workbook-sheet.js';
import { stylesXml } from './workbook-style.js';

export type { CellValue, RichCell, Share } from './workbook-cell.js';
export type { Column } from './workbook-sheet.js';

export interface WorkbookSheet extends SheetPlan {
  name: string;
  /** Written after the others, wherever it stands: its rows count what is in theirs, or link into them. */
  last?: boolean;
}

/** Excel takes no longer names for a sheet, and none of these characters in one. */
const MOST_NAME = 31;
const NOT_IN_NAMES = /[[\]:*?/\\']/gu;
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
/** The same rows give the same bytes, whenever they are written. */
const WRITTEN_AT = new Date('2000-01-01T00:00:00Z');
/** Of 1 to 9: half the time of the usual 6 for files a tenth larger. */
const COMPRESSION = 3;

/** A whole workbook in memory: for small ones. */
export async function writeWorkbook(sheets: WorkbookSheet[], zone: string): Promise<Buffer> {
  const pieces: Buffer[] = await streamWorkbook(sheets, zone).toArray();
  return Buffer.concat(pieces);
}

/**
 * Sheets for people to read, as the bytes of an .xlsx: bold header that stays in sight, filter, columns wide enough.
 * Text is always text, whatever it begins with, and what XML cannot hold is left out. Dates are written as the wall
 * clock of `zone`. Rows are taken one by one as the bytes are read, so memory does not grow with them. The stream
 * fails with whatever the rows fail with.
 */
export function streamWorkbook(sheets: WorkbookSheet[], zone: string): Readable {
  const names = uniqueNames(sheets.map(({ name }) => name));
  const rows = sheets.map(() => 1);
  const zip = new ZipFile();
  // A PassThrough, whatever its types say.
  const output = zip.outputStream as Readable;
  const part = (name: string, xml: () => Iterable<string> | AsyncIterable<string>): void =>
    zip.addReadStreamLazy(name, { mtime: WRITTEN_AT, compressionLevel: COMPRESSION }, (done) =>
      done(undefined, pieces(xml(), output)),
    );
  const context = (index: number, wall: WallClock) => ({
    wall,
    refOf: ({ sheet, row }: Place) => `'${names[sheets.findIndex(({ name }) => name === sheet)] ?? sheet}'!A${row}`,
    written: (count: number) => (rows[index] = count),
  });

  part('[Content_Types].xml', () => [XML, contentTypes(sheets.length)]);
  part('_rels/.rels', () => [XML, relations([{ type: 'officeDocument', target: 'xl/workbook.xml' }])]);
  part('xl/styles.xml', () => [XML, stylesXml()]);
  part('xl/_rels/workbook.xml.rels', () => [XML, workbookRelations(sheets.length)]);
  const wall = wallClock(zone);
  for (const [index, sheet] of [...sheets.entries()].toSorted(
    ([, a], [, b]) => Number(a.last ?? 0) - Number(b.last ?? 0),
  )) {
    part(`xl/worksheets/sheet${index + 1}.xml`, () => prefixed(sheetXml(sheet, context(index, wall))));
  }
  part('xl/workbook.xml', () => [XML, workbookXml(sheets, names, rows)]);
  zip.on('error', (error: Error) => output.destroy(error));
  zip.end();
  return output;
}

async function* prefixed(xml: AsyncIterable<string>): AsyncGenerator<string> {
  yield XML;
  yield* xml;
}

/** One part as a stream of bytes. What goes wrong in it fails the whole; when the whole is closed, so is the part. */
function pieces(xml: Iterable<string> | AsyncIterable<string>, output: Readable): Readable {
  const stream = Readable.from(toBytes(xml), { objectMode: false });
  const close = (): void => void stream.destroy();
  stream.on('error', (error) => output.destroy(error));
  stream.on('close', () => output.off('close', close));
  output.on('close', close);
  return stream;
}

async function* toBytes(xml: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of xml) yield Buffer.from(piece);
}

/** Names that a workbook takes, each once: capitals do not tell names apart. */
function uniqueNames(names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = name.replace(NOT_IN_NAMES, ' ').trim().slice(0, MOST_NAME).trim() || 'Sheet';
    let unique = plain;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${plain.slice(0, MOST_NAME - 5)} (${n})`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

const contentTypes = (sheets: number): string => {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const parts = Array.from(
    { length: sheets },
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  );
  return (
    `<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${parts.join('')}</Types>`
  );
};

const relations = (all: { type: string; target: string }[]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${all
    .map(({ type, target }, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

const workbookRelations = (sheets: number): string =>
  relations([
    ...Array.from({ length: sheets }, (_, i) => ({ type: 'worksheet', target: `worksheets/sheet${i + 1}.xml` })),
    { type: 'styles', target: 'styles.xml' },
  ]);

/** The list of the sheets. The names defined here repeat the header on every printed page, and keep the filter. */
function workbookXml(sheets: WorkbookSheet[], names: string[], rows: number[]): string {
  const quoted = names.map((name) => `'${escapeXml(name)}'`);
  const list = names.map((name, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const filters = quoted.map(
    (name, i) =>
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">${name}!$A$1:$${lastColumn(sheets[i])}$${rows[i]}</definedName>`,
  );
  const titles = quoted.map(
    (name, i) => `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${name}!$1:$1</definedName>`,
  );
  return (
    `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}">` +
    `<sheets>${list.join('')}</sheets><definedNames>${[...filters, ...titles].join('')}</definedNames></workbook>`
  );
}

const lastColumn = (sheet: WorkbookSheet | undefined): string => columnLetters((sheet?.columns.length ?? 1) - 1);
