import { fontFiles } from './font.js';

/** Loaded when the first picture is drawn, and not before. */
const resvg = () => import('@resvg/resvg-js');

/** The Chinese font there is; undefined where there is none. Looked for once a process. */
let font: Promise<string | undefined> | undefined;

/** One picture at a time: the pixels of a county's weeks are 50 MB. */
let last: Promise<unknown> = Promise.resolve();
/** The newest: what goes to several at once is drawn once. */
let newest: { svg: string; png: Uint8Array } | undefined;

/**
 * Draws a picture as PNG, beside the event loop. Undefined where no Chinese font is installed: a picture of empty boxes
 * is no picture.
 */
export function render(svg: string): Promise<Uint8Array | undefined> {
  const drawn = last.then(async () => {
    if (newest?.svg === svg) return newest.png;
    const file = await chineseFont();
    if (file === undefined) return undefined;
    const png = await draw(svg, file);
    newest = { svg, png };
    return png;
  });
  last = drawn.catch(() => undefined);
  return drawn;
}

/** The file of a font in which Chinese can be drawn; what is found is told by drawing with it, not by its name. */
export function chineseFont(): Promise<string | undefined> {
  font ??= firstThatDraws(fontFiles());
  return font;
}

/** The first of some files that draws two signs, and each of its own. */
export async function firstThatDraws(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    if (await drawsChinese(file)) return file;
  }
  return undefined;
}

async function drawsChinese(file: string): Promise<boolean> {
  // A font without Chinese draws the same box for both, one that cannot be read nothing.
  const [blank, one, other] = await Promise.all(
    ['', '教', '研'].map((sign) => draw(sample(sign), file).catch(() => undefined)),
  );
  if (!blank || !one || !other) return false;
  return !same(one, blank) && !same(other, blank) && !same(one, other);
}

const sample = (sign: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"><text x="4" y="40" font-size="40">${sign}</text></svg>`;

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

async function draw(svg: string, fontFile: string): Promise<Uint8Array> {
  const { renderAsync } = await resvg();
  const drawn = await renderAsync(svg, { font: { fontFiles: [fontFile], loadSystemFonts: false } });
  return drawn.asPng();
}
