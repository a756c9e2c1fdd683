import type { Duty, Prefill } from '../../models/duty.js';
import type { Models } from '../../models/models.js';
import { type Roll, type Tally, tally } from '../../models/roll.js';
import type { Values } from '../../models/submission.js';

/** What the ledger already knows of a form's fields, over the page's school and days: nobody counts twice by hand. */
export async function prefilled(duty: Duty, roll: Roll, { rolls }: Pick<Models, 'rolls'>): Promise<Values> {
  const values: Values = {};
  for (const field of duty.form.fields) {
    if (!('prefill' in field) || !field.prefill) continue;
    const known = field.prefill;
    const pages = await rolls.within(roll.school, known.duty, roll.from, roll.to);
    if (pages.length > 0) values[field.key] = give(known, tally(pages));
  }
  return values;
}

function give({ give: what }: Prefill, { owed, handedIn }: Tally): string | number {
  if (what === 'owed') return owed;
  return what === 'handed-in' ? handedIn : `${handedIn}/${owed}`;
}
