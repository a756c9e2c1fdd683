import * as texts from '../config/texts/picture.js';
import { scopeWords } from '../config/texts/scope.js';
import type { Week } from '../models/calendar.js';
import { addDays } from '../models/day.js';
import type { Digest } from '../models/digest.js';
import type { Day } from '../models/ids.js';
import type { CardView, FileRef } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { School } from '../models/school.js';
import { inOrder, schoolBatches } from '../models/school-order.js';
import { tally } from '../models/tally.js';
import { dutyBars } from './pictures/duty-bars.js';
import { type Cell, type HeatRow, heatMap, MOST_ROWS } from './pictures/heat-map.js';
import { render } from './pictures/render.js';

type Drawn = { text: string; file: FileRef } | { why: string };

/** A digest's picture, drawn of the same ledger as its words; or why there is none. */
export async function digestPicture(
  digest: Digest,
  { card }: { card?: CardView },
  day: Day,
  models: Models,
): Promise<Drawn> {
  const svg = await pictureSvg(digest, { ...(card && { card }) }, day, models);
  if (svg === undefined) return { why: 'nothing' };
  const png = await render(svg);
  if (!png) return { why: 'no-font' };
  const file = await models.outgoingFiles.keep(texts.fileName(card?.title ?? digest.name), png);
  return { text: texts.noPicture, file };
}

/** The picture before it is drawn. */
export async function pictureSvg(
  { picture }: Digest,
  { card }: { card?: CardView },
  day: Day,
  models: Models,
): Promise<string | undefined> {
  return picture === 'heat-map' ? weeksOfSchools(day, models) : barsOn(card);
}

/** The chart a card shows, for where there are none. */
function barsOn(card: CardView | undefined): string | undefined {
  const chart = card?.blocks.find((block) => block.kind === 'bars');
  return card && chart?.kind === 'bars' ? dutyBars(card.title, chart.bars) : undefined;
}

/** Pages are read so many schools at a time: memory follows the batch and not the county. */
const SCHOOLS_A_BATCH = 20;

/** The county's schools by the weeks of the term up to a day; by cluster where there are more than fit. */
async function weeksOfSchools(day: Day, models: Models): Promise<string | undefined> {
  const { calendar } = models;
  const term = calendar.weekOf(day)?.term ?? calendar.termOf(day);
  const weeks = term ? weeksBetween(term.from, day, models) : [];
  const schools = inOrder(await models.schools.all());
  if (!term || weeks.length === 0) return undefined;
  const rows: HeatRow[] = [];
  for (const some of schoolBatches(schools, SCHOOLS_A_BATCH)) rows.push(...(await rowsOf(some, weeks, models)));
  if (rows.every(({ cells }) => cells.every((cell) => cell === undefined))) return undefined;
  const marks = weeks.map(({ number }) => texts.weekMark(number));
  const shown = rows.length > MOST_ROWS ? byCluster(rows) : withoutPrefix(rows);
  return heatMap(texts.heatTitle(scopeWords['see-county'] ?? '', term.name), marks, shown);
}

function weeksBetween(from: Day, to: Day, { calendar }: Models): Week[] {
  const weeks: Week[] = [];
  for (let day = from; day <= to; day = addDays(day, 7)) {
    const week = calendar.weekOf(day);
    if (week && week.from <= to) weeks.push(week);
  }
  return weeks;
}

async function rowsOf(schools: School[], weeks: Week[], { rolls, calendar }: Models): Promise<HeatRow[]> {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last) return [];
  const cells = new Map(schools.map(({ _id }) => [_id, weeks.map((): Cell | undefined => undefined)]));
  const codes = schools.map(({ _id }) => _id);
  for (const page of await rolls.dueIn(codes, calendar.at(first.from, '00:00'), calendar.at(last.to, '23:59'))) {
    const own = cells.get(page.school);
    const index = weeks.findIndex(({ from, to }) => page.dueDay >= from && page.dueDay <= to);
    const { owed, handedIn } = tally([page]);
    if (own && index >= 0 && owed > 0) own[index] = sumOf(own[index], { owed, handedIn });
  }
  return schools.map(({ _id, name, cluster }) => ({ name, cluster, cells: cells.get(_id) ?? [] }));
}

const sumOf = (a: Cell | undefined, b: Cell | undefined): Cell | undefined =>
  a && b ? { owed: a.owed + b.owed, handedIn: a.handedIn + b.handedIn } : (a ?? b);

function byCluster(rows: HeatRow[]): HeatRow[] {
  const clusters = new Map<string, HeatRow>();
  for (const { cluster, cells } of rows) {
    const sum = clusters.get(cluster);
    clusters.set(cluster, {
      name: cluster,
      cluster: '',
      cells: sum ? sum.cells.map((cell, index) => sumOf(cell, cells[index])) : cells,
    });
  }
  return [...clusters.values()];
}

/** A county's schools are all called after it: without that there is room for what tells them apart. */
function withoutPrefix(rows: HeatRow[]): HeatRow[] {
  const [first = '', ...names] = rows.map(({ name }) => name);
  let length = names.length > 0 ? first.length : 0;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1;
  return length < 2 ? rows : rows.map((row) => ({ ...row, name: row.name.slice(length) }));
}
