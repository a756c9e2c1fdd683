import * as texts from '../config/texts/submit.js';
import { takesMany } from '../models/draft.js';
import type { Models } from '../models/models.js';
import type { Submission } from '../models/submission.js';
import { titleOf } from '../models/title.js';
import { amountOf } from './forms/amount.js';
import type { Asked } from './handler.js';
import { labelAt, type Place } from './record.js';
import { ofSeveral, soFarOn } from './so-far.js';
import type { HandIn } from './which-page.js';

/** For whom it is, where that is somebody else. */
export const behalfOf = ({ speaker }: Asked, { whose }: Pick<HandIn, 'whose'>): string | undefined =>
  whose._id === speaker._id ? undefined : whose.name;

/** What is said of what was handed in: how it counts, what is still owed besides, and how to undo it. */
export async function receipt(
  asked: Asked,
  models: Models,
  { duty, whose }: Pick<HandIn, 'duty' | 'whose'>,
  place: Place,
  submission: Submission,
  remarks: string[] = [],
): Promise<string> {
  const { owner, roll, held } = place;
  const amount = amountOf(duty.form, submission);
  if (held) return [texts.keptForNow(duty, held.label, texts.size(amount), held.missingYear), ...remarks].join('\n');
  if (!roll && duty.cadence.every !== 'free') {
    if (duty.late === 'next') return texts.keptForNext(duty, submission.no);
    return texts.receivedUncounted(duty, texts.size(amount), behalfOf(asked, { whose }));
  }
  // What somebody still owes is no matter of a group's.
  const tells = roll !== undefined && asked.event.chat.kind === 'private';
  const owed = tells ? await models.ledger.owedBy(owner, asked.now, { duty: duty.key }) : [];
  const several = roll && takesMany(duty) ? await ofSeveral(duty, submission, models) : undefined;
  const older = owed.find((each) => roll && each.roll.dueAt < roll.dueAt);
  const soFar = takesMany(duty) ? await soFarOn(roll, owner, asked, models) : undefined;
  return texts.received({
    duty,
    label: await labelAt(asked, place, models),
    ...amount,
    late: submission.late,
    ...(whose._id !== asked.speaker._id && { behalf: whose.name }),
    ...(soFar && { soFar }),
    // 补交 hands in one's own: to whoever did it for somebody else it would be the wrong word.
    ...(older && whose._id === asked.speaker._id && { stillOwed: titleOf(older.roll) }),
    remarks: [...remarks, ...(several ? [several] : [])],
  });
}
