import type { Term } from '../../models/calendar.js';
import type { Counts } from '../../models/count.js';
import type { Day } from '../../models/ids.js';
import { countNotes, countTitle } from './book.js';
import { fullDayText } from './format.js';

/** The numbers of a report in the order in which they are read: who is on it, who is counted out, what came in. */
export const reportCounts: readonly (keyof Counts)[] = [
  'listed',
  'absent',
  'leave',
  'exempt',
  'inCluster',
  'owed',
  'handedIn',
  'late',
  'accepted',
  'claimed',
  'returned',
  'missing',
  'pending',
  'needItems',
  'inItems',
  'records',
];

export const reportColumn = {
  chapter: '章',
  clause: '条款',
  row: '序号',
  duty: '事项',
  who: '谁交',
  term: '学期',
  cluster: '片区',
  school: '学校',
  number: '工号',
  name: '名称',
  rate: '上交率',
  missingPeriods: '没交的期次',
};

export const reportSheet = { total: '总表', clusters: '片区', notes: '说明' };
export const listName = (chapter: string): string => `名单 ${chapter}`;
export const allTerms = '合计';

/** In the place of a term, beside a duty of which there was nothing. */
export const nothingOwed = '没有应交和记录';

export const reportTitle = '工作计划逐条完成情况';

/** What a report covers: terms, those asked for of which there was nothing, and from which day to which. */
interface Covered {
  terms: readonly Term[];
  empty: readonly Term[];
  days?: { from: Day; to: Day };
}

const namesOf = (terms: Covered['terms']): string => terms.map(({ name }) => name).join('、');

/** 统计范围：2026年3月2日至2027年1月20日，2026年春季学期、2026年秋季学期。 */
function coveredText({ terms, empty, days }: Covered): string {
  if (!days) return `统计范围：${namesOf(empty)}，还没有应交和记录。`;
  const left = empty.length > 0 ? `${namesOf(empty)}没有应交和记录，不列。` : '';
  return `统计范围：${fullDayText(days.from)}至${fullDayText(days.to)}，${namesOf(terms)}。${left}`;
}

export const reportNotes = (made: string, covered: Covered, owners: boolean): readonly string[] => [
  `${coveredText(covered)}制表时间：${made}。`,
  ...countNotes,
  `哪个学期没有应交和记录，就不列那一行；整项都没有的，写“${nothingOwed}”。`,
  `上交率＝已交÷应交，旁边就是原数。${countTitle.records}是随时可交的事项收到的份数，按上交的日子算学期，假期里交的算前一学期；退回还没改好的、撤回的不算。`,
  owners
    ? '点数字到名单。名单一人（或一校、一组）一学期一行，里面有姓名，请只给该看的人；不含任何人写的内容。'
    : '点数字到名单。名单一校一行，不含姓名，也不含任何人写的内容。',
  '学校按片区、名称排列，不排名次。',
];

/** What is printed above the numbers of a chapter's page. */
export const clusterHeading = (chapter: string): string => `${chapter}：各片区`;
export const listHeading = (clause: string, duty: string): string => `${clause} ${duty}`;
export const backToTop = '回总表';
export const nothingYet = '这一章还没有数据。';

export const reported = (duties: number, path: string): string => `已写好 ${duties} 项任务的逐条报告：${path}。`;
