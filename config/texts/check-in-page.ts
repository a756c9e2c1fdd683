import type { Half } from '../../models/check-in-code.js';

// Browsers load these: nothing is imported but types.

export const HALVES: Record<Half, string> = { in: '签到', out: '签退' };

/** What is sent to check in; the QR code on the screen leads to it. */
export const sentence = (half: Half, code: string): string => `${HALVES[half]} ${code}`;

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
