import { describe, expect, test } from '@jest/globals';
import { loadCatalogue, packagedDir } from '../../config/load.js';
import { commandWords } from '../../handlers/routes.js';
import type { Duty, OwnerRule } from '../../models/duty.js';
import { CLAUSES, ROWS } from './plan.js';

const { duties, posts, profiles, digests } = loadCatalogue(packagedDir('catalogue'));
const row = (name: string): Duty => {
  const found = duties.find((duty) => duty.row === name);
  if (!found) throw new Error(`no duty of row ${name}`);
  return found;
};

/** In one word each: who owes, and how often. */
function ownerOf({ owner }: Duty): string {
  const inSchool = (rule: OwnerRule): string => (rule.stages?.includes('进修学校') ? 'training-school' : rule.kind);
  if (owner.kind === 'holder') return owner.posts.join('+');
  if (owner.kind === 'unit') return owner.of;
  return inSchool(owner);
}

function cadenceOf({ cadence }: Duty): string {
  if (cadence.every === 'milestone') return cadence.at;
  if (cadence.every === 'occasion') return cadence.what;
  return cadence.every === 'teaching-week' && cadence.weeks > 1 ? `${cadence.weeks} weeks` : cadence.every;
}

function quotaOf({ quota }: Duty): string {
  const each = quota.perSchoolInCharge ? 'a school' : quota.perUnit ? `a ${quota.perUnit}` : String(quota.count);
  const level = quota.level ? ` ${quota.level.atLeast}+` : '';
  const held = quota.openings ? ` ${quota.openings}` : '';
  return `${each}${level}${held}${quota.distinct ? ` by ${quota.distinct}` : ''}${quota.certified ? ' certified' : ''}`;
}

describe('the 78 duties of the plan, and six that follow from them', () => {
  test.each(ROWS)('%s', (name, clause, owner, cadence, quota, reminders) => {
    const duty = row(name);
    expect([duty.row, duty.clause, ownerOf(duty), cadenceOf(duty), quotaOf(duty), duty.reminders]).toEqual([
      name,
      clause,
      owner,
      cadence,
      quota,
      reminders,
    ]);
    expect(duty.form.fields.length).toBeGreaterThan(0);
    expect(duty.tags.length).toBeGreaterThan(0);
  });

  test('each row once, and no other', () => {
    const rows = ROWS.map(([name]) => name);
    expect(rows).toHaveLength(84);
    expect(duties.map(({ row: name }) => name).toSorted()).toEqual(rows.toSorted());
  });
});

describe('every paragraph of the plan has its duties', () => {
  test.each(CLAUSES)('%s', (clause, rows) => {
    expect(rows.filter((name) => !duties.some((duty) => duty.row === name))).toEqual([]);
    const own = duties.filter((duty) => duty.clause === clause).map(({ row: name }) => name);
    expect(rows).toEqual(expect.arrayContaining(own));
  });

  test('and no duty is of a paragraph there is not', () => {
    const clauses = new Set(CLAUSES.map(([clause]) => clause));
    expect(duties.filter(({ clause }) => !clauses.has(clause)).map(({ row: name }) => name)).toEqual([]);
  });

  test('what the plan says in its introductions is carried by tags', () => {
    const tagged = (tag: string): string[] =>
      duties.filter(({ tags }) => tags.some((each) => each.startsWith(tag))).map(({ row: name }) => name);
    for (const [kind, values] of Object.entries({
      工作面: ['指导', '服务', '研究'],
      四位一体: ['教学研究', '教学管理', '教学指导', '教学服务'],
      四策略: ['专业导研', '校本教研', '校际联研', '同伴助研'],
      培训主题: ['新理念', '新课程', '新技术', '师德'],
      年度主题: ['教学质量提升年'],
    })) {
      for (const value of values)
        expect([kind, value, tagged(`${kind}·${value}`).length > 0]).toEqual([kind, value, true]);
      const used = duties.flatMap(({ tags }) => tags.filter((tag) => tag.startsWith(`${kind}·`)));
      expect(new Set(used.map((tag) => tag.slice(kind.length + 1)))).toEqual(new Set(values));
    }
    expect(tagged('指导思想')).toEqual(['B5', 'B10', 'E3', 'E4', 'E5']);
  });
});

test('whom a record names and the plan lets read it: the observed teacher, members, the project guided', () => {
  const readers = duties.flatMap(({ row: name, form }) =>
    form.fields.flatMap((field) => ('reads' in field && field.reads ? [`${name} ${field.key}`] : [])),
  );
  expect(readers).toEqual([
    'A6 head',
    'A6 members',
    'A8 project',
    'A17 speakers',
    'B1 teacher',
    'B3 members',
    'B18 teacher',
    'D3 tutor',
  ]);
});

test('no word of a duty is a command', () => {
  const words = duties.flatMap(({ word, name, aliases }) => [word, name, ...aliases]);
  expect(words.filter((word) => commandWords.includes(word))).toEqual([]);
});

