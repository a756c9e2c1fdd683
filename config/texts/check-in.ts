import type { Calendar } from '../../models/calendar.js';
import type { Half } from '../../models/check-in-code.js';
import type { Session, Training } from '../../models/training.js';
import { dayText } from './format.js';

type Named = Pick<Training, '_id' | 'title'>;
const called = ({ _id, title }: Named): string => `「${title}」（${_id}号）`;

export const HALVES: Record<Half, string> = { in: '签到', out: '签退' };

/** 12月5日 08:30-11:30 */
export const sessionText = ({ from, to }: Session, calendar: Calendar): string =>
  `${dayText(calendar.dayOf(from))} ${calendar.timeOf(from)}-${calendar.timeOf(to)}`;

/** What is sent to check in; the QR code on the screen leads to it. */
export const sentence = (half: Half, code: string): string => `${HALVES[half]} ${code}`;

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

/** What the pages say. */
export const page = {
  gone: '这个链接已经失效（7天内有效），或者不完整。请在聊天里发「签到页 编号」，我再给您一个。',
  foreign: '这次提交不是从这一页发来的，没有收下。请刷新后再试。',
  unreadable: '这次提交没看懂，没有收下。请刷新后再试。',
  notWorkbook: '没有收到表格。请选从这一页下载的签到表（.xlsx）。',
  codeTitle: '签到',
  codeHint: '请把下面这句话发给教研助手（私聊，或在群里 @我）：',
  codeLate: '数字每15秒换一次，请马上发。',
  copied: '已复制，请粘贴发给我',
  loading: '正在打开……',
  away: '连不上，请检查网络后刷新。',
  screenAway: '连不上，正在重试。请先点名。',
  qrAlt: '签到二维码',
  sayIt: '扫码，或把下面这句发给教研助手',
  count: (half: string, here: number, of: number): string => `已${half} ${here} / ${of}`,
  standing: (came: number, gone: number, excused: number, of: number): string =>
    `共${of}人：签到${came}，签退${gone}${excused > 0 ? `，请假${excused}` : ''}`,
  keptHere: (count: number): string => `· 没有网络，已记在本机${count}项，有网后自动送出`,
  sending: '· 正在保存',
  filter: '按姓名或学校找',
  excused: '请假',
  addWho: '加人：姓名或编号',
  add: '查找',
  nobody: '名册上没有找到，请写全名或编号。',
  toScreen: '大屏幕',
  sheetDown: '下载签到表（可打印）',
  hoursDown: '下载学时表',
  sheetUp: '上传填好的签到表',
  sheetRead: (people: number, ticks: number): string => `已登记${people}人，新记下${ticks}次。`,
};

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
