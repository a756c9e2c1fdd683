import type { Duty } from '../models/duty.js';
import { checkCadence } from './check-cadence.js';
import { checkForm } from './check-form.js';
import { checkAllNamed, checkNamed, checkUnique, plainText } from './check-list.js';
import { checkOwner } from './check-owner.js';
import { checkQuota } from './check-quota.js';
import { checkRecord } from './check-record.js';
import type { Draft } from './draft.js';
import type { Problems } from './problems.js';
import type { Path } from './yaml-file.js';
import type { Item } from './yaml-list.js';

/** What no schema of one duty can see: uniqueness, references into other lists, and fields that contradict each other. */
export function checkDuties(draft: Draft, reserved: readonly string[], problems: Problems): void {
  const { items } = draft.duties;
  checkUnique(items, ({ key }) => [{ field: ['key'], value: key }], problems);
  checkUnique(items, ({ row }) => [{ field: ['row'], value: row }], problems);
  checkUnique(items, wordsOf, problems);
  for (const item of items) {
    checkWords(item, reserved, problems);
    checkAllNamed(item, ['readers'], item.value.readers, draft.posts, '职务', problems);
    for (const reach of ['school', 'county'] as const) {
      checkAllNamed(item, ['ifAllowed', reach], item.value.ifAllowed?.[reach] ?? [], draft.posts, '职务', problems);
    }
    checkNamed(item, { field: ['reminders'], value: item.value.reminders }, draft.profiles, '提醒方案', problems);
    for (const check of [checkOwner, checkCadence, checkQuota, checkForm, checkRecord]) check(item, draft, problems);
  }
}

/** Everything a duty can be called by in a chat. */
const wordsOf = ({ word, name, aliases }: Duty): { field: Path; value: string }[] => [
  { field: ['word'], value: word },
  { field: ['name'], value: name },
  ...aliases.map((value, index) => ({ field: ['aliases', index], value })),
];

function checkWords(item: Item<Duty>, reserved: readonly string[], problems: Problems): void {
  const commands = new Set(reserved.map(plainText));
  for (const { field, value } of wordsOf(item.value)) {
    if (commands.has(plainText(value))) problems.field(item, field, '这是机器人自己的命令，请换一个');
    if (/[\s:：]/.test(value)) problems.field(item, field, '不能有空格和冒号，否则没法打出来');
    else if (value !== value.normalize('NFKC')) problems.field(item, field, `请写成半角 ${value.normalize('NFKC')}`);
  }
}
