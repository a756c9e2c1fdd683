import * as texts from '../config/texts/collection-host.js';
import { type Collection, tallyShown } from '../models/collection.js';
import { askedBy } from '../models/collection-audience.js';
import { reminderDay } from '../models/collection-days.js';
import { mondayOf } from '../models/day.js';
import type { Day, PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { isQuiet } from '../models/nag.js';
import { judged, type PlannedNag } from '../models/nag-verdict.js';
import type { ToSend } from '../models/outbox.js';
import type { Person } from '../models/person.js';
import { PRESS_MS, type Saying } from '../models/press-token.js';
import { openFeedback } from './feedback.js';

/** Whoever has not answered is reminded at this time of the day before; where that was not to be, in the morning. */
const REMIND_AT = { eve: '15:40', morning: '08:20' };

/**
 * Opens the feedback of trainings that are over, reminds whoever has not answered a collection, once, in private, within what they may hear of in a week; and tells
 * whoever made one that is over how it came out. Keys name collection and person, so it may run twice. In quiet hours
 * it does nothing. Answers how many messages it put.
 */
export async function lookAfterCollections(models: Models, now: Date, spread = false): Promise<number> {
  const { calendar, catalogue, collections, outbox } = models;
  if (isQuiet(now, calendar, catalogue.budget)) return 0;
  await openFeedback(models, now);
  const reminders: ToSend[] = [];
  // One after the other, the one that closes first first: nobody hears of two on one day.
  const heard = new Set<PersonId>();
  for (const each of await collections.taking(now))
    reminders.push(...(await remindersOf(each, heard, models, { now, spread })));
  const ended = await collections.toList(now);
  const lists = await Promise.all(ended.map((each) => listOf(each, models, now)));
  const messages = [...reminders, ...lists];
  const put = messages.length > 0 ? await outbox.enqueue(messages, now) : [];
  await Promise.all(ended.map((each) => collections.markListed(each)));
  return put.filter((outcome) => outcome === 'accepted').length;
}

/** To whom it is still to be said today. */
async function remindersOf(
  collection: Collection,
  heard: Set<PersonId>,
  models: Models,
  { now, spread }: { now: Date; spread: boolean },
): Promise<ToSend[]> {
  const { calendar, collections, outbox } = models;
  const today = calendar.dayOf(now);
  const day = dayOf(collection, models);
  if (!day || today < day) return [];
  const done = await collections.settled(collection._id);
  const meant = (await askedBy(collection, { now, today }, models)).flatMap(({ people }) => people);
  const keyOf = ({ _id }: Person): string => `collection:${collection._id}:remind:${_id}`;
  const open = meant.filter(({ _id }) => !done.has(_id) && !heard.has(_id) && _id !== collection.by);
  const reminded = open.length > 0 ? await outbox.known(open.map(keyOf)) : new Set();
  const isEve = today < calendar.dayOf(collection.closesAt) && today === day;
  const at = isEve ? REMIND_AT.eve : REMIND_AT.morning;
  const planned = await judged(
    open
      .filter((person) => !reminded.has(keyOf(person)))
      .map((person) => ({ person, items: [], at, dueAts: [collection.closesAt] })),
    models,
    today,
    now,
  );
  const hearing = planned.filter((nag) => isHeard(nag, collection));
  for (const { person } of hearing) heard.add(person._id);
  return hearing.map(({ person, goesAt }) => ({
    key: keyOf(person),
    dispatch: {
      kind: 'collection-ask',
      collection: collection._id,
      person: person._id,
      day: today,
      week: mondayOf(today),
    },
    ...(spread && { afterMs: Math.max(0, goesAt.getTime() - now.getTime()) }),
  }));
}

/** An anonymous one is asked for as soon as may be; of others people are reminded. */
function dayOf({ closesAt, postedAt, anonymous }: Collection, { calendar }: Models): Day | undefined {
  const posted = postedAt && calendar.dayOf(postedAt);
  return posted && (anonymous ? posted : reminderDay(closesAt, posted, calendar));
}

/** In the holidays only who has a place in a training may hear of it (BR12). */
const isHeard = ({ verdict }: PlannedNag, { audience }: Collection): boolean =>
  verdict === 'send' || (verdict === 'no-school' && 'training' in audience);

/** To whoever made it: how many answered, and how to have the list. */
async function listOf(collection: Collection, models: Models, now: Date): Promise<ToSend> {
  const { _id, by, title } = collection;
  const today = models.calendar.dayOf(now);
  const [answers, meant] = await Promise.all([
    models.collections.answersOf(_id),
    askedBy(collection, { now, today }, models),
  ]);
  const asked = meant.reduce((sum, { people }) => sum + people.length, 0);
  const text = texts.over(collection, { count: answers.length, asked, tally: tallyShown(collection, answers) });
  const buttons: Saying[] = [
    { label: texts.buttons.list, says: `收集 ${_id}`, primary: true },
    { label: texts.buttons.export, says: `导出收集 ${_id}` },
  ];
  const blocks = [
    { kind: 'text' as const, text },
    { kind: 'buttons' as const, buttons },
  ];
  const card = await models.pressTokens.sign({ title, blocks }, by, new Date(now.getTime() + PRESS_MS));
  // Closed again after a later deadline, it is told again.
  const key = `collection:${_id}:over:${collection.closesAt.toISOString()}`;
  return { key, dispatch: { kind: 'private', person: by, content: { kind: 'card', text, card } } };
}
