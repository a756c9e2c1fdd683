import type { Connection } from 'mongoose';
import type { Calendar } from '../../../models/calendar.js';
import type { Catalogue } from '../../../models/duty.js';
import type { Values } from '../../../models/field.js';
import { type DutyKey, PeriodKey } from '../../../models/ids.js';
import { createModels } from '../../../models/models.js';
import { type OwnerKey, ownerOfPerson } from '../../../models/owner.js';
import { entryFor, type Roll, rollId } from '../../../models/roll.js';
import { applyRoster, currentRoster } from '../../../models/roster/apply.js';
import { ALWAYS, diffRoster } from '../../../models/roster/diff.js';
import type { Roster, RosterPerson, RosterSchool } from '../../../models/roster/roster.js';
import type { Revision, Submission, SubmissionState } from '../../../models/submission.js';
import { type Tally, tally } from '../../../models/tally.js';
import { wholeCatalogue } from '../../support/catalogues.js';
import { day, personId, schoolCode } from '../../support/people.js';
import { aCalendarWith2027 } from '../a-calendar.js';

/** The packaged duties of these rows, as the county has them, so that a story opens only their pages. */
export function rows(...wanted: string[]): Catalogue {
  const whole = wholeCatalogue();
  const duties = whole.duties.filter(({ row }) => wanted.includes(row));
  const keys = duties.map(({ key }) => key);
  const among = ({ duty }: { duty: DutyKey }): boolean => keys.includes(duty);
  return { ...whole, duties: duties.map((duty) => ({ ...duty, counts: duty.counts.filter(among), becomes: [] })) };
}

export const aSchool = (code: string, more: Partial<RosterSchool> = {}): RosterSchool => ({
  code: schoolCode(code),
  name: `学校${code}`,
  stage: '小学',
  cluster: '东片',
  rural: true,
  ...more,
});

/** A teacher of Chinese at the school that begins the number: `S1-1`. */
export const aTeacher = (id: string, more: Partial<RosterPerson> = {}): RosterPerson => ({
  id: personId(id),
  name: `人${id}`,
  school: schoolCode(id.split('-')[0] ?? ''),
  posts: ['teacher'],
  subjects: ['语文'],
  teaching: true,
  ...more,
});

export const many = (school: string, count: number, more: Partial<RosterPerson> = {}): RosterPerson[] =>
  Array.from({ length: count }, (_, i) => aTeacher(`${school}-${i + 1}`, more));

export const person = (id: string): OwnerKey => ownerOfPerson(personId(id));

interface HandIn {
  by: string;
  row: string;
  period: string;
  owner?: OwnerKey;
  school?: string;
  values?: Values;
  state?: 'draft' | 'handed-in';
}

/** A county lived through at the level of the models: people hand in, are answered, come and go. */
export function county(connection: Connection, catalogue: Catalogue, calendar: Calendar = aCalendarWith2027()) {
  const models = createModels(connection, { catalogue, calendar });
  let now = new Date();
  let count = 0;
  const dutyOf = (row: string) => {
    const duty = catalogue.duties.find((each) => each.row === row);
    if (!duty) throw new Error(`no row ${row}`);
    return duty;
  };
  const cause = (by: string) => ({ event: `e${String(++count).padStart(3, '0')}`, by: personId(by), now });
  const page = (row: string, period: string, school: string): Promise<Roll | undefined> =>
    models.rolls.get(rollId(dutyOf(row).key, PeriodKey.parse(period), schoolCode(school)));

  const change = async (
    record: Submission,
    by: string,
    from: SubmissionState[],
    revision: Revision,
  ): Promise<Submission | undefined> => {
    const changed = await models.submissions.change(record._id, from, revision, cause(by));
    if (changed) await models.ledger.follow(changed, now);
    return changed;
  };

  return {
    models,
    dutyOf,
    page,
    now: () => now,
    /** Puts the clock to Beijing time, without running anything. */
    at: (time: string): void => void (now = new Date(`${time}${time.includes('T') ? '' : 'T10:00'}:00+08:00`)),

    /** What the workbook says from a day on; the pages are brought up to date. */
    roster: async (roster: Roster, from?: string): Promise<void> => {
      await applyRoster(connection, diffRoster(await currentRoster(connection), roster, from ? day(from) : ALWAYS));
      await models.ledger.openRolls(now);
    },
    openRolls: (): Promise<number> => models.ledger.openRolls(now),

    handIn: async ({
      by,
      row,
      period,
      owner,
      school,
      values = {},
      state = 'handed-in',
    }: HandIn): Promise<Submission> => {
      const duty = dutyOf(row);
      const own = schoolCode(school ?? by.split('-')[0] ?? '');
      const open = await page(row, period, own);
      const record = await models.submissions.begin(
        {
          duty: duty.key,
          period: PeriodKey.parse(period),
          school: own,
          owner: owner ?? person(by),
          state,
          late: open !== undefined && now > open.lateAfter,
          values,
          attachments: [],
        },
        cause(by),
      );
      await models.ledger.follow(record, now);
      return record;
    },
    change,
    accept: (record: Submission, by = 'J1-E') => change(record, by, ['handed-in'], { state: 'accepted' }),
    giveBack: (record: Submission, by: string, comment: string) =>
      change(record, by, ['handed-in'], { state: 'returned', comment }),
    decline: (record: Submission, by = 'J1-E') => change(record, by, ['handed-in'], { state: 'declined' }),
    withdraw: (record: Submission, by: string) =>
      change(record, by, ['draft', 'handed-in', 'returned'], { state: 'withdrawn' }),
    correct: (record: Submission, by: string, values: Values) =>
      change(record, by, ['draft', 'handed-in', 'returned'], { state: 'handed-in', values }),

    leave: async (id: string, from: string, to: string): Promise<void> => {
      const leave = { id: `l${++count}`, from: day(from), to: day(to), by: personId(id), at: now };
      await models.people.addLeave(personId(id), leave);
      await models.ledger.refreshOf(personId(id), leave.from, leave.to, now);
    },
    exempt: async (
      row: string,
      period: string,
      owner: OwnerKey,
      school: string,
      reason = '脱产学习',
    ): Promise<void> => {
      const [duty, of] = [dutyOf(row).key, PeriodKey.parse(period)];
      await models.exemptions.grant({ duty, period: of, owner, reason, by: personId('J1-E'), at: now });
      await models.ledger.refresh(rollId(duty, of, schoolCode(school)));
    },

    /** How one owner stands on a page: its status, and how many of how many where several are owed. */
    stands: async (row: string, period: string, owner: OwnerKey, school: string): Promise<string | undefined> => {
      const entry = entryFor(await page(row, period, school), owner);
      return entry && (entry.need ? `${entry.status} ${entry.have}/${entry.need}` : entry.status);
    },
    numbers: async (row: string, period: string, ...schools: string[]): Promise<Partial<Tally>> => {
      const all = await models.rolls.ofPeriod(dutyOf(row).key, PeriodKey.parse(period), schools.map(schoolCode));
      return Object.fromEntries(Object.entries(tally(all)).filter(([, n]) => n !== 0));
    },
  };
}
