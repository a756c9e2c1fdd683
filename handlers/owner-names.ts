import { ownerText } from '../config/texts/owner-name.js';
import type { Models } from '../models/models.js';
import { type OwnerKey, splitOwner } from '../models/owner.js';
import { ownerNames } from '../models/owner-name.js';

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
