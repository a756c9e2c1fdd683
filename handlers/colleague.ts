import * as texts from '../config/texts/submit.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import { askToChoose } from './choice.js';
import { halfWidth } from './forms/field.js';
import { type Asked, here, type Say } from './handler.js';

export type FoundColleague = { kind: 'found'; person: Person } | NoColleague;

type Spoke = Omit<Asked, 'args'>;

/** Why it is nobody; `among`: several are called so. */
export interface NoColleague {
  kind: 'problem';
  text: string;
  who: string;
  among?: Person[];
}

/** A colleague of the speaker's school, by name or roster number, for somebody entitled to act for them. */
export async function findColleague(who: string, asked: Asked, { people }: Models): Promise<FoundColleague> {
  if (!asked.rights.has('act-for')) return { kind: 'problem', text: texts.mayNotActFor, who };
  const wanted = halfWidth(who);
  const byNumber = await people.byId(wanted as PersonId);
  if (byNumber && !byNumber.endedOn && byNumber.school === asked.speaker.school)
    return { kind: 'found', person: byNumber };
  const named = await people.named(asked.speaker.school, wanted);
  const [person] = named;
  if (!person) return { kind: 'problem', text: texts.nobodyNamed(wanted), who };
  if (named.length === 1) return { kind: 'found', person };
  return {
    kind: 'problem',
    text: texts.severalNamed(
      wanted,
      named.map(({ _id }) => _id),
    ),
    who,
    among: named,
  };
}

/** The name or roster number of a colleague of the speaker's that a text begins with; the longest, if of several. */
export async function colleagueAhead(text: string, { school }: Spoke, { people }: Models): Promise<string | undefined> {
  const colleagues = await people.ofSchool(school._id);
  return colleagues
    .flatMap(({ name, _id }) => [name, _id as string])
    .filter((called) => text.startsWith(called))
    .toSorted((a, b) => b.length - a.length)
    .at(0);
}

/** 肖勇、田美玲 and 肖勇和田美玲 are two; 李和平 is one, where somebody is called so. */
export const namesIn = (text: string, known: ReadonlySet<string>): string[] =>
  text
    .split('、')
    .filter(Boolean)
    .flatMap((part) => joined(part, known) ?? [part]);

function joined(text: string, known: ReadonlySet<string>): string[] | undefined {
  if (known.has(text)) return [text];
  for (const { index } of text.matchAll(/[和与跟及]/g)) {
    const first = text.slice(0, index);
    const others = known.has(first) ? joined(text.slice(index + 1), known) : undefined;
    if (others) return [first, ...others];
  }
  return undefined;
}

/** Whom somebody who may act for colleagues names, one behind the other; from whoever may not, as it was said. */
export async function namesListed(said: string, { rights, speaker }: Asked, { people }: Models): Promise<string[]> {
  const staff = said && rights.has('act-for') ? await people.ofSchool(speaker.school) : [];
  const row = said
    .trim()
    .replace(/\s*([和与跟及])\s*/g, '$1')
    .replace(/[\s,，]+/g, '、');
  return namesIn(row, new Set(staff.map(({ name }) => name)));
}

/** Says why it is nobody, or asks which of several: choosing one says it all again, with a number for the name. */
export function askWho({ text, who, among = [] }: NoColleague, asked: Asked): Say[] {
  const choices = among.map(({ _id, name, subjects }) => ({
    label: [name, ...subjects, _id].join(' '),
    says: asked.event.text.replace(who, () => _id),
  }));
  return among.length > 0 ? askToChoose(asked, texts.whichOfThem(halfWidth(who)), choices, text) : here(text);
}
