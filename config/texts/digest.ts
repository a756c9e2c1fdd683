import type { Tally } from '../../models/tally.js';
import { fewNames, namesText } from './format.js';
import { counts } from './ledger.js';
import type { Unit } from './missing.js';

/** One part of a digest: an entry a thing, and what is said of those there is no room for, which are `left`. */
export interface Part {
  entries: string[];
  /** How much each entry is about; without it an earlier one is more. Where there is no room for all, the least are left out. */
  sizes?: readonly number[];
  more(count: number, left: readonly string[]): string;
  /** How to see what the numbers stand for. */
  how?: string;
}

/** One phone screen. */
const MOST_LINES = 14;
/** So many names are told of each; the rest 未交 tells. */
const MOST_NAMED = 15;
/** So many things are told in one line. */
const MOST_TOLD = 5;

const heightOf = (entry: string): number => entry.split('\n').length;
const heightOfAll = (entries: readonly string[]): number => entries.reduce((sum, entry) => sum + heightOf(entry), 0);

/** The whole of a digest, no longer than a phone's screen: what does not fit is counted, each part giving way alike. */
export function digestText(title: string, parts: readonly Part[]): string {
  const how = [...new Set(parts.flatMap(({ how: each }) => each ?? []))].join('');
  const room = MOST_LINES - 1 - (how ? 1 : 0);
  const share = shares(
    parts.map(({ entries }) => heightOfAll(entries)),
    room,
  );
  return [title, ...parts.flatMap((part, index) => cut(part, share[index] ?? 0)), how].filter(Boolean).join('\n');
}

/** How many lines each part gets: what it wants where there is room, else a line each in turn. */
function shares(wanted: readonly number[], room: number): number[] {
  const got = wanted.map(() => 0);
  let left = room;
  while (left > 0 && got.some((each, index) => each < (wanted[index] ?? 0))) {
    for (const [index, want] of wanted.entries()) {
      const has = got[index] ?? 0;
      if (left === 0 || has >= want) continue;
      got[index] = has + 1;
      left -= 1;
    }
  }
  return got;
}

function cut({ entries, sizes, more }: Part, lines: number): string[] {
  if (heightOfAll(entries) <= lines) return entries;
  if (lines === 0) return [];
  const all = entries.map((entry, index) => ({ entry, size: sizes?.[index] ?? -index }));
  let most = entries.length;
  const shown = (): string[] => biggest(all, most, ({ size }) => size).map(({ entry }) => entry);
  while (most > 0 && heightOfAll(shown()) > lines - 1) most -= 1;
  const told = shown();
  const left = entries.filter((entry) => !told.includes(entry));
  return [...told, more(left.length, left)];
}

/** The so many that are most, of equals the earlier; in the order they stand in. */
export function biggest<T>(all: readonly T[], most: number, sizeOf: (each: T) => number): T[] {
  const told = new Set(all.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, most));
  return all.filter((each) => told.has(each));
}

const leftOf = ({ owed, handedIn }: Tally): number => owed - handedIn;

/** 【第9周小结】松山小学 */
export const titleOf = (span: string, name: string, place: string): string => `【${span}${name}】${place}`;
export const thisWeek = '本周';
export const weekText = (number: number): string => `第${number}周`;
export const monthText = (month: number): string => `${month}月`;

export interface DutyDigest {
  duty: string;
  label: string;
  tally: Tally;
  missing: string[];
  /** What the missing are counted in. */
  unit: Unit;
}

/** Whose is missing; not where nobody of many has handed in: all of them are. */
const whose = ({ missing, tally: { handedIn }, unit }: DutyDigest): string =>
  missing.length === 0 || (handedIn === 0 && missing.length > MOST_TOLD)
    ? ''
    : `\n未交：${namesText(missing, MOST_NAMED, unit)}`;

/** What a cluster carries for the school, or nobody owes this time, is no news. */
const isOwed = ({ tally }: { tally: Tally }): boolean => tally.owed > 0;
const moreDuties = (count: number): string => `另有${count}项。`;

/** What was due in a week, with the names of the missing where they are seen. `urge`: what the hearer types to have them reminded. */
export function dueInWeek(duties: DutyDigest[], open: string, urge?: string): Part {
  const owed = duties.filter(isOwed);
  const how = urge ? `要提醒未交的老师，发「${urge}」；名单随时发「${open}」查看。` : seeOpen(open);
  return {
    entries: owed.map((each) => `${each.duty}（${each.label}）${counts(each.tally)}${whose(each)}`),
    sizes: owed.map(({ tally }) => leftOf(tally)),
    more: moreDuties,
    ...(owed.some(({ missing }) => missing.length > 0) && { how }),
  };
}

