import { isOfTemplate } from '../../config/texts/submit.js';
import type { Field, Values } from '../../models/field.js';
import { nearly } from '../words.js';
import { isComputed, standingOf } from './asked.js';
import { bare, halfWidth } from './field.js';
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

/** 听评课节数 13 as the line it is, where it begins with one of the labels; undefined where it does not. */
export function lineWithoutColon(fields: readonly Field[], text: string): string | undefined {
  const found = unmarked(fields, text);
  return found && `${found.field.label}：${found.rest}`;
}

/**
 * The same text with the colon its first line of the form lacks: 听评课节数12节. Undefined where a label has one, or no
 * line begins with a label. The others are read without theirs.
 */
export function withColon(fields: readonly Field[], text: string): string | undefined {
  if (looksFilledIn(fields, text)) return undefined;
  const lines = text.split(/\r?\n/);
  const index = lines.findIndex((line) => {
    const found = unmarked(fields, line);
    // 次数3次，主题是集体备课: a sentence, and no number.
    return found && (found.field.type !== 'number' || !/[，,。；;]./.test(found.rest));
  });
  const line = lineWithoutColon(fields, lines[index] ?? '');
  return line === undefined ? undefined : lines.with(index, line).join('\n');
}

/** A line whose label the form does not have, and the label of the form that is like it. */
export interface Stray {
  line: string;
  label: string;
  near?: string;
}

/** What stands behind each label, what stands ahead of them all, and the lines that are for none. */
export interface ReadLines {
  head: string;
  typed: Map<string, Typed>;
  strays: Stray[];
}

/**
 * What stands behind each label of a filled-in template: `label:` lines in any order, full-width or half-width, with
 * or without numbering; what follows without a label belongs to the field above.
 */
export function readTemplate(fields: readonly Field[], text: string): ReadLines {
  const { head, typed, strays } = split(fields, text, 'field');
  const words = typed.size === 0 ? [] : head.split('\n').filter((line) => !isOfTemplate(line));
  return {
    head: words.join('\n').trim(),
    typed: cleaned(fields, typed),
    strays: strays.map((line) => strayOf(fields, line)),
  };
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
  const strays: string[][] = [];
  let current = head;
  // Whether a label nobody knows is a new line: it is not within a long text, nor within words.
  let isBrief = rest === 'field';
  const lines = text.split(/\r?\n/).flatMap((each) => apart(fields, each));
  const isFilledIn = rest === 'field' && lines.some((line) => labelled(fields, line));
  for (const line of lines) {
    const found = labelled(fields, line) ?? (isFilledIn ? meant(fields, line, typed) : undefined);
    if (!found) {
      if (isBrief && unknownLabel(line) !== undefined) strays.push((current = []));
      current.push(line.trim());
      continue;
    }
    const own = [found.rest.trim()];
    typed.set(found.field.key, own);
    current = rest === 'field' || found.field.type === 'long-text' ? own : head;
    isBrief = rest === 'field' && !isLong(found.field);
  }
  const joined = (lines: string[]): string => lines.join('\n').trim();
  return {
    head: joined(head),
    typed: new Map([...typed].map(([key, lines]) => [key, joined(lines)])),
    strays: strays.map(joined),
  };
}

/** 教研活动次数改成4 among other lines is that line, unless there is one already. */
function meant(fields: readonly Field[], line: string, typed: ReadonlyMap<string, unknown>) {
  const found = unmarked(fields, line);
  return found && (found.changes || !typed.has(found.field.key)) ? found : undefined;
}

/** So many letters are a text in which 导入：… is no label. */
const LONG_TEXT = 500;

const isLong = (field: Field): boolean =>
  field.type === 'long-text' || (field.type === 'text' && field.maxLength >= LONG_TEXT);

/** 教师：韩艳, and not 14:00-15:30, 上午8:30 or https://…. */
function unknownLabel(line: string): string | undefined {
  const [, label] = /^([^:：]+)[:：](?!\/\/)\s*\S/.exec(line.trim().replace(NUMBERING, '')) ?? [];
  const plain = label && bare(label);
  return plain && plain.length <= MOST_OF_A_LABEL && /^\p{Letter}[^，,。；;！？]*(?<!\d)$/u.test(plain)
    ? label
    : undefined;
}
const MOST_OF_A_LABEL = 8;

function strayOf(fields: readonly Field[], line: string): Stray {
  const label = (unknownLabel(line.split('\n')[0] ?? '') ?? '').trim();
  const labels = fields.filter((field) => !isComputed(field)).map((field) => field.label);
  const near = labels.find((each) => each.includes(label) || label.includes(each)) ?? nearly(label, labels)[0];
  return { line, label, ...(near !== undefined && { near }) };
}

/** 课题：折纸，级别：县级 is two lines written as one. What stands behind the label of a long text is all its own. */
function apart(fields: readonly Field[], line: string): string[] {
  const found = labelled(fields, line);
  if (!found || found.field.type === 'long-text') return [line];
  const labels = fields.map(({ label }) => label.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const next = new RegExp(`[，,；;。\\s]+(?=(?:${labels})\\s*[:：])|[；;]\\s*(?=(?:${labels})\\s)`).exec(found.rest);
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

/**
 * A line that begins with a label and no colon: 听评课节数 12, 听评课节数12节, 教研活动次数改成4. 课题进展顺利 is none: it
 * is how a text begins. Of labels that begin alike, the longest.
 */
function unmarked(
  fields: readonly Field[],
  line: string,
): { field: Field; rest: string; changes: boolean } | undefined {
  const text = line.trim().replace(NUMBERING, '').trimStart();
  const begun = fields.filter(({ label }) => text.startsWith(label));
  const [field] = begun.toSorted((a, b) => b.label.length - a.label.length);
  if (!field) return undefined;
  const behind = text.slice(field.label.length);
  const [, change, said] = /^\s*(?:(改成|改为)\s*|\s)(\S[^]*)$/.exec(behind) ?? [];
  if (said !== undefined) return { field, rest: said, changes: change !== undefined };
  const isCount = field.type === 'number' && /^[是为有]?[\d一二三四五六七八九十]/.test(halfWidth(behind));
  return isCount ? { field, rest: behind.replace(/^[是为有]/, ''), changes: false } : undefined;
}
