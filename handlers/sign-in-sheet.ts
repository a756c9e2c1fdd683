import * as texts from '../config/texts/check-in.js';
import { HALVES } from '../config/texts/check-in-page.js';
import type { Ticking } from '../models/attendance.js';
import type { Half } from '../models/check-in-code.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { SheetRead } from '../models/roll-call.js';
import { readSignInSheet, type SheetLayout, type SignedRow } from '../models/sign-in-sheet.js';
import type { Training } from '../models/training.js';
import { type WorkbookSheet, writeWorkbook } from '../models/workbook.js';
import { rollCall } from './hosting.js';

const ENDS = ['in', 'out'] satisfies Half[];
const { sheet: words } = texts;

/** A heading a sheet is read by: brackets and spaces would not survive the reading. */
const heading = (session: number, half: Half): string => `第${session + 1}段${HALVES[half]}`;

const layoutOf = ({ sessions }: Training): SheetLayout => ({
  sheet: words.name,
  id: words.id,
  columns: sessions.flatMap((_, session) => ENDS.map((half) => heading(session, half))),
});

/** The list of a training to be printed and signed, or filled in at a computer; what is known stands in it. */
export async function signInSheet(training: Training, models: Models, now: Date, zone: string): Promise<Buffer> {
  const { people } = await rollCall(training, models, now);
  const { columns } = layoutOf(training);
  const sheet: WorkbookSheet = {
    name: words.name,
    columns: [
      { title: words.id, width: 12 },
      { title: words.person, width: 10 },
      { title: words.school, width: 26 },
      ...columns.map((title) => ({ title, width: 14 })),
    ],
    rows: people.map(({ id, name, school, ticks }) => [
      id,
      name,
      school,
      ...ticks.flatMap(({ excused, ...tick }) =>
        ENDS.map((half) => (tick[half] ? words.tick : excused ? words.excused : undefined)),
      ),
    ]),
  };
  return writeWorkbook([sheet], zone);
}

/**
 * Notes what stands in a list: 请假 is an excuse, anything else in a cell is a tick, an empty cell says nothing. What is
 * wrong with some rows is told, and the others are noted.
 */
export async function readSheetInto(
  training: Training,
  bytes: Buffer,
  { by, at }: { by: PersonId; at: Date },
  models: Models,
): Promise<SheetRead> {
  const read = await readSignInSheet(bytes, layoutOf(training));
  if (typeof read === 'string') return { people: 0, ticks: 0, problems: [read] };
  const known = new Set((await models.people.byIds(read.map(({ id }) => id as PersonId))).map(({ _id }) => _id));
  const problems = read.flatMap(({ row, id }) => {
    if (id === '') return words.noId(row);
    return known.has(id as PersonId) ? [] : words.unknown(row, id);
  });
  const good = read.filter(({ id }) => known.has(id as PersonId));
  const ticks = good.flatMap((row) => ticksIn(row, { at, how: 'sheet', by }));
  return {
    people: new Set(ticks.map(({ person }) => person)).size,
    ticks: await models.attendances.tick(training._id, ticks),
    problems,
  };
}

function ticksIn({ id, cells }: SignedRow, seen: Pick<Ticking, 'at' | 'how' | 'by'>): Ticking[] {
  return cells.flatMap((cell, index): Ticking[] => {
    const half = ENDS[index % ENDS.length] ?? 'in';
    const tick = cell === words.excused ? 'excused' : half;
    const session = Math.floor(index / ENDS.length);
    return cell === '' ? [] : [{ ...seen, person: id as PersonId, session, tick, on: true }];
  });
}
