import { createHash } from 'node:crypto';

/** Letters and digits nobody mistakes for another (Crockford's base 32, without I, L, O, U). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 6;

/**
 * The number (编号) people call a record by, e.g. `7F3KQ2`: made of the event that began it, so that running again
 * gives the same. Two of a thousand million are alike.
 */
export const recordNo = (event: string): string =>
  Array.from(
    createHash('sha256').update(event).digest().subarray(0, LENGTH),
    (byte) => ALPHABET[byte % ALPHABET.length],
  ).join('');

/** A number as somebody types it: small letters, full-width, O for 0, I or L for 1. Undefined for anything else. */
export function readNo(typed: string): string | undefined {
  const no = typed.normalize('NFKC').trim().toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  return no.length === LENGTH && Array.from(no).every((each) => ALPHABET.includes(each)) ? no : undefined;
}

const ALNUM = '[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]';
const AHEAD = new RegExp(`^(?:编号)?[\\s:：#＃「“"（(【]*(${ALNUM}+)[」”"）)】]*[\\s:：,，、]*`);

const APART = new RegExp(`^((?:编号)?[\\s:：#＃「“"（(【]*)(${ALNUM}{1,5})[ \u3000-](${ALNUM}{1,5})(?!${ALNUM})`);

/** 7F3 KQ2 is 7F3KQ2: the two parts of a number in one case, with a letter and a digit, at the start of a text. */
export const withNoTogether = (text: string): string =>
  text.replace(APART, (whole, before: string, first: string, second: string) => {
    const no = `${first}${second}`;
    const isOne = no.length === LENGTH && /\d/.test(no) && /[a-z]/i.test(no) && isOfOneCase(no);
    return isOne ? `${before}${no}` : whole;
  });

const isOfOneCase = (no: string): boolean => no === no.toUpperCase() || no === no.toLowerCase();

/**
 * What stands where a command takes a number, and looks like one: 7F3KQ2 …, 7F3 KQ2 …, 编号：7f3kq2，…, also with a letter
 * too few or too many. Whether there is such a record is another question: a number that is none must not be taken for words.
 */
export function noAhead(given: string): { typed: string; rest: string } | undefined {
  const text = withNoTogether(given);
  const [said = '', typed = ''] = AHEAD.exec(text) ?? [];
  const isNearly = Math.abs(typed.length - LENGTH) === 1 && /\d/.test(typed) && /[a-z]/i.test(typed);
  return typed.length === LENGTH || isNearly ? { typed, rest: text.slice(said.length).trim() } : undefined;
}
