import type { Connection } from 'mongoose';
import { loadCalendar, packagedDir } from '../../config/load.js';
import type { Catalogue } from '../../models/duty.js';
import { Duty } from '../../models/duty.js';
import { Day, DutyKey, PeriodKey, PersonId, SchoolCode } from '../../models/ids.js';
import { createModels, type Models } from '../../models/models.js';
import type { OwnerKey } from '../../models/owner.js';
import { type Roll, rollId } from '../../models/roll.js';
import type { School } from '../../models/school.js';
import type { Submission } from '../../models/submission.js';
import { wholeCatalogue } from './catalogues.js';

/** Everything a form can ask for. */
const FIELDS = [
  { key: 'text', label: '正文', type: 'long-text' },
  { key: 'count', label: '节数', type: 'number' },
  { key: 'day', label: '日期', type: 'date' },
  { key: 'times', label: '时间', type: 'time-range' },
  { key: 'level', label: '级别', type: 'choice', options: ['校级', '县级'] },
  { key: 'kinds', label: '形式', type: 'choices', options: ['讲座', '听课'] },
  { key: 'host', label: '主持', type: 'person' },
  { key: 'guests', label: '参加人', type: 'person', several: true },
  { key: 'places', label: '参与校', type: 'school', several: true },
  { key: 'project', label: '项目', type: 'link', to: { unit: 'project' } },
  { key: 'earlier', label: '前一份', type: 'link', to: { duty: 'note' } },
  { key: 'files', label: '附件', type: 'files' },
  { key: 'agreed', label: '已匿名', type: 'tick' },
];
const text = [{ key: 'text', label: '正文', type: 'long-text' }];
const base = { form: { style: 'template', fields: text }, reminders: 'RP-W' };

/** A week of everybody, a month of each school, two pieces an issue, and something nobody owes. */
const DUTIES = [
  {
    ...base,
    key: 'note',
    row: 'B1',
    name: '每周笔记',
    word: '笔记',
    clause: '二(二)1',
    owner: { kind: 'teaching-person' },
    cadence: { every: 'teaching-week' },
  },
  {
    ...base,
    key: 'sheet',
    row: 'A1',
    name: '每月报表',
    word: '报表',
    clause: '二(一)1',
    owner: { kind: 'school', post: 'research-lead' },
    cadence: { every: 'month' },
    form: { style: 'template', fields: FIELDS },
  },
  {
    ...base,
    key: 'paper',
    row: 'A2',
    name: '简报投稿',
    word: '投稿',
    clause: '二(一)7',
    owner: { kind: 'school', post: 'research-lead' },
    cadence: { every: 'occasion', what: 'issue', openedBy: ['coordinator'] },
    quota: { count: 2 },
  },
  {
    ...base,
    key: 'idea',
    row: 'B2',
    name: '随手记',
    word: '随手记',
    clause: '二(二)1',
    owner: { kind: 'teaching-person' },
    cadence: { every: 'free' },
  },
  {
    ...base,
    key: 'rates',
    row: 'D5',
    name: '毕业率表',
    word: '毕业率',
    clause: '四2',
    owner: { kind: 'school', post: 'research-lead' },
    cadence: { every: 'term' },
    quota: { distinct: 'major' },
    ratesBy: ['level', 'major'],
    form: {
      style: 'template',
      fields: [
        { key: 'level', label: '层次', type: 'choice', options: ['专科', '本科'] },
        { key: 'major', label: '专业', type: 'text' },
        { key: 'due', label: '应结业', type: 'number' },
        { key: 'done', label: '结业', type: 'number' },
        { key: 'rate', label: '结业率', type: 'number', unit: '%', compute: { ratio: ['done', 'due'] } },
      ],
    },
  },
].map((duty) => Duty.parse(duty));

export const pagesCatalogue = (): Catalogue => ({
  ...wholeCatalogue(),
  duties: DUTIES,
  chapters: [
    { title: '教育科研', duties: [DutyKey.parse('sheet'), DutyKey.parse('paper')] },
    { title: '教研', duties: [DutyKey.parse('note'), DutyKey.parse('idea')] },
  ],
});

