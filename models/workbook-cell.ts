/** How a cell looks: `share-0` (nothing yet) to `share-4` (everything) are the steps of one colour. */
export type Look = 'plain' | 'header' | 'strong' | 'link' | 'strong-link' | Share;
export type Share = 'share-0' | 'share-1' | 'share-2' | 'share-3' | 'share-4';

/** How a number is shown: a `minute` and a `day` are dates. */
export type Format = 'general' | 'minute' | 'day' | 'percent';

/** A place in the workbook: a sheet by the name it was given, and its row, the header being row 1. */
export interface Place {
  sheet: string;
  row: number;
}

/** A cell that is more than its value. */
export interface RichCell {
  value: string | number | Date | undefined;
  /** For a date: without the time of day. For a number: as per cent. */
  format?: 'day' | 'percent';
  look?: Look;
  /** Where a click leads. */
  link?: Place;
}

/** What stands in a cell; undefined leaves it empty. Dates are instants, but for days written `YYYY-MM-DD` in a RichCell. */
export type CellValue = string | number | Date | undefined | RichCell;

/** Excel takes no more UTF-16 units in one cell. */
const MOST_CHARACTERS = 32_767;

/** A text as a cell can hold it: without control characters (but for tab and line feed) and halves of characters. */
export function cellText(text: string): string {
  const whole = clean(text);
  return whole.length <= MOST_CHARACTERS ? whole : clean(whole.slice(0, MOST_CHARACTERS));
}

const clean = (text: string): string => text.replace(/[^\P{Cc}\t\n]|[\p{Cs}\uFFFE\uFFFF]/gu, '');

/** The cell as what it is, whichever way it was given. */
export const richCell = (cell: CellValue): RichCell =>
  typeof cell === 'object' && !(cell instanceof Date) ? cell : { value: cell };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day as a date cell; text that is no day stays text. */
export const dayCell = (day: string): CellValue => (DAY.test(day) ? { value: day, format: 'day' } : day);

/** The clock on the wall of a zone, as text `YYYY-MM-DD HH:MM:SS`. */
export type WallClock = (at: Date) => string;

/** A clock is made once for a file: making the format takes a thousand times as long as using it. */
export function wallClock(zone: string): WallClock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return (at) => format.format(at);
}

const DAY_MS = 86_400_000;
/** 1970-01-01 in the days of a sheet, which begin with 1900. */
const EPOCH = 25_569;

/** Sheets know no time zones: a date is the days since 1900 of what the clock on the wall shows, to the second. */
export const serialOf = (wall: string): number =>
  Date.parse(`${wall.replace(' ', 'T')}${wall.includes(' ') ? 'Z' : ''}`) / DAY_MS + EPOCH;
