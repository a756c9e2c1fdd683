import type { Duty } from '../models/duty.js';
import type { Field, FieldOf } from '../models/field.js';
import { checkNamed } from './check-list.js';
import type { Draft } from './draft.js';
import { checkLevel, fieldNamed, fieldOfType } from './field-named.js';
import type { Problems } from './problems.js';
import type { Item } from './yaml-list.js';

/** What a field must be, so that its values can be counted: one thing with a name. */
const COUNTED: readonly Field['type'][] = ['school', 'person'];

/** No more than so many owners for one and the same: of what can be told apart, in a period there is. */
function checkAtMost(item: Item<Duty>, problems: Problems): void {
  const { atMost, cadence } = item.value;
  if (!atMost) return;
  const at = ['atMost', 'field'];
  fieldOfType(item, { field: at, value: atMost.field }, [...COUNTED], problems);
  const field = item.value.form.fields.find(({ key }) => key === atMost.field);
  if (field && 'several' in field && field.several)
    problems.field(item, at, '这个字段能写几个，限不住；应当是没有 several 的字段');
  if (cadence.every === 'free') problems.field(item, ['atMost'], '随时可交的没有期次，数不出几个人；请删去');
}

/** Periods long enough for something to be held in them. */
const SPANS: readonly Duty['cadence']['every'][] = ['month', 'quarter', 'term', 'year'];

/** So many occasions of another duty: one that is opened by hand, counted over a span of days, owed by who runs it. */
function checkOpenings(item: Item<Duty>, { duties }: Draft, problems: Problems): void {
  const { quota, cadence, owner } = item.value;
  const { openings } = quota;
  if (!openings) return;
  const at = ['quota', 'openings'];
  checkNamed(item, { field: at, value: openings }, duties, '任务', problems);
  const held = duties.items.find(({ value }) => value.key === openings);
  if (held && held.value.cadence.every !== 'occasion')
    problems.field(item, at, `${held.value.name}不是开启的，数不出几次；应当是 every: occasion 的任务`);
  if (!SPANS.includes(cadence.every))
    problems.field(item, ['cadence', 'every'], `要数一段时间里开了几次，应当是 ${SPANS.join('、')} 之一`);
  if (owner.kind !== 'school')
    problems.field(item, ['owner', 'kind'], '由办的一方欠着，应当是 school，用 stages 写明是哪一类学校');
  if (quota.distinct || quota.level || quota.certified)
    problems.field(item, at, '数的是开了几次，不看材料；distinct、level、certified 请删去');
}

/** How much: levels among the options of a field, things to tell apart by, and somebody who certifies. */
export function checkQuota(item: Item<Duty>, draft: Draft, problems: Problems): void {
  const { quota, review, form } = item.value;
  checkOpenings(item, draft, problems);
  checkAtMost(item, problems);
  if (quota.level) checkLevel(item, ['quota', 'level'], quota.level, problems);
  if (quota.distinct) {
    const field = fieldNamed(item, { field: ['quota', 'distinct'], value: quota.distinct }, problems);
    if (field && ['files', 'pictures', 'tick'].includes(field.type)) {
      problems.field(item, ['quota', 'distinct'], `这个字段是 ${field.type}，分不出是不是同一个；请换一个字段`);
    }
  }
  if (quota.certified && !review) {
    problems.field(item, ['quota', 'certified'], '要认定，就要写明由谁认定；请补上 review:');
  }
  if (quota.perSchoolInCharge) {
    checkPersonal(item, 'perSchoolInCharge', form.fields.some(isSchool), '学校（type: school）', problems);
  }
  if (quota.perUnit) {
    const points = form.fields.some((field) => isLink(field) && 'unit' in field.to && field.to.unit === quota.perUnit);
    checkPersonal(item, 'perUnit', points, `它（type: link, to: { unit: ${quota.perUnit} }）`, problems);
    if (quota.perSchoolInCharge) {
      problems.field(item, ['quota', 'perUnit'], '和 perSchoolInCharge 只能写一个，请删去一个');
    }
  }
}

/** What a person owes one of each of: only somebody can owe so, and a record has to say which of them it is for. */
function checkPersonal(item: Item<Duty>, option: string, says: boolean, what: string, problems: Problems): void {
  const path = ['quota', option];
  if (item.value.owner.kind !== 'holder') problems.field(item, path, '只能用于 owner.kind 是 holder 的任务；请删去');
  if (!says) problems.field(item, path, `表里没有写是哪一个：请加一个指到${what}的字段`);
}

const isSchool = (field: Field): boolean => field.type === 'school';
const isLink = (field: Field): field is FieldOf<'link'> => field.type === 'link';
