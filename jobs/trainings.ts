import * as texts from '../config/texts/training.js';
import * as postTexts from '../config/texts/training-post.js';
import { addDays } from '../models/day.js';
import { groupBy } from '../models/group-by.js';
import type { Models } from '../models/models.js';
import { isQuiet } from '../models/nag.js';
import type { ToSend } from '../models/outbox.js';
import { responsibleFor } from '../models/post.js';
import { PRESS_MS, type Saying } from '../models/press-token.js';
import { type SignUp, standingOf, type Training, waitingOf } from '../models/training.js';

const DAY_MS = 24 * 3600_000;
/** Whoever comes is reminded the afternoon before, and on the day itself. */
const EVE_FROM = '16:00';
/** Groups hear once more, so long before it closes, of places that are free. */
const ROOM_DAYS = 3;

/**
 * Offers free places to who is next, tells whoever's sign-up was changed by another hand than their own, reminds who
 * comes of the day (RP-E), the school's lead once a day of who waits for its word, the groups once of places that
 * are left, on a later day than it was posted, and whoever got no place that it has begun. Keys name training, person and what it is about, so it may run twice. In quiet hours it does nothing, so
 * that the day an offer holds begins when it can be heard. It goes by no school day: a training of the holidays speaks
 * to those who signed up for it. Answers how many messages it put.
 */
export async function lookAfterTrainings(models: Models, now: Date): Promise<number> {
  if (isQuiet(now, models.calendar, models.catalogue.budget)) return 0;
  let count = 0;
  for (const { _id, sessions, state } of await models.trainings.headsToCome(now)) {
    if (state === 'draft') continue;
    const ref = { _id, sessions };
    await models.trainings.wish(ref, { kind: 'promote', event: `promote:${now.toISOString()}`, now });
    const training = await models.trainings.byNo(_id);
    if (!training) continue;
    const untold = training.signUps.filter((each) => each.untold);
    const told = await Promise.all(untold.map((each) => messageOf(training, each, models, now)));
    const messages =
      state === 'cancelled' ? told.flat() : [...told.flat(), ...(await byTheClock(training, models, now))];
    if (messages.length > 0) {
      const put = await models.outbox.enqueue(messages, now);
      count += put.filter((outcome) => outcome === 'accepted').length;
    }
    if (untold.length > 0)
      await models.trainings.wish(ref, { kind: 'told', whom: untold, event: `told:${now.toISOString()}`, now });
  }
  return count;
}

/** What is said by the clock, to whom it concerns: until it begins, and that it has to who got no place. */
async function byTheClock(training: Training, models: Models, now: Date): Promise<ToSend[]> {
  if (training.begins <= now) return missed(training);
  return [
    ...(await toApprove(training, models, now)),
    ...reminders(training, models, now),
    ...room(training, models, now),
  ];
}

async function privately(
  key: string,
  person: SignUp['person'],
  text: string,
  { models, now, title, buttons }: { models: Models; now: Date; title: string; buttons: Saying[] },
): Promise<ToSend> {
  const blocks = [
    { kind: 'text' as const, text },
    { kind: 'buttons' as const, buttons },
  ];
  const until = new Date(now.getTime() + PRESS_MS);
  const card = await models.pressTokens.sign({ title, blocks }, person, until);
  const content = buttons.length > 0 ? ({ kind: 'card', text, card } as const) : ({ kind: 'text', text } as const);
  return { key, dispatch: { kind: 'private', person, content } };
}

async function messageOf(training: Training, signUp: SignUp, models: Models, now: Date): Promise<ToSend[]> {
  const text = toldOf(training, signUp, { now, calendar: models.calendar });
  if (!text) return [];
  const key = `training:${training._id}:${signUp.person}:${signUp.changed}`;
  const buttons = buttonsFor(training, signUp);
  return [await privately(key, signUp.person, text, { models, now, title: training.title, buttons })];
}

