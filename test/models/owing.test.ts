import { describe, expect, test } from '@jest/globals';
import { loadCalendar, packagedDir } from '../../config/load.js';
import { addDays, eachDay } from '../../models/day.js';
import type { Duty } from '../../models/duty.js';
import { type Day, DutyKey, PeriodKey } from '../../models/ids.js';
import { milestoneKey } from '../../models/milestone.js';
import type { Occasion } from '../../models/occasion.js';
import { type Ground, owingOn } from '../../models/owing.js';
import { ownerOfPerson, ownerOfUnit } from '../../models/owner.js';
import { periodOf } from '../../models/period.js';
import type { Roll } from '../../models/roll.js';
import type { School } from '../../models/school.js';
import { stretchesBetween } from '../../models/stretch.js';
import type { Unit } from '../../models/unit.js';
import { day, person, personId, schoolCode } from '../support/people.js';
import { aCalendar } from './a-calendar.js';
import { aDuty } from './a-duty.js';

const S1: School = { _id: schoolCode('S1'), name: 'S1', pinyin: 's1', stage: '小学', cluster: '东片', rural: true };
const calendar = aCalendar();
const week = {
  from: day('2026-11-23'),
  to: day('2026-11-29'),
  dueDay: day('2026-11-27'),
  period: PeriodKey.parse('w13'),
};
const ground = (more: Partial<Ground> = {}): Ground => ({
  people: [],
  countyDays: [],
  units: [],
  counted: [],
  reviews: [],
  inCluster: undefined,
  occasion: undefined,
  exempt: new Set(),
  ...more,
});
const owing = (duty: Duty, more: Partial<Ground>, page = week) =>
  owingOn(duty, page, S1, calendar.schoolDays(page.from, page.to) ?? [], ground(more)).map(({ owner, need, excuse }) =>
    [owner, ...(need === 1 ? [] : [need]), ...(excuse ? [excuse] : [])].join(' '),
  );
const every = { every: 'teaching-week' } as const;

