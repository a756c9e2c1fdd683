import type { Chat } from './event.js';
import type { Roll } from './roll.js';

type Named = Pick<Roll, 'label' | 'about'>;

/** A title stands in a list. */
const MOST_LETTERS = 40;

/** What a period is called to whom it concerns: 第9周; a task by its own words as well, 第1号：核对各班课表. */
export function titleOf({ label, about }: Named): string {
  const letters = Array.from(about ?? '');
  if (letters.length === 0) return label;
  return `${label}：${letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS).join('')}…` : about}`;
}

/** The same in a chat: what somebody was told to do is no matter of a group's. */
export const titleIn = ({ kind }: Pick<Chat, 'kind'>, named: Named): string =>
  kind === 'group' ? named.label : titleOf(named);
