import { termSpan } from './book.js';
import type { Calendar, Term } from './calendar.js';
import { addCounts, addEntry, type Counts, NOTHING, sumOf } from './count.js';
import { addDays } from './day.js';
import type { Chapter, Duty } from './duty.js';
import { groupBy } from './group-by.js';
import type { Day, DutyKey } from './ids.js';
import type { Models } from './models.js';
import { type OwnerName, ownerNames } from './owner-name.js';
import type { Roll } from './roll.js';
import type { School } from './school.js';
import { schoolBatches } from './school-order.js';
import { titleOf } from './title.js';

/** Schools whose pages of a term are in memory together: some ten thousand entries. */
const SCHOOLS_A_BATCH = 20;

/** What a year report is of. */
export interface ReportPlan {
  chapters: { title: string; duties: Duty[] }[];
  terms: Term[];
  /** In the order of lists. */
  schools: School[];
  /** Until when it counts; what is still open then is not missing. */
  now: Date;
}

/** One line of the list behind a number: an owner, or a school, with a duty in a term. */
export interface ReportLine {
  school: School;
  /** Absent on a line of a whole school. */
  owner?: OwnerName;
  counts: Counts;
  /** Labels of the periods that are missing. */
  missing: string[];
}

/** The chapters with their duties, those of one clause beside each other, in the order of the plan. */
export function planChapters(chapters: readonly Chapter[], duties: readonly Duty[]): ReportPlan['chapters'] {
  const byKey = new Map<DutyKey, Duty>(duties.map((duty) => [duty.key, duty]));
  return chapters.map(({ title, duties: keys }) => {
    const own = keys.flatMap((key) => byKey.get(key) ?? []);
    return { title, duties: [...groupBy(own, ({ clause }) => clause).values()].flat() };
  });
}

/**
 * The terms of a year: `2026` is the two that begin in it, `2026-2027` the school year, from one July to the next.
 * None when the text is no year.
 */
export function termsOfYear(text: string, terms: readonly Term[]): Term[] {
  if (/^\d{4}$/.test(text)) return terms.filter(({ from }) => from.startsWith(text));
  const [first = '', second = ''] = text.split('-');
  if (!/^\d{4}-\d{4}$/.test(text) || Number(second) !== Number(first) + 1) return [];
  return terms.filter(({ from }) => from >= `${first}-07-01` && from < `${second}-07-01`);
}

/**
 * The list of a duty in a term, school by school: a line for every owner, or one for each school. Read in batches of
 * schools, so that memory does not grow with the county.
 */
export async function* reportLines(
  duty: Duty,
  term: Term,
  { schools, now, by }: Pick<ReportPlan, 'schools' | 'now'> & { by: 'owner' | 'school' },
  models: Models,
): AsyncGenerator<ReportLine> {
  for (const some of schoolBatches(schools, SCHOOLS_A_BATCH)) {
    const drafts =
      duty.cadence.every === 'free'
        ? await recordDrafts(duty, term, some, models)
        : await pageDrafts(duty, term, some, now, models);
    if (by === 'school') yield* wholeSchools(some, drafts);
    else yield* withNames(some, drafts, models);
  }
}

/** A line before its owner has a name. */
type Draft = Omit<ReportLine, 'school' | 'owner'> & { owner: string };
type Drafts = Map<School['_id'], Draft[]>;

async function pageDrafts(duty: Duty, term: Term, some: School[], now: Date, models: Models): Promise<Drafts> {
  const span = termSpan(term, models.calendar);
  const codes = some.map(({ _id }) => _id);
  const pages = await models.books.pagesOfTerm(duty.key, term.key, span, codes);
  return new Map([...groupBy(pages, ({ school }) => school)].map(([school, own]) => [school, draftsOf(own, now)]));
}

function draftsOf(pages: Roll[], now: Date): Draft[] {
  const drafts = new Map<string, Draft>();
  for (const page of pages) {
    const { entries, lateAfter } = page;
    for (const entry of entries) {
      const draft = drafts.get(entry.owner) ?? { owner: entry.owner, counts: { ...NOTHING }, missing: [] };
      const missingBefore = draft.counts.missing;
      addEntry(draft.counts, entry, lateAfter <= now);
      if (draft.counts.missing > missingBefore) draft.missing.push(titleOf(page));
      drafts.set(entry.owner, draft);
    }
  }
  return [...drafts.values()];
}

