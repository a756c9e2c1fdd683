import { addDays, eachDay } from '../models/day.js';
import { addCounts, type Counts, countsOn } from '../models/effect.js';
import { groupBy } from '../models/group-by.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { dutyOf, LOOK_BACK, RETURNED, stepsOn } from '../models/nag.js';
import type { Roll } from '../models/roll.js';
import { placeOf } from '../models/school.js';

const ROLLS_A_BATCH = 200;
/** No page has more people who hear of it. */
const MOST_HEARD = 2_000;
/** After an outage so many days back are made up for. */
const DAYS_BACK = 7;

/** Works out what the reminders of the days came to on which a day has passed since. Answers how many days. */
export async function measure(models: Models, now: Date): Promise<number> {
  const { calendar, marks, effects } = models;
  const last = addDays(calendar.dayOf(now), -2);
  const done = await marks.get('effects');
  const from = done ? addDays(calendar.dayOf(done.at), 1) : last;
  const oldest = addDays(last, 1 - DAYS_BACK);
  const days = eachDay(from < oldest ? oldest : from, last);
  for (const day of days) await effects.keep(await effectsOf(day, models));
  if (days.length > 0) await marks.set('effects', calendar.at(last, '00:00'));
  return days.length;
}

async function effectsOf(day: Day, models: Models) {
  const found = new Map<string, { profile: string; step: string; counts: Counts }>();
  for await (const rolls of models.rolls.onNagDay(day, ROLLS_A_BATCH)) {
    for (const { profile, step, counts } of await countedIn(rolls, day, models)) {
      const key = `${profile}|${step}`;
      const before = found.get(key)?.counts;
      found.set(key, { profile, step, counts: before ? addCounts(before, counts) : counts });
    }
  }
  return [...found.values()].map(({ profile, step, counts }) => ({ day, profile, step, ...counts }));
}

async function countedIn(rolls: Roll[], day: Day, models: Models) {
  const { calendar, schools, heard } = models;
  const [places, told] = await Promise.all([
    schools.byCodes([...new Set(rolls.map(({ school }) => school))]),
    heard.ofRolls(
      rolls.map(({ _id }) => _id),
      rolls.length * MOST_HEARD,
    ),
  ]);
  const byRoll = groupBy(told, ({ roll }) => roll);
  return rolls.flatMap((roll) => {
    const duty = dutyOf(roll, models);
    const school = places.find(({ _id }) => _id === roll.school);
    if (!duty || !school || calendar.kindOf(day, placeOf(school)) !== 'school') return [];
    const steps = stepsOn(roll, duty, day, models, placeOf(school)).filter(
      ({ key, to }) => to !== 'group' && key !== RETURNED,
    );
    // Where Monday's look back meets a step of the profile it is told as the look back, and counted as that step.
    const isLookBack = steps.some(({ key }) => key === LOOK_BACK);
    const met = steps.find(({ key, to }) => to === 'owner' && key !== LOOK_BACK)?.key ?? LOOK_BACK;
    return steps
      .filter(({ key, to }) => !isLookBack || to !== 'owner' || key === LOOK_BACK)
      .map(({ key, at }) => ({
        profile: duty.reminders,
        step: key === LOOK_BACK ? met : key,
        counts: countsOn(roll, key, calendar.at(day, at), byRoll.get(roll._id) ?? []),
      }));
  });
}
