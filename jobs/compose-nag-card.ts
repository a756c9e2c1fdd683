import * as cardTexts from '../config/texts/card.js';
import { whenAgain } from '../config/texts/later.js';
import * as texts from '../config/texts/nag.js';
import type { Block, CardView } from '../models/message.js';
import type { Models } from '../models/models.js';
import { stillOwed } from '../models/nag.js';
import type { Dispatch } from '../models/outbox.js';
import type { Person } from '../models/person.js';
import { leaveOn } from '../models/presence.js';
import type { Saying } from '../models/press-token.js';
import type { Snooze } from '../models/snooze.js';
import { AFTERWARDS, pressedUntil, saidOf } from './compose-nag.js';

/** How a reminder stands after a press: its heading, what of it is told, and what can be done. */
interface Standing {
  title: string;
  text?: string;
  buttons: Saying[];
}

/**
 * A reminder's card after a press: what came of that, and below it what of the reminder holds at `now`. Unlike the
 * reminder itself it is no push, so it may change in the evening and on later days as well.
 */
export async function composeNagCard(
  { nag, came, text }: Extract<Dispatch, { kind: 'nag-card' }>,
  person: Person,
  models: Models,
  now: Date,
): Promise<{ text: string; card: CardView }> {
  const { title, text: left, buttons } = await standingOf({ nag, person }, models, now);
  const blocks: Block<Saying>[] = [
    ...(left ? [{ kind: 'text', text: left } as const] : []),
    ...(buttons.length > 0 ? [{ kind: 'buttons', buttons } as const] : []),
  ];
  const rest = await models.pressTokens.sign({ title, blocks }, person._id, pressedUntil(nag, models));
  return { text, card: { title, blocks: [...came, ...rest.blocks] } };
}

async function standingOf(
  { nag, person }: { nag: Extract<Dispatch, { kind: 'nag' }>; person: Person },
  models: Models,
  now: Date,
): Promise<Standing> {
  const { name } = person;
  const today = models.calendar.dayOf(now);
  if (leaveOn(person, today)) {
    return { title: texts.pressed.onLeave(name), buttons: [{ label: cardTexts.back, says: '销假' }] };
  }
  const lines = await stillOwed(nag.items, models, now);
  if (lines.length === 0) return { title: texts.pressed.done(name), buttons: [] };
  const { kind, all, own, handIns } = await saidOf(nag, lines, person, models, now);
  const { title, text } = texts.nagOnCard(name, all, kind);
  const standing = own ? await models.snoozes.standing(person._id, now, models.calendar) : undefined;
  const putOff = standing?.items.some(({ roll }) => lines.some((line) => line.roll._id === roll))
    ? standing
    : undefined;
  return {
    title: putOff ? texts.pressed.putOff(name, whenAgain(putOff, today)) : title,
    text,
    buttons: [...handIns, ...(own ? afterwards(putOff, putOff?.day === today) : [])],
  };
}

/** What can be done about all of it; of what is put off that it is not to be, and to when else. */
function afterwards(putOff: Snooze | undefined, isToday: boolean): Saying[] {
  if (!putOff) return [...AFTERWARDS];
  const done = isToday ? cardTexts.thisEvening : cardTexts.tomorrow;
  return [{ label: cardTexts.notAgain, says: '稍后 取消' }, ...AFTERWARDS.filter(({ label }) => label !== done)];
}
