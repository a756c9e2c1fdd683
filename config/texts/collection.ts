import type { Calendar } from '../../models/calendar.js';
import type { Collection, ShownTally } from '../../models/collection.js';
import type { Field, FieldOf } from '../../models/field.js';
import type { OutsideBecause } from '../../models/training-audience.js';
import { deadlineText } from './format.js';

/** When people read it, and in which calendar. */
export interface Reading {
  now: Date;
  calendar: Calendar;
}

type Named = Pick<Collection, '_id' | 'title'>;

export const called = ({ _id, title }: Named): string => `「${title}」（${_id}号）`;
/** The word for one. */
export const answering = ({ _id }: Named): string => `接龙 ${_id}`;
export const untilText = ({ closesAt }: Pick<Collection, 'closesAt'>, { now, calendar }: Reading): string =>
  deadlineText(closesAt, now, calendar);

export const noSuch = (no: number | undefined): string =>
  `${no === undefined ? '请写明是几号收集' : `没有${no}号收集`}，例如：接龙 5。发「接龙」看现在要填哪些。`;
export const none = '现在没有等您填的收集。有新的，我会发到群里。';
export const noneHere = '本群现在没有在收的。';
/** 接龙: what somebody may still answer; `yours`: what they have answered. */
export const list = (
  all: { collection: Collection; count: number; yours?: string | undefined }[],
  reading: Reading,
): string =>
  [
    '现在在收的：',
    ...all.map(
      ({ collection, count, yours }) =>
        `${collection._id}号 ${collection.title}：已有${count}人，到${untilText(collection, reading)}${yours === undefined ? '' : `。您填的：${yours}`}`,
    ),
    '填请发「接龙 编号」；不填了请发「取消接龙 编号」。',
  ].join('\n');

const OUTSIDE: Record<OutsideBecause | 'no-place', string> = {
  left: '您已不在名册上',
  cluster: '它只问指定片区的学校',
  school: '它只问指定学段或类型的学校',
  subject: '它按学科问，名册上您的学科不在其中',
  grade: '它按年级问，名册上您任教的年级不在其中',
  'next-grade': '它按下学期的年级问，名册上您下学期的年级不在其中',
  post: '它按职务问，名册上您没有这一职务',
  title: '它按职称问，名册上您的职称不在其中',
  teaching: '它问任课的老师，名册上您没有任课',
  trained: '它问没参加过培训的老师',
  excepted: '这一次没有把您列入',
  'other-school': '它只问指定学校的老师',
  'no-place': '它只问参加这次培训的老师',
};
export const outside = (collection: Named, why: keyof typeof OUTSIDE, host: string): string =>
  `${called(collection)}不用您填：${OUTSIDE[why]}。如果该有您，请找${host}。`;
export const notOpen = (collection: Named): string => `${called(collection)}还没有发布，请等通知。`;
export const over = (collection: Named, host: string): string =>
  `${called(collection)}已经截止，没有记下。确实要补，请找${host}。`;
export const cancelled = (collection: Named): string => `${called(collection)}不收了，您不用再管。`;

/** 接龙 5 素: what was taken; in a group without what it was. */
export const taken = (collection: Collection, values: string | undefined, changed: boolean, reading: Reading): string =>
  `${changed ? '改好了' : '记下了'}：${called(collection)}${values ? `，${values}` : ''}。${mayChange(collection, untilText(collection, reading))}`;
/** How it is changed and taken back. */
export const mayChange = ({ _id }: Pick<Collection, '_id'>, until: string): string =>
  `${until}前可以再发「接龙 ${_id}」改，不填了请发「取消接龙 ${_id}」。`;
export const takenInGroup = (collection: Collection, changed: boolean): string =>
  `${changed ? '改好了' : '记下了'}：${called(collection)}。要看或改，请私聊我发「接龙 ${collection._id}」。`;
export const already = (collection: Collection, values: string, reading: Reading): string =>
  `您填过${called(collection)}了${values ? `：${values}` : ''}。${untilText(collection, reading)}前可以改：再发一次「接龙 ${collection._id} 新内容」；不填了请发「取消接龙 ${collection._id}」。`;
