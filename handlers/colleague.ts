import * as texts from '../config/texts/submit.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import { halfWidth } from './forms/field.js';
import type { Asked } from './handler.js';

export type FoundColleague = { kind: 'found'; person: Person } | { kind: 'problem'; text: string };

/** A colleague of the speaker's school, by name or roster number, for somebody entitled to act for them. */
export async function findColleague(who: string, asked: Asked, { people }: Models): Promise<FoundColleague> {
  if (!asked.rights.has('act-for')) return { kind: 'problem', text: texts.mayNotActFor };
  const wanted = halfWidth(who);
  const byNumber = await people.byId(wanted as PersonId);
  if (byNumber && !byNumber.endedOn && byNumber.school === asked.speaker.school)
    return { kind: 'found', person: byNumber };
  const named = await people.named(asked.speaker.school, wanted);
  const [person] = named;
  if (!person) return { kind: 'problem', text: texts.nobodyNamed(wanted) };
  if (named.length === 1) return { kind: 'found', person };
  return {
    kind: 'problem',
    text: texts.severalNamed(
      wanted,
      named.map(({ _id }) => _id),
    ),
  };
}
