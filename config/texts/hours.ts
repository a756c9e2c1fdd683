import type { Certificate, Certified, Revocation } from '../../models/certificate.js';
import type { Day } from '../../models/ids.js';
import type { Training } from '../../models/training.js';
import { dayText, namesText } from './format.js';

type Named = Pick<Training, '_id' | 'title'>;
const called = ({ _id, title }: Named): string => `「${title}」（${_id}号）`;

export interface Counted {
  finished: number;
  part: string[];
  excused: string[];
  absent: string[];
  /** Finished people who have their certificate already, or had one that was revoked. */
  issued: number;
  /** The last of each of whom none counts any more. */
  revoked: Pick<Certificate, '_id' | 'name'>[];
}

export const mayNot = '发证由培训的主持人和培训部来做。';
export const notOver = (training: Named): string =>
  `${called(training)}还没有结束，结束后再发「结业 ${training._id}」。`;
export const nothingKnown = (training: Named): string =>
  `${called(training)}还没有任何签到。请先在签到页点名，或上传签到表：「签到页 ${training._id}」。`;

/** Before certificates are issued: how it stands, and what to look at. */
export const toCertify = (training: Named, { finished, part, excused, absent, issued, revoked }: Counted): string =>
  [
    `${called(training)}可以结业${finished}人${issued > 0 ? `，其中${issued}人已发过证` : ''}。`,
    ...(revoked.length > 0
      ? [
          `证书已作废的${revoked.length}人：${namesText(
            revoked.map(({ _id: number, name }) => `${name}（${number}）`),
            20,
            '人',
          )}。要重新发，请发「补发证书 编号」。`,
        ]
      : []),
    ...(part.length > 0 ? [`学时不够${part.length}人：${namesText(part, 20, '人')}`] : []),
    ...(excused.length > 0 ? [`请假${excused.length}人：${namesText(excused, 20, '人')}`] : []),
    ...(absent.length > 0 ? [`没有来${absent.length}人：${namesText(absent, 20, '人')}`] : []),
    finished > issued
      ? `核对无误请发「结业 ${training._id} 发证」，我会私下告诉每位老师；发出以后不能改，只能作废、补发。要补签到，先发「签到页 ${training._id}」。`
      : '没有要发的证。补了签到以后可以再来。',
  ].join('\n');

export const certified = (training: Named, fresh: number): string =>
  fresh > 0
    ? `${called(training)}已发证${fresh}人，会私下告诉他们。以后补了签到的，再发「结业 ${training._id}」。`
    : `${called(training)}没有新的证要发，已发的都在。`;

/** To whoever finished. */
export const granted = ({ title, hours, type }: Certificate, link: string | undefined): string =>
  `您已完成「${title}」，计${hours}学时（${type}）。${link ? `结业证书（可打印，长期有效）：${link}` : '发「我的学时」随时可以查。'}`;

export const mayNotRevoke = '作废证书由培训部和协调员来做。';
export const saidPrivately = '证书上有姓名，请私聊我说。';
export const howToRevoke =
  '请写证书编号和原因，例如：作废证书 2026-0003-012 学时登错。编号在证书上，也在「签到页 编号」下载的学时表里。';
export const noneOf = (number: string, howTo: string): string => `没有编号是${number}的证书。${howTo}`;
export const alreadyRevoked = ({ _id, name, revoked }: Certificate): string =>
  `${name}的证书${_id}${revoked ? `在${fullDay(revoked.on)}` : ''}已经作废了，不用再发。`;
/** Before one is revoked: whose it is, and what follows. */
export const toRevoke = ({ _id, name, schoolName, title, hours, type, year }: Certificate, reason: string): string =>
  [
    `${schoolName}${name}的证书${_id}：${title}，${hours}学时（${type}）。`,
    `原因：${reason}。`,
    `作废的编号不能恢复：${name}${year}年的学时减${hours}，核验网页写明已作废，我会把原因私下告诉本人，外人看不到原因。改好签到以后可以用新编号补发。`,
    `确定请发「确认作废 ${_id} ${reason}」。`,
  ].join('\n');
export const revokeButton = '作废';
export const revoked = ({ _id, name, hours, year }: Certificate): string =>
  `${name}的证书${_id}已作废，${year}年的学时减了${hours}。我会在上班时间私下告诉本人。要按现在的登记重新发，请发「补发证书 ${_id}」。`;
/** To whose it was. */
export const yourRevoked = ({ _id, title, hours, year }: Certificate, reason: string, by: string): string =>
  `您「${title}」的结业证书${_id}已作废，原因：${reason}。${year}年的学时减${hours}，请不要再用这张证书。有疑问请找${by}。`;

export const mayNotReissue = '补发证书由培训的主持人和培训部来做。';
export const howToReissue = '请写作废的那张的编号，例如：补发证书 2026-0003-012。「结业 编号」里列着作废的。';
export const stillValid = ({ _id, name }: Certificate): string =>
  `${name}的证书${_id}有效，不用补发。发错了的，先由培训部和协调员作废：「作废证书 ${_id} 原因」。`;
export const reissuedBefore = ({ _id, name, replaces }: Certificate): string =>
  `${name}的证书${replaces}已经补发过，新编号是${_id}。`;
