import type { Duty } from '../../models/duty.js';
import { namesText } from './format.js';

/** What is not opened for want of a year's list of holidays. */
export interface StillText {
  year: number;
  held: { duty: Pick<Duty, 'word'>; labels: string[] }[];
}

/** So many stand in a line. */
const MOST = 6;

/** 周记（第18周、第19周）、月报（12月） */
export const heldText = ({ held }: Pick<StillText, 'held'>): string =>
  namesText(
    held.map(({ duty, labels }) => `${duty.word}（${labels.join('、')}）`),
    MOST,
    '项',
  );

/** Behind what somebody owes, or others do. */
export const notOpened = (still: StillText): string =>
  `${still.year}年的放假安排还没有录入，${heldText(still)}还没有开，先不提醒；写好可以先发来，录入以后照样计入，不算补交。`;
/** The same where it is others' to hand in. */
export const notCollected = (still: StillText): string =>
  `${still.year}年的放假安排还没有录入，${heldText(still)}还没有开，先不提醒，录入以后再收。`;
