import type { Attachment } from './event.js';
import type { Values } from './field.js';
import type { Day, DutyKey, PeriodKey, PersonId, SchoolCode } from './ids.js';
import type { OwnerKey } from './owner.js';

/**
 * 草稿 · 已交 · 退回 · 通过 · 未采用 · 撤回. Late and exempt are not states: late is a fact of the first hand-in, exempt
 * has no submission. What was declined was handed in all the same, and counts.
 */
export type SubmissionState = 'draft' | 'handed-in' | 'returned' | 'accepted' | 'declined' | 'withdrawn';

/** One step in a submission's life. `values`, `counts` and `textMark` are those before the change, where it changed them. */
export interface Change {
  event: string;
  at: Date;
  by: PersonId;
  from: SubmissionState | 'new';
  to: SubmissionState;
  values?: Values;
  counts?: Count[];
  textMark?: string;
  /** What whoever answered it said. */
  comment?: string;
  /** The period it stood under, where it was put into another. */
  moved?: PeriodKey;
  /** To whom it was open, where its owner opened or closed it. */
  allowed?: Allowed | 'nobody';
}

/** A place in the ledger a submission counts at: its own first, then those of other duties it counts for as well. */
export interface Count {
  duty: DutyKey;
  period: PeriodKey;
  school: SchoolCode;
  owner: OwnerKey;
  /** Of what is the same here only one counts (`Quota.distinct`). */
  distinct?: string;
}

/** An answer somebody owes to what was handed in. */
export interface Review {
  reviewer: PersonId;
  /** The reviewer's school: on its page the answer is owed. */
  school: SchoolCode;
  /** Absent where the days until then are not known. */
  due?: Day;
  answeredAt?: Date;
  /** Taken back before it was answered: owed no more. */
  dropped?: boolean;
}

/** What follows from a submission and the county's rules; worked out anew with every change. */
export interface Derived {
  /** 编号 */
  no: string;
  /** The day it was handed in first, or begun. */
  day: Day;
  counts: Count[];
  reviews: Review[];
  /** The day by which a returned one is owed again. */
  returnDue?: Day;
  /** The unit it makes known. */
  unit?: OwnerKey;
  /** A fingerprint of its text, for duties that may not share one. */
  textMark?: string;
  /** The record that has its text already: then it is kept, and does not count for its own duty (BR5). */
  sameTextAs?: string;
}

/** To whom an owner has opened a record of theirs: the posts of the own school, or the county's as well (`Duty.ifAllowed`). */
export type Allowed = 'school' | 'county';

export interface Submission extends Derived {
  /** The key of the event that began it: the same message can begin only one. */
  _id: string;
  duty: DutyKey;
  period: PeriodKey;
  school: SchoolCode;
  owner: OwnerKey;
  /** Who last handed it in; differs from the owner when a lead acts for a colleague. */
  by: PersonId;
  state: SubmissionState;
  /** When it was first handed in; a later correction does not make it late. */
  handedInAt?: Date;
  late: boolean;
  values: Values;
  attachments: Attachment[];
  /** The record it was made from (转). */
  madeFrom?: string;
  /** Who else may read it in full, as its owner has said; absent: nobody. */
  allowed?: Allowed;
  changes: Change[];
  /** Grows with every change; the guard against two changes at once. */
  rev: number;
  updatedAt: Date;
}

/** Works out what follows from a submission as it now stands; `before` is how it stood. */
export type Derive = (after: Submission, before: Submission | undefined, cause: Cause) => Promise<Derived>;

/** Where a submission belongs. */
export type Slot = Pick<Submission, 'duty' | 'period' | 'school' | 'owner'>;

/** A change to make: by whom, because of which event, when. */
export interface Cause {
  event: string;
  by: PersonId;
  now: Date;
}

export interface Begin extends Slot {
  state: 'draft' | 'handed-in';
  late: boolean;
  values: Values;
  attachments: Attachment[];
  madeFrom?: string;
}

/** Whose submissions are looked for: what somebody handed in, for whomever, and what is owed under these names. */
export interface Mine {
  by: PersonId;
  owners: OwnerKey[];
}

/** What a change sets; what is left out stays. */
export interface Revision {
  state: SubmissionState;
  values?: Values;
  attachments?: Attachment[];
  /** Whether it would be late if this change is the first hand-in. */
  late?: boolean;
  comment?: string;
  /** Put into this period, by who decides that: it stays whose it is. */
  period?: PeriodKey;
}

/** Filled in by `derive`, which sees the rest. */
export const NOTHING_DERIVED: Derived = { no: '', day: '' as Day, counts: [], reviews: [] };

/** The submission with what follows from it; places it no longer counts at are kept with the change, to be brought up to date. */
export async function withDerived(
  after: Submission,
  before: Submission,
  cause: Cause,
  derive: Derive,
): Promise<Submission> {
  const whole: Submission = { ...underived(after), ...(await derive(after, before, cause)) };
  const otherCounts = JSON.stringify(whole.counts) !== JSON.stringify(before.counts);
  const otherText = before.textMark !== undefined && whole.textMark !== before.textMark;
  if (!otherCounts && !otherText) return whole;
  const [last, ...earlier] = whole.changes.toReversed();
  const was = { ...(otherCounts && { counts: before.counts }), ...(otherText && { textMark: before.textMark }) };
  return last ? { ...whole, changes: [...earlier.toReversed(), { ...last, ...was }] } : whole;
}

/** A record without what may no longer follow from it. */
function underived({
  returnDue: _due,
  unit: _unit,
  textMark: _mark,
  sameTextAs: _twin,
  ...rest
}: Submission): Submission {
  return rest;
}

export function revised(before: Submission, revision: Revision, { event, by, now }: Cause): Submission {
  const first = revision.state === 'handed-in' && !before.handedInAt;
  return {
    ...before,
    ...(first && { handedInAt: now, late: revision.late ?? before.late }),
    state: revision.state,
    values: revision.values ?? before.values,
    attachments: revision.attachments ?? before.attachments,
    ...(revision.period && { period: revision.period, late: false }),
    by: revision.state === 'handed-in' && !revision.period ? by : before.by,
    changes: [
      ...before.changes,
      {
        event,
        at: now,
        by,
        from: before.state,
        to: revision.state,
        ...(revision.values && { values: before.values }),
        ...(revision.comment && { comment: revision.comment }),
        ...(revision.period && { moved: before.period }),
      },
    ],
    rev: before.rev + 1,
    updatedAt: now,
  };
}
