import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { stringify } from 'yaml';
import type { Bot } from '../../../bots/bot.js';
import { loadCalendar, packagedDir } from '../../../config/load.js';
import { run } from '../../../handlers/run.js';
import { createDeliverer } from '../../../jobs/deliver.js';
import { digest } from '../../../jobs/digest.js';
import { drainInbox } from '../../../jobs/drain-inbox.js';
import { raiseCases } from '../../../jobs/raise-cases.js';
import { remind } from '../../../jobs/remind.js';
import { systemClock } from '../../../models/clock.js';
import type { Catalogue, Duty } from '../../../models/duty.js';
import { groupBy } from '../../../models/group-by.js';
import { Day, PeriodKey, PersonId, Platform } from '../../../models/ids.js';
import { silent } from '../../../models/log.js';
import { createModels, type Models } from '../../../models/models.js';
import type { NagItem } from '../../../models/outbox.js';
import { type OwnerKey, ownerOfPerson, ownerOfSchool } from '../../../models/owner.js';
import { rollId } from '../../../models/roll.js';
import { applyRoster, currentRoster } from '../../../models/roster/apply.js';
import { diffRoster } from '../../../models/roster/diff.js';
import type { Submission } from '../../../models/submission.js';
import { addDays, datesBetween, hasSchool, OUTAGES, type Snow, WEEKS } from './days.js';
import { isAway, type Journal, journalsOf, type Lives, lot, ROSTER_DAYS, schoolOf, standInFor } from './lives.js';
import { type Figures, type Heard, watch } from './watch.js';

const PLATFORM = Platform.parse('testing');
/** One in so many answers Friday's reminder with a real message, and not as a row of a workbook would. */
const SPEAKS = 0.01;
const AT_ONCE = 500;
const LONG_AGO = Day.parse('2025-08-31');
const MOST_WRONG = 50;

export interface Year {
  connection: Connection;
  lives: Lives;
  catalogue: Catalogue;
  from: string;
  to: string;
  /** An empty folder, for the county's calendar. */
  folder: string;
  /** A day is over; what was wrong until then is told too, for a run may break off. */
  onDay?(date: string, figures: Figures, faults: readonly string[]): void;
}

export interface Outcome {
  figures: Figures;
  /** What was said and should not have been, or the other way round. */
  faults: string[];
  /** Where the ledger says something else than how people lived. */
  wrong: string[];
  journals: number;
}

/**
 * Lives through the days with the real program on the real database: its jobs at their times, people as they are. The
 * county's clock is an argument; the machine's goes as it does.
 */
export async function liveThrough(year: Year): Promise<Outcome> {
  const { lives, from, to } = year;
  const program = await startProgram(year);
  // Of the last week some is handed in a week later.
  const weeks = WEEKS.filter(({ days: [monday = ''] }) => monday >= from && addDays(monday, 13) <= to);
  const journals = new Map(weeks.map((week) => [week, journalsOf(lives, week)]));
  const due = new Map<string, Journal[]>();
  for (const journal of [...journals.values()].flat()) {
    if (!journal.handsIn) continue;
    const when = `${journal.handsIn.date} ${journal.handsIn.time}`;
    due.set(when, [...(due.get(when) ?? []), journal]);
  }
  for (const date of datesBetween(from, to)) {
    await liveDay(date, program, year, due, journals);
    year.onDay?.(date, program.watch.figures, program.watch.faults);
  }
  const all = [...journals.values()].flat();
  const wrong = await compare(all, program);
  return { figures: program.watch.summed(), faults: program.watch.faults, wrong, journals: all.length };
}

type Program = Awaited<ReturnType<typeof startProgram>>;

