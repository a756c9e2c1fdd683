import type { Duty } from '../../models/duty.js';

export const withdrawn = (duty: Pick<Duty, 'name'>, label: string, wasDraft: boolean): string =>
  `您撤回了那条消息，${duty.name}（${label}）${wasDraft ? '的草稿' : ''}也一并撤回了；内容还留着，想恢复请发「恢复」。`;

/** What was accepted or declined stays. */
export const answeredAlready = (duty: Pick<Duty, 'name'>, label: string): string =>
  `您撤回了那条消息；${duty.name}（${label}）已经有答复，不能再撤回，照旧算已交。`;

export const takenOutOfGroup = (duty: Pick<Duty, 'name'>, label: string): string =>
  `您在群里的那条消息被管理员撤回了，您交的${duty.name}（${label}）不受影响，照旧保留；要撤请发「撤回」。`;
