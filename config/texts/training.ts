import type { Calendar } from '../../models/calendar.js';
import type { Answer, Standing, TrainingHead } from '../../models/training.js';
import type { OutsideBecause } from '../../models/training-audience.js';
import { dateText, deadlineText, namesText } from './format.js';

/** When people read it, and in which calendar. */
export interface Reading {
  now: Date;
  calendar: Calendar;
}

export const called = ({ _id, title }: Pick<TrainingHead, '_id' | 'title'>): string => `「${title}」（${_id}号）`;

/** 11月20日（周五）08:30-16:30 */
export const timesText = ({ sessions }: Pick<TrainingHead, 'sessions'>, calendar: Calendar, readAt?: Date): string =>
  sessions
    .map(
      ({ from, to }) =>
        `${dateText(calendar.dayOf(from), readAt && calendar.dayOf(readAt))}${calendar.timeOf(from)}-${calendar.timeOf(to)}`,
    )
    .join('、');

export const closesText = ({ closesAt }: TrainingHead, { now, calendar }: Reading): string =>
  deadlineText(closesAt, now, calendar);

export const none = '现在没有您能报名的培训。有新的培训，我会发到群里。';
export const noneMore = '现在没有您还能报名的培训，报过的发「培训」看。有新的培训，我会发到群里。';
export const noneOfYours = '您现在没有报名的培训。发「培训」看有哪些。';
export const which = (verb: string): string => `${verb}，是哪一个培训？`;
export const howTo = (verb: string): string =>
  `请写明培训的编号，例如：${verb} 3${verb === '替换' ? ' 王五' : ''}。发「培训」看有哪些培训。`;
export const noSuch = (no: number): string => `没有${no}号培训，可能已经结束了。发「培训」看现在有哪些。`;

const OUTSIDE: Record<OutsideBecause, string> = {
  left: '您已不在名册上',
  cluster: '它只给指定片区的学校，您的学校不在其中',
  'other-school': '它只给指定的学校，您的学校不在其中',
  school: '它只给指定学段或类型的学校，您的学校不在其中',
  subject: '它按学科定对象，名册上您的学科不在其中',
  grade: '它按年级定对象，名册上您任教的年级不在其中',
  'next-grade': '它按下学期的年级定对象，名册上您下学期的年级不在其中',
  title: '它按职称定对象，名册上您的职称不在其中',
  post: '它按职务定对象，名册上您没有这一职务',
  teaching: '它给任课的老师，名册上您没有任课',
  trained: '您近几年参加过这个项目，这一期先给没参加过的老师',
  excepted: '主办方这一期没有把您列入',
};
export const outside = (training: TrainingHead, why: OutsideBecause, host: string): string =>
  `${called(training)}您这次报不了：${OUTSIDE[why]}。如果名册不对，或者确实要参加，请找${host}，他可以单独加上您。`;

const PLACES: Record<Standing, (free: number, waits: number) => string> = {
  draft: () => '还没有发布',
  open: (free) => `还有${free}个名额`,
  full: (_, waits) => `名额已满${waits > 0 ? `，候补${waits}人` : ''}，还可以排候补`,
  closed: () => '报名已截止',
  cancelled: () => '已取消',
  over: () => '已结束',
};
/** 还有12个名额: without a name, for anybody. */
export const placesText = (standing: Standing, { places, held, waits }: TrainingHead): string =>
  PLACES[standing](Math.max(0, places - held), waits);

/** Without a place when it begins: until then one may still become free. */
const MISSED = {
  waiting: '在候补里没有等到名额',
  offered: '的名额没有等到确认',
  awaiting: '的报名没有等到学校审核',
};
type Missed = keyof typeof MISSED;
const missedText = (as: Missed): string => `您${MISSED[as]}，这次不用去了`;
/** How somebody without a place stood when it began; undefined while it has not, or where they have one. */
const missedAs = ({ begins }: TrainingHead, { is }: Answer, { now }: Reading): Missed | undefined =>
  now >= begins && (is === 'waiting' || is === 'offered' || is === 'awaiting') ? is : undefined;

