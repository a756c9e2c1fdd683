import type { Duty } from '../models/duty.js';
import type { Field, Prefill } from '../models/field.js';
import { checkKnown, checkNamed } from './check-list.js';
import type { Draft } from './draft.js';
import type { Problems } from './problems.js';
import type { Path } from './yaml-file.js';
import type { Item } from './yaml-list.js';

type Give = Prefill['give'];

/** The types of field a first value fits into. */
const FITS: Record<Give, readonly Field['type'][]> = {
  'handed-in': ['number', 'text'],
  owed: ['number', 'text'],
  records: ['number', 'text'],
  sum: ['number', 'text'],
  'handed-in-of-owed': ['text'],
  today: ['date'],
  'own-school': ['school'],
  speaker: ['person'],
  last: ['text', 'long-text', 'number', 'date', 'time-range', 'choice', 'choices', 'person', 'school', 'link'],
};

/** A first value comes from a duty that exists, and fits the field it is put into. */
export function checkPrefill(item: Item<Duty>, path: Path, field: Field, draft: Draft, problems: Problems): void {
  const { prefill } = field;
  if (!prefill) return;
  if (field.type === 'number' && field.compute) {
    problems.field(item, [...path, 'prefill'], '这个字段是算出来的（compute），不用先填；请删去一样');
  }
  if (!FITS[prefill.give].includes(field.type)) {
    problems.field(item, [...path, 'prefill', 'give'], mendOf(prefill.give, field.type));
  }
  if (!('duty' in prefill)) return;
  const at = [...path, 'prefill'];
  checkNamed(item, { field: [...at, 'duty'], value: prefill.duty }, draft.duties, '任务', problems);
  const source = draft.duties.items.find(({ value }) => value.key === prefill.duty)?.value;
  if (!source) return;
  if (source.cadence.every === 'free' && (prefill.give === 'handed-in' || prefill.give === 'owed')) {
    problems.field(item, [...at, 'give'], '那项任务是 every: free，谁也不欠；要数交了多少，应当是 records');
  }
  if (prefill.give !== 'sum') return;
  const numbers = source.form.fields.filter(({ type }) => type === 'number').map(({ key }): string => key);
  checkKnown(item, { field: [...at, 'field'], value: prefill.field }, numbers, '数字字段', problems);
}

function mendOf(give: Give, type: Field['type']): string {
  if (give === 'handed-in-of-owed' && type === 'number') {
    return '数字字段里放不下“已交/应交”，应当是 handed-in 或 owed，或把字段改成 type: text';
  }
  const fitting = FITS[give].map((each) => `type: ${each}`).join('、');
  return `放不进 type: ${type} 的字段；只能给 ${fitting}`;
}
