import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Catalogue } from '../../models/duty.js';
import type { Values } from '../../models/field.js';
import { PeriodKey } from '../../models/ids.js';
import {
  type OwnerKey,
  ownerOfCluster,
  ownerOfDepartment,
  ownerOfGroup,
  ownerOfPrep,
  ownerOfSchool,
  ownerOfUnit,
} from '../../models/owner.js';
import { type Roll, rollId } from '../../models/roll.js';
import type { RosterPerson } from '../../models/roster/roster.js';
import type { Submission, SubmissionState } from '../../models/submission.js';
import { county as aCounty, aSchool, aTeacher, person, rows } from '../models/rules/a-county.js';
import { testDatabase } from '../support/database.js';
import { day, personId, schoolCode } from '../support/people.js';

/**
 * Two schools, one of them small, and the training school live two weeks in November with a duty of every kind of
 * owner and every cadence, in whatever order and several steps at once. Afterwards every page is what it would be if
 * it were made today.
 */
const { connection } = testDatabase();

const KINDS = [
  'A2',
  'A4',
  'A5',
  'A6',
  'A7',
  'A8',
  'A9',
  'A20',
  'B5',
  'B6',
  'B7',
  'B8',
  'B9',
  'B12',
  'B14',
  'B20',
  'B21',
  'E3',
  'E8',
  'R1',
];
function catalogue(): Catalogue {
  const whole = rows(...KINDS);
  const smaller = whole.duties.map((duty) =>
    duty.smallSchools ? { ...duty, smallSchools: { ...duty.smallSchools, under: 3 } } : duty,
  );
  return { ...whole, duties: smaller };
}
const county = aCounty(connection, catalogue());
const { models, dutyOf } = county;
const S = schoolCode;

test('the duties it lives with have every kind of owner and every cadence', () => {
  const { duties } = models.catalogue;
  expect(new Set(duties.map(({ owner }) => owner.kind)).size).toBe(10);
  expect(new Set(duties.map(({ cadence }) => cadence.every))).toEqual(
    new Set(['teaching-week', 'month', 'quarter', 'term', 'year', 'milestone', 'occasion', 'free']),
  );
});

const SCHOOLS = [aSchool('S1'), aSchool('S2'), aSchool('J1', { stage: '进修学校', cluster: '城区', rural: false })];
const chinese = (id: string, more: Partial<RosterPerson> = {}): RosterPerson =>
  aTeacher(id, { grades: ['三年级'], ...more });
const office = (id: string, ...posts: string[]): RosterPerson =>
  aTeacher(id, { posts, teaching: false, subjects: [], department: '教科所' });
const STAFF: readonly RosterPerson[] = [
  chinese('S1-1', { posts: ['cluster-lead'] }),
  chinese('S1-2', { posts: ['group-head', 'prep-head'] }),
  chinese('S1-3', { posts: ['research-lead'] }),
  chinese('S2-1'),
  chinese('S2-2', { posts: ['research-lead'] }),
  { ...office('J1-R', 'researcher'), charge: [S('S1'), S('S2')] },
  office('J1-P', 'project-researcher', 'institute-head'),
  office('J1-E', 'editor', 'department-head'),
];

const WEEKS = ['2026-autumn-w11', '2026-autumn-w12'];
const [TERM, QUARTER, ISSUE, TASK] = ['2026-autumn', '2026-q4', 'no12', 'task1'];
const project = ownerOfUnit('project', 'QG7');
const school = (code: string): OwnerKey => ownerOfSchool(S(code));
const group = (code: string): OwnerKey => ownerOfGroup(S(code), '语文');
const prep = (code: string): OwnerKey => ownerOfPrep(S(code), '语文', '三年级');
const TEXT = '学生动手折纸，自己发现了规律，我想下节课再问一次为什么。';

