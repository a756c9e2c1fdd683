import type { Shown, Verb } from './review.js';

/** How a record stands. */
type State = 'draft' | 'handed-in' | 'returned' | 'accepted' | 'declined' | 'withdrawn';

const titled = ({ duty, label, no }: Pick<Shown, 'duty' | 'label' | 'no'>): string =>
  `${duty}（${label ? `${label}，` : ''}编号${no}）`;

/** What became of a record: contributions are taken or not, all else passes. */
export function stateText(state: State, contribution: boolean, published: boolean): string {
  if (state === 'accepted') return published ? '已刊出' : contribution ? '已采用' : '已通过';
  return {
    draft: '草稿，还没有交',
    'handed-in': '已交',
    returned: '退回待改',
    declined: '未采用',
    withdrawn: '已撤回',
  }[state];
}

export const verbOf = (state: State, contribution: boolean): Verb => {
  if (state === 'accepted') return contribution ? '采用' : '通过';
  return state === 'returned' ? '退回' : '不采用';
};

export const howToAnswer = (verb: Verb): string =>
  verb === '退回'
    ? '请写上编号和意见，例如：退回 7F3KQ2 请补上学生的反应。等您答复的请发「待审」。'
    : `请写上编号，例如：${verb} 7F3KQ2。等您答复的请发「待审」。`;

export const commentPlease = (no: string): string =>
  `退回${no}，请写一句怎么改，对方好知道从哪里入手。直接发这一句就行，例如：请补上学生的反应。先不退了请发「取消」。`;
/** The same in a group, where what comes next need not be for it. */
export const commentPleaseInGroup = (no: string): string =>
  `退回时请写一句怎么改，对方好知道从哪里入手，例如：退回 ${no} 请补上学生的反应。`;

/** Pressed on a card older than the text. */
export const rewritten = (no: string, at: string): string =>
  `${no}在这张卡片发出以后改过（${at}），还没有替您答复。请先看现在的，再答复。`;
export const lookAgain = '改过了，请再看一眼';

/** On a card. */
export const returning = (no: string): string => `退回${no}`;
export const comment = '请写一句怎么改，对方好知道从哪里入手';

export const ownRecord = (no: string): string => `${no}是您自己交的，由别的老师来答复。`;
export const namesYou = (no: string): string => `${no}里写到了您，由别的老师来答复。`;
export const noReview = (no: string, duty: string): string => `${no}是${duty}，交了就算，不用答复。`;
export const anothers = (no: string, who: string): string =>
  `${no}${who ? `由${who}答复` : '不由您答复'}。如需您来答，请联系协调员调整职务。`;
export const higherOnly = (no: string, level: string, who: string): string =>
  `${no}申请的是${level}，要由上一级认定${who && `，已交给${who}`}。`;
export const notNow = (no: string, state: State): string =>
  state === 'withdrawn' ? `${no}已由对方撤回，不用答复。` : `${no}还没有交上来，不用答复。`;
export const answeredBefore = (no: string, who: string, at: string, verb: string): string =>
  `${no}已由${who}于${at}${verb}。当天之内可以由答复的人再答一次来改。`;
export const otherWords = (no: string, duty: string): string =>
  `${duty}没有采用不采用，请发「通过 ${no}」或「退回 ${no} 意见」。`;
export const levelTooHigh = (no: string, wanted: string, level: string): string =>
  `${no}申请的是${level}，不能认定为${wanted}。要报${wanted}，请发「退回 ${no} 请改报${wanted}」，对方改好再交。`;

/** An answer as both sides hear it. */
export interface Answered extends Pick<Shown, 'no' | 'duty' | 'label'> {
  whose: string;
  by: string;
  verb: Verb;
  comment?: string;
  /** 认定的级别; `claimed` where a higher one was claimed. */
  level?: string;
  claimed?: string;
  /** The level the duty wants, which it does not reach. */
  wanted?: string;
  /** The day a returned one is owed again, in words. */
  due?: string;
  style: 'message' | 'template';
  /** What is taken comes out, and whose it is hears of that. */
  comesOut: boolean;
}

function levelText({ level, claimed, wanted }: Answered): string {
  if (!level) return '';
  const head = claimed ? `申请${claimed}，认定为${level}` : `认定为${level}`;
  return wanted ? `，${head}；这一项要求${wanted}以上，这份先不计入` : `，${head}`;
}

/** To the reviewer. */
export function answered(answer: Answered): string {
  const { no, duty, whose, verb } = answer;
  return `已${verb}${whose}的${duty}（${no}）${levelText(answer)}，会私下告诉对方。答错了，今天之内再答一次就改过来，例如「${verb === '退回' ? `通过 ${no}` : `退回 ${no} 意见`}」。`;
}

/** Behind one answer or several, how many more wait. */
export const stillWaiting = (left: number): string => `还有${left}份等您答复，发「待审」。`;

/** The same in a group: no name, no duty, no comment. */
export const answeredInGroup = (no: string, verb: Verb): string =>
  `${no}已${verb}，会私下告诉对方。答错了，今天之内再答一次就改过来。`;

/** To whoever it was given to, when somebody else has answered. */
export const answeredInstead = ({ no, duty, whose, by, verb }: Answered): string =>
  `${whose}的${duty}（${no}）原请您答复，${by}已${verb}，您不用再答。全文和答复发「看 ${no}」。`;

/** To whose it is: what was answered, by whom, and what comes next until when. */
export function told(answer: Answered): string {
  const { by, verb, due, style, no } = answer;
  if (verb === '退回') {
    const how = style === 'message' ? '「修改 新内容」' : '「修改 栏目：新内容」，只写要改的几项';
    return `您的${titled(answer)}由${by}退回，请改一改再交。${commentOf(answer)}${due ? `请在${due}前` : '改好后'}发${how}；这期间不算缺交。原来写的发「看 ${no}」。`;
  }
  return `${outcome(answer)}全文和答复发「看 ${no}」。`;
}

/** To its author, for whom somebody else has handed it in; `isOpen`: they may read it by now. */
export const toldAuthor = (answer: Answered, isOpen: boolean): string =>
  `${outcome(answer)}${isOpen ? `全文发「看 ${answer.no}」。` : ''}`;

const commentOf = ({ comment }: Answered): string =>
  comment ? `意见：${comment}${/[。！？!?.]$/.test(comment) ? '' : '。'}` : '';

const NEXT: Record<Verb, string> = {
  通过: '不用再做什么。',
  采用: '不用再做什么。',
  不采用: '份数照样计入，欢迎下次再投。',
  退回: '',
};

function outcome(answer: Answered): string {
  const { by, verb, comesOut } = answer;
  const next = verb === '采用' && comesOut ? '出刊后我再告诉您。' : NEXT[verb];
  const head = verb === '不采用' ? `这次没有采用，答复的是${by}` : `已由${by}${verb}`;
  return `您的${titled(answer)}${head}${levelText(answer)}。${commentOf(answer)}${next}`;
}
