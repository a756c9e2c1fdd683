import type { TrainingHead } from '../../models/training.js';
import { fewNames } from './format.js';
import { groupsText, notReached, type PostedWhere } from './posting.js';
import { called, closesText, type Reading, timesText } from './training.js';

export const mayNot = '培训由进修学校培训部和协调员开。想办一次培训，请找他们。';
export const onlyPrivately = '开培训要看名单，请私聊我说。';
export const noProgrammes = '任务目录里还没有培训项目，请管理员在 trainings.yaml 里写上。';
export const whichProgramme = (words: string[]): string =>
  `请写明是哪个项目，我给您填好一半的模板：\n${words.map((word) => `开培训 ${word}`).join('\n')}`;
export const whichTitle = '开哪个项目的培训？选了给您填好一半的模板：';

/** Of a template that came without its first line. */
export const whichOfIt = '这份培训是哪个项目的？选了就照您写的起草：';

/** The labels of the template, in its order. */
export const LABELS = [
  '名称',
  '对象',
  '时间',
  '地点',
  '名额',
  '每校名额',
  '学校审核',
  '报名截止',
  '另加',
  '不含',
] as const;
export type Label = (typeof LABELS)[number];
export type Lines = Partial<Record<Label, string>>;

/** A line that begins with none of them, and the one it is like. */
export interface Untaken {
  line: string;
  near?: string;
}

export const untaken = (lines: Untaken[]): string =>
  `没有收：${lines.map(({ line, near }) => `「${line}」${near ? `（是「${near}」吗？）` : ''}`).join('、')}。一行写一项，栏目只有${LABELS.join('、')}。`;

export const howToFill = (last?: { _id: number; when: string }): string =>
  [
    '对象和名额已填好，补上时间、地点和截止，改好整条发回来；先只是草稿，发布前别人看不到。',
    '对象写片区、学校、学段、农村、学科、年级、职称、职务、任课、近3年没参加过，用「、」隔开；时间写成 12月5日 8:30-16:30，几段用「；」隔开；另加、不含写姓名。',
    ...(last ? [`上一期是${last._id}号（${last.when}），照它办请发「开培训 照${last._id}」。`] : []),
  ].join('\n');
export const template = (word: string, lines: Lines): string =>
  [`开培训 ${word}`, ...LABELS.map((label) => `${label}：${lines[label] ?? ''}`)].join('\n');
export const cardTitle = (name: string): string => `开培训：${name}`;
export const fillIn = '起草，看名单';
/** What stands below an empty line of the card. */
export const hints: Partial<Record<Label, string>> = {
  对象: '片区、学校、学段、农村、学科、年级、职称、职务、任课、近3年没参加过',
  时间: '例如 12月5日 8:30-16:30，几段用「；」隔开',
  学校审核: '是 或 否',
  报名截止: '例如 12月1日 17:00',
  另加: '对象以外要加的人，写姓名',
  不含: '对象里不要的人，写姓名',
};

export const problems = (all: string[]): string =>
  `还差这几处，改好整条再发一次，没有起草：\n${all.map((each) => `· ${each}`).join('\n')}`;
export const missing = (label: Label): string => `${label}：没有写`;
export const badNumber = (label: Label): string => `${label}：请写 1 到 5000 的整数`;
export const badYesNo = '学校审核：请写「是」或「否」';
export const badTimes = '时间：请写成 12月5日 8:30-16:30';
export const pastTime = '时间：已经过了，请写以后的时间';
export const badDeadline = '报名截止：请写成 12月1日 或 12月1日 17:00';
export const deadlineBehind = '报名截止：要在现在以后、培训开始以前';
export const strangeRule = (words: string[], stages: string[], clusters: string[]): string =>
  `对象：名册上没有${words.map((word) => `「${word}」`).join('')}；可以写片区（${clusters.join('、')}）、学校、学段（${stages.join('、')}）、农村、学科、年级、职称、职务、任课、近3年没参加过`;
export const nobodyNamed = (label: Label, name: string): string => `${label}：名册上没有${name}，请写全名或编号`;
export const severalNamed = (label: Label, name: string, ids: string[]): string =>
  `${label}：${name}有${ids.length}位，请写编号：${ids.join('、')}`;

