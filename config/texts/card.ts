/** What buttons are called, and what is said of those that do nothing any more. */

export const gone = '这个按钮已经过了时候。现在要办的请发「我的」看。';
export const notMeant = '这张卡片不是发给您的，没有替您办。您自己的请发「我的」看。';

/** 交周记; with the period where several of one duty stand side by side. */
export const handIn = (word: string, label?: string): string => `交${word}${label ? `（${label}）` : ''}`;
export const mend = (word: string, label?: string): string => `改${word}${label ? `（${label}）` : ''}`;
export const see = (what: string): string => `看${what}`;
export const leave = '请假';
export const thisEvening = '今晚再说';
export const tomorrow = '明天再说';
export const notAgain = '不用再提';
export const back = '提前回来';
export const inAlready = '已交过了';
export const notMine = '不该我交';
/** On a reminder’s card whose form was asked for. */
export const formBelow = '要填的表发在下面了，在那里填好就交上了。';
export const seeAll = '看全部';
export const seeNames = '看名单';
export const asTable = '导出表格';
/** Below what an older card's button asked for; `at`: 11月3日 09:12. */
export const asOf = (at: string): string => `以上是${at}的情况，卡片发出以后的变化都算在内。`;
/** 周记还差3; with the period where several of one duty stand side by side. Pressed, it shows who. */
export const left = (word: string, label: string | undefined, count: number): string =>
  `${word}${label ? `（${label}）` : ''}还差${count}`;
