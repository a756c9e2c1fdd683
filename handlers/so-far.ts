import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import type { OwnerKey } from '../models/owner.js';
import type { OwnPage } from '../models/roll.js';
import type { Submission } from '../models/submission.js';
import type { Asked } from './handler.js';
import { isIn } from './record.js';

/**
 * How many of how many an owner has in on a page, where several are owed there and more are to come; undefined
 * elsewhere, and in a group: what somebody still owes is no matter of a group's. Nothing is said before the first
 * counts: where only what is certified does, what has just come in does not yet.
 */
export async function soFarOn(
  roll: Pick<OwnPage, '_id' | 'duty'> | undefined,
  owner: OwnerKey,
  { event, now }: Asked,
  { ledger }: Models,
): Promise<{ have: number; need: number } | undefined> {
  if (!roll || event.chat.kind === 'group') return undefined;
  const owed = await ledger.owedBy(owner, now, { duty: roll.duty });
  const { have = 0, need = 1 } = owed.find((each) => each.roll._id === roll._id)?.entry ?? {};
  return have > 0 && have < need ? { have, need } : undefined;
}

/** Where more than one is owed: which one it is the same as, where it does not count beside that one (BR4). */
export async function ofSeveral(duty: Duty, { _id, counts }: Submission, models: Models): Promise<string | undefined> {
  const own = counts.find((count) => count.duty === duty.key);
  if (own?.distinct === undefined) return undefined;
  const all = await models.submissions.ofOwner({ duty: duty.key, period: own.period, owner: own.owner });
  const twin = all.find(
    (each) =>
      each._id !== _id &&
      isIn(each) &&
      each.counts.some((count) => count.duty === duty.key && count.distinct === own.distinct),
  );
  const { distinct } = duty.quota;
  const field = duty.form.fields.find(({ key, type }) => (distinct ? key === distinct : type === 'school'));
  return twin && texts.countsOnce(field?.label ?? '', twin.no);
}
