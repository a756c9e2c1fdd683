import { fileLimits } from '../limits/files.js';
import { type Due, pleaseFillIn } from './due.js';
import { megabytes } from './file.js';

/** A sentence for each thing that can be wrong with a field: what is wanted, never what was done badly. */
export const missing = (hint?: string): string => (hint ? `还没有填（${hint}）` : '还没有填');
export const notUnderstood = '这一项没看懂，请再写一次';

export const numberRange = (min: number, max: number, integer: boolean, unit: string): string =>
  `请写 ${min} 到 ${max} 之间的${integer ? '整数' : '数'}${unit && `（单位：${unit}，可省略）`}`;
export const computedRange = (value: number, unit: string, min: number, max: number, from: string[]): string =>
  `算出来是 ${value}${unit}，应在 ${min} 到 ${max} 之间，请核对${from.join('、')}`;

export const tooShort = (least: number): string => `请写至少 ${least} 字`;
export const tooLong = (most: number): string => `最多 ${most} 字，请写短些`;

export const whichDate = '没看懂这个日期，请写成 11月30日';
export const pastDate = '请写今天或以前的日期';
export const notYet = (day: string): string => `${day}还没到，请写今天或以前的日期；是往年的，请连年份一起写`;
export const futureDate = '请写今天或以后的日期';

export const whichTime = '没看懂这段时间，请写成 14:00-15:30';
export const whichHalf = (afternoon: string): string => `是上午还是下午？下午请写成 ${afternoon}`;
export const endsFirst = '结束时间要晚于开始时间，请写成 14:00-15:30';

export const oneOf = (options: string[]): string => `请从这些里选一个：${options.join('、')}`;
export const severalOf = (options: string[], unknown?: string): string =>
  `${unknown === undefined ? '' : `没有「${unknown}」这一项，`}请从这些里选，可选几个：${options.join('、')}`;
export const atMost = (most: number): string => `最多选 ${most} 个`;

export const sayYes = '请填“是”';
export const mustBeSo = '这一项要先做到，做到后填“是”';

export const nobodyFound = (typed: string): string => `名册里没有找到「${typed}」，请写全名或编号`;
export const noSchoolFound = (typed: string): string => `没有找到「${typed}」这所学校，请写全称`;
export const noRecordFound = (typed: string): string => `没有找到「${typed}」，请写编号或名称`;
export const several = (typed: string, notes: string[]): string =>
  `有 ${notes.length} 个「${typed}」，请改填编号：${notes.join('、')}`;
export const onlyOne = '这一项只填一个';

export const noFiles = (what: 'files' | 'pictures'): string =>
  what === 'files' ? '请把文件直接发给我' : '请把图片直接发给我';
export const tooMany = (most: number, what: 'files' | 'pictures'): string =>
  what === 'files' ? `最多 ${most} 个文件` : `最多 ${most} 张图片`;

/** What stands behind the colon of an empty line in the template, within brackets. */
export const mark = (parts: string[]): string => (parts.length === 0 ? '' : `（${parts.join('，')}）`);
export const optional = '选填';
export const choose = (options: string[]): string => `选：${options.join('、')}`;
export const chooseSeveral = (options: string[], most: number | undefined): string =>
  `${most === undefined ? '可选几个' : `最多选${most}个`}：${options.join('、')}`;
export const people = '几个人用、隔开';
export const schools = '几所学校用、隔开';
export const prefilled = '已按台账填好，有出入再改';
export const timeRange = '如 14:00-15:30';
export const byNumber = '编号或名称';
export const sendFiles = '文件直接发给我';
export const sendPictures = '图片直接发给我';
export const onlyWhen = (label: string, values: string[]): string => `${label}是${values.join('、')}时填`;

export const yes = '是';
export const no = '否';
export const filesIn = (count: number): string => `${count}个文件`;
export const picturesIn = (count: number): string => `${count}张图`;

/** What is possible but rare is asked about once. */
export const unusual = (value: string, [least, most]: readonly [number, number], unit: string): string =>
  `写的是${value}${unit}，一般是${least}到${most}${unit}`;
