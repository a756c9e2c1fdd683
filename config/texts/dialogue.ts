import type { Collection } from '../../models/collection.js';
import type { Duty } from '../../models/duty.js';
import { answering, called, mayChange } from './collection.js';
import { type Due, handInBy } from './due.js';

/** 一问一答: a form asked one question at a time. A phone shows some twenty characters a line. */

/** What one says to have a form asked so, behind its word. */
export const WORD = '一问一答';

/** Above the lines of a template. */
export const offer = `（不想整段填，回复「${WORD}」，我一项一项问您。）`;
/** The same of a collection, which may be asked for elsewhere than its lines are read. */
export const offerOf = (collection: Pick<Collection, '_id' | 'title'>): string =>
  `（不想整段填，请发「${saysOf(collection)}」，我一项一项问您。）`;
const saysOf = (collection: Pick<Collection, '_id' | 'title'>): string => `${answering(collection)} ${WORD}`;

/** A record as one speaks of it. */
export const ofRecord = ({ name, word }: Pick<Duty, 'name' | 'word'>, title: string, due: Due | undefined) => ({
  name,
  title,
  until: due ? handInBy(due) : '',
  says: `${word} ${WORD}`,
  drops: '撤回',
  whole: { head: `【${title}】问完了，请看一遍：`, foot: '没错回复「确认」，就交上了；要改，回复那一项的序号。' },
});

/** An answer to a collection. `until`: when it closes. */
export const ofAnswer = (collection: Collection, until: string) => {
  const { _id, title } = collection;
  return {
    name: called(collection),
    title: `${title}（${_id}号）`,
    until: `${until}前填好`,
    says: saysOf(collection),
    drops: `取消接龙 ${_id}`,
    whole: {
      head: `【${title}（${_id}号）】记下了，请看一遍：`,
      foot: `没错就不用回复了；要改，回复那一项的序号。${mayChange(collection, until)}`,
    },
  };
};
/** 好了, 算了, once it counts. `until`: when it closes, while it has not. */
export const stands = (collection: Collection, until: string | undefined): string =>
  `好，${called(collection)}已记下。${until === undefined ? '' : mayChange(collection, until)}`;

export const begins = (form: string, count: number, until: string): string =>
  `【${form}】\n共${count}项，我一项一项问您${until && `，${until}`}。\n答错了回复「上一个」；先停一停回复「算了」，答过的都留着。`;
export const goesOn = (form: string): string =>
  `【${form}】\n接着上次的往下填。\n改前一项回复「上一个」，先停回复「算了」。`;
export const againFromTop = '好，从头再问一遍。答过的还在，没错就回复「对」。';

export interface Question {
  head: string;
  /** How to answer, a line each. */
  how: string[];
  options: readonly string[];
  /** What stands there already. */
  known?: string;
  required: boolean;
  /** Whether it is answered by sending files. */
  isFile: boolean;
}

/** Which it is, of how many. */
export const head = (at: number, of: number, label: string): string => `${at}/${of} ${label}`;

/** One question: what it is, what is expected, what stands there. */
export function question({ head, how, options, known, required, isFile }: Question): string {
  const keep = isFile ? '够了回复「好了」，还有就接着发。' : '没错回复「对」，要改就发新的。';
  return [
    head,
    ...options.map((option, index) => `${index + 1}. ${option}`),
    ...how,
    ...(known === undefined ? [] : [`现在是：${known}`, keep]),
    ...(required || known !== undefined ? [] : ['选填，不填回复「跳过」。']),
  ].join('\n');
}

export const free = '直接写给我就行。';
export const number = (integer: boolean, unit: string, range: [number, number] | undefined): string =>
  `写一个${integer ? '整数' : '数'}${range ? `，${range.join(' 到 ')}` : ''}${unit && `，单位是${unit}`}。`;
export const date = (only: 'past' | 'future' | undefined): string =>
  only === 'past' ? '写哪一天，如 昨天、11月30日。' : '写哪一天，如 周五、11月30日。';