/** What can be handed in: by whom, for whom, and what it says. */
interface Piece {
  row: string;
  by: string;
  period: string;
  owner?: OwnerKey;
  values?: Values;
}
const registered = (more: Values): Piece => ({
  row: 'A6',
  by: 'S1-3',
  period: TERM,
  owner: school('S1'),
  values: {
    name: '折纸',
    code: 'QG7',
    level: '县级',
    head: 'S1-1',
    members: ['S1-2'],
    status: '在研',
    from: '2026-05-01',
    to: '2027-04-01',
    ...more,
  },
});
const PIECES: readonly Piece[] = [
  ...['S1-1', 'S1-2', 'S2-1'].flatMap((by): Piece[] => [
    ...WEEKS.map((period) => ({ row: 'B20', by, period, values: { text: TEXT } })),
    { row: 'B21', by, period: TERM, values: { text: TEXT } },
    ...['校级', '县级', '市级'].map((level) => ({ row: 'B6', by, period: TERM, values: { level } })),
  ]),
  { row: 'B7', by: 'S1-2', period: TERM, owner: group('S1'), values: { level: '市级', teacher: 'S1-1' } },
  { row: 'B8', by: 'S1-3', period: TERM, owner: school('S1'), values: { level: '县级', teacher: 'S2-1' } },
  { row: 'A4', by: 'S1-2', period: '2026-autumn-w11-12', owner: group('S1'), values: { researchers: ['J1-R'] } },
  { row: 'A4', by: 'S1-1', period: '2026-autumn-w11-12', owner: ownerOfCluster('东片') },
  { row: 'A5', by: 'S1-2', period: WEEKS[0] ?? '', owner: prep('S1'), values: { scope: '区域', schools: ['S2'] } },
  {
    row: 'B14',
    by: 'S1-1',
    period: '2026-11',
    owner: ownerOfCluster('东片'),
    values: { heldOn: '2026-11-10', researchers: ['J1-R'] },
  },
  { row: 'B12', by: 'S2-2', period: TERM, owner: school('S2'), values: { schools: ['S1'] } },
  { row: 'B5', by: 'S1-3', period: '2026-year', owner: school('S1') },
  { row: 'A20', by: 'S1-1', period: ISSUE, owner: school('S1'), values: { text: '一', authors: ['S1-1'] } },
  { row: 'A20', by: 'S1-2', period: ISSUE, owner: school('S1'), values: { text: '一', authors: ['S2-1', 'S1-2'] } },
  { row: 'A20', by: 'S2-1', period: ISSUE, owner: school('S2'), values: { text: '二', authors: ['S2-1'] } },
  registered({}),
  registered({ status: '已结题' }),
  registered({ to: '2028-04-01' }),
  { ...registered({}), by: 'S2-2', owner: school('S2') },
  { row: 'A2', by: 'S1-1', period: QUARTER, owner: project },
  { row: 'A7', by: 'S1-1', period: TERM, owner: project, values: { source: '教育研究' } },
  { row: 'A9', by: 'S1-1', period: 'middle-QG7', owner: project },
  { row: 'A8', by: 'J1-P', period: TERM, values: { project } },
  { row: 'B9', by: 'J1-R', period: TERM, values: { school: 'S1' } },
  { row: 'E3', by: 'J1-E', period: QUARTER, owner: ownerOfDepartment(S('J1'), '教科所') },
  { row: 'E8', by: 'S1-2', period: TASK },
];

type Step =
  | { piece: number; draft: boolean }
  | { record: number; does: keyof typeof ANSWERS }
  | { who: string; away: 'leave' | 'back' }
  | { roster: keyof typeof ROSTER }
  | { row: 'B20' | 'B21' | 'B6'; exempt: boolean }
  | { occasion: 'A20' | 'E8'; becomes: 'open' | 'closed' | 'cancelled' }
  | { day: 'next' };

