import type { Duty } from '../../models/duty.js';
import { type Due, pleaseFillIn } from './due.js';
import { fewNames } from './format.js';

/** What a receipt tells: which duty, which period, how much, and how to undo. */
export interface Receipt {
  duty: Pick<Duty, 'name' | 'word' | 'form'>;
  label: string;
  /** 全文字数; absent where the length does not matter. */
  characters?: number;
  pictures: number;
  files?: number;
  late: boolean;
  /** The colleague or school it was handed in for, when that is not the speaker. */
  behalf?: string;
  /** Label of an older period that is still owed. */
  stillOwed?: string;
  /** How many of how many are in of this period, where more are to come. */
  soFar?: undefined | { have: number; need: number };
  /** What was handed in with it but could not be kept, a sentence each. */
  remarks?: string[];
}

/** 320字、2张图、1个文件 */
export const size = ({ characters, pictures, files = 0 }: Pick<Receipt, 'characters' | 'pictures' | 'files'>): string =>
  [
    characters === undefined ? '' : `${characters}字`,
    pictures === 0 ? '' : `${pictures}张图`,
    files === 0 ? '' : `${files}个文件`,
  ]
    .filter(Boolean)
    .join('、');

export function received(receipt: Receipt): string {
  const { duty, label, late, behalf, stillOwed, soFar, remarks = [] } = receipt;
  const amount = size(receipt);
  const head = `已收到${behalf ? `您代${behalf}上交的` : ''}${duty.name}（${label}）${late ? '，记为补交' : ''}${amount && `，${amount}`}。`;
  const left = soFar ? `这一期已有${soFar.have}/${soFar.need}，还差${soFar.need - soFar.have}份。` : '';
  const undo = `要改请发「修改 ${duty.form.style === 'template' ? '栏目：新内容' : '新内容'}」，要撤请发「撤回」。`;
  const owed = stillOwed ? `另外${stillOwed}的还没交，补交请发「补交 ${duty.word} …」。` : '';
  return [head + left + undo + owed, ...remarks].join('\n');
}

export const countsOnce = (field: string, no: string): string =>
  `这一份${field && `的${field}`}和已交的${no}一样，只计一份。要另计，请改一改；交重了，请发「撤回」。`;
export const shorter = (size: string, usual: number): string => `${size}（一般写${usual}字以上）`;

export const notTaken = ({ label, problem }: { label: string; problem: string }): string =>
  `${label}没有记上：${problem}。补上请发「修改 ${label}：…」。`;
/** Words ahead of the first line of a form. */
export const aheadOfLines = (words: string): string =>
  `「${cut(words)}」没有收：写在第一栏前面了。要收，请写到某一栏的冒号后面。`;
/** A line of a form that has no such field. */
export const stray = ({ line, label, near }: { line: string; label: string; near?: string }): string =>
  `「${cut(line)}」没有收：这张表没有「${label}」一栏${near ? `，相近的有「${near}」` : ''}。`;
const cut = (words: string): string => (words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words);
const SHOWN = 24;

/** What was read out of words that can be read in more than one way. */
export const understood = (parts: string[]): string => `记的是：${parts.join('；')}。`;
export const spare = (count: number): string => `另有${count}个附件没有地方放，没有收下。`;

export const receivedUncounted = (duty: Pick<Duty, 'name'>, amount: string, behalf = '您'): string =>
  `已替${behalf}存下这篇${duty.name}（${amount}）。${behalf}目前没有要交的${duty.name}，所以不计入应交。要撤请发「撤回」。`;

/** Nobody knows yet which days are school days: whether the period is owed is settled when the year's list is loaded. */
export const keptForNow = (duty: Pick<Duty, 'name'>, label: string, amount: string, year: number): string =>
  `已替您存下${duty.name}（${label}）${amount && `，${amount}`}。${year}年的放假安排还没有录入，录入以后照样计入，不算补交，不用再交。要撤请发「撤回」。`;
export const daysNotKnown = (year: number): string =>
  `（${year}年的放假安排还没有录入，截止时间要到录入以后才定。写好可以先发来，替您存着，录入以后照样计入，不算补交。）`;
/** Behind the form of the newest period. */
export const olderOwed = ({ word }: Pick<Duty, 'word'>, labels: readonly string[]): string =>
  `（${fewNames([...labels], MOST_OLDER)}的还没有交，要补交请发「补交 ${word}」。）`;
