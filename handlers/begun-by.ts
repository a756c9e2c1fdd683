import { isDeepStrictEqual } from 'node:util';
import * as texts from '../config/texts/begun-by.js';
import { dayText } from '../config/texts/format.js';
import { isJoint, takesMany } from '../models/draft.js';
import type { Duty } from '../models/duty.js';
import type { Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import { personIn } from '../models/owner.js';
import type { Submission } from '../models/submission.js';
import type { Asked } from './handler.js';
import { type Place, periodAt } from './record.js';

/** A colleague's draft for the same school or group, of which one record is wanted: whose it is, and whether it is filled in together. */
export interface Begun {
  draft: Submission;
  by: texts.Begun;
  joint: boolean;
}

/** The draft somebody else has begun where only one record is wanted; undefined where each writes their own anyway. */
export async function begunByAnother(
  { event, speaker, today }: Pick<Asked, 'event' | 'speaker' | 'today'>,
  { submissions, people, calendar }: Pick<Models, 'submissions' | 'people' | 'calendar'>,
  duty: Duty,
  place: Place,
): Promise<Begun | undefined> {
  const { owner } = place;
  const period = periodAt(place);
  if (!period || personIn(owner) || takesMany(duty)) return undefined;
  const all = await submissions.ofOwner({ duty: duty.key, period, owner });
  const draft = all.findLast(
    ({ state, handedInAt, by }) => state === 'draft' && handedInAt === undefined && by !== speaker._id,
  );
  if (!draft) return undefined;
  // Who has begun what is not in yet is no matter of a group's.
  const name = event.chat.kind === 'group' ? undefined : (await people.byId(draft.by))?.name;
  const day = dayText(calendar.dayOf(draft.changes[0]?.at ?? draft.updatedAt), today);
  return { draft, by: { ...(name && { name }), day }, joint: isJoint(duty) };
}

/** What is said above an empty form of it; nothing to whoever has written in it already. */
export async function noteOnBegun(asked: Asked, models: Models, duty: Duty, place: Place): Promise<string[]> {
  const begun = await begunByAnother(asked, models, duty, place);
  if (begun?.joint && begun.draft.changes.some(({ by }) => by === asked.speaker._id)) return [];
  return begun ? [begun.joint ? texts.goOn(begun.by) : texts.writeAnother(begun.by)] : [];
}

/** What is said when somebody's words went into a draft a colleague began: that they did, and what of it they changed. */
export function joinedWith({ draft, by }: Begun, values: Values, { form }: Duty, { speaker, event }: Asked): string[] {
  const before = draft.changes.find((change) => change.event === event.key)?.values ?? draft.values;
  const changed = form.fields.filter(
    ({ key }) => before[key] !== undefined && !isDeepStrictEqual(before[key], values[key]),
  );
  const isKnown = draft.changes.some((change) => change.by === speaker._id && change.event !== event.key);
  if (isKnown && changed.length === 0) return [];
  return [
    texts.joined(
      by,
      changed.map(({ label }) => label),
    ),
  ];
}
