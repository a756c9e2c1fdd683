import type { Calendar } from '../../models/calendar.js';
import { momentText } from './format.js';

/** What the command `accounts` says to an operator. */
export const nobody = (id: string): string => `名册里没有编号为「${id}」的人。`;
export const none = (name: string): string => `${name}还没有绑定账号。`;
export const line = (account: string, lastUsed: Date, calendar: Calendar, now: Date): string =>
  `${account}（最近使用：${momentText(lastUsed, calendar, now)}）`;
export const noSuchAccount = (name: string, account: string): string =>
  `${name}没有绑定「${account}」。不带 --end 运行一次，照列出来的写，例如 --end 微信:wxid_1。`;
export const ended = (name: string, account: string): string =>
  `${name}的 ${account} 已解绑：它再来说话，只告诉它怎么绑定；提醒发到别的账号，没有别的就不发。`;