const MOST_OLDER = 3;
/** A form written as one sentence. */
export const wordsNotRead = '（刚才写的没有收：请照下面一行写一项，栏目后面带冒号。）';
/** What comes while none is open: whoever opens them puts it into one. */
export const noneOpenYet = '（现在没有在收的一期。写好也可以先发来，收进哪一期由负责的老师定。）';
export const keptForNext = (duty: Pick<Duty, 'name'>, no: string): string =>
  `已收下${duty.name}（编号${no}），先替您留着：现在没有在收的一期，收进哪一期由负责的老师定，定了会告诉您。要改请发「修改 栏目：新内容」，要撤请发「撤回」。`;

export const shorterThanUsual = (
  duty: Pick<Duty, 'name' | 'word'>,
  label: string,
  amount: string,
  usual: number,
  behalf?: string,
): string =>
  `这篇${behalf ? `代${behalf}写的` : ''}${duty.name}（${label}）目前${amount}，一般写${usual}字以上。已先存为草稿：想补充，接着发「${ahead(duty, behalf)} …」，会续在后面；这样就交，请发「确认」。`;

/** A text that came behind a draft: what stood there is in it. */
export const goesOnBehind = (before: string): string => {
  const letters = Array.from(before.replace(/\s+/g, ' '));
  const begins = letters.length > 15 ? `${letters.slice(0, 15).join('')}…` : letters.join('');
  return `接在先前的草稿「${begins}」后面；不要前面那些，请发「修改 新内容」。`;
};

/** What stands before the words of a hand-in. */
export const ahead = ({ word }: Pick<Duty, 'word'>, behalf?: string): string =>
  behalf ? `代交 ${behalf} ${word}` : word;

export const howToHandIn = (duty: Pick<Duty, 'name' | 'word'>, label?: string, behalf?: string): string =>
  `${behalf ? `代${behalf}` : ''}交${duty.name}${label ? `（${label}）` : ''}，请把内容写在「${ahead(duty, behalf)}」后面一起发，例如：${ahead(duty, behalf)} 今天第三节课……`;

/** `others`: other ways to fill it in. They stand above the lines: below them they would come back as part of the last. */
export const template = (
  duty: Pick<Duty, 'name'>,
  label: string,
  due: Due | undefined,
  lines: string,
  others: string[],
): string =>
  [`【${duty.name} ${label}】${pleaseFillIn(due)}，整段发回来，顺序不限，分几次发也行：`, ...others, lines].join('\n');

/** What the bot itself says above the lines, and what comes back with them. */
export const isOfTemplate = (line: string): boolean =>
  /^(?:【|（[^）]*）$|也可以在网页上填|.*发回来[^：]*：$)/.test(line);

/** `files`: they are sent there as well. */
export const onPage = (link: string, files: boolean): string =>
  `也可以在网页上填${files ? '、传文件' : ''}，链接24小时内有效，请不要转给别人：${link}`;

/** What may stay empty does not hold a form up: once the rest is there it goes in without it. */
export const orLeave = (problem: string): string => `${problem}（选填，不补就空着）`;

interface FieldProblem {
  label: string;
  problem: string;
}

export const toMend = (duty: Pick<Duty, 'name'>, label: string, kept: number, problems: FieldProblem[]): string =>
  `${duty.name}（${label}）已记下${kept}项，${stillLacking(problems)}`;

const stillLacking = (problems: FieldProblem[]): string =>
  `还差${problems.length}项，只补这几项发回来即可：\n${problems
    .map(({ label: field, problem }) => `${field}：${problem}`)
    .join('\n')}`;

export const takenNumber = (code: string, known: string, name: string): string =>
  `${code}已登记为「${known}」，这样交就把它改成「${name}」；不是同一个，请改编号`;

const doubtLines = (doubts: { label: string; doubt: string }[]): string =>
  doubts.map(({ label, doubt }) => `${label}：${doubt}`).join('\n');

/** With what is to be mended, a doubt is a remark: who leaves it as it is means it. */
export const alsoDoubtful = (doubts: { label: string; doubt: string }[]): string =>
  `另外请看一眼，没写错就不用再填：\n${doubtLines(doubts)}`;

export const toConfirm = (
  duty: Pick<Duty, 'name'>,
  label: string,
  doubts: { label: string; doubt: string }[],
): string =>
  `${duty.name}（${label}）已先存为草稿，想跟您核对一下：\n${doubtLines(doubts)}\n没写错请发「确认」；要改，只发这${doubts.length === 1 ? '一' : '几'}项即可。`;

export const attached = (duty: Pick<Duty, 'name'>, label: string, amount: string): string =>
  `已放进${duty.name}（${label}），现在有${amount}。放错了请发「撤回附件」。`;

