import type { Models } from '../models/models.js';
import type { OwnerKey } from '../models/owner.js';
import type { OwnPage } from '../models/roll.js';
import type { Asked } from './handler.js';

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
