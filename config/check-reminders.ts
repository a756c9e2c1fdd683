import type { NagBudget, NagChoice, ReminderProfile } from '../models/reminder.js';
import type { TimeOfDay } from '../models/time-of-day.js';
import { checkAllNamed, checkDistinct, checkUnique } from './check-list.js';
import type { Draft } from './draft.js';
import type { Problems } from './problems.js';
import type { Path } from './yaml-file.js';
import type { Item } from './yaml-list.js';

/** Profiles name posts that exist; nothing has a time at which it may not be sent. */
export function checkReminders(draft: Draft, problems: Problems): void {
  const { profiles, digests, lookBack, budget, choice } = draft;
  checkUnique(profiles.items, ({ key }) => [{ field: ['key'], value: key }], problems);
  for (const item of profiles.items) checkProfile(item, draft, problems);
  if (!budget) return;
  for (const item of profiles.items) checkQuiet(item, stepTimes(item.value), budget.value, problems);
  for (const item of digests.items) {
    checkQuiet(item, [{ field: ['when', 'at'], at: item.value.when.at }], budget.value, problems);
  }
  if (lookBack) checkQuiet(lookBack, [{ field: ['at'], at: lookBack.value.at }], budget.value, problems);
  if (choice) checkQuiet(choice, choiceTimes(choice.value), budget.value, problems);
}

function checkProfile(item: Item<ReminderProfile>, { posts }: Draft, problems: Problems): void {
  const { steps } = item.value;
  checkDistinct(
    item,
    steps.map(({ key }, index) => ({ field: ['steps', index, 'key'], value: key })),
    problems,
  );
  for (const [index, { to, below }] of steps.entries()) {
    const path = ['steps', index];
    if (below !== undefined && to !== 'owner') {
      problems.field(item, [...path, 'below'], '数的是各人自己的份数，只能和 to: owner 一起用；请删去');
    }
    if (typeof to === 'string') continue;
    if ('posts' in to) checkAllNamed(item, [...path, 'to', 'posts'], to.posts, posts, '职务', problems);
    else checkAllNamed(item, [...path, 'to', 'countyPosts'], to.countyPosts, posts, '职务', problems);
  }
}

interface Time {
  field: Path;
  at: TimeOfDay;
}

const stepTimes = ({ steps }: ReminderProfile): Time[] =>
  steps.map(({ at }, index) => ({ field: ['steps', index, 'at'], at }));

const choiceTimes = ({ times }: NagChoice): Time[] => times.map((at, index) => ({ field: ['times', index], at }));

function checkQuiet(
  item: Item<unknown>,
  times: Time[],
  { quietFrom, quietUntil }: NagBudget,
  problems: Problems,
): void {
  const overnight = quietFrom > quietUntil;
  for (const { field, at } of times) {
    const quiet = overnight ? at >= quietFrom || at < quietUntil : at >= quietFrom && at < quietUntil;
    if (quiet) problems.field(item, field, `在免打扰时段 ${quietFrom}–${quietUntil} 里，永远发不出去；请挪到外面`);
  }
}
