import * as texts from '../../config/texts/picture.js';
import { BLUES, box, FAINT, fitting, MARGIN, picture, WIDTH, words } from './svg.js';

/** What was due in a week and what of it is in; absent where nothing was due. */
export interface Cell {
  owed: number;
  handedIn: number;
}

/** A row: a school, or a cluster where there are too many. In the order of lists. */
export interface HeatRow {
  name: string;
  /** Under which heading it stands. */
  cluster: string;
  /** One for each week. */
  cells: (Cell | undefined)[];
}

/** Above so many rows a picture is taller than Feishu takes (12,000), and than anybody scrolls. */
export const MOST_ROWS = 300;

const LINE = '#9aa5b1';
const TITLE = 46;
const NAME = 28;
const SMALL = 24;
const ROW = 36;
const CLUSTER_ROW = 50;
const NAME_WIDTH = 300;
const HEAD = 210;
const ROOM = WIDTH - 2 * MARGIN - NAME_WIDTH;
/** A term has some twenty weeks; of fewer the cells are no larger than this. */
const MOST_CELL = 60;

/** From how many per cent on a square is of the next blue, and how large it is: darker and larger is more. */
const STEPS = [
  { from: 0, side: 0.4 },
  { from: 50, side: 0.6 },
  { from: 80, side: 0.8 },
  { from: 100, side: 1 },
] as const;

/** Schools by weeks: how much of what was due in each is in. By cluster, never by how they stand. */
export function heatMap(title: string, weeks: readonly string[], rows: readonly HeatRow[]): string {
  const cell = Math.min(MOST_CELL, Math.floor(ROOM / Math.max(1, weeks.length)));
  const parts = [
    words(fitting(title, WIDTH - 2 * MARGIN, TITLE), { x: MARGIN, y: 72, size: TITLE }),
    legend(118),
    ...weeks.map((week, index) =>
      words(week, { ...columnAt(index, cell), y: HEAD - 14, size: SMALL, fill: FAINT, anchor: 'middle' }),
    ),
  ];
  let y = HEAD;
  let cluster: string | undefined;
  for (const row of rows) {
    if (row.cluster !== cluster) {
      cluster = row.cluster;
      if (cluster) parts.push(words(cluster, { x: MARGIN, y: y + 36, size: NAME, fill: FAINT }));
      if (cluster) y += CLUSTER_ROW;
    }
    parts.push(words(fitting(row.name, NAME_WIDTH - 14, NAME), { x: MARGIN, y: y + 28, size: NAME }));
    for (const [index, each] of row.cells.entries()) {
      parts.push(square(MARGIN + NAME_WIDTH + index * cell, y, Math.min(cell, ROW) - 4, cell, each));
    }
    y += ROW;
  }
  return picture(y + MARGIN, parts);
}

const columnAt = (index: number, cell: number): { x: number } => ({ x: MARGIN + NAME_WIDTH + (index + 0.5) * cell });

/** In the middle of its cell; a thin line where nothing was due. */
function square(x: number, y: number, most: number, cell: number, each: Cell | undefined): string {
  const middle = { x: x + cell / 2, y: y + ROW / 2 };
  if (!each || each.owed === 0) return box(middle.x - 6, middle.y - 1, 12, 2, LINE);
  const percent = (each.handedIn * 100) / each.owed;
  const step = STEPS.findLastIndex(({ from }) => percent >= from);
  return filled(middle, most, step);
}

function filled(middle: { x: number; y: number }, most: number, step: number): string {
  const side = Math.round(most * (STEPS[step]?.side ?? 1));
  return box(middle.x - side / 2, middle.y - side / 2, side, side, BLUES[step] ?? BLUES[3]);
}

function legend(y: number): string {
  let x = MARGIN;
  return texts.steps
    .map((label, step) => {
      const at = x;
      x += 52 + label.length * SMALL + 24;
      const mark =
        step === 0 ? box(at + 10, y + 15, 12, 2, LINE) : filled({ x: at + 16, y: y + 16 }, ROW - 4, step - 1);
      return mark + words(label, { x: at + 42, y: y + 25, size: SMALL, fill: FAINT });
    })
    .join('');
}
