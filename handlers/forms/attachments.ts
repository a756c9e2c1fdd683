import * as texts from '../../config/texts/file.js';
import type { Attachment, FormFiles } from '../../models/event.js';
import type { Field, FieldOf, Form, Values } from '../../models/field.js';
import { askedOf } from './asked.js';

type Holder = FieldOf<'files'> | FieldOf<'pictures'>;

/** So many pictures and files go along with a message that has no field for them. */
export const MOST_ALONG = 9;

/** What somebody filled in, with what hangs on it. */
export interface WithFiles {
  values: Values;
  attachments: Attachment[];
}

export interface Placed {
  values: Values;
  /** How many found no place: no field takes such things, or all are full. */
  spare: number;
}

/**
 * Puts what came with a message where the form wants it: pictures into the first field of pictures with room, else,
 * like everything else, into the first field of files. What has its place already stays there.
 */
export function place(fields: readonly Field[], before: Values, attachments: readonly Attachment[]): Placed {
  const holders = askedOf(fields, before).filter(isHolder);
  const values: Values = { ...before };
  const held = (field: Holder): string[] => listAt(values, field.key);
  let spare = 0;
  for (const { kind, ref } of attachments) {
    if (holders.some((field) => held(field).includes(ref))) continue;
    const open = holders.filter((field) => held(field).length < field.most);
    const field =
      (kind === 'image' ? open.find(({ type }) => type === 'pictures') : undefined) ??
      open.find(({ type }) => type === 'files');
    if (field) values[field.key] = [...held(field), ref];
    else spare += 1;
  }
  return { values, spare };
}

/** Whether files can hang on such a record: it has fields for them, or is a message, which they go along with. */
export const takesFiles = ({ style, fields }: Form): boolean => style === 'message' || fields.some(isHolder);

/** Puts files where they belong; `spare` found no place. Those that hang there already stay. */
export function put(form: Form, before: WithFiles, more: readonly Attachment[]): WithFiles & { spare: number } {
  const fresh = more.filter(({ ref }) => !before.attachments.some((each) => each.ref === ref));
  if (form.fields.some(isHolder)) {
    const { values, spare } = place(form.fields, before.values, more);
    return { values, attachments: [...before.attachments, ...fresh], spare };
  }
  const room = form.style === 'message' ? Math.max(0, MOST_ALONG - before.attachments.length) : 0;
  const attachments = [...before.attachments, ...fresh.slice(0, room)];
  return { values: before.values, attachments, spare: fresh.length - Math.min(room, fresh.length) };
}

/** Hangs what a page brought for a field beside what hangs there and stays; answers what to say of what was not kept. */
export function hang(field: Holder, values: Values, { brought, unkept, off }: FormFiles): string | undefined {
  const stay = listAt(values, field.key).filter((ref) => !off.includes(ref));
  const fresh = brought.filter((each) => each.field === field.key).map(({ ref }) => ref);
  const all = [...new Set([...stay, ...fresh])];
  if (all.length > 0) values[field.key] = all;
  else delete values[field.key];
  const lost = unkept.filter((each) => each.field === field.key);
  return lost.length > 0 ? lost.map(texts.notTaken).join('；') : undefined;
}

export const isHolder = (field: Field): field is Holder => field.type === 'files' || field.type === 'pictures';

/** What hangs on a record: where its form has fields for it, what stands in them; else whatever came along. */
export function heldOf(
  fields: readonly Field[],
  { values, attachments }: { values: Values; attachments: readonly Attachment[] },
): readonly Attachment[] {
  const holders = fields.filter(isHolder);
  if (holders.length === 0) return attachments;
  const refs = new Set(holders.flatMap(({ key }) => listAt(values, key)));
  return [...new Map(attachments.map((each) => [each.ref, each])).values()].filter(({ ref }) => refs.has(ref));
}

/** What hangs on a record without some of it. */
export function withoutRefs<T extends { values: Values; attachments: Attachment[] }>(
  fields: readonly Field[],
  record: T,
  refs: ReadonlySet<string>,
): T {
  const values = { ...record.values };
  for (const { key } of fields.filter(isHolder)) {
    const left = listAt(values, key).filter((ref) => !refs.has(ref));
    if (left.length > 0) values[key] = left;
    else delete values[key];
  }
  return { ...record, values, attachments: record.attachments.filter(({ ref }) => !refs.has(ref)) };
}

function listAt(values: Values, key: string): string[] {
  const value = values[key];
  return Array.isArray(value) ? value : [];
}
