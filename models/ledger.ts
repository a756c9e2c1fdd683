import type { Connection } from 'mongoose';
import { isFree } from './cadence.js';
import type { Calendar, Place } from './calendar.js';
import { earliest, latest } from './day.js';
import { createDerive } from './derive.js';
import type { Catalogue, Duty } from './duty.js';
import { createFacts, type DutyPages, type Staff } from './facts.js';
import { groupBy } from './group-by.js';
import type { Day, DutyKey, PersonId, SchoolCode } from './ids.js';
import { createMarks } from './mark.js';
import { createOccasions, type Occasion } from './occasion.js';
import { clusterIn, type OwnerKey, ownerOfPerson, personIn } from './owner.js';
import { type BlankPage, createPages, liesAlike, mayOwe, pageOf, spanOf } from './page.js';
import { followsCalendar } from './period.js';
import { createPeople } from './person.js';
import { workTogether } from './read-together.js';
import { createRolls, OWING, type OwnPage, type Roll, type RollEntry, rollId, type Within } from './roll.js';
import { createSchools, type School } from './school.js';
import { stretchOf } from './stretch.js';
import type { Count, Submission } from './submission.js';
import { createSubmissions } from './submissions.js';
import { createUnits, type Unit } from './unit.js';
import { createUnitBringer } from './unit-record.js';

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

interface Owed {
  roll: OwnPage;
  entry: RollEntry;
}

export type Ledger = ReturnType<typeof createLedger>;

/**
 * The ledger of duties: opens the pages (rolls) of each period and keeps them equal to what follows from roster,
 * leave, exemptions and submissions. An entry is always worked out anew, never counted up, so a page may be
 * refreshed at any time, by anybody, any number of times.
 */