async function startProgram({ connection, lives, catalogue, folder, from }: Year) {
  const said: { key: string; to: string; text: string }[] = [];
  let now = new Date(`${from}T00:01:00+08:00`);
  const county = (snow: Snow[]) => createModels(connection, { catalogue, calendar: calendarWith(snow, folder) });
  const state = { models: county([]) };
  const clock = { now: () => now };
  const bot: Bot = {
    platform: PLATFORM,
    send: async ({ key, address, content }) => {
      said.push({ key, to: 'account' in address ? address.account : address.chat.id, text: content.text });
      return { kind: 'sent' };
    },
    check: async () => [],
  };
  const delivery = () => ({
    models: state.models,
    bots: new Map([[PLATFORM, bot]]),
    clock,
    machine: systemClock,
    log: silent,
  });
  const seen = watch(lives, new Map(catalogue.duties.map(({ key, name }) => [key, name])));

  const settle = async (): Promise<void> => {
    const { models } = state;
    while (
      (await drainInbox({ models, run, apologise: async () => {}, clock, machine: systemClock, log: silent })) > 0
    );
    const deliverer = createDeliverer(delivery());
    for (;;) {
      if ((await deliverer.work()) > 0) continue;
      await deliverer.idle();
      if ((await deliverer.work()) === 0) break;
    }
    await deliverer.idle();
  };

  /** Delivers what is due, and has everything the bot said by itself looked at. */
  const hear = async (date: string, time: string): Promise<void> => {
    await settle();
    const rows = await connection
      .collection<{ _id: string; payload: { kind: string; items?: NagItem[] } }>('outbox')
      .find({ _id: { $in: said.map(({ key }) => key) } })
      .toArray();
    const payloads = new Map(rows.map(({ _id, payload }) => [_id, payload]));
    const all = said.splice(0).filter(({ key }) => !key.startsWith('reply:'));
    const heard = all.map((each): Heard => {
      const payload = payloads.get(each.key);
      const kinds = ['nag', 'group-line', 'digest'] as const;
      const kind = kinds.find((one) => one === payload?.kind) ?? 'other';
      return { ...each, kind, items: kind === 'nag' ? (payload?.items ?? []) : [] };
    });
    seen.heard(heard, date, time);
  };

  const at = (date: string, time: string): Date => (now = new Date(`${date}T${time}:00+08:00`));
  return {
    watch: seen,
    get models(): Models {
      return state.models;
    },
    /** The calendar's file is changed, and the program started anew. */
    restart: (snow: Snow[]) => (state.models = county(snow)),
    connection,
    at,
    hear,
    run: async (date: string, time: string, ...jobs: ((models: Models, now: Date) => Promise<unknown>)[]) => {
      const when = at(date, time);
      for (const job of jobs) await job(state.models, when);
      await hear(date, time);
    },
  };
}

/** The packaged calendar with closures, as an operator writes them. */
function calendarWith(snow: Snow[], folder: string) {
  const dir = join(folder, 'calendar');
  rmSync(dir, { recursive: true, force: true });
  cpSync(packagedDir('calendar'), dir, { recursive: true });
  const closures = snow.map(({ cluster, from, to }) => ({ from, to, reason: '暴雪停课', clusters: [cluster] }));
  writeFileSync(join(dir, 'closures.yaml'), stringify({ closures, makeUp: [] }));
  return loadCalendar(dir, 'Asia/Shanghai');
}

async function liveDay(
  date: string,
  program: Program,
  { lives, from }: Year,
  due: Map<string, Journal[]>,
  journals: Map<(typeof WEEKS)[number], Journal[]>,
): Promise<void> {
  program.watch.newDay();
  const isFirst = date === from;
  if (isFirst || ROSTER_DAYS.some((each) => each === date)) await importRoster(date, program, lives, isFirst);
  if (!lives.schools.some(({ cluster }) => hasSchool(date, cluster, []))) {
    await takeLeaves(date, program, lives, isFirst);
    return program.run(date, '08:21', digest, remind);
  }
  await program.models.ledger.openRolls(program.at(date, '00:07'));
  if (lives.snow.some(({ announced }) => announced === date)) {
    const when = program.at(date, '06:00');
    program.restart(lives.snow.filter(({ announced }) => announced <= date));
    await program.models.ledger.openRolls(when);
  }
  await takeLeaves(date, program, lives, isFirst);
  const isDown = OUTAGES.some((each) => each === date);
  const jobs: Program['run'] = async (...run) => (isDown ? undefined : program.run(...run));
  await jobs(date, '07:41', digest);
  await jobs(date, '08:11', digest, remind);
  await jobs(date, '08:21', remind, raiseCases);
  await jobs(date, '09:51', remind);
  await handInAt(date, '10:00', program, due);
  await reportAt(date, '10:30', program, lives);
  await handInAt(date, '13:00', program, due);
  await jobs(date, '15:41', remind);
  const week = WEEKS.find(({ days }) => days.includes(date));
  if (week && !isDown) program.watch.nobodyForgotten(journals.get(week) ?? [], week, date);
  await handInAt(date, '16:10', program, due);
  await jobs(date, '17:21', digest);
}