/** How somebody stands, as a sentence without its end. */
function yoursText(training: TrainingHead, answer: Answer, reading: Reading): string {
  const missed = missedAs(training, answer, reading);
  return missed ? missedText(missed) : `您${asText(answer, reading)}`;
}

/** The same as the second half of a sentence, before it begins. */
function asText(answer: Answer, reading: Reading): string {
  if (answer.is === 'in') return '已经报上';
  if (answer.is === 'awaiting') return '在等学校审核';
  if (answer.is === 'waiting') return answer.line > 0 ? `排在候补第${answer.line}位` : '在候补里';
  if (answer.is === 'offered')
    return `有名额留着，请在${deadlineText(answer.confirmBy, reading.now, reading.calendar)}前确认`;
  return '没有报名';
}

/** 培训: a line each. */
export const list = (
  all: { training: TrainingHead; standing: Standing; own?: Answer | undefined }[],
  reading: Reading,
): string =>
  [
    '现在的培训：',
    ...all.map(({ training, standing, own }) => {
      const { _id, title, place } = training;
      const open = standing === 'open' || standing === 'full' ? `，报名到${closesText(training, reading)}` : '';
      const yours = own ? `。${yoursText(training, own, reading)}` : '';
      return `${_id}号 ${title}：${timesText(training, reading.calendar)}，${place}，${placesText(standing, training)}${open}${yours}`;
    }),
    '报名请发「报名 编号」；去不了请发「取消报名 编号」；细看请发「培训 编号」。',
  ].join('\n');

const NO: Record<Exclude<Extract<Answer, { is: 'no' }>['why'], 'too-late'>, string> = {
  draft: '还没有发布，请等通知',
  closed: '报名已经截止；确实要参加请找主办方',
  cancelled: '已经取消了',
  begun: '已经开始，不能再改了；有特殊情况请找主办方',
  'not-signed-up': '您没有报名，不用取消或确认',
  'not-in': '您现在没有占到名额，没有名额可以转给别人',
  taken: '这位老师自己已经报了名，不能再来替您',
  'not-awaiting': '没有等审核的报名',
  'below-held': '比已经占用的名额还少，没有改',
  'too-many': '报名的人太多，登记不下了，请找主办方',
  'nothing-to-read': '的时间、地点没有改过，不用回复',
};

/** What is left to whoever did not confirm a place in time. */
function afterLapse({ _id, state, closesAt, held, places, waits }: TrainingHead, { now }: Reading): string {
  if (state === 'closed' || now >= closesAt) return '报名已经截止，确实要参加请找主办方。';
  return held < places && waits === 0
    ? `现在还有名额，还想参加请再发「报名 ${_id}」。`
    : `名额已给别的老师，还想参加请再发「报名 ${_id}」，排在候补里。`;
}

/** What came of 报名, 确认, 取消报名 and 替换. */
export function answered(training: TrainingHead, answer: Answer, reading: Reading): string {
  const { _id } = training;
  const name = called(training);
  const missed = answer.is === 'already' && missedAs(training, answer.as, reading);
  if (missed) return told.missed(training, missed);
  if (answer.is === 'already')
    return `您报过${name}了，现在${asText(answer.as, reading)}。要取消请发「取消报名 ${_id}」。`;
  if (answer.is === 'in')
    return `报上了：${name}，${timesText(training, reading.calendar)}，${training.place}。去不了请发「取消报名 ${_id}」，或让同校老师来：「替换 ${_id} 姓名」。`;
  if (answer.is === 'awaiting')
    return `已记下您要报${name}，等学校审核，结果我私下告诉您。不报了请发「取消报名 ${_id}」。`;
  if (answer.is === 'waiting')
    return `${name}${answer.ofSchool ? '给您学校的名额' : '名额'}已满，您排在候补第${answer.line}位。有名额时我私下告诉您，24小时内确认就行。不等了请发「取消报名 ${_id}」。`;
  if (answer.is === 'offered') return `您${asText(answer, reading)}，请发「确认 ${_id}」。`;
  if (answer.is === 'cancelled') return `已取消您对${name}的报名。改了主意可以再发「报名 ${_id}」，从头排队。`;
  if (answer.is === 'no')
    return answer.why === 'too-late'
      ? `${name}留给您的名额过了确认的时间，不再保留。${afterLapse(training, reading)}`
      : `${name}${NO[answer.why]}。`;
  return `${name}没有改动。发「培训」看现在的情况。`;
}

