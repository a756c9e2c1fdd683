import { basename, join } from 'node:path';
import {
  type Calendar,
  type CalendarData,
  Closure,
  createCalendar,
  HolidayYear,
  MakeUp,
  Term,
} from '../models/calendar.js';
import { weekday } from '../models/day.js';
import type { Day } from '../models/ids.js';
import { checkUnique } from './check-list.js';
import { Problems } from './problems.js';
import type { Path, YamlFile } from './yaml-file.js';
import { entryIn, holdsOnly, type Item, listIn, named, readYamlFolder } from './yaml-list.js';

const HEADING = '校历有问题，改好之前不能启动：';
const TERMS = 'terms.yaml';
const CLOSURES = 'closures.yaml';

/**
 * Loads `terms.yaml`, `closures.yaml` (may be absent) and one list of holidays a year from `holidays/`. A year
 * without a list is a year nothing is known about. Throws a ConfigError that lists every problem of every file.
 */
export function loadCalendar(dir: string, zone: string): Calendar {
  const problems = new Problems(HEADING);
  const files = readYamlFolder(dir, problems);
  const lists = [...readYamlFolder(join(dir, 'holidays'), problems).values()];
  if (!files.has(TERMS)) problems.file(join(dir, TERMS), '没有这个文件；请照自带的校历补上');
  for (const [name, file] of files) {
    if (name !== TERMS && name !== CLOSURES)
      problems.file(file.path, `校历里没有这样的文件；只有 ${TERMS} 和 ${CLOSURES}`);
  }

  const terms = readTerms(files.get(TERMS), problems);
  const { closures, makeUp } = readClosures(files.get(CLOSURES), terms, problems);
  const holidays = lists.flatMap((file) => readHolidays(file, problems) ?? []);
  if (problems.any) throw problems.toError();
  return createCalendar({ holidays, terms: terms.map(({ value }) => value), closures, makeUp }, zone);
}

function readTerms(file: YamlFile | undefined, problems: Problems): Item<Term>[] {
  if (!file || !holdsOnly(file, ['terms'], problems)) return [];
  const { items, declared } = listIn(file, 'terms', Term, named('学期', 'key'), problems);
  if (declared?.size === 0) problems.file(file.path, '没有一个学期；请在 terms: 下写上');
  checkUnique(items, ({ key }) => [{ field: ['key'], value: key }], problems);
  for (const item of items) checkSpan(item, item.value, [], problems);
  for (const item of items) checkOverlap(item, items, problems);
  return items;
}

function checkOverlap(item: Item<Term>, all: readonly Item<Term>[], problems: Problems): void {
  const { from, to } = item.value;
  const earlier = all.slice(0, all.indexOf(item)).find(({ value }) => value.from <= to && value.to >= from);
  if (earlier)
    problems.field(item, ['from'], `与${earlier.name}（${earlier.value.from} 至 ${earlier.value.to}）有重叠，请改开`);
}

function readClosures(
  file: YamlFile | undefined,
  terms: readonly Item<Term>[],
  problems: Problems,
): Pick<CalendarData, 'closures' | 'makeUp'> {
  if (!file || !holdsOnly(file, ['closures', 'makeUp'], problems)) return { closures: [], makeUp: [] };
  const closures = listIn(file, 'closures', Closure, named('停课', 'reason'), problems).items;
  const makeUp = listIn(file, 'makeUp', MakeUp, named('补课', 'reason'), problems).items;
  for (const item of closures) checkSpan(item, item.value, [], problems);
  for (const item of makeUp) {
    const inTerm = terms.some(({ value: { from, to } }) => from <= item.value.day && item.value.day <= to);
    if (terms.length > 0 && !inTerm) problems.field(item, ['day'], '不在任何学期里，不会算作上学日；请改日子或学期');
  }
  return { closures: closures.map(({ value }) => value), makeUp: makeUp.map(({ value }) => value) };
}

function readHolidays(file: YamlFile, problems: Problems): HolidayYear | undefined {
  if (!holdsOnly(file, ['year', 'source', 'off', 'work'], problems)) return undefined;
  const item = entryIn({ file, path: [], name: '节假日' }, file.value, HolidayYear, problems);
  if (!item) return undefined;
  const { year, off, work } = item.value;
  if (!basename(file.path).startsWith(`${year}.`)) {
    problems.field(item, ['year'], '应当与文件名一致，一年一个文件');
    return undefined;
  }
  for (const [index, span] of off.entries()) {
    checkSpan(item, span, ['off', index], problems);
    checkYear(item, { day: span.from, field: ['off', index, 'from'] }, year, problems);
    checkYear(item, { day: span.to, field: ['off', index, 'to'] }, year, problems);
  }
  for (const [index, day] of work.entries()) {
    const field = ['work', index];
    checkYear(item, { day, field }, year, problems);
    if (weekday(day) <= 5) problems.field(item, field, '不是周末，本来就上学；请对照通知');
    if (off.some(({ from, to }) => from <= day && day <= to))
      problems.field(item, field, '又是放假又是上学；请对照通知');
  }
  return item.value;
}

function checkSpan(
  item: Item<unknown>,
  span: { from: Day; to?: Day | undefined },
  path: Path,
  problems: Problems,
): void {
  if (span.to && span.to < span.from) problems.field(item, [...path, 'to'], `应当不早于 from（${span.from}）`);
}

/** A list may begin in the December before: the New Year of 2019 began on 30 December 2018. */
function checkYear(
  item: Item<unknown>,
  { day, field }: { day: Day; field: Path },
  year: number,
  problems: Problems,
): void {
  if (day >= `${year - 1}-12-01` && day <= `${year}-12-31`) return;
  problems.field(item, field, `应当是${year}年的日子`);
}
