import type { Calendar } from '../../models/calendar.js';
import { momentText } from './format.js';
import { platformName } from './platform.js';

/** Sending that was stopped: of a platform, or of all; since when. */
export interface Paused {
  platform?: string;
  since: Date;
}

const whose = ({ platform }: Pick<Paused, 'platform'>): string => (platform ? `${platformName(platform)}的` : '全部');
const undo = ({ platform }: Pick<Paused, 'platform'>): string => `恢复${platform ? ` ${platformName(platform)}` : ''}`;
const waitingText = (waiting: number): string => (waiting > 0 ? `等着发的有${waiting}条。` : '');

export const mayNot = '暂停和恢复发送由系统管理员操作。不想再听某次提醒，请发「稍后」或「请假 到 周五」。';
export const onlyPrivately = '暂停和恢复发送请私聊我说。';
export const howTo = '可以发：暂停；暂停 微信（或飞书、企业微信）；暂停 状态；恢复；恢复 微信。';

export const paused = (pause: Pick<Paused, 'platform'>, waiting: number): string =>
  `已暂停${whose(pause)}发送：提醒、小结、回复都先不发，收到的照常记账。${waitingText(waiting)}要恢复请发「${undo(pause)}」；到时已经过时的不再补发。`;

/** Also a line of the operator's morning. */
export const standing = (pause: Paused, calendar: Calendar): string =>
  `${whose(pause)}发送从${momentText(pause.since, calendar)}起暂停着，要恢复请发「${undo(pause)}」。`;

export const resumed = (ended: readonly Paused[], waiting: number): string =>
  `已恢复${ended.map(whose).join('、')}发送。${waiting > 0 ? `等着的${waiting}条按平时的快慢发出，过时的不发。` : ''}`;

/** What is stopped now, and how many wait for it or for their turn. */
export const status = (pauses: readonly Paused[], waiting: number, calendar: Calendar): string =>
  [
    ...(pauses.length > 0 ? pauses.map((each) => standing(each, calendar)) : ['没有暂停，各平台都在发。']),
    waitingText(waiting),
  ]
    .filter(Boolean)
    .join('\n');
