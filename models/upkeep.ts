import type { Connection } from 'mongoose';
import type { Calendar } from './calendar.js';
import type { Catalogue, Duty } from './duty.js';
import { createFacts, type DutyPages, type Staff } from './facts.js';
import { groupBy } from './group-by.js';
import type { DutyKey } from './ids.js';
import { createOccasions, type Occasion } from './occasion.js';
import { createPages, liesAlike, spanOf } from './page.js';
import { followsCalendar } from './period.js';
import { createProjecting } from './projecting.js';
import { workTogether } from './read-together.js';
import { createRolls, type Roll } from './roll.js';
import { createSchools, placeOf } from './school.js';
import { createUnits } from './unit.js';

export type Upkeep = ReturnType<typeof createUpkeep>;

/**
 * Works pages of the ledger out from what they rest on, and writes them. An entry is always worked out anew, never
 * counted up, so a page may be refreshed at any time, by anybody, any number of times.
 */
export function createUpkeep(db: Connection, county: { catalogue: Catalogue; calendar: Calendar }) {
  const rolls = createRolls(db);
  const schools = createSchools(db);
  const occasions = createOccasions(db);
  const units = createUnits(db);
  const facts = createFacts(db, county);
  const projecting = createProjecting(db, county, facts);
  const pages = createPages(county);
  const duties = new Map<DutyKey, Duty>(county.catalogue.duties.map((duty) => [duty.key, duty]));

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
    const project = await projecting(duty, [{ roll, school }], occasion ? [occasion] : []);
    const after = project(roll, school);
    if (await rolls.replace(after)) return { ...after, rev: after.rev + 1 };
    return span ? refreshNow(id, span) : refresh(id);
  };

  const refresh = workTogether((id: string) => refreshNow(id));

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

  /** Opens and refreshes pages of some duties. `staff`: the people of their schools. */
  const refreshPages = async (all: DutyPages[], living: Occasion[], staff: Staff): Promise<number> => {
    const ids = all.flatMap(({ pages: own }) => own.map(({ roll }) => roll._id));
    const stored = new Map((await rolls.getMany(ids)).map((roll) => [roll._id, roll]));
    const read = await facts.read(all, living, staff);
    // Side by side, so that what they read besides is read once for all of them.
    const projected = all.flatMap(({ duty, pages: own }) => {
      const around = living.filter((occasion) => occasion.duty === duty.key);
      return [...groupBy(own, ({ roll }) => roll.period).values()].map(async (same) => {
        const project = await projecting(duty, same, around, read.get(duty.key));
        return same.map(({ roll, school }) => project({ ...roll, rev: stored.get(roll._id)?.rev ?? 0 }, school));
      });
    });
    return writePages((await Promise.all(projected)).flat(), stored);
  };

  return { refresh, refreshPages };
}