export const alreadyIn = (duty: Pick<Duty, 'name' | 'word'>, label: string, by: string, when: string): string =>
  `${duty.name}（${label}）已由${by}于${when}上交。要改某一项，请发「修改 栏目：内容」，要撤请发「撤回」。`;

/** Of what one is enough of: it is in as `no`, and as it was. */
export const inAs = (duty: Pick<Duty, 'name'>, label: string, by: string, when: string, no: string): string =>
  `${duty.name}（${label}）已由${by}于${when}上交（编号${no}）。要改那一篇请发「修改 ${no} 新内容」，整篇换成新的。`;
/** What was written besides is a draft, called `no`. */
export const draftBeside = (amount: string, ahead: string, no: string): string =>
  `这次写的没有放进去，另存为草稿，目前${amount}：想另交一篇，接着发「${ahead} …」，这样就交请发「确认」；不要了请发「撤回 ${no}」。`;
/** What was written besides is in as well. */
export const alsoIn = (no: string): string =>
  `先前交的那篇（编号${no}）也还在，一期只计一篇。多的那篇不要了，请发「撤回 编号」。`;

export const nothingOpen = (duty: Pick<Duty, 'name'>): string => `现在没有要交的${duty.name}。到了该交的时候会有提醒。`;

export const noSuchPeriod = (duty: Pick<Duty, 'name'>, label: string): string =>
  `没有找到还能交的${label}${duty.name}。发「我的」可以看到还欠哪些。`;

/** 补交 周记 第17、18周 …: one text, and of which it is. `other`: how another is handed in. */
export const whichPeriod = (duty: Pick<Duty, 'name'>, labels: string[], other: string): string =>
  `${duty.name}一期一份，您写的是${labels.join('、')}，还没有记下。这一份记到哪一期？其余的请再发一次，如「${other}」。`;
export const onePeriodEach = (duty: Pick<Duty, 'name'>, labels: string[], each: string[]): string =>
  `${duty.name}一期一份，您写的是${labels.join('、')}，还没有记下。请一期一期发，如${each.map((one) => `「${one}」`).join('、')}。`;

export const nothingOverdue = (duty: Pick<Duty, 'name' | 'word'>): string =>
  `${duty.name}没有欠交的，不用补。交本期的请发「${duty.word} …」。`;

export const notYours = (duty: Pick<Duty, 'name'>, post: string | undefined, holder: string | undefined): string =>
  post
    ? `${duty.name}由学校${post}上交${holder ? `，目前负责的是${holder}` : ''}。如需您来交，请联系协调员调整职务。`
    : `${duty.name}目前没有由您负责的。如需您来交，请联系协调员。`;

export const nothingTo = (what: '修改' | '撤回' | '恢复' | '确认'): string =>
  ({
    修改: '没有找到可以修改的内容。已通过的不能再改；发「我的」可以看到交过什么。',
    撤回: '没有找到可以撤回的内容。已通过的不能撤回；发「我的」可以看到交过什么。',
    恢复: '没有找到撤回过的内容。',
    确认: '现在没有等您确认的内容。',
  })[what];

/** A number that names nothing they may change; whether it is somebody else's is not told. */
export const noSuchNo = (what: '修改' | '撤回' | '恢复' | '撤回附件', typed: string): string =>
  `没有找到您能${what}的「${typed}」，什么都没有变动；您交过的和编号，发「历史」可以看到。`;

/** 修改 周记 …, where there is none, or none of that period. */
export const noneToEdit = (duty: Pick<Duty, 'name'>, label: string): string =>
  `没有找到您能修改的${label}${duty.name}，什么都没有变动；已通过的不能再改，发「我的」可以看到交过什么。`;

/** 修改 周记今天…, while something else was handed in last. */
export const whichToEdit = (duty: Pick<Duty, 'name' | 'word'>, isThere: boolean): string =>
  isThere
    ? `「修改」后面写的是「${duty.word}」，要改的是${duty.name}吗？`
    : `「修改」后面写的是「${duty.word}」，没有找到您能修改的${duty.name}，要改的是另一份吗？`;
export const editOf = ({ word }: Pick<Duty, 'word'>): string => `改${word}`;
export const editInOtherWords = (question: string, duty: Pick<Duty, 'word'>, no: string): string =>
  `${question}改${duty.word}请发「修改 ${duty.word} …」，改另一份请发「修改 ${no} …」。`;

