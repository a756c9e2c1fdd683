import type { Duty } from '../models/duty.js';
import type { Condition, Field } from '../models/field.js';
import { type Claim, checkKnown } from './check-list.js';
import type { Problems } from './problems.js';
import type { Path } from './yaml-file.js';
import type { Item } from './yaml-list.js';

/** The field of the duty's own form that a key names; where there is none, that is reported. */
export function fieldNamed(
  item: Item<Duty>,
  claim: Claim,
  problems: Problems,
  among: readonly Field[] = item.value.form.fields,
): Field | undefined {
  checkKnown(
    item,
    claim,
    among.map(({ key }): string => key),
    '字段',
    problems,
  );
  return among.find(({ key }) => key === claim.value);
}

/** The same, where only fields of one type will do. */
export function fieldOfType(item: Item<Duty>, claim: Claim, types: Field['type'][], problems: Problems): void {
  const field = fieldNamed(item, claim, problems);
  if (!field || types.includes(field.type)) return;
  const wanted = types.map((type) => `type: ${type}`).join(' 或 ');
  problems.field(item, claim.field, `这个字段是 ${field.type}；应当是 ${wanted} 的字段`);
}

/** A condition names a field one can choose in, and values it can have. `among`: the fields it may name. */
export function checkCondition(
  item: Item<Duty>,
  path: Path,
  condition: Condition | undefined,
  problems: Problems,
  among: readonly Field[] = item.value.form.fields,
): void {
  if (!condition) return;
  const field = fieldNamed(item, { field: [...path, 'field'], value: condition.field }, problems, among);
  if (!field) return;
  const mend = mendOfValues(field);
  if (!mend) {
    const types = 'choice、choices、number、tick';
    problems.field(item, [...path, 'field'], `这个字段是 ${field.type}；条件只能看 ${types} 的字段`);
    return;
  }
  for (const [index, value] of condition.is.entries()) {
    const at = [...path, 'is', index];
    if (typeof value !== mend.type) problems.field(item, at, mend.text);
    else if ('options' in field) checkKnown(item, { field: at, value: String(value) }, field.options, '选项', problems);
  }
}

/** What the values of a field are, where a condition can look at them. */
function mendOfValues({ type }: Field): { type: 'string' | 'number' | 'boolean'; text: string } | undefined {
  if (type === 'choice' || type === 'choices') return { type: 'string', text: '应当是文字；数字请加引号' };
  if (type === 'number') return { type: 'number', text: '应当是数字' };
  return type === 'tick' ? { type: 'boolean', text: '应当是 true 或 false' } : undefined;
}

/** A level is an option of a choice field: the options stand in order, lowest first. */
export function checkLevel(
  item: Item<Duty>,
  path: Path,
  { field, atLeast }: { field: string; atLeast: string },
  problems: Problems,
): void {
  const choice = fieldNamed(item, { field: [...path, 'field'], value: field }, problems);
  if (!choice) return;
  if (choice.type !== 'choice') {
    problems.field(item, [...path, 'field'], `这个字段是 ${choice.type}，级别要从 type: choice 的字段里看`);
    return;
  }
  checkKnown(item, { field: [...path, 'atLeast'], value: atLeast }, choice.options, '选项', problems);
}
