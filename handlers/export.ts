import * as texts from '../config/texts/export.js';
import type { Term } from '../models/calendar.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { MOST_OUTGOING_BYTES } from '../models/outgoing-file.js';
import { type CellValue, type WorkbookSheet, writeWorkbook } from '../models/workbook.js';
import { matrixSheets } from './book/matrix.js';
import { dutySheets } from './book/sheets.js';
import { isFree, periodsIn, type Stretch, stretchNamed, stretchOfTerm } from './book/stretch.js';
import { visibleTo } from './book/visible.js';
import { collecting } from './collecting.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { problemSaid, type Question, readQuestion, sameOf } from './question.js';
import type { Scope } from './scope.js';

/** What is written while somebody waits for it: a few seconds' work. */
const MOST_ROWS = 5_000;

/** What is asked for; `term`: 本学期 or 上学期, where it was said. */
type Asking = Question & { duty: Duty; term: string | undefined };

/** The pages that are meant, and what a table of them is called: 全县教育周记（第9周）. */
interface Chosen {
  stretch: Stretch;
  table: string;
}

/**
 * 导出 任务 [第9周|10月|本学期|上学期] [学校] [总表]: the ledger's pages as a workbook, privately. It holds what the
 * asker sees in chat: who stands on them by their posts, and what was written where they could open it.
 */
export const exportLedger: Handler = (asked, models) => exportUpTo(MOST_ROWS, asked, models);

/** The same of so many rows at most. */
export async function exportUpTo(most: number, asked: Asked, models: Models): Promise<Say[]> {
  const { term, matrix, rest } = setApart(asked);
  const question = await readQuestion({ ...asked, args: rest }, models);
  if ('problem' in question) return problemSaid(question, asked);
  const { duty } = question;
  if (!duty) return here(texts.howToExport(models.catalogue.duties[0]?.word ?? ''));
  const asking = { ...question, duty, term };
  const said = matrix ? await matrixOf(asking, asked, models) : await bookOf(asking, most, asked, models);
  if (asked.event.chat.kind === 'private' || !said.some(({ file }) => file)) return said;
  return [...here(texts.sentPrivately), ...said.map((say) => ({ ...say, to: asked.speaker._id }))];
}

/** The words that no other question knows, and what is left. */
function setApart({ args }: Asked): { term?: string; matrix: boolean; rest: string } {
  const all = args.split(/\s+/);
  const { thisTerm, lastTerm, matrix } = texts.words;
  const term = all.find((word) => word === thisTerm || word === lastTerm);
  const rest = all.filter((word) => word !== term && word !== matrix).join(' ');
  return { ...(term && { term }), matrix: all.includes(matrix), rest };
}

/** The rows of a duty: whoever stands on its pages, or its records. */
async function bookOf(asking: Asking, most: number, asked: Asked, models: Models): Promise<Say[]> {
  const { scope, duty } = asking;
  const chosen = await choose(asking, asked, models);
  if ('problem' in chosen) return here(chosen.problem);
  const { stretch, table } = chosen;
  const visible = visibleTo(scope, duty, asked, models);
  const [main, ...others] = dutySheets({ duty, stretch, schools: scope.schools, visible }, models);
  const rows = await firstRows(main, most);
  if (rows.length > most) return here(texts.tooMany(table, most));
  if (rows.length === 0) return here(await whyEmpty(asking, chosen, models));
  const bytes = await writeWorkbook([{ ...main, rows }, ...others], models.calendar.zone);
  if (bytes.length > MOST_OUTGOING_BYTES) return here(texts.tooMany(table, most));
  return withFile(texts.ready(table, rows.length), { table, bytes }, asked, models);
}

