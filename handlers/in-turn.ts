import { here, type Say } from './handler.js';

/** Answers several things said in one message, in their order, a numbered line each; what others are told comes behind. */
export async function inTurn<T>(all: readonly T[], answer: (each: T, index: number) => Promise<Say[]>): Promise<Say[]> {
  const [only] = all;
  if (only !== undefined && all.length === 1) return answer(only, 0);
  const lines: string[] = [];
  const toOthers: Say[] = [];
  for (const [index, each] of all.entries()) {
    const [said, ...others] = await answer(each, index);
    lines.push(`${index + 1}. ${said?.text ?? ''}`);
    toOthers.push(...others);
  }
  return [...here(lines.join('\n')), ...toOthers];
}
