import { deadlineText } from '../config/texts/format.js';
import * as texts from '../config/texts/occasion.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { Occasion } from '../models/occasion.js';
import { nextNumber, numbered } from '../models/occasion-number.js';
import type { OwnerKey } from '../models/owner.js';
import { COUNTED_OUT, MISSING, type RollEntry } from '../models/roll.js';
import { tally } from '../models/tally.js';
import { askToChoose } from './choice.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { countedAs, isOpened, type Opened, openersOf, openingPosts, readDue, remindsTooLate } from './occasion-day.js';
import { findDuty } from './words.js';

/** 任务 第12期 到 12月10日 说明 */
const ARGS = /^(\S+?)\s*(?:第(\d{1,4})[期次号])?\s*到\s*(\S+)\s*([\s\S]*)$/;

/**
 * 开启 任务 [第12期] 到 12月10日 [说明]: from now on it is owed. By holders of the posts that open it. While nothing has
 * come in for one that is open it is asked whether another is meant: what is said twice is mostly a double send.
 */
export const open: Handler = async (asked, models) => {
  const [, word = '', number, typed = '', note = ''] = ARGS.exec(asked.args) ?? [];
  const duty = findDuty(word || (asked.args.split(/\s+/)[0] ?? ''), models.catalogue.duties);
  if (duty && !isOpened(duty)) return here(texts.notOpenedByHand(duty.name));
  if (!duty || !typed) return here(texts.howToOpen(duty?.word ?? exampleOf(models)));
  if (duty.cadence.what === 'task') return here(texts.useAssign(duty.word));
  if (openingPosts(duty, asked).length === 0) return here(texts.mayNotOpen(duty.name, openersOf(duty, models)));
  const dueDay = readDue(typed, duty, asked, models);
  if (typeof dueDay === 'object') return here(dueDay.problem);

  const waiting = number ? undefined : await withNothingIn(duty, asked, models);
  if (waiting) return askForAnother(waiting, duty, { typed, note }, asked, models);
  const what = { dueDay, note: note.trim().replace(/[。.]$/, ''), owners: [] };
  const occasion = await openNumbered(duty, what, number ? Number(number) : undefined, asked, models);
  const called = { duty: duty.name, word: duty.word, label: occasion.label, title: occasion.label };
  if (occasion.changes[0]?.event !== asked.event.key) {
    return here(texts.openedBefore(called, texts.stateText(occasion.state)));
  }
  await models.ledger.openDuty(duty.key, asked.now);
  const pages = await models.rolls.ofPeriod(duty.key, occasion.period);
  const waits = await unplaced(duty, models);
  const dueAt = models.calendar.at(occasion.dueDay, duty.cadence.dueAt);
  const told = texts.opened({
    ...called,
    due: deadlineText(dueAt, asked.now, models.calendar),
    owing: tally(pages).owed,
    counted: countedAs(duty),
    each: duty.quota.count,
    note: occasion.note,
  });
  const late = remindsTooLate(dueAt, asked, models);
  return here([told, late, waits.length > 0 ? texts.waitsForOne(duty.word, waits) : ''].filter(Boolean).join('\n'));
};

/** The one opened last of those that are open and for which nothing has come in; none where this event has opened one. */
async function withNothingIn(duty: Opened, { event, now }: Asked, models: Models): Promise<Occasion | undefined> {
  const all = await models.occasions.ofDuty(duty.key);
  if (all.some(({ changes }) => changes[0]?.event === event.key)) return undefined;
  const isOpen = ({ state, dueDay }: Occasion): boolean =>
    state === 'open' && models.calendar.at(dueDay, duty.cadence.dueAt) > now;
  const last = all
    .filter(isOpen)
    .toSorted((a, b) => openedAt(a) - openedAt(b))
    .at(-1);
  if (!last) return undefined;
  const pages = await models.rolls.ofPeriod(duty.key, last.period);
  return pages.every(({ entries }) => entries.every(isUntouched)) ? last : undefined;
}

const openedAt = ({ changes }: Occasion): number => changes[0]?.at.getTime() ?? 0;

/** A draft is not in yet. */
const isUntouched = ({ status, have = 0 }: RollEntry): boolean =>
  have === 0 && (MISSING.includes(status) || COUNTED_OUT.includes(status));

/** With its number it is another one, whatever is open. */
async function askForAnother(
  { dueDay, label: title }: Occasion,
  duty: Opened,
  { typed, note }: { typed: string; note: string },
  asked: Asked,
  { occasions, calendar }: Models,
): Promise<Say[]> {
  const { label } = numbered(duty.cadence, asked.today, nextNumber(await occasions.ofDuty(duty.key), asked.today));
  const says = ['开启', duty.word, label, '到', typed, note].filter(Boolean).join(' ');
  const due = deadlineText(calendar.at(dueDay, duty.cadence.dueAt), asked.now, calendar);
  const question = texts.anotherOne({ duty: duty.name, word: duty.word, label: title, title }, due);
  return askToChoose(
    asked,
    question,
    [{ label: texts.openAnother(label), says }],
    texts.anotherInWords(question, says),
  );
}

/** The numbers of what came while none was open, and stands in none; of those called off as well. */
async function unplaced({ key, late }: Opened, { occasions, submissions }: Models): Promise<string[]> {
  if (late !== 'next') return [];
  const standing = (await occasions.ofDuty(key)).filter(({ state }) => state !== 'cancelled');
  const found = await submissions.outside(
    key,
    standing.map(({ period }) => period),
  );
  return found.map(({ no }) => no);
}

const exampleOf = ({ catalogue }: Models): string => catalogue.duties.find(isOpened)?.word ?? '';

/**
 * Opens an occasion under its number, or the next one of the school year. What this event has opened already, before
 * a crash, is found again; a number somebody else has just taken is passed over.
 */
export async function openNumbered(
  duty: Opened,
  { dueDay, note, owners }: { dueDay: Day; note: string; owners: OwnerKey[] },
  number: number | undefined,
  { event, today, now, speaker }: Asked,
  { occasions }: Models,
): Promise<Occasion> {
  for (;;) {
    const all = await occasions.ofDuty(duty.key);
    const done = all.find(({ changes }) => changes[0]?.event === event.key);
    if (done) return done;
    const which = numbered(duty.cadence, today, number ?? nextNumber(all, today));
    const occasion = await occasions.open(
      { duty: duty.key, ...which, note, owners, opensOn: today, dueDay },
      { event: event.key, by: speaker._id, now },
    );
    if (number !== undefined || occasion.changes[0]?.event === event.key) return occasion;
  }
}
