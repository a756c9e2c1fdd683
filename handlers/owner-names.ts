import { soFar } from '../config/texts/ledger.js';
import { ownerText } from '../config/texts/owner-name.js';
import type { Models } from '../models/models.js';
import { type OwnerKey, splitOwner } from '../models/owner.js';
import { ownerNames } from '../models/owner-name.js';
import type { RollEntry } from '../models/roll.js';

/** What a group, a unit or a cluster is called, of which one may see to several; nothing for a person or a school. */
export const nameOfSeveral = async (
  owner: OwnerKey,
  models: Pick<Models, 'people' | 'schools' | 'units'>,
): Promise<string> =>
  ['person', 'school'].includes(splitOwner(owner).kind) ? '' : (await namesOfOwners([owner], models)).join('');

/** What owners are called, in their order: people, schools, groups and units. */
export const namesOfOwners = async (
  owners: OwnerKey[],
  models: Pick<Models, 'people' | 'schools' | 'units'>,
): Promise<string[]> => [...(await ownerNames(owners, models)).values()].map(ownerText);

/** What the owners of entries are called, with how many of how many are in where several are owed still. */
export const namesOnEntries = async (
  entries: readonly RollEntry[],
  models: Pick<Models, 'people' | 'schools' | 'units'>,
): Promise<string[]> => {
  const names = await ownerNames(
    entries.map(({ owner }) => owner),
    models,
  );
  return entries.flatMap((entry) => {
    const name = names.get(entry.owner);
    return name ? [`${ownerText(name)}${soFar(entry)}`] : [];
  });
};
