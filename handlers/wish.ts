import * as texts from '../config/texts/wish.js';
import type { NagChoice, Wish } from '../models/reminder.js';
import type { TimeOfDay } from '../models/time-of-day.js';
import { aside } from './aside.js';
import { halfWidth } from './forms/field.js';
import { readNumeral } from './forms/numeral.js';
import { readTimeOfDay } from './forms/read-time.js';
import { type Asked, type Handler, here, type Say } from './handler.js';

/** 提醒 [早一点|少一点|周四|19:11, several of them|照常]: how its speaker is reminded, within what the county lets people choose. */
export const wish: Handler = async (asked, models) => {
  const { speaker, today } = asked;
  const { choice, budget } = models.catalogue;
  const said = halfWidth(asked.args)
    .replace(/[。.！!]$/u, '')
    .trim();
  if (!said) return answered(asked, texts.now(speaker.wish, choice, budget));
  const wanted: Read | undefined = /^(?:照常|正常|恢复)$/u.test(said) ? {} : readAll(said, speaker.wish, choice);
  if (!wanted) return answered(asked, texts.howTo(choice));
  const { typed, unused, ...chosen } = wanted;
  const kept = Object.keys(chosen).length > 0 ? { ...chosen, since: today } : undefined;
  await models.people.setWish(speaker._id, kept);
  return answered(asked, kept ? texts.noted(kept, choice, { typed, unused }) : texts.asUsual(budget));
};

const answered = (asked: Asked, text: string): Say[] => aside(asked, here(text));

type Chosen = Omit<Wish, 'since'> & { typed?: TimeOfDay };

/** With the words, said now or chosen before, that what was said after them excludes. */
type Read = Chosen & { unused?: string[] };

/** 少一点 周四 19:10: one after the other; undefined where one of them is nothing the county offers. */
function readAll(said: string, wish: Wish | undefined, choice: NagChoice): Read | undefined {
  const before = chosenBefore(wish);
  const words = said.split(/[\s,，、;；和]+/u).filter(Boolean);
  const wanted = words.reduce<Chosen | undefined>((so, each) => {
    const next = so && read(each, so, choice);
    return next && { ...(so.typed && { typed: so.typed }), ...next };
  }, before);
  if (!wanted) return undefined;
  const { strength, weekday, at } = wanted;
  const isUsed = (chosen: Chosen = {}): boolean =>
    (!chosen.strength || chosen.strength === strength) &&
    (!chosen.weekday || chosen.weekday === weekday) &&
    (!chosen.at || chosen.at === at);
  const unused = [
    ...(before.strength && before.strength !== strength ? [texts.STRENGTHS[before.strength]] : []),
    // Another day in its place needs no word.
    ...(before.weekday && !weekday ? [texts.weekdayText(before.weekday)] : []),
    ...words.filter((each) => !isUsed(read(each, {}, choice))),
  ];
  return { ...wanted, unused: [...new Set(unused)] };
}

function chosenBefore(before: Wish | undefined): Chosen {
  if (!before) return {};
  const { since: _, ...chosen } = before;
  return chosen;
}

/** What is asked for, beside what was chosen before; undefined where it is nothing the county offers. */
function read(said: string, { strength, weekday, at }: Chosen, choice: NagChoice): Chosen | undefined {
  const time = at && { at };
  if (/^(?:早一?点|提前)$/u.test(said)) return choice.earlierDays > 0 ? { strength: 'early', ...time } : undefined;
  if (/^(?:少一?点|轻一?点)$/u.test(said))
    return choice.lightPerWeek > 0 ? { strength: 'light', ...(weekday && { weekday }), ...time } : undefined;
  const { day, clock } = /^(?:每?(?:周|星期|礼拜)(?<day>[一二三四五1-5]))?(?<clock>\S*)$/u.exec(said)?.groups ?? {};
  const chosenAt = clock ? nearest(clock, choice.times) : undefined;
  if ((!day && !clock) || (clock && !chosenAt) || (day && !choice.weekday)) return undefined;
  const on = day ? (readNumeral(day) ?? Number(day)) : weekday;
  // A day of one's own is earlier by itself.
  const so = day && strength === 'early' ? undefined : strength;
  return { ...(so && { strength: so }), ...(on && { weekday: on }), ...time, ...chosenAt };
}

/** The time the county offers that is nearest to the one typed: 19:00, 7点半, 晚上七点, 19. */
function nearest(typed: string, times: readonly TimeOfDay[]): { at: TimeOfDay; typed?: TimeOfDay } | undefined {
  const text = readTimeOfDay(/^\d{1,2}$/.test(typed) ? `${typed}点` : typed);
  if (!text) return undefined;
  const wanted = minutesOf(text);
  const [at] = times.toSorted((a, b) => Math.abs(minutesOf(a) - wanted) - Math.abs(minutesOf(b) - wanted));
  return at === undefined ? undefined : { at, ...(text !== at && { typed: text }) };
}

const minutesOf = (time: TimeOfDay): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
