import type { Cadence } from '../models/cadence.js';
import type { Duty } from '../models/duty.js';
import { checkAllNamed } from './check-list.js';
import type { Draft } from './draft.js';
import type { Problems } from './problems.js';
import type { Item } from './yaml-list.js';

/** How often: days that exist, whoever opens it, and reminders that fit the periods. */
export function checkCadence(item: Item<Duty>, draft: Draft, problems: Problems): void {
  const { cadence } = item.value;
  checkGrace(item, problems);
  checkReminders(item, draft, problems);
  if (cadence.every === 'occasion') {
    checkAllNamed(item, ['cadence', 'openedBy'], cadence.openedBy, draft.posts, '职务', problems);
  }
  if (cadence.every !== 'occasion' && item.value.late === 'next') {
    problems.field(item, ['late'], 'next 只能用于 cadence.every 是 occasion 的任务，别的没有下一期可放；请换一种');
  }
  if (cadence.every === 'teaching-week' && cadence.minSchoolDays > cadence.weeks * 7) {
    problems.field(item, ['cadence', 'minSchoolDays'], `一共只有 ${cadence.weeks * 7} 天，应当不超过它`);
  }
  if (cadence.every === 'term' && 'week' in cadence.due && cadence.due.week < cadence.opensWeek) {
    problems.field(item, ['cadence', 'due', 'week'], `第 ${cadence.opensWeek} 周才开始，截止应当不早于它`);
  }
  if (cadence.every === 'milestone') checkMilestone(item, draft, problems);
}

function checkGrace(item: Item<Duty>, problems: Problems): void {
  const { cadence } = item.value;
  if (cadence.every === 'free') return;
  const { grace, dueAt } = cadence;
  if (grace?.schoolDays === 0 && grace.at < dueAt) {
    problems.field(item, ['cadence', 'grace', 'at'], `宽限比截止时间 ${dueAt} 还早，应当晚于它`);
  }
}

/** Only units have a middle and an end, and only where the duty that registers them asks for their days. */
function checkMilestone(item: Item<Duty>, { duties }: Draft, problems: Problems): void {
  const { owner } = item.value;
  if (owner.kind !== 'unit') {
    problems.field(item, ['cadence', 'every'], 'milestone 只能用于 owner.kind 是 unit 的任务，别的没有起止；请换一种');
    return;
  }
  const registering = duties.items.find(({ value }) => value.registers?.unit === owner.of);
  const registers = registering?.value.registers;
  if (registers && !(registers.from && registers.to)) {
    problems.field(
      item,
      ['cadence', 'every'],
      `算不出日子：登记它的${registering?.name}没有在 registers 里写 from 和 to；请补上`,
    );
  }
}

/** Cadences whose periods are a term or longer: what a step counted by teaching weeks can fall into. */
const LONG: readonly Cadence['every'][] = ['term', 'year'];

function checkReminders(item: Item<Duty>, { profiles }: Draft, problems: Problems): void {
  const { cadence, reminders } = item.value;
  const steps = profiles.items.find(({ value }) => value.key === reminders)?.value.steps ?? [];
  if (cadence.every === 'free' && steps.length > 0) {
    const silent = profiles.items.filter(({ value }) => value.steps.length === 0).map(({ value }) => value.key);
    const mend = silent.length > 0 ? `例如 ${silent.join('、')}` : '请在 profiles.yaml 里加一种 steps: [] 的';
    problems.field(item, ['reminders'], `every: free 的任务谁也不欠，应当用没有步骤的方案，${mend}`);
    return;
  }
  if (steps.some((step) => 'week' in step) && !LONG.includes(cadence.every)) {
    const mend = `这个方案有按第几教学周的步骤，只能给 every 是 ${LONG.join('、')} 的任务；请换一种`;
    problems.field(item, ['reminders'], mend);
  }
  if (steps.some(({ to }) => to === 'assigner') && item.value.owner.kind !== 'assignee') {
    problems.field(item, ['reminders'], '这个方案有给交办的人的步骤（assigner），只能给交办的任务；请换一种');
  }
}
