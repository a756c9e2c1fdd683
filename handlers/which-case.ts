import * as texts from '../config/texts/case.js';
import type { Case, Verdict } from '../models/case.js';
import type { Models } from '../models/models.js';
import { readNo } from '../models/record-no.js';
import { askToChoose } from './choice.js';
import { type Asked, here, type Say } from './handler.js';
import { privately } from './missing.js';
import { linesOf, type PendingLine } from './pending.js';

/** What somebody may decide. */
export type Wish = Exclude<Verdict, 'moot'>;

const WORDS: Record<Wish, string> = { granted: '认可', kept: '仍请交', passed: '转给' };

/** A case that is named, as it was typed; by a name there may be several. */
export interface Named {
  typed: string;
  cases: Case[];
}

/** 7F3KQ2、7F3KR9 · 李一和周二 · 7F3KQ2 请再发一次: which cases, by number or by whose they are, and the words behind. */
export async function casesIn(wish: Wish, asked: Asked, models: Models): Promise<{ named: Named[]; words: string }> {
  const waiting = await models.cases.waitingFor(asked.speaker._id, asked.event.key);
  const people = await models.people.byIds(waiting.map(({ person }) => person));
  const names = [...new Set(people.map(({ name }) => name))].toSorted((a, b) => b.length - a.length);
  const named: Named[] = [];
  let rest = asked.args;
  // What stands behind the first in 转给 is whose it is to be.
  const most = wish === 'passed' ? 1 : asked.args.length;
  while (named.length < most) {
    const typed = NUMBER.exec(rest)?.[0];
    const name = names.find((each) => isAhead(rest, each));
    const found = typed ?? name;
    if (found === undefined) break;
    named.push({ typed: found, cases: typed ? await byNo(typed, models) : waiting.filter(ofName(name, people)) });
    rest = rest.slice(found.length);
    const [apart = ''] = APART.exec(rest) ?? [];
    rest = rest.slice(apart.length);
  }
  const unknown = await unknownAhead(rest, named, wish, asked, models);
  const all = unknown ? [...named, { typed: unknown, cases: [] }] : named;
  return { named: once(all), words: unknown ? rest.slice(unknown.length).trim() : rest };
}

const NUMBER = /^[\dA-Za-z\uFF10-\uFF5A]{6}(?![\dA-Za-z])/;
const APART = /^(?:老师)?[\s、，,；;和与及跟]*/;

const isAhead = (text: string, name: string): boolean =>
  text.startsWith(name) && /^(?:老师)?(?:[\s、，,；;和与及跟]|$)/.test(text.slice(name.length));

const ofName =
  (name: string | undefined, people: readonly { _id: string; name: string }[]) =>
  ({ person }: Case): boolean =>
    people.some((each) => each._id === person && each.name === name);

async function byNo(typed: string, { cases }: Models): Promise<Case[]> {
  const no = readNo(typed);
  const found = no ? await cases.byNo(no) : undefined;
  return found ? [found] : [];
}

/** The first word where nothing was found, or a colleague's name behind what was: nobody who is named goes unanswered. */
async function unknownAhead(
  rest: string,
  named: readonly Named[],
  wish: Wish,
  { speaker }: Asked,
  { people }: Models,
): Promise<string | undefined> {
  const [first = ''] = rest.split(/[\s、，,；;]/);
  if (!first) return undefined;
  if (named.length === 0) return first;
  return wish !== 'passed' && (await people.named(speaker.school, first)).length > 0 ? first : undefined;
}

const once = (all: readonly Named[]): Named[] => [
  ...new Map(all.map((each) => [each.cases.map(({ no }) => no).join() || each.typed, each])).values(),
];

/** Asks which of several of one person's it is. */
export async function whichCase(
  { typed, cases }: Named,
  { wish, words }: { wish: Wish; words: string },
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  const lines: PendingLine[] = await linesOf(cases, models);
  const choices = lines.map(({ no, title }) => ({ label: title, says: [WORDS[wish], no, words].join(' ').trim() }));
  const inWords = texts.whichCase(typed, lines, WORDS[wish]);
  const isPrivate = asked.event.chat.kind === 'private';
  return isPrivate ? askToChoose(asked, texts.severalOf(typed), choices, inWords) : [privately(asked, inWords)];
}

/** What is said where a number or name is no case of theirs to decide. */
export const noSuchCase = ({ typed }: Named): Say[] => here(texts.noSuch(typed));
