import { fewNames } from './format.js';

/** Names of so many are told; the rest is in 我的. */
const MOST_NAMED = 5;

export const howTo = '想晚点再听，请发「稍后」（今晚再说），或「稍后 明天」。';
export const nothing = '最近提醒过的都已经办好了，不用再提醒。';

/** `when`: 今晚, 明天08:10, 11月9日（周一）08:10. `instead`: this evening was asked for, and is over. */
export const noted = (when: string, what: string[], instead: boolean): string =>
  `好的，${instead ? '今晚已经是休息时间，' : ''}${when}再提醒您：${fewNames(what, MOST_NAMED)}。到时已经交了的就不再提。`;
export const thisEvening = '今晚';

export const enough = (most: number): string => `这一周已经提醒您${most}次了，不再多打扰。要办的随时发「我的」看。`;
export const noSchool = '接下来没有上课日，放假期间不提醒。要办的随时发「我的」看。';
