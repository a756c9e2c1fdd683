import { describe, expect, test } from '@jest/globals';
import { loadCatalogue, packagedDir } from '../../config/load.js';
import {
  behind,
  type DutyDigest,
  digestText,
  dueInDay,
  dueInSpan,
  dueInWeek,
  overdue,
  repeaters,
} from '../../config/texts/digest.js';
import { dateText, dayText, deadlineText, fewNames, momentText, namesText } from '../../config/texts/format.js';
import { type MyLine, mine } from '../../config/texts/ledger.js';
import { groupLine, type NagText, nag, nagOnCard } from '../../config/texts/nag.js';
import type { Tally } from '../../models/tally.js';
import { aCalendar, day } from '../models/a-calendar.js';

const tally = (some: Partial<Tally>): Tally => ({
  owed: 0,
  handedIn: 0,
  late: 0,
  missing: 0,
  returned: 0,
  claimed: 0,
  leave: 0,
  exempt: 0,
  absent: 0,
  inCluster: 0,
  ...some,
});
const people = Array.from({ length: 40 }, (_, i) => `老师${i}`);

describe('lists of names', () => {
  test('of more than fit the number fits people and groups alike', () => {
    expect(namesText(['语文组', '数学组', '英语组'], 2)).toBe('语文组、数学组等3个');
    expect(namesText(['语文组'], 2)).toBe('语文组');
    expect(fewNames(['李一', '周二', '吴三'], 2)).toBe('李一、周二等');
  });
});

describe('a day of another year', () => {
  test.each([
    ['2026-01-05', '2025-12-29', '1月5日'],
    ['2025-11-03', '2026-02-20', '11月3日'],
    ['2025-11-03', '2026-09-01', '2025年11月3日'],
    ['2025-11-03', '2026-11-10', '2025年11月3日'],
    ['2027-07-16', '2026-10-28', '2027年7月16日'],
    ['2027-01-22', '2026-09-01', '1月22日'],
    ['2026-01-08', '2026-12-20', '1月8日'],
  ])('%s read on %s is %s', (of, on, text) => {
    expect(dayText(day(of), day(on))).toBe(text);
  });

  test('has it wherever it may be far: a day of the week, an instant, a deadline', () => {
    const calendar = aCalendar();
    const [now, then] = [new Date('2026-10-28T10:00:00+08:00'), new Date('2027-07-16T17:00:00+08:00')];
    expect(dateText(day('2027-07-16'), day('2026-10-28'))).toBe('2027年7月16日（周五）');
    expect(deadlineText(then, now, calendar)).toBe('2027年7月16日（周五）17:00');
    expect(momentText(now, calendar, then)).toBe('2026年10月28日 10:00');
    expect(momentText(now, calendar)).toBe('10月28日 10:00');
  });
});

