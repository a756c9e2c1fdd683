import type { Duty } from '../models/duty.js';
import type { Field } from '../models/field.js';
import { checkCounts } from './check-counts.js';
import { checkAllNamed, checkKnown, checkNamed } from './check-list.js';
import type { Draft } from './draft.js';
import { checkCondition, checkLevel, fieldNamed, fieldOfType } from './field-named.js';
import type { Problems } from './problems.js';
import type { Item } from './yaml-list.js';

/** What happens to a record once it is there: who answers it, what else it counts for, becomes or makes known. */
export function checkRecord(item: Item<Duty>, draft: Draft, problems: Problems): void {
  const { review, ofSchoolOf } = item.value;
  if (review) {
    checkAllNamed(item, ['review', 'posts'], review.posts, draft.posts, '职务', problems);
    checkAllNamed(item, ['review', 'otherwise'], review.otherwise, draft.posts, '职务', problems);
    if (review.higher) {
      checkLevel(item, ['review', 'higher'], review.higher, problems);
      checkAllNamed(item, ['review', 'higher', 'posts'], review.higher.posts, draft.posts, '职务', problems);
    }
  }
  if (ofSchoolOf) fieldOfType(item, { field: ['ofSchoolOf'], value: ofSchoolOf }, ['person'], problems);
  checkRates(item, problems);
  checkCounts(item, draft, problems);
  checkBecomes(item, draft, problems);
  checkRegisters(item, problems);
  checkOneText(item, draft, problems);
}

/** Rates are added up by what can be told apart at a glance, and only where the form works any out. */
function checkRates(item: Item<Duty>, problems: Problems): void {
  const { ratesBy, form } = item.value;
  if (!ratesBy) return;
  for (const [index, value] of ratesBy.entries())
    fieldOfType(item, { field: ['ratesBy', index], value }, ['choice', 'text', 'school'], problems);
  if (!form.fields.some((field) => field.type === 'number' && field.compute && 'ratio' in field.compute))
    problems.field(item, ['ratesBy'], '表里没有算出来的比率（compute: { ratio: … }），没有可汇总的；请删去');
}

const TEXTS: readonly Field['type'][] = ['text', 'long-text'];

/** Whether what stands in one field can be put into another. */
const goesInto = (ours: Field, theirs: Field): boolean =>
  ours.type === theirs.type || (TEXTS.includes(ours.type) && TEXTS.includes(theirs.type));

function checkBecomes(item: Item<Duty>, { duties }: Draft, problems: Problems): void {
  for (const [index, { duty, fields }] of item.value.becomes.entries()) {
    const path = ['becomes', index];
    checkNamed(item, { field: [...path, 'duty'], value: duty }, duties, '任务', problems);
    if (duty === item.value.key) problems.field(item, [...path, 'duty'], '不能变成自己，请换一项');
    const target = duties.items.find(({ value }) => value.key === duty);
    for (const [theirs, ours] of Object.entries(fields)) {
      const at = [...path, 'fields', theirs];
      const own = fieldNamed(item, { field: at, value: ours }, problems);
      if (!target) continue;
      const known = target.value.form.fields;
      const keys = known.map(({ key }): string => key);
      if (!keys.includes(theirs)) {
        problems.field(item, at, `冒号前面是${target.name}的字段，它没有 ${theirs}；已有的是 ${keys.join('、')}`);
        continue;
      }
      const their = known.find(({ key }) => key === theirs);
      if (own && their && !goesInto(own, their)) {
        problems.field(item, at, `${own.type} 放不进${target.name}的 ${theirs}（${their.type}）；请换一个字段`);
      }
    }
  }
}

type Registers = NonNullable<Duty['registers']>;

/** The types a unit's particulars are read from. */
const REGISTERED: { part: Exclude<keyof Registers, 'unit' | 'ended'>; types: Field['type'][] }[] = [
  { part: 'code', types: ['text'] },
  { part: 'name', types: ['text'] },
  { part: 'head', types: ['person'] },
  { part: 'members', types: ['person'] },
  { part: 'from', types: ['date'] },
  { part: 'to', types: ['date'] },
  { part: 'level', types: ['choice'] },
];

function checkRegisters(item: Item<Duty>, problems: Problems): void {
  const { registers } = item.value;
  if (!registers) return;
  for (const { part, types } of REGISTERED) {
    const value = registers[part];
    if (value) fieldOfType(item, { field: ['registers', part], value }, types, problems);
  }
  checkCondition(item, ['registers', 'ended'], registers.ended, problems);
}

/** A mark that only one duty carries keeps nothing apart: it is misspelt, or the other has been taken out. */
function checkOneText(item: Item<Duty>, { duties }: Draft, problems: Problems): void {
  const { oneText, form } = item.value;
  if (!oneText) return;
  const others = duties.items.filter((each) => each !== item).flatMap(({ value }) => value.oneText ?? []);
  const complete = duties.declared?.size === duties.items.length;
  if (complete)
    checkKnown(
      item,
      { field: ['oneText'], value: oneText },
      [...new Set(others)],
      '记号（别的任务都没有写）',
      problems,
    );
  if (!form.fields.some(({ type }) => type === 'long-text')) {
    problems.field(item, ['oneText'], '要比的是长文字，表里应当有 type: long-text 的字段');
  }
}
