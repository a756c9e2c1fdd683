import * as texts from '../config/texts/later.js';
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
import { type Asked, type Handler, here, type Say } from './handler.js';
import { privately } from './missing.js';
import { toldOf } from './reply.js';

/**
 * 稍后 [今晚|明天|取消]: what a reminder was about, as far as it is still owed, is said again then: the one that is
 * answered, or the last; with what was put off before and has not been said yet.
 */
export const later: Handler = async (asked, models) => {
  const [, tonight, tomorrow, cancel] = /^(今晚)?$|^(明天)$|^(取消)$/.exec(asked.args) ?? [];
  if (asked.args && !tonight && !tomorrow && !cancel) return answered(asked, texts.howTo);
  if (cancel) return takeBack(asked, models);
  const lines = await told(asked, models);
  if (lines.length === 0) return answered(asked, texts.nothing);
  const when = whenAgain(asked, models, tomorrow !== undefined);
  if (!when) return answered(asked, whyNever(asked, models));
  const { speaker, today } = asked;
  const most = mostAWeek(speaker, models.catalogue);
  const heard = (await models.outbox.nagsInWeek([speaker._id], mondayOf(when.day))).get(speaker._id) ?? [];
  if (heard.length >= most) return answered(asked, texts.enough(most));
  const over = when.day === today || tomorrow !== undefined ? '' : whyNotTonight(asked, models);
  return answered(asked, await putOff(lines, { ...when, over }, asked, models));
};

/** 明天再说: the same as 稍后 明天. */
export const laterTomorrow: Handler = (asked, models) => later({ ...asked, args: '明天' }, models);

async function takeBack(asked: Asked, { snoozes }: Models): Promise<Say[]> {
  await snoozes.drop(asked.speaker._id);
  return answered(asked, texts.cancelled);
}

/** Keeps it, in place of what they asked for before; said twice, and tapped twice, it is the same. */
async function putOff(
  lines: NagLine[],
  { day, at, over }: { day: Day; at: TimeOfDay; over: string },
  { event, speaker, today, now }: Asked,
  models: Models,
): Promise<string> {
  const what = lines.map(({ duty, roll }) => `${duty.name}（${titleOf(roll)}）`);
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
  return texts.noted(when, what, { over, ...(known && { before: texts.whenAgain(known, today) }) });
}

/** What somebody was reminded of is no matter of a group's. */
const answered = (asked: Asked, text: string) =>
  asked.event.chat.kind === 'private' ? here(text) : [privately(asked, text)];

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

/**
 * The evening where it is not over yet; else the morning of the next school day on which they are there. Undefined
 * before holidays nobody knows the end of.
 */
function whenAgain(asked: Asked, models: Models, tomorrow: boolean) {
  const { speaker, school, today, now } = asked;
  const { calendar, catalogue } = models;
  const evening = eveningOf(catalogue.budget);
  const hasEvening = isThere(asked, models) && !isQuiet(now, calendar, catalogue.budget);
  if (!tomorrow && hasEvening && calendar.timeOf(now) < evening) return { day: today, at: evening };
  let day = calendar.shift(today, 1, placeOf(school));
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
