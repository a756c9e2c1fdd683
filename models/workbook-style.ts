import type { Format, Look } from './workbook-cell.js';

const FORMATS: readonly Format[] = ['general', 'minute', 'day', 'percent'];
/** Ids of number formats: 0 and 10 are Excel's own, our own begin with 164. */
const FORMAT_IDS: Record<Format, number> = { general: 0, minute: 164, day: 165, percent: 10 };

const LOOKS: Record<Look, { font: number; fill: number; centred?: boolean }> = {
  plain: { font: 0, fill: 0 },
  header: { font: 1, fill: 2 },
  strong: { font: 1, fill: 0 },
  link: { font: 2, fill: 0 },
  'strong-link': { font: 3, fill: 0 },
  'share-0': { font: 0, fill: 3, centred: true },
  'share-1': { font: 0, fill: 4, centred: true },
  'share-2': { font: 0, fill: 5, centred: true },
  'share-3': { font: 0, fill: 6, centred: true },
  'share-4': { font: 0, fill: 7, centred: true },
};
const LOOK_NAMES = Object.keys(LOOKS) as Look[];

/** The header's grey, then one blue in five steps: told apart in print and by colour-blind eyes; no red, nobody is shamed. */
const FILLS = ['EEF3F8', 'FFFFFF', 'EAF3FB', 'CFE4F5', 'A9CFEC', '7DB7E0'];

/** Number of a cell's style in the table of `stylesXml`. */
export const styleOf = (look: Look, format: Format): number =>
  LOOK_NAMES.indexOf(look) * FORMATS.length + FORMATS.indexOf(format);

const font = (more: string): string => `<font>${more}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
const fill = (colour: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${colour}"/><bgColor indexed="64"/></patternFill></fill>`;
const BLUE = '<color rgb="FF0563C1"/>';

/** Every look in every format, whether it is used or not: forty lines are cheaper than keeping account. */
export function stylesXml(): string {
  const fonts = [font(''), font('<b/>'), font(`<u/>${BLUE}`), font(`<b/><u/>${BLUE}`)].map(inOrder);
  const fills = ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>'];
  fills.push(...FILLS.map(fill));
  const cells = LOOK_NAMES.flatMap((look) => FORMATS.map((format) => cellFormat(look, format)));
  return (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>' +
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
    `<fonts count="${fonts.length}">${fonts.join('')}</fonts>` +
    `<fills count="${fills.length}">${fills.join('')}</fills>` +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${cells.length}">${cells.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}

/** A font's colour stands after its size. */
const inOrder = (xml: string): string => xml.replace(/(<color[^>]*\/>)(<sz[^>]*\/>)/, '$2$1');

function cellFormat(look: Look, format: Format): string {
  const { font: fontId, fill: fillId, centred } = LOOKS[look];
  const ids = `numFmtId="${FORMAT_IDS[format]}" fontId="${fontId}" fillId="${fillId}" borderId="0" xfId="0"`;
  const applied = 'applyNumberFormat="1" applyFont="1" applyFill="1"';
  if (!centred) return `<xf ${ids} ${applied}/>`;
  return `<xf ${ids} ${applied} applyAlignment="1"><alignment horizontal="center"/></xf>`;
}
