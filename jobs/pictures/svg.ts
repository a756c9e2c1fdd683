/** Pieces of the pictures: strings of SVG, and how much room words take. */

/** Width of every picture in its own units: a phone's screen, three to a point. */
export const WIDTH = 1080;
export const MARGIN = 40;

/**
 * Light to dark of one hue: told apart by whoever sees no red or green, and in grey (ColorBrewer Blues; the contrast
 * of ink on paper is above 12). Nothing is red: these are numbers and no alarm.
 */
export const PAPER = '#ffffff';
export const INK = '#1f2933';
export const FAINT = '#5b6770';
export const TRACK = '#e3e8ee';
export const BLUES = ['#9ecae1', '#4292c6', '#2171b5', '#08306b'] as const;

const escaped = (text: string): string =>
  text
    // What XML cannot hold at all.
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

interface Place {
  x: number;
  y: number;
  size: number;
  fill?: string;
  anchor?: 'start' | 'middle' | 'end';
}

/** A line of words whose baseline begins there; or has its middle or end there. */
export function words(text: string, { x, y, size, fill = INK, anchor = 'start' }: Place): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

export const box = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;

/** A whole picture of this height. */
export const picture = (height: number, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">${box(0, 0, WIDTH, height, PAPER)}${parts.join('')}</svg>`;

/** Letters of Latin and digits are a little more than half as wide as the signs of Chinese, which are square. */
const widthOf = (sign: string): number => ((sign.codePointAt(0) ?? 0) < 0x2e80 ? 0.58 : 1);

/** As much of a text as fits into a width at a size; what is cut ends in …. */
export function fitting(text: string, width: number, size: number): string {
  const signs = Array.from(text);
  const most = width / size;
  if (signs.reduce((sum, sign) => sum + widthOf(sign), 0) <= most) return text;
  let used = 1;
  const kept = signs.filter((sign) => {
    used += widthOf(sign);
    return used <= most;
  });
  return `${kept.join('')}…`;
}
