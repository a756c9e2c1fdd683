import { isDeepStrictEqual } from 'node:util';
import * as texts from '../config/texts/after-hand-in.js';
import type { Models } from '../models/models.js';
import { personIn } from '../models/owner.js';
import { newlyNamed, pointedUnits } from '../models/reading.js';
import type { Submission } from '../models/submission.js';
import { dutyOf, labelOf } from './about-record.js';
import { anotherAtEnd } from './another-at-end.js';
import { peopleOf } from './answer-told.js';
import { overMost } from './at-most.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { nameOf } from './look.js';

/**
 * What is said besides, once something was handed in or changed: that leave asked for at its end is none, and what would be handed in there is not; that
 * its text is another record's already, and so does not count, or that more have chosen a school than may; of a task, to whoever gave it, that it is done; and to whom it names as its readers, once, that there
 * is something for them.
 */
export async function afterHandIn(says: Say[], asked: Asked, models: Models): Promise<Say[]> {
  const { event, speaker } = asked;
  const record = await models.submissions.touchedBy(event.key, { by: speaker._id, owners: [] });
  if (record?.changes.at(-1)?.event !== event.key) return says;
  const kept = [...says, ...another(asked, models)];
  if (record.state !== 'handed-in') return kept;
  return [
    ...kept,
    ...(await sameText(record, models)),
    ...(await toOthers(record, asked, models)),
    ...(await toAssigner(record, asked, models)),
    ...(await toNamed(record, asked, models)),
    ...(await overMost(record, asked, models)),
  ];
}

/** A handler after which this is said. */
export const withAfter =
  (handler: Handler): Handler =>
  async (asked, models) =>
    afterHandIn(await handler(asked, models), asked, models);

/** What stands at the end of the text and may have been meant as more than a part of it. */
function another({ event, today }: Asked, { catalogue }: Models): Say[] {
  const found = anotherAtEnd(event.text, catalogue.duties, today);
  if (!found) return [];
  return here(found.kind === 'leave' ? texts.leaveInText(found) : texts.dutyInText(found));
}

async function sameText({ sameTextAs }: Submission, models: Models): Promise<Say[]> {
  const twin = sameTextAs && (await models.submissions.get(sameTextAs));
  return twin ? here(texts.sameText(nameOf(twin, models))) : [];
}

async function toAssigner(record: Submission, { speaker }: Asked, models: Models): Promise<Say[]> {
  const duty = dutyOf(record, models);
  if (duty?.owner.kind !== 'assignee') return [];
  const open = record.reviews.findLast(({ answeredAt, dropped }) => !answeredAt && !dropped);
  const label = await labelOf(record, models);
  return open ? [{ to: open.reviewer, text: texts.taskDone(speaker.name, duty.name, label, record.no) }] : [];
}

/** What one does to another's is told: to whose it is, and to whoever had handed it in for them or for the school. */
export async function toOthers(record: Submission, { speaker }: Asked, models: Models): Promise<Say[]> {
  const duty = dutyOf(record, models);
  const [last, ...before] = record.changes.toReversed();
  if (!duty || !last) return [];
  const handedIn = before.find(({ to }) => to === 'handed-in');
  // Of a school's draft all who have written in it.
  const writers = handedIn || personIn(record.owner) ? [] : before.map(({ by }) => by);
  const heard = new Set([personIn(record.owner), handedIn?.by, ...writers].filter((each) => each !== undefined));
  heard.delete(speaker._id);
  if (heard.size === 0) return [];
  const label = await labelOf(record, models);
  const text =
    last.to === 'withdrawn'
      ? texts.withdrawnByAnother(speaker.name, duty, label, record.no)
      : last.from === 'withdrawn'
        ? texts.restoredByAnother(speaker.name, duty, label, record.no)
        : handedIn
          ? texts.editedByAnother(speaker.name, duty, label, record.no)
          : personIn(record.owner)
            ? texts.doneForYou(speaker.name, duty, label)
            : texts.handedInWhatYouBegan(speaker.name, duty, label, record.no);
  const wasDraft = last.to === 'withdrawn' && last.from === 'draft' && writers.length === 0;
  // A picture that comes behind changes no words.
  const isFileOnly =
    handedIn !== undefined && last.from === last.to && isDeepStrictEqual(last.values ?? record.values, record.values);
  return wasDraft || isFileOnly ? [] : [...heard].map((to) => ({ to, text }));
}

async function toNamed(record: Submission, { speaker }: Asked, models: Models): Promise<Say[]> {
  const duty = dutyOf(record, models);
  if (!duty) return [];
  const units = await models.units.byIds(pointedUnits(duty, record.values));
  const others = newlyNamed(duty, record, units).filter((person) => !peopleOf(record).includes(person));
  return others.map((to) => ({ to, text: texts.namesYou(speaker.name, duty.name, record.no) }));
}
