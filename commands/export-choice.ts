import { findDuty } from '../handlers/words.js';
import { type BookPeriod, type Span, termSpan } from '../models/book.js';
import type { Term } from '../models/calendar.js';
import { addDays, monthEnd } from '../models/day.js';
import type { Duty } from '../models/duty.js';
import { Day, PeriodKey, SchoolCode } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { School } from '../models/school.js';
import { inOrder } from '../models/school-order.js';
import { type Given, textOption, UsageProblem } from './command.js';

/** What an export is of: periods of a duty that is owed, or a span of days where nobody owes and records are all there is. */
export type Stretch = { kind: 'periods'; periods: BookPeriod[] } | { kind: 'span'; span: Span };

/** What a book of one duty is made of. */
export interface DutyBook {
  duty: Duty;
  stretch: Stretch;
  /** In the order in which they are listed. */
  schools: School[];
}

/** The duty somebody means: by any of its words, its key, or its row in the county's list. */
export function dutyNamed(name: string, { catalogue }: Pick<Models, 'catalogue'>): Duty {
  const { duties } = catalogue;
  const duty = findDuty(name, duties) ?? duties.find(({ key, row }) => key === name || row === name);
  if (!duty) throw new UsageProblem(`没有叫「${name}」的任务。现在有：${duties.map(({ word }) => word).join('、')}。`);
  return duty;
}

/** The term somebody means: by its key or its name. */
export function termNamed(name: string, { calendar }: Pick<Models, 'calendar'>): Term {
  const term = calendar.terms.find((each) => each.key === name || each.name === name);
  if (!term) {
    throw new UsageProblem(`没有「${name}」这个学期。现在有：${calendar.terms.map(({ key }) => key).join('、')}。`);
  }
  return term;
}

/** The schools an export is of, in the order of lists: one named with `--school`, or every one there is or was. */
export async function schoolsChosen(given: Given, { schools, books }: Models): Promise<School[]> {
  const named = textOption(given, 'school');
  if (named === undefined) return inOrder(await books.schools());
  const school = (await schools.find(named)) ?? (await schools.byCode(SchoolCode.parse(named)));
  if (!school) throw new UsageProblem(`没有编码或名称为「${named}」的学校。`);
  return [school];
}

/** The stretch of `--period` or `--term`: one of them must be given. */
export async function stretchChosen(duty: Duty, given: Given, models: Models, now: Date): Promise<Stretch> {
  const period = textOption(given, 'period');
  const term = textOption(given, 'term');
  if ((period === undefined) === (term === undefined)) {
    throw new UsageProblem(
      '请写 --period（一期，例如 --period 第9周）或 --term（整个学期，例如 --term 2026-autumn）。',
    );
  }
  if (duty.cadence.every === 'free') {
    const span =
      term === undefined ? monthNamed(period ?? '', models, now) : termSpan(termNamed(term, models), models.calendar);
    if (!span) throw new UsageProblem(`${duty.name}随时可交，没有期次；--period 请写月份，例如 2026-10 或 10月。`);
    return { kind: 'span', span };
  }
  const periods = await periodsOf(duty, { period, term }, models);
  if (periods.length === 0) {
    throw new UsageProblem(`${duty.name}没有「${period ?? term}」这一期，或这一期的名册还没有打开。`);
  }
  return { kind: 'periods', periods };
}

async function periodsOf(
  duty: Duty,
  { period, term }: Record<'period' | 'term', string | undefined>,
  models: Models,
): Promise<BookPeriod[]> {
  const { books } = models;
  if (term !== undefined) return books.periods(duty.key, { term: termNamed(term, models).key });
  const key = PeriodKey.safeParse(period);
  const byKey = key.success ? await books.periods(duty.key, { period: key.data }) : [];
  if (byKey.length > 0) return byKey;
  const labelled = await books.newestLabelled(duty.key, period ?? '');
  return labelled ? books.periods(duty.key, { period: labelled }) : [];
}

/** 2026-10, or 10月: the latest such month that has begun. */
function monthNamed(text: string, { calendar }: Pick<Models, 'calendar'>, now: Date): Span | undefined {
  const today = calendar.dayOf(now);
  const label = /^(\d{1,2})月$/.exec(text)?.[1]?.padStart(2, '0');
  const year = Number(today.slice(0, 4));
  const thisYear = `${year}-${label}`;
  const month = label === undefined ? text : thisYear <= today.slice(0, 7) ? thisYear : `${year - 1}-${label}`;
  const first = Day.safeParse(`${month}-01`);
  if (!first.success) return undefined;
  return { from: calendar.at(first.data, '00:00'), to: calendar.at(addDays(monthEnd(first.data), 1), '00:00') };
}
