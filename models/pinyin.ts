import { pinyin } from 'pinyin-pro';

const TONED = { toneType: 'num', toneSandhi: false, v: true, nonZh: 'consecutive' } as const;

/** Sort key of a person's name: pinyin with tones, the surname read as a surname (单 shan, 曾 zeng, 仇 qiu). */
export const personKey = (name: string): string => pinyin(name, { ...TONED, surname: 'head' }).toLowerCase();

/** Sort key of a school's name: pinyin with tones, numbered schools in the order of their numbers (第二, 3, 第十). */
export const schoolKey = (name: string): string =>
  pinyin(
    name
      .replace(/[一二三四五六七八九十]{1,3}/gu, (numeral) => String(numberOf(numeral)))
      .replace(/\d+/gu, (number) => number.padStart(NUMBER_WIDTH, '0')),
    TONED,
  ).toLowerCase();

const NUMBER_WIDTH = 3;
const DIGITS = '零一二三四五六七八九';

/** 一 to 九十九. Anything else written with these characters gives some number: good enough to sort by. */
function numberOf(numeral: string): number {
  const [tens, ones] = numeral.includes('十') ? numeral.split('十') : ['零', numeral];
  return digit(tens || '一') * 10 + digit(ones || '零');
}

const digit = (text: string): number => DIGITS.indexOf(text.slice(0, 1));
