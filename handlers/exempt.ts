import { dueOf } from '../config/texts/due.js';
import * as texts from '../config/texts/exempt.js';
import { dayText, periodsText, untilText } from '../config/texts/format.js';
import type { Duty } from '../models/duty.js';
import { groupBy } from '../models/group-by.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { OwnerKey } from '../models/owner.js';
import { ownersOf } from '../models/owners.js';
import type { Person } from '../models/person.js';
import { OWING, type OwnPage } from '../models/roll.js';
import { titleIn, titleOf } from '../models/title.js';
import { readAbout } from './about-page.js';
import { exampleOf } from './act-for.js';
import { aside } from './aside.js';
import { askWho, findColleague, type NoColleague, namesListed } from './colleague.js';
import { readDay } from './date-phrase.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inTurn } from './in-turn.js';
import { owedAgain, refreshOpen, spanOf } from './owed-again.js';
import { labelIn } from './period-words.js';

interface Case {
  person: Person;
  owner: OwnerKey;
  duty: Duty;
  roll: OwnPage;
  /** The last day, where it is for longer than the period being collected. */
  until?: Day;
  reason: string;
}

/**
 * 免交 姓名 任务 [第9周] [到 日期] 原因: for the period being collected now, for another that is open, or for all that are
 * due until a day, by somebody entitled to act for the colleague; 李一、周二 for the same reason.
 */
export const exempt: Handler = (asked, models) =>
  ofEach(asked, models, { one: grant, of: collected, howTo: texts.howTo });

/** 取消免交 姓名 任务 [第9周]. */
export const revokeExemption: Handler = (asked, models) =>
  ofEach(asked, models, { one: revoke, of: exempted, howTo: texts.howToRevoke });

/** What is to be done for each who is named, of which period where none is, and what is said where it is not understood. */
interface Way {
  one(found: Case, asked: Asked, models: Models): Promise<Say[]>;
  of(pages: OwnPage[], now: Date): OwnPage | undefined;
  howTo(word: string): string;
}

async function ofEach(asked: Asked, models: Models, { one, of, howTo }: Way): Promise<Say[]> {
  const { who, duty, rest } = namedAhead(asked.args, models);
  const names = [...new Set(await namesListed(who, asked, models))];
  if (names.length === 0 || !duty) return here(howTo(exampleOf(models)));
  const says = await inTurn(names, async (name) => {
    const found = await readCase(name, { duty, rest, of }, asked, models);
    if (!('problem' in found)) return one(found, asked, models);
    // In a list a number would answer none of them.
    return found.among && names.length === 1 ? askWho(found.among, asked) : here(found.problem);
  });
  return aside(asked, says);
}

/** Who stands before the first word that is a duty's, and what stands behind it. */
function namedAhead(args: string, { catalogue }: Models): { who: string; duty?: Duty; rest: string } {
  for (const { index } of args.matchAll(/(?<=\s)\S/g)) {
    const { duty, label = '', words } = readAbout(args.slice(index), [], catalogue.duties);
    if (duty) return { who: args.slice(0, index), duty, rest: `${label} ${words}`.trim() };
  }
  return { who: '', rest: '' };
}

async function grant({ person, owner, duty, roll, until, reason }: Case, asked: Asked, models: Models) {
  if (!reason) return here(texts.reasonPlease(person.name, duty.word));
  const span = until ? { from: roll.from < asked.today ? roll.from : asked.today, to: until } : { period: roll.period };
  await models.exemptions.grant({ duty: duty.key, owner, ...span, reason, by: asked.speaker._id, at: asked.now });
  await refreshOpen({ duty: duty.key, owner }, asked, models);
  const last = until && untilText(dayText(until, asked.today));
  const title = titled(duty, last ?? titleOf(roll));
  const told = toThem(person, asked, texts.grantedForYou(asked.speaker.name, title, reason));
  const about = { name: person.name, word: duty.word, label: last ?? titleIn(asked.event.chat, roll) };
  return [...here(texts.granted({ ...about, tells: told.length > 0 }, reason)), ...told];
}

/** What held for several periods is taken back for all of them, and said so. */
async function revoke({ person, owner, duty, roll }: Case, asked: Asked, models: Models): Promise<Say[]> {
  const by = { by: asked.speaker._id, at: asked.now };
  const slot = { duty: duty.key, owner };
  const taken = await models.exemptions.revoke(slot, roll, by);
  await refreshOpen(slot, asked, models);
  if (taken.length === 0) return here(texts.notExempt(person.name, duty.word));
  const owed = await owedAgain(slot, taken, asked, models);
  const span = spanOf(taken, asked.today);
  const title = titled(duty, span ?? titleOf(roll));
  const told = toThem(person, asked, revokedText(title, owed, span !== undefined, asked, models));
  const label = span ?? titleIn(asked.event.chat, roll);
  const about = { name: person.name, word: duty.word, label, tells: told.length > 0 };
  const again = span === undefined ? '' : periodsText(owed.map((page) => titleIn(asked.event.chat, page)));
  return [...here(texts.revoked(about, again)), ...told];
}

