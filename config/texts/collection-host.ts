import type { Collection, RosterColumn, ShownTally } from '../../models/collection.js';
import { called, type Reading, tallyText, untilText } from './collection.js';
import { namesText } from './format.js';
import { groupsText, notReached, type PostedWhere } from './posting.js';

/** Lines of the message that are not asked. */
export const LABELS: readonly string[] = ['截止', '对象', '说明'];

export const mayNot = '收集由协调员、培训部，或本校校长、教科室主任发。想收什么，请找他们。';
export const onlyPrivately = '发收集要先看对象和各群的负担，请私聊我说。';
export const howTo = [
  '写好这样一条发给我，先给您看，再发到群里：',
  '收集 午餐',
  '项目：荤、素、清真（选一个）',
  '截止：周五 12:00',
  '一行问一项：写几个选项用「、」隔开，（选一个）（多选）（选填）写在后面；也可以写 数字（本）、日期、文字、文件、图片。一项也不写，就是数一数谁来。对象不写是您能问的所有人，可以写 本校、一所学校、一个片区、小学、英语、培训 3。姓名、学校这些名册上有，不用问。',
].join('\n');

export const twice = (label: string): string => `${label}：写了两行，请留一行`;
export const tooManyFields = (most: number): string => `问的太多了，一次最多${most}项，请只留必须问的`;
export const labelTooLong = (label: string, most: number): string =>
  `「${label.slice(0, most)}…」：冒号前面请在${most}个字以内`;
export const fewOptions = (label: string): string => `${label}：要选，请至少写两个选项，用「、」隔开`;
export const badOptions = (label: string, most: number, letters: number): string =>
  `${label}：选项最多${most}个，每个${letters}个字以内`;
export const badTitle = (most: number): string => `请在「收集」后面写个名字，${most}个字以内，例如：收集 午餐`;
export const noteTooLong = (most: number): string => `说明请在${most}个字以内`;
export const noDeadline = '截止：没有写，例如 截止：周五 12:00';
export const badDeadline = '截止：请写成 周五 12:00 或 12月1日 17:00';
export const deadlineBehind = '截止：已经过了，请写以后的时间';
export const onlyOwnSchool = (school: string): string => `对象：您可以问${school}的老师，别的学校请找协调员`;
export const noTrained = '对象：收集不能按参加过的培训来定，可以写 培训 3';
export const noSuchTraining = (no: number): string => `对象：没有${no}号培训，或还没有发布`;
export const notYourTraining = '对象：培训的收集由主办的老师发';
export const problems = (all: string[]): string =>
  `还差这几处，改好整条再发一次，还没有起草：\n${all.map((each) => `· ${each}`).join('\n')}`;

const COLUMN: Record<RosterColumn, string> = {
  stage: '学段',
  cluster: '片区',
  subjects: '学科',
  grades: '年级',
  posts: '职务',
  mobile: '手机',
};
export const columnName = (column: RosterColumn): string => COLUMN[column];

interface Drafted {
  asks: string[];
  notAsked: string[];
  people: number;
  schools: number;
  where: PostedWhere;
  burden: { groups: { name: string; count: number }[]; opened: string[] };
  /** Days of the deadline and of the reminder, as far as there is something to say of them. */
  rests: boolean;
  reminder?: string | undefined;
}

const GROUPS_NAMED = 5;

