import { earliestDeadlineText } from '../config/texts/format.js';
import * as texts from '../config/texts/later.js';
import type { NothingLeft } from '../config/texts/nag.js';
import { addDays, mondayOf, yearOf } from '../models/day.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { isQuiet, type NagLine, stillOwed } from '../models/nag.js';
import { leaveOn } from '../models/presence.js';
import { placeOf } from '../models/school.js';
import { eveningOf } from '../models/snooze.js';
import type { TimeOfDay } from '../models/time-of-day.js';
import { titleOf } from '../models/title.js';
import { mostAWeek } from '../models/wish.js';
import { aside } from './aside.js';
import { readDay } from './date-phrase.js';
import { halfWidth } from './forms/field.js';
import { readTimeOfDay } from './forms/read-time.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { nothingLeft } from './nothing-left.js';
import { toldOf } from './reply.js';

/** Nobody puts off for longer than two weeks ahead. */
const LONGEST_DAYS = 14;

/**
 * 稍后 [今晚|明天|周五|取消]: what a reminder was about, as far as it is still owed, is said again then: the one that is
 * answered, or the last; with what was put off before and has not been said yet.
 */
export const later: Handler = async (asked, models) => {
  if (asked.args === '取消') return takeBack(asked, models);
  const wanted = readWhen(halfWidth(asked.args), asked.today);
  if (!wanted) return answered(asked, texts.howTo);
  const lines = await told(asked, models);
  if (lines.length === 0) return answered(asked, texts.nothing(await whyNothing(asked, models)));
  const when = whenAgain(asked, models, wanted.from);
  if (!when) return answered(asked, whyNever(asked, models));
  const { speaker, today } = asked;
  const most = mostAWeek(speaker, models.catalogue);
  const heard = (await models.outbox.nagsInWeek([speaker._id], mondayOf(when.day))).get(speaker._id) ?? [];
  if (heard.length >= most) return answered(asked, texts.enough(most));
  const isTonight = when.day === today;
  const over = !isTonight && wanted.from === today ? whyNotTonight(asked, models) : '';
  const why = isTonight && wanted.hour && wanted.hour !== when.at ? texts.onlyAt(when.at) : over;
  const last = heard.length + 1 === most ? { last: most } : {};
  return answered(asked, await putOff(lines, { ...when, over: why, ...last }, asked, models));
};

/** From which day on, and the hour where one of this evening is named; undefined for what cannot be promised. */
function readWhen(said: string, today: Day): { from: Day; hour?: string | undefined } | undefined {
  const [, evening, morning] = /^(?:今天?)?晚上?(.*)$|^明[早天日](早上|上午)?$/.exec(said) ?? [];
  if (!said || evening === '') return { from: today };
  const hour = evening && readTimeOfDay(`晚上${evening}`);
  if (hour) return { from: today, hour };
  const from = morning || said === '明早' ? addDays(today, 1) : readDay(said, today);
  return from && from >= today && from <= addDays(today, LONGEST_DAYS) ? { from } : undefined;
}

/** 明天再说: the same as 稍后 明天. */
export const laterTomorrow: Handler = (asked, models) => later({ ...asked, args: '明天' }, models);

async function takeBack(asked: Asked, { snoozes }: Models): Promise<Say[]> {
  await snoozes.drop(asked.speaker._id);
  return answered(asked, texts.cancelled);
}

/**
 * Keeps it, in place of what they asked for before; said twice, and tapped twice, it is the same. `last`: how many
 * reminders that week then had, where it is the last of them.
 */
async function putOff(
  lines: NagLine[],
  { day, at, over, last }: { day: Day; at: TimeOfDay; over: string; last?: number },
  { event, speaker, today, now }: Asked,
  models: Models,
): Promise<string> {
  const what = namesOf(lines);
  const when = texts.whenAgain({ day, at }, today);
  const standing = await models.snoozes.standing(speaker._id, now, models.calendar);
  const known = standing && standing.event !== event.key ? standing : undefined;
  const items = lines.map(({ item }) => item);
  await models.heard.answered(
    speaker._id,
    items.map(({ roll }) => roll),
    now,
  );
  await models.snoozes.put({ _id: speaker._id, event: event.key, day, askedOn: today, at, items, putAt: now });
  if (known?.day === day && known.at === at) return texts.notedBefore(when, what);
  const then = models.calendar.at(day, at);
  const past = lines.filter(({ roll }) => now < roll.dueAt && roll.dueAt <= then);
  const grace = lines.filter(({ roll }) => roll.dueAt <= now && now < roll.lateAfter && roll.lateAfter <= then);
  return texts.noted(when, what, {
    over,
    ...(known && { before: texts.whenAgain(known, today) }),
    ...(past.length > 0 && { past: { all: past.length === lines.length, ...dueOf(past, 'dueAt', now, models) } }),
    ...(grace.length > 0 && {
      grace: { all: grace.length === lines.length, ...dueOf(grace, 'lateAfter', now, models) },
    }),
    ...(last && { last }),
  });
}

