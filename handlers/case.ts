import * as texts from '../config/texts/case.js';
import { momentText } from '../config/texts/format.js';
import { type Claim, canPass } from '../models/case.js';
import { deciderOfCase } from '../models/decider.js';
import type { Duty } from '../models/duty.js';
import { groupBy } from '../models/group-by.js';
import type { Choice } from '../models/message.js';
import type { Models } from '../models/models.js';
import { nextNamed, nextToAnswer } from '../models/next-to-answer.js';
import type { NagItem } from '../models/outbox.js';
import type { OwnerKey } from '../models/owner.js';
import { seesTo } from '../models/owners.js';
import { PRESS_MS } from '../models/press-token.js';
import { HANDED_IN, OWING, type OwnPage, type RollEntry } from '../models/roll.js';
import { placeOf } from '../models/school.js';
import { titleOf } from '../models/title.js';
import { type About, namedIn, readAbout } from './about-page.js';
import { aside } from './aside.js';
import { askToChoose } from './choice.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { nothingLeft } from './nothing-left.js';
import { othersOf } from './others-of.js';
import { toldOf } from './reply.js';
import { inNames } from './verdict.js';

/** So long whoever is asked has, in school days, before somebody above is. */
const DECIDE_WITHIN = 3;

const WORDS: Record<Claim, string> = { 'handed-in': '已交过了', 'not-mine': '不该我交' };

/** An entry of the ledger its speaker sees to. */
interface Own {
  duty: Duty;
  roll: OwnPage;
  entry: RollEntry;
}

/**
 * 已交过了 [任务] [第9周] [原话] · 不该我交 …: of what a reminder was about. Where it stands on the ledger, it is said
 * where; else whoever is in charge is asked to decide, and nobody is reminded of it meanwhile.
 */
export const claim =
  (what: Claim): Handler =>
  async (asked, models) => {
    const own = await ownEntries(asked, models);
    const about = readAbout(asked.args, own, models.catalogue.duties);
    const told = await toldOf(asked, models);
    const meant = meantOf(own, about, told);
    const pages = [...groupBy(asReminded(meant.filter(isOwed), told), ({ roll }) => roll._id).values()];
    const [page] = pages;
    if (!page && what === 'not-mine') {
      const others = await othersOf(told.flat(), about, asked, models);
      if (others.length > 0) return answered(asked, texts.othersOwe(others));
    }
    if (!page) return answered(asked, await notOwed(meant, what, { ...about, isTold: told.length > 0 }, asked, models));
    if (pages.length > 1) return whichOne(what, pages, about.words, asked);
    return open(what, page, about.words, asked, models);
  };

const answered = (asked: Asked, text: string): Say[] => aside(asked, here(text));

const isOwed = ({ entry }: Own): boolean => OWING.includes(entry.status);

async function ownEntries({ speaker, school, today, now }: Asked, models: Models): Promise<Own[]> {
  const theirs = await seesTo(speaker, school, models, today);
  const perOwner = theirs.owners.map(async (owner) =>
    (await models.rolls.ofOwner(owner, now)).flatMap((roll): Own[] => {
      const duty = models.catalogue.duties.find(({ key }) => key === roll.duty);
      const [entry] = roll.entries;
      return duty && entry && theirs.covers(duty.key, owner, roll.period) ? [{ duty, roll, entry }] : [];
    }),
  );
  return (await Promise.all(perOwner)).flat();
}

/**
 * Of which of the entries it is said: of a task's or period's where one stands ahead; else of what the reminder that is
 * answered was about, or the last one, and of that only what the words name.
 */
function meantOf(own: Own[], { duty, label, words }: About, told: NagItem[][]): Own[] {
  if (duty || label !== undefined)
    return own.filter((each) => (!duty || each.duty === duty) && (label === undefined || each.roll.label === label));
  const perNag = told.map((items) => own.filter(({ roll }) => items.some((item) => item.roll === roll._id)));
  return namedIn(words, perNag.find((entries) => entries.length > 0) ?? []);
}

