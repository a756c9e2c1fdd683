import type { Duty } from '../models/duty.js';
import type { Roll } from '../models/roll.js';
import { titleOf } from '../models/title.js';
import { halfWidth } from './forms/field.js';
import { labelIn } from './period-words.js';

/** A page of the ledger somebody may speak about. */
interface Spoken {
  duty: Duty;
  roll: Pick<Roll, 'label' | 'about'>;
}

/** What is said about one: the task and the period that stand ahead of it, and the words. */
export interface About {
  duty?: Duty;
  label?: string;
  words: string;
}

const namesOf = ({ word, name, aliases }: Duty): string[] => [word, name, ...aliases];
const longestFirst = (names: readonly string[]): string[] =>
  [...new Set(names)].toSorted((a, b) => b.length - a.length);

/** 周记 第9周 我今年不带班 · 月报，我不是负责人 · 第1号：核对各班课表 不归我. `own`: whose periods are known by their names. */
export function readAbout(text: string, own: readonly Spoken[], duties: readonly Duty[]): About {
  const ahead = nameAhead(text, duties.flatMap(namesOf));
  const duty = ahead && duties.find((each) => namesOf(each).includes(ahead.name));
  const rest = ahead?.rest ?? text;
  const pages = own.filter((each) => !duty || each.duty.key === duty.key);
  const titled = nameAhead(
    rest,
    pages.flatMap(({ roll }) => [titleOf(roll), roll.label]),
  );
  if (titled) {
    const label = pages.find(({ roll }) => [titleOf(roll), roll.label].includes(titled.name))?.roll.label;
    return { ...(duty && { duty }), ...(label !== undefined && { label }), words: titled.rest };
  }
  // 周记 第3周: a period that is none of theirs any more is one all the same.
  const [first = ''] = rest.split(APART);
  const label = labelIn(first);
  if (duty && label) return { duty, label, words: behind(rest, first) };
  return { ...(duty && { duty }), words: rest };
}

const APART = /[\s,，、。；;:：!！]+/;
const behind = (text: string, name: string): string =>
  text
    .slice(name.length)
    .replace(/^[\s,，、。；;:：!！]+/, '')
    .trim();

/** The longest name a text begins with, where it stands apart from what follows, and what follows. */
function nameAhead(text: string, names: readonly string[]): { name: string; rest: string } | undefined {
  const name = longestFirst(names).find((each) => {
    const next = text.charAt(each.length);
    return halfWidth(text.slice(0, each.length)) === halfWidth(each) && (next === '' || APART.test(next));
  });
  return name === undefined ? undefined : { name, rest: behind(text, name) };
}

const periodOf = ({ label, about = '' }: Spoken['roll']): string[] => [label, about].filter(Boolean);

/** Of several pages those of the one task, and the one period, that a sentence names: 我不带班，周记不归我写. */
export function namedIn<T extends Spoken>(words: string, pages: readonly T[]): T[] {
  const said = saidOf(
    words,
    pages.flatMap(({ duty, roll }) => [...namesOf(duty), ...periodOf(roll)]),
  );
  const ofDuty = pages.filter(({ duty }) => namesOf(duty).some((name) => said.has(name)));
  const isOne = new Set(ofDuty.map(({ duty }) => duty.key)).size === 1;
  const meant = isOne ? ofDuty : pages;
  const ofLabel = meant.filter(({ roll }) => periodOf(roll).some((name) => said.has(name)));
  return new Set(ofLabel.map(({ roll }) => roll.label)).size === 1 ? ofLabel : [...meant];
}

/** Which names stand in a text, the longer first: 教育科研工作月报 is not 月报 as well. */
function saidOf(text: string, names: readonly string[]): Set<string> {
  let rest = halfWidth(text);
  const said = new Set<string>();
  for (const name of longestFirst(names)) {
    if (name.length < 2 || !rest.includes(name)) continue;
    said.add(name);
    rest = rest.replaceAll(name, ' ');
  }
  return said;
}
