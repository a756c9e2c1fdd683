/** A list to choose from is one line a choice; so many numbers are named one by one. */
const MOST_NAMED = 4;

/** A question whose answers have numbers, for a phone's narrow screen. */
export const numbered = (question: string, labels: string[]): string =>
  [question, ...labels.map((label, index) => `${index + 1}. ${label}`), howToChoose(labels.length)].join('\n');

function howToChoose(count: number): string {
  if (count === 1) return '是就回复 1，不是请发「取消」。';
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return `回复 ${count > MOST_NAMED ? `1 到 ${count}` : numbers.join('/')}，都不是请发「取消」。`;
}

/** What may be asked for next: 回复 1 看全部，2 看名单。 */
export const next = (labels: string[]): string =>
  `回复 ${labels.map((label, index) => `${index + 1} ${label}`).join('，')}。`;

export const noSuchNumber = (number: number): string => `没有第${number}项，请再选一次：`;
export const whichOfThem = '是哪一项？';
export const noneChosen = '好的，不选了。需要时再发给我。';
/** 取消, where words were asked for. */
export const leftAlone = '好的，先不办了，一切照旧。需要时再发给我。';

/** A number, or 取消, to no question. */
export const nothingAsked = '现在没有等您选的、等您答的。';
/** The same to whoever has begun something. */
export const onlyBegun = ({ duty, label, no }: { duty: string; label: string; no: string }): string =>
  `${nothingAsked}没填完的${duty}${label && `（${label}）`}还留着，接着发来就行；不要了请发「撤回 ${no}」。`;
