import type { Field } from '../models/field.js';
import { halfWidth } from './forms/field.js';
import { readOption } from './forms/read-choice.js';

/** What somebody says to a question that is no answer to it. */
export type Control = 'back' | 'again' | 'stop' | 'skip' | 'keep';

const CONTROLS: Record<Control, readonly string[]> = {
  back: ['上一个', '上一项', '上一题', '上一步', '返回'],
  again: ['重来', '重新来', '从头来', '重填'],
  stop: ['算了', '取消', '不填了', '先停', '退出'],
  skip: ['跳过', '略过', '先跳过', '下一个', '下一项', '下一题'],
  keep: ['对', '对的', '没错', '是', '是的', '不变', '不改', '好了', '够了', '确认', '上交'],
};

/** Which of them a text is; an option that is called so is an answer. */
export function controlIn(text: string, field: Field | undefined): Control | undefined {
  if (field && isOption(field, text)) return undefined;
  const word = halfWidth(text).replace(/[。.!！~～]+$/, '');
  return (Object.keys(CONTROLS) as Control[]).find((control) => CONTROLS[control].includes(word));
}

const isOption = (field: Field, text: string): boolean =>
  (field.type === 'choice' || field.type === 'choices') && readOption(field.options, text) !== undefined;

/**
 * Whether a text is about something else than the question. What is written freely may begin with any word: there only
 * a word that stands apart, alone or before a space or colon, is taken for a command.
 */
export function isAboutElse(
  text: string,
  field: Field | undefined,
  { isWord, isCommand }: { isWord: (text: string) => boolean; isCommand: (text: string) => boolean },
): boolean {
  if (field && isOption(field, text)) return false;
  const isFree = field?.type === 'text' || field?.type === 'long-text';
  return isFree ? isWord(text.split(/[\s:：]/)[0] ?? '') : isCommand(text);
}
