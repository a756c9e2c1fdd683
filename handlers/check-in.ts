import * as texts from '../config/texts/check-in.js';
import type { Ticking } from '../models/attendance.js';
import type { CodeFor, Half } from '../models/check-in-code.js';
import type { Models } from '../models/models.js';
import { CLOSES_AFTER_MS, OPENS_BEFORE_MS, openSessions } from '../models/roll-call.js';
import { heldOf, type Training } from '../models/training.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here } from './handler.js';

/** 签到 483920, 签退 483920: the code on the screen says which training, session and end of it is meant. */
export const checkIn: Handler = async (asked, models) => {
  const typed = /(?<!\d)\d{6}(?!\d)/.exec(halfWidth(asked.args).replaceAll(/\s/g, ''))?.[0];
  if (!typed) return here(texts.howTo);
  const { speaker, event, now } = asked;
  // By the moment of sending: what waited for us is no less in time.
  const at = event.sentAt ?? now;
  const trainings = await models.trainings.heldBetween(
    new Date(at.getTime() - CLOSES_AFTER_MS),
    new Date(at.getTime() + OPENS_BEFORE_MS),
  );
  const redeemed = await models.checkInCodes.redeem(typed, codesOf(trainings, at), { by: speaker._id, at });
  if (redeemed.kind === 'refused') return here(texts.tooMany(minutesUntil(redeemed.until, at)));
  if (redeemed.kind === 'wrong') return here(texts.wrongCode);
  const training = trainings.find(({ _id }) => _id === redeemed.of.training);
  return training ? seen(training, redeemed.of, at, asked, models) : here(texts.wrongCode);
};

const minutesUntil = (until: Date, at: Date): number =>
  Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 60_000));

/** Everything a code may stand for at an instant. */
const codesOf = (trainings: readonly Training[], at: Date): CodeFor[] =>
  trainings.flatMap(({ _id, sessions }) =>
    openSessions(sessions, at).flatMap((session) =>
      (['in', 'out'] satisfies Half[]).map((half) => ({ training: _id, session, half })),
    ),
  );

async function seen(training: Training, { session, half }: CodeFor, at: Date, { speaker }: Asked, models: Models) {
  const person = speaker._id;
  const before = await models.attendances.row(training._id, session, person);
  const isExpected = before !== undefined || heldOf(training).some((each) => each.person === person);
  if (!isExpected) return here(texts.notOnList(training));
  const time = (when: Date): string => models.calendar.timeOf(when);
  const earlier = before?.[half];
  // The same message worked again after a crash is answered the same.
  if (earlier && earlier.at.getTime() !== at.getTime()) return here(texts.already(training, half, time(earlier.at)));
  const ticking: Ticking = { session, person, tick: half, on: true, at, how: 'code', by: person };
  await models.attendances.tick(training._id, [ticking]);
  return here(half === 'out' && !before?.in ? texts.outOnly(training, time(at)) : texts.done(training, half, time(at)));
}
