import type { Connection } from 'mongoose';
import { isFree } from './cadence.js';
import type { Calendar } from './calendar.js';
import { earliest, latest } from './day.js';
import type { Catalogue, Duty } from './duty.js';
import { createFacts } from './facts.js';
import type { DutyKey, SchoolCode } from './ids.js';
import { createMarks } from './mark.js';
import { createOccasions, type Occasion } from './occasion.js';
import { type BlankPage, createPages, mayOwe, pageOf } from './page.js';
import { createRolls } from './roll.js';
import { createSchools, placeOf, type School } from './school.js';
import { createUnits, type Unit } from './unit.js';
import type { Upkeep } from './upkeep.js';

/** Schools whose people and pages are read together when rolls are opened: bounds memory, whatever the size of the province. */
const SCHOOLS_A_BATCH = 40;
/** Pages are projected anew every night until this long after they were due: late transfers and corrected calendars. */
const KEEP_FRESH_DAYS = 14;
const DAY_MS = 24 * 3600 * 1000;

/** One run over the schools: what was worked out once for all of them. */
interface Run {
  now: Date;
  begun: Date;
  duties: readonly Duty[];
  occasions: Occasion[];
  blanks: Map<string, BlankPage[]>;
}

/** Opens the pages whose time has come, brings those lately due up to date, and empties those that are no more. */
export function createOpening(
  db: Connection,
  { catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar },
  { refreshPages }: Upkeep,
) {
  const marks = createMarks(db);
  const rolls = createRolls(db);
  const schools = createSchools(db);
  const occasions = createOccasions(db);
  const units = createUnits(db);
  const facts = createFacts(db, { catalogue, calendar });
  const pages = createPages({ catalogue, calendar });

  const openFor = async (some: School[], run: Run): Promise<number> => {
    const since = new Date(run.now.getTime() - KEEP_FRESH_DAYS * DAY_MS);
    const living = await units.ofSchools(codesOf(some));
    const open = run.duties.map((duty) => ({
      duty,
      pages: some
        .filter((school) => mayOwe(duty, school))
        .flatMap((school) =>
          blanksOf(duty, school, living, run)
            .filter(({ lateAfter, dueAt }) => lateAfter >= since && dueAt >= run.begun)
            .map((blank) => ({ roll: pageOf(blank, school), school })),
        ),
    }));
    const owed = open.filter((each) => each.pages.length > 0);
    const all = owed.flatMap((each) => each.pages.map(({ roll }) => roll));
    await emptyOthers(some, new Set(all.map(({ _id }) => _id)), run, since);
    if (all.length === 0) return 0;
    const [from, to] = [earliest(all.map((roll) => roll.from)), latest(all.map((roll) => roll.to))];
    return refreshPages(owed, run.occasions, await facts.staffWithin(some, from, to));
  };

  /** Pages that are no more: of a week the snow took, of a project that was withdrawn. Nobody owes on them. */
  const emptyOthers = async (some: School[], kept: ReadonlySet<string>, run: Run, since: Date): Promise<void> => {
    const keys = new Set(run.duties.map(({ key }) => key));
    const owing = await rolls.owingOn(codesOf(some), since, run.now);
    const gone = owing.filter(({ _id, duty, lateAfter }) => keys.has(duty) && lateAfter >= since && !kept.has(_id));
    for (const roll of await rolls.getMany(gone.map(({ _id }) => _id)))
      if (!(await rolls.replace({ ...roll, entries: [], owing: 0 }))) await emptyOthers(some, kept, run, since);
  };

  const blanksOf = (duty: Duty, school: School, living: Unit[], run: Run): BlankPage[] => {
    const own = living.filter((unit) => unit.school === school._id);
    if (duty.cadence.every === 'milestone') return pages.ofMilestones(duty, placeOf(school), own, run.now);
    const key = `${duty.key} ${calendar.placeKey(placeOf(school))}`;
    const known = run.blanks.get(key) ?? pages.open(duty, placeOf(school), run.occasions, run.now);
    run.blanks.set(key, known);
    return known;
  };

  const beginRun = async (now: Date, only: readonly Duty[] = catalogue.duties): Promise<Run> => ({
    now,
    begun: await marks.first('ledger', now),
    duties: only,
    occasions: await occasions.livingOn(pages.oldestDue(now, KEEP_FRESH_DAYS)),
    blanks: new Map(),
  });

  /** Whether every page a school has by now was opened when all were: none has come since. */
  const isOpened = async (school: School, run: Run): Promise<boolean> => {
    const [opened, living] = await Promise.all([marks.get('opened'), units.ofSchools([school._id])]);
    if (!opened || opened.at > run.now) return false;
    return run.duties.flatMap((duty) => blanksOf(duty, school, living, run)).every((page) => page.opensAt <= opened.at);
  };

  const openAt = async (all: School[], run: Run): Promise<number> => {
    let opened = 0;
    for (let at = 0; at < all.length; at += SCHOOLS_A_BATCH)
      opened += await openFor(all.slice(at, at + SCHOOLS_A_BATCH), run);
    return opened;
  };

  return {
    /** Opens the pages of every school whose time has come, and brings those lately due up to date. */
    openRolls: async (now: Date): Promise<number> => {
      const opened = await openAt(await schools.all(), await beginRun(now));
      await marks.set('opened', now);
      return opened;
    },

    /** Opens what one school owes by now, for whoever asks before the nightly job has run. */
    openSchool: async (code: SchoolCode, now: Date): Promise<number> => {
      const [school, run] = await Promise.all([schools.byCode(code), beginRun(now)]);
      return !school || (await isOpened(school, run)) ? 0 : openFor([school], run);
    },

    /** After an occasion of a duty was opened or changed: opens its pages everywhere, and brings them up to date. `only`: at these schools. */
    openDuty: async (key: DutyKey, now: Date, only?: readonly SchoolCode[]): Promise<number> => {
      const duty = catalogue.duties.find((each) => each.key === key);
      if (!duty) return 0;
      const run = await beginRun(now, [duty, ...catalogue.duties.filter(({ quota }) => quota.openings === key)]);
      return openAt(await (only ? schools.byCodes(only) : schools.all()), run);
    },

    /** Opens what some schools owe by now, of some duties or all, and brings it up to date. */
    openOf: async (some: School[], now: Date, only?: readonly Duty[]): Promise<number> =>
      openAt(some, await beginRun(now, only)),

    /** Opens a page that may be due to open just now: whoever opens it meanwhile has not seen what was handed in. */
    openPage: async (id: string, now: Date): Promise<void> => {
      const [key, , code] = id.split('|');
      const duty = catalogue.duties.find((each) => each.key === key);
      const school = await schools.byCode(code as SchoolCode);
      if (duty && school && !isFree(duty.cadence)) await openFor([school], await beginRun(now, [duty]));
    },
  };
}

const codesOf = (some: School[]): SchoolCode[] => some.map(({ _id }) => _id);
