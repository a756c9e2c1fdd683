import type { CadenceOf } from './cadence.js';
import { type Day, PeriodKey } from './ids.js';
import type { Occasion } from './occasion.js';
import { schoolYearOf } from './stretch.js';

const COUNTER: Record<CadenceOf<'occasion'>['what'], string> = { issue: '期', event: '次', task: '号' };

/** Which of a duty's occasions one is: they are counted from 1 anew with every school year. */
export interface Numbered {
  period: PeriodKey;
  /** 第12期 */
  label: string;
}

/** The n-th occasion of the school year a day lies in. */
export function numbered({ what }: Pick<CadenceOf<'occasion'>, 'what'>, day: Day, n: number): Numbered {
  return { period: PeriodKey.parse(`${yearPrefix(day)}${n}`), label: `第${n}${COUNTER[what]}` };
}

/** The number after the highest one of the school year. */
export function nextNumber(all: readonly Pick<Occasion, 'period'>[], day: Day): number {
  const prefix = yearPrefix(day);
  const used = all
    .filter(({ period }) => period.startsWith(prefix))
    .map(({ period }) => Number(period.slice(prefix.length)));
  return Math.max(0, ...used) + 1;
}

const yearPrefix = (day: Day): string => `${schoolYearOf({ from: day })}-no`;
