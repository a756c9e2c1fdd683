import { whichOfThem, whichOne } from '../config/texts/owner-name.js';
import * as texts from '../config/texts/submit.js';
import { answerableFor, postOf } from '../models/answerable.js';
import type { Duty } from '../models/duty.js';
import { UnitKind } from '../models/field.js';
import type { Models } from '../models/models.js';
import { type OwnerKey, personIn, splitOwner } from '../models/owner.js';
import { around, ownersIn } from '../models/owners.js';
import { OWING } from '../models/roll.js';
import { askToChoose } from './choice.js';
import { type Asked, here, type Say } from './handler.js';
import { namesOfOwners } from './owner-names.js';
import { saidBefore } from './said-before.js';
import { after } from './words.js';

/** Under whose name it is, with what is left of the words; or a sentence that asks (which of `names`), or says why not. */
export type Chosen = { owner: OwnerKey; args: string } | { problem: string; names?: string[] };

/**
 * Of several owners somebody answers for (two groups, two projects) the one named at the start; else the only one
 * that still owes; else the one named before, when the form was asked for; else one asks.
 */
export async function chooseOwner(owners: OwnerKey[], asked: Asked, models: Models, duty: Duty): Promise<Chosen> {
  const { args } = asked;
  const [only, ...more] = owners;
  if (!only) return { problem: await whose(asked, models, duty) };
  if (more.length === 0) return { owner: only, args: withoutName(args, await namesOf(only, models)) };
  const names = new Map(await Promise.all(owners.map(async (owner) => [owner, await namesOf(owner, models)] as const)));
  for (const [owner, called] of names) {
    const rest = withoutName(args, called);
    if (rest !== args) return { owner, args: rest };
  }
  const open = await models.rolls.openIn([asked.school._id], asked.now, duty.key);
  const owing = owners.filter((owner) =>
    open.some(({ entries }) => entries.some((entry) => entry.owner === owner && OWING.includes(entry.status))),
  );
  const [one] = owing;
  if (one && owing.length === 1) return { owner: one, args };
  const before = args && (await namedBefore(names, asked, models, duty));
  if (before && owing.includes(before)) return { owner: before, args };
  const called = [...names.values()].map(([name = '']) => name);
  return { problem: whichOne(duty, called), names: called };
}

/**
 * Asks which owner is meant, or says why it is none.
 *
 * @param says the whole message again, with the owner named in it.
 */
export const askWhose = (
  { problem, names = [] }: Extract<Chosen, { problem: string }>,
  asked: Asked,
  says: (name: string) => string,
): Say[] =>
  names.length === 0
    ? here(problem)
    : askToChoose(
        asked,
        whichOfThem,
        names.map((name) => ({ label: name, says: says(name) })),
        problem,
      );

/** The owner the speaker named when they last said the duty's word: what they fill in now is the form they got then. */
async function namedBefore(
  names: ReadonlyMap<OwnerKey, string[]>,
  asked: Asked,
  models: Models,
  { word, name, aliases }: Duty,
): Promise<OwnerKey | undefined> {
  for (const text of await saidBefore(asked, models)) {
    const rest = [word, name, ...aliases].map((each) => after(each, text)).find((each) => each !== undefined);
    if (rest === undefined) continue;
    return [...names].find(([, called]) => withoutName(rest, called) !== rest)?.[0];
  }
  return undefined;
}

/** What an owner is called: its name first, then the code it may be called by as well. */
async function namesOf(owner: OwnerKey, models: Models): Promise<string[]> {
  if (personIn(owner)) return [];
  const names = await namesOfOwners([owner], models);
  const { kind, parts } = splitOwner(owner);
  return UNIT_KINDS.has(kind) ? [...names, parts.join('/')] : names;
}

const UNIT_KINDS: ReadonlySet<string> = new Set(UnitKind.options);

function withoutName(args: string, names: string[]): string {
  for (const name of names) {
    const rest = after(name, args);
    if (rest !== undefined) return rest;
  }
  return args;
}

/** Whose it is, for somebody who may not hand it in. */
async function whose({ speaker, school, today }: Asked, models: Models, duty: Duty): Promise<string> {
  const post = models.catalogue.posts.find(({ key }) => key === postOf(duty.owner));
  const inSchool = await around(school, models);
  const [owner] = await ownersIn(duty, school, inSchool, models, today);
  if (!owner) return texts.nothingOpen(duty);
  const holder = answerableFor(owner, duty, inSchool, today)?.person;
  return texts.notYours(duty, post?.name, holder?._id === speaker._id ? undefined : holder?.name);
}
