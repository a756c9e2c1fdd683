import type { Duty } from '../../models/duty.js';

/** Somebody answered a reminder of several things. */
export const whichOne = (open: { duty: Pick<Duty, 'name'>; label: string }[]): string =>
  `您回复的提醒里还有${open.length}项没交，这是交哪一项的？\n${open
    .map(({ duty, label }, index) => `${index + 1}. ${duty.name}（${label}）`)
    .join('\n')}\n回复序号，或任务的名字。`;