const ANSWERS = {
  'hands in again': [['draft', 'returned', 'handed-in'], 'handed-in', undefined],
  'claims the city': [['draft', 'returned', 'handed-in'], 'handed-in', { level: '市级' }],
  'writes another text': [
    ['draft', 'returned', 'handed-in'],
    'handed-in',
    { text: '换成另一篇，这一次写分数，写我怎样从一张披萨开始讲。' },
  ],
  withdraws: [['draft', 'returned', 'handed-in'], 'withdrawn', undefined],
  'gets it back': [['handed-in'], 'returned', undefined],
  'is accepted': [['handed-in'], 'accepted', undefined],
  'is certified at school level': [['handed-in'], 'accepted', { level: '校级' }],
  'is declined': [['handed-in'], 'declined', undefined],
} satisfies Record<string, [SubmissionState[], SubmissionState, Values | undefined]>;

/** What the office imports: each changes some rows of the roster. */
const ROSTER = {
  'as it was': () => STAFF,
  'S1-1 moves to S2': (now) => now.map((each) => (each.id === 'S1-1' ? { ...each, school: S('S2') } : each)),
  'S2-1 leaves': (now) => now.filter(({ id }) => id !== 'S2-1'),
  'S2-1 stops teaching': (now) => now.map((each) => (each.id === 'S2-1' ? { ...each, teaching: false } : each)),
  'S2 leads the cluster': (now) => now.map((each) => withPost(each, 'cluster-lead', 'S2-2')),
  'another researcher': (now) => now.map((each) => withPost(each, 'researcher', 'J1-E')),
  'another in charge of projects': (now) => now.map((each) => withPost(each, 'project-researcher', 'J1-R')),
  'one school less in charge': (now) =>
    now.map((each) => (each.charge?.length ? { ...each, charge: [S('S2')] } : each)),
} satisfies Record<string, (now: readonly RosterPerson[]) => readonly RosterPerson[]>;

const withPost = (each: RosterPerson, post: string, holder: string): RosterPerson => ({
  ...each,
  posts: [...each.posts.filter((held) => held !== post), ...(each.id === holder ? [post] : [])],
});

