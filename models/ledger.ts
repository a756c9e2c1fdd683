import type { Connection } from 'mongoose';
import type { Calendar } from './calendar.js';
import { createCases } from './case.js';
import { createDerive } from './derive.js';
import type { Catalogue } from './duty.js';
import { createHandingOn, type HandedOn } from './handing-on.js';
import type { Day, DutyKey, PersonId, SchoolCode } from './ids.js';
import { createOpening } from './opening.js';
import { clusterIn, type OwnerKey, ownerOfPerson, personIn } from './owner.js';
import { createPeople } from './person.js';
import { createRolls, OWING, type OwnPage, type RollEntry, rollId, type Within } from './roll.js';
import { createSchools } from './school.js';
import { stretchOf } from './stretch.js';
import type { Count, Submission } from './submission.js';
import { createSubmissions } from './submissions.js';
import { createUnitBringer } from './unit-record.js';
import { createUpkeep } from './upkeep.js';

interface Owed {
  roll: OwnPage;
  entry: RollEntry;
}

export type Ledger = ReturnType<typeof createLedger>;

/**
 * The ledger of duties: keeps the pages (rolls) of each period equal to what follows from roster, leave, exemptions and
 * submissions, whichever of these changes.
 */
export function createLedger(db: Connection, county: { catalogue: Catalogue; calendar: Calendar }) {
  const { catalogue, calendar } = county;
  const rolls = createRolls(db);
  const schools = createSchools(db);
  const people = createPeople(db);
  const submissions = createSubmissions(db, createDerive(db, county));
  const handOn = createHandingOn(db, county, submissions);
  const bringUnit = createUnitBringer(db, county, submissions);
  const upkeep = createUpkeep(db, county);
  const cases = createCases(db);
  const { refresh } = upkeep;
  const { openRolls, openSchool, openDuty, openOf, openPage } = createOpening(db, county, upkeep);

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
    await openOf(await schools.byCodes([...new Set(codes)]), now, owing);
    const counting = catalogue.duties.filter(({ quota }) => quota.perUnit);
    const holders = await people.county(counting.flatMap(({ owner }) => (owner.kind === 'holder' ? owner.posts : [])));
    const theirs = await schools.byCodes([...new Set(holders.map((person) => person.school))]);
    if (counting.length > 0) await openOf(theirs, now, counting);
  };

  /**
   * After a record was begun or changed: brings every page it counts on up to date, or ever counted on; those of
   * the same owner's records of the same text; the pages of whoever owes it an answer; and the unit it makes known. What was said of a reminder (已交过了) is settled
   * with what is in.
   */
  const follow = async (record: Submission, now: Date): Promise<void> => {
    const counts = [
      ...record.counts,
      ...record.changes.flatMap((change) => change.counts ?? []),
      ...(await countsOfTwins(record, now)),
    ];
    const reviewed = reviewPages(record, calendar.dayOf(now));
    const own = new Set([...record.counts.map((at) => rollId(at.duty, at.period, at.school)), ...reviewed]);
    const touched = new Set([...(await pagesAt(counts)), ...own]);
    for (const id of touched) if (!(await refresh(id)) && own.has(id)) await openPage(id, now);
    await cases.close([...touched], { event: record.changes.at(-1)?.event ?? record._id, at: now });
    if (record.unit) await followUnit(record.unit, record.school, now);
  };

  return {
    rolls,
    refresh,
    openRolls,
    openSchool,
    openDuty,
    openOf,

    follow,

    /** After posts may have changed: what waits for an answer is owed by whoever holds the post now, who is told. */
    handOn: (now: Date, tell: (to: HandedOn) => Promise<void>): Promise<number> =>
      handOn(now, async (record, to) => {
        if (to) await tell(to);
        await follow(record, now);
      }),

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
