import { dateText, dayText } from '../config/texts/format.js';
import * as texts from '../config/texts/occasion.js';
import type { CadenceOf } from '../models/cadence.js';
import type { Duty } from '../models/duty.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { heardAt } from '../models/nag.js';
import { isPersonal } from '../models/owners.js';
import { readDay } from './date-phrase.js';
import type { Asked } from './handler.js';

/** A duty whose occasions somebody opens. */
export type Opened = Duty & { cadence: CadenceOf<'occasion'> };
export const isOpened = (duty: Duty | undefined): duty is Opened => duty?.cadence.every === 'occasion';

/** The last day somebody names, if it is still to come. */
export function readDue(
  typed: string,
  { cadence }: Opened,
  asked: Asked,
  { calendar }: Models,
): Day | { problem: string } {
  const day = readDay(typed, asked.today);
  if (!day) return { problem: texts.whichDay(typed) };
  return calendar.at(day, cadence.dueAt) > asked.now ? day : { problem: texts.dayIsOver(dayText(day)) };
}

/** That what is collected until an instant is over before anybody is reminded of it; empty where it is not. */
export function remindsTooLate(dueAt: Date, { now, today }: Asked, models: Models): string {
  const at = heardAt(now, undefined, models);
  return at && at < dueAt ? '' : texts.remindsTooLate(at && dateText(models.calendar.dayOf(at), today));
}

/** The posts that open a duty, of those somebody holds. */
export const openingPosts = ({ cadence }: Opened, { speaker }: Asked): string[] =>
  cadence.openedBy.filter((post) => speaker.posts.includes(post));

/** The names of the posts that open a duty. */
export const openersOf = ({ cadence }: Opened, { catalogue }: Models): string[] =>
  catalogue.posts.filter(({ key }) => cadence.openedBy.includes(key)).map(({ name }) => name);

/** Whether a post that opens the duty reaches over the county: else it is for the own school. */
export const opensForCounty = (duty: Opened, asked: Asked, { catalogue }: Models): boolean =>
  catalogue.posts.some(({ key, reach }) => reach === 'county' && openingPosts(duty, asked).includes(key));

/** What those who owe a duty are counted as. */
export function countedAs(duty: Duty): texts.Counted {
  if (isPersonal(duty)) return 'people';
  return duty.owner.kind === 'school' ? 'schools' : 'others';
}

/** How somebody sees to it that what they owe is held; undefined for duties of another kind. */
export function howToHold(duty: Duty, models: Models): string | undefined {
  const word = wordToOpen(duty, models);
  return word && texts.howToHold(duty.name, word);
}

/** The word of what is opened for a duty that asks for that and nothing more. */
export const wordToOpen = ({ quota }: Duty, { catalogue }: Models): string | undefined =>
  catalogue.duties.find(({ key }) => key === quota.openings)?.word;
