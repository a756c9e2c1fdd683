/** Whose full text is spoken of: 教育周记（第13周，编号APT868）. */
export interface Allowing {
  duty: string;
  label: string;
  no: string;
}

const called = ({ duty, label, no }: Allowing): string =>
  `${duty}（${[label, `编号${no}`].filter(Boolean).join('，')}）`;

/** 公开 编号: `who` reads it from now on: 本校教科室主任、校长. */
export const allowed = (record: Allowing, who: string): string =>
  `${called(record)}的全文，现在${who}也可以看了，发「看 ${record.no}」就看得到，别人照旧看不到。要收回请发「不公开 ${record.no}」。`;

/** 不公开 编号 */
export const closed = (record: Allowing): string =>
  `已收回，${called(record)}的全文又只给公开以前就能看的人看。要再公开请发「公开 ${record.no}」。`;

export const whoReads = ({ school, county }: { school: readonly string[]; county: readonly string[] }): string =>
  [
    ...(school.length > 0 ? [`本校${school.join('、')}`] : []),
    ...(county.length > 0 ? [`全县${county.join('、')}`] : []),
  ].join('和');

/** What can be said: `word` of a duty, who reads it then. */
export const how = (word: string, school: string, county: string): string =>
  [
    `平时${school}只看得到交没交，愿意给人看全文的，可以一份一份公开：`,
    `公开 ${word} —— 最近交的这一份，给他们看（也可以写编号）`,
    ...(county ? [`公开 ${word} 全县 —— ${county}也可以看`] : []),
    `不公开 ${word} —— 收回`,
  ].join('\n');

export const noneSuch = '现在的任务里，没有要本人公开才能看的。';
export const ruled = (duty: string): string => `${duty}谁能看，任务里已经写明，不用另外公开。`;
export const noCounty = (duty: string): string => `${duty}只能在本校公开，请发「公开 编号」。`;
export const notOwn = (what: string): string =>
  `没有找到您自己交的${what}。只有本人能定自己的一份给谁看，编号发「历史」可以看到。`;
