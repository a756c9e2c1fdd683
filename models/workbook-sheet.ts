import {
  type CellValue,
  cellText,
  type Format,
  type Place,
  type RichCell,
  richCell,
  serialOf,
  type WallClock,
} from './workbook-cell.js';
import { styleOf } from './workbook-style.js';

export interface Column {
  title: string;
  /** In characters of the Latin alphabet; a Chinese one takes two. */
  width: number;
}

/** One sheet as it is to be written. `rows` are asked for one by one, when their turn comes. */
export interface SheetPlan {
  columns: Column[];
  rows: Iterable<CellValue[]> | AsyncIterable<CellValue[]>;
  /** Columns that stay in sight on the left, as the header does at the top. */
  frozenColumns?: number;
}

export interface SheetContext {
  wall: WallClock;
  /** The reference of a place, e.g. `'名单'!A7`. */
  refOf(place: Place): string;
  /** Told how many rows there are in the end, the header counted. */
  written(rows: number): void;
}

/** Excel's own limit. */
const MOST_ROWS = 1_048_576;
/** A row at a time would be a call to the compressor each. */
const CHUNK_CHARACTERS = 64_000;

/** The XML of a sheet in pieces: header in sight, filter, widths, A4 landscape with the header on every page. */
export async function* sheetXml(plan: SheetPlan, context: SheetContext): AsyncGenerator<string> {
  const letters = plan.columns.map((_, index) => columnLetters(index));
  const links: string[] = [];
  let count = 1;
  let piece = headXml(plan) + rowXml(headerCells(plan), count, letters, links, context);
  for await (const row of plan.rows) {
    count += 1;
    if (count > MOST_ROWS) throw new RangeError(`a sheet holds ${MOST_ROWS} rows`);
    piece += rowXml(row, count, letters, links, context);
    if (piece.length < CHUNK_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  context.written(count);
  yield piece + tailXml(`A1:${letters.at(-1) ?? 'A'}${count}`, links);
}

const headerCells = ({ columns }: SheetPlan): RichCell[] =>
  columns.map(({ title }) => ({ value: title, look: 'header' }));

function headXml({ columns, frozenColumns = 0 }: SheetPlan): string {
  const corner = `${columnLetters(frozenColumns)}2`;
  const across = frozenColumns > 0 ? ` xSplit="${frozenColumns}"` : '';
  const pane = frozenColumns > 0 ? 'bottomRight' : 'bottomLeft';
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    `<sheetViews><sheetView workbookViewId="0"><pane${across} ySplit="1" topLeftCell="${corner}" activePane="${pane}" state="frozen"/>` +
    `</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>` +
    `<cols>${widths.join('')}</cols><sheetData>`
  );
}

/** What follows the rows, in the order the standard wants. 工号 0012 and 3/5 are text on purpose: no green corners. */
const tailXml = (range: string, links: string[]): string =>
  `</sheetData><autoFilter ref="${range}"/>` +
  (links.length > 0 ? `<hyperlinks>${links.join('')}</hyperlinks>` : '') +
  '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>' +
  '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>' +
  '<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>' +
  `<ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1" twoDigitTextYear="1"/></ignoredErrors></worksheet>`;

function rowXml(
  row: readonly CellValue[],
  number: number,
  letters: string[],
  links: string[],
  context: SheetContext,
): string {
  let xml = `<row r="${number}">`;
  for (const [index, value] of row.entries()) {
    const ref = `${letters[index] ?? columnLetters(index)}${number}`;
    const cell = richCell(value);
    xml += cellXml(ref, cell, context.wall);
    if (cell.link) links.push(`<hyperlink ref="${ref}" location="${escapeXml(context.refOf(cell.link))}"/>`);
  }
  return `${xml}</row>`;
}

function cellXml(ref: string, { value, format, look = 'plain' }: RichCell, wall: WallClock): string {
  if (value === undefined || value === '') {
    return look === 'plain' ? '' : `<c r="${ref}" s="${styleOf(look, 'general')}"/>`;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? numberXml(ref, value, styleOf(look, format ?? 'general')) : '';
  }
  if (value instanceof Date) return dateXml(ref, wall(value), styleOf(look, format ?? 'minute'));
  if (format === 'day') return dateXml(ref, value, styleOf(look, 'day' satisfies Format));
  return `<c r="${ref}" s="${styleOf(look, 'general')}" t="inlineStr"><is><t xml:space="preserve">${textXml(value)}</t></is></c>`;
}

const numberXml = (ref: string, value: number, style: number): string =>
  `<c r="${ref}" s="${style}"><v>${value}</v></c>`;

/** A day the calendar does not have is empty rather than a broken cell. */
function dateXml(ref: string, wallText: string, style: number): string {
  const serial = serialOf(wallText);
  return Number.isNaN(serial) ? '' : numberXml(ref, serial, style);
}

/** Text as XML. `_x0041_` would be read as the letter A, so its first underscore is written as such a code itself. */
const textXml = (text: string): string =>
  escapeXml(cellText(text).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')).replaceAll('\n', '&#10;');

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A, B, … Z, AA, … of a column counted from 0. */
export function columnLetters(index: number): string {
  const last = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}
