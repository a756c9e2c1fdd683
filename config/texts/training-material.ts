import type { TrainingHead } from '../../models/training.js';
import { fileName, sizeText } from './file.js';
import { deadlineText } from './format.js';
import { spare } from './submit.js';
import { called, noSuch as noSuchTraining, type Reading } from './training.js';

type Named = Pick<TrainingHead, '_id' | 'title'>;

/** One thing handed out: its number, the words beside it, and its files. */
export interface MaterialText {
  no: number;
  text: string;
  files: readonly FileText[];
}

/** `bytes`: once it is here. */
interface FileText {
  kind: Parameters<typeof fileName>[0]['kind'];
  name?: string | undefined;
  bytes?: number;
}

const fileText = (file: FileText): string =>
  `${fileName(file)}（${file.bytes === undefined ? '还在取' : sizeText(file.bytes)}）`;
/** 2. 请先看 · 第一讲.pptx（3.2 MB） */
const lineOf = ({ no, text, files }: MaterialText): string =>
  `${no}. ${[text, files.map(fileText).join('、')].filter(Boolean).join(' · ')}`;
const namesOf = ({ text, files }: MaterialText): string =>
  [text, files.map(fileName).join('、')].filter(Boolean).join(' · ');
const firstWithFiles = (all: readonly MaterialText[]): number | undefined =>
  all.find(({ files }) => files.length > 0)?.no;
/** How files are had, where there are some. */
const howToHave = (training: Named, all: readonly MaterialText[]): string[] => {
  const no = firstWithFiles(all);
  return no === undefined ? [] : [`要文件请发「培训资料 ${training._id} ${no}」，我发给您。`];
};

/** What hangs on a training, and the word for it. */
export const materialsOf = (training: Named): string => `${called(training)}的资料`;
export const word = ({ _id }: Named): string => `培训资料 ${_id}`;
export const noTraining = noSuchTraining;
export const notHeld = (training: Named): string => `${called(training)}还没有发布或已经取消，没有人可发。`;
export const tooLong = (most: number): string => `一份资料写${most}个字以内，请短一点，或做成文件发给我。`;
export const full = (training: Named, most: number): string =>
  `${called(training)}的资料已经有过${most}份，放不下了。请合成一份，或放到云文档发链接。`;
/** `at`: when who has a place is told; `spare`: files beyond what one takes. */
export const added = (
  training: Named,
  { line, count, at, spare: left }: { line: MaterialText; count: number; at: Date; spare: number },
  { now, calendar }: Reading,
): string =>
  [
    `已加上${called(training)}的第${line.no}份资料：${namesOf(line)}。${left > 0 ? spare(left) : ''}`,
    `${count > 0 ? `${deadlineText(at, now, calendar)}私下告诉报上的${count}人，在那之前再加的一起说` : '现在还没有人报上'}；以后报上的发「培训资料 ${training._id}」${count > 0 ? '也' : ''}看得到。放错了请发「取消资料 ${training._id} ${line.no}」。`,
  ].join('\n');
/** To who has a place: everything that was handed out within some minutes. */
export const told = (training: Named, all: readonly MaterialText[]): string =>
  [`${called(training)}的资料：`, ...all.map(lineOf), ...howToHave(training, all)].join('\n');

/** 培训资料 3 */
export const list = (training: Named, all: readonly MaterialText[], isHost: boolean): string =>
  [
    all.length > 0 ? `${called(training)}的资料：` : `${called(training)}还没有资料。`,
    ...all.map(lineOf),
    ...howToHave(training, all),
    ...(isHost ? [howToAdd(training, all)] : []),
  ].join('\n');
const howToAdd = ({ _id }: Named, all: readonly MaterialText[]): string =>
  `要加，请在10分钟内把文件直接发给我，或写在后面：培训资料 ${_id} https://…${all.length > 0 ? `；要拿掉请发「取消资料 ${_id} ${all[0]?.no}」` : ''}。`;
export const sentPrivately = '资料私下发给您了。';
export const notFor = (training: Named, host: string): string =>
  `${called(training)}的资料给报上的老师。要参加请发「报名 ${training._id}」；已经参加了却看不到，请找${host}。`;
/** To who is in the line, or waits for the school's word. */
export const notYet = (training: Named): string =>
  `${called(training)}的资料报上了才看得到，您还在等；等到了发「培训资料 ${training._id}」就有。`;
export const mayNotAdd = (training: Named, host: string): string =>
  `${called(training)}的资料由${host}来加，您的没有放进去；想给大家看的，请发给${host}。`;
export const noSuch = (training: Named, no: number): string =>
  `${called(training)}没有第${no}份资料，可能已经取消了。发「培训资料 ${training._id}」看现在有哪些。`;
export const whichToRemove = (training: Named): string =>
  `请写明是第几份，例如：取消资料 ${training._id} 1。发「培训资料 ${training._id}」看有哪些。`;
export const mayNotRemove = (training: Named, host: string): string =>
  `${called(training)}的资料由${host}管，要拿掉请找本人。`;
export const removed = (training: Named, no: number): string =>
  `已拿掉${called(training)}的第${no}份资料，报上的人看不到了；已经发到手里的收不回。`;

/** A card of a list: a button for each that has files. Links stand in a message, not on a card. */
const MOST_BUTTONS = 8;
export const buttonsOf = ({ _id }: Named, all: readonly MaterialText[]): { label: string; says: string }[] =>
  all.some(({ text }) => text.includes('://'))
    ? []
    : all
        .filter(({ files }) => files.length > 0)
        .slice(0, MOST_BUTTONS)
        .map(({ no, files }) => ({
          label: `${no}. ${files.map(fileName).join('、')}`.slice(0, 20),
          says: `培训资料 ${_id} ${no}`,
        }));

/** Under 培训 3. */
export const materials = (training: Named, all: readonly MaterialText[]): string =>
  ['资料：', ...all.map(lineOf), ...howToHave(training, all)].join('\n');
export const toFillIn = (all: string[], isHost: boolean): string =>
  `要填的：${all.join('、')}。${isHost ? '看结果请发「收集 编号」' : '请发「接龙 编号」'}。`;
