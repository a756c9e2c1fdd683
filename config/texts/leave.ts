import type { Day } from '../../models/ids.js';
import { dateText, dayText, fewNames, spanText } from './format.js';

/** 请假; 请产假, where that is what was said. */
export const taking = (kind: string): string => (kind ? `请${kind}` : '请假');

/** How leave of these days is taken back. */
const cancelling = (from: Day, to: Day, whose?: string): string =>
  ['取消请假', whose, from === to ? dayText(from) : `${dayText(from)}到${dayText(to)}`].filter(Boolean).join(' ');

/** What follows from leave: of what is over nobody comes back early. */
const meaning = (from: Day, to: Day, today: Day): string =>
  `${spanText(from, to)}。${to < today ? '' : '期间不提醒，'}整段请假的任务${to < today ? '' : '也'}不计入应交。`;

/** `kind`: 产假; empty where none was said. */
export const noted = (kind: string, from: Day, to: Day, today: Day, whose?: string): string => {
  const undo =
    to < today ? `记错了请发「${cancelling(from, to, whose)}」` : `提前回来请发「${whose ? `销假 ${whose}` : '销假'}」`;
  return `${whose ? `已替${whose}记下${kind || '请假'}` : `已记下您${taking(kind)}`}：${meaning(from, to, today)}${undo}。`;
};

/** Behind leave of part of a day: what is handed in is not owed less for it. */
export const wholeDays = '请假按整天记；只请半天，不记也行。';

/** Behind leave that leaves too few days of a week. */
export const owedNoMore = (titles: string[]): string =>
  `这样在校的日子不多，${fewNames(titles, MOST_TITLES)}也不用交了。`;
const MOST_TITLES = 3;

/** Behind leave that was noted before, as another kind or for another reason. */
export const mended = (before: string, now: string): string =>
  before === now ? '事由已改成这次写的。' : `先前记的是${before || '请假'}，已改过来。`;

/** To whose leave somebody in charge has noted. */
export const notedForYou = (by: string, kind: string, from: Day, to: Day, today: Day): string =>
  `${by}已替您记下${kind || '请假'}：${meaning(from, to, today)}不是这样请发「${to < today ? cancelling(from, to) : '销假'}」。`;

/** Of leave that was none. */
export const cancelled = (from: Day, to: Day, whose?: string): string =>
  `已取消${whose ?? '您'}${spanText(from, to)}的请假，这几天照常计入应交。`;

/** To whose leave somebody in charge has cancelled. */
export const cancelledForYou = (by: string, from: Day, to: Day): string =>
  `${by}已取消您${spanText(from, to)}的请假，这几天照常计入应交。`;

export const noLeaveOf = (from: Day, to: Day, whose?: string): string =>
  `没有记着${whose ?? '您'}${spanText(from, to)}的请假。取消请假要写记下时的起止日期，请核对。`;

/** Of some days of a leave: it is taken back whole. */
export const onlyWhole = (from: Day, to: Day, whose = ''): string =>
  `${whose || '您'}请的是${spanText(from, to)}，要取消就整段取消：请发「${cancelling(from, to, whose)}」，再按要请的日子重新请。提前回来，当天发「销假${whose && ` ${whose}`}」就行。`;

export const tooLateToCancel = (days: number): string => `结束超过${days}天的请假取消不了。`;

/** Of leave that ended by itself. */
export const overAlready = (from: Day, to: Day, whose?: string): string =>
  `${whose ?? '您'}${spanText(from, to)}的请假已经结束，不用销假。要取消这次请假，请发「${cancelling(from, to, whose)}」。`;

/** To whose leave somebody in charge has ended. */
export const endedForYou = (by: string, back: Day): string =>
  `${by}已替您销假，从${dateText(back)}起恢复提醒和应交。还在请假请发「请假 到 …」。`;

export const ended = (back: Day, whose?: string): string =>
  `${whose ? `${whose}已` : '已为您'}销假，从${dateText(back)}起恢复。${whose ? '' : '欢迎回来。'}`;

export const notOnLeave = (whose = ''): string => `没有找到${whose}正在进行或将要开始的请假，不用销假。`;

export const howTo = '请写明请到哪天，例如：请假 到 周五；请假 3天；请假 11月3日到11月7日；请假 明天。';

export const howToFor = (name: string): string => `请写明请到哪天，例如：请假 ${name} 到 周五；请假 ${name} 3天。`;

/** Who is on leave stands on the list of a duty: whoever is away for all of its days. */
export const whoIsAway = (duty: string, command: string): string =>
  `整期请假、因此不用交${duty}的，发「${command}」看；只请几天的不列在里面，看一位老师请发「未交 姓名」。`;
export const leaveIsTheirs = '别人的请假这里看不到，请问本人或教科室主任。您自己要请假，发「请假 到 周五」这样就行。';

/** On a card. */
export const title = '请假';
export const whatItDoes =
  '从今天起到哪天？期间不提醒，整段请假的任务也不计入应交。提前回来发「销假」；从别的日子起，请发「请假 11月3日到11月7日」。';
export const until = '请到哪天';
export const take = '请假';

export const endsBeforeItBegins = (from: Day, to: Day): string =>
  `${dateText(to)}在${dateText(from)}之前，请再写一次，例如：请假 11月3日到11月7日。`;

export const tooLong = (days: number): string =>
  `一次最多记${days}天。更长的假（如产假）请教科室主任或校长代记，例如：产假 李娟 到 1月15日。`;
export const tooEarly = (days: number): string => `补请假最早从${days}天前算起，再早的记不了。`;
