import type { Cadence } from './cadence.js';
import type { Duty } from './duty.js';

/** Cadences whose periods people can name (第9周, 10月, 第3期); of others the one that is open is meant. */
const NAMED: ReadonlySet<Cadence['every']> = new Set(['teaching-week', 'month', 'quarter', 'occasion']);

/**
 * What somebody types to hand in a page: 周记 第9周. `owner`: what a group or unit is called, of which they may answer
 * for several: 教研活动 语文组 第13周. Behind 未交 the same words ask about it; then `owner` is the place.
 */
export const handInWords = ({ word, cadence }: Pick<Duty, 'word' | 'cadence'>, label: string, owner: string): string =>
  [word, owner, NAMED.has(cadence.every) ? label : ''].filter(Boolean).join(' ');