export interface Computed {
  count: number;
  schools: { name: string; count: number }[];
  names: string[];
}

const SCHOOLS_SHOWN = 10;

/** What was drafted, and whom it is for by the roster. */
export function drafted(
  training: TrainingHead,
  { count, schools, names }: Computed,
  { rule, where, ...reading }: Reading & { rule: string; where: PostedWhere },
): string {
  const { _id, place, places, perSchool, approval } = training;
  const shown = schools.slice(0, SCHOOLS_SHOWN).map((each) => `${each.name}${each.count}人`);
  return [
    `已起草${called(training)}，还没有发布。`,
    `${timesText(training, reading.calendar)}，${place}；${places}个名额${perSchool ? `，每校至多${perSchool}人` : ''}${approval ? '，学校先审核' : ''}；报名到${closesText(training, reading)}。`,
    `对象：${rule === '' ? '全县' : rule}${training.also.length > 0 ? `，另加${training.also.length}人` : ''}${training.except.length > 0 ? `，不含${training.except.length}人` : ''}。`,
    count === 0
      ? '按名册现在没有一个人在对象里。请看看名册的学科、职务，或改对象、在另加里写名字。'
      : `按名册算出${count}人：${shown.join('、')}${schools.length > SCHOOLS_SHOWN ? `等${schools.length}所学校` : ''}。`,
    ...(count > 0 ? [`名单：${fewNames(names)}。`] : []),
    ...notReached(where, `发布 ${_id}`),
    `发布请发「发布 ${_id}」，会发到${groupsText(where)}；要改请发「改培训 ${_id} 名额：80」，别的项也这样改；不办了请发「取消培训 ${_id}」。`,
  ].join('\n');
}
export const buttons = { publish: '发布', cancel: '不办了' };

export const published = (training: TrainingHead, where: PostedWhere, later: boolean): string => {
  const { _id } = training;
  const to = groupsText(where);
  const when = later ? `现在是免打扰时间，早上再发到${to}` : `正发到${to}`;
  const noGroup = '没有绑定的群可发，请在群里发「绑定本群 学校」后再发布一次';
  const first = `${called(training)}已发布，可以报名了。${where.groups.length === 0 ? noGroup : when}。看谁报了请发「培训 ${_id}」，不再收报名请发「停止报名 ${_id}」。`;
  return where.groups.length === 0 ? first : [first, ...notReached(where, `发布 ${_id}`)].join('\n');
};
export const closed = (training: TrainingHead): string =>
  `${called(training)}不再收报名，已报上的不变，空出的名额仍按候补给。要再开，请发「发布 ${training._id}」。`;
export const calledOff = (training: TrainingHead): string =>
  `${called(training)}已取消，报了名的我会私下告诉，发过的群也会说一声。取消了不能恢复，要办请发「开培训 照${training._id}」。`;
/** 改培训: as it is now; `told`: how many are told of a new time or place, `clash`: how many of them have another then. */
export const changed = (
  training: TrainingHead,
  { told, clash, ...reading }: Reading & { told: number; clash: number },
): string => {
  const { place, places, perSchool, approval, _id } = training;
  const tells =
    told > 0
      ? `时间或地点变了，我私下告诉报了名的${told}人，请他们回复知道了；谁还没回复，发「培训 ${_id}」看。${clash > 0 ? `其中${clash}人这段时间还报了别的培训，我请他们选一个。` : ''}`
      : '';
  return `${called(training)}改好了，现在是：${timesText(training, reading.calendar)}，${place}；${places}个名额${perSchool ? `，每校至多${perSchool}人` : ''}${approval ? '，学校先审核' : ''}；报名到${closesText(training, reading)}。${tells}`;
};
export const howToChange =
  '请写明编号和要改的，例如：改培训 3 名额：80。名称、对象、时间、地点、名额、每校名额、学校审核、报名截止、另加、不含都能改，一行一项。';
export const notChanged = (training: TrainingHead, why: string[]): string =>
  `${called(training)}没有改动：\n${why.map((each) => `· ${each}`).join('\n')}`;
