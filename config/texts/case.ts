import type { Claim, Verdict } from '../../models/case.js';
import { NOTHING_LEFT, type NothingLeft } from './nag.js';

/** What a case is about. `title`: 教育周记（第9周） */
export interface CaseText {
  name: string;
  title: string;
  claim: Claim;
  /** What else its person said. */
  words: string;
  no: string;
  /** It can be made another's. */
  canPass: boolean;
  /** To whom it goes when it is agreed to, where its person only stands in: a name, or nothing for who decides. */
  next?: string;
}

/** `to`: whose it is now, where it was passed on; nothing for who decides. */
export type DecidedText = Pick<CaseText, 'name' | 'title' | 'no'> & { to: string };

const SAYS: Record<Claim, string> = { 'handed-in': '已经交过，台账上没有', 'not-mine': '不该由本人交' };

export const onLedger = (title: string, when: string, no: string): string =>
  `${title}在台账上，${when}交的${no && `，编号${no}`}，不用再交，也不会再提醒。`;
export const nothing = (left: NothingLeft, word: string): string =>
  `${NOTHING_LEFT[left]}要说的是别的，请在「${word}」后面写任务的名字。发「我的」看全部。`;
/** The same where a task was named. */
export const nothingOf = (duty: string, label?: string): string =>
  `${duty}${label === undefined ? '' : `（${label}）`}您现在没有要交的。发「我的」看全部。`;
/** What another is to hand in. `who`: 教科室主任张三 */
export interface OthersText {
  title: string;
  who: string;
}
/** To who says that it is not theirs, of what they were told so that they know. */
export const othersOwe = (all: readonly OthersText[]): string =>
  `${all.map(({ title, who }) => `${title}由${who}负责`).join('，')}，本来就不用您交：提醒是请您知道，您不用再做什么。`;
export const whichOne = (says: string[]): string => `是哪一项？请发：${says.map((each) => `「${each}」`).join('或')}。`;
export const whichTitle = '是哪一项？';
export const nobody = '本校现在没有能定这件事的老师，请联系县里的协调员。';

/** To whoever said it. */
export const opened = (title: string, claim: Claim, decider: string): string =>
  `好的，${title}您说${SAYS[claim]}，已请${decider}看一看。定下来之前不再就这一项提醒您，结果会告诉您。手里有的话，随时再发一次也行。`;
export const waiting = (title: string, decider: string): string =>
  `${title}已请${decider}在看，还没有定。这期间不就这一项提醒您。`;
/** How it was decided before, where it is owed all the same. `to`: whose it became, where it was passed on. */
interface BeforeText {
  verdict: Verdict;
  by: string;
  to: string;
  /** It came back to be mended. */
  returned: boolean;
}

/** To whoever says it once more, of what is decided. */
export function before(title: string, { verdict, by, to, returned }: BeforeText): string {
  const what = {
    kept: '之前已经定过：仍请交一次',
    granted: '之前认可过免交，后来取消了，现在仍请交一次',
    passed: `之前定过改由${to}交，现在又归您交`,
    moot: `您上次说的时候已经不用交，所以没有再定；现在${returned ? '退回待改，请改好再交' : '台账上又没有，请再交一次'}`,
  }[verdict];
  return `${title}${what}。有疑问请直接和${by}说一声。`;
}

/** What 认可 does: of who only stands in nothing is let off. */
const whenGranted = (name: string, next: string | undefined): string =>
  next === undefined ? '这一期记为免交' : `这一期改由${next || '您'}交（${name}老师是代管的，不记免交）`;

/** To whoever decides. */
export const toDecide = ({ name, title, claim, words, no, canPass, next }: CaseText): string =>
  `${name}老师说${title}${SAYS[claim]}${words && `（原话：${words}）`}。请您定：\n发「认可 ${no}」，${whenGranted(name, next)}；发「仍请交 ${no} 要说的话」，请本人${claim === 'handed-in' ? '再发一次' : '照旧交'}${canPass ? `；发「转给 ${no} 姓名」，改由别人交` : ''}。\n定下来之前，不再就这一项提醒本人。`;
const shown = ({ name, title, claim, words, next }: CaseText): string =>
  `${name}老师说${title}${SAYS[claim]}${words && `（原话：${words}）`}。${next === undefined ? '认可就记为免交' : `认可后${whenGranted(name, next)}`}。定下来之前，不再就这一项提醒本人。`;

/** The same as a card: each way to decide is a button. `text`: what stands above them. */
export function card(about: CaseText, text = shown(about)) {
  const { no, claim, canPass } = about;
  const buttons = [
    { label: '认可', says: `认可 ${no}`, primary: true as const },
    { label: claim === 'handed-in' ? '请再发一次' : '仍请本人交', says: `仍请交 ${no}` },
  ];
  const who = { kind: 'name' as const, key: 'who', label: '该谁交', required: true, value: '', several: false };
  const passOn = { kind: 'ask' as const, controls: [who], submit: { label: '转给', says: `转给 ${no} {who}` } };
  const decide = [
    { kind: 'text' as const, text },
    { kind: 'buttons' as const, buttons },
  ];
  return { title: '请您定一件事', blocks: canPass ? [...decide, passOn] : decide };
}
const risenFrom = (text: string): string => `这件事提出几天了，还没有定，转请您看：\n${text}`;
/** To whoever is asked when nobody decided in time. */
export const risen = (about: CaseText): string => risenFrom(toDecide(about));
export const risenCard = (about: CaseText) => card(about, risenFrom(shown(about)));