describe('who stands on a page', () => {
  const staff = [
    person('A', { subjects: ['语文', '数学'], grades: ['三年级'] }),
    person('B', { subjects: ['语文'], grades: ['三年级', '四年级'], posts: ['lead-teacher'], department: '教研部' }),
    person('C', {
      subjects: ['音乐'],
      teaching: false,
      stints: [{ school: S1._id, teaching: false, from: day('2000-01-01') }],
      department: '教研部',
    }),
    person('D', {
      subjects: ['数学'],
      grades: ['四年级'],
      endedOn: day('2026-11-26'),
      stints: [{ school: S1._id, teaching: true, from: day('2000-01-01'), to: day('2026-11-26') }],
      department: '培训部',
    }),
  ];
  test.each<[string, Duty, string[]]>([
    [
      'everybody who teaches, who left during the week too',
      aDuty({ cadence: every }),
      ['person:A', 'person:B', 'person:D'],
    ],
    [
      'teachers of some subjects',
      aDuty({ cadence: every, owner: { kind: 'teaching-person', subjects: ['数学', '音乐'] } }),
      ['person:A', 'person:D'],
    ],
    [
      'teachers of some grades',
      aDuty({ cadence: every, owner: { kind: 'teaching-person', grades: ['四年级'] } }),
      ['person:B', 'person:D'],
    ],
    [
      'schools of another stage: nobody',
      aDuty({ cadence: every, owner: { kind: 'teaching-person', stages: ['初中'] } }),
      [],
    ],
    ['schools in town: nobody', aDuty({ cadence: every, owner: { kind: 'school', post: 'lead', rural: false } }), []],
    ['holders of a post', aDuty({ cadence: every, owner: { kind: 'holder', posts: ['lead-teacher'] } }), ['person:B']],
    ['the school', aDuty({ cadence: every, owner: { kind: 'school', post: 'lead' } }), ['school:S1']],
    [
      'subjects with at least two teachers',
      aDuty({ cadence: every, owner: { kind: 'subject-group', post: 'head' } }),
      ['group:S1/语文', 'group:S1/数学'],
    ],
    [
      'subjects with at least one, of some',
      aDuty({ cadence: every, owner: { kind: 'subject-group', post: 'head', minPeople: 1, subjects: ['数学'] } }),
      ['group:S1/数学'],
    ],
    [
      'subjects and grades with at least two',
      aDuty({ cadence: every, owner: { kind: 'prep-group', post: 'head' } }),
      ['prep:S1/语文/三年级'],
    ],
    [
      'departments that have somebody today',
      aDuty({ cadence: every, owner: { kind: 'department', post: 'head' } }),
      ['department:S1/教研部'],
    ],
    ['nobody, of what is free', aDuty({ owner: { kind: 'assignee' }, cadence: every }), []],
  ])('%s', (_name, duty, expected) => {
    expect(owing(duty, { people: staff })).toEqual(expected);
  });

  test('groups of a grade stand from the youngest on, whoever of them comes first', () => {
    const people = ['七年级', '六年级', '三年级', '小班', '初二'].flatMap((grade, at) =>
      ['A', 'B'].map((name) => person(`${name}${at}`, { subjects: ['语文'], grades: [grade] })),
    );
    const rule = aDuty({ cadence: every, owner: { kind: 'prep-group', post: 'head' } });
    expect(owing(rule, { people }).map((owner) => owner.split('/').at(-1))).toEqual([
      ...['小班', '三年级', '六年级', '七年级', '初二'],
    ]);
  });

  test('whom an occasion names, if it names any; nobody when it is cancelled', () => {
    const task = aDuty({
      owner: { kind: 'assignee' },
      cadence: { every: 'occasion', what: 'task', openedBy: ['head'] },
    });
    const called = (more: Partial<Occasion>): Occasion => ({
      _id: 'task|1',
      duty: DutyKey.parse('task'),
      period: PeriodKey.parse('1'),
      label: '任务1',
      note: '',
      owners: [ownerOfPerson(personId('B'))],
      opensOn: day('2026-11-23'),
      dueDay: day('2026-11-27'),
      state: 'open',
      changes: [],
      updatedAt: new Date(0),
      ...more,
    });
    expect(owing(task, { people: staff, occasion: called({}) })).toEqual(['person:B']);
    expect(owing(task, { people: staff, occasion: called({ state: 'cancelled' }) })).toEqual([]);
    const training = aDuty({ cadence: { every: 'occasion', what: 'event', openedBy: ['head'] } });
    expect(owing(training, { people: staff, occasion: called({}) })).toEqual(['person:B']);
    // Of an event everybody owes who is there on its day: who left the day before does not.
    expect(owing(training, { people: staff, occasion: called({ owners: [] }) })).toEqual([
      'person:A',
      'person:B',
      'person:D absent',
    ]);
  });

  test('who is exempt stands there with the reason, unless there is another', () => {
    const exempt = new Set([ownerOfPerson(personId('A')), ownerOfPerson(personId('D'))]);
    const late = staff.map((each) =>
      each._id === 'D' ? { ...each, stints: [{ school: S1._id, teaching: true, from: day('2026-11-26') }] } : each,
    );
    expect(owing(aDuty({ cadence: every }), { people: late, exempt })).toEqual([
      'person:A exempt',
      'person:B',
      'person:D absent',
    ]);
  });
});

describe('units', () => {
  const unit = (code: string, more: Partial<Unit> = {}): Unit => ({
    _id: ownerOfUnit('project', code),
    kind: 'project',
    code,
    name: code,
    school: S1._id,
    members: [],
    record: 'e',
    ...more,
  });
  const units = [
    unit('K7'),
    unit('QG-K7'),
    unit('OVER', { endedOn: day('2026-11-01') }),
    unit('C1', { kind: 'class' }),
  ];

  test('each living one of the kind', () => {
    const duty = aDuty({ owner: { kind: 'unit', of: 'project' }, cadence: { every: 'quarter' } });
    expect(owing(duty, { units })).toEqual(['project:K7', 'project:QG-K7']);
  });

  test('on the page of a milestone only the one whose it is, though another’s number ends alike', () => {
    const duty = aDuty({ owner: { kind: 'unit', of: 'project' }, cadence: { every: 'milestone', at: 'middle' } });
    expect(owing(duty, { units }, { ...week, period: milestoneKey('middle', { code: 'K7' }) })).toEqual(['project:K7']);
    expect(owing(duty, { units }, { ...week, period: milestoneKey('middle', { code: 'QG-K7' }) })).toEqual([
      'project:QG-K7',
    ]);
  });

  test('a quota counts those of the county, or of the schools in charge; none of either is nothing owed', () => {
    const duty = aDuty({
      owner: { kind: 'holder', posts: ['p'] },
      cadence: { every: 'term' },
      quota: { perUnit: 'project' },
    });
    const people = [
      person('A', { posts: ['p'] }),
      person('B', { posts: ['p'], charge: [schoolCode('S2')] }),
      person('C', { posts: ['p'], charge: [schoolCode('S9')] }),
    ];
    const counted = [
      unit('K7'),
      unit('K8', { school: schoolCode('S2') }),
      unit('OVER', { endedOn: day('2026-09-01') }),
    ];
    const term = {
      from: day('2026-09-01'),
      to: day('2026-12-31'),
      dueDay: day('2026-12-31'),
      period: PeriodKey.parse('t'),
    };
    expect(owing(duty, { people, counted }, term)).toEqual(['person:A 2', 'person:B']);
  });
});

