import type { Duty, Field } from '../../models/duty.js';
import type { Values } from '../../models/submission.js';
import { checkField, halfWidth } from './field.js';

/** What is still to be mended in a form: which field, and how, in a sentence. */
export interface Problem {
  label: string;
  problem: string;
}

export interface Reading {
  /** What was right, together with what was right before. */
  values: Values;
  problems: Problem[];
}

/** The lines to fill in, one a field, with what is known already. */
export function fillIn(fields: Field[], values: Values): string {
  return fields.map((field) => `${field.label}：${values[field.key] ?? ''}${mark(field, values)}`).join('\n');
}

/** The remark on an optional field, before or behind what somebody wrote: it is the template's, not theirs. */
const OPTIONAL_MARK = /^[（(]选填[）)]|[（(]选填[）)]$/;

const mark = (field: Field, values: Values): string =>
  values[field.key] === undefined && !field.required ? '（选填）' : '';

/** Whether a text looks like a filled-in template of this form: at least one of its labels begins a line. */
export const looksFilledIn = (fields: Field[], text: string): boolean => split(fields, text).size > 0;

/**
 * Reads a filled-in template: `label:` lines in any order, full-width or half-width; what follows without a label
 * belongs to the field above. Fields not mentioned keep the value they had; a wrong one keeps it too and is reported.
 */
export function readFilledIn(duty: Duty, text: string, before: Values = {}): Reading {
  const { fields } = duty.form;
  const typed = split(fields, text);
  const values: Values = { ...before };
  const problems: Problem[] = [];
  for (const field of fields) {
    const raw = (typed.get(field.key) ?? '').replace(OPTIONAL_MARK, '').trim();
    if (raw === '') {
      if (field.required && values[field.key] === undefined) problems.push({ label: field.label, problem: '还没有填' });
      continue;
    }
    const checked = checkField(field, raw);
    if (checked.ok) values[field.key] = checked.value;
    else problems.push({ label: field.label, problem: checked.problem });
  }
  return { values, problems };
}

/** What stands behind each label. */
function split(fields: Field[], text: string): Map<string, string> {
  const typed = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    const found = labelled(fields, line);
    if (found) typed.set(found.key, (current = []));
    const words = (found?.rest ?? line).trim();
    if (current && words) current.push(words);
  }
  return new Map([...typed].map(([key, lines]) => [key, lines.join('\n')]));
}

/** 1. · 2、 · (3) · 一、 · (二) · - · * */
const NUMBERING = /^(?:[\d\s.、)*·•-]|\([\d一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.])+/;

/** A line that begins with a label: bullets, numbering and spaces before the colon are people's habits, not errors. */
function labelled(fields: Field[], line: string): { key: string; rest: string } | undefined {
  const colon = line.search(/[:：]/);
  if (colon === -1) return undefined;
  const before = halfWidth(line.slice(0, colon)).replace(NUMBERING, '').replace(/\s/g, '');
  const field = fields.find(({ label }) => halfWidth(label).replace(/\s/g, '') === before);
  return field && { key: field.key, rest: line.slice(colon + 1) };
}