/** The same of many schools: numbers. */
export const numbersInWeek = (duties: DutyDigest[], open: string): Part => ({
  ...dueInWeek(duties, open),
  how: seeOpen(open),
});

/** In one line, of a morning. */
export function dueInDay(duties: Pick<DutyDigest, 'duty' | 'label' | 'tally'>[]): Part {
  const owed = duties.filter(isOwed);
  const told = biggest(owed, MOST_TOLD, ({ tally }) => leftOf(tally)).map(
    ({ duty, label, tally: { handedIn, owed: of } }) => `${duty}（${label}）已交${handedIn}/${of}`,
  );
  return {
    entries: told.length > 0 ? [`· 本周截止：${told.join('；')}${andMore(owed.length)}。`] : [],
    more: () => '',
  };
}

/** What was due in a month or a term: a line a duty, with who can mend what of it is `open` still. */
export function dueInSpan(duties: { duty: string; tally: Tally; open?: Overdue[] }[], open: string): Part {
  const owed = duties.filter(isOwed);
  return {
    entries: owed.map(({ duty, tally, open: left = [] }) => `${duty}${counts(tally)}${mendedBy(left)}`),
    sizes: owed.map(({ tally }) => leftOf(tally)),
    more: moreDuties,
    how: seeOpen(open),
  };
}

/** ，可找教科室主任张静; of several periods everybody who can. */
function mendedBy(open: Pick<Overdue, 'responsible' | 'isHearers'>[]): string {
  const others = [...new Set(open.flatMap(({ responsible }) => responsible || []))];
  if (others.length > 0) return `，可找${namesText(others, MOST_TOLD, '人')}`;
  if (open.some(({ isHearers }) => isHearers)) return '，由您负责';
  return open.length > 0 && open.every(({ responsible }) => responsible === '') ? '，目前没有负责人' : '';
}

const seeOpen = (open: string): string => `明细请发「${open}」。`;

const andMore = (count: number): string => (count > MOST_TOLD ? `；还有${count - MOST_TOLD}项` : '');

export interface Next {
  duty: string;
  label: string;
  due: string;
}

/** What falls due next, in one line, what is due together told together. */
export function next(all: Next[]): Part {
  const told = all.slice(0, MOST_TOLD);
  const days = [...new Set(told.map(({ due }) => due))].map((day) => {
    const duties = told.filter(({ due }) => due === day).map(({ duty, label }) => `${duty}（${label}）`);
    return `${duties.join('、')}${day}截止`;
  });
  return {
    entries: days.length > 0 ? [`接下来：${days.join('；')}${andMore(all.length)}`] : [],
    more: () => `接下来要截止的有${all.length}项`,
  };
}

export interface Overdue {
  duty: string;
  label: string;
  count: number;
  unit: Unit;
  /** Who can mend it; empty for nobody, undefined where it is not told, or the hearer is who can. */
  responsible: string | undefined;
  isHearers?: boolean;
}

/** What is open still, a line a duty, with who can mend it. `whose`: 本校, where that is to be said; `open`: what shows it all. */
export function overdue(all: Overdue[], { whose: place = '', open = '' } = {}): Part {
  const duties = [...new Set(all.map(({ duty }) => duty))].map((duty) => all.filter((each) => each.duty === duty));
  return {
    entries: duties.map((periods) => `${place}还没交：${periods[0]?.duty}${periodsText(periods)}${mendedBy(periods)}`),
    sizes: duties.map((periods) => periods.reduce((sum, { count }) => sum + count, 0)),
    more: (count) => `${place}还没交的另有${count}项`,
    ...(open && all.length > 0 && { how: place ? `${place}的请发「${open}」。` : seeOpen(open) }),
  };
}

/** （9月）13所; （9月13所、10月12所） */
function periodsText(periods: Overdue[]): string {
  const many = ({ count, unit, responsible, isHearers }: Overdue): string =>
    count > 1 || (responsible === undefined && !isHearers) ? `${count}${unit}` : '';
  const [first, ...others] = periods;
  if (first && others.length === 0) return `（${first.label}）${many(first)}`;
  const told = periods.map((each) => `${each.label}${many(each)}`);
  return `（${told.join(told.some((each) => each.includes('，')) ? '；' : '、')}）`;
}

/** Who missed several periods in a row. */
export function repeaters(all: { name: string; duty: string; times: number }[]): Part {
  const whatOf = ({ duty, times }: { duty: string; times: number }): string => `${duty}连续${times}次未交`;
  const again = [...new Set(all.map(whatOf))].map((what) => {
    const names = all.filter((each) => whatOf(each) === what).map(({ name }) => name);
    return `${namesText(names, MOST_TOLD, '人')}（${what}）`;
  });
  return { entries: again.length > 0 ? [`需要关心：${again.join('、')}`] : [], more: () => '' };
}

