import type { Part } from './digest.js';
import { namesText } from './format.js';

/** So many names are told of whose rate is low. */
const MOST_NAMED = 8;

/** 电大招生意向登记的线索来源：电视3、报纸2 */
export const recordsBy = (duty: string, field: string, values: { value: string; count: number }[]): Part => ({
  entries:
    values.length > 0
      ? [`${duty}，按${field}：${values.map(({ value, count }) => `${value}${count}`).join('、')}`]
      : [],
  more: () => '',
});

/** 电大教学四环节的到课率低于80：会计班72、学前班65 */
export const recordsUnder = (
  duty: string,
  { label, unit }: { label: string; unit: string },
  under: number,
  all: { owner: string; value: number }[],
): Part => ({
  entries:
    all.length > 0
      ? [
          `${duty}的${label}低于${under}${unit}：${namesText(
            all.map(({ owner, value }) => `${owner}（${value}${unit}）`),
            MOST_NAMED,
          )}`,
        ]
      : [],
  more: () => '',
});

/** Where the list behind records is seen. */
export const seeOwnRecords = (word: string): string => `自己交的发「历史 ${word}」看。`;
export const seeRecords = (word: string): string => `名单发「名单 ${word} 已交」看。`;