export const timeRange = '写起止时间，如 14:00-15:30。';
export const choose = '回复序号。';
export const chooseSeveral = (most: number | undefined): string =>
  `可选几个，回复序号，如 1 3${most === undefined ? '' : `；最多${most}个`}。`;
export const person = (several: boolean): string => (several ? '写姓名或编号，几个人用、隔开。' : '写姓名或编号。');
export const school = (several: boolean): string => (several ? '写校名，几所用、隔开。' : '写校名。');
export const link = '写编号或名称。';
export const files = (what: 'files' | 'pictures', most: number): string =>
  what === 'files' ? `把文件直接发给我，最多${most}个。` : `把图片直接发给我，最多${most}张。`;
export const tick = '做到了回复「是」；还没有，先回复「跳过」。';
export const usual = (characters: number): string => `一般写${characters}字以上。`;
export const hint = (text: string): string => (/[。！？]$/.test(text) ? text : `${text}。`);

/** What was taken, above the next question. */
export const taken = (label: string, value: string): string => `已记：${label} ${value}`;
export const characters = (count: number): string => `${count}字`;
export const workedOut = (label: string, value: string): string => `${label}：${value}（算出来的）`;
export const along = (size: string): string => `附件：${size}`;
export const alongTaken = (size: string): string => `收到，附件现在有${size}。`;
export const filesTaken = (label: string, now: string): string => `收到，放在「${label}」，现在有${now}。`;
export const emptied = (label: string): string => `好，「${label}」空着。`;
export const passed = (label: string): string => `「${label}」先跳过。`;
export const neededLater = (label: string): string => `「${label}」不能空着，先跳过，最后再问您。`;
export const stillNeeded = (label: string): string =>
  `「${label}」还空着，这样交不上。现在填不了，回复「算了」，答过的都留着。`;
export const problem = (text: string): string => `没记上：${text}。`;
export const doubt = (text: string): string => `${text}。\n没写错回复「对」，写错了再发一次。`;
export const nothingToKeep = '这一项还没有内容。';
export const isFirst = '这就是第一项。';
export const wholeAgain = '没看懂。没错回复「确认」，就交上了；要改，回复那一项的序号；先停回复「算了」。';
export const noSuchLine = (number: number, counts: boolean): string =>
  `没有第${number}项，请再看一下序号。${counts ? '' : '没错回复「确认」。'}`;

/** So much of a text is shown where the whole form is. */
const SHOWN = 24;
export function short(text: string): string {
  const letters = Array.from(text.replace(/\s+/g, ' '));
  return letters.length <= SHOWN ? letters.join('') : `${letters.slice(0, SHOWN).join('')}……（${letters.length}字）`;
}

/** At the end: all of it, to be looked at. `also`: what is worked out, and what goes along. */
export const whole = (
  { head, foot }: { head: string; foot: string },
  lines: { label: string; value: string | undefined }[],
  also: string[],
): string =>
  [
    head,
    ...lines.map(({ label, value }, index) => `${index + 1}. ${label}：${value ?? '（空着）'}`),
    ...also,
    foot,
  ].join('\n');

export const inGroup = '群里回答请 @我。';

export const stopped = (
  { title, says, drops }: { title: string; says: string; drops: string },
  kept: number,
): string =>
  kept > 0
    ? `好，先到这里。${title}答过的${kept}项都留着，想接着填回复「${says}」，不要了回复「${drops}」。`
    : `好，${title}先不填了。想填的时候回复「${says}」。`;
export const putAside = (form: string): string => `${form}先放着，答过的都留着。`;

/** After something else was said and answered in between. */
export const stillWaiting = (form: string, label: string | undefined): string =>
  `（${form}还等着您：${label === undefined ? '看一遍，没错回复「确认」' : `接着回答「${label}」`}，先停回复「算了」。）`;

export const whichForm = (word: string): string => `请写明填哪一份，例如：${word} ${WORD}。要交哪些，发「我的」看。`;
