import type { Day } from '../../models/ids.js';
import { dateText, spanText } from './format.js';

/** Days without school, or with, as they were noted in a chat. */
interface LocalDay {
  _id: number;
  kind: 'closure' | 'make-up';
  from: Day;
  to: Day;
  place: string;
  reason: string;
}

const KIND: Record<LocalDay['kind'], string> = { closure: '停课', 'make-up': '补课' };

/** 北山片区11月26日（周四）停课（暴雪） */
const called = ({ kind, from, to, place, reason }: LocalDay): string =>
  `${place}${spanText(from, to)}${KIND[kind]}${reason && `（${reason}）`}`;

const EFFECT: Record<LocalDay['kind'], string> = {
  closure: '这几天不提醒，截止日按上学日重算。',
  'make-up': '算作上学日，提醒和截止日照此重算。',
};

export const noted = (day: LocalDay, schools: number): string =>
  `已记下：${called(day)}，${schools}所学校。${EFFECT[day.kind]}取消请发「取消${KIND[day.kind]} ${day._id}」。`;

export const ended = (day: LocalDay): string => `已取消：${called(day)}。那几天照原来的校历，截止日已重算。`;

/** Of several, which is to be taken back. */
export const whichToEnd = '取消哪一个？';
export const choice = (day: LocalDay): string => `${day._id}号 ${called(day)}`;
export const takesBack = ({ kind, _id }: LocalDay): string => `取消${KIND[kind]} ${_id}`;
export const nothingToEnd = '没有记下的停课、补课可以取消。写在校历文件里的，请管理员改。';

export const list = (days: readonly LocalDay[]): string =>
  days.length === 0 ? '' : `近来记下的：\n${days.map(choice).join('\n')}\n`;

export const howTo = (kind: LocalDay['kind'], ownSchool: boolean): string => {
  const [day, why] = kind === 'closure' ? ['今天到周五', '暴雪'] : ['12月5日', '补暴雪停的课'];
  const where = ownSchool ? '' : ' 北山片区';
  const places = ownSchool ? '只记本校的' : '写学校或片区的名字，几处用「、」隔开，全县写「全县」';
  return `请写明哪天${ownSchool ? '' : '、哪里'}、为什么，例如：${KIND[kind]} ${day}${where} ${why}。${places}。`;
};

export const notYours = (school: string): string => `您只能记${school}的停课、补课，请不要写别处。`;
export const endsBeforeItBegins = (from: Day, to: Day): string =>
  `日子前后颠倒了（从${dateText(from)}到${dateText(to)}），没有记。请再发一次。`;
export const tooLong = (most: number): string => `一次最多记${most}天，没有记。更长的假期请管理员写进校历。`;
export const tooEarly = (most: number): string => `只能补记${most}天以内的，没有记。更早的不影响截止日了。`;
/** Nothing would change. */
export const noSchoolAnyway = (from: Day, to: Day): string => `${spanText(from, to)}本来就不上学，不用记。`;
export const schoolAnyway = (from: Day, to: Day): string => `${spanText(from, to)}本来就上学，不用记。`;
export const outsideTerm = (from: Day, to: Day): string =>
  `${spanText(from, to)}不在学期里，不会算作上学日，没有记。学期改了，请管理员改校历。`;

/** Of a school closed by snow, said by whoever may not note it, once it is: for their school. */
export const isNoted = (days: readonly LocalDay[]): string =>
  `已经记下：${days.map(called).join('；')}。${EFFECT[days[0]?.kind ?? 'closure']}还要交什么，发「我的」看。`;

/** Of a school closed by snow, said by whoever may not note it: the posts that may. */
export const whoNotes = (posts: readonly string[]): string =>
  posts.length > 0
    ? `停课、补课由${posts.join('、')}来记，请告诉他（发「找谁」看可以问谁）。记下以后，停课的日子不提醒，截止日按上学日重算。`
    : '停课、补课写在校历文件里，请告诉管理员（发「找谁」看可以问谁）。写好以后，停课的日子不提醒，截止日按上学日重算。';
