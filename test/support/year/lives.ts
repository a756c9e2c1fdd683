import { createHash } from 'node:crypto';
import { GIVEN_NAMES, SURNAMES } from '../../../models/demo/names.js';
import { roleIn, TRAINING_ROLES } from '../../../models/demo/roles.js';
import { PersonId, SchoolCode } from '../../../models/ids.js';
import type { Wish } from '../../../models/reminder.js';
import type { Roster, RosterPerson } from '../../../models/roster/roster.js';
import { addDays, hasSchool, type Snow, type Week } from './days.js';

/** When somebody hands in the journal of a week: on its second day, after Friday's reminder, a week later, not at all. */
export type Habit = 'early' | 'prompted' | 'late' | 'never';

interface Span {
  from: string;
  to: string;
}

/** What a year brings to one person. All of it is drawn by a seed and known beforehand, but to nobody in the county. */
export interface Life {
  person: RosterPerson;
  /** Where they are on the roster: from a day on; undefined: nowhere. */
  moves: { from: string; school: SchoolCode | undefined }[];
  leaves: Span[];
  habit: Habit;
  /** How they chose to be reminded, before the year began. */
  wish?: Pick<Wish, 'strength' | 'weekday'>;
}

export interface Lives {
  schools: Roster['schools'];
  all: Life[];
  /** Closed by snow: announced some days before, and on the morning itself. */
  snow: Snow[];
  seed: number;
}

/** From 0 to below 1; the same for the same seed and words. */
export const lot = (seed: number, ...words: (string | number)[]): number =>
  createHash('sha256')
    .update([seed, ...words].join('|'))
    .digest()
    .readUInt32BE(0) /
  2 ** 32;

/** Days on which the workbook is imported: a Wednesday of each term, so that weeks are cut in two. */
export const ROSTER_DAYS = ['2025-10-15', '2026-04-15'] as const;
const FIRST_DAY = '2025-09-01';
const SCHOOLS_A_CLUSTER = 4;
const TRAINING = SchoolCode.parse('J001');

/** A county of so many schools and people, and what its year will bring. */
export function livesOf(schoolCount: number, peopleCount: number, seed: number): Lives {
  const schools = [
    ...Array.from({ length: schoolCount }, (_, i) => ({
      code: SchoolCode.parse(`S${String(i + 1).padStart(3, '0')}`),
      name: `第${i + 1}学校`,
      stage: i % 3 === 2 ? '初中' : '小学',
      cluster: clusterOf(i),
      rural: i % 2 === 1,
    })),
    { code: TRAINING, name: '教师进修学校', stage: '进修学校', cluster: clusterOf(0), rural: false },
  ];
  // A third of the schools is small, a third large.
  const shares = schools.slice(0, -1).map((_, i) => [0.3, 1, 1.7][i % 3] ?? 1);
  const each = (peopleCount - TRAINING_ROLES.length) / shares.reduce((sum, share) => sum + share, 0);
  let number = 0;
  const people = schools.flatMap(({ code }, i) => {
    const size = code === TRAINING ? TRAINING_ROLES.length : Math.max(4, Math.round(each * (shares[i] ?? 1)));
    return Array.from({ length: size }, (_, place) => personAt(code, size, place, number++));
  });
  const codes = schools.map(({ code }) => code).filter((code) => code !== TRAINING);
  const all = people.map((person) => lifeOf(person, codes, seed));
  const [first, last] = [clusterOf(0), clusterOf(schoolCount - 1)];
  const snow = [
    { cluster: first, from: '2025-10-20', to: '2025-10-22', announced: '2025-10-17' },
    { cluster: last, from: '2025-10-22', to: '2025-10-24', announced: '2025-10-22' },
    { cluster: last, from: '2026-03-12', to: '2026-03-13', announced: '2026-03-12' },
  ];
  return { schools, all, snow, seed };
}

const clusterOf = (i: number): string => `第${Math.floor(i / SCHOOLS_A_CLUSTER) + 1}片区`;

function personAt(school: SchoolCode, size: number, place: number, number: number): RosterPerson {
  const { posts, teaching, subjects, department } =
    school === TRAINING ? (TRAINING_ROLES[place] ?? { posts: [], teaching: false }) : roleIn(size, place);
  return {
    id: PersonId.parse(`${school}-${String(place + 1).padStart(3, '0')}`),
    name: `${SURNAMES[number % SURNAMES.length]}${GIVEN_NAMES[Math.floor(number / SURNAMES.length) % GIVEN_NAMES.length]}${number}`,
    school,
    posts: [...posts],
    teaching,
    subjects: [...(subjects ?? ['语文'])],
    grades: [],
    department: department ?? '',
    charge: [],
  };
}

/** Only those without a post go, come and move: who answers for a school stays clear. */
function lifeOf(person: RosterPerson, schools: SchoolCode[], seed: number): Life {
  const draw = (...words: (string | number)[]) => lot(seed, person.id, ...words);
  const stays: Life['moves'] = [{ from: FIRST_DAY, school: person.school }];
  const leaves = leavesOf(draw);
  const h = draw('habit');
  const habit: Habit = h < 0.45 ? 'early' : h < 0.75 ? 'prompted' : h < 0.92 ? 'late' : 'never';
  if (person.posts.length > 0 || !person.teaching) return { person, moves: stays, leaves, habit };

  const day = ROSTER_DAYS[draw('when') < 0.5 ? 0 : 1];
  const change = draw('change');
  // They hand in early or not at all: what is made up for after a move is a question of its own, with its own tests.
  const sure: Habit = habit === 'never' ? 'never' : 'early';
  if (change < 0.01) return { person, moves: [...stays, { from: day, school: undefined }], leaves: [], habit: sure };
  if (change < 0.02) return { person, moves: [{ from: day, school: person.school }], leaves: [], habit: sure };
  if (change < 0.04) {
    const to = schools[Math.floor(draw('where') * schools.length)] ?? person.school;
    return { person, moves: [...stays, { from: day, school: to }], leaves: [], habit: sure };
  }
  const wish = WISHES[Math.floor(draw('wish') * 16)];
  return { person, moves: stays, leaves, habit, ...(wish && { wish }) };
}

