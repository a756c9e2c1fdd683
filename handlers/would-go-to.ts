import type { Duty } from '../models/duty.js';
import { handInWords } from '../models/hand-in-words.js';
import type { Models } from '../models/models.js';
import { ownersOf } from '../models/owners.js';
import { titleIn } from '../models/title.js';
import type { Asked } from './handler.js';
import { readPeriod } from './said-period.js';
import { whereTo } from './which-page.js';

/** What words would be handed in as: what that is called (教育周记（第14周）), and what somebody would type. */
export interface WouldBe {
  label: string;
  says: string;
}

/**
 * Of which period some words would be, so that whoever is asked about them sees it, and the answer means that one.
 * Where that would be asked, or there is none, the duty alone.
 *
 * @param overdue said with 补交.
 */
export async function wouldGoTo(
  duty: Duty,
  args: string,
  asked: Omit<Asked, 'args'>,
  models: Models,
  overdue = false,
): Promise<WouldBe> {
  const { speaker, school, today, rights, event } = asked;
  const read = readPeriod(duty, args, overdue, today);
  const [owner, ...others] = await ownersOf(duty, speaker, school, models, today, rights.has('act-for'));
  const unknown = { label: duty.name, says: `${duty.word} ${args}` };
  if (!owner || others.length > 0 || !('wish' in read)) return unknown;
  const place = await whereTo({ ...asked, args: read.args }, models, { duty, whose: speaker, owner, wish: read.wish });
  const page = place.roll ?? place.held;
  if (!page) return unknown;
  const title = place.roll ? titleIn(event.chat, place.roll) : page.label;
  return { label: `${duty.name}（${title}）`, says: `${handInWords(duty, page.label, '')} ${read.args}` };
}
