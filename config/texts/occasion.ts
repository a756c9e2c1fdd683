import { fewNames } from './format.js';

/** An occasion as people call it: 《…》投稿（第12期）. */
export interface Called {
  duty: string;
  word: string;
  label: string;
  /** With the words of a task, where they may be told. */
  title: string;
}

/** Whom a duty is owed by, to be counted. */
export type Counted = 'people' | 'schools' | 'others';

const UNIT: Record<Counted, string> = { people: '人', schools: '所学校', others: '个组或单位' };
const called = ({ duty, title }: Pick<Called, 'duty' | 'title'>): string => `${duty}（${title}）`;

/** When somebody hears of their task. `on`: not today but on this day. `isLate`: when it is due already, or nobody knows when. */
export interface Hearing {
  at?: Date;
  on?: string;
  isLate: boolean;
}

export function willTell({ on, isLate }: Hearing): string {
  if (!isLate) return on ? `到上学日${on}会私下告诉本人` : '会私下告诉本人';
  return on
    ? `我要到上学日${on}才私下告诉本人，那时已过期限，请您先直接告诉本人`
    : '我只在上学日告诉本人，那时可能已过期限，请您先直接告诉本人';
}

export const howToOpen = (word: string): string => `请写明任务和收到哪天为止，例如：开启 ${word} 到 12月10日。`;
/** To whoever owes that something is held, and asks how. */
export const howToHold = (duty: string, word: string): string =>
  `${duty}不用交什么，开启一期就算一次，例如：开启 ${word} 到 12月10日。不能按数办的，把原因写在任务的名字后面发来。`;
export const notOpenedByHand = (duty: string): string => `${duty}按校历自动开启，不用手动开。`;
export const useAssign = (word: string): string =>
  `这一项要写明由谁办，请发「交办 姓名 到 12月5日 要办的事」，办的人再发「${word} …」。`;
export const mayNotOpen = (duty: string, posts: string[]): string => `${duty}由${posts.join('、')}开启和截止。`;
export const whichDay = (typed: string): string => `没看懂「${typed}」是哪一天，请写成12月10日、下周五这样。`;
export const dayIsOver = (day: string): string => `${day}已经过了，请写今天以后的日子。`;
export const openedBefore = ({ word, label, ...each }: Called, state: string): string =>
  `${called(each)}开过了，${state}。要改日期请发「延期 ${word} ${label} 到 12月10日」；开下一个，不写第几即可。`;

/** 开启 while one is open for which nothing has come in. */
export const anotherOne = ({ word, label, ...each }: Called, due: string): string =>
  `${called(each)}正在收，到${due}为止，还没有人交。要改日期请发「延期 ${word} ${label} 到 …」。还要另开一个吗？`;
export const openAnother = (label: string): string => `另开${label}`;
export const anotherInWords = (question: string, says: string): string => `${question}要另开请发「${says}」。`;

export const stateText = (state: 'open' | 'closed' | 'published' | 'cancelled'): string =>
  ({ open: '正在收', closed: '已截止', published: '已出刊', cancelled: '已取消' })[state];

export interface Opened extends Called {
  due: string;
  owing: number;
  counted: Counted;
  /** How many each owes. */
  each: number;
  note: string;
}

export function opened(each: Opened): string {
  const { word, label, due, owing, counted, note } = each;
  const quota = each.each > 1 ? `，各${each.each}份` : '';
  return `已开启${called(each)}，收到${due}，现在应交的有${owing}${UNIT[counted]}${quota}。${note && `说明：${note}。`}改日期请发「延期 ${word} ${label} 到 …」，不办了请发「取消本期 ${word} ${label}」。`;
}

/** To whoever opens or puts off what is over before anybody can be reminded of it; `on`: the first day on which they are, where that is known. */
export const remindsTooLate = (on: string | undefined): string =>
  on
    ? `提醒要到上学日${on}才发，那时已过期限，请您先直接通知要交的人。`
    : '提醒只在上学日发，那时可能已过期限，请您先直接通知要交的人。';

/** What came while none was open, to whoever opens the next. */
export const waitsForOne = (word: string, nos: readonly string[]): string =>
  `没有在收的时候来了${nos.length}份：${fewNames([...nos], 5)}。要收进这一期请发「收进 编号」，先看请发「看 编号」，全部请发「待审 ${word}」。`;