function buttonsFor({ _id, state }: Training, signUp: SignUp): Saying[] {
  if (state === 'cancelled') return [];
  const cancel = { label: texts.buttons.cancel, says: `取消报名 ${_id}` };
  if (signUp.state === 'offered') return [{ label: texts.buttons.confirm, says: `确认 ${_id}`, primary: true }, cancel];
  return signUp.state === 'in' || signUp.state === 'waiting' ? [cancel] : [];
}

function toldOf(training: Training, signUp: SignUp, reading: texts.Reading): string | undefined {
  if (training.state === 'cancelled') return texts.told.calledOff(training);
  const { state, confirmBy, insteadOf } = signUp;
  if (state === 'in') return texts.told.in(training, reading, insteadOf !== undefined);
  if (state === 'offered' && confirmBy) return texts.told.offered(training, confirmBy, reading);
  if (state === 'waiting') return texts.told.waiting(training, waitingOf(training).indexOf(signUp) + 1);
  if (state === 'refused') return texts.told.refused(training);
  return state === 'lapsed' ? texts.told.lapsed(training, reading) : undefined;
}

/** The school's leads, or to whom it falls, with who waits for their word. */
async function toApprove(training: Training, models: Models, now: Date): Promise<ToSend[]> {
  const day = models.calendar.dayOf(now);
  const awaiting = training.signUps.filter(({ state }) => state === 'awaiting');
  const perSchool = [...groupBy(awaiting, ({ school }) => school)].map(async ([school, signUps]) => {
    const staff = await models.people.ofSchool(school);
    const lead = responsibleFor('research-lead', models.catalogue.posts, staff, day);
    const names = staff.filter(({ _id }) => signUps.some(({ person }) => person === _id)).map(({ name }) => name);
    if (!lead || names.length === 0) return [];
    const key = `training:${training._id}:approve:${school}:${day}`;
    const buttons: Saying[] = [{ label: texts.buttons.approve, says: `同意报名 ${training._id}`, primary: true }];
    const text = texts.awaiting(training, names);
    return [await privately(key, lead.person._id, text, { models, now, title: training.title, buttons })];
  });
  return (await Promise.all(perSchool)).flat();
}

/** To who comes: on the eve, and on the day before it begins. */
function reminders(training: Training, { calendar }: Models, now: Date): ToSend[] {
  const today = calendar.dayOf(now);
  const first = calendar.dayOf(training.begins);
  const isEve = first === addDays(today, 1) && calendar.timeOf(now) >= EVE_FROM;
  const when = first === today ? '今天' : isEve ? '明天' : undefined;
  if (!when) return [];
  const text = texts.told.remind(training, when, { now, calendar });
  return training.signUps
    .filter(({ state }) => state === 'in')
    .map(({ person }) => ({
      key: `training:${training._id}:remind:${today}:${person}`,
      dispatch: { kind: 'private', person, content: { kind: 'text', text } },
    }));
}

/** To who waited to the end: until it begins a place may still become free. */
function missed(training: Training): ToSend[] {
  return training.signUps.flatMap(({ person, state }) => {
    if (state !== 'waiting' && state !== 'offered' && state !== 'awaiting') return [];
    const content = { kind: 'text', text: texts.told.missed(training, state) } as const;
    return [{ key: `training:${training._id}:missed:${person}`, dispatch: { kind: 'private', person, content } }];
  });
}

function room(training: Training, { calendar }: Models, now: Date): ToSend[] {
  const { postedAt } = training;
  if (postedAt && calendar.dayOf(postedAt) === calendar.dayOf(now)) return [];
  const leftMs = training.closesAt.getTime() - now.getTime();
  if (standingOf(training, now) !== 'open' || leftMs > ROOM_DAYS * DAY_MS) return [];
  const text = postTexts.stillRoom(training, { now, calendar });
  return training.posts.map((chat) => ({
    key: `training:${training._id}:room:${chat.platform}:${chat.id}`,
    dispatch: {
      kind: 'message',
      address: { to: 'chat', platform: chat.platform, chat },
      content: { kind: 'text', text },
    },
  }));
}
