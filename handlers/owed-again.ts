import { dayText, untilText } from '../config/texts/format.js';
import { latest } from '../models/day.js';
import { covers, type Exemption } from '../models/exemption.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { OWING, type OwnPage } from '../models/roll.js';
import type { Asked } from './handler.js';

type Slot = Pick<Exemption, 'duty' | 'owner'>;

/** Brings every open page of an owner's duty up to date: an exemption may hold for several. */
export async function refreshOpen({ duty, owner }: Slot, { now }: Asked, { rolls, ledger }: Models): Promise<void> {
  const open = (await rolls.ofOwner(owner, now)).filter((roll) => roll.duty === duty);
  for (const { _id } of open) await ledger.refresh(_id);
}

/** The open pages an exemption that was taken back held for, on which something is owed without it; oldest due first. */
export async function owedAgain(
  { duty, owner }: Slot,
  taken: readonly Exemption[],
  { now }: Asked,
  { rolls }: Models,
): Promise<OwnPage[]> {
  const held = (await rolls.ofOwner(owner, now)).filter(
    (page) => page.duty === duty && taken.some((exemption) => covers(exemption, page)),
  );
  return held.filter(({ entries }) => entries.some(({ status }) => OWING.includes(status)));
}

/** Until when exemptions held, as their grant called it (到11月13日为止); undefined where each held for one period. */
export function spanOf(taken: readonly Exemption[], today: Day): string | undefined {
  const last = taken.flatMap(({ to }) => to ?? []);
  return last.length > 0 ? untilText(dayText(latest(last), today)) : undefined;
}