/** `canGoBack`: whether 恢复 brings back what stood there. */
export const edited = (duty: Pick<Duty, 'name'>, label: string, amount: string, canGoBack: boolean): string =>
  `已修改${duty.name}（${label}）${amount && `，现在${amount}`}。旧版留存，上交时间不变。${canGoBack ? '要换回旧版请发「恢复」，' : ''}要撤请发「撤回」。`;

export const putBack = (duty: Pick<Duty, 'name'>, label: string, amount: string): string =>
  `已换回${duty.name}（${label}）修改以前的${amount && `，${amount}`}。再发一次「恢复」换成改过的，要撤请发「撤回」。`;

export const editedOddly = (doubts: { label: string; doubt: string }[]): string =>
  `请再看一眼，写错了再改一次即可：\n${doubtLines(doubts)}`;

export const editHow = '请把新内容写在「修改」后面一起发，例如：修改 今天第三节课……';

export const editFields = (problems: { label: string; problem: string }[]): string =>
  `没有改成，原来的内容不变：\n${problems.map(({ label, problem }) => `${label}：${problem}`).join('\n')}`;

/** 修改 听评课节数 13, while a message is what was handed in last. */
export const editThatField = (duty: Pick<Duty, 'name'>, label: string, field: string): string =>
  `「${field}」是${duty.name}（${label}）的一栏，要改的是它吗？`;
export const thatField = (field: string): string => `改${field}`;
export const editInWords = (question: string, field: string, other: Pick<Duty, 'name'>): string =>
  `${question}是请发「修改 ${field}：…」；要改${other.name}，请换个开头再发。`;

export const editWhichField = (labels: string[]): string =>
  `请写明改哪一项，例如「修改 ${labels[0]}：…」。可以改的有：${labels.join('、')}。`;

/** A command that names nothing, and what it would do to a colleague's: who handed it in, where that was another; on which day. */
export const whetherMeant = (
  verb: '撤回' | '恢复' | '修改',
  duty: Pick<Duty, 'name'>,
  label: string,
  by: string,
  day: string,
): string => `要${verb}的是${by}${day}交的${duty.name}（${label}）吗？`;
export const thatOne = (verb: '撤回' | '恢复' | '修改'): string => `${verb}这一份`;
export const whetherWhole = (duty: Pick<Duty, 'name'>, label: string, line: string): string =>
  `「${line}」像是一张表里的一栏，您能改的表里没有这一栏（撤回了的请先发「恢复」）。要把${duty.name}（${label}）整篇换成它吗？`;
/** A word that looks like a number and is none: perhaps it begins the new text. */
export const whetherNewText = (duty: Pick<Duty, 'name'>, label: string): string =>
  `要是这些就是新内容，要把${duty.name}（${label}）整篇换成它吗？`;
export const wholeOf = (duty: Pick<Duty, 'word'>): string => `整篇换${duty.word}`;
export const sayWhich = (question: string, verb: '撤回' | '恢复' | '修改', no: string): string =>
  `${question}是请发「${verb} ${no}${verb === '修改' ? ' …' : ''}」。`;

export const withdrawn = (duty: Pick<Duty, 'name'>, label: string, wasDraft: boolean): string =>
  `已撤回${duty.name}（${label}）${wasDraft ? '的草稿' : ''}，内容还留着。想恢复请发「恢复」，想重写直接再交一次。`;

/** `lacking`: what a draft still needs; absent of what was handed in. */
export function restored(duty: Pick<Duty, 'name'>, label: string, lacking?: FieldProblem[]): string {
  const what = `已恢复${duty.name}（${label}）`;
  if (!lacking) return `${what}，按原来的上交时间算。要撤请发「撤回」。`;
  if (lacking.length === 0) return `${what}的草稿，发「确认」上交。`;
  return `${what}的草稿，${stillLacking(lacking)}`;
}

export const whatIsLate = (word: string): string => `请写明补交什么，例如：补交 ${word} …。还欠哪些，发「我的」看。`;
export const whoToActFor = (word: string): string => `请写明替谁交什么，例如：代交 张三 ${word} …`;
export const mayNotActFor = '代交、代请假、免交由本校教科室主任、副主任或校长办理。';
export const nobodyNamed = (name: string): string => `本校名册里没有找到「${name}」，请核对姓名。`;
/** The same with each of them below it. */
export const whichOfThem = (name: string): string => `本校不止一位「${name}」，是哪一位？`;
export const severalNamed = (name: string, ids: string[]): string =>
  `本校有${ids.length}位「${name}」，请改用编号：${ids.join('、')}。`;
