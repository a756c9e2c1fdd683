import type { Duty, Field } from '../models/duty.js';
import { checkDistinct, checkNamed, checkUnique, plainText } from './check-list.js';
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
    checkReferences(item, draft, problems);
    checkGrace(item, problems);
    checkForm(item, draft, problems);
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

function checkReferences(item: Item<Duty>, { posts, profiles }: Draft, problems: Problems): void {
  const { owner, readers, reminders } = item.value;
  if (owner.kind === 'school')
    checkNamed(item, { field: ['owner', 'post'], value: owner.post }, posts, '职务', problems);
  for (const [index, value] of readers.entries()) {
    checkNamed(item, { field: ['readers', index], value }, posts, '职务', problems);
  }
  checkNamed(item, { field: ['reminders'], value: reminders }, profiles, '提醒方案', problems);
}

function checkGrace(item: Item<Duty>, problems: Problems): void {
  const { grace, dueAt } = item.value.cadence;
  if (grace?.schoolDays === 0 && grace.at < dueAt) {
    problems.field(item, ['cadence', 'grace', 'at'], `宽限比截止时间 ${dueAt} 还早，应当晚于它`);
  }
}

function checkForm(item: Item<Duty>, draft: Draft, problems: Problems): void {
  const { style, fields } = item.value.form;
  const path = ['form', 'fields'];
  if (style === 'message' && (fields.length !== 1 || fields[0]?.type !== 'long-text')) {
    problems.field(item, path, 'style 是 message 时，应当只有一个 type: long-text 的字段');
  }
  checkDistinct(
    item,
    fields.map(({ key }, index) => ({ field: [...path, index, 'key'], value: key })),
    problems,
  );
  checkDistinct(
    item,
    fields.map(({ label }, index) => ({ field: [...path, index, 'label'], value: label })),
    problems,
  );
  for (const [index, field] of fields.entries()) checkField(item, field, [...path, index], draft, problems);
}

function checkField(item: Item<Duty>, field: Field, path: Path, { duties }: Draft, problems: Problems): void {
  if (/[:：\n]/.test(field.label)) problems.field(item, [...path, 'label'], '不能有冒号和换行，冒号后面是填写的地方');
  if (field.type === 'choice') {
    checkDistinct(
      item,
      field.options.map((value, index) => ({ field: [...path, 'options', index], value })),
      problems,
    );
    return;
  }
  if (field.type === 'number' && field.min > field.max)
    problems.field(item, [...path, 'max'], `应当不小于 min（${field.min}）`);
  if (field.type !== 'number' && field.minLength > field.maxLength) {
    problems.field(item, [...path, 'minLength'], `应当不大于 maxLength（${field.maxLength}）`);
  }
  if (field.type === 'long-text' || !field.prefill) return;
  checkNamed(item, { field: [...path, 'prefill', 'duty'], value: field.prefill.duty }, duties, '任务', problems);
  if (field.type === 'number' && field.prefill.give === 'handed-in-of-owed') {
    problems.field(
      item,
      [...path, 'prefill', 'give'],
      '数字字段里放不下“已交/应交”，应当是 handed-in 或 owed，或把字段改成 type: text',
    );
  }
}
