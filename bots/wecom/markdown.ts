const CUT = '\n……（内容太长，后面的没有发出）';
const ADDRESS = /(https?:\/\/[^\s，。；、）」]+)/u;

/** Signs that are markup become their wide likes; they read the same. */
export const plain = (text: string): string =>
  text
    .split(ADDRESS)
    .map((part, i) => (i % 2 === 1 ? part : tame(part)))
    .join('');

const tame = (text: string): string =>
  text
    .replace(/[*_`~<[\]|\\]/gu, wide)
    .replace(/^(\s*)([#>])/gmu, (_, space: string, sign: string) => space + wide(sign))
    // A list would be numbered anew, or lose its signs.
    .replace(/^(\s*)([-+])(?= )/gmu, (_, space: string, sign: string) => space + wide(sign));

const wide = (sign: string): string => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0);

/** The longest beginning within so many bytes, ended by a sentence that says so. */
export function fit(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  if (whole.length <= bytes) return text;
  const room = bytes - Buffer.byteLength(CUT);
  // A character cut in the middle becomes a sign of its own, and is left out.
  return whole.subarray(0, room).toString('utf8').replace(/�+$/u, '') + CUT;
}