test('each reviewer owes as many answers as fall due', () => {
  const review = (reviewer: string) => ({ reviewer: personId(reviewer), school: S1._id, due: day('2026-11-25') });
  const duty = aDuty({ owner: { kind: 'reviewer' }, cadence: every });
  expect(owing(duty, { reviews: ['A', 'B', 'A', 'A'].map(review) })).toEqual(['person:A 3', 'person:B']);
});

describe('who moves in a week owes its journal once, at one school', () => {
  const S2: School = { ...S1, _id: schoolCode('S2'), name: 'S2', pinyin: 's2' };
  const loaded = loadCalendar(packagedDir('calendar'), 'Asia/Shanghai');
  const journal = aDuty({ cadence: every });
  /** At which schools somebody owes, of those who came on a day, moved on another and left on a third. */
  const owesAt = ({ from, to }: Pick<Roll, 'from' | 'to'>, dueDay: Day, came: Day, moved: Day, left: Day) => {
    const stints = [
      { school: S1._id, teaching: true, from: came, to: addDays(moved, -1) },
      { school: S2._id, teaching: true, from: moved, to: left },
    ].filter((stint) => stint.from <= stint.to);
    const days = loaded.schoolDays(from, to) ?? [];
    const people = [person('A', { school: S2._id, stints })];
    const page = { from, to, dueDay, period: week.period };
    return [S1, S2].filter((school) =>
      owingOn(journal, page, school, days, ground({ people, countyDays: days })).some(({ excuse }) => !excuse),
    );
  };
  const weeks = loaded.terms.flatMap(({ from, to }) =>
    stretchesBetween(journal.cadence, from, to, { calendar: loaded, place: undefined }).flatMap(({ from: monday }) => {
      const answer = periodOf(journal, monday, loaded);
      return answer.kind === 'period' ? [answer.period] : [];
    }),
  );

  test('in every week of the loaded calendars, whatever the days', () => {
    // Some of them with three school days, some with six.
    expect(new Set(weeks.map(({ schoolDays }) => schoolDays))).toEqual(new Set([3, 4, 5, 6]));
    for (const { from, to, dueDay, schoolDays, label } of weeks) {
      const days = eachDay(from, addDays(to, 1));
      for (const came of days) {
        for (const moved of days.filter((each) => each >= came)) {
          for (const left of days.filter((each) => each >= moved)) {
            const there = (loaded.schoolDays(came, left) ?? []).filter((each) => each <= to).length;
            const at = owesAt({ from, to }, dueDay, came, moved, left).length;
            expect([label, schoolDays, came, moved, left, at]).toEqual([
              label,
              schoolDays,
              came,
              moved,
              left,
              there >= 3 ? 1 : 0,
            ]);
          }
        }
      }
    }
  });

  test.each([
    // 2026-10-05 to 10-11: school on Thursday, Friday and the made-up Saturday.
    ['a day at the old school, two at the new one', '2026-10-05', '2026-10-09', 'S2'],
    ['two at the old one, a day at the new one', '2026-10-05', '2026-10-10', 'S1'],
    ['half of the week at each: where they came to', '2026-09-21', '2026-09-23', 'S2'],
    ['on the weekend after it', '2026-11-23', '2026-11-28', 'S1'],
  ])('%s', (_name, monday, moved, expected) => {
    const { from, to, dueDay } = weeks.find((each) => each.from === monday) ?? week;
    const at = owesAt({ from, to }, dueDay, day('2026-09-01'), day(moved), day('2027-01-22'));
    expect(at.map(({ _id }) => _id)).toEqual([expected]);
  });

  test('what goes with a post is owed where its holder is today, the days at the other school too', () => {
    const duty = aDuty({ owner: { kind: 'holder', posts: ['p'] }, cadence: { every: 'month' } });
    const page = { from: day('2026-11-01'), to: day('2026-11-30'), dueDay: day('2026-12-07'), period: week.period };
    const stints = [
      { school: S2._id, teaching: true, from: day('2000-01-01'), to: day('2026-11-26') },
      { school: S1._id, teaching: true, from: day('2026-11-27') },
    ];
    expect(owing(duty, { people: [person('A', { posts: ['p'], stints })] }, page)).toEqual(['person:A']);
  });
});
