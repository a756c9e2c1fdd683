import { z } from 'zod';
import * as texts from '../../config/texts/form.js';
import { type Field, type FieldOf, Value, type Values } from '../../models/field.js';
import { Day } from '../../models/ids.js';
import { askedOf, isComputed, withoutUnasked } from './asked.js';
import { sourcesOf, withComputed } from './compute.js';
import { countCharacters } from './field.js';

/** The schema of what one field holds; every message is a sentence for the person who typed. */
export function valueSchema(field: Field, today: Day): z.ZodType<Value> {
  switch (field.type) {
    case 'text':
      return textSchema(field.maxLength, field.minLength);
    case 'long-text':
      // Shorter than usual is a question (see doubts.ts), not an error.
      return textSchema(field.maxLength, 0);
    case 'number':
      return numberSchema(field);
    case 'date':
      return dateSchema(field, today);
    case 'time-range':
      return timeRange;
    case 'choice':
      return z.enum(field.options, texts.oneOf(field.options));
    case 'choices':
      return choicesSchema(field);
    case 'person':
    case 'school':
      return field.several ? several(texts.notUnderstood) : id;
    case 'link':
      return id;
    case 'files':
    case 'pictures':
      return several(texts.noFiles(field.type)).max(field.most, texts.tooMany(field.most, field.type));
    case 'tick':
      return z.literal(true, texts.mustBeSo);
  }
}

const textSchema = (most: number, least: number) =>
  z
    .string(texts.notUnderstood)
    .refine((text) => countCharacters(text) >= least, texts.tooShort(least))
    .refine((text) => countCharacters(text) <= most, texts.tooLong(most));

function numberSchema({ min, max, integer, unit }: FieldOf<'number'>) {
  const range = texts.numberRange(min, max, integer, unit);
  const number = z.number(range).min(min, range).max(max, range);
  return integer ? number.int(range) : number;
}

const dateSchema = ({ only }: FieldOf<'date'>, today: Day) =>
  z.iso
    .date(texts.whichDate)
    .refine((day) => only !== 'past' || day <= today, texts.pastDate)
    .refine((day) => only !== 'future' || day >= today, texts.futureDate);

const timeRange = z
  .string(texts.whichTime)
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, texts.whichTime)
  .refine((range) => range.slice(0, 5) < range.slice(6), texts.endsFirst);

const id = z.string(texts.notUnderstood).min(1, texts.notUnderstood).max(500, texts.notUnderstood);

const several = (message: string) => z.array(id, message).min(1, message).refine(withoutTwins, texts.notUnderstood);

const withoutTwins = (all: string[]): boolean => new Set(all).size === all.length;

function choicesSchema({ options, most = options.length }: FieldOf<'choices'>) {
  const message = texts.severalOf(options);
  return z
    .array(z.enum(options, message), message)
    .min(1, message)
    .max(most, texts.atMost(most))
    .refine(withoutTwins, message);
}

/**
 * The schema of a record: every field that is asked and required is there, every value is right, what is worked out
 * is filled in, and what is not asked is left out. Its issues name the field and say what to mend, in the form's order.
 */
export const formSchema = (fields: readonly Field[], today: Day) =>
  z.record(z.string(), Value).transform((given, context): Values => {
    const unknown = Object.keys(given).filter((key) => !fields.some((field) => field.key === key));
    for (const key of unknown) context.addIssue({ code: 'custom', path: [key], message: texts.notUnderstood });
    const right = completed(fields, given);
    const asked = askedOf(fields, right);
    for (const field of asked) {
      const message = problemOf(field, right, fields, today);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [field.key], message });
    }
    return Object.fromEntries(
      asked.flatMap(({ key }) => {
        const value = right[key];
        return value === undefined ? [] : [[key, value]];
      }),
    );
  });

/** The values with what is worked out from them, and without those of fields that are not asked. */
export const completed = (fields: readonly Field[], values: Values): Values =>
  withComputed(fields, withoutUnasked(fields, withComputed(fields, values)));

/** What is wrong with the value of a field that is asked; undefined when nothing is. */
export function problemOf(field: Field, values: Values, fields: readonly Field[], today: Day): string | undefined {
  const value = values[field.key];
  if (value === undefined) return field.required && !isComputed(field) ? missing(field) : undefined;
  const message = wrongness(field, value, today);
  if (message === undefined || field.type !== 'number' || !field.compute) return message;
  const from = sourcesOf(field.compute).map((key) => fields.find((each) => each.key === key)?.label ?? key);
  return texts.computedRange(Number(value), field.unit, field.min, field.max, from);
}

/** What is wrong with a value by itself. A ratio may have a digit behind the point where the field is of whole numbers. */
export function wrongness(field: Field, value: unknown, today: Day): string | undefined {
  const loose = field.type === 'number' && field.compute ? { ...field, integer: false } : field;
  const parsed = valueSchema(loose, today).safeParse(value);
  return parsed.success ? undefined : (parsed.error.issues.at(0)?.message ?? texts.notUnderstood);
}

/** What to put where nothing stands yet: as much of how as is needed to do it. */
function missing(field: Field): string {
  switch (field.type) {
    case 'files':
    case 'pictures':
      return texts.noFiles(field.type);
    case 'choice':
      return texts.oneOf(field.options);
    case 'choices':
      return texts.severalOf(field.options);
    case 'tick':
      return texts.sayYes;
    case 'time-range':
      return texts.missing(field.hint ?? texts.timeRange);
    case 'link':
      return texts.missing(field.hint ?? texts.byNumber);
    default:
      return texts.missing(field.hint);
  }
}
