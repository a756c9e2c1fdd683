import { dateText } from '../config/texts/format.js';
import * as texts from '../config/texts/later.js';
import { addDays, mondayOf } from '../models/day.js';
import type { Day } from '../models/ids.js';
import { placeOf } from '../models/ledger.js';
import type { Models } from '../models/models.js';
import { isQuiet, type NagLine, stillOwed } from '../models/nag.js';
import { eveningOf } from '../models/snooze.js';
import { titleOf } from '../models/title.js';
import { type Asked, type Handler, here } from './handler.js';
import { privately } from './missing.js';

/** 稍后 [今晚|明天]: what the reminders of the last days were about, as far as it is still owed, is said again then. */
export const later: Handler = async (asked, models) => {
  const wish = /^(今晚)?$|^(明天)$/.exec(asked.args);
  if (!wish) return answered(asked, texts.howTo);
  const lines = await told(asked, models);
  if (lines.length === 0) return answered(asked, texts.nothing);
  const when = whenAgain(asked, models, wish[2] !== undefined);
  if (!when) return answered(asked, texts.noSchool);
  const { event, speaker, today, now } = asked;
  const { perPersonPerWeek } = models.catalogue.budget;
  const heard = (await models.outbox.nagsInWeek([speaker._id], mondayOf(when.day))).get(speaker._id) ?? [];
  if (heard.length >= perPersonPerWeek) return answered(asked, texts.enough(perPersonPerWeek));
  const items = lines.map(({ item }) => item);
  const { day, at } = when;
  await models.snoozes.put({ _id: event.key, person: speaker._id, day, askedOn: today, at, items, putAt: now });
  const what = lines.map(({ duty, roll }) => `${duty.name}（${titleOf(roll)}）`);
  const instead = day !== today && wish[2] === undefined;
  return answered(asked, texts.noted(whenText(when, today), what, instead));
};

/** What somebody was reminded of is no matter of a group's. */
const answered = (asked: Asked, text: string) =>
  asked.event.chat.kind === 'private' ? here(text) : [privately(asked, text)];

async function told({ speaker, today, now }: Asked, models: Models): Promise<NagLine[]> {
  const week = mondayOf(today);
  const items = await models.outbox.itemsTold(speaker._id, [addDays(week, -7), week]);
  return stillOwed(items, models, now);
}

/** The evening where it is not over yet; else the next school day's morning. Undefined before holidays nobody knows the end of. */
function whenAgain({ school, today, now }: Asked, { calendar, catalogue }: Models, tomorrow: boolean) {
  const evening = eveningOf(catalogue.budget);
  const place = placeOf(school);
  const hasEvening = calendar.kindOf(today, place) === 'school' && !isQuiet(now, calendar, catalogue.budget);
  if (!tomorrow && hasEvening && calendar.timeOf(now) < evening) return { day: today, at: evening };
  const day = calendar.shift(today, 1, place);
  return day && { day, at: catalogue.digests.person.at };
}

function whenText({ day, at }: { day: Day; at: string }, today: Day): string {
  if (day === today) return texts.thisEvening;
  return `${day === addDays(today, 1) ? '明天' : dateText(day)}${at}`;
}
