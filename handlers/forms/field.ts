import { z } from 'zod';
import type { Field } from '../../models/duty.js';

/** What a field makes of the characters somebody typed. */
export type Checked = { ok: true; value: string | number } | { ok: false; problem: string };

/** Full-width and half-width alike; used for labels, numbers and choices, never for what people write as text. */
export const halfWidth = (text: string): string => text.normalize('NFKC').trim();

/** How many characters somebody wrote: what a reader would count, white space left out. */
export const countCharacters = (text: string): number => Array.from(text.replace(/\s/g, '')).length;

const numberSchema = ({ min, max, integer, unit }: Extract<Field, { type: 'number' }>) => {
  const range = `请写 ${min} 到 ${max} 之间的${integer ? '整数' : '数'}${unit && `（单位：${unit}，可省略）`}`;
  const number = z.number(range).min(min, range).max(max, range);
  return integer ? number.int(range) : number;
};

const textSchema = ({ minLength, maxLength }: { minLength: number; maxLength: number }) =>
  z
    .string()
    .refine((text) => countCharacters(text) >= minLength, `请写至少 ${minLength} 字`)
    .refine((text) => countCharacters(text) <= maxLength, `最多 ${maxLength} 字，请写短些`);

/** The zod schema of a field's value; every message is a sentence for the person who typed. */
function schemaOf(field: Field): z.ZodType<string | number> {
  if (field.type === 'number') return numberSchema(field);
  if (field.type === 'choice') return z.enum(field.options, `请从这些里选一个：${field.options.join('、')}`);
  return textSchema(field);
}

/** Checks what was typed for a field. */
export function checkField(field: Field, typed: string): Checked {
  const parsed = schemaOf(field).safeParse(read(field, typed));
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problem: parsed.error.issues.at(0)?.message ?? '这一项没看懂，请再写一次' };
}

function read(field: Field, typed: string): unknown {
  if (field.type === 'choice') return halfWidth(typed);
  if (field.type !== 'number') return typed.trim();
  const plain = halfWidth(typed).replace(/,/g, '');
  const bare = field.unit && plain.endsWith(field.unit) ? plain.slice(0, -field.unit.length).trim() : plain;
  return /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : bare;
}