/** Of sixteen teachers one each. */
const WISHES: NonNullable<Life['wish']>[] = [{ weekday: 4 }, { strength: 'early' }, { strength: 'light' }];

/** Who stands in for a research lead on leave: the first teacher of the school without a post who is there all along. */
export function standInFor({ person, leaves }: Life, from: string, { all }: Lives): Life | undefined {
  const leave = leaves.find((each) => each.from === from);
  if (!leave || !person.posts.includes('research-lead')) return undefined;
  const isThere = (life: Life): boolean =>
    life.moves.length === 1 && !life.leaves.some((other) => other.from <= leave.to && leave.from <= other.to);
  return all.find(
    (life) =>
      life.person.school === person.school && life.person.posts.every((post) => post === 'teacher') && isThere(life),
  );
}

/** Some are away for days, a few for months. */
function leavesOf(draw: (...words: (string | number)[]) => number): Span[] {
  return ['2025-09-08', '2025-11-03', '2026-03-09', '2026-05-11'].flatMap((around) => {
    if (draw('leave', around) > 0.06) return [];
    const from = addDays(around, Math.floor(draw('from', around) * 40));
    const days = draw('long', around) < 0.05 ? 98 : 1 + Math.floor(draw('days', around) * 12);
    return [{ from, to: addDays(from, days - 1) }];
  });
}

export function schoolOf({ moves }: Life, date: string): SchoolCode | undefined {
  return moves.findLast(({ from }) => from <= date)?.school;
}

/** A later leave may begin while an earlier one lasts: away is away. */
export const isAway = ({ leaves }: Life, date: string): boolean =>
  leaves.some(({ from, to }) => from <= date && date <= to);

/** What one person owes for one week at one school, and when it is handed in, if it is. */
export interface Journal {
  life: Life;
  school: SchoolCode;
  week: Week;
  handsIn?: { date: string; time: string };
  /** Away for so much of the week that nobody asks for it. */
  excused: boolean;
  status: 'handed-in' | 'late' | 'owed' | 'leave' | 'absent';
}

export const clusterAt = ({ schools }: Lives, school: string): string =>
  schools.find(({ code }) => code === school)?.cluster ?? '';

/**
 * What the ledger ought to say of a week at its end. A week with fewer than three school days owes nothing; who was
 * there on fewer than three of them owes nothing, either, unless it was handed in.
 */
export function journalsOf(lives: Lives, week: Week): Journal[] {
  const days = new Map(
    lives.schools.map(({ code, cluster }) => [
      code,
      week.days.filter((date) => hasSchool(date, cluster, lives.snow, '9999')),
    ]),
  );
  return lives.all.flatMap((life): Journal[] => {
    if (!life.person.teaching) return [];
    const schools = new Set(week.days.flatMap((date) => schoolOf(life, date) ?? []));
    return [...schools].flatMap((school) => journalAt(life, school, week, days.get(school) ?? [], lives) ?? []);
  });
}

function journalAt(life: Life, school: SchoolCode, week: Week, days: string[], lives: Lives): Journal | undefined {
  if (days.length < 3) return undefined;
  const there = days.filter((date) => schoolOf(life, date) === school);
  if (there.length < 3) return { life, school, week, excused: true, status: 'absent' };
  const present = there.filter((date) => !isAway(life, date));
  const handsIn = handInOf(life, school, week, days, lives);
  const excused = present.length < 3;
  const status = handsIn ? (handsIn.late ? 'late' : 'handed-in') : excused ? 'leave' : 'owed';
  return { life, school, week, ...(handsIn && { handsIn }), excused, status };
}

/** One week in ten somebody does not do as they usually do. Who is away hands in nothing. */
function handInOf(
  life: Life,
  school: SchoolCode,
  week: Week,
  days: string[],
  { seed, snow, schools }: Lives,
): { date: string; time: string; late: boolean } | undefined {
  const moves = life.moves.length > 1 || life.moves[0]?.from !== FIRST_DAY;
  const odd = !moves && lot(seed, life.person.id, week.key) < 0.1;
  const habit = odd
    ? (['early', 'prompted', 'never', 'prompted'] as const)[Math.floor(lot(seed, week.key) * 4)]
    : life.habit;
  const cluster = schools.find(({ code }) => code === school)?.cluster ?? '';
  const after = habit === 'late' ? schoolDaysAfter(week, cluster, snow)[1] : undefined;
  const [date, time] =
    habit === 'early' ? [days[1], '10:00'] : habit === 'prompted' ? [days.at(-1), '16:10'] : [after, '13:00'];
  if (habit === 'never' || date === undefined || isAway(life, date) || schoolOf(life, date) !== school)
    return undefined;
  return { date, time, late: habit === 'late' };
}

const schoolDaysAfter = ({ days }: Week, cluster: string, snow: Snow[]): string[] =>
  Array.from({ length: 7 }, (_, i) => addDays(days[6] ?? '', i + 1)).filter((date) =>
    hasSchool(date, cluster, snow, '9999'),
  );
