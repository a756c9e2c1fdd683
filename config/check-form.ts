import type { Duty } from '../models/duty.js';
import type { Field } from '../models/field.js';
import { checkDistinct, checkNamed } from './check-list.js';
import { isRegistered } from './check-owner.js';
import { checkPrefill } from './check-prefill.js';
import type { Draft } from './draft.js';
import { checkCondition } from './field-named.js';
import type { Problems } from './problems.js';
import type { Path } from './yaml-file.js';
import type { Item } from './yaml-list.js';

/** The form: each field once, a style that suits them, and fields that speak only of what was asked before them. */
export function checkForm(item: Item<Duty>, draft: Draft, problems: Problems): void {
  const { style, fields } = item.value.form;
  const path = ['form', 'fields'];
  const [first, ...others] = fields;
  if (style === 'message' && (first?.type !== 'long-text' || others.some(({ required }) => required))) {
    problems.field(item, path, 'style 是 message 时，第一个字段应当是 type: long-text，其余都要写 required: false');
  }
  for (const part of ['key', 'label'] as const) {
    checkDistinct(
      item,
      fields.map((field, index) => ({ field: [...path, index, part], value: field[part] })),
      problems,
    );
  }
  for (const [index, field] of fields.entries()) {
    const at = [...path, index];
    const before = fields.slice(0, index);
    checkCondition(item, [...at, 'when'], field.when, problems, before);
    checkPrefill(item, at, field, draft, problems);
    checkField(item, at, field, { before, draft }, problems);
  }
}

function checkField(
  item: Item<Duty>,
  path: Path,
  field: Field,
  { before, draft }: { before: readonly Field[]; draft: Draft },
  problems: Problems,
): void {
  if (/[:：\n]/.test(field.label)) problems.field(item, [...path, 'label'], '不能有冒号和换行，冒号后面是填写的地方');
  switch (field.type) {
    case 'text':
    case 'long-text':
      if (field.minLength > field.maxLength)
        problems.field(item, [...path, 'minLength'], `应当不大于 maxLength（${field.maxLength}）`);
      return;
    case 'choice':
    case 'choices':
      checkDistinct(
        item,
        field.options.map((value, index) => ({ field: [...path, 'options', index], value })),
        problems,
      );
      if (field.type === 'choices' && (field.most ?? 0) > field.options.length)
        problems.field(item, [...path, 'most'], `一共只有 ${field.options.length} 个选项，应当不超过它`);
      return;
    case 'number':
      checkNumber(item, path, field, before, problems);
      return;
    case 'link':
      if ('duty' in field.to) {
        checkNamed(item, { field: [...path, 'to', 'duty'], value: field.to.duty }, draft.duties, '任务', problems);
      } else if (!isRegistered(field.to.unit, draft)) {
        problems.field(
          item,
          [...path, 'to', 'unit'],
          '没有一项任务用 registers 登记它，指不到什么；请先写登记它的任务',
        );
      }
      if (field.reads && 'duty' in field.to)
        problems.field(item, [...path, 'reads'], '能看的是人：写在 type: person 的字段上，或 to.unit 的 link 上');
      return;
    default:
  }
}

function checkNumber(
  item: Item<Duty>,
  path: Path,
  { min, max, usual, compute }: Extract<Field, { type: 'number' }>,
  before: readonly Field[],
  problems: Problems,
): void {
  if (min > max) problems.field(item, [...path, 'max'], `应当不小于 min（${min}）`);
  if (usual && (usual[0] > usual[1] || usual[0] < min || usual[1] > max)) {
    problems.field(item, [...path, 'usual'], `应当从小到大，并且在 min（${min}）和 max（${max}）之间`);
  }
  if (!compute) return;
  const [how, parts] = 'sum' in compute ? (['sum', compute.sum] as const) : (['ratio', compute.ratio] as const);
  for (const [index, part] of parts.entries()) {
    const at = [...path, 'compute', how, index];
    const found = before.find(({ key }) => key === part);
    if (found?.type === 'number') continue;
    problems.field(
      item,
      at,
      found ? `这个字段是 ${found.type}；只能算 type: number 的字段` : '前面没有这个字段；只能用排在它前面的数字字段算',
    );
  }
}