const titled = ({ name }: Duty, label: string): string => `${name}（${label}）`;

/** To whom it concerns, where that is not who speaks. */
const toThem = ({ _id }: Person, { speaker }: Asked, text: string): Say[] =>
  _id === speaker._id ? [] : [{ to: _id, text }];

/** What they do now follows from how they stand without it: handed in meanwhile or on leave, they owe nothing. */
function revokedText(
  title: string,
  owed: OwnPage[],
  isSpan: boolean,
  { speaker, now }: Asked,
  { calendar }: Models,
): string {
  if (owed.length === 0) return texts.revokedOwingNothing(speaker.name, title, isSpan);
  const onTimeUntil = (page: OwnPage): string => {
    const { at, over } = dueOf(page, now, calendar);
    return over ? '' : at;
  };
  const again = [...groupBy(owed, onTimeUntil)].map(([due, pages]) => ({
    periods: isSpan ? periodsText(pages.map(titleOf)) : '',
    ...(due && { due }),
  }));
  return texts.revokedForYou(speaker.name, title, again);
}

/** `among`: several are called so. */
interface NoCase {
  problem: string;
  among?: NoColleague;
}

async function readCase(
  who: string,
  { duty, rest, of }: Pick<Way, 'of'> & { duty: Duty; rest: string },
  asked: Asked,
  models: Models,
): Promise<Case | NoCase> {
  const colleague = await findColleague(who, asked, models);
  if (colleague.kind === 'problem') return { problem: colleague.text, among: colleague };
  const [owner] = await ownersOf(duty, colleague.person, asked.school, models, asked.today, true);
  const pages = owner ? await models.rolls.ofOwner(owner, asked.now) : [];
  const ofDuty = pages.filter((roll) => roll.duty === duty.key);
  const { label, words } = readAbout(
    rest,
    ofDuty.map((roll) => ({ duty, roll })),
    [],
  );
  const { until, reason, wrong } = readUntil(words.split(/\s+/), asked.today);
  if (wrong) return { problem: texts.noSuchDay(wrong) };
  const [first = ''] = reason.split(/\s/);
  const named = labelIn(first);
  if (named) return { problem: texts.notOpen(duty.name, named) };
  const roll = label === undefined ? of(ofDuty, asked.now) : ofDuty.find((each) => each.label === label);
  if (!owner || !roll) return { problem: texts.nothingOpen(duty.name) };
  return { person: colleague.person, owner, duty, roll, ...(until && { until }), reason };
}

/** The period being collected, whatever the entry's state; where none is, what is still owed. */
const collected = (pages: OwnPage[], now: Date): OwnPage | undefined =>
  pages.find(({ lateAfter }) => lateAfter >= now) ??
  pages.find(({ entries }) => entries.some(({ status }) => OWING.includes(status))) ??
  pages.at(-1);

/** The same where it is exempt, else the last that is. */
function exempted(pages: OwnPage[], now: Date): OwnPage | undefined {
  const isExempt = (page?: OwnPage): boolean => page?.entries.some(({ status }) => status === 'exempt') ?? false;
  const page = collected(pages, now);
  return isExempt(page) ? page : (pages.findLast(isExempt) ?? page);
}

/** 到 12月1日 病休 · 到12月1日 病休 · 病休 到 12月1日 · 病休. A 到 that leads to no day is one of the reason: 到县里培训. */
function readUntil(words: string[], today: Day): { until?: Day; reason: string; wrong?: string } {
  for (const [at, word] of words.entries()) {
    if (!word.startsWith('到')) continue;
    const named = word === '到' ? (words[at + 1] ?? '') : word.slice(1);
    const until = readDay(named, today);
    const rest = [...words.slice(0, at), ...words.slice(at + (word === '到' ? 2 : 1))];
    if (until && until >= today) return { until, reason: reasonOf(rest) };
    if (until || at === 0) return { reason: '', wrong: named };
  }
  return { reason: reasonOf(words) };
}

const reasonOf = (words: string[]): string => words.join(' ').replace(/^(?:原因|因为)[\s:：]*/, '');