/** What the hearer owes. `due` is empty for what is past. */
export const own = (all: Next[]): Part => ({
  entries: all.map(({ duty, label, due }) => `您自己的：${duty}（${label}）${due ? `${due}截止` : '已过截止时间'}`),
  more: (count) => `您自己的另有${count}项`,
  ...(all.length > 0 && { how: '自己的发「我的」看。' }),
});

/** What waits for the hearer's answer: of which schools, in their order. */
export const awaiting = (schools: { name: string; count: number }[], overdue: number): Part => {
  const all = schools.reduce((sum, { count }) => sum + count, 0);
  const past = overdue < all ? `其中${overdue}份` : all > 1 ? '都' : '';
  const late = overdue > 0 ? `，${past}已过答复的日子` : '';
  const names = schools.map(({ name, count }) => `${name}${count}份`);
  return {
    entries: all > 0 ? [`等您答复的有${all}份${late}：${schoolsText(names)}`] : [],
    more: () => `等您答复的有${all}份${late}`,
    ...(all > 0 && { how: '逐份答复发「待审」。' }),
  };
};

/** What waits for the hearer's decision. */
export const cases = (count: number): Part => ({
  entries: count > 0 ? [`等您定的有${count}件（老师说已交过，或不该本人交），发「待审」看。`] : [],
  more: () => `等您定的有${count}件，发「待审」看。`,
});

/** The schools the hearer has not been to; duties for which these are the same, in one line. */
export function rounds(all: { duty: string; label: string; toGo: string[] }[]): Part {
  const alike = [...new Set(all.map(({ toGo }) => toGo.join()))].map((schools) =>
    all.filter(({ toGo }) => toGo.join() === schools),
  );
  return {
    entries: alike.map((duties) => {
      const names = duties.map(({ duty, label }) => `${duty}（${label}）`);
      return `${names.join('、')}还没到：${schoolsText(duties[0]?.toGo ?? [])}`;
    }),
    sizes: alike.map(([first]) => first?.toGo.length ?? 0),
    more: moreDuties,
    ...(all.length > 0 && { how: '走访情况发「走访」看。' }),
  };
}

const MOST_SCHOOLS = 8;
const schoolsText = (names: string[]): string =>
  names.length <= MOST_SCHOOLS ? names.join('、') : `${fewNames(names, MOST_SCHOOLS)}${names.length}所`;

/** How far the whole plan is, chapter by chapter. */
export function chapters(all: { title: string; tally: Tally }[], open: string): Part {
  const owed = all.filter(isOwed);
  return {
    entries: owed.map(({ title, tally }) => `${title}：${counts(tally)}`),
    sizes: owed.map(({ tally }) => leftOf(tally)),
    more: (count) => `另有${count}章。`,
    how: seeOpen(open),
  };
}

/** Schools that may want help, by cluster and never by how they stand. */
export function behind(percent: number, clusters: { cluster: string; schools: string[] }[]): Part {
  const lines = clusters.map(({ cluster, schools }) => `${cluster}：${schoolsText(schools)}`);
  if (lines.length === 0) return { entries: [], more: () => '' };
  const head = `这些学校该交的交了不到${percent}%，看看要什么帮助：`;
  const [only] = lines;
  return {
    entries: lines.length > 1 ? [head, ...lines] : [`${head}${only}`],
    sizes: [...(lines.length > 1 ? [Number.POSITIVE_INFINITY] : []), ...clusters.map(({ schools }) => schools.length)],
    more: (_, left) => otherClusters(clusters.filter((_cluster, index) => left.includes(lines[index] ?? ''))),
    how: '看一所学校发「全校 校名」。',
  };
}

/** 另有北山片区（4所）、东河片区（3所），各校的数发「全校 北山片区」看。 */
function otherClusters(clusters: { cluster: string; schools: string[] }[]): string {
  const [first] = clusters;
  const told = clusters.slice(0, MOST_TOLD).map(({ cluster, schools }) => `${cluster}（${schools.length}所）`);
  const more = clusters.length > told.length ? `等${clusters.length}个片区` : '';
  return `另有${told.join('、')}${more}，各校的数发「全校 ${first?.cluster}」看。`;
}

/** What teachers were asked for. */
export const burden = (each: string, reminders: number, perTeacher: string): Part => ({
  entries: [`负担：一位教师平均应交${each}份；近30天共发提醒${reminders}条，合每位教师${perTeacher}条`],
  more: () => '',
});