export function createLedger(db: Connection, county: { catalogue: Catalogue; calendar: Calendar }) {
  const { catalogue, calendar } = county;
  const marks = createMarks(db);
  const rolls = createRolls(db);
  const schools = createSchools(db);
  const people = createPeople(db);
  const occasions = createOccasions(db);
  const units = createUnits(db);
  const submissions = createSubmissions(db, createDerive(db, county));
  const facts = createFacts(db, county);
  const pages = createPages(county);
  const bringUnit = createUnitBringer(db, county, submissions);
  const duties = new Map<DutyKey, Duty>(catalogue.duties.map((duty) => [duty.key, duty]));

  /** Opens and refreshes pages of some duties. `staff`: the people of their schools. */
  const refreshPages = async (all: DutyPages[], living: Occasion[], staff: Staff): Promise<number> => {
    const ids = all.flatMap(({ pages: own }) => own.map(({ roll }) => roll._id));
    const stored = new Map((await rolls.getMany(ids)).map((roll) => [roll._id, roll]));
    const read = await facts.read(all, living, staff);
    // Side by side, so that what they read besides is read once for all of them.
    const projected = all.flatMap(({ duty, pages: own }) => {
      const around = living.filter((occasion) => occasion.duty === duty.key);
      return [...groupBy(own, ({ roll }) => roll.period).values()].map(async (same) => {
        const project = await facts.projecting(duty, same, around, read.get(duty.key));
        return same.map(({ roll, school }) => project({ ...roll, rev: stored.get(roll._id)?.rev ?? 0 }, school));
      });
    });
    return writePages((await Promise.all(projected)).flat(), stored);
  };

  const writePages = async (all: Roll[], stored: ReadonlyMap<string, Roll>): Promise<number> => {
    const fresh = all.filter((roll) => roll.entries.length > 0 || stored.has(roll._id));
    const opened = await rolls.open(fresh.filter((roll) => !stored.has(roll._id)));
    for (const roll of fresh) {
      const before = stored.get(roll._id);
      if (before ? JSON.stringify(before) === JSON.stringify(roll) : opened.has(roll._id)) continue;
      // Somebody wrote the page meanwhile, or moved its days: perhaps from an older roster, perhaps after we looked.
      const ours = before && liesAlike(before, roll) && (await rolls.replace(roll));
      if (!ours) await refreshNow(roll._id, spanOf(roll));
    }
    return opened.size;
  };

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

  const openAll = async (run: Run): Promise<number> => {
    const all = await schools.all();
    let opened = 0;
    for (let at = 0; at < all.length; at += SCHOOLS_A_BATCH)
      opened += await openFor(all.slice(at, at + SCHOOLS_A_BATCH), run);
    return opened;
  };

  /**
   * Works a page out anew from what it rests on. Safe at any time: a page written meanwhile is read again. It is
   * written even when nothing differs, so that a slower writer who read before the last change finds a newer page.
   * `span`: where the calendar has it.
   */
  const refreshNow = async (id: string, span?: Parameters<typeof spanOf>[0]): Promise<Roll | undefined> => {
    const before = await rolls.get(id);
    const school = before && (await schools.byCode(before.school));
    const duty = before && duties.get(before.duty);
    if (!before || !school || !duty) return undefined;
    const occasion = duty.cadence.every === 'occasion' ? await occasions.get(before.duty, before.period) : undefined;
    const living = duty.cadence.every === 'milestone' ? await units.ofSchools([school._id]) : [];
    const moved = pages.again(duty, placeOf(school), before.period, occasion, living);
    const roll = { ...before, ...(followsCalendar(duty.cadence) ? span : moved && spanOf(moved)) };
    const project = await facts.projecting(duty, [{ roll, school }], occasion ? [occasion] : []);
    const after = project(roll, school);
    if (await rolls.replace(after)) return { ...after, rev: after.rev + 1 };
    return span ? refreshNow(id, span) : refresh(id);
  };

  const refresh = workTogether((id: string) => refreshNow(id));

  /** Opens a page that may be due to open just now: whoever opens it meanwhile has not seen what was handed in. */
  const openPage = async (id: string, now: Date): Promise<void> => {
    const [key, , code] = id.split('|');
    const duty = duties.get(key as DutyKey);
    const school = await schools.byCode(code as SchoolCode);
    if (duty && school && !isFree(duty.cadence)) await openFor([school], await beginRun(now, [duty]));
  };

  /** Records of other duties with the text this one has, or had: they may count now, or no more. Where they do, and did. */
  const countsOfTwins = async ({ duty, textMark, changes }: Submission, now: Date): Promise<Count[]> => {
    const counts: Count[] = [];
    const last = changes.at(-1);
    for (const mark of new Set([textMark, last?.textMark])) {
      const twins = mark ? (await submissions.withText(mark)).filter((twin) => twin.duty !== duty) : [];
      for (const twin of twins) {
        const changed = last && (await submissions.rederive(twin._id, { event: last.event, by: last.by, now }));
        // One that this very event has worked out already, before a crash, is brought up to date all the same.
        counts.push(...(changed?.before.counts ?? []), ...(changed?.after ?? twin).counts);
      }
    }
    return counts;
  };

  /** The pages an answer to a record is owed on, once their time has come. */
  const reviewPages = ({ reviews }: Submission, today: Day): string[] =>
    catalogue.duties
      .filter(({ owner }) => owner.kind === 'reviewer')
      .flatMap((duty) =>
        reviews.flatMap(({ due, school }) => {
          const stretch = due && stretchOf(duty.cadence, due, { calendar, place: undefined });
          return stretch && stretch.from <= today ? [rollId(duty.key, stretch.key, school)] : [];
        }),
      );

  /** The pages of these places; of who has moved and of clusters those at every school they may stand at. */
  const pagesAt = async (counts: Count[]): Promise<string[]> => {
    const persons = counts.flatMap(({ owner }) => personIn(owner) ?? []);
    const inClusters = counts.flatMap(({ owner }) => clusterIn(owner) ?? []);
    const [known, members] = await Promise.all([people.byIds([...new Set(persons)]), schools.ofClusters(inClusters)]);
    const at = ({ owner, school }: Count): SchoolCode[] => [
      school,
      ...known.filter(({ _id }) => _id === personIn(owner)).flatMap(({ stints }) => stints.map((each) => each.school)),
      ...members.filter(({ cluster }) => cluster === clusterIn(owner)).map(({ _id }) => _id),
    ];
    return counts.flatMap((count) => at(count).map((school) => rollId(count.duty, count.period, school)));
  };

  /** Keeps a unit as its newest record has it, and every page up to date on which units owe or are counted. */
  const followUnit = async (id: OwnerKey, school: SchoolCode, now: Date): Promise<void> => {
    const codes = [school, ...(await bringUnit(id))];
    const owing = catalogue.duties.filter(({ owner }) => owner.kind === 'unit');
    await openFor(await schools.byCodes([...new Set(codes)]), await beginRun(now, owing));
    const counting = catalogue.duties.filter(({ quota }) => quota.perUnit);
    const holders = await people.county(counting.flatMap(({ owner }) => (owner.kind === 'holder' ? owner.posts : [])));
    const theirs = await schools.byCodes([...new Set(holders.map((person) => person.school))]);
    if (counting.length > 0) await openFor(theirs, await beginRun(now, counting));
  };

  return {
    rolls,
    refresh,

    /** Opens the pages of every school whose time has come, and brings those lately due up to date. */
    openRolls: async (now: Date): Promise<number> => {
      const opened = await openAll(await beginRun(now));
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
      const duty = duties.get(key);
      if (!duty) return 0;
      const run = await beginRun(now, [duty, ...catalogue.duties.filter(({ quota }) => quota.openings === key)]);
      return only ? openFor(await schools.byCodes(only), run) : openAll(run);
    },

    /**
     * After a record was begun or changed: brings every page it counts on up to date, or ever counted on; those of
     * the same owner's records of the same text; the pages of whoever owes it an answer; and the unit it makes known.
     */
    follow: async (record: Submission, now: Date): Promise<void> => {
      const counts = [
        ...record.counts,
        ...record.changes.flatMap((change) => change.counts ?? []),
        ...(await countsOfTwins(record, now)),
      ];
      const reviewed = reviewPages(record, calendar.dayOf(now));
      const own = new Set([...record.counts.map((at) => rollId(at.duty, at.period, at.school)), ...reviewed]);
      for (const id of new Set([...(await pagesAt(counts)), ...own]))
        if (!(await refresh(id)) && own.has(id)) await openPage(id, now);
      if (record.unit) await followUnit(record.unit, record.school, now);
    },

    /** After a person's leave or stint changed: works out anew every page of theirs that touches these days. */
    refreshOf: async (person: PersonId, from: Day, to: Day, now: Date): Promise<void> => {
      const own = await rolls.historyOf(ownerOfPerson(person), now, 200);
      const touched = own.filter((roll) => roll.from <= to && roll.to >= from);
      // Side by side, so that what they rest on is read once for all of them.
      await Promise.all(touched.map(({ _id }) => refresh(_id)));
    },

    /** The page entries an owner still owes, oldest due first, of one duty or all; `due`: due from then to then. */
    owedBy: async (owner: OwnerKey, now: Date, only: { duty?: DutyKey; due?: Within } = {}): Promise<Owed[]> =>
      (await rolls.ofOwner(owner, now, only.due)).flatMap((roll) => {
        const [entry] = roll.entries;
        return entry && OWING.includes(entry.status) && (!only.duty || roll.duty === only.duty)
          ? [{ roll, entry }]
          : [];
      }),
  };
}

const codesOf = (some: School[]): SchoolCode[] => some.map(({ _id }) => _id);
export const placeOf = ({ _id, cluster }: Pick<School, '_id' | 'cluster'>): Place => ({ school: _id, cluster });