export const notFinished = ({ name, training, title }: Certificate): string =>
  `按现在的签到，${name}在${called({ _id: training, title })}还不能结业，没有补发。要补签到，先发「签到页 ${training}」。`;
/** Before one is issued anew: what it will say. */
export const toReissue = (old: Certificate, { schoolName, name, title, hours, type, year }: Certified): string =>
  [
    `按现在的登记补发：${schoolName}${name}，${title}，${hours}学时（${type}）${hours === old.hours ? '' : `，原来写的是${old.hours}学时`}。`,
    `发新编号，${name}${year}年的学时加${hours}；旧的${old._id}照旧是作废的，它的核验网页会写已另发新证，不写新编号。我会私下告诉本人。`,
    `核对无误请发「确认补发 ${old._id}」。`,
  ].join('\n');
export const reissueButton = '补发';
export const reissued = ({ _id, name, hours, year }: Certificate): string =>
  `已给${name}补发，新编号${_id}，${year}年的学时加了${hours}。我会在上班时间私下告诉本人。`;
/** To whose it is. */
export const yourReissued = ({ _id, replaces, title, hours, type }: Certificate, link: string | undefined): string =>
  `您「${title}」的结业证书已补发，新编号${_id}，计${hours}学时（${type}）；作废的${replaces}请不要再用。${link ? `新证书（可打印，长期有效）：${link}` : '发「我的学时」随时可以查。'}`;

export const none = (year: number | undefined): string =>
  `${year === undefined ? '还没有' : `${year}年没有`}登记的培训学时。结业以后，我会私下告诉您。`;

/** 我的学时: by year and type, then each training. */
export const mine = (
  years: { year: number; total: number; types: { type: string; hours: number }[] }[],
  trainings: { certificate: Certificate; link: string | undefined }[],
  today: Day,
): string =>
  [
    ...years.map(
      ({ year, total, types }) =>
        `${year}年共${total}学时${types.length > 1 ? `：${types.map(({ type, hours }) => `${type}${hours}`).join('、')}` : ''}`,
    ),
    ...trainings.map(
      ({ certificate: { title, to, hours }, link }) =>
        `· ${title}，${dayText(to, today)}结业，${hours}学时${link ? `\n  证书 ${link}` : ''}`,
    ),
  ].join('\n');

export const whichProgramme = (words: string[]): string =>
  `请写明看哪个项目，例如：培训覆盖 ${words[0] ?? ''}。项目有：${words.join('、')}。`;

/** 培训覆盖: attended of all who should. Names only privately. */
export const coverage = (
  { name }: { name: string },
  { since, done, of }: { since: string; done: number; of: number },
  missing: string[],
): string =>
  [
    `${name}：${fullDay(since)}以来，应训${of}人，已训${done}人，还有${of - done}人。`,
    ...missing,
    ...(missing.length > 0 ? ['人员有变动时，按现在在岗的算。'] : []),
  ].join('\n');
export const missingAt = (school: string, names: string[]): string => `${school}：${namesText(names, 10, '人')}`;
export const moreSchools = (count: number, word: string): string =>
  `还有${count}所学校没有列出。全部名单请管理员导出：export-hours --missing ${word}`;
export const onlyPrivately = '名单要私下看，请私聊我再发一次。';
export const mayNotCover = '培训覆盖由培训部和协调员查看。';

/** The workbook of hours, in the columns a province's system takes. */
export const columns = {
  number: '序号',
  name: '姓名',
  id: '编号',
  school: '学校',
  programme: '培训项目',
  title: '培训名称',
  type: '学时类别',
  from: '开始日期',
  to: '结束日期',
  hours: '学时',
  year: '年度',
  certificate: '证书编号',
};
export const sheetName = '学时';
export const missingSheet = '应训未训';
export const exported = (year: number, rows: number, path: string): string => `已导出${year}年的${rows}条学时：${path}`;
export const exportedMissing = (name: string, { done, of }: { done: number; of: number }, path: string): string =>
  `${name}应训${of}人，已训${done}人，还有${of - done}人的名单在：${path}`;

/** The page of a certificate. */
export const certificate = {
  heading: '结业证书',
  gone: '没有这张证书，或者链接不完整。请核对证书上的网址。',
  body: ({ name, schoolName, title, from, to, hours, type }: Certificate): string =>
    `${schoolName}${name}老师于${period(from, to)}参加“${title}”，按规定完成学习任务，计${hours}学时（${type}），准予结业。`,
  number: ({ _id }: Certificate): string => `证书编号：${_id}`,
  issuedOn: ({ issuedOn }: Certificate): string => fullDay(issuedOn),
  revoked: ({ on }: Pick<Revocation, 'on'>): string => `这张证书已作废（${fullDay(on)}），不再有效`,
  anew: '已另发新证，请向本人要新的证书',
  verify: '扫码或打开本页网址，即可核验真伪',
  true: '核验通过：本页内容就是登记的内容',
  print: '打印',
};

const fullDay = (day: string): string => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
const period = (from: string, to: string): string =>
  from === to
    ? fullDay(from)
    : `${fullDay(from)}至${to.slice(0, 4) === from.slice(0, 4) ? fullDay(to).slice(5) : fullDay(to)}`;