/** What is due first first; of one day in the order in which the reminder named it. */
function asReminded(all: Own[], told: NagItem[][]): Own[] {
  const rolls = told.flat().map(({ roll }) => roll);
  return all.toSorted(
    (a, b) => a.roll.dueAt.getTime() - b.roll.dueAt.getTime() || rolls.indexOf(a.roll._id) - rolls.indexOf(b.roll._id),
  );
}

/** It is in: where. Or nothing is owed. */
async function notOwed(
  meant: Own[],
  what: Claim,
  { duty, label, isTold }: About & { isTold: boolean },
  { now }: Asked,
  { submissions, calendar }: Models,
): Promise<string> {
  const found = meant.findLast(({ entry }) => HANDED_IN.includes(entry.status));
  if (!found || what !== 'handed-in') {
    if (duty) return texts.nothingOf(duty.name, label);
    const statuses = meant.map(({ entry }) => entry.status);
    return texts.nothing(nothingLeft(isTold, statuses), WORDS[what]);
  }
  const { entry } = found;
  const record = entry.submission ? await submissions.get(entry.submission) : undefined;
  const at = entry.at ?? record?.handedInAt;
  return texts.onLedger(titleFor(found), at ? momentText(at, calendar, now) : '', record?.no ?? '');
}

const titleFor = ({ duty, roll }: Pick<Own, 'duty' | 'roll'>): string => `${duty.name}（${titleOf(roll)}）`;

/** Asks which; what else was said stands behind each choice, so that the answer says all of it. */
function whichOne(what: Claim, pages: Own[][], words: string, asked: Asked): Say[] {
  const choices = pages.flatMap(([own]) => (own ? [choiceOf(own, WORDS[what], words)] : []));
  const inWords = texts.whichOne(choices.map(({ says }) => says));
  const isPrivate = asked.event.chat.kind === 'private';
  return isPrivate ? askToChoose(asked, texts.whichTitle, choices, inWords) : answered(asked, inWords);
}

const choiceOf = ({ duty, roll }: Own, word: string, words: string): Choice => ({
  label: `${duty.word} ${titleOf(roll)}`,
  says: [word, duty.word, roll.label, words].filter(Boolean).join(' '),
});

async function open(what: Claim, page: Own[], words: string, asked: Asked, models: Models): Promise<Say[]> {
  const { speaker, school, today, now, event } = asked;
  const [own] = page;
  const about = own && { duty: own.duty, period: own.roll.period, school, not: [speaker._id] };
  const decider = about && (await deciderOfCase(about, models, today));
  if (!own || !decider) return answered(asked, texts.nobody);
  const risesOn = models.calendar.shift(today, DECIDE_WITHIN, placeOf(school));
  const opened = await models.cases.open({
    ...{ roll: own.roll._id, duty: own.duty.key, school: own.roll.school, person: speaker._id, claim: what, words },
    owners: page.map(({ entry }): OwnerKey => entry.owner),
    ...{ event: event.key, openedAt: now, decider: decider._id },
    ...(risesOn && { risesOn }),
  });
  await models.heard.answered(speaker._id, [own.roll._id], now);
  const title = titleFor(own);
  const returned = own.entry.status === 'returned';
  if (opened.decided)
    return answered(asked, texts.before(title, { ...(await inNames(opened.decided, models)), returned }));
  const asks = await models.people.byId(opened.decider);
  if (opened.event !== event.key) return answered(asked, texts.waiting(title, asks?.name ?? ''));
  const next = what === 'not-mine' ? await nextToAnswer(opened, models, today) : undefined;
  const said = {
    name: speaker.name,
    title,
    claim: what,
    words: opened.words,
    no: opened.no,
    canPass: what === 'not-mine' && canPass(own.duty),
    ...nextNamed(next, opened.decider),
  };
  const until = new Date(now.getTime() + PRESS_MS);
  const card = await models.pressTokens.sign(texts.card(said), opened.decider, until);
  const toDecide = { to: opened.decider, text: texts.toDecide(said), card };
  return [...answered(asked, texts.opened(title, what, asks?.name ?? '')), toDecide];
}