describe('digests', () => {
  const carried = {
    duty: '集体备课',
    label: '第9周',
    tally: tally({ inCluster: 1 }),
    missing: [],
    unit: '个' as const,
  };
  const missing = {
    duty: '教育周记',
    label: '第9周',
    tally: tally({ owed: 40, missing: 40 }),
    missing: people,
    unit: '人' as const,
  };

  const linesOf = (text: string): number => text.split('\n').length;

  test('a large school’s week fits a phone screen, and says nothing of what the cluster carries', () => {
    const again = repeaters(people.map((name) => ({ name, duty: '教育周记', times: 3 })));
    const text = digestText('【第9周小结】松山小学', [dueInWeek([missing, carried], '未交', '催交'), again]);
    expect(text.length).toBeLessThan(320);
    // Nobody has handed in, so there are no names; who never does is told by a few.
    expect(text.split('\n').slice(1, 3)).toEqual([
      '教育周记（第9周）已交0/40',
      '需要关心：老师0、老师1、老师2、老师3、老师4等40人（教育周记连续3次未交）',
    ]);
    expect(text).not.toContain('集体备课');
    const half = { ...missing, tally: tally({ owed: 41, missing: 40, handedIn: 1 }) };
    expect(dueInWeek([half], '未交', '催交').entries).toEqual([
      expect.stringMatching(/\n未交：老师0、.*老师14等40人$/),
    ]);
  });

  test('a month leaves it out too', () => {
    expect(digestText('【10月小结】双桥小学', [dueInSpan([missing, carried], '未交')])).not.toContain('集体备课');
  });

  test('of thirty duties a screen holds twelve lines, and what is left out is counted', () => {
    const many = Array.from({ length: 30 }, (_, i): DutyDigest => ({ ...missing, duty: `任务${i}`, missing: [] }));
    const text = digestText('【第9周小结】', [dueInWeek(many, '未交', '催交')]);
    expect(linesOf(text)).toBe(14);
    expect(text.split('\n').at(-1)).toBe('另有18项。');
    expect(text).toContain('任务11（第9周）');
  });

  test('what is left out is the least of it; what is told keeps its order', () => {
    const many = Array.from({ length: 30 }, (_, i): DutyDigest => {
      const owed = i === 29 ? 300 : 40 - i;
      return { ...missing, duty: `任务${i}`, tally: tally({ owed, missing: owed }), missing: [] };
    });
    const week = digestText('【第9周小结】', [dueInWeek(many, '未交', '催交')]).split('\n');
    expect(week.slice(-3)).toEqual(['任务10（第9周）已交0/30', '任务29（第9周）已交0/300', '另有18项。']);
    expect(digestText('【11月小结】', [dueInSpan(many, '未交')])).toContain('任务29已交0/300\n另有');
    const given = ['李春生', '张敏', '张敏'].map((responsible, i) => ({
      ...{ duty: '回复待审材料', label: `第${i}周`, count: 1, unit: '人' as const },
      responsible,
    }));
    const answers = { duty: '回复待审材料', tally: tally({ owed: 3, missing: 3 }) };
    expect(dueInSpan([{ ...answers, open: given }], '未交').entries).toEqual(['回复待审材料已交0/3，可找李春生、张敏']);
    expect(dueInDay(many).entries[0]).toContain('任务3（第9周）已交0/37；任务29（第9周）已交0/300；还有25项');
    const schools = (count: number) => Array.from({ length: count }, (_, i) => `学校${i}`);
    const clusters = Array.from({ length: 15 }, (_, i) => ({
      cluster: `片区${i}`,
      schools: schools(i === 14 ? 5 : 1),
    }));
    const help = digestText('【11月全县小结】', [behind(50, clusters)]).split('\n');
    expect(help[1]).toMatch(/^这些学校/);
    expect(help.slice(-3)).toEqual([
      '片区14：学校0、学校1、学校2、学校3、学校4',
      '另有片区9（1所）、片区10（1所）、片区11（1所）、片区12（1所）、片区13（1所），各校的数发「全校 片区9」看。',
      '看一所学校发「全校 校名」。',
    ]);
  });

  test('two long parts share the screen; a name stays with what it is missing from', () => {
    const many = Array.from({ length: 9 }, (_, i): DutyDigest => ({ ...missing, duty: `任务${i}`, missing: ['李一'] }));
    const open = Array.from({ length: 9 }, (_, i) => ({
      duty: `旧任务${i}`,
      label: '9月',
      count: 1,
      unit: '人' as const,
      responsible: '',
    }));
    const text = digestText('【第9周小结】', [dueInWeek(many, '未交'), overdue(open)]);
    expect(linesOf(text)).toBeLessThanOrEqual(14);
    expect(text).toContain('未交：李一\n另有7项。\n还没交：旧任务0');
    expect(text).toContain('还没交的另有4项\n明细请发「未交」。');
  });

  test('people who missed several times are counted as people, and the same answer is asked for once', () => {
    const all = Array.from({ length: 16 }, (_, i) => ({ name: `师${i}`, duty: '周记', times: 3 }));
    expect(repeaters(all).entries[0]).toMatch(/等16人（周记连续3次未交）$/);
    const open = {
      duty: '部门计划',
      label: '11月',
      count: 1,
      unit: '个' as const,
      responsible: undefined,
      isHearers: true,
    };
    // Several periods of a duty are a line.
    const schools = { ...open, unit: '所' as const, isHearers: false };
    const months = [9, 10].map((month) => ({ ...schools, label: `${month}月`, count: 15 - month }));
    expect(overdue([...months, { ...open, duty: '月报' }]).entries).toEqual([
      '还没交：部门计划（9月6所、10月5所）',
      '还没交：月报（11月），由您负责',
    ]);
    const due = { ...missing, missing: ['李一'] };
    expect(digestText('【小结】', [dueInWeek([due], '未交'), overdue([open], { open: '未交' })])).toMatch(
      /\n还没交：部门计划（11月），由您负责\n明细请发「未交」。$/,
    );
  });
});

test('what was handed in lately is five lines, of groups that stand alike one', () => {
  const done = (label: string, whose?: string): MyLine => {
    return { duty: '校本教研活动', label, ...(whose && { whose }), status: 'handed-in', due: '', at: '1月8日 09:00' };
  };
  const groups = ['语文组', '数学组', '英语组', '科学组'].map((whose) => done('第15-16周', whose));
  const older = ['第13-14周', '第11-12周', '第9-10周', '第7-8周', '第5-6周'].map((label) => done(label));
  const nothing = { returned: [], open: [], later: [], overdue: [], begun: [], claimed: [] };
  expect(mine({ ...nothing, done: [...groups, ...older] }).split('\n')).toEqual([
    '现在没有要交的。',
    '最近交过的：',
    '· 校本教研活动（第15-16周，语文组、数学组、英语组、科学组）已交，1月8日 09:00',
    ...['第13-14周', '第11-12周', '第9-10周', '第7-8周'].map((label) => `· 校本教研活动（${label}）已交，1月8日 09:00`),
  ]);
});

