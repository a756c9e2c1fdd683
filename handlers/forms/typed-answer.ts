import type { Field } from '../../models/field.js';
import { bare, halfWidth } from './field.js';
import type { Typed } from './read-value.js';

/**
 * What somebody answers to the question about one field, as the field is read: the numbers of options are the options.
 * An option that is called by a number is that option. Answers by number: 2; of several 1 3, 1、3, 13 where no option
 * has two digits.
 */
export function typedAnswer(field: Field, text: string): Typed {
  if (field.type !== 'choice' && field.type !== 'choices') return text.trim();
  const { options } = field;
  if (options.some((option) => bare(option) === bare(text))) return text.trim();
  const numbers = numbersIn(text, field.type === 'choices' && options.length < 10);
  const chosen = numbers?.map((number) => options[number - 1]);
  if (!chosen || chosen.includes(undefined)) return text.trim();
  return field.type === 'choice' && chosen.length > 1 ? text.trim() : chosen.filter((each) => each !== undefined);
}

/** The numbers of a text that is nothing but numbers. */
function numbersIn(text: string, byDigit: boolean): number[] | undefined {
  const plain = halfWidth(text)
    .replace(/^(?:回复|选择?|第)\s*/, '')
    .replace(/(?:个|项)?[.。!]?$/, '');
  if (byDigit && /^\d+$/.test(plain)) return Array.from(plain, Number);
  return /^\d{1,2}(?:[\s,，、;；和]+\d{1,2})*$/.test(plain) ? plain.split(/\D+/).map(Number) : undefined;
}
