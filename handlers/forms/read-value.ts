import * as texts from '../../config/texts/form.js';
import { fullDayText } from '../../config/texts/format.js';
import type { Field, FieldOf, Value } from '../../models/field.js';
import type { Day } from '../../models/ids.js';
import { readDay, readPastDay } from '../date-phrase.js';
import { halfWidth } from './field.js';
import { type Lookup, readIds } from './lookup.js';
import { readNumeral } from './numeral.js';
import { readOption, readOptions } from './read-choice.js';
import { readTimeRange } from './read-time.js';
import { wrongness } from './schema.js';

/** What somebody put into a field: a text as in a template, or the choices of a page or card. */
export type Typed = string | string[];

/** What a field makes of it. `cleared`: they said that there is none. */
export type Checked = { ok: true; value: Value } | { ok: false; problem: string } | { ok: true; cleared: true };

/** What reading rests on besides the text. */
export interface Context {
  today: Day;
  lookup: Lookup;
}

/** Reads and checks what was typed for a field. Files and pictures are not typed: see attachments.ts. */
export async function readValue(field: Field, typed: Typed, { today, lookup }: Context): Promise<Checked> {
  if (!field.required && typeof typed === 'string' && saysNone(field, typed)) return { ok: true, cleared: true };
  const raw = await rawOf(field, typed, today, lookup);
  if (!raw.ok) return raw;
  const problem = wrongness(field, raw.value, today);
  return problem === undefined ? raw : { ok: false, problem };
}

type Raw = { ok: true; value: Value } | { ok: false; problem: string };

const right = (value: Value): Raw => ({ ok: true, value });
const fail = (problem: string): Raw => ({ ok: false, problem });
const one = (typed: Typed): string => (typeof typed === 'string' ? typed : typed.join('、'));

async function rawOf(field: Field, typed: Typed, today: Day, lookup: Lookup): Promise<Raw> {
  switch (field.type) {
    case 'text':
    case 'long-text':
      return right(one(typed).trim());
    case 'number':
      return right(readNumber(field, one(typed)));
    case 'date':
      return readDate(field, one(typed), today);
    case 'time-range':
      return readTimeRange(one(typed));
    case 'choice':
      return right(readOption(field.options, one(typed)) ?? halfWidth(one(typed)));
    case 'choices':
      return readChoices(field, typed);
    case 'tick':
      return readTick(one(typed));
    case 'person':
    case 'school':
    case 'link': {
      const found = await readIds(field, one(typed), lookup);
      if (!found.ok) return found;
      const several = field.type !== 'link' && field.several;
      return right(several ? found.ids : (found.ids[0] ?? ''));
    }
    case 'files':
    case 'pictures':
      return fail(texts.noFiles(field.type));
  }
}

function readDate({ only }: FieldOf<'date'>, typed: string, today: Day): Raw {
  const day = only === 'past' ? readPastDay(typed, today) : readDay(typed, today);
  if (!day) return fail(texts.whichDate);
  // Of last year it could be only where no year and no 明天 says otherwise.
  const isToCome =
    only === 'past' && day > today && /^\s*[\d十一二三四五六七八九]{1,2}\s*[-月./]/.test(halfWidth(typed));
  return isToCome ? fail(texts.notYet(fullDayText(day))) : right(day);
}

/** A number, or the text as it stands for the schema to ask about. */
function readNumber({ unit }: FieldOf<'number'>, typed: string): number | string {
  const plain = halfWidth(typed).replace(/,/g, '');
  const plainUnit = halfWidth(unit);
  const digits = plainUnit && plain.endsWith(plainUnit) ? plain.slice(0, -plainUnit.length).trim() : plain;
  return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : (readNumeral(digits) ?? digits);
}

function readChoices({ options }: FieldOf<'choices'>, typed: Typed): Raw {
  if (typeof typed !== 'string') return right(options.filter((option) => typed.includes(option)));
  const { chosen, unknown } = readOptions(options, typed);
  return unknown === undefined ? right(chosen) : fail(texts.severalOf(options, unknown));
}

const YES = /^(?:是的?|对的?|有|√|✓|✔|☑|✅|v|y|yes|ok|on|1|true|好的?|可以|同意|确认|勾选?|已.*)$/i;
const NO = /^(?:否|不是?|没有?|无|×|x|n|no|0|false|未.*|还没.*)$/i;

function readTick(typed: string): Raw {
  const word = halfWidth(typed).replace(/[\s。.!！]/g, '');
  if (YES.test(word)) return right(true);
  return fail(NO.test(word) ? texts.mustBeSo : texts.sayYes);
}

/** 无 in a text is an answer; in any other field that may stay empty it says that there is none. */
const saysNone = (field: Field, typed: string): boolean =>
  field.type !== 'text' &&
  field.type !== 'long-text' &&
  !(field.type === 'choice' && readOption(field.options, typed)) &&
  !(field.type === 'choices' && readOptions(field.options, typed).chosen.length > 0) &&
  /^(?:无|没有|不填|清空|空|\/|-+)$/.test(halfWidth(typed));