const keys = <K extends string>(record: Record<K, unknown>): fc.Arbitrary<K> =>
  fc.constantFrom(...(Object.keys(record) as K[]));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ piece: fc.nat(PIECES.length - 1), draft: fc.boolean() }) },
  { weight: 8, arbitrary: fc.record({ record: fc.nat(30), does: keys(ANSWERS) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      who: fc.constantFrom('S1-1', 'S1-2', 'S2-1', 'J1-R'),
      away: fc.constantFrom('leave', 'back'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ roster: keys(ROSTER) }) },
  { weight: 2, arbitrary: fc.record({ row: fc.constantFrom('B20', 'B21', 'B6'), exempt: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      occasion: fc.constantFrom('A20', 'E8'),
      becomes: fc.constantFrom('open', 'closed', 'cancelled'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ day: fc.constant('next' as const) }) },
);

/** Lives through turns of steps, those of one turn at once; but the office imports one workbook at a time. */
async function live(turns: Step[][]): Promise<void> {
  const records: Submission[] = [];
  let staff = STAFF;
  let date = 9;
  let count = 0;
  county.at('2026-11-09');
  await county.roster({ schools: SCHOOLS, people: [...staff] });
  for (const row of ['A20', 'E8'] as const) await open(row);
  await handIn(registered({}), false);

  async function open(row: 'A20' | 'E8') {
    const owners = row === 'E8' ? [person('S1-2'), person('S2-1')] : [];
    const what = { label: '第12期', note: '', owners, opensOn: day('2026-11-09'), dueDay: day('2026-11-18') };
    const period = PeriodKey.parse(row === 'E8' ? TASK : ISSUE);
    await models.occasions.open(
      { duty: dutyOf(row).key, period, ...what },
      { event: `open ${row}`, by: personId('J1-E'), now: county.now() },
    );
    await models.ledger.openDuty(dutyOf(row).key, county.now());
  }
  async function handIn({ owner, ...piece }: Piece, draft: boolean) {
    records.push(await county.handIn({ ...piece, ...(owner && { owner }), state: draft ? 'draft' : 'handed-in' }));
  }
  async function take(each: Step): Promise<void> {
    if ('piece' in each) return handIn(PIECES[each.piece] ?? registered({}), each.draft);
    if ('record' in each) {
      const record = records[each.record % records.length];
      const [from, state, values] = ANSWERS[each.does];
      if (record)
        await county.change(record, record.by, [...from], {
          state,
          ...(values && { values: { ...record.values, ...values } }),
        });
    } else if ('who' in each) {
      if (each.away === 'leave') return county.leave(each.who, '2026-11-11', '2026-11-13');
      for (const leave of await models.people.endLeave(personId(each.who), day('2026-11-11')))
        await models.ledger.refreshOf(personId(each.who), leave.from, leave.to, county.now());
    } else if ('roster' in each) {
      staff = ROSTER[each.roster](staff);
      await county.roster({ schools: SCHOOLS, people: [...staff] }, `2026-11-${String(date).padStart(2, '0')}`);
    } else if ('row' in each) {
      const period = each.row === 'B20' ? (WEEKS[0] ?? '') : TERM;
      const page = { period: PeriodKey.parse(period), dueDay: day('2026-11-13') };
      const [duty, owner, by] = [dutyOf(each.row).key, person('S1-1'), personId('J1-E')];
      if (each.exempt)
        await models.exemptions.grant({ duty, owner, period: page.period, reason: '', by, at: county.now() });
      else await models.exemptions.revoke({ duty, owner }, page, { by, at: county.now() });
      for (const code of ['S1', 'S2']) await models.ledger.refresh(rollId(duty, page.period, S(code)));
    } else if ('occasion' in each) {
      const period = PeriodKey.parse(each.occasion === 'E8' ? TASK : ISSUE);
      const duty = dutyOf(each.occasion).key;
      const cause = { event: `o${++count}`, by: personId('J1-E'), now: county.now() };
      await models.occasions.change({ duty, period }, { state: each.becomes, dueDay: day('2026-11-18') }, cause);
      await models.ledger.openDuty(duty, county.now());
    } else {
      date = Math.min(date + 1, 20);
      county.at(`2026-11-${String(date).padStart(2, '0')}`);
    }
  }
  for (const turn of turns) {
    const imports = turn.filter((each) => 'roster' in each);
    const importAll = async (): Promise<void> => {
      for (const each of imports) await take(each);
    };
    await Promise.all([importAll(), ...turn.filter((each) => !('roster' in each)).map(take)]);
  }
}

/** The pages on which somebody stands, whoever wrote them however often. */
async function pages(): Promise<Map<string, Omit<Roll, 'rev'>>> {
  const all = await connection.collection('rolls').find().toArray();
  const rolls = await models.rolls.getMany(all.map(({ _id }) => String(_id)));
  return new Map(rolls.filter(({ entries }) => entries.length > 0).map(({ rev: _rev, ...page }) => [page._id, page]));
}

/** A page that is no more, of a project whose days were moved: what was handed in stays on it, and nobody owes. */
const isOver = ({ _id, owing }: Omit<Roll, 'rev'>, rebuilt: Map<string, unknown>): boolean =>
  owing === 0 && !rebuilt.has(_id);

test('whatever happens, in whatever order and at once, every page is what it would be if made today', async () => {
  let stood = 0;
  await fc.assert(
    fc
      .asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 7 }),
        async (turns) => {
          await live(turns);
          const lived = await pages();
          await county.openRolls();
          const nightly = await pages();
          await connection.collection('rolls').deleteMany({});
          await county.openRolls();
          const rebuilt = await pages();
          stood += rebuilt.size;
          // What the night opened or emptied is nothing to what the day has kept true.
          const kept = [...lived].filter(([, page]) => !isOver(page, rebuilt));
          for (const [id, page] of kept) expect([id, page]).toEqual([id, rebuilt.get(id)]);
          expect(new Map([...nightly].filter(([, page]) => !isOver(page, rebuilt)))).toEqual(rebuilt);
        },
      )
      .beforeEach(async () => {
        const found = await connection.listCollections();
        const names = found.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
        await Promise.all(names.map((name) => connection.collection(name).deleteMany({})));
      }),
    { numRuns: 18 },
  );
  expect(stood).toBeGreaterThan(250);
}, 90_000);
