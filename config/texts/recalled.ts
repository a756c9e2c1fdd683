import type { Collection } from '../../models/collection.js';
import type { Duty } from '../../models/duty.js';
import { called } from './collection.js';

export const withdrawn = (duty: Pick<Duty, 'name'>, label: string, wasDraft: boolean): string =>
  `您撤回了那条消息，${duty.name}（${label}）${wasDraft ? '的草稿' : ''}也一并撤回了；内容还留着，想恢复请发「恢复」。`;

/** What was accepted or declined stays. */
export const answeredAlready = (duty: Pick<Duty, 'name'>, label: string): string =>
  `您撤回了那条消息；${duty.name}（${label}）已经有答复，不能再撤回，照旧算已交。`;

export const takenOutOfGroup = (duty: Pick<Duty, 'name'>, label: string): string =>
  `您在群里的那条消息被管理员撤回了，您交的${duty.name}（${label}）不受影响，照旧保留；要撤请发「撤回」。`;

type Asked = Pick<Collection, '_id' | 'title'>;

export const answerWithdrawn = (collection: Asked): string =>
  `您撤回了那条消息，您填的${called(collection)}也一并取消了。改了主意，截止前可以再发「接龙 ${collection._id}」。`;
/** Only files of it came with that message; `lacking`: what is asked and gone with them. */
export const filesTakenOff = (collection: Asked, lacking: string[]): string =>
  `您撤回了那条消息，里面的文件也从您填的${called(collection)}里拿掉了，其余的照旧。${lacking.length > 0 ? `现在还差${lacking.join('、')}，请发「接龙 ${collection._id}」补上。` : ''}`;
export const answerClosed = (collection: Asked, host: string): string =>
  `您撤回了那条消息；${called(collection)}已经截止，您填的还算着，没有改动。确实不要了，请找${host}。`;
export const answerStays = (collection: Asked): string =>
  `您在群里的那条消息被管理员撤回了，您填的${called(collection)}不受影响，照旧保留；要取消请发「取消接龙 ${collection._id}」。`;
