import { expect, test } from '@jest/globals';
import { digest } from '../../jobs/digest.js';
import { remind } from '../../jobs/remind.js';
import { demoRoster } from '../../models/demo/county.js';
import type { Catalogue } from '../../models/duty.js';
import { PeriodKey } from '../../models/ids.js';
import { type OwnerKey, ownerOfPerson, ownerOfSchool } from '../../models/owner.js';
import { rollId } from '../../models/roll.js';
import { applyRoster, currentRoster } from '../../models/roster/apply.js';
import { diffRoster } from '../../models/roster/diff.js';
import type { RosterPerson } from '../../models/roster/roster.js';
import type { Submission } from '../../models/submission.js';
import { tally } from '../../models/tally.js';
import { aCalendarWith2027 } from '../models/a-calendar.js';
import { journal, TESTING, testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { day, personId, schoolCode } from '../support/people.js';

/**
 * A term of the demo county, 240 people of twelve schools, a kindergarten and the training school, with every duty of
 * the plan: from 1 September to the end of January, day by day, the jobs at their times. What the pages say at the end
 * is compared with a small model that knows nothing of them: who was there, who handed in, on which days.
 */
const { connection } = testDatabase();
const SNOW = ['2026-11-10', '2026-11-11'];
const NORTH = ['S09', 'S10', 'S11', 'S12'];
const calendar = aCalendarWith2027({
  closures: SNOW.map((from) => ({ from, reason: '暴雪停课', clusters: ['北山片区'] })),
});
const roster = demoRoster();
// ---- What happens to people: who goes, comes, moves, is on leave.
const GONE = { id: 'S05-05', from: '2026-10-12' };
const MOVED = { id: 'S03-15', to: 'S04', from: '2026-11-16' };
const JOINED = { id: 'S02-20', from: '2026-10-08' };
const ILL = { id: 'S01-30', from: '2026-09-14', to: '2026-11-13' };
const AWAY = { id: 'S06-08', from: '2026-12-07', to: '2026-12-09' };

/** Each takes a while to draw, and none of this is about them. */
const withoutPictures = ({ digests, ...rest }: Catalogue): Catalogue => ({
  ...rest,
  digests: digests.map(({ picture: _picture, ...digest }) => digest),
});

const county = testCounty(
  connection,
  { ...roster, people: roster.people.filter(({ id }) => id !== JOINED.id) },
  calendar,
  withoutPictures(wholeCatalogue()),
);
const { models, said } = county;

// ---- The calendar of the model: weekdays of the term but these, and these besides.
const FREE = ['2026-09-25', '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07', '2027-01-01'];
const WORK = ['2026-09-20', '2026-10-10'];
const [FIRST, LAST] = ['2026-09-01', '2027-01-22'];
const dates = (from: string, to: string): string[] => {
  const all: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    all.push(new Date(at).toISOString().slice(0, 10));
  return all;
};
const hasSchool = (date: string, school = ''): boolean => {
  const weekday = new Date(date).getUTCDay();
  if (date < FIRST || date > LAST || FREE.includes(date) || (SNOW.includes(date) && NORTH.includes(school)))
    return false;
  return WORK.includes(date) || (weekday > 0 && weekday < 6);
};
/** The teaching weeks, Monday to Sunday, the first with 1 September in it. */
const WEEKS = Array.from({ length: 21 }, (_, i) => {
  const monday = new Date(Date.parse('2026-08-31') + i * 7 * 86_400_000).toISOString().slice(0, 10);
  return {
    number: i + 1,
    key: `2026-autumn-w${String(i + 1).padStart(2, '0')}`,
    days: dates(monday, addDays(monday, 6)),
  };
});
function addDays(date: string, n: number): string {
  return new Date(Date.parse(date) + n * 86_400_000).toISOString().slice(0, 10);
}
const schoolDaysOf = (days: string[], school: string): string[] => days.filter((date) => hasSchool(date, school));

const teachers = roster.people.filter(({ teaching }) => teaching);
const wasAt = ({ id, school }: RosterPerson, date: string): string | undefined => {
  if (id === GONE.id) return date < GONE.from ? school : undefined;
  if (id === JOINED.id) return date >= JOINED.from ? school : undefined;
  return id === MOVED.id && date >= MOVED.from ? MOVED.to : school;
};
const onLeave = (id: string, date: string): boolean =>
  [ILL, AWAY].some((leave) => leave.id === id && leave.from <= date && date <= leave.to);

/** How somebody keeps a journal: by the number at the end of theirs. */
type Habit = 'early' | 'late' | 'never' | 'on Friday';
function habitOf(id: string): Habit {
  if (SPOKEN.includes(id)) return 'on Friday';
  const place = Number(id.slice(4)) % 10;
  return place === 8 ? 'never' : place === 6 || place === 7 ? 'late' : 'early';
}
/** Four people who answer Friday's reminder in the chat. */
const SPOKEN = ['S01-11', 'S07-05', 'S10-09', 'S13-05'];

interface Journal {
  person: RosterPerson;
  school: string;
  week: (typeof WEEKS)[number];
  status: 'handed-in' | 'late' | 'owed' | 'leave' | 'absent';
}

/** What the ledger ought to say of the journals of all weeks, by who was there and what they are like. */
const journals: Journal[] = WEEKS.flatMap((week) =>
  teachers.flatMap((person): Journal[] => {
    const schools = new Set(week.days.map((date) => wasAt(person, date)).filter((school) => school !== undefined));
    return [...schools].flatMap((school): Journal[] => {
      const days = schoolDaysOf(week.days, school);
      if (days.length < 3) return [];
      const there = days.filter((date) => wasAt(person, date) === school);
      const present = there.filter((date) => !onLeave(person.id, date));
      const excuse = there.length < 3 ? 'absent' : present.length < 3 ? 'leave' : undefined;
      const habit = habitOf(person.id);
      // The last week has no Tuesday after it on which those who are late hand in.
      const done = habit === 'late' ? (week.number === 21 ? 'owed' : 'late') : habit === 'never' ? 'owed' : 'handed-in';
      return [{ person, school, week, status: excuse ?? done }];
    });
  }),
);

// ---- The days.
const at = (date: string, time: string): Date => {
  county.at(`${date}T${time}:00+08:00`);
  return county.now();
};
let events = 0;
const dutyOf = (row: string) => {
  const duty = models.catalogue.duties.find((each) => each.row === row);
  if (!duty) throw new Error(`no row ${row}`);
  return duty;
};

/** Hands in as a handler does: late where the page says so. Pages are brought up to date by whoever calls. */
async function handIn(row: string, period: string, by: string, owner: OwnerKey, school: string, values = {}) {
  const duty = dutyOf(row);
  const key = PeriodKey.parse(period);
  const page = await models.rolls.get(rollId(duty.key, key, schoolCode(school)));
  const late = page !== undefined && county.now() > page.lateAfter;
  const what = { duty: duty.key, period: key, school: schoolCode(school), owner, state: 'handed-in' as const };
  const cause = { event: `term:${++events}`, by: personId(by), now: county.now() };
  return models.submissions.begin({ ...what, late, values, attachments: [] }, cause);
}
const follow = async (record: Submission | undefined): Promise<void> =>
  record && (await models.ledger.follow(record, county.now()));

/** All who keep a habit hand in the journals of a week, and each school's page follows once. */
async function handInJournals(week: Journal['week'], habit: Habit): Promise<void> {
  const done = journals.filter(
    ({ week: when, person, status }) =>
      when === week && habitOf(person.id) === habit && (status === 'handed-in' || status === 'late'),
  );
  await handInAtOnce('B20', week.key, done, ({ name }) => ({
    text: `${week.number}周，${name}：这周讲分数，学生动手折纸。`,
  }));
}

/** Several people hand in at the same time; then each school's page follows once. */
async function handInAtOnce(
  row: string,
  period: string,
  all: { person: RosterPerson; school: string }[],
  values: (person: RosterPerson) => object,
): Promise<void> {
  const records = await Promise.all(
    all.map(({ person, school }) => handIn(row, period, person.id, ownerOfPerson(person.id), school, values(person))),
  );
  const lastOf = new Map(records.map((record) => [record.school, record]));
  await Promise.all([...lastOf.values()].map(follow));
}

let staff = roster.people.filter(({ id }) => id !== JOINED.id);
async function importRoster(people: RosterPerson[], date: string): Promise<void> {
  staff = people;
  await applyRoster(connection, diffRoster(await currentRoster(connection), { ...roster, people }, day(date)));
  await models.ledger.openRolls(county.now());
}
async function takeLeave({ id, from, to }: typeof ILL): Promise<void> {
  await models.people.addLeave(personId(id), {
    id: `leave ${id}`,
    from: day(from),
    to: day(to),
    by: personId(id),
    at: county.now(),
  });
  await models.ledger.refreshOf(personId(id), day(from), day(to), county.now());
}

// ---- Whatever is said by itself is looked at when it is said.
const heard = { nags: new Map<string, string[]>(), lines: new Map<string, string[]>(), digests: 0, total: 0 };
const names = roster.people.map(({ name }) => name);
const atSchool = (id: string, date: string): string => {
  const person = roster.people.find((each) => each.id === id);
  return (person && wasAt(person, date)) ?? person?.school ?? '';
};

function lookAt(date: string, time: string, from: number): void {
  for (const { to, text, key } of said.slice(from)) {
    if (key.startsWith('reply:')) continue;
    heard.total += 1;
    const [kind] = key.split(':');
    const where = `${date} ${time} ${key}: ${text}`;
    // Nothing in the quiet hours, nothing on a day without school.
    if (time < '07:30' || time >= '20:00' || !hasSchool(date, atSchool(to, date)))
      expect(where).toBe('said at no time');
    if (kind === 'nag') {
      if (onLeave(to, date)) expect(where).toBe('not said to somebody on leave');
      note(heard.nags, to, date);
      for (const [, number] of text.matchAll(/教育周记（第(\d+)周）/gu)) owesJournal(to, Number(number), date, where);
    } else if (kind === 'line') {
      note(heard.lines, to, date);
      for (const name of names) if (text.includes(name)) expect(where).toBe('without a name');
    } else heard.digests += 1;
  }
}
const note = (all: Map<string, string[]>, who: string, date: string): void =>
  void all.set(who, [...(all.get(who) ?? []), date]);

/** A journal is named only to somebody who owes it and has not handed it in by now. */
function owesJournal(id: string, number: number, date: string, where: string): void {
  const own = journals.filter(({ person, week }) => person.id === id && week.number === number);
  const owing = own.some(({ status }) => status === 'owed' || status === 'late' || status === 'handed-in');
  if (!owing) expect(where).toBe('said only to somebody who owes it');
  const week = WEEKS[number - 1];
  if (habitOf(id) === 'early' && week && date > (schoolDaysOf(week.days, atSchool(id, date))[1] ?? '')) {
    expect(where).toBe('not said to somebody who has handed in');
  }
}

/** The jobs of a day, at their times. */
async function jobsAt(
  date: string,
  time: string,
  ...jobs: ((models_: typeof models, now: Date) => Promise<unknown>)[]
) {
  const from = said.length;
  const now = at(date, time);
  for (const job of jobs) await job(models, now);
  await county.settle();
  lookAt(date, time, from);
}

const reports = new Map<string, string[]>();
/** Every school’s lead hands in the monthly report on its third school day, but for S07, who never does, and S11, who is late. */
async function report(month: string, schools: string[]): Promise<void> {
  for (const school of schools) {
    const lead = staff.find((each) => each.school === school && each.posts.includes('principal'));
    const values = { activities: 3, topics: '识字', projects: '中期', lessonsObserved: 8, nextMonth: '听课' };
    await follow(await handIn('A1', month, lead?.id ?? '', ownerOfSchool(schoolCode(school)), school, values));
    note(reports, school, month);
  }
}
const SCHOOLS = roster.schools.map(({ code }) => String(code)).filter((code) => code !== 'J01');
const PROMPT = SCHOOLS.filter((code) => code !== 'S07' && code !== 'S11');
const DUE_MONTHS: Record<string, [first: string, late: string]> = {
  '2026-09': ['2026-10-09', '2026-10-19'],
  '2026-10': ['2026-11-04', '2026-11-19'],
  '2026-11': ['2026-12-03', '2026-12-14'],
  '2026-12': ['2027-01-06', '2027-01-18'],
};

const lessons: Submission[] = [];
const LESSONS = ['S01-12', 'S01-13', 'S02-12', 'S03-09', 'S05-06'];

/** Who comes, goes and moves, by the workbook imported the night before. */
const ARRIVES: Record<string, () => Promise<unknown>> = {
  [JOINED.from]: async () => {
    await importRoster([...staff, ...roster.people.filter(({ id }) => id === JOINED.id)], JOINED.from);
    const joined = personId(JOINED.id);
    await models.accounts.bind({ platform: TESTING, account: joined, person: joined, how: 'demo', now: county.now() });
  },
  [GONE.from]: () =>
    importRoster(
      staff.filter(({ id }) => id !== GONE.id),
      GONE.from,
    ),
  [MOVED.from]: () =>
    importRoster(
      staff.map((each) => (each.id === MOVED.id ? { ...each, school: schoolCode(MOVED.to) } : each)),
      MOVED.from,
    ),
};

/** What happens on one day besides the journals. */
const HAPPENS: Record<string, () => Promise<unknown>> = {
  '2026-09-14': () => takeLeave(ILL),
  '2026-12-04': () => takeLeave(AWAY),
  '2026-10-14': async () => {
    for (const id of LESSONS) {
      const school = id.slice(0, 3);
      const record = await handIn('B6', '2026-autumn', id, ownerOfPerson(personId(id)), school, {
        lesson: '古诗',
        level: '校级',
      });
      await follow(record);
      lessons.push(record);
    }
  },
  '2026-10-20': async () => {
    for (const [i, { _id }] of lessons.entries()) {
      const [state, comment] = i % 2 === 0 ? (['accepted', '很好'] as const) : (['returned', '请补反思'] as const);
      const cause = { event: `answer:${i}`, by: personId('S01-03'), now: county.now() };
      await follow(await models.submissions.change(_id, ['handed-in'], { state, comment }, cause));
    }
  },
  '2026-10-22': async () => {
    const again = { event: 'again', by: personId('S01-13'), now: county.now() };
    await follow(await models.submissions.change(lessons[1]?._id ?? '', ['returned'], { state: 'handed-in' }, again));
  },
  '2026-10-26': () => openIssue('issue-1', '2026-11-13'),
  '2026-11-05': async () => {
    for (const school of ['S01', 'S01', 'S02']) {
      const author = `${school}-09`;
      const values = { title: `${++events}`, text: `${events}`, authors: [author] };
      await follow(await handIn('A20', 'issue-1', author, ownerOfSchool(schoolCode(school)), school, values));
    }
  },
  '2026-11-23': () => openIssue('issue-2', '2026-12-18'),
  '2026-12-01': async () => {
    const issue = { duty: dutyOf('A20').key, period: PeriodKey.parse('issue-2') };
    const cause = { event: 'cancel', by: personId('J01-16'), now: county.now() };
    await models.occasions.change(issue, { state: 'cancelled', dueDay: day('2026-12-18') }, cause);
    await models.ledger.openDuty(issue.duty, county.now());
  },
  // Whoever is early has written the case of the term by then.
  '2026-12-02': async () => {
    const early = teachers.flatMap((person) => {
      const school = wasAt(person, '2026-12-02');
      return school && habitOf(person.id) === 'early' ? [{ person, school }] : [];
    });
    await handInAtOnce('B21', '2026-autumn', early, ({ id }) => ({
      title: '分数',
      text: `${id}的案例`,
      anonymous: true,
    }));
  },
};

async function openIssue(period: string, dueDay: string) {
  const duty = dutyOf('A20').key;
  const opensOn = models.calendar.dayOf(county.now());
  const what = {
    duty,
    period: PeriodKey.parse(period),
    label: period,
    note: '',
    owners: [],
    opensOn,
    dueDay: day(dueDay),
  };
  await models.occasions.open(what, { event: `open ${period}`, by: personId('J01-16'), now: county.now() });
  await models.ledger.openDuty(duty, county.now());
}

async function liveDay(date: string): Promise<void> {
  if (!hasSchool(date)) return jobsAt(date, '08:21', digest, remind);
  at(date, '00:05');
  await ARRIVES[date]?.();
  await models.ledger.openRolls(at(date, '00:07'));
  await jobsAt(date, '07:41', digest);
  await jobsAt(date, '08:21', digest, remind);
  await jobsAt(date, '09:51', remind);
  at(date, '10:00');
  await HAPPENS[date]?.();
  for (const [month, [first, late]] of Object.entries(DUE_MONTHS)) {
    if (date === first) await report(month, PROMPT);
    if (date === late) await report(month, ['S11']);
  }
  const week = WEEKS.find(({ days }) => days.includes(date));
  if (week && date === schoolDaysOf(week.days, '')[1]) await handInJournals(week, 'early');
  const before = week && WEEKS[week.number - 2];
  if (week && before && date === schoolDaysOf(week.days, '')[1]) {
    at(date, '13:00');
    await handInJournals(before, 'late');
  }
  await jobsAt(date, '15:41', remind);
  if (week && date === schoolDaysOf(week.days, '').at(-1)) await speak(date, week);
  await jobsAt(date, '17:21', digest);
}

/** Those who answer Friday's reminder: a real message, and a real receipt. */
async function speak(date: string, week: Journal['week']): Promise<void> {
  at(date, '16:10');
  for (const id of SPOKEN) {
    const owes = journals.find((each) => each.person.id === id && each.week === week);
    if (owes)
      expect((await county.say(id, journal(`第${week.number}课`)))[0]).toContain(
        `已收到教育周记（第${week.number}周）`,
      );
  }
}

test('a term of every duty ends as a model of it says, and nobody hears more than is decent', async () => {
  at('2026-09-01', '00:01');
  await importRoster(staff, '2026-09-01');
  for (const [id, scope] of [
    ['oc-county', { kind: 'county' }],
    ['oc-s01', { kind: 'school', school: schoolCode('S01') }],
    ['oc-s09', { kind: 'school', school: schoolCode('S09') }],
  ] as const)
    await models.groups.bind({ platform: TESTING, id, kind: 'group' }, scope, personId('J01-01'), county.now());
  for (const date of dates('2026-09-01', '2027-01-31')) await liveDay(date);

  // The journals: every school and week, every status.
  const duty = dutyOf('B20').key;
  const wrong: string[] = [];
  for (const week of WEEKS) {
    for (const { code } of roster.schools) {
      const roll = await models.rolls.get(rollId(duty, PeriodKey.parse(week.key), code));
      const found = new Map<string, string>(roll?.entries.map(({ owner, status }) => [owner, status]));
      const expected = journals.filter((each) => each.week === week && each.school === code);
      for (const { person, status } of expected) {
        const is = found.get(`person:${person.id}`);
        if (is !== status) wrong.push(`${week.key} ${person.id} at ${code}: ${is}, not ${status}`);
      }
      if (found.size !== expected.length)
        wrong.push(`${week.key} ${code}: ${found.size} stand there, not ${expected.length}`);
    }
  }
  expect(wrong).toEqual([]);

  await expectTheRest();
  expectDecency();
}, 900_000);

async function expectTheRest(): Promise<void> {
  const numbers = async (row: string, period: string) => {
    const { owed, handedIn, late, claimed, returned, leave, absent } = tally(
      await models.rolls.ofPeriod(dutyOf(row).key, PeriodKey.parse(period)),
    );
    return { owed, handedIn, late, claimed, returned, leave, absent };
  };
  const nothing = { owed: 0, handedIn: 0, late: 0, claimed: 0, returned: 0, leave: 0, absent: 0 };
  // The reports of four months: thirteen schools, S07 never, S11 late.
  for (const month of Object.keys(DUE_MONTHS))
    expect([month, await numbers('A1', month)]).toEqual([month, { ...nothing, owed: 13, handedIn: 12, late: 1 }]);
  expect(await numbers('A1', '2027-01')).toEqual({ ...nothing, owed: 13 });
  // The case of the term: two thirds of 99 days. Who left in October and who was ill for two months do not owe it;
  // who joined on 8 October was there for 73 of them. Who moved stands on two pages, and owes on one.
  const early = teachers.filter(({ id }) => habitOf(id) === 'early' && id !== GONE.id);
  expect(await numbers('B21', '2026-autumn')).toEqual({
    ...nothing,
    owed: teachers.length - 2 + (habitOf(ILL.id) === 'early' ? 1 : 0),
    handedIn: early.length,
    leave: habitOf(ILL.id) === 'early' ? 0 : 1,
    absent: 2,
  });
  // Five polished lessons: three certified, one handed in again, one still returned.
  const polished = await numbers('B6', '2026-autumn');
  expect([polished.handedIn, polished.claimed, polished.returned]).toEqual([3, 1, 1]);
  // Of the first issue S01 has sent two; the second was cancelled, and nobody owes it.
  expect(await numbers('A20', 'issue-1')).toEqual({ ...nothing, owed: 13, handedIn: 1 });
  expect(await numbers('A20', 'issue-2')).toEqual(nothing);
}

function expectDecency(): void {
  const weekOf = (date: string): number => Math.floor((Date.parse(date) - Date.parse('2026-08-31')) / (7 * 86_400_000));
  const tooMany: string[] = [];
  for (const [who, days] of [...heard.nags, ...heard.lines]) {
    if (new Set(days).size !== days.length) tooMany.push(`${who} twice a day`);
  }
  for (const [who, days] of heard.nags) {
    for (const week of new Set(days.map(weekOf))) {
      const count = days.filter((date) => weekOf(date) === week).length;
      if (count > 3) tooMany.push(`${who} ${count} times in week ${week + 1}`);
    }
  }
  expect(tooMany).toEqual([]);
  // And there was something to be decent about.
  expect(heard.nags.size).toBeGreaterThan(200);
  expect([...heard.lines.keys()]).toEqual(['oc-county']);
  expect(heard.digests).toBeGreaterThan(200);
}
