import { nearestName } from './nearest-name.js';
import { type Problems, placeText } from './problems.js';
import type { Path } from './yaml-file.js';
import type { Item, List } from './yaml-list.js';

/** What an entry says in one of its fields. */
export interface Claim {
  field: Path;
  value: string;
}

/** Reports every value that an earlier entry has already taken. Full and half width, large and small letters are the same. */
export function checkUnique<T>(items: readonly Item<T>[], claimsOf: (value: T) => Claim[], problems: Problems): void {
  const taken = new Map<string, Item<T>>();
  for (const item of items) {
    for (const { field, value } of claimsOf(item.value)) {
      const plain = plainText(value);
      const owner = taken.get(plain) ?? item;
      taken.set(plain, owner);
      if (owner === item) continue;
      const place = placeText(owner.file.spot(owner.path));
      problems.field(item, field, `${owner.name}（${place}）已经用了，请换一个`);
    }
  }
}

/** Reports the second of two equal values within one entry. */
export function checkDistinct(item: Item<unknown>, claims: readonly Claim[], problems: Problems): void {
  const seen = new Set<string>();
  for (const { field, value } of claims) {
    if (seen.has(plainText(value))) problems.field(item, field, '前面已经有了，请换一个');
    seen.add(plainText(value));
  }
}

/** Reports a key that stands in no entry of a list. */
export function checkNamed(
  item: Item<unknown>,
  claim: Claim,
  { declared }: List<unknown>,
  noun: string,
  problems: Problems,
): void {
  if (declared) checkKnown(item, claim, [...declared], noun, problems);
}

/** Reports every one of several keys that stands in no entry of a list. */
export function checkAllNamed(
  item: Item<unknown>,
  field: Path,
  values: readonly string[],
  list: List<unknown>,
  noun: string,
  problems: Problems,
): void {
  for (const [index, value] of values.entries())
    checkNamed(item, { field: [...field, index], value }, list, noun, problems);
}

/** Reports a name that is none of those there are, with the one that was probably meant. Answers whether it is one. */
export function checkKnown(
  item: Item<unknown>,
  { field, value }: Claim,
  names: readonly string[],
  noun: string,
  problems: Problems,
): boolean {
  if (names.includes(value)) return true;
  const nearest = nearestName(value, names);
  const mend = nearest ? `是不是 ${nearest}？` : `已有的是 ${names.join('、') || '空的'}`;
  problems.field(item, field, `没有这个${noun}；${mend}`);
  return false;
}

export const plainText = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
