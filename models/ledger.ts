import type { Connection } from 'mongoose';
import type { Calendar, Place } from './calendar.js';
import type { Catalogue, Duty } from './duty.js';
import { createExemptions } from './exemption.js';
import { groupBy } from './group-by.js';
import type { Day, DutyKey, PersonId, SchoolCode } from './ids.js';
import { createMarks } from './mark.js';
import { lookBackDay } from './nag.js';
import { openPeriods, type Period, stepsOf } from './period.js';
import { createPeople, type Person, present } from './person.js';
import { createRolls, entryOf, OWING, type Roll, type RollEntry, rollId } from './roll.js';
import { createSchools, type School } from './school.js';
import { createSubmissions, type OwnerKey, ownerOfPerson, ownerOfSchool, type Submission } from './submission.js';

/** Schools whose people are read together when rolls are opened: bounds memory, whatever the size of the province. */
const SCHOOLS_A_BATCH = 100;
/** Pages are projected anew every night until this long after they were due: late transfers and corrected calendars. */
const KEEP_FRESH_DAYS = 14;
const DAY_MS = 24 * 3600 * 1000;

/** What the entries of one page are worked out from. */
interface Facts {
  people: Person[];
  submissions: Submission[];
  exempt: Set<OwnerKey>;
}

/** A page before it is one school's: the period and its reminder days. */
type BlankPage = Omit<Roll, '_id' | 'school' | 'entries' | 'owing' | 'rev'>;

export type Ledger = ReturnType<typeof createLedger>;

/**
 * The ledger of duties: opens the pages (rolls) of each period and keeps them equal to what follows from roster,
 * leave, exemptions and submissions. An entry is always worked out anew, never counted up, so a page may be
 * refreshed at any time, by anybody, any number of times.
 */
