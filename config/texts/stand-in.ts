import type { Day } from '../../models/ids.js';
import { dateText, spanText } from './format.js';

const whose = (name: string | undefined): string => name ?? '您';

export const howTo = '请写上由谁代管，例如：代管 李娟。替同事安排请发：代管 张三 由 李娟。要先请好假。';
export const noLeave = (name: string | undefined): string =>
  `${whose(name)}现在没有请假，也没有将要开始的请假。请先请假，再发「代管」。`;
export const notThemselves = '请写另一位老师的名字，例如：代管 李娟。';
export const awayToo = (name: string): string => `${name}那几天也在请假，请另找一位老师。`;

/** Behind what was noted: on some of the days whoever stands in is away as well. */
export const partlyAway = (name: string, spans: readonly { from: Day; to: Day }[]): string =>
  `${name}在${spans.map(({ from, to }) => spanText(from, to)).join('、')}也请假，那时照学校的职务顺序接替。`;

export const noted = (name: string | undefined, by: string, from: Day, to: Day): string =>
  `好的，${whose(name)}请假期间（${spanText(from, to)}）由${by}代管：${whose(name)}经手的学校、教研组等任务，提醒发给${by}，也由${by}来交；各人自己交的不转。会告诉${by}，假期结束自动停止。不要了请发「取消代管${name ? ` ${name}` : ''}」。`;

/** Behind what was noted: whom it was given to before. */
export const replaced = (name: string, before: readonly string[]): string =>
  `先前安排的代管是${before.join('、')}，已换下，会告诉${name}。`;
/** To who is away, when somebody else gave their work to another. */
export const yoursReplaced = (by: string, before: readonly string[], now: string): string =>
  `${by}已把您请假期间的代管由${before.join('、')}改为${now}。要换回来请发「代管 ${before.at(-1) ?? ''}」。`;

export const youStandIn = (name: string, from: Day, to: Day): string =>
  `${name}老师${spanText(from, to)}请假，请您代管这几天的任务：到期的会提醒您，您发任务的词就可以交，发「我的」看有哪些。假期结束自动停止。`;

export const ended = (name: string | undefined): string =>
  `好的，${whose(name)}请假期间的代管已取消，照学校的职务顺序接替。`;
export const nobody = (name: string | undefined): string => `${whose(name)}现在没有安排代管，不用取消。`;
/** To whoever stood in. */
export const youNoLonger = (name: string, from: Day, to: Day): string =>
  `${name}老师${spanText(from, to)}的任务不用您代管了，提醒也不再发给您。`;

/** How somebody is asked to stand in for whom. */
export const command = (name: string | undefined, by: string): string =>
  name === undefined ? `代管 ${by}` : `代管 ${name} 由 ${by}`;

/** Behind leave whose reason names somebody. */
export const onlyAReason = (said: string, by: string, command: string): string =>
  `「${said}」只记作事由；任务的提醒也要转给${by}，请发「${command}」。`;

/** Behind leave that goes on longer than somebody stands in. */
export const notExtended = (by: string, to: Day, command: string): string =>
  `${by}的代管仍到${dateText(to)}，要一起延长请再发「${command}」。`;