/** What was drafted: what is asked of whom, where it would stand, and what these groups have been asked already. */
export function drafted(collection: Collection, of: Drafted, reading: Reading): string {
  const { _id, audience, note } = collection;
  const byOne = 'training' in audience;
  const { groups, opened } = of.burden;
  const asked = groups.map(({ name, count }) => `${name}${count}次`);
  return [
    `已起草${called(collection)}，还没有发。`,
    ...(note ? [note] : []),
    ...of.asks,
    ...(of.notAsked.length > 0 ? [`${of.notAsked.join('、')}名册上有，不问，名单里自动带上。`] : []),
    `截止：${untilText(collection, reading)}${of.rests ? '，那天不上学' : ''}。${of.reminder ? `${of.reminder}私下提醒一次没填的人。` : '时间太近，不另提醒。'}`,
    of.people === 0
      ? '对象：按名册现在没有人，请改对象。'
      : `对象：${of.schools}所学校${of.people}人，${byOne ? '私下发给每一位' : `发到${groupsText(of.where)}`}。`,
    ...notReached(of.where, `发布收集 ${_id}`),
    ...(asked.length > 0 ? [`这些群本周已请大家填过：${namesText(asked, GROUPS_NAMED, '个群')}。`] : []),
    ...(opened.length > 0 ? [`本周还开了：${namesText(opened, GROUPS_NAMED, '项')}。`] : []),
    ...(asked.length > 0 || opened.length > 0 ? ['能合并或缓一缓的，请考虑。'] : []),
    `发出请发「发布收集 ${_id}」；要改整条重发，或发「改收集 ${_id} 截止：周六 12:00」；不收了请发「取消收集 ${_id}」。`,
  ].join('\n');
}
export const buttons = {
  publish: '发布',
  cancel: '不收了',
  export: '要表格',
  close: '现在截止',
  list: '看名单',
  files: '看附件',
};

export const published = (
  collection: Collection,
  { where, people, later }: { where: PostedWhere; people: number; later: boolean },
): string => {
  const { _id, audience } = collection;
  const byOne = 'training' in audience;
  const to = byOne ? `私下发给${people}位老师` : `发到${groupsText(where)}`;
  const when = later ? `现在是免打扰时间，早上再${to}` : `正${to}`;
  const noGroup = '没有绑定的群可发，请在群里发「绑定本群 学校」后再发布一次；老师也可以私聊我发「接龙」';
  const first = `${called(collection)}已发布，可以填了。${!byOne && where.groups.length === 0 ? noGroup : when}。看填了多少请发「收集 ${_id}」，要表格请发「导出收集 ${_id}」。`;
  return where.groups.length === 0 ? first : [first, ...notReached(where, `发布收集 ${_id}`)].join('\n');
};
export const closed = (collection: Collection): string =>
  `${called(collection)}已截止，不再收。要再收，请发「改收集 ${collection._id} 截止：周六 12:00」；名单请发「收集 ${collection._id}」。`;
export const calledOff = (collection: Collection): string =>
  `${called(collection)}不收了，发过的群会说一声，已填的留着：「导出收集 ${collection._id}」。`;
export const changed = (collection: Collection, reading: Reading): string =>
  `${called(collection)}改好了，现在收到${untilText(collection, reading)}。`;
export const howToChange =
  '请写明编号和要改的，例如：改收集 5 截止：周六 12:00。名称、说明、截止能改；问的内容要改，请取消后重发。';
export const notYours = (collection: Collection, host: string): string =>
  `${called(collection)}是${host}发的，要改请找本人。`;
export const exportedByHost = (collection: Collection, host: string): string =>
  `${called(collection)}是${host}发的，名单由本人导出，需要请找本人。`;
export const isCancelled = (collection: Collection): string => `${called(collection)}已经取消了，要收请重发一条。`;
export const isOver = (collection: Collection): string =>
  `${called(collection)}已过截止时间，请先发「改收集 ${collection._id} 截止：周六 12:00」。`;
export const nothingToPublish = '没有等着发布的收集。先写一条，例如：收集 午餐。';

/** 收集: what somebody has made, newest first. */
export const list = (all: { collection: Collection; count: number; state: string }[]): string =>
  [
    '您发的收集：',
    ...all.map(({ collection, count, state }) => `${collection._id}号 ${collection.title}：已有${count}人填，${state}`),
    '细看请发「收集 编号」；怎么发新的，请发「收集」后面写名字。',
  ].join('\n');