export const read = (training: TrainingHead): string => `好的，${called(training)}的改动记下您已知道。`;
export const buttons = { cancel: '取消报名', confirm: '确认参加', signUp: '报名', read: '知道了', approve: '都同意' };

/** 培训 3: one of them, for anybody. */
export const about = (training: TrainingHead, standing: Standing, reading: Reading): string => {
  const { _id, title, place, perSchool, approval } = training;
  const open = standing === 'open' || standing === 'full';
  return [
    `${_id}号 ${title}`,
    `时间：${timesText(training, reading.calendar, reading.now)}`,
    `地点：${place}`,
    `${placesText(standing, training)}${perSchool ? `，每校至多${perSchool}人` : ''}${approval ? '，报名后由学校审核' : ''}${open ? `，报名到${closesText(training, reading)}` : ''}。`,
  ].join('\n');
};
/** How to sign up, while one can. */
export const invitation = ({ _id }: TrainingHead, standing: Standing): string[] =>
  standing === 'open' || standing === 'full' ? [`报名请发「报名 ${_id}」。`] : [];
export const yours = (training: TrainingHead, answer: Answer, reading: Reading): string =>
  `${yoursText(training, answer, reading)}。`;

interface Named {
  name: string;
  school: string;
}
/** Who is among them, for the host by school, for a school its own; `hasBegun`: who has no place by then gets none. */
export const names = (
  lists: { held: Named[]; offered: Named[]; waiting: Named[]; awaiting: Named[] },
  { withSchool, hasBegun }: { withSchool: boolean; hasBegun: boolean },
): string => {
  const line = (label: string, those: Named[]): string[] =>
    those.length > 0
      ? [
          `${label}${those.length}人：${those.map((each) => (withSchool ? `${each.name}（${each.school}）` : each.name)).join('、')}`,
        ]
      : [];
  const lines = [
    ...line('已报上', lists.held),
    ...line(hasBegun ? '没有等到确认' : '名额待确认', lists.offered),
    ...line(hasBegun ? '没有等到名额' : '候补', lists.waiting),
    ...line(hasBegun ? '没有等到学校审核' : '等学校审核', lists.awaiting),
  ];
  return lines.length > 0 ? lines.join('\n') : '还没有人报名。';
};
export const unread = (those: Named[]): string =>
  `改动还没有回复「知道了」的${those.length}人：${those.map(({ name, school }) => `${name}（${school}）`).join('、')}`;

export const busy = (training: TrainingHead, other: Pick<TrainingHead, '_id' | 'title'>): string =>
  `${called(training)}和您报过的${called(other)}时间重叠，没有再报。要换过来，请先发「取消报名 ${other._id}」。`;
export const theyAreBusy = (who: string, other: Pick<TrainingHead, '_id' | 'title'>): string =>
  `${who}同一时间已报了${called(other)}，不能来替。名额还是您的。`;
export const substituted = (training: TrainingHead, by: string): string =>
  `${called(training)}的名额已转给${by}，我会私下告诉对方。您自己的报名到此结束；要换回来，请对方发「替换 ${training._id} 您的姓名」。`;
export const theyAreOutside = (who: string, host: string): string =>
  `${who}不在这次培训的对象里，名额还是您的。确实要换，请找${host}把人加上。`;
export const notInSchool = (who: string): string => `本校名册上没有找到${who}，名额还是您的。请写全名，或写编号。`;

