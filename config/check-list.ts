import { nearestName } from './nearest-name.js';
import { type Problems, placeText } from './problems.js';
import type { Path } from './yaml-file.js';
import type { Item, List } from './yaml-list.js';

interface Claim {
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
  { field, value }: Claim,
  list: List<unknown>,
  noun: string,
  problems: Problems,
): void {
  if (!list.declared || list.declared.has(value)) return;
  const names = [...list.declared];
  const nearest = nearestName(value, names);
  const mend = nearest ? `是不是 ${nearest}？` : `已有的是 ${names.join('、') || '空的'}`;
  problems.field(item, field, `没有这个${noun}；${mend}`);
}

export const plainText = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
