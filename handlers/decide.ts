import * as texts from '../config/texts/case.js';
import { type Case, canPass, type Verdict } from '../models/case.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson } from '../models/owner.js';
import { isPersonal } from '../models/owners.js';
import type { Person } from '../models/person.js';
import { readNo } from '../models/record-no.js';
import { OWING } from '../models/roll.js';
import { titleOf } from '../models/title.js';
import { findColleague } from './colleague.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { pending } from './pending.js';

/** 认可 编号 · 仍请交 编号 [要说的话] · 转给 编号 姓名: by whom it was put to, or whoever may act for that colleague. */
export const decide =
  (wish: 'granted' | 'kept' | 'passed'): Handler =>
  async (asked, models) => {
    const [typed = '', ...rest] = asked.args.split(/\s+/);
    if (!typed) return here((await ownPending(asked, models)) ?? texts.howToDecide);
    const no = readNo(typed);
    const found = no ? await models.cases.byNo(no) : undefined;
    if (!found || !mayDecide(found, asked)) return here(texts.noSuch(typed));
    const to = wish === 'passed' ? await newOwner(found, rest.join(' '), asked, models) : undefined;
    if (to && 'problem' in to) return here(to.problem);
    const decision = {
      ...{ by: asked.speaker._id, at: asked.now, event: asked.event.key, words: rest.join(' ') },
      ...(to && { to: to._id }),
    };
    const verdict = (await isOwed(found, models)) || isAgain(found, asked) ? wish : 'moot';
    const decided = await models.cases.decide(found, { verdict, ...decision });
    if (!decided || !isAgain(decided, asked)) return here(texts.already(found.no));
    const stands = decided.decided?.verdict ?? verdict;
    if (stands === 'granted') await exempt(decided, texts.reason(found.claim, asked.speaker.name), asked, models);
    if (stands === 'passed' && to) await pass(decided, to, asked, models);
    return told(decided, stands, { words: rest.join(' '), ...(to && { to }) }, asked, models);
  };

/** What is to be decided is its decider's to see. */
const ownPending = async ({ event, speaker }: Asked, models: Models): Promise<string | undefined> =>
  event.chat.kind === 'private' ? pending(speaker._id, models) : undefined;

/** Whose it is to be: a colleague of whoever the case is about. */
async function newOwner(
  { duty: key, school, person }: Case,
  who: string,
  asked: Asked,
  models: Models,
): Promise<Person | { problem: string }> {
  const duty = models.catalogue.duties.find((each) => each.key === key);
  if (!duty || !canPass(duty)) return { problem: texts.cannotPass(duty?.name ?? '') };
  if (!who) return { problem: texts.howToPass };
  const found = await findColleague(who, { ...asked, speaker: { ...asked.speaker, school } }, models);
  if (found.kind === 'problem') return { problem: found.text };
  return found.person._id === person ? { problem: texts.theirsAlready(found.person.name) } : found.person;
}

/** A task is owed by the other instead; for what a school or a group owes the other answers, as long as the page is open. */
async function pass(found: Case, to: Person, asked: Asked, models: Models): Promise<void> {
  const page = await models.rolls.get(found.roll);
  const duty = models.catalogue.duties.find(({ key }) => key === found.duty);
  if (!page || !duty) return;
  if (isPersonal(duty)) {
    await models.occasions.addOwner(duty.key, page.period, ownerOfPerson(to._id));
    return exempt(found, texts.passedReason(to.name), asked, models);
  }
  const { event, speaker, now, today } = asked;
  const until = models.calendar.dayOf(new Date(page.closesAt.getTime() - 1));
  for (const owner of found.owners) {
    const what = { school: found.school, person: to._id, duty: duty.key, owner, from: today, to: until };
    await models.standIns.put({ _id: `${event.key}:${owner}`, ...what, by: speaker._id, at: now });
  }
}

/** Nobody decides about themselves. */
function mayDecide({ decider, person, school }: Case, { speaker, rights }: Asked): boolean {
  if (person === speaker._id) return false;
  if (!rights.has('act-for')) return false;
  return decider === speaker._id || speaker.school === school || rights.has('see-county');
}

/** Whether this very event decided it: its handler may run a second time. */
const isAgain = ({ decided }: Case, { event }: Asked): boolean => decided?.event === event.key;

async function isOwed({ roll, owners }: Case, { rolls }: Models): Promise<boolean> {
  const page = await rolls.get(roll);
  return page?.entries.some(({ owner, status }) => owners.includes(owner) && OWING.includes(status)) ?? false;
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

const RECEIPTS: Record<Verdict, (about: texts.DecidedText) => string> = {
  granted: texts.granted,
  kept: texts.kept,
  passed: texts.passed,
  moot: texts.moot,
};

async function told(
  found: Case,
  verdict: Verdict,
  { words, to }: { words: string; to?: Person },
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  const [person, page] = await Promise.all([models.people.byId(found.person), models.rolls.get(found.roll)]);
  const duty = models.catalogue.duties.find(({ key }) => key === found.duty);
  const title = `${duty?.name ?? ''}（${page ? titleOf(page) : ''}）`;
  const about = {
    name: person?.name ?? '',
    title,
    claim: found.claim,
    words: found.words,
    no: found.no,
    word: duty?.word ?? '',
    to: to?.name ?? '',
  };
  const receipt = asked.event.chat.kind === 'private' ? RECEIPTS[verdict](about) : texts.inGroup(found.no);
  if (verdict === 'moot') return here(receipt);
  const by = asked.speaker.name;
  const toPerson = {
    granted: texts.youAreFree(title, by),
    kept: texts.stillPlease(title, by, words),
    passed: texts.yoursNoMore(title, by, about.to),
  }[verdict];
  const says: Say[] = [...here(receipt), { to: found.person, text: toPerson }];
  if (to && duty && to._id !== asked.speaker._id) says.push({ to: to._id, text: texts.nowYours(title, by, duty.word) });
  return says;
}