async function recordDrafts(duty: Duty, term: Term, some: School[], { books, calendar }: Models): Promise<Drafts> {
  const codes = some.map(({ _id }) => _id);
  const counted = await books.recordCounts(duty.key, termSpan(term, calendar), codes);
  const drafts = counted.map(({ school, owner, records }) => ({
    school,
    draft: { owner, counts: { ...NOTHING, records }, missing: [] },
  }));
  const bySchool = groupBy(drafts, ({ school }) => school);
  return new Map([...bySchool].map(([school, own]) => [school, own.map(({ draft }) => draft)]));
}

function* wholeSchools(some: School[], drafts: Drafts): Generator<ReportLine> {
  for (const school of some) {
    const own = drafts.get(school._id) ?? [];
    if (own.length > 0) yield { school, counts: sumOf(own.map(({ counts }) => counts)), missing: [] };
  }
}

async function* withNames(some: School[], drafts: Drafts, models: Models): AsyncGenerator<ReportLine> {
  const owners = [...drafts.values()].flatMap((own) => own.map(({ owner }) => owner));
  const names = await ownerNames(owners, models);
  for (const school of some) {
    for (const { owner, ...line } of drafts.get(school._id) ?? []) {
      const name = names.get(owner);
      yield { school, ...line, ...(name && { owner: name }) };
    }
  }
}

/**
 * What a report covers, when its lists are through: the terms there was anything in, those asked for in which there
 * was nothing, and the days from the first to when it was made (none when there was nothing at all). The holidays
 * after a term belong to it.
 */
export function coverage(
  { terms: asked, now }: Pick<ReportPlan, 'terms' | 'now'>,
  sums: ReportSums,
  calendar: Calendar,
): { terms: Term[]; empty: Term[]; days?: { from: Day; to: Day } } {
  const terms = sums.covered(asked);
  const empty = asked.filter((term) => !terms.includes(term));
  const [first] = terms;
  const last = terms.at(-1);
  if (!first || !last) return { terms, empty };
  const today = calendar.dayOf(now);
  const end = addDays(calendar.dayOf(termSpan(last, calendar).to), -1);
  return { terms, empty, days: { from: first.from, to: today < end ? today : end } };
}

/** The numbers of a report, added up while its lists go by. */
export class ReportSums {
  readonly #sums = new Map<string, Counts>();
  readonly #terms = new Set<string>();

  add(duty: Duty, term: Term, { school, counts }: Pick<ReportLine, 'school' | 'counts'>): void {
    for (const key of [keyOf(duty, term.key), keyOf(duty, '', school.cluster)]) {
      const sum = this.#sums.get(key) ?? { ...NOTHING };
      addCounts(sum, counts);
      this.#sums.set(key, sum);
    }
    this.#terms.add(term.key);
  }

  /** The terms in which anything was owed or handed in: a term not yet begun has no lines, and is not told of. */
  covered(terms: readonly Term[]): Term[] {
    return terms.filter(({ key }) => this.#terms.has(key));
  }

  /**
   * The lines of a duty in a table: each term in which there was something and, where the report is of several, all
   * of them together (`term` absent). None for a duty of which there was nothing.
   */
  linesOf(duty: Duty, terms: readonly Term[]): { term?: Term; counts: Counts }[] {
    const own = terms.filter(({ key }) => this.#sums.has(keyOf(duty, key)));
    const each = own.map((term) => ({ term, counts: this.#ofTerm(duty, term) }));
    if (own.length === 0 || this.covered(terms).length === 1) return each;
    return [...each, { counts: sumOf(each.map(({ counts }) => counts)) }];
  }

  /** Of one term; nothing when there was nothing. */
  #ofTerm(duty: Duty, term: Term): Counts {
    return this.#sums.get(keyOf(duty, term.key)) ?? NOTHING;
  }

  /** Of one cluster over all terms; undefined when it had nothing to do with the duty. */
  ofCluster(duty: Duty, cluster: string): Counts | undefined {
    return this.#sums.get(keyOf(duty, '', cluster));
  }
}

const keyOf = ({ key }: Duty, term: string, cluster = ''): string => `${key}|${term}|${cluster}`;
