import * as texts from '../../config/texts/form.js';
import { type Field, type Values } from '../../models/field.js';
import { standingOf } from './asked.js';
import { plain } from './shown.js';

/** What the template says within brackets behind an empty field's colon: how to fill it in. */
export function markOf(field: Field, fields: readonly Field[], values: Values): string {
  const open = standingOf(field, fields, values) === 'unknown';
  return texts.mark([...(open ? condition(field, fields) : []), ...howTo(field)]);
}

/** When a field is asked whose condition looks at one that is still empty; also a page says so. */
export function condition(field: Field, fields: readonly Field[]): string[] {
  const { when } = field;
  const other = when && fields.find(({ key }) => key === when.field);
  return other ? [texts.onlyWhen(other.label, when.is.map(plain))] : [];
}

function howTo(field: Field): string[] {
  return [...(field.required ? [] : [texts.optional]), ...hints(field)];
}

function hints(field: Field): string[] {
  switch (field.type) {
    case 'choice':
      return [texts.choose(field.options)];
    case 'choices':
      return [texts.chooseSeveral(field.options, field.most)];
    case 'time-range':
      return [texts.timeRange];
    case 'person':
      return field.several ? [texts.people] : [];
    case 'school':
      return field.several ? [texts.schools] : [];
    case 'link':
      return [texts.byNumber];
    case 'files':
      return [texts.sendFiles];
    case 'pictures':
      return [texts.sendPictures];
    case 'tick':
      return [texts.sayYes];
    default:
      return [];
  }
}

/** The plain remark on an optional field, wherever it came from. */
const OPTIONAL = /^[（(]选填[）)]|[（(]选填[）)]$/;
/** 级别：（选：县级）: who deleted the other options from the remark has chosen. */
const CHOSEN_INSIDE = /^[（(][^（()）:：]*选[^（()）:：]*[:：]([^:：]*)[）)]$/;

/** What somebody wrote without the template's own remark before or behind it: that is ours, not theirs. */
export function withoutMark(field: Field, fields: readonly Field[], typed: string): string {
  const marks = [markOf(field, fields, {}), texts.mark(howTo(field))].filter(Boolean);
  let text = typed.trim();
  for (const mark of marks.flatMap((each) => [each, each.replace(/^（/, '(').replace(/）$/, ')')])) {
    if (text.startsWith(mark)) text = text.slice(mark.length).trim();
    if (text.endsWith(mark)) text = text.slice(0, -mark.length).trim();
  }
  const rest = text.replace(OPTIONAL, '').trim();
  const options = field.type === 'choice' || field.type === 'choices';
  return options ? (CHOSEN_INSIDE.exec(rest)?.[1] ?? rest) : rest;
}
