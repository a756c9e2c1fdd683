import * as texts from '../config/texts/training.js';
import type { Models } from '../models/models.js';
import {
  type Answer,
  heldOf,
  isLiving,
  type SignUp,
  type Standing,
  signUpOf,
  standingOf,
  type TrainingHead,
} from '../models/training.js';
import { outside } from '../models/training-people.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { hereInParts } from './parts.js';
import { attachedTo } from './training-material.js';
import { hostOf, mayRun, trainingNamed } from './training-named.js';

/** 培训: what there is for whoever asks, and how they stand with it. 培训 3: one of them closer. */
export const listTrainings: Handler = async (asked, models) => {
  if (asked.args !== '') return oneTraining(asked, models);
  const { speaker, now } = asked;
  const isGroup = asked.event.chat.kind === 'group';
  const [heads, own] = await Promise.all([
    models.trainings.headsToCome(now),
    isGroup ? new Map<number, SignUp>() : models.trainings.ownSignUps(speaker._id, now),
  ]);
  const all = await Promise.all(
    heads.map(async (training) => {
      const signUp = own.get(training._id);
      const shows = signUp ? training.state !== 'cancelled' : await isOffered(training, asked, models);
      if (!shows) return [];
      return [{ training, standing: standingOf(training, now), own: signUp && asTold(signUp) }];
    }),
  );
  const lines = all.flat();
  return here(lines.length > 0 ? texts.list(lines, { now, calendar: models.calendar }) : texts.none);
};

/** Whether it is shown to somebody who has not signed up: in a group to all, for the group stands for many. */
async function isOffered(training: TrainingHead, asked: Asked, models: Models): Promise<boolean> {
  const { event, speaker, school, now, today } = asked;
  const standing = standingOf(training, now);
  if (mayRun(training, asked) && event.chat.kind === 'private') return standing !== 'cancelled';
  if (standing !== 'open' && standing !== 'full') return false;
  return event.chat.kind === 'group' || !(await outside(training, { person: speaker, school, now, today }, models));
}

/** How somebody stands, without their place in the line: that is told with the training itself. */
function asTold(signUp: SignUp, line = 0): Answer {
  if (signUp.state === 'offered' && signUp.confirmBy) return { is: 'offered', confirmBy: signUp.confirmBy };
  if (signUp.state === 'waiting') return { is: 'waiting', line, ofSchool: false };
  return signUp.state === 'awaiting' ? { is: 'awaiting' } : { is: 'in' };
}

async function oneTraining(asked: Asked, models: Models): Promise<Say[]> {
  const found = await trainingNamed(asked.args, '培训', models);
  if ('problem' in found) return here(found.problem);
  const training = await models.trainings.byNo(found.training._id);
  if (!training || (training.state === 'draft' && !mayRun(training, asked)))
    return here(texts.noSuch(found.training._id));
  const { now, speaker, event, school, rights } = asked;
  const reading = { now, calendar: models.calendar };
  const standing = standingOf(training, now);
  const about = texts.about(training, standing, reading);
  if (event.chat.kind === 'group') return here([about, ...texts.invitation(training, standing)].join('\n'));
  const signUp = signUpOf(training, speaker._id);
  const line = training.signUps.filter(({ state, seq }) => state === 'waiting' && seq <= (signUp?.seq ?? 0)).length;
  const isHost = mayRun(training, asked);
  const own =
    signUp && isLiving(signUp)
      ? [texts.yours(training, asTold(signUp, line), reading)]
      : await invited(training, standing, asked, models);
  const seen = training.signUps.filter((each) => isLiving(each) && (isHost || each.school === school._id));
  const names = isHost || rights.has('act-for') ? await namesIn(seen, models) : undefined;
  const unread = isHost && training.notice ? heldOf(training).filter(({ read }) => read !== training.notice?.no) : [];
  const notRead = unread.length > 0 ? texts.unread((await namesIn(unread, models)).all) : undefined;
  const lists = names ? texts.names(names, { withSchool: isHost, hasBegun: now >= training.begins }) : undefined;
  const isIn = signUp?.state === 'in';
  const more = isHost || isIn ? await attachedTo(training, isHost, asked, models) : [];
  const text = [about, ...own, ...more, lists, notRead].filter((each) => each !== undefined).join('\n');
  return hereInParts(text);
}

/** How to sign up, for who may; for anybody else why not. Whoever looks after it is not told of themselves. */
async function invited(training: TrainingHead, standing: Standing, asked: Asked, models: Models): Promise<string[]> {
  const invitation = texts.invitation(training, standing);
  if (invitation.length === 0) return [];
  const { speaker: person, school, now, today } = asked;
  const why = await outside(training, { person, school, now, today }, models);
  if (!why) return invitation;
  return mayRun(training, asked) ? [] : [texts.outside(training, why, await hostOf(training, models))];
}

/** Who is among some sign-ups, by how they stand. */
async function namesIn(signUps: readonly SignUp[], { people, schools }: Models) {
  const [known, all] = await Promise.all([people.byIds(signUps.map(({ person }) => person)), schools.all()]);
  const nameOf = new Map(known.map(({ _id, name }) => [_id, name]));
  const schoolOf = new Map(all.map(({ _id, name }) => [_id, name]));
  const called = ({ person, school }: SignUp): { name: string; school: string } => ({
    name: nameOf.get(person) ?? person,
    school: schoolOf.get(school) ?? school,
  });
  const inOrder = signUps.toSorted((a, b) => a.seq - b.seq);
  const those = (...states: SignUp['state'][]) => inOrder.filter(({ state }) => states.includes(state)).map(called);
  return {
    all: inOrder.map(called),
    held: those('in'),
    offered: those('offered'),
    waiting: those('waiting'),
    awaiting: those('awaiting'),
  };
}
