import * as texts from '../config/texts/case.js';
import { type Case, canPass, type Decision, type Verdict } from '../models/case.js';
import type { Right } from '../models/duty.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { nextToAnswer } from '../models/next-to-answer.js';
import type { Person } from '../models/person.js';
import { titleOf } from '../models/title.js';
import { findColleague } from './colleague.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inTurn } from './in-turn.js';
import { isOpened, openingPosts } from './occasion-day.js';
import { linesOf, pending } from './pending.js';
import { carryOut, inNames, isIn, isOwed, spanTakenBack, takeBack } from './verdict.js';
import { casesIn, noSuchCase, type Wish, whichCase } from './which-case.js';

/**
 * 认可 编号|姓名 · 仍请交 编号 [要说的话] · 转给 编号 姓名: by whom it was put to, or whoever may act for that colleague;
 * of several at once. Whoever has decided may decide otherwise.
 */
export const decide =
  (wish: Wish): Handler =>
  async (asked, models) => {
    if (!asked.args) return here((await ownPending(asked, models)) ?? texts.howToDecide);
    const { named, words } = await casesIn(wish, asked, models);
    if (named.length === 0) return here(texts.howToDecide);
    return inTurn(named, async (each) => {
      const theirs = each.cases.filter((found) => mayDecide(found, asked, models));
      const [found] = theirs;
      if (!found) return noSuchCase(each);
      if (theirs.length > 1) return whichCase({ ...each, cases: theirs }, { wish, words }, asked, models);
      return decideOne(found, wish, words, asked, models);
    });
  };

async function decideOne(found: Case, wish: Wish, words: string, asked: Asked, models: Models): Promise<Say[]> {
  const before = found.decided;
  const whose = await whoseInstead(found, wish, words, asked, models);
  if ('problem' in whose) return here(whose.problem);
  const { to, until, meant } = whose;
  if (before && !isAgain(found, asked)) {
    const stands = await whyItStands(before, found, { wish: meant, ...(to && { to }) }, asked, models);
    if (stands) return here(stands);
    await takeBack(found, before, asked, models);
  }
  const said = { by: asked.speaker._id, at: asked.now, event: asked.event.key, words };
  const verdict = isAgain(found, asked) || (await isOwed(found, models)) ? meant : 'moot';
  const decided = await models.cases.decide(found, { verdict, ...said, ...(to && { to: to._id }) });
  if (!decided || !isAgain(decided, asked)) return here(texts.already(found.no));
  const stands = decided.decided?.verdict ?? verdict;
  await carryOut(decided, stands, to, asked, models, until);
  return told(decided, stands, { words, ...(to && { to }) }, asked, models);
}

/** Why a case is not decided otherwise: it is decided so, by somebody else, or it has come in meanwhile. */
async function whyItStands(
  before: Decision,
  found: Case,
  { wish, to }: { wish: Wish; to?: Person },
  { speaker, event }: Asked,
  models: Models,
): Promise<string | undefined> {
  const isSame = before.verdict === wish && before.to === to?._id;
  const isOver = before.verdict === 'moot' && !(await isOwed(found, models));
  if (isSame || event.chat.kind === 'group') return texts.already(found.no);
  if (!isOver && before.by !== speaker._id) return texts.decidedBy(found.no, await inNames(before, models));
  if (!isOver && !(await isIn(found, models))) return undefined;
  const [line] = await linesOf([found], models);
  return line && texts.moot(line);
}

/** What is to be decided is its decider's to see. */
const ownPending = async ({ event, speaker }: Asked, models: Models): Promise<string | undefined> =>
  event.chat.kind === 'private' ? pending(speaker._id, models) : undefined;

/** What is meant by a word, and whose it is to be. What a school owes nobody is let off who only stands in: it goes on. */
async function whoseInstead(
  found: Case,
  wish: Wish,
  words: string,
  asked: Asked,
  models: Models,
): Promise<{ meant: Wish; to?: Person; until?: Day } | { problem: string }> {
  if (wish === 'passed') {
    const to = await newOwner(found, words, asked, models);
    return 'problem' in to ? to : { meant: wish, to };
  }
  const next = found.claim === 'not-mine' && (await nextToAnswer(found, models, asked.today, found.decided?.to));
  if (!next || (wish === 'kept' && !next.isOver)) return { meant: wish };
  const { to, until } = next;
  return to ? { meant: 'passed', to, ...(until && { until }) } : { problem: texts.nobodyNext(found.no) };
}

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
  // Who may decide may say whose it is, whatever else they may do.
  const inTheirPlace = { ...asked, speaker: { ...asked.speaker, school }, rights: new Set<Right>(['act-for']) };
  const found = await findColleague(who, inTheirPlace, models);
  if (found.kind === 'problem') return { problem: found.text };
  return found.person._id === person ? { problem: texts.theirsAlready(found.person.name) } : found.person;
}

/**
 * Nobody decides about themselves, and about a task only who is asked to, who may give some, or who acts for colleagues
 * all over the county.
 */
function mayDecide({ decider, person, school, duty: key }: Case, asked: Asked, { catalogue }: Models): boolean {
  const { speaker, rights } = asked;
  if (person === speaker._id) return false;
  const duty = catalogue.duties.find((each) => each.key === key);
  const isAsked = decider === speaker._id;
  if (duty?.owner.kind === 'assignee' && isOpened(duty) && isAsked && openingPosts(duty, asked).length > 0) return true;
  if (!rights.has('act-for')) return false;
  const isOfSchool = speaker.school === school && duty?.owner.kind !== 'assignee';
  return isAsked || isOfSchool || rights.has('see-county');
}

/** Whether this very event decided it: its handler may run a second time. */
const isAgain = ({ decided }: Case, { event }: Asked): boolean => decided?.event === event.key;

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
    no: found.no,
    to: to?._id === asked.speaker._id ? '' : (to?.name ?? ''),
  };
  const span = await spanTakenBack(found, asked, models);
  const isPrivate = asked.event.chat.kind === 'private';
  const inWords = `${RECEIPTS[verdict](about)}${span ? texts.spanTakenBack(span.span, span.periods) : ''}`;
  const receipt = isPrivate ? inWords : texts.inGroup(found.no);
  if (verdict === 'moot') return here(receipt);
  const by = asked.speaker.name;
  const before = found.earlier?.at(-1);
  const toPerson = {
    granted: texts.youAreFree(title, by, words),
    kept: texts.stillPlease(title, by, { words, again: before !== undefined }),
    passed: texts.yoursNoMore(title, by, to?.name ?? ''),
  }[verdict];
  const besides = span ? texts.spanTakenBackFromYou(span.span, span.periods) : '';
  const says: Say[] = [...here(receipt), { to: found.person, text: `${toPerson}${besides}` }];
  if (to && duty && to._id !== asked.speaker._id) says.push({ to: to._id, text: texts.nowYours(title, by, duty.word) });
  if (before?.to && before.to !== to?._id && before.to !== asked.speaker._id)
    says.push({ to: before.to, text: texts.notYoursAfterAll(title, by) });
  return says;
}
