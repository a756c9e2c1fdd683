import * as texts from '../../config/texts/picture.js';
import type { Share } from '../../models/message.js';
import { BLUES, box, FAINT, fitting, INK, MARGIN, picture, TRACK, WIDTH, words } from './svg.js';

const TITLE = 46;
const LABEL = 36;
const BAR = 34;
const ROW = 116;
const HEAD = 110;
const ROOM = WIDTH - 2 * MARGIN;

/** How far each of some things is, as a bar below its name, in the order given: by due day, never by how far they are. */
export function dutyBars(title: string, bars: readonly Share[]): string {
  const rows = bars.map(({ label, done, of }, index) => {
    const y = HEAD + index * ROW;
    const numbers = texts.handedIn(done, of);
    return [
      words(fitting(label, ROOM - 240, LABEL), { x: MARGIN, y: y + LABEL, size: LABEL }),
      words(numbers, { x: WIDTH - MARGIN, y: y + LABEL, size: LABEL, fill: FAINT, anchor: 'end' }),
      box(MARGIN, y + 52, ROOM, BAR, TRACK),
      box(MARGIN, y + 52, of > 0 ? (ROOM * Math.min(done, of)) / of : 0, BAR, BLUES[2]),
    ].join('');
  });
  const heading = words(fitting(title, ROOM, TITLE), { x: MARGIN, y: 72, size: TITLE, fill: INK });
  return picture(HEAD + bars.length * ROW + MARGIN / 2, [heading, ...rows]);
}