export const stateText = (collection: Collection, isTaking: boolean, reading: Reading): string => {
  if (collection.state === 'draft') return '还没有发布';
  if (collection.state === 'cancelled') return '不收了';
  return isTaking ? `到${untilText(collection, reading)}截止` : '已截止';
};

/** 收集 5, for whoever made it, or for a school its own: how many, what, and who has not. */
export const state = (
  collection: Collection,
  of: { count: number; asked: number; tally: string; state: string; missing: { school: string; names: string[] }[] },
): string =>
  [
    `${called(collection)}：应填${of.asked}人，已填${of.count}人，${of.state}。`,
    ...(of.tally ? [of.tally] : []),
    ...(of.missing.length > 0
      ? [
          '还没填的：',
          ...of.missing.map(({ school, names }) => `${school}${names.length}人：${namesText(names, 30, '人')}`),
        ]
      : []),
  ].join('\n');
export const comments = (all: string[]): string => `写的话：\n${all.map((each) => `· ${each}`).join('\n')}`;

/** 收集 5 附件 */
export const FILES = '附件';
export const filesWord = ({ _id }: Pick<Collection, '_id'>): string => `收集 ${_id} ${FILES}`;
export const filesSent = (
  collection: Pick<Collection, '_id'>,
  { people, files }: { people: number; files: number },
): string =>
  `${people}人交了${files}个附件：看有哪些请发「${filesWord(collection)}」，打开一位的请发「收集 ${collection._id} 姓名」。`;
export const whoSentFiles = (
  collection: Collection,
  all: readonly { name: string; school: string; files: readonly string[] }[],
): string =>
  all.length === 0
    ? `${called(collection)}还没有人交附件。`
    : [
        `${called(collection)}的附件：`,
        ...all.map(({ name, school, files }) => `${school}${name}：${files.join('、')}`),
        `打开一位的请发「收集 ${collection._id} 姓名」。`,
      ].join('\n');
export const answerOf = (of: { name: string; school: string; at: string; words: string }): string =>
  `${of.school}${of.name}，${of.at}填的：${of.words}`;
export const noAnswerOf = (collection: Collection, whose: string): string =>
  `${called(collection)}里没有「${whose.slice(0, 20)}」填的。写全姓名或编号，例如：收集 ${collection._id} 张静；看谁没填请发「收集 ${collection._id}」。`;
export const isAnonymous = (collection: Collection): string =>
  `${called(collection)}不记名，看不到哪一份是谁填的；合计请发「收集 ${collection._id}」。`;

/** When it is over, to whoever made it. */
export const over = (
  collection: Collection,
  { count, asked, tally }: { count: number; asked: number; tally: ShownTally },
): string =>
  `${called(collection)}截止了，应填${asked}人，已填${count}人${count > 0 && tallyText(tally) ? `：${tallyText(tally)}` : ''}。名单请发「收集 ${collection._id}」，表格请发「导出收集 ${collection._id}」。`;
export const fileName = ({ title, _id }: Collection): string => `收集${_id}号 ${title}.xlsx`;
/** In place of the workbook, where no file can be sent. */
export const noFile = (collection: Collection): string =>
  `${called(collection)}的表格在这里发不了，请在飞书里发「导出收集 ${collection._id}」，或请管理员导出。`;
export const exportPrivately = '名单里有姓名，请私聊我要。';
export const noAnswers = (collection: Collection): string =>
  `${called(collection)}现在没有能导出的内容${collection.anonymous ? '，不记名的填得太少时不导出' : ''}。`;

export const sheets = { answers: '已填', missing: '未填' };
export const columns = { number: '序号', school: '学校', id: '编号', name: '姓名', files: '附件', at: '填写时间' };
export const exported = (count: number, path: string): string => `导出了${count}行，存在 ${path}。`;
export const noSuchToExport = (no: string): string => `没有${no}号收集。`;
