import type { Calendar } from '../../models/calendar.js';
import type { Half } from '../../models/check-in-code.js';
import type { Session, Training } from '../../models/training.js';
import { HALVES } from './check-in-page.js';
import { dayText } from './format.js';

type Named = Pick<Training, '_id' | 'title'>;
const called = ({ _id, title }: Named): string => `「${title}」（${_id}号）`;

/** 12月5日 08:30-11:30 */
export const sessionText = ({ from, to }: Session, calendar: Calendar): string =>
  `${dayText(calendar.dayOf(from))} ${calendar.timeOf(from)}-${calendar.timeOf(to)}`;

export const howTo = '请把会场大屏幕上的六位数字发给我，例如：签到 483920。没有网络也不要紧，请主持人点名时记上。';
export const wrongCode =
  '这个数字没对上：大屏幕上的数字每15秒换一次，请看着屏幕再发一次。还是不行，请主持人点名时记上。';
export const tooMany = (minutes: number): string =>
  `试的次数太多了，请${minutes}分钟后再试，或者请主持人点名时记上，不影响学时。`;
export const notOnList = (training: Named): string =>
  `${called(training)}的名单里没有您。您人在会场的话，请主持人在点名页上加上您，一样算学时。`;

export const done = (training: Named, half: Half, time: string): string =>
  half === 'in'
    ? `${called(training)}签到好了，${time}。这一段结束时请再签退，两次都有才算学时。`
    : `${called(training)}签退好了，${time}。`;
export const already = (training: Named, half: Half, time: string): string =>
  `${called(training)}这一段您${time}已经${HALVES[half]}过，不用再发。`;
/** Signed out without having signed in: it is the host who knows. */
export const outOnly = (training: Named, time: string): string =>
  `${called(training)}签退好了，${time}。这一段还没有您的签到，请主持人点名时补上，否则这一段不算学时。`;

export const hostLink = (training: Named, link: string): string =>
  `${called(training)}的签到页（7天内有效，只给主持人用，请不要发到群里）：\n${link}\n手机上打开是点名，“大屏幕”给投影用：上面的数字每15秒换一次，老师发「签到 数字」。点名时没有网络也能记，有网后自动送出。`;
export const noPages = '还没有设置对外的网址，打不开签到页。请管理员设置 PUBLIC_URL。';
export const notHost = '签到页由培训的主持人和培训部打开。';
export const notPublished = (training: Named): string => `${called(training)}还没有发布，或者已经取消，没有签到页。`;

/** A line of a list that was typed in from paper. */
export const sheet = {
  name: '签到表',
  id: '编号',
  person: '姓名',
  school: '学校',
  tick: '√',
  excused: '请假',
  unknown: (row: number, id: string): string => `第${row}行：名册里没有编号${id}，没有登记`,
  noId: (row: number): string => `第${row}行：没有编号，没有登记`,
};

export const sheetFileName = (training: Named): string => `${training._id}号培训签到表.xlsx`;
export const hoursFileName = (training: Named): string => `${training._id}号培训学时.xlsx`;