/** The workbook as it is on a day; whoever is new binds an account. */
async function importRoster(
  date: string,
  { models, connection, at }: Program,
  { all, schools }: Lives,
  isFirst: boolean,
): Promise<void> {
  const now = at(date, '00:03');
  const people = all.flatMap((life) => {
    const school = schoolOf(life, date);
    return school ? [{ ...life.person, school }] : [];
  });
  await applyRoster(connection, diffRoster(await currentRoster(connection), { schools, people }, Day.parse(date)));
  await inTurn(people, ({ id }) =>
    models.accounts.bind({ platform: PLATFORM, account: id, person: id, how: 'demo', now }),
  );
  // What people chose an import leaves as it is.
  await inTurn(all, async ({ person, wish }) => {
    if (wish && isFirst) await models.people.setWish(person.id, { ...wish, since: LONG_AGO });
  });
  await bindGroups({ models, now, schools, by: PersonId.parse(people[0]?.id) });
}

/** One of the county, and one of every tenth school. */
async function bindGroups(on: { models: Models; now: Date; schools: Lives['schools']; by: PersonId }): Promise<void> {
  const { models, now, schools, by } = on;
  const bind = (id: string, scope: Parameters<typeof models.groups.bind>[1]) =>
    models.groups.bind({ platform: PLATFORM, id, kind: 'group' }, scope, by, now);
  await bind('oc-county', { kind: 'county' });
  for (const { code } of schools.filter((_, i) => i % 10 === 0))
    await bind(`oc-${code}`, { kind: 'school', school: code });
}

/** On the first day also what began before. */
async function takeLeaves(date: string, { models, at }: Program, lives: Lives, isFirst: boolean): Promise<void> {
  const now = at(date, '07:00');
  const away = lives.all.flatMap((life) =>
    schoolOf(life, date) === undefined
      ? []
      : life.leaves
          .filter((leave) => leave.from === date || (isFirst && leave.from < date && date <= leave.to))
          .map((leave) => ({
            id: life.person.id,
            school: life.person.school,
            standIn: standInFor(life, leave.from, lives),
            ...leave,
          })),
  );
  await inTurn(away, async ({ id, school, standIn, from, to }) => {
    const [first, last] = [Day.parse(from), Day.parse(to)];
    await models.people.addLeave(id, { id: `leave ${id} ${from}`, from: first, to: last, by: id, at: now });
    await models.ledger.refreshOf(id, first, last, now);
    if (!standIn) return;
    const inPlace = { _id: `stands in ${id} ${from}`, school, person: standIn.person.id, of: id };
    await models.standIns.put({ ...inPlace, from: first, to: last, by: id, at: now });
  });
}

async function handInAt(date: string, time: string, program: Program, due: Map<string, Journal[]>): Promise<void> {
  const journals = due.get(`${date} ${time}`) ?? [];
  if (journals.length === 0) return;
  const now = program.at(date, time);
  const duty = dutyOf('B20', program.models);
  const speaks = ({ life, week }: Journal): boolean => time === '16:10' && lot(1, life.person.id, week.key) < SPEAKS;
  const written = journals.filter((each) => !speaks(each));
  const last = new Map<string, Submission>();
  await inTurn(written, async ({ life: { person }, school, week }) => {
    const values = { text: `${week.number}周：这周讲分数，学生动手折纸。${person.id}` };
    const what = { duty, period: PeriodKey.parse(week.key), school, owner: ownerOfPerson(person.id), values };
    const record = await handIn(what, person.id, now, program);
    last.set(`${record.period}|${school}`, record);
  });
  await inTurn([...last.values()], (record) => program.models.ledger.follow(record, now));
  await program.models.inbox.accept(
    journals.filter(speaks).map(({ life: { person }, week }) => ({
      kind: 'message' as const,
      key: `said:${person.id}:${week.key}`,
      chat: { platform: PLATFORM, id: `p-${person.id}`, kind: 'private' as const },
      account: person.id,
      messageId: `said:${person.id}:${week.key}`,
      text: `周记 ${'这周讲分数，学生动手折纸，我看到他们自己发现了规律。'.repeat(4)}${person.id}`,
      addressed: true,
      attachments: [],
      sentAt: now,
    })),
    now,
  );
  await program.hear(date, time);
  for (const journal of journals) {
    program.watch.handedIn(
      rollId(duty.key, PeriodKey.parse(journal.week.key), journal.school),
      ownerOfPerson(journal.life.person.id),
    );
    program.watch.answered(journal, date);
  }
}

