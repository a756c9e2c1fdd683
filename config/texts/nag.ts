import type { Duty } from '../../models/duty.js';

/** One duty in a reminder. Times are put into words already. */
export interface NagText {
  duty: Pick<Duty, 'name' | 'word' | 'form' | 'owner'> & Partial<Pick<Duty, 'quota'>>;
  label: string;
  /** 今天17:00 */
  due: string;
  /**
   * `open`: before the deadline; `grace`: after it, still on time until `graceEnds`; `late`: may be made up for;
   * `returned`: it came back, to be handed in again by `due`.
   */
  stage: 'open' | 'grace' | 'late' | 'returned';
  graceEnds?: string;
  /** How many count so far, of how many; absent where one is owed. */
  have?: number;
  need?: number;
  /** A draft is not missing; it needs one step more. */
  draft: boolean;
  /** Set when a school's duty is told to another post than the one that owes it: whose it is. */
  responsible?: string;
}

/** What is owed is answers to what others handed in, and nothing to hand in oneself. */
const answers = ({ owner }: Pick<Duty, 'owner'>): boolean => owner.kind === 'reviewer';

const how = ({ duty, stage, draft }: NagText): string => {
  if (answers(duty)) return '发「待审」看是哪些';
  if (duty.quota?.openings) return `发「${duty.word}」看怎么开一期`;
  if (stage === 'returned') return `改好请发「修改 …」，意见发「我的」可看`;
  if (draft)
    return duty.form.style === 'template' ? '已填一部分，把剩下几项发来即可' : '已有草稿，发「确认」就交，或接着写';
  if (duty.form.style === 'template') return `发「${duty.word}」我给您模板`;
  return `直接发「${stage === 'late' ? '补交 ' : ''}${duty.word} …」`;
};

function line(item: NagText): string {
  const { duty, label, due, stage, graceEnds, responsible, have, need } = item;
  const so = need === undefined ? '' : `已有${have}/${need}，`;
  const when = {
    open: `${due}截止`,
    grace: `已到截止时间，${graceEnds}前交仍算按时`,
    late: answers(duty) ? '已过答复的日子，请尽快答复' : '已过截止时间，可以补交',
    returned: `退回待改，请在${due}前改好再交`,
  }[stage];
  if (responsible !== undefined) {
    return `· ${duty.name}（${label}）${so}${when}。${responsible ? `由${responsible}负责` : '目前没有负责人'}，您也可以发「${duty.word}」来交。`;
  }
  return `· ${duty.name}（${label}）${so}${when}。${how(item)}。`;
}

/** One phone screen; what is due first comes first, the rest is in 我的. */
const MOST_LINES = 6;

/** The one bundled reminder of a day. */
export function nag(name: string, all: NagText[], monday: boolean): string {
  const items = all.slice(0, MOST_LINES);
  const more = all.length > items.length ? `\n还有${all.length - items.length}项，发「我的」看全部。` : '';
  const head = monday ? `${name}老师，早上好，这些还没办完：` : `${name}老师，提醒您：`;
  const leave = items.some(({ responsible }) => responsible === undefined)
    ? '\n请假请发「请假 到 周五」，就不再提醒。'
    : '';
  return `${head}\n${items.map(line).join('\n')}${more}${leave}`;
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
