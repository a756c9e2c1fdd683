import { isFree } from './cadence.js';
import type { Duty } from './duty.js';
import type { PersonId } from './ids.js';
import { personIn } from './owner.js';
import type { Roll, RollEntry } from './roll.js';
import type { Submission } from './submission.js';
import type { Submissions } from './submissions.js';

/** Whether a further record for the same period is one more, not the same again. */
export const takesMany = ({ form, quota }: Pick<Duty, 'form' | 'quota'>): boolean =>
  form.many || quota.count > 1 || quota.perSchoolInCharge || quota.distinct !== undefined;

/**
 * Whether a form of a school, group or unit is filled in together by those who answer for it: there is one, and who
 * begins it need not be who hands it in (月报). What anybody may hand in, and what several are taken of, one person writes.
 */
export const isJoint = (duty: Pick<Duty, 'form' | 'quota' | 'handIn' | 'cadence'>): boolean =>
  duty.handIn !== 'anyone' && !takesMany(duty) && !isFree(duty.cadence);

/**
 * Whether somebody's next words go on with a draft, or with what came back, under a name they hand in under: what one
 * person writes is theirs, though the school owes it. A form of somebody's own may be gone on with for them (代交), but
 * words are not put behind another's: what a lead has begun in words for a colleague is the lead's until it is handed in.
 */
export function goesOnWith(
  who: PersonId,
  { owner, by, handedInAt }: Pick<Submission, 'owner' | 'by' | 'handedInAt'>,
  duty: Duty,
): boolean {
  if (by === who) return true;
  return personIn(owner) ? duty.form.style === 'template' || handedInAt !== undefined : isJoint(duty);
}

/** Whether a record is another's draft, which until it is handed in nobody else reads, changes or hands in, whoever answers for the school. */
export const isAnothersDraft = (
  who: PersonId,
  record: Pick<Submission, 'owner' | 'by' | 'handedInAt'>,
  duty: Duty,
): boolean => record.handedInAt === undefined && !goesOnWith(who, record, duty);

/** Whether what stands on a page as begun is somebody's to go on with: of several drafts of a school one of their own. */
export async function hasBegun(
  who: PersonId,
  { owner, status, by = who }: RollEntry,
  { period }: Pick<Roll, 'period'>,
  duty: Duty,
  { submissions }: { submissions: Pick<Submissions, 'ofOwner'> },
): Promise<boolean> {
  if (status !== 'draft') return false;
  if (goesOnWith(who, { owner, by }, duty)) return true;
  const all = await submissions.ofOwner({ duty: duty.key, period, owner });
  return all.some((each) => each.state === 'draft' && each.by === who);
}