/** What the page of one says, beside what every form's page says. */
export const page = {
  explanation: ({ note, ...collection }: Collection, reading: Reading): string =>
    [...(note ? [note] : []), `请在${untilText(collection, reading)}前填好，在那之前都可以改。`].join(' '),
  /** Over; what somebody answered before stands. */
  over: (collection: Named, values: string): string =>
    `${called(collection)}已经截止。${values ? `您填的是：${values}。` : '这次填的没有记下。'}`,
  again: '您填过了，改好再提交一次就行。',
  taken: (collection: Collection, values: string, reading: Reading): string =>
    `记下了${values ? `：${values}` : ''}。${untilText(collection, reading)}前还可以改，请在聊天里发「接龙 ${collection._id}」。`,
};
export const laterStands = (collection: Named): string => `${called(collection)}您后来又填过，以后来的为准，没有改动。`;
export const withdrawn = (collection: Named): string =>
  `已取消您填的${called(collection)}。改了主意，截止前可以再发「接龙 ${collection._id}」。`;
export const nothingToWithdraw = (collection: Named): string => `您没有填过${called(collection)}，不用取消。`;
export const howToWithdraw = '请写明编号，例如：取消接龙 5。';
export const problem = (label: string, text: string): string => `${label}：${text}`;
/** Above the question or the lines for what is still to be filled in. */
export const stillAsked = (collection: Collection, problems: string[], kept: string, reading: Reading): string =>
  [
    ...(kept ? [`已记下${kept}。`] : []),
    ...(problems.length > 0 ? problems : []),
    `${called(collection)}到${untilText(collection, reading)}截止。`,
  ].join('\n');
export const whichOption = (label: string): string => `${label}，请选一个：`;
export const optionsInWords = (collection: Collection, options: string[]): string =>
  `请发「接龙 ${collection._id}${exampleOf(collection)}」这样一条，可以选：${options.join('、')}。`;
/** `next`: what is still lacking, first of several. */
export const fillInOrPart = ({ _id }: Named, next: string | undefined): string =>
  next === undefined
    ? '填好整条发回来：'
    : `填好整条发回来，也可以一次只填一项（「接龙 ${_id} ${next}：……」），剩下的我再问：`;
export const template = ({ _id }: Named, lines: string): string => `接龙 ${_id}\n${lines}`;
export const byPrivate = (collection: Named): string => `${called(collection)}要填几项，我私下发给您。`;
export const buttons = { fill: '填写', join: '接龙', submit: '填好了', withdraw: '不填了' };

/** With homework files and pictures go along where nothing is asked that holds them. */
export const takesAlong = ({
  audience,
  anonymous,
  fields,
}: Pick<Collection, 'audience' | 'anonymous' | 'fields'>): boolean =>
  'training' in audience && !anonymous && !fields.some(isOfFiles);
const isOfFiles = ({ type }: Field): boolean => type === 'files' || type === 'pictures';
export const seeFiles = '见附件';
export const filesLabel = '附件';
/** How files are sent, where some are taken. */
const howToSend = (collection: Collection): string =>
  collection.fields.some(isOfFiles)
    ? `文件和图片，发「接龙 ${collection._id}」后10分钟内直接发给我。`
    : takesAlong(collection)
      ? `也可以交文件、图片：发「接龙 ${collection._id}」后10分钟内直接发给我。`
      : '';
/** Only files are asked still. */
export const sendThem = (labels: string[]): string => `${labels.join('、')}：请在10分钟内直接发给我，几个可以接着发。`;
export const maySend = (labels: string[]): string => `还可以发${labels.join('、')}：10分钟内直接发给我。`;
export const replaced = (count: number): string => `先前的${count}个附件已换下。`;
export const alsoFiles = '文字、文件、图片都可以，10分钟内直接发给我；几个可以接着发。';

