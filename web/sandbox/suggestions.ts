import type { Duty } from '../../models/duty.js';
import type { Suggestion } from './wire.js';

/** What somebody new could say: the duties' own words, and the commands everybody needs. */
export const suggestions = (duties: readonly Pick<Duty, 'word' | 'form'>[]): Suggestion[] => [
  { label: '帮助', text: '帮助', send: true },
  ...duties.map(({ word, form }) =>
    form.style === 'message'
      ? { label: `${word} …`, text: `${word} `, send: false }
      : { label: word, text: word, send: true },
  ),
  { label: '我的', text: '我的', send: true },
  { label: '未交', text: '未交', send: true },
  { label: '请假 到 …', text: '请假 到 周五', send: false },
];