const namesOf = (lines: NagLine[]): string[] => lines.map(({ duty, roll }) => `${duty.name}（${titleOf(roll)}）`);

/** What falls due, or is on time no longer, before it is said again. */
const dueOf = (past: NagLine[], until: 'dueAt' | 'lateAfter', now: Date, { calendar }: Models) => ({
  names: namesOf(past),
  due: earliestDeadlineText(
    past.map(({ roll }) => roll[until]),
    now,
    calendar,
  ),
});

/** What somebody was reminded of is no matter of a group's. */
const answered = (asked: Asked, text: string) => aside(asked, here(text));

/** What is due first comes first. */
async function told(asked: Asked, models: Models): Promise<NagLine[]> {
  const { speaker, now } = asked;
  const standing = await models.snoozes.standing(speaker._id, now, models.calendar);
  for (const items of await toldOf(asked, models)) {
    const lines = await stillOwed(items, models, now);
    if (lines.length === 0) continue;
    const known = new Set(items.map(({ roll }) => roll));
    const before = (standing?.items ?? []).filter(({ roll }) => !known.has(roll));
    return [...lines, ...(await stillOwed(before, models, now))].toSorted(
      (a, b) => a.roll.dueAt.getTime() - b.roll.dueAt.getTime(),
    );
  }
  return [];
}

async function whyNothing(asked: Asked, models: Models): Promise<NothingLeft> {
  const items = (await toldOf(asked, models)).flat();
  const rolls = await models.rolls.getMany(items.map(({ roll }) => roll));
  const statuses = rolls.flatMap(({ _id, entries }) =>
    entries
      .filter(({ owner }) => items.some(({ roll, owners }) => roll === _id && owners.includes(owner)))
      .map(({ status }) => status),
  );
  return nothingLeft(items.length > 0, statuses);
}

/**
 * The evening where it is asked for and not over yet; else the morning of the next school day on which they are there.
 * Undefined before holidays nobody knows the end of.
 */
function whenAgain(asked: Asked, models: Models, from: Day) {
  const { speaker, school, today, now } = asked;
  const { calendar, catalogue } = models;
  const evening = eveningOf(catalogue.budget);
  const hasEvening = isThere(asked, models) && !isQuiet(now, calendar, catalogue.budget);
  if (from === today && hasEvening && calendar.timeOf(now) < evening) return { day: today, at: evening };
  const before = from === today ? today : addDays(from, -1);
  let day = calendar.shift(before, 1, placeOf(school));
  while (day && leaveOn(speaker, day)) day = calendar.shift(day, 1, placeOf(school));
  return day && { day, at: catalogue.lookBack.at };
}

/** Why no day is known: the next of term is in a year whose holidays are not loaded, or there is no next. */
function whyNever({ school, today }: Asked, { calendar }: Models): string {
  const end = calendar.terms.at(-1)?.to ?? today;
  for (let day = addDays(today, 1); day <= end; day = addDays(day, 1))
    if (calendar.kindOf(day, placeOf(school)) === 'unknown') return texts.daysNotKnown(yearOf(day));
  return texts.noSchool;
}

/** Whether it is a school day, and the speaker not on leave. */
const isThere = ({ speaker, school, today }: Asked, { calendar }: Models): boolean =>
  calendar.kindOf(today, placeOf(school)) === 'school' && leaveOn(speaker, today) === undefined;

function whyNotTonight(asked: Asked, models: Models): string {
  if (isThere(asked, models)) return texts.eveningOver;
  return leaveOn(asked.speaker, asked.today) ? texts.onLeave : texts.noSchoolToday;
}
