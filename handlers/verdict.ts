import * as texts from '../config/texts/case.js';
import { periodsText } from '../config/texts/format.js';
import type { Case, Decision, Verdict } from '../models/case.js';
import { earliest } from '../models/day.js';
import type { Day, PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson } from '../models/owner.js';
import { isPersonal } from '../models/owners.js';
import type { Person } from '../models/person.js';
import { HANDED_IN, OWING, type Roll } from '../models/roll.js';
import { titleOf } from '../models/title.js';
import type { Asked } from './handler.js';
import { owedAgain, refreshOpen, spanOf } from './owed-again.js';

/**
 * What a verdict does to the ledger: 认可 makes an exemption, 转给 makes it another's; 仍请交 nothing.
 *
 * @param until the last day on which it is the other's, if that is before it is taken no more.
 */
export async function carryOut(
  found: Case,
  verdict: Verdict,
  to: Person | undefined,
  asked: Asked,
  models: Models,
  until?: Day,
): Promise<void> {
  if (verdict === 'granted') await exempt(found, texts.reason(found.claim, asked.speaker.name), asked, models);
  if (verdict === 'passed' && to) await pass(found, to, asked, models, until);
}

/** Takes back what a verdict did, for another in its place; done twice it is done once. */
export async function takeBack(found: Case, { verdict, to }: Decision, asked: Asked, models: Models): Promise<void> {
  const page = await models.rolls.get(found.roll);
  const duty = models.catalogue.duties.find(({ key }) => key === found.duty);
  if (!page || !duty) return;
  const { duty: key, owners, school } = found;
  const revoked = { by: asked.speaker._id, at: asked.now };
  if (verdict === 'passed' && to && !isPersonal(duty))
    for (const owner of owners)
      await models.standIns.endFor({ school, person: to, duty: key, owner, period: page.period });
  if (verdict === 'passed' && to && isPersonal(duty))
    await models.occasions.removeOwner(key, page.period, ownerOfPerson(to));
  if (verdict === 'granted' || (verdict === 'passed' && isPersonal(duty)))
    for (const owner of owners) {
      await models.exemptions.revoke({ duty: key, owner }, page, revoked);
      await refreshOpen({ duty: key, owner }, asked, models);
    }
  await models.ledger.refresh(found.roll);
}

/** What was exempt until a day beside the case's own page, and was taken back with its decision; of `periods` something is owed again. */
export async function spanTakenBack(
  { roll, duty, owners, decided }: Case,
  asked: Asked,
  models: Models,
): Promise<{ span: string; periods: string } | undefined> {
  if (!decided) return undefined;
  const slots = owners.map((owner) => ({ duty, owner }));
  const taken = await Promise.all(slots.map((slot) => models.exemptions.takenBack(slot, decided)));
  const span = spanOf(taken.flat(), asked.today);
  if (span === undefined) return undefined;
  const pages = await Promise.all(slots.map((slot, at) => owedAgain(slot, taken[at] ?? [], asked, models)));
  const others = new Map(pages.flat().map((page) => [page._id, titleOf(page)]));
  others.delete(roll);
  return { span, periods: periodsText([...others.values()]) };
}

/** A decision with the names of who decided, and of whose it became. */
export async function inNames({ verdict, by, to }: Decision, { people }: Models) {
  const named = await people.byIds([by, ...(to ? [to] : [])]);
  const nameOf = (id?: PersonId): string => named.find(({ _id }) => _id === id)?.name ?? '';
  return { verdict, by: nameOf(by), to: nameOf(to) };
}

export const isOwed = async (found: Case, models: Models): Promise<boolean> =>
  theirEntries(found, await models.rolls.get(found.roll)).some(({ status }) => OWING.includes(status));

/** Whether it has come in, from whoever it was of, or from whom it was passed on to. */
export const isIn = async (found: Case, models: Models): Promise<boolean> =>
  theirEntries(found, await models.rolls.get(found.roll)).some(({ status }) => HANDED_IN.includes(status));

function theirEntries({ owners, decided }: Case, page: Roll | undefined) {
  const all = [...owners, ...(decided?.to ? [ownerOfPerson(decided.to)] : [])];
  return page?.entries.filter(({ owner }) => all.includes(owner)) ?? [];
}

/** A task is owed by the other instead; for what a school or a group owes of this period the other answers, as long as the page is open. */
async function pass(found: Case, to: Person, asked: Asked, models: Models, last?: Day): Promise<void> {
  const page = await models.rolls.get(found.roll);
  const duty = models.catalogue.duties.find(({ key }) => key === found.duty);
  if (!page || !duty) return;
  if (isPersonal(duty)) {
    await models.occasions.addOwner(duty.key, page.period, ownerOfPerson(to._id));
    return exempt(found, texts.passedReason(to.name), asked, models);
  }
  const { event, speaker, now, today } = asked;
  const closes = models.calendar.dayOf(new Date(page.closesAt.getTime() - 1));
  const until = last ? earliest([last, closes]) : closes;
  for (const owner of found.owners) {
    const what = { school: found.school, person: to._id, duty: duty.key, owner, period: page.period };
    const said = { from: today, to: until, by: speaker._id, at: now };
    await models.standIns.put({ _id: `${event.key}:${found.no}:${owner}`, ...what, ...said });
  }
}

async function exempt(
  { roll, duty, owners }: Case,
  reason: string,
  { speaker, now }: Asked,
  models: Models,
): Promise<void> {
  const page = await models.rolls.get(roll);
  if (!page) return;
  for (const owner of owners)
    await models.exemptions.grant({ duty, owner, period: page.period, reason, by: speaker._id, at: now });
  await models.ledger.refresh(roll);
}
