import type { Duty } from '../models/duty.js';
import type { Day } from '../models/ids.js';
import { looksFilledIn } from './forms/template.js';
import { takesLeave } from './leave.js';
import { ownLeaveIn } from './leave-sentence.js';
import { readPeriod } from './said-period.js';

/** What the end of a text would be if it came by itself: leave, with the command it would be; or another record of a duty. */
export type Another =
  | { kind: 'leave'; said: string; command?: string }
  | { kind: 'duty'; said: string; lines: number; duty: Duty };

/** How people begin what is about something else. */
const ALSO = /^(?:另外|还有|此外|顺便(?:说一[下声])?|对了)[\s,，:：、]*/;

/**
 * Texts are never cut, so what stands at their end is part of them: 请假 明天 or 案例 题目：… in a line of its own or in a
 * last sentence. Strict, for a text tells of leave and of cases as well: undefined for whatever could be one.
 */
export function anotherAtEnd(text: string, duties: readonly Duty[], today: Day): Another | undefined {
  const lines = text.trim().split(/\n\s*/);
  const tails = lines.map((said, index) => ({ said, all: lines.slice(index).join('\n'), lines: lines.length - index }));
  const sentence = lastSentence(lines.at(-1) ?? '');
  const inEnd = sentence === undefined ? [] : [{ said: sentence, all: sentence, lines: 0 }];
  for (const tail of [...tails.slice(1), ...inEnd]) {
    const duty = dutyIn(tail.all, duties, today);
    if (duty) return { kind: 'duty', said: tail.said, lines: tail.lines, duty };
  }
  const last = lines.slice(1).at(-1);
  for (const said of [last, sentence]) {
    const leave = said === undefined ? undefined : leaveIn(said, today);
    if (leave) return { kind: 'leave', said: said ?? '', ...leave };
  }
  return undefined;
}

/** The last of several sentences in a line, also behind a comma where it begins anew: …，另外请假 明天. */
function lastSentence(line: string): string | undefined {
  const [, ...more] = line.replace(/[。.！!；;\s]+$/, '').split(/[。！!；;]\s*|[，,]\s*(?=另外|此外|顺便|对了)/);
  return more.at(-1);
}

function leaveIn(said: string, today: Day): { command?: string } | undefined {
  const plain = said.replace(ALSO, '').replace(/[。！!]+$/, '');
  if (takesLeave(plain, today)) return plain === said ? {} : { command: plain };
  const command = plain === said ? undefined : ownLeaveIn(plain, today);
  return command === undefined ? undefined : { command };
}

/** The duty a text would be handed in for: 案例 题目：…, with lines of its form; 周记 第9周 …, which says of which period. */
function dutyIn(text: string, duties: readonly Duty[], today: Day): Duty | undefined {
  const plain = text.replace(ALSO, '');
  const behind = plain.replace(/^(?:补交\s*|代交\s*\S{2,4}\s+)/, '');
  const named = duties
    .flatMap((duty) => [duty.word, duty.name, ...duty.aliases].map((word) => ({ duty, word })))
    .filter(({ word }) => behind.startsWith(word) && /^[\s:：]/.test(behind.slice(word.length)));
  const [found] = named.toSorted((a, b) => b.word.length - a.word.length);
  if (!found) return undefined;
  const { duty, word } = found;
  const rest = behind.slice(word.length).replace(/^[\s:：]+/, '');
  const [first = ''] = rest.split('\n');
  const isForm = duty.form.style === 'template' && looksFilledIn(duty.form.fields, first);
  const read = readPeriod(duty, rest, false, today);
  const isNamed = 'several' in read || read.wish.kind !== 'none';
  return isForm || isNamed || behind !== plain ? duty : undefined;
}
