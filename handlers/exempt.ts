import * as texts from '../config/texts/exempt.js';
import { dayText, deadlineText } from '../config/texts/format.js';
import type { Duty } from '../models/duty.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { OwnerKey } from '../models/owner.js';
import { ownersOf } from '../models/owners.js';
import type { Person } from '../models/person.js';
import { entryFor, OWING, type OwnPage } from '../models/roll.js';
import { chooseRoll } from '../models/roll-choice.js';
import { titleIn, titleOf } from '../models/title.js';
import { exampleOf } from './act-for.js';
import { askWho, findColleague } from './colleague.js';
import { readDay } from './date-phrase.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { findDuty } from './words.js';

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
 * 免交 姓名 任务 [到 日期] 原因: for the period being collected now, or for all that are due until a day, by somebody
 * entitled to act for the colleague.
 */
export const exempt: Handler = async (asked, models) => {
  const found = await readCase(asked, models);
  if (Array.isArray(found)) return found;
  const { person, owner, duty, roll, until, reason } = found;
  if (!reason) return here(texts.reasonPlease(person.name, duty.word));
  const span = until ? { from: roll.from < asked.today ? roll.from : asked.today, to: until } : { period: roll.period };
  await models.exemptions.grant({ duty: duty.key, owner, ...span, reason, by: asked.speaker._id, at: asked.now });
  await refresh(asked, models, owner, duty);
  const last = until && texts.until(dayText(until, asked.today));
  const told = toThem(
    person,
    asked,
    texts.grantedForYou(asked.speaker.name, titled(duty, last ?? titleOf(roll)), reason),
  );
  const about = { name: person.name, word: duty.word, label: last ?? titleIn(asked.event.chat, roll) };
  return [...here(texts.granted({ ...about, tells: told.length > 0 }, reason)), ...told];
};

/** 取消免交 姓名 任务. */
export const revokeExemption: Handler = async (asked, models) => {
  const found = await readCase(asked, models, texts.howToRevoke);
  if (Array.isArray(found)) return found;
  const { person, owner, duty, roll } = found;
  const by = { by: asked.speaker._id, at: asked.now };
  const revoked = await models.exemptions.revoke({ duty: duty.key, owner }, roll, by);
  await refresh(asked, models, owner, duty);
  if (!revoked) return here(texts.notExempt(person.name, duty.word));
  const told = toThem(person, asked, await revokedText(found, asked, models));
  const about = { name: person.name, word: duty.word, label: titleIn(asked.event.chat, roll) };
  return [...here(texts.revoked({ ...about, tells: told.length > 0 })), ...told];
};

const titled = ({ name }: Duty, label: string): string => `${name}（${label}）`;

/** To whom it concerns, where that is not who speaks. */
const toThem = ({ _id }: Person, { speaker }: Asked, text: string): Say[] =>
  _id === speaker._id ? [] : [{ to: _id, text }];

/** What they do now follows from how they stand without it: handed in meanwhile or on leave, they owe nothing. */
async function revokedText({ owner, duty, roll }: Case, { speaker, now }: Asked, models: Models): Promise<string> {
  const title = titled(duty, titleOf(roll));
  const entry = entryFor(await models.rolls.get(roll._id), owner);
  if (!entry || !OWING.includes(entry.status)) return texts.revokedOwingNothing(speaker.name, title);
  const due = now <= roll.dueAt ? deadlineText(roll.dueAt, now, models.calendar) : undefined;
  return texts.revokedForYou(speaker.name, title, due);
}

/** Brings every open page of the owner's up to date: an exemption may hold for several. */
async function refresh({ now }: Asked, { rolls, ledger }: Models, owner: OwnerKey, duty: Duty): Promise<void> {
  const open = (await rolls.ofOwner(owner, now)).filter((roll) => roll.duty === duty.key);
  for (const { _id } of open) await ledger.refresh(_id);
}

async function readCase(asked: Asked, models: Models, howTo = texts.howTo): Promise<Case | Say[]> {
  const [who = '', word = '', ...rest] = asked.args.split(/\s+/);
  const { until, reason, wrong } = readUntil(rest, asked.today);
  const duty = findDuty(word, models.catalogue.duties);
  if (wrong) return here(texts.noSuchDay(wrong));
  if (!who || !duty) return here(howTo(exampleOf(models)));
  const colleague = await findColleague(who, asked, models);
  if (colleague.kind === 'problem') return askWho(colleague, asked);
  const [owner] = await ownersOf(duty, colleague.person, asked.school, models, asked.today, true);
  if (!owner) return here(texts.nothingOpen(duty.name));
  const pages = await models.rolls.ofOwner(owner, asked.now);
  // The period being collected, whatever the entry's state: an exemption already granted is found again to be revoked.
  const open = pages.filter((roll) => roll.duty === duty.key && roll.lateAfter >= asked.now);
  const roll = open.at(0) ?? chooseRoll(pages, owner, duty.key, asked.now);
  if (!roll) return here(texts.nothingOpen(duty.name));
  return { person: colleague.person, owner, duty, roll, ...(until && { until }), reason };
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