test('what may be made up for is told with how it stands, one line for all of a duty that stand alike', () => {
  const late = (label: string, more: Partial<MyLine> = {}): MyLine => {
    return { duty: '校本教研活动', label, status: 'owed', due: '', ...more };
  };
  const overdue = [
    late('第1-2周', { whose: '英语组' }),
    late('第1-2周', { whose: '语文组' }),
    late('第3-4周', { whose: '语文组', status: 'draft' }),
    late('第1周', { duty: '教育周记' }),
  ];
  expect(mine({ returned: [], open: [], later: [], overdue, begun: [], claimed: [], done: [] }).split('\n')).toEqual([
    '现在没有要交的。',
    '可以补交的：',
    '· 校本教研活动（第1-2周，英语组、语文组）未交',
    '· 校本教研活动（第3-4周，语文组）草稿，还差一步',
    '· 教育周记（第1周）未交',
  ]);
});

test('who owes answers is sent to what waits, not to a hand-in', () => {
  const duty = loadCatalogue(packagedDir('catalogue')).duties.find(({ owner }) => owner.kind === 'reviewer');
  if (!duty) throw new Error('no duty of reviewers');
  const late = { duty, label: '第9周', due: '', stage: 'late' as const, draft: false };
  expect(nag('韩协调', [late], 'planned')).toContain('已过答复的日子，请尽快答复。发「待审」看是哪些。');
});

test('in a reminder what is mostly due together has one deadline, above it; who does not answer comes last', () => {
  const { duties } = loadCatalogue(packagedDir('catalogue'));
  const of = (word: string, more: Partial<NagText> = {}): NagText => {
    const duty = duties.find((each) => each.word === word);
    if (!duty) throw new Error(`no duty ${word}`);
    return { duty, label: '10月', due: '周五17:00', stage: 'open', draft: false, ...more };
  };
  const journal = of('周记', { label: '第9周', stage: 'grace', graceEnds: '周一12:00' });
  const lessons = of('集体备课', { label: '第9周', stage: 'grace', graceEnds: '周一12:00' });
  const silent = of('一日活动', { silent: { who: '王静、李敏', list: '未交 一日活动 本校' } });
  const other = of('实验课', { responsible: '高立新' });
  const report = of('月报', { have: 1, need: 2 });
  expect(nag('许美玲', [journal, lessons, report, silent, other], 'planned').split('\n')).toEqual([
    '许美玲老师，提醒您：',
    '已到截止时间，周一12:00前交仍算按时：',
    '· 教育周记（第9周）。直接发「周记 …」。',
    '· 集体备课记录（第9周）。发「集体备课」我给您模板。',
    '周五17:00截止：',
    '· 教育科研工作月报（10月）已有1/2。发「月报」我给您模板。',
    '· 老三室利用与实验课开出率（10月）。由高立新负责，您也可以发「实验课」来交。',
    '没有回音的：',
    '· 幼儿园一日活动行为细则（10月）：提醒过王静、李敏几次，还没有回音，不再提醒本人，请您方便时问一问，名单发「未交 一日活动 本校」。',
    '请假请发「请假 到 周五」，就不再提醒；晚点再说请发「稍后」；提醒得不对请发「已交过了」或「不该我交」。',
  ]);
  expect(nagOnCard('许美玲', [report, silent, other], 'monday').text.split('\n')).toEqual([
    '周五17:00截止：',
    '· 教育科研工作月报（10月）已有1/2。',
    '· 老三室利用与实验课开出率（10月）。由高立新负责。',
    '没有回音的：',
    '· 幼儿园一日活动行为细则（10月）：提醒过王静、李敏几次，还没有回音，不再提醒本人，请您方便时问一问。',
  ]);
  // A heading for each would be longer.
  expect(nagOnCard('许美玲', [journal, lessons, report, silent], 'planned').text.split('\n')).toEqual([
    '· 教育周记（第9周）已到截止时间，周一12:00前交仍算按时。',
    '· 集体备课记录（第9周）已到截止时间，周一12:00前交仍算按时。',
    '· 教育科研工作月报（10月）已有1/2，周五17:00截止。',
    '· 幼儿园一日活动行为细则（10月）：提醒过王静、李敏几次，还没有回音，不再提醒本人，请您方便时问一问。',
  ]);
  expect(nagOnCard('许美玲', [silent], 'planned').text).toMatch(
    /^· 幼儿园一日活动行为细则（10月）：提醒过王静、李敏几次/,
  );
});

test('in a group’s line what is due together has one deadline', () => {
  const line = (duty: string, due: string) => ({ duty, label: '11月', due, handedIn: 1, owed: 12 });
  expect(
    groupLine([line('月报', '今天17:00'), line('功能室', '今天17:00'), line('展示课', '周五')], { canAnswer: true }),
  ).toBe(
    '月报（11月）已交1/12，功能室（11月）已交1/12，今天17:00截止；展示课（11月）已交1/12，周五截止。还没交的请私聊我或 @我 直接发来，谢谢。',
  );
  expect(groupLine([{ ...line('月报', '今天17:00'), schools: 12 }], { canAnswer: true })).toMatch(
    /^月报（11月，这时截止的12所）已交1\/12，今天17:00截止。/,
  );
});