export const howToPutIn = (word: string): string =>
  `请写上编号，例如：收进 7F3KQ2；指明哪一期，写「收进 7F3KQ2 第3期」。等您答复的请发「待审 ${word}」。`;
export const notPutIn = (no: string, duty: string): string => `${no}是${duty}，不是一期一期放的，不用收进。`;
export const mayNotPutIn = (duty: string, posts: string[]): string => `${duty}收进哪一期由${posts.join('、')}定。`;
export const notThere = (no: string): string => `${no}还没有交上来，或者已经撤回，收不进去。`;
export const noneToPutIn = (duty: string, label: string): string =>
  label ? `没有找到${duty}（${label}）。` : `现在没有在收的${duty}。先开一期，或写明哪一期。`;
export const whichToPutIn = (no: string): string => `${no}收进哪一期？`;
export const stoodIn = (no: string, each: Pick<Called, 'duty' | 'title'>): string => `${no}已经在${called(each)}里了。`;
export const putIn = (no: string, whose: string, each: Pick<Called, 'duty' | 'title'>): string =>
  `已把${whose}的${no}收进${called(each)}，按这一期计数，会私下告诉本人。放错了，再发一次「收进 ${no} 第几期」。`;
export const yoursIsPutIn = (no: string, each: Pick<Called, 'duty' | 'title'>): string =>
  `您的${each.duty}（编号${no}）收进了${each.title}。不用再做什么。`;

export const howToChange = (verb: string, word: string): string =>
  verb === '延期'
    ? `请写明任务和新的日子，例如：延期 ${word} 到 12月15日。`
    : `请写明是哪项任务，例如：${verb} ${word}。`;
export const noneToChange = (verb: string, duty: string, label: string): string =>
  `没有找到可以${verb}的${duty}${label && `（${label}）`}。`;
export const whichOne = (verb: string, word: string, all: Pick<Called, 'label' | 'title'>[]): string =>
  `${word}现在有${all.map(({ title }) => title).join('、')}，请写明是哪一个，例如：${verb} ${word} ${all[0]?.label}。`;
/** The same with the choices below it. */
export const which = (verb: string, word: string): string => `${verb}哪一个${word}？`;
export const onlyIssues = (duty: string): string => `${duty}不是刊物，没有出刊；收齐了请发「截止」。`;

export interface Tallied extends Called {
  handedIn: number;
  owed: number;
}

export const closed = (each: Tallied, waits: number): string =>
  `已截止${called(each)}，已交${each.handedIn}/${each.owed}。${waits > 0 ? `还有${waits}份没有答复，发「待审 ${each.word}」。` : ''}还要接着收，请发「延期 ${each.word} ${each.label} 到 …」。`;

export const published = (each: Called, taken: number, waits: number): string =>
  `已出刊：${called(each)}，${taken > 0 ? `刊出${taken}篇，会私下告诉作者` : '这一期还没有采用的稿子'}。${waits > 0 ? `还有${waits}篇没有答复，发「待审 ${each.word}」。` : ''}发早了请发「截止 ${each.word} ${each.label}」，就退回到已截止。`;
export const yoursIsOut = (each: Called, no: string): string =>
  `您的${each.duty}（编号${no}）已在${each.label}刊出，谢谢您的稿子。`;

/** `heard`: when whose task it is hears of it. */
export const cancelled = (each: Called, heard?: Hearing): string =>
  `已取消${called(each)}，谁也不再欠；交来的都留着。${heard ? `${willTell(heard)}。` : ''}要恢复请发「延期 ${each.word} ${each.label} 到 …」。`;
/** Of what is collected until a day; `heard`: of a task, when whose it is hears of it. */
export function postponed(
  each: Called,
  due: string,
  owing: { count: number; counted: Counted },
  heard?: Hearing,
): string {
  const left = `现在还没交的有${owing.count}${UNIT[owing.counted]}`;
  return `${called(each)}改为收到${due}，${left}${heard ? `，${willTell(heard)}` : ''}。要再改，再发一次「延期」；现在就停，请发「截止 ${each.word} ${each.label}」。`;
}

export const taskCancelled = (who: string, each: Called): string => `${who}取消了交办您的${called(each)}，不用再办了。`;
/** `isLate`: it is over by the time they hear of it. */
export const taskPostponed = (who: string, each: Called, due: string, isLate: boolean): string =>
  `${who}把交办您的${called(each)}改为${due}前办好${isLate ? `，还没办的请和${who}商量` : ''}。`;