/** 荤7、素4 · 合计41本 */
export const tallyText = (tallies: ShownTally): string =>
  'fewest' in tallies
    ? `不到${tallies.fewest}份，先不看内容，免得认出是谁`
    : tallies
        .map(({ label, options, sum }) =>
          options
            ? options.map(({ option, count }) => `${option}${count}`).join('、')
            : `${label}合计${sum?.total ?? 0}${sum?.unit ?? ''}`,
        )
        .join('；');

export const postTitle = ({ title }: Named): string => `收集：${title}`;
/** What stands in a group's post, as of now; without names. */
export const postBody = (
  collection: Collection,
  { count, tally, isTaking }: { count: number; tally: string; isTaking: boolean },
  reading: Reading,
): string => {
  const state =
    collection.state === 'cancelled'
      ? '不收了'
      : `已有${count}人填${tally ? `：${tally}` : ''}；${isTaking ? `到${untilText(collection, reading)}截止` : '已截止'}`;
  return [...(collection.note ? [collection.note] : []), ...asksOf(collection), `${state}。`].join('\n');
};
const KINDS: Partial<Record<Field['type'], string>> = {
  text: '文字',
  'long-text': '正文',
  number: '数字',
  files: '文件',
  pictures: '图片',
  date: '日期',
  'time-range': '时间段',
};
/** How a field is asked, as it was written: 项目：荤、素（选一个）. */
function ask(field: Field): string {
  const notes = [
    ...(field.type === 'choice' ? ['选一个'] : []),
    ...(field.type === 'choices' ? ['多选'] : []),
    ...(field.type === 'number' && field.unit ? [field.unit] : []),
    ...(field.required ? [] : ['选填']),
  ];
  const what = 'options' in field ? field.options.join('、') : (field.hint ?? KINDS[field.type] ?? '');
  return `${field.label}：${what}${notes.length > 0 ? `（${notes.join('，')}）` : ''}`;
}
/** The label of the word that may stand behind 接龙 5 where nothing is asked. */
export const remark = '备注';
/** What is asked, a line each. */
export const asksOf = ({ fields }: Pick<Collection, 'fields'>): string[] =>
  fields.every(({ label, required }) => label === remark && !required)
    ? ['参加的请接龙，可以带一句话。']
    : fields.map(ask);
/** The one question that has to be answered, where it is a choice: a word, or a tap, is the whole answer. */
export function choiceOf({ fields }: Pick<Collection, 'fields'>): FieldOf<'choice'> | undefined {
  const [only, ...more] = fields.filter(({ required }) => required);
  return only?.type === 'choice' && more.length === 0 ? only : undefined;
}
/** What stands behind 接龙 5 in an example. */
export const exampleOf = (collection: Pick<Collection, 'fields'>): string => {
  const choice = choiceOf(collection);
  return choice ? ` ${choice.options[0]}` : '';
};
/** 还可以写: what may be left out, and has been. */
export const mayAdd = ({ _id }: Named, labels: string[]): string =>
  `还可以写${labels.join('、')}，例如：接龙 ${_id} ${labels[0]}：……`;
/** How it is answered, where there are no buttons. */
export const howToAnswer = (collection: Collection, canAnswer: boolean): string =>
  canAnswer
    ? `请私聊我或 @我 发「接龙 ${collection._id}${exampleOf(collection)}」；${howToSend(collection)}发「接龙」看已有多少人填。`
    : `请到能和我说话的地方（飞书、微信或企业微信里的教研助手）发「接龙 ${collection._id}${exampleOf(collection)}」。`;
export const calledOff = (collection: Named): string => `${called(collection)}不收了，不用再填。`;

/** To one person who has not answered. */
export const remind = (collection: Collection, host: string, reading: Reading): string =>
  `${called(collection)}还等您填，${untilText(collection, reading)}截止。请发「接龙 ${collection._id}${exampleOf(collection)}」。不该您填的，请找${host}。`;
export const askOne = (collection: Collection, body: string): string =>
  `${postTitle(collection)}（${collection._id}号）\n${body}\n请发「接龙 ${collection._id}${exampleOf(collection)}」。${howToSend(collection)}`;