/** 写的是90节，应开是80节，开课率就是112.5% */
export const oddShare = (part: string, whole: { label: string; amount: string }, rate: string, share: string): string =>
  `写的是${part}，${whole.label}是${whole.amount}，${rate}就是${share}`;
export const shorter = (characters: number, usual: number): string => `目前${characters}字，一般写${usual}字以上`;

/** One file of a page. */
const MOST = megabytes(fileLimits.mostBytes);

/** What a page says around a form. */
export const page = {
  explanation: (due: Due | undefined): string =>
    `${due ? `${pleaseFillIn(due)}。` : ''}没填完也可以先提交，填好的会留着。`,
  submit: '提交',
  submitAgain: '再次提交',
  filesIn: '附件在这里还可以补、可以拿掉。',
  submitFiles: '保存附件',
  waiting: '正在收，请稍等，这一页会自己更新。',
  over: '这一期已经过了可以交的时间。如果确实要补，请在聊天里问协调员。',
  mend: (kept: number, left: number): string => `已记下${kept}项，还差${left}项。标出来的填好，再提交一次。`,
  look: '已先存为草稿。标出来的请再看一眼：没写错就再提交一次，写错了改好再提交。',
  draft: '这是您上次没填完的，接着填即可。',
  gone: '这个链接已经失效（24小时内有效），或者不完整。请在聊天里重新发任务的名字（收集发「接龙 编号」），我再给您一个。',
  foreign: '这次提交不是从这一页发来的，没有收下。请刷新后再试。',
  tooLong: '内容太长，没有收下。请写短些再提交。',
  unreadable: '这次提交没看懂，没有收下。请刷新后再试。',
  busy: '暂时收不下，请过一会儿再提交。',
  optional: '选填',
  choose: '请选择',
  from: '开始',
  to: '结束',
  tick: '是，已做到',
  name: '姓名或编号',
  upTo: (most: number, what: 'files' | 'pictures'): string =>
    what === 'files' ? `最多 ${most} 个，每个不超过${MOST}` : `最多 ${most} 张，每张不超过${MOST}`,
  noFiles: (what: 'files' | 'pictures'): string => (what === 'files' ? '请选文件' : '请选图片'),
  takeOff: '拿掉',
  notHere: '还没取到',
  /** What the page itself says while files are on their way; the rest needs no script. */
  sending: '正在上传',
  sent: '传完了，正在登记',
  unfinished: '文件没有传完。填好的已经存成草稿，请回到填写的链接，把文件再选一次。',
  lost: '没有传完。填好的和选好的都还在，请再点一次提交。',
  tooLarge: `超过${MOST}，收不下`,
  mostBytes: fileLimits.mostBytes,
};

/** What is said about a card that was filled in. Each goes out as a message of its own, and the card stays as it is. */
export const card = {
  gone: '这张卡片已经失效，填的没有登记。请重新发任务的名字，我再给您一张；刚才填的还在卡片上，可以照着抄过去。',
  notMeant: (name: string, word: string): string =>
    `这张${name}的卡片不是发给您的，填的没有登记。您自己要交的话，请发「${word}」，我给您一张新的。`,
  /** In place of the card itself: the button was tapped twice. */
  again: (word: string): string =>
    `这张卡片已经交过了，没有重复登记。要改请发「修改 栏目：新内容」，要再交一份请发「${word}」。`,
};

/** Lines that fit several templates alike. */
export const whichTemplate = '这几行还没有记下：几种模板里都有。是哪一种？';
/** They fit forms that are none of theirs. */
export const noneOfYours = (forms: readonly { name: string }[]): string => {
  const names = forms.slice(0, MOST_FORMS_NAMED).map(({ name }) => name);
  const more = forms.length > names.length ? '等' : '';
  return `这几行还没有记下：像是${names.join('、')}${more}模板里的，都不由您上交。是别的内容，请在第一行写上它的名字再发；是接龙，请写「接龙 编号」。`;
};
const MOST_FORMS_NAMED = 3;
export const TRAINING = '开培训';
export const whichTemplateInWords = (names: readonly string[], word: string): string =>
  `这几行还没有记下：${names.join('、')}的模板里都有。请在第一行写上是哪一种再发，例如第一行写「${word}」。`;
