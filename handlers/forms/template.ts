import type { Field, Values } from '../../models/field.js';
import { isComputed, standingOf } from './asked.js';
import { bare } from './field.js';
import { markOf, withoutMark } from './marks.js';
import type { Typed } from './read-value.js';
import { inChat, type Shown } from './shown.js';

/** The lines to fill in, one a field that is or may be asked, with what is known already. */
export function fillIn(fields: readonly Field[], values: Values, shown: Shown): string {
  return fields
    .filter((field) => !isComputed(field) && standingOf(field, fields, values) !== 'no')
    .map((field) => `${field.label}：${known(field, shown) ?? markOf(field, fields, values)}`)
    .join('\n');
}

function known(field: Field, shown: Shown): string | undefined {
  const text = shown.get(field.key);
  return text && inChat(field, text);
}

/** Whether a text looks like a filled-in template of this form: at least one of its labels begins a line. */
export const looksFilledIn = (fields: readonly Field[], text: string): boolean => labelsIn(fields, text) > 0;

/** How many of a form's labels begin a line of a text. */
export const labelsIn = (fields: readonly Field[], text: string): number => split(fields, text, 'field').typed.size;

/** 听评课节数 13 as the line it is, where its first word is exactly one of the labels; undefined where it is not. */
export function lineWithoutColon(fields: readonly Field[], text: string): string | undefined {
  const [, first = '', rest = ''] = /^(\S+)[^\S\n]+(\S[^]*)$/u.exec(text.trim()) ?? [];
  return fields.some(({ label }) => bare(label) === bare(first)) ? `${first}：${rest}` : undefined;
}

/**
 * What stands behind each label of a filled-in template: `label:` lines in any order, full-width or half-width, with
 * or without numbering; what follows without a label belongs to the field above.
 */
export function readTemplate(fields: readonly Field[], text: string): Map<string, Typed> {
  return cleaned(fields, split(fields, text, 'field').typed);
}

/**
 * A message whose words are the first field: the others are there only where a line begins with their label. Such a
 * line is a line; only what is itself a long text goes on below it.
 */
export function readMessage(fields: readonly Field[], text: string): { words: string; typed: Map<string, Typed> } {
  const further = fields.slice(1);
  const { head, typed } = split(further, text, 'words');
  return { words: head, typed: cleaned(further, typed) };
}

const cleaned = (fields: readonly Field[], typed: ReadonlyMap<string, string>): Map<string, Typed> =>
  new Map(
    fields.flatMap((field) => {
      const text = typed.get(field.key);
      return text === undefined ? [] : [[field.key, withoutMark(field, fields, text)] as const];
    }),
  );

/** @param rest where a line without a label goes: to the field above, or to the words before all fields. */
function split(fields: readonly Field[], text: string, rest: 'field' | 'words') {
  const head: string[] = [];
  const typed = new Map<string, string[]>();
  let current = head;
  for (const line of text.split(/\r?\n/).flatMap((each) => apart(fields, each))) {
    const found = labelled(fields, line);
    if (!found) {
      current.push(line.trim());
      continue;
    }
    const own = [found.rest.trim()];
    typed.set(found.field.key, own);
    current = rest === 'field' || found.field.type === 'long-text' ? own : head;
  }
  const joined = (lines: string[]): string => lines.join('\n').trim();
  return { head: joined(head), typed: new Map([...typed].map(([key, lines]) => [key, joined(lines)])) };
}

/** 课题：折纸，级别：县级 is two lines written as one. What stands behind the label of a long text is all its own. */
function apart(fields: readonly Field[], line: string): string[] {
  const found = labelled(fields, line);
  if (!found || found.field.type === 'long-text') return [line];
  const labels = fields.map(({ label }) => label.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const next = new RegExp(`[，,；;。\\s]+(?=(?:${labels})\\s*[:：])`).exec(found.rest);
  if (!next) return [line];
  const own = line.slice(0, line.length - found.rest.length + next.index);
  return [own, ...apart(fields, found.rest.slice(next.index + next[0].length))];
}

/** 1. · 2、 · (3) · 一、 · (二) · - · * */
const NUMBERING = /^(?:[\d.、)*·•-]|\([\d一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.])+/;

/** A line that begins with a label: bullets, numbering and spaces before the colon are people's habits, not errors. */
function labelled(fields: readonly Field[], line: string): { field: Field; rest: string } | undefined {
  const colon = line.search(/[:：]/);
  if (colon === -1) return undefined;
  const before = bare(line.slice(0, colon));
  const plain = before.replace(NUMBERING, '');
  const field = fields.find(({ label }) => bare(label) === before) ?? fields.find(({ label }) => bare(label) === plain);
  return field && { field, rest: line.slice(colon + 1) };
}