/** What was changed by another hand than somebody's own, told to them privately. */
export const told = {
  in: (training: TrainingHead, { calendar }: Reading, instead: boolean): string =>
    `${called(training)}${instead ? '有老师把名额转给了您' : '学校同意了，您报上了'}：${timesText(training, calendar)}，${training.place}。去不了请发「取消报名 ${training._id}」。`,
  waiting: (training: TrainingHead, line: number): string =>
    `${called(training)}学校同意了，名额已满，您排在候补第${line}位，有名额时我告诉您。`,
  refused: (training: TrainingHead): string =>
    `${called(training)}学校这次没有同意您报名。想知道原因，请问本校教科室。`,
  offered: (training: TrainingHead, confirmBy: Date, { now, calendar }: Reading): string =>
    `${called(training)}有了一个名额，给您留到${deadlineText(confirmBy, now, calendar)}。参加请发「确认 ${training._id}」，不去请发「取消报名 ${training._id}」。时间：${timesText(training, calendar)}，${training.place}。`,
  lapsed: (training: TrainingHead, reading: Reading): string =>
    `${called(training)}留给您的名额没有等到确认，不再保留。${afterLapse(training, reading)}`,
  /** It has begun, and they have no place. */
  missed: (training: TrainingHead, as: Missed): string => `${called(training)}已经开始，${missedText(as)}。`,
  calledOff: (training: TrainingHead): string => `${called(training)}取消了，您不用去了，报名也不用再管。`,
  /** `other`: what they have signed up for at the same time. */
  moved: (
    training: TrainingHead,
    other: Pick<TrainingHead, '_id' | 'title'> | undefined,
    { calendar }: Reading,
  ): string =>
    [
      `${called(training)}的时间或地点改了，现在是：${timesText(training, calendar)}，${training.place}。看到请发「知道了 ${training._id}」；去不了请发「取消报名 ${training._id}」。`,
      ...(other ? [`这段时间您还报了${called(other)}，两边都给您留着；请看看去哪一个，另一个发「取消报名」。`] : []),
    ].join('\n'),
  remind: (training: TrainingHead, day: '明天' | '今天', { calendar }: Reading): string =>
    `提醒您，${day}参加${called(training)}：${timesText(training, calendar)}，${training.place}。去不了请发「取消报名 ${training._id}」，或让同校老师来：「替换 ${training._id} 姓名」。`,
};

/** Somebody confirmed something else. */
export const stillHeld = (training: TrainingHead): string =>
  `另外${called(training)}给您留的名额还没有确认，参加请发「确认 ${training._id}」。`;

export const awaiting = (training: TrainingHead, names: string[]): string =>
  `${called(training)}本校有${names.length}人等审核：${namesText(names, 30, '人')}。都同意请发「同意报名 ${training._id}」；不同意哪位，发「不同意报名 ${training._id} 姓名」。`;
export const mayNotAnswer = '报名由本校校长、教科室主任审核。';
export const nobodyAwaits = (training: TrainingHead): string => `${called(training)}本校没有等审核的报名。`;
export const whoIsRefused = (training: TrainingHead, names: string[]): string =>
  `请写明不同意哪位，例如：不同意报名 ${training._id} ${names[0] ?? '姓名'}。等审核的有${namesText(names, 30, '人')}。`;
export const approvals = (
  training: TrainingHead,
  { yes, waits, no }: { yes: string[]; waits: string[]; no: string[] },
): string =>
  [
    `${called(training)}审核好了`,
    ...(yes.length > 0 ? [`报上${yes.length}人：${namesText(yes, 30, '人')}`] : []),
    ...(waits.length > 0 ? [`名额已满，排候补${waits.length}人：${namesText(waits, 30, '人')}`] : []),
    ...(no.length > 0 ? [`没有同意${no.length}人：${namesText(no, 30, '人')}`] : []),
  ].join('；') + '。我会私下告诉他们。';