describe('what is handed in with one message stays one message', () => {
  test('journals, problems, experiences, results and answers', () => {
    const messages = duties.filter(({ form }) => form.style === 'message').map(({ row: name }) => name);
    expect(messages).toEqual(['A3', 'B13', 'B20', 'E2', 'E8', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6']);
  });

  test('no form asks for more than eight things that must be typed', () => {
    const typed = ({ form }: Duty): number =>
      form.fields.filter(
        (field) => field.required && !field.when && !field.prefill && !(field.type === 'number' && field.compute),
      ).length;
    expect(duties.filter((duty) => typed(duty) > 8).map(({ row: name }) => name)).toEqual([]);
  });

  test('no picture must be sent', () => {
    const forced = duties.filter(({ form }) =>
      form.fields.some(({ type, required }) => type === 'pictures' && required),
    );
    expect(forced).toEqual([]);
  });
});

test('the monthly report asks for what the plan wants, and takes from the ledger what it knows', () => {
  expect(
    row('A1').form.fields.map((field) => {
      const from = field.prefill && 'duty' in field.prefill ? ` ← ${field.prefill.duty} ${field.prefill.give}` : '';
      return `${field.label} ${field.type}${field.required ? '' : ' 可不填'}${from}`;
    }),
  ).toEqual([
    '教研活动次数 number ← research-session records',
    '教研活动主题 text',
    '课题进展 long-text',
    '听评课节数 number',
    '周记上交情况 text ← journal handed-in-of-owed',
    '典型案例篇数 number 可不填 ← teaching-case records',
    '研讨课节数 number 可不填 ← open-lesson records',
    '总结和论文篇数 number 可不填 ← teaching-paper records',
    '课题过程材料件数 number 可不填 ← project-material records',
    '推广项目进展 text 可不填',
    '问题困难 long-text 可不填',
    '下月计划 long-text',
  ]);
});

describe('the rules of the plan that a catalogue can carry', () => {
  const counted = (name: string): string[] =>
    row(name).counts.map(({ duty, to, when }) => {
      const other = duties.find(({ key }) => key === duty)?.row ?? duty;
      return `${other} ${to}${when ? ` ${when.field}=${when.is.join('|')}` : ''}`;
    });
  const fieldOf = (name: string, key: string) => row(name).form.fields.find((field) => field.key === key);

  test('BR1: an application for a higher level says which project it builds on, and which problem it answers', () => {
    // What is on the register already may be older than the register; what is applied for builds on something.
    for (const [name, required] of [
      ['A6', false],
      ['A10', true],
    ] as const) {
      expect(fieldOf(name, 'basis')).toMatchObject({
        to: { unit: 'project' },
        required,
        when: { field: 'level', is: ['县级', '市级', '省级', '国家级'] },
      });
    }
    expect(fieldOf('A10', 'problem')).toMatchObject({ to: { duty: row('A3').key } });
    expect(row('A6').registers).toMatchObject({ unit: 'project', level: 'level', from: 'from', to: 'to' });
  });

  test('BR3: three quotas from one certified lesson, a higher level satisfying the lower', () => {
    const levels = ['校级', '县级', '市级', '省级', '国家级'];
    for (const name of ['B6', 'B7', 'B8']) expect(fieldOf(name, 'level')).toMatchObject({ options: levels });
    expect(counted('B6')).toEqual([
      'B7 subject-group level=县级|市级|省级|国家级',
      'B8 school level=市级|省级|国家级',
      'B22 owner alsoOpen=是',
      'B29 owner ict=是',
      'B27 owner',
    ]);
    expect(counted('B7')).toEqual(['B6 people-named', 'B8 school level=市级|省级|国家级']);
    expect(counted('B8')).toEqual(['B6 people-named', 'B7 subject-group level=县级|市级|省级|国家级']);
    expect(row('B6').review).toMatchObject({
      posts: ['research-lead'],
      otherwise: ['researcher'],
      higher: { atLeast: '县级' },
    });
    expect(row('B6').review?.higher?.posts).not.toContain('research-lead');
  });

  test('BR4: contributions handed in count, at least two an issue, for the school of the first author', () => {
    const { quota, ofSchoolOf, late, handIn, cadence, review } = row('A20');
    expect({ quota, ofSchoolOf, late, handIn }).toMatchObject({
      quota: { count: 2, certified: false },
      ofSchoolOf: 'authors',
      late: 'next',
      handIn: 'anyone',
    });
    expect(cadence).toMatchObject({ what: 'issue', openedBy: ['editor', 'coordinator'] });
    expect(review?.posts).toEqual(['editor']);
  });

  test('BR5: the four ones: weeks of three school days, and no text twice', () => {
    const marked = duties.filter(({ oneText }) => oneText === 'four-ones').map(({ row: name }) => name);
    expect(marked).toEqual(['B20', 'B21', 'B22', 'B23']);
    expect(row('B20').cadence).toMatchObject({ every: 'teaching-week', weeks: 1, minSchoolDays: 3 });
    expect(fieldOf('B21', 'anonymous')).toMatchObject({ type: 'tick', required: true });
    expect(row('B24').form.fields.flatMap(({ prefill }) => (prefill && 'duty' in prefill ? prefill.duty : []))).toEqual(
      ['B20', 'B21', 'B22', 'B23'].map((name) => row(name).key),
    );
  });

  test('BR6: every line of work reports from a base school with model teachers', () => {
    expect(fieldOf('E4', 'school')).toMatchObject({ type: 'school', required: true });
    expect(fieldOf('E4', 'teachers')).toMatchObject({ type: 'person', several: true, required: true });
  });

  test('BR7: rates stand beside their counts, each by its own denominator', () => {
    expect(fieldOf('D5', 'completion')).toMatchObject({ compute: { ratio: ['completed', 'due'] } });
    expect(fieldOf('D5', 'graduation')).toMatchObject({ compute: { ratio: ['graduated', 'cohort'] } });
  });

  test('BR8: what a small school cannot do alone its cluster does', () => {
    for (const name of ['A4', 'A5']) expect(row(name).smallSchools).toEqual({ under: 12, post: 'cluster-lead' });
    expect(counted('B14')).toEqual(['A4 cluster', 'A5 cluster', 'B9 people-named']);
  });

  test('BR9: what is reviewed is answered in time, and those who answer are on the ledger themselves', () => {
    expect(row('R1')).toMatchObject({ owner: { kind: 'reviewer' }, cadence: { every: 'teaching-week' } });
    expect(duties.filter(({ review }) => review).length).toBeGreaterThan(15);
  });

  test('BR11: who is expected at a training follows from the roster', () => {
    expect(row('C1').owner).toMatchObject({ kind: 'teaching-person', subjects: ['英语'] });
    expect(row('C2').owner).toMatchObject({ grades: ['一年级', '七年级', '高一'] });
    expect(row('C5').owner).toMatchObject({ rural: true, subjects: ['音乐', '体育', '美术'] });
    expect(row('C8').owner).toMatchObject({ posts: ['principal', 'vice-principal', 'academic-dean'] });
  });

  test('collected once, counted many times', () => {
    expect(counted('A4')).toEqual(['B9 people-named']);
    expect(counted('A5')).toEqual([
      'A5 schools-named scope=校际|区域',
      'B12 school scope=校际|区域',
      'B12 schools-named scope=校际|区域',
      'B14 cluster scope=区域',
    ]);
    expect(counted('A7')).toEqual(['A2 owner']);
    expect(counted('B12')).toEqual(['B12 schools-named']);
    expect(counted('B15')).toEqual(['C3 owner', 'B4 people-named']);
    expect(counted('C3')).toEqual(['B15 owner kind=送教下乡', 'B4 people-named']);
    expect(counted('C9')).toEqual(['C10 owner theme=师德']);
    const becomes = duties.flatMap((duty) =>
      duty.becomes.map((each) => `${duty.row} → ${duties.find(({ key }) => key === each.duty)?.row}`),
    );
    expect(becomes).toEqual(['A16 → A18', 'B13 → A20', 'B20 → A3', 'B20 → A20', 'B21 → A20', 'B23 → A20']);
  });

  test('journals are read by the head of the own group, and by nobody else unless their writer allows it', () => {
    expect(row('B20').readers).toEqual(['group-head']);
    expect(duties.filter(({ ifAllowed }) => ifAllowed).map((each) => each.row)).toEqual(['B20']);
    expect(row('B20').ifAllowed).toEqual({ school: ['research-lead', 'principal'], county: ['researcher'] });
    expect(posts.find(({ key }) => key === 'group-head')?.reach).toBe('group');
  });
});

describe('reminders', () => {
  test('nothing is sent on the hour or the half hour, when the platform is busiest', () => {
    const steps = profiles.flatMap((profile) => profile.steps.map(({ at }) => at));
    const times = [...steps, ...digests.map(({ when }) => when.at)];
    expect(times.length).toBeGreaterThan(40);
    expect(times.filter((at) => /:(00|30)$/.test(at))).toEqual([]);
  });

  test('a page asks nobody more than six times, and the bulletin only those with too few', () => {
    const most = Math.max(...profiles.filter(({ key }) => key !== 'RP-L').map(({ steps }) => steps.length));
    expect(most).toBe(6);
    expect(profiles.find(({ key }) => key === 'RP-I')?.steps.map((step) => step.below)).toEqual([
      undefined,
      1,
      2,
      undefined,
    ]);
  });
});

test('somebody receives the notices of the operator', () => {
  expect(posts.filter(({ rights }) => rights.includes('operate')).map(({ name }) => name)).toEqual(['协调员']);
});
