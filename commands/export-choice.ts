import { isFree, type Stretch, stretchNamed, stretchOfTerm } from '../handlers/book/stretch.js';
import { findDuty } from '../handlers/words.js';
import type { Term } from '../models/calendar.js';
import type { Duty } from '../models/duty.js';
import { SchoolCode } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { School } from '../models/school.js';
import { inOrder } from '../models/school-order.js';
import { type Given, textOption, UsageProblem } from './command.js';

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
  const stretch =
    term === undefined
      ? await stretchNamed(duty, period ?? '', models, now)
      : await stretchOfTerm(duty, termNamed(term, models), models);
  if (stretch) return stretch;
  throw new UsageProblem(
    isFree(duty)
      ? `${duty.name}随时可交，没有期次；--period 请写月份，例如 2026-10 或 10月。`
      : `${duty.name}没有「${period ?? term}」这一期，或这一期的名册还没有打开。${await periodsThere(duty, models, now)}`,
  );
}

/** The periods of this term, for whoever named one that is not there: a ledger begun in mid-term has no early ones. */
async function periodsThere(duty: Duty, { books, calendar }: Models, now: Date): Promise<string> {
  const term = calendar.termOf(calendar.dayOf(now));
  const labels = term ? (await books.periods(duty.key, { term: term.key })).map(({ label }) => label) : [];
  return labels.length > 0 ? `本学期有：${[...new Set(labels)].join('、')}。` : '';
}
