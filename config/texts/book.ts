import type { Calendar } from '../../models/calendar.js';
import type { Counts } from '../../models/count.js';
import { momentText } from './format.js';

/** Titles of the columns of an export, in order. */
export const columnTitle = {
  cluster: '片区',
  school: '学校',
  number: '工号',
  personName: '姓名',
  name: '名称',
  period: '期次',
  status: '状态',
  need: '应交份数',
  have: '已交份数',
  at: '上交时间',
  by: '代交人',
  no: '编号',
};

/** The second sheet of an export, where somebody may have handed in several pieces. */
export const everyRecord = '逐份内容';

/** The sheet of rates by what they are told apart by, and its last row. */
export const ratesTitle = '比率';
export const allRates = '合计';

/** How a record stands, where a duty is owed by nobody or several records make up one entry. */
const STATES: Record<string, string> = {
  'handed-in': '已交',
  accepted: '已通过',
  declined: '未采用',
  returned: '退回待改',
};
export const recordStateText = (state: string, late: boolean): string => {
  if (!late) return STATES[state] ?? state;
  return state === 'handed-in' ? '已补交' : `${STATES[state] ?? state}（补交）`;
};

export const yesOrNo = (yes: boolean): string => (yes ? '是' : '否');
/** Files stay on the platform; a table says how many there are. */
export const attachmentsText = (count: number): string => `${count}个`;

export const totalOf = (name: string): string => `${name}合计`;
export const stillOpen = (label: string): string => `${label}（收取中）`;
/** Everybody was counted out. */
export const nobodyOwes = '—';

export const matrixTitle = '各校各期';
export const notesTitle = '说明';

/** Titles of the numbers, wherever they stand. */
export const countTitle: Record<keyof Counts, string> = {
  listed: '名册',
  absent: '未满任职期',
  leave: '请假',
  exempt: '免交',
  inCluster: '由片区承担',
  owed: '应交',
  handedIn: '已交',
  late: '其中补交',
  accepted: '其中通过',
  claimed: '待认定',
  returned: '退回待改',
  missing: '未交',
  pending: '未到期',
  needItems: '应交份数',
  inItems: '已交份数',
  records: '记录份数',
};

/** How the numbers were made, for whoever holds the table in the hand. */
export const countNotes: readonly string[] = [
  '应交＝名册－未满任职期－请假－免交－由片区承担。名册按各期当时在岗的人和学校算，期中来的、走的都在里面。',
  '应交＝已交＋待认定＋退回待改＋未交＋未到期。已交里含补交；补交后来通过的，“其中补交”“其中通过”里都有它。退回的要改了再交，不算未交；还在收的没交算未到期，也不算未交。',
  '一期应交不止一份的，份数另列；超出应交的份数不计。',
];

/** 2026年11月24日 09:00: tables are kept for years. */
export const madeText = (now: Date, calendar: Calendar): string =>
  `${calendar.dayOf(now).slice(0, 4)}年${momentText(now, calendar)}`;

export const matrixNotes = (made: string): readonly string[] => [
  `制表时间：${made}。每格是“已交份数/应交份数”，“${nobodyOwes}”是都不用交，空格是没有这一期。颜色越深，交得越全。`,
  '学校按片区、名称排列，不按多少排。标“收取中”的期次还没到截止时间。',
  ...countNotes,
];

export const exported = (rows: number, path: string): string => `已导出 ${rows} 行到 ${path}。`;
export const exportedMatrix = (schools: number, periods: number, path: string): string =>
  `已导出 ${schools} 所学校、${periods} 期到 ${path}。`;
export const tooManyForSheet = (rows: number, path: string): string =>
  `共 ${rows} 行，表格软件打开太慢，改存为 CSV：${path}。`;
