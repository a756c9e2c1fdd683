import type { Duty } from '../../models/duty.js';

/** One duty in a reminder. Times are put into words already. */
export interface NagText {
  duty: Pick<Duty, 'name' | 'word' | 'form'>;
  label: string;
  /** 今天17:00 */
  due: string;
  /** `open`: before the deadline; `grace`: after it, still on time until `graceEnds`; `late`: may be made up for. */
  stage: 'open' | 'grace' | 'late';
  graceEnds?: string;
  /** A draft is not missing; it needs one step more. */
  draft: boolean;
  /** Set when a school's duty is told to another post than the one that owes it: whose it is. */
  responsible?: string;
}

const how = ({ duty, stage, draft }: NagText): string => {
  if (draft)
    return duty.form.style === 'template' ? '已填一部分，把剩下几项发来即可' : '已有草稿，发「确认」就交，或接着写';
  if (duty.form.style === 'template') return `发「${duty.word}」我给您模板`;
  return `直接发「${stage === 'late' ? '补交 ' : ''}${duty.word} …」`;
};

function line(item: NagText): string {
  const { duty, label, due, stage, graceEnds, responsible } = item;
  const when = {
    open: `${due}截止`,
    grace: `已到截止时间，${graceEnds}前交仍算按时`,
    late: '已过截止时间，可以补交',
  }[stage];
  if (responsible !== undefined) {
    return `· ${duty.name}（${label}）${when}。${responsible ? `由${responsible}负责` : '目前没有负责人'}，您也可以发「${duty.word}」来交。`;
  }
  return `· ${duty.name}（${label}）${when}。${how(item)}。`;
}

/** The one bundled reminder of a day. */
export function nag(name: string, items: NagText[], monday: boolean): string {
  const head = monday ? `${name}老师，早上好，这些还没办完：` : `${name}老师，提醒您：`;
  const leave = items.some(({ responsible }) => responsible === undefined)
    ? '\n请假请发「请假 到 周五」，就不再提醒。'
    : '';
  return `${head}\n${items.map(line).join('\n')}${leave}`;
}

export interface LineText {
  duty: string;
  label: string;
  due: string;
  handedIn: number;
  owed: number;
}

/** The one line a group hears in a day: numbers, never names. */
export const groupLine = (lines: LineText[]): string =>
  `${lines.map(({ duty, label, due, handedIn, owed }) => `${duty}（${label}）已交${handedIn}/${owed}，${due}截止`).join('；')}。还没交的请私聊我或 @我 直接发来，谢谢。`;