/** Every school's report of the month before: seven in ten on the third school day, two on the fifth, one never. */
async function reportAt(date: string, time: string, program: Program, lives: Lives): Promise<void> {
  const now = program.at(date, time);
  const duty = dutyOf('A1', program.models);
  const month = addDays(`${date.slice(0, 7)}-01`, -1).slice(0, 7);
  await inTurn(lives.schools, async ({ code, cluster }) => {
    const days = datesBetween(`${date.slice(0, 7)}-01`, date).filter((each) => hasSchool(each, cluster, lives.snow));
    const drawn = lot(lives.seed, code, month);
    if (days.at(-1) !== date || days.length !== (drawn < 0.7 ? 3 : drawn < 0.9 ? 5 : 0)) return;
    const by = lives.all.find((life) => schoolOf(life, date) === code && life.person.posts.includes('principal'));
    const page = await program.models.rolls.get(rollId(duty.key, PeriodKey.parse(month), code));
    if (!by || !page || isAway(by, date)) return;
    const values = { activities: 3, topics: '识字', projects: '中期', lessonsObserved: 8, nextMonth: '听课' };
    const what = { duty, period: PeriodKey.parse(month), school: code, owner: ownerOfSchool(code), values };
    await program.models.ledger.follow(await handIn(what, by.person.id, now, program), now);
    program.watch.handedIn(page._id, ownerOfSchool(code));
  });
}

type What = Pick<Submission, 'period' | 'school' | 'values'> & { duty: Duty; owner: OwnerKey };

/** As a handler does: late where the page says so. */
async function handIn({ duty, ...what }: What, by: PersonId, now: Date, { models }: Program): Promise<Submission> {
  const page = await models.rolls.get(rollId(duty.key, what.period, what.school));
  const late = page !== undefined && now > page.lateAfter;
  const event = `${what.owner}:${duty.key}:${what.period}`;
  const begun = { ...what, duty: duty.key, state: 'handed-in' as const, late, attachments: [] };
  return models.submissions.begin(begun, { event, by, now });
}

/** What the pages say of every journal, beside how people lived. */
async function compare(all: Journal[], { models }: Program): Promise<string[]> {
  const duty = dutyOf('B20', models);
  const wrong: string[] = [];
  const byWeek = groupBy(all, ({ week }) => week.key);
  for (const [key, journals] of byWeek) {
    const rolls = await models.rolls.ofPeriod(duty.key, PeriodKey.parse(key));
    const found = new Map(
      rolls.flatMap(({ school, entries }) =>
        entries.map(({ owner, status }): [string, string] => [`${school} ${owner}`, status]),
      ),
    );
    for (const { life, school, status } of journals) {
      const is = found.get(`${school} person:${life.person.id}`);
      if (is !== status) wrong.push(`${key} ${life.person.id} at ${school}: ${is}, not ${status}`);
    }
    if (found.size !== journals.length) wrong.push(`${key}: ${found.size} stand there, not ${journals.length}`);
    if (wrong.length > MOST_WRONG) break;
  }
  return wrong;
}

function dutyOf(row: string, { catalogue }: Models): Duty {
  const duty = catalogue.duties.find((each) => each.row === row);
  if (!duty) throw new Error(`no row ${row}`);
  return duty;
}

/** As many at once as a busy county does. */
async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < all.length; i += AT_ONCE) await Promise.all(all.slice(i, i + AT_ONCE).map(work));
}
