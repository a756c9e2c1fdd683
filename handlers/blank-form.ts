import * as dialogueTexts from '../config/texts/dialogue.js';
import { dueOf } from '../config/texts/due.js';
import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import type { OwnPage } from '../models/roll.js';
import { noteOnBegun } from './begun-by.js';
import { isHolder } from './forms/attachments.js';
import { formLink } from './forms/link.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { WORTH_ASKING } from './forms/next-field.js';
import { shownValues } from './forms/shown.js';
import { fillIn } from './forms/template.js';
import type { Asked } from './handler.js';
import { isText, labelAt, type Place, periodOf } from './record.js';
import type { HandIn } from './which-page.js';

/** More fields than this are easier on a page than on a phone's keyboard. */
const LONG_FORM = 8;

/** What of earlier periods is still owed, and how it is made up for: the form that was asked for is the newest's. */
async function noteOnOlder({ now }: Asked, { rolls }: Models, duty: Duty, { owner, roll, held }: Place) {
  const { dueAt } = roll ?? held ?? {};
  if (!dueAt) return [];
  const older = (await rolls.ofOwner(owner, now)).filter(
    (each) => each.duty === duty.key && each.dueAt < dueAt && each.lateAfter < now && isMissing(each),
  );
  return older.length > 0
    ? [
        texts.olderOwed(
          duty,
          older.map(({ label }) => label),
        ),
      ]
    : [];
}

const isMissing = ({ entries }: OwnPage): boolean =>
  entries.some(({ status }) => status === 'owed' || status === 'draft');

/** A form to be filled in as a message, with what is known of it, and the other ways to fill it in. */
export async function blankForm(
  asked: Asked,
  models: Models,
  { duty, whose }: HandIn,
  place: Place,
  known: Values,
): Promise<string> {
  const { owner, roll, held } = place;
  const { fields } = duty.form;
  const shown = await shownValues(fields, known, ledgerLookup(models, whose.school));
  const lines = fillIn(fields, known, shown);
  const files = fields.some(isHolder);
  const isLong = lines.split('\n').length > LONG_FORM;
  const period = await periodOf(asked, place, duty, models);
  // Pages and dialogues find their way back by the page of the ledger.
  const link = !held && (isLong || files) && (await formLink(asked, models, { duty: duty.key, owner, period }));
  const isTalk = !held && asked.event.account !== undefined && lines.split('\n').length >= WORTH_ASKING;
  const others = [
    ...(await noteOnBegun(asked, models, duty, place)),
    ...(held ? [texts.daysNotKnown(held.missingYear)] : []),
    ...(await noteOnOlder(asked, models, duty, place)),
    ...(!roll && duty.late === 'next' ? [texts.noneOpenYet] : []),
    ...(isText(asked.args) ? [texts.wordsNotRead] : []),
    ...(isTalk ? [dialogueTexts.offer] : []),
    ...(link ? [texts.onPage(link, files)] : []),
  ];
  const due = roll && dueOf(roll, asked.now, models.calendar);
  return texts.template(duty, await labelAt(asked, place, models), due, lines, others);
}