export function createLedger(db: Connection, { catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar }) {
  const marks = createMarks(db);
  const rolls = createRolls(db);
  const people = createPeople(db);
  const schools = createSchools(db);
  const submissions = createSubmissions(db);
  const exemptions = createExemptions(db);
  const duties = new Map<DutyKey, Duty>(catalogue.duties.map((duty) => [duty.key, duty]));

  /** The open pages of a duty at a place, without school and entries; worked out once for all places alike. */
  const blankPages = (duty: Duty, place: Place, now: Date, known: Map<string, BlankPage[]>): BlankPage[] => {
    const key = `${duty.key} ${calendar.placeKey(place)}`;
    const pages =
      known.get(key) ?? openPeriods(duty, now, calendar, place).map((period) => blankPage(duty, period, place));
    known.set(key, pages);
    return pages;
  };

  const blankPage = (duty: Duty, period: Period, place: Place): BlankPage => {
    const profile = catalogue.profiles.find(({ key }) => key === duty.reminders);
    const steps = profile ? stepsOf(profile, period, calendar, place) : [];
    const lookBack = lookBackDay(period.dueDay, calendar, place);
    const { label, term, from, to, opensAt, dueDay, dueAt, lateAfter, closesAt } = period;
    const span = { label, term, from, to, opensAt, dueDay, dueAt, lateAfter, closesAt };
    const nagDays = [...new Set([...steps.map((step) => step.day), ...(lookBack ? [lookBack] : [])])];
    return { duty: duty.key, period: period.key, ...span, nagDays };
  };

  const withEntries = (roll: Roll, school: School, facts: Facts): Roll => {
    const duty = duties.get(roll.duty);
    if (!duty) return roll;
    const minDays = duty.cadence.minSchoolDays;
    const days = calendar.schoolDays(roll.from, roll.to, placeOf(school)) ?? [];
    const handedIn = groupBy(facts.submissions, ({ owner }) => owner);
    const owners = duty.owner.kind === 'school' ? [undefined] : facts.people;
    const entries = owners.map((person): RollEntry => {
      const owner = person ? ownerOfPerson(person._id) : ownerOfSchool(school._id);
      const exempt = facts.exempt.has(owner);
      const excuse = person && excuseOf(person, school._id, days, Math.min(minDays, days.length));
      return entryOf(owner, excuse ?? (exempt ? 'exempt' : undefined), handedIn.get(owner) ?? []);
    });
    return { ...roll, entries, owing: entries.filter(({ status }) => OWING.includes(status)).length };
  };

  const factsFor = async (roll: Pick<Roll, 'duty' | 'period' | 'from' | 'to'>, codes: SchoolCode[]) => {
    const byPerson = duties.get(roll.duty)?.owner.kind === 'teaching-person';
    const [staff, handedIn, excused] = await Promise.all([
      byPerson ? people.everIn(codes, roll.from, roll.to) : [],
      submissions.ofSchools(roll.duty, roll.period, codes),
      exemptions.ofPeriod(roll.duty, roll.period),
    ]);
    const exempt = new Set(excused.map(({ owner }) => owner));
    const handedInBySchool = groupBy(handedIn, ({ school }) => school);
    // Looked up, not searched for: a batch of a hundred schools has ten thousand people.
    const staffBySchool = new Map(codes.map((school): [SchoolCode, Person[]] => [school, []]));
    for (const person of staff) {
      for (const school of new Set(person.stints.map((stint) => stint.school))) {
        if (taughtIn(person, school, roll.from, roll.to)) staffBySchool.get(school)?.push(person);
      }
    }
    return (school: SchoolCode): Facts => ({
      people: staffBySchool.get(school) ?? [],
      submissions: handedInBySchool.get(school) ?? [],
      exempt,
    });
  };

  /** Opens and refreshes the pages of one duty and period for some schools. */
  const refreshPages = async (pages: { roll: Roll; school: School }[]): Promise<number> => {
    const first = pages.at(0);
    if (!first) return 0;
    const stored = new Map((await rolls.getMany(pages.map(({ roll }) => roll._id))).map((roll) => [roll._id, roll]));
    const facts = await factsFor(
      first.roll,
      pages.map(({ school }) => school._id),
    );
    const fresh = pages
      .map(({ roll, school }) => ({
        ...withEntries(roll, school, facts(school._id)),
        rev: stored.get(roll._id)?.rev ?? 0,
      }))
      .filter((roll) => roll.entries.length > 0 || stored.has(roll._id));
    await rolls.open(fresh.filter((roll) => !stored.has(roll._id)));
    for (const roll of fresh) {
      const before = stored.get(roll._id);
      if (!before || JSON.stringify(before) === JSON.stringify(roll)) continue;
      // Somebody wrote the page meanwhile, perhaps from an older roster.
      if (!(await rolls.replace(roll))) await refresh(roll._id);
    }
    return fresh.length - stored.size;
  };

  const openFor = async (some: School[], now: Date, known: Map<string, BlankPage[]>): Promise<number> => {
    const since = new Date(now.getTime() - KEEP_FRESH_DAYS * DAY_MS);
    const begun = await marks.first('ledger', now);
    let opened = 0;
    for (const duty of catalogue.duties) {
      const pages = some
        .filter((school) => owes(duty, school))
        .flatMap((school) =>
          blankPages(duty, placeOf(school), now, known)
            .filter(({ lateAfter, dueAt }) => lateAfter >= since && dueAt >= begun)
            .map((blank) => ({ roll: pageOf(blank, school), school })),
        );
      for (const same of groupBy(pages, ({ roll }) => roll.period).values()) opened += await refreshPages(same);
    }
    return opened;
  };

  /**
   * Works a page out anew from what it rests on. Safe at any time: a page written meanwhile is read again. It is
   * written even when nothing differs, so that a slower writer who read before the last change finds a newer page.
   */
  const refresh = async (id: string): Promise<Roll | undefined> => {
    for (;;) {
      const before = await rolls.get(id);
      const school = before && (await schools.byCode(before.school));
      if (!before || !school) return undefined;
      const facts = await factsFor(before, [before.school]);
      const after = withEntries(before, school, facts(before.school));
      if (await rolls.replace(after)) return { ...after, rev: after.rev + 1 };
    }
  };

  return {
    rolls,
    refresh,

    /** Opens the pages of every school whose time has come, and brings those lately due up to date. */
    openRolls: async (now: Date): Promise<number> => {
      const all = (await schools.all()).filter((school) => !school.endedOn);
      await marks.first('ledger', now);
      const known = new Map<string, BlankPage[]>();
      let opened = 0;
      for (let at = 0; at < all.length; at += SCHOOLS_A_BATCH) {
        opened += await openFor(all.slice(at, at + SCHOOLS_A_BATCH), now, known);
      }
      return opened;
    },

    /** Opens what one school owes by now, for whoever asks before the nightly job has run. */
    openSchool: async (code: SchoolCode, now: Date): Promise<number> => {
      const school = await schools.byCode(code);
      return school ? openFor([school], now, new Map()) : 0;
    },

    /** After a person's leave or stint changed: works out anew every page of theirs that touches these days. */
    refreshOf: async (person: PersonId, from: Day, to: Day, now: Date): Promise<void> => {
      for (const roll of await rolls.historyOf(ownerOfPerson(person), now, 200)) {
        if (roll.from <= to && roll.to >= from) await refresh(roll._id);
      }
    },

    /** The page entries an owner still owes, oldest due first, of one duty or all. */
    owedBy: async (owner: OwnerKey, now: Date, duty?: DutyKey): Promise<{ roll: Roll; entry: RollEntry }[]> =>
      (await rolls.ofOwner(owner, now)).flatMap((roll) => {
        const entry = roll.entries.find((each) => each.owner === owner);
        const counts = entry && OWING.includes(entry.status) && (!duty || roll.duty === duty);
        return counts ? [{ roll, entry }] : [];
      }),
  };
}

export const placeOf = (school: Pick<School, '_id' | 'cluster'>): Place => ({
  school: school._id,
  cluster: school.cluster,
});

const pageOf = ({ duty, period, label, term, ...rest }: BlankPage, { _id: school }: School): Roll => ({
  _id: rollId(duty, period, school),
  duty,
  period,
  label,
  term,
  school,
  ...rest,
  entries: [],
  owing: 0,
  rev: 0,
});

const owes = ({ owner }: Duty, school: School): boolean =>
  owner.kind === 'teaching-person' || !owner.exceptStages.includes(school.stage);

const taughtIn = (person: Person, school: SchoolCode, from: Day, to: Day): boolean =>
  person.stints.some(
    (stint) => stint.school === school && stint.teaching && stint.from <= to && (!stint.to || stint.to >= from),
  );

/**
 * Why a person does not owe: there for fewer than `minDays` of the period's school days (`absent`), or there but on
 * leave for all but fewer than that (`leave`). So a joiner owes from the first week with `minDays` days of theirs.
 */
function excuseOf(person: Person, school: SchoolCode, days: Day[], minDays: number): 'absent' | 'leave' | undefined {
  const there = days.map((day) => present(person, day, school)).filter(({ teaching }) => teaching);
  if (there.length < minDays) return 'absent';
  return there.filter(({ onLeave }) => !onLeave).length < minDays ? 'leave' : undefined;
}
