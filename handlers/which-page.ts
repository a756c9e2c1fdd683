import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { Values } from '../models/field.js';
import type { PeriodKey } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { OwnerKey } from '../models/owner.js';
import { onlyPeriodsOf } from '../models/owners.js';
import { type HeldPeriod, heldPeriods } from '../models/period.js';
import type { Person } from '../models/person.js';
import { entryFor, OWING, type OwnPage, rollId } from '../models/roll.js';
import { chooseRoll, has, type Wish } from '../models/roll-choice.js';
import { placeOf } from '../models/school.js';
import type { Filled } from './forms/reading.js';
import type { Asked } from './handler.js';
import { isIn, type Place } from './record.js';

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

/** Where it goes: the page a link or card was made for, else the one the words mean; or a period that is held. */
export async function whereTo(asked: Asked, models: Models, handIn: HandIn): Promise<Place> {
  const { duty, whose, owner, form } = handIn;
  if (duty.cadence.every === 'free') return { owner, roll: undefined };
  if (form) return { owner, roll: await models.rolls.get(rollId(duty.key, form.period, whose.school)) };
  const { school, today, rights } = asked;
  const only = await onlyPeriodsOf(owner, duty, whose, school, models, today, rights.has('act-for'));
  const held = only ? [] : heldPeriods(duty, asked.now, models.calendar, placeOf(school));
  // Where this very event has put it already, should it run a second time.
  const done = await models.submissions.touchedBy(asked.event.key, { by: asked.speaker._id, owners: [owner] });
  if (done) {
    const page = await models.rolls.get(rollId(done.duty, done.period, done.school));
    return place(
      owner,
      page && entryFor(page, owner) && page,
      held.find(({ key }) => key === done.period),
    );
  }
  const roll = await pageFor(asked, models, handIn, only);
  return place(owner, roll, await heldFor(held, roll, asked, models, handIn));
}

/** What is held has no page. */
const place = (owner: OwnerKey, roll: OwnPage | undefined, held: HeldPeriod | undefined): Place =>
  held ? { owner, roll: undefined, held } : { owner, roll };

/** The page it belongs to. When none on time is open, those of the school are opened first: the nightly job may be to come. */
async function pageFor(
  { now }: Asked,
  { ledger, rolls }: Models,
  { duty, whose, owner, wish }: HandIn,
  only: PeriodKey[] | undefined,
) {
  const choose = async () => {
    const pages = (await rolls.ofOwner(owner, now)).filter(({ period }) => only?.includes(period) ?? true);
    return chooseRoll(pages, owner, duty.key, now, wish);
  };
  const found = await choose();
  const isOther = found && wish.kind === 'day' && !has(found, wish.day);
  if (found && !isOther && found.lateAfter >= now && isOwing(found, owner)) return found;
  await ledger.openSchool(whose.school, now);
  return choose();
}

const isOwing = ({ entries }: OwnPage, owner: OwnerKey): boolean =>
  entries.some((entry) => entry.owner === owner && OWING.includes(entry.status));

/**
 * The held period it is for, by the rule of `chooseRoll`, as if its page were open: in a week nobody knows the days of
 * what comes is this week's, not made up for an older one.
 */
async function heldFor(
  held: HeldPeriod[],
  roll: OwnPage | undefined,
  asked: Asked,
  models: Models,
  { duty, owner, wish }: HandIn,
): Promise<HeldPeriod | undefined> {
  if (wish.kind === 'label') return roll ? undefined : held.find(({ label }) => label === wish.label);
  if (wish.kind === 'day' && roll && has(roll, wish.day)) return undefined;
  const named = wish.kind === 'day' && wish.firm && held.find((each) => has(each, wish.day));
  if (named) return named;
  if ((wish.kind !== 'none' && wish.kind !== 'day') || (roll && roll.lateAfter >= asked.now && isOwing(roll, owner)))
    return undefined;
  const onTime = held.filter(({ lateAfter }) => lateAfter >= asked.now);
  for (const each of onTime) {
    const all = await models.submissions.ofOwner({ duty: duty.key, period: each.key, owner });
    if (!all.some(isIn)) return each;
  }
  return onTime.at(-1) ?? (roll ? undefined : held.at(-1));
}

/** Why there is no page for it, where words or a day say so; a message that is kept for now needs no reason. */
export function refusal({ duty, wish, form }: HandIn): string | undefined {
  if (wish.kind === 'label') return texts.noSuchPeriod(duty, wish.label);
  if (wish.kind === 'overdue') return texts.nothingOverdue(duty);
  if (duty.late === 'next') return undefined;
  return !form && duty.form.style !== 'template' ? undefined : texts.nothingOpen(duty);
}
