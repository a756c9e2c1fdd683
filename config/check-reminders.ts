import type { DigestPlan, NagBudget, ReminderProfile, TimeOfDay } from '../models/duty.js';
import { checkDistinct, checkNamed, checkUnique } from './check-list.js';
import type { Draft } from './draft.js';
import type { Problems } from './problems.js';
import type { Path } from './yaml-file.js';
import type { Item } from './yaml-list.js';

/** Profiles and digests name posts that exist, and times at which something may be sent. */
export function checkReminders(draft: Draft, problems: Problems): void {
  const { profiles, digests, budget } = draft;
  checkUnique(profiles.items, ({ key }) => [{ field: ['key'], value: key }], problems);
  for (const item of profiles.items) checkProfile(item, draft, problems);
  if (digests) checkDigests(digests, draft, problems);
  if (!budget) return;
  for (const item of profiles.items) checkQuiet(item, stepTimes(item.value), budget.value, problems);
  if (digests) checkQuiet(digests, digestTimes(digests.value), budget.value, problems);
}

function checkProfile(item: Item<ReminderProfile>, { posts }: Draft, problems: Problems): void {
  const { steps } = item.value;
  checkDistinct(
    item,
    steps.map(({ key }, index) => ({ field: ['steps', index, 'key'], value: key })),
    problems,
  );
  for (const [index, { to }] of steps.entries()) {
    if (typeof to === 'string') continue;
    for (const [at, value] of to.posts.entries()) {
      checkNamed(item, { field: ['steps', index, 'to', 'posts', at], value }, posts, '职务', problems);
    }
  }
}

function checkDigests(item: Item<DigestPlan>, { posts }: Draft, problems: Problems): void {
  for (const part of ['weekly', 'monthly'] as const) {
    for (const [index, value] of item.value[part].posts.entries()) {
      checkNamed(item, { field: [part, 'posts', index], value }, posts, '职务', problems);
    }
  }
}

interface Time {
  field: Path;
  at: TimeOfDay;
}

const stepTimes = ({ steps }: ReminderProfile): Time[] =>
  steps.map(({ at }, index) => ({ field: ['steps', index, 'at'], at }));

const digestTimes = (plan: DigestPlan): Time[] =>
  (['person', 'weekly', 'monthly', 'operator'] as const).map((part) => ({ field: [part, 'at'], at: plan[part].at }));

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
