import type { Duty } from '../../models/duty.js';
import { OWING } from '../../models/roll.js';
import type { LedgerView } from './deps.js';
import type { Suggestion } from './wire.js';

/** One line of them under the input. */
const MOST_DUTIES = 4;

/**
 * What somebody could say: the words of what they owe, what is due first first, and the commands everybody needs;
 * 未交 for those who see numbers.
 */
export function suggestions(
  duties: readonly Pick<Duty, 'name' | 'word' | 'form'>[],
  ledger: LedgerView | undefined,
): Suggestion[] {
  const owed = (ledger?.rows ?? []).filter(({ mine, over }) => mine && OWING.includes(mine) && !over);
  const names = [...new Set(owed.map(({ duty }) => duty))].slice(0, MOST_DUTIES);
  const own = names.flatMap((name) => duties.find((duty) => duty.name === name) ?? []);
  const inCharge = ledger?.rows.some(({ counts }) => counts !== undefined) ?? false;
  return [
    { label: '帮助', text: '帮助', send: true },
    ...own.map(({ word, form }) =>
      form.style === 'message'
        ? { label: `${word} …`, text: `${word} `, send: false }
        : { label: word, text: word, send: true },
    ),
    { label: '我的', text: '我的', send: true },
    ...(inCharge ? [{ label: '未交', text: '未交', send: true }] : []),
    { label: '请假 到 …', text: '请假 到 周五', send: false },
  ];
}