export const pagesModels = (connection: Connection): Models =>
  createModels(connection, {
    catalogue: pagesCatalogue(),
    calendar: loadCalendar(packagedDir('calendar'), 'Asia/Shanghai'),
  });

const SCHOOLS: School[] = [
  ['S1', '松山小学', 'song1', '城区片区'],
  ['S2', '安平小学', 'an1', '城区片区'],
  ['S3', '青石中学', 'qing1', '北片区'],
].map(([code = '', name = '', pinyin = '', cluster = '']) => ({
  _id: SchoolCode.parse(code),
  name,
  pinyin,
  cluster,
  stage: '小学',
  rural: false,
}));
const PEOPLE: [id: string, name: string, school: string][] = [
  ['P1', '李一', 'S1'],
  ['P2', '周二', 'S1'],
  ['P3', '陈三', 'S2'],
  ['P4', '蒋四', 'S3'],
];

export async function fillCounty(db: Connection): Promise<void> {
  await db.collection<School>('schools').insertMany(SCHOOLS);
  await db.collection<{ _id: string }>('people').insertMany(
    PEOPLE.map(([_id, name, school]) => ({
      _id,
      name,
      pinyin: name,
      school,
      teaching: true,
      posts: [],
      subjects: [],
      leaves: [],
      stints: [{ school, teaching: true, from: '2000-01-01' }],
    })),
  );
}

/** `李一: 'late'`, or with more of the entry. */
export type TestEntry = {
  status: string;
  late?: true;
  have?: number;
  need?: number;
  submission?: string;
  at?: Date;
  by?: string;
};

export interface TestPage {
  duty: string;
  period: string;
  label: string;
  term: string;
  school: string;
  due: string;
  /** The last day on which it is not late; the due day unless told. */
  late?: string;
  entries: Record<string, string | TestEntry>;
}

const instant = (day: string): Date => new Date(`${day}T17:00:00+08:00`);

/** Pages of the ledger as they stand, whatever would have led there. */
export async function putPages(db: Connection, pages: TestPage[]): Promise<void> {
  const rolls = pages.map(({ entries, due, late = due, ...page }): Roll => {
    const duty = DutyKey.parse(page.duty);
    const period = PeriodKey.parse(page.period);
    const school = SchoolCode.parse(page.school);
    const day = Day.parse(due);
    return {
      ...page,
      duty,
      period,
      school,
      _id: rollId(duty, period, school),
      from: day,
      to: day,
      dueDay: day,
      opensAt: instant(due),
      dueAt: instant(due),
      lateAfter: instant(late),
      closesAt: instant(late),
      nagDays: [],
      owing: 0,
      rev: 1,
      entries: Object.entries(entries).map(
        ([owner, entry]) =>
          ({ owner, ...(typeof entry === 'string' ? { status: entry } : entry) }) as Roll['entries'][number],
      ),
    };
  });
  await db.collection<Roll>('rolls').insertMany(rolls);
}

type TestRecord = Partial<Omit<Submission, 'owner' | 'school' | 'duty' | 'period' | 'counts'>> & {
  _id: string;
  duty: string;
  owner: string;
  school: string;
  period?: string;
  no?: string;
  counts?: { duty: string; period: string; owner: string; school: string }[];
};

/** Submissions as they stand. */
export async function putRecords(db: Connection, records: TestRecord[]): Promise<void> {
  const whole = records.map((record) => ({
    period: 'p',
    by: PersonId.parse('P1'),
    state: 'handed-in',
    late: false,
    values: {},
    attachments: [],
    changes: [],
    rev: 1,
    updatedAt: record.handedInAt ?? new Date(0),
    ...record,
    owner: record.owner as OwnerKey,
  }));
  await db.collection<{ _id: string }>('submissions').insertMany(whole);
}
