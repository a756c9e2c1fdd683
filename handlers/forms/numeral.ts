const DIGIT = '[一两二三四五六七八九]';
const NUMERAL = new RegExp(`^(?:(?:(${DIGIT})百)?(?:零?(${DIGIT})?(十)(${DIGIT})?|零(${DIGIT}))?|(${DIGIT}))$`);

/**
 * 三, 两, 十二, 二十, 一百零五, 两百三十: numbers as a phone's dictation writes them. Undefined for anything else: from a
 * thousand on, for 十几, and for 一百五, which may be two numbers.
 */
export function readNumeral(text: string): number | undefined {
  if (text === '零') return 0;
  const found = text ? NUMERAL.exec(text) : null;
  if (!found) return undefined;
  const [, hundreds, tens, ten, ...ones] = found;
  const one = digitOf(ones.find(Boolean));
  return digitOf(hundreds) * 100 + (ten ? digitOf(tens ?? '一') * 10 : 0) + one;
}

const digitOf = (letter: string | undefined): number =>
  letter === undefined ? 0 : '零一二三四五六七八九'.indexOf(letter === '两' ? '二' : letter);
