import * as texts from '../config/texts/submit.js';
import { addDays } from '../models/day.js';
import type { Duty } from '../models/duty.js';
import type { Values } from '../models/field.js';
import type { PeriodKey } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { OwnerKey } from '../models/owner.js';
import { followsCalendar } from '../models/period.js';
import type { Person } from '../models/person.js';
import { entryFor, OWING, type OwnPage, rollId } from '../models/roll.js';
import { chooseRoll, type Wish } from '../models/roll-choice.js';
import { placeOf } from '../models/school.js';
import type { Filled } from './forms/reading.js';
import type { Asked } from './handler.js';

/** Somebody handing in: for whom (the speaker, or a colleague a lead acts for), and what they said about the period. */
export interface HandIn {
  duty: Duty;
  whose: Person;
  /** Under whose name: the person's own, or what they answer for. */
  owner: OwnerKey;
  wish: Wish;
  /** What a page, card or dialogue says in place of words: for which period, what was filled in, and over what, where that is not what the draft and the ledger know. */
  form?: { period: PeriodKey; filled: Filled; known?: Values };
}

/**
 * The page it belongs to: where this very event has put it already, should it run a second time. When none is open
 * yet, those of the school are opened first: the nightly job may be to come.
 */
async function pageFor(asked: Asked, models: Models, { duty, whose, wish }: HandIn, owner: OwnerKey) {
  const { ledger, rolls, submissions } = models;
  const done = await submissions.touchedBy(asked.event.key, { by: asked.speaker._id, owners: [owner] });
  if (done) {
    const page = await rolls.get(rollId(done.duty, done.period, done.school));
    return entryFor(page, owner) && page;
  }
  const choose = async () => {
    const page = chooseRoll(await rolls.ofOwner(owner, asked.now), owner, duty.key, asked.now, wish);
    // In a week nobody has announced yet what comes is this week's, not made up for an older one.
    const isThisWeeks = wish.kind === 'none' && duty.cadence.every === 'teaching-week' && isUnknown(asked, models);
    return isThisWeeks && page && page.lateAfter < asked.now ? undefined : page;
  };
  const found = await choose();
  if (found?.entries.some((entry) => entry.owner === owner && OWING.includes(entry.status))) return found;
  await ledger.openSchool(whose.school, asked.now);
  return choose();
}

/** The page a link or card was made for, else the one the words mean. */
export const pageOf = (asked: Asked, models: Models, handIn: HandIn, owner: OwnerKey): Promise<OwnPage | undefined> =>
  handIn.form
    ? models.rolls.get(rollId(handIn.duty.key, handIn.form.period, handIn.whose.school))
    : pageFor(asked, models, handIn, owner);

/** How far ahead the due day of what is to be handed in now may lie. */
const AHEAD_DAYS = 14;

/** Whether days the duty's periods are made of are not announced yet, now or shortly. */
export const isHeld = ({ cadence }: Duty, asked: Asked, models: Models): boolean =>
  followsCalendar(cadence) && (isUnknown(asked, models) || isUnknown(asked, models, AHEAD_DAYS));

const isUnknown = ({ today, school }: Asked, { calendar }: Models, ahead = 0): boolean =>
  calendar.kindOf(addDays(today, ahead), placeOf(school)) === 'unknown';

/** Why there is no page for it, where words or a day say so; a message that is kept for now needs no reason. */
export function refusal({ duty, wish, form }: HandIn, asked: Asked, models: Models): string | undefined {
  if (wish.kind === 'label') return texts.noSuchPeriod(duty, wish.label);
  if (wish.kind === 'overdue') return texts.nothingOverdue(duty);
  if (duty.late === 'next') return undefined;
  if (!form && duty.form.style !== 'template') return undefined;
  return isHeld(duty, asked, models) ? texts.notYetKnown(duty) : texts.nothingOpen(duty);
}