/** Schools down, periods across: numbers of a term. */
async function matrixOf({ scope, duty, term: said }: Asking, asked: Asked, models: Models): Promise<Say[]> {
  if (isFree(duty)) return here(texts.noMatrix(duty.name));
  if (!seesWholeSchools(scope)) return here(texts.noMatrixBySubject);
  const { now } = asked;
  const term = termNamed(said, asked, models);
  const stretch = term && (await stretchOfTerm(duty, term, models));
  if (!term) return here(texts.noTerm);
  if (!stretch) return here(texts.nothingCollected(duty.name, term.name));
  const { schools, name } = scope;
  const together = schools.length > 1 ? { together: name } : {};
  // Numbers alone: what a task is about is not told with them.
  const periods = periodsIn(stretch).map((period) => ({ ...period, title: period.label }));
  const sheets = matrixSheets({ duty, term, periods, schools, ...together, now }, models);
  const table = texts.called(name, duty.name, term.name);
  const bytes = await writeWorkbook(sheets, models.calendar.zone);
  return withFile(texts.readyMatrix(table), { table: `${table}${texts.words.matrix}`, bytes }, asked, models);
}

/** Whether a scope is schools in whole, not what is of some subjects or of one department. */
const seesWholeSchools = ({ right, subjects }: Scope): boolean =>
  !subjects && ['see-county', 'see-charge', 'see-school', 'see-cluster'].includes(right);

/** The stretch somebody means: the one named, else the term; else what is being collected now. */
async function choose(
  { scope, duty, label, term: said }: Asking,
  asked: Asked,
  models: Models,
): Promise<Chosen | { problem: string }> {
  const chosen = (stretch: Stretch | undefined, when: string): Chosen | { problem: string } =>
    stretch
      ? { stretch, table: texts.called(scope.name, duty.name, when) }
      : { problem: texts.nothingCollected(duty.name, when) };
  if (label !== undefined) return chosen(await stretchNamed(duty, label, models, asked.now), label);
  if (said !== undefined || isFree(duty)) {
    const term = termNamed(said, asked, models);
    return term ? chosen(await stretchOfTerm(duty, term, models), term.name) : { problem: texts.noTerm };
  }
  const open = await collecting(duty, scope.schools, asked.now, models);
  const found = await Promise.all(open.map(({ roll }) => models.books.periods(duty.key, { period: roll.period })));
  const periods = found.flat();
  return chosen(periods.length > 0 ? { kind: 'periods', periods } : undefined, texts.labels(periods));
}

/** The term of today, in the holidays the one before; 上学期: the one before that. */
function termNamed(
  said: string | undefined,
  { today }: Asked,
  { calendar }: Pick<Models, 'calendar'>,
): Term | undefined {
  const begun = calendar.terms.filter(({ from }) => from <= today);
  return begun.at(said === texts.words.lastTerm ? -2 : -1);
}

/** Nobody stands there, or whoever asks sees them as numbers only. */
async function whyEmpty(asking: Asking, { stretch, table }: Chosen, { books }: Models): Promise<string> {
  const { scope, duty } = asking;
  const codes = scope.schools.map(({ _id }) => _id);
  const pages = await Promise.all(periodsIn(stretch).map(({ key }) => books.pages(duty.key, key, codes)));
  if (!pages.flat().some(({ entries }) => entries.length > 0)) return texts.nothing(table);
  const matrix = sameOf({ scope }, '导出', duty.word, texts.words.matrix);
  return texts.onlyNumbers(table, seesWholeSchools(scope) ? matrix : undefined);
}

/** Up to one more row than there may be. */
async function firstRows({ rows }: WorkbookSheet, most: number): Promise<CellValue[][]> {
  const first: CellValue[][] = [];
  for await (const row of rows) {
    first.push(row);
    if (first.length > most) break;
  }
  return first;
}

async function withFile(
  text: string,
  { table, bytes }: { table: string; bytes: Uint8Array },
  { event }: Asked,
  { outgoingFiles }: Models,
): Promise<Say[]> {
  const file = await outgoingFiles.keep(texts.fileName(table), bytes);
  return [...here(text), { text: texts.noFile(event.text.trim()), to: 'here', file }];
}