/** So many are told at once: a phone's screen. */
const MOST_PENDING = 10;

/** What waits to be decided; at least one. */
export function pending(all: Pick<CaseText, 'no' | 'name' | 'title' | 'claim'>[]): string {
  const told = all.slice(0, MOST_PENDING);
  const head = `等您定的有${all.length}件${all.length > told.length ? `，先提的${told.length}件` : ''}：`;
  const lines = told.map(({ no, name, title, claim }) => `· ${no} ${name}：${title}，说${SAYS[claim]}`);
  const [first] = told;
  return [head, ...lines, `同意请发「认可 ${first?.no}」，还要交请发「仍请交 ${first?.no}」。`].join('\n');
}

export const howToPass = '请写上该谁交，例如：转给 7F3KQ2 李娟。';
export const cannotPass = (name: string): string =>
  `${name}是每个人交自己的，转不了别人。不用交请发「认可 编号」，还要交请发「仍请交 编号」。`;
export const theirsAlready = (name: string): string => `提出这件事的就是${name}，请写另一位老师的名字。`;
/** Where nobody is there to whom it would go from who only stands in. */
export const nobodyNext = (no: string): string =>
  `这是代管的老师提的，学校的任务不能因此免交，眼下又没有别人接替。改由别人交请发「转给 ${no} 姓名」，请本人照旧交请发「仍请交 ${no}」。`;
export const howToDecide = '请写上编号或姓名，例如：认可 7F3KQ2；认可 李娟、张静；仍请交 7F3KQ2 请再发一次。';
export const noSuch = (typed: string): string => `没有找到等您定的「${typed}」，请核对编号或姓名。`;
export const severalOf = (name: string): string => `${name}有几件等您定，是哪一件？`;
export const whichCase = (name: string, all: Pick<CaseText, 'no' | 'title'>[], word: string): string =>
  `${name}有${all.length}件等您定：${all.map(({ title, no }) => `${title}请发「${word} ${no}」`).join('，')}。`;
export const already = (no: string): string => `${no}已经定过了，不用再定。`;
/** By somebody else. */
export function decidedBy(no: string, { verdict, by, to }: Pick<BeforeText, 'verdict' | 'by' | 'to'>): string {
  const what = { granted: '记为免交', kept: '仍请本人交', passed: `改由${to}交`, moot: '已经不欠' }[verdict];
  return `${no}${by}已经定过：${what}。要改请和${by}说一声。`;
}
export const granted = ({ name, title, no }: DecidedText): string =>
  `已认可：${name}的${title}记为免交，不计入应交，会告诉本人。改回来请发「仍请交 ${no}」。`;
export const passed = ({ name, title, to, no }: DecidedText): string =>
  `好的，${title}改由${to || '您'}交，不再提醒${name}，${to ? '两位都会告诉' : '会告诉本人'}。改回来请发「仍请交 ${no}」。`;
export const kept = ({ name, title, no }: DecidedText): string =>
  `好的，${name}的${title}仍照旧应交，会告诉本人。改为免交请发「认可 ${no}」。`;
export const moot = ({ name, title }: Pick<DecidedText, 'name' | 'title'>): string =>
  `${name}的${title}已经不欠了，不用再定。`;
/**
 * Behind either: what was exempt until a day (`span`: 到11月13日为止) and no longer is, and which other periods are owed
 * again by now.
 */
export const spanTakenBack = (span: string, periods: string): string =>
  `原来${span}的免交也一并取消${periods && `，${periods}恢复应交`}。`;
/** The same, to whom it was about. */
export const spanTakenBackFromYou = (span: string, periods: string): string =>
  `您原来${span}的免交也一并取消了${periods && `，${periods}也请照常交`}。`;
export const inGroup = (no: string): string => `${no}已定，会私下告诉本人。`;
export const reason = (claim: Claim, by: string): string =>
  `本人说${claim === 'handed-in' ? '已交过' : '不该由本人交'}，${by}认可`;

export const passedReason = (to: string): string => `改由${to}交`;

/** To whom it was about, and whose it is now. */
export const youAreFree = (title: string, by: string, words: string): string =>
  `${by}已认可：${title}不用交了，也不会再提醒${words && `（${words}）`}。`;
export const yoursNoMore = (title: string, by: string, to: string): string =>
  `${by}已定：${title}改由${to}交，不再提醒您。`;
export const nowYours = (title: string, by: string, word: string): string =>
  `${by}请您来交${title}，发「${word}」就可以交；不清楚的请问${by}。发「我的」也看得到。`;
export const stillPlease = (title: string, by: string, { words, again }: { words: string; again: boolean }): string =>
  `${by}${again ? '重新' : ''}看过了，${title}还请您交一次${words && `：${words}`}。`;
/** To whom it had been passed on. */
export const notYoursAfterAll = (title: string, by: string): string =>
  `${by}已改定：${title}不用您交了，也不会再就这一项提醒您。`;
