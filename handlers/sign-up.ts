import { allRight } from '../config/texts/help.js';
import * as texts from '../config/texts/training.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { type Answer, signUpOf, standingOf, type TrainingHead } from '../models/training.js';
import { outside } from '../models/training-people.js';
import { askToChoose } from './choice.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';
import { hostOf, trainingNamed } from './training-named.js';

type Spoke = Omit<Asked, 'args'>;

/** 报名 3: a place, or one in the line; who is not meant is told why, and whom to ask. */
export const signUp: Handler = async (asked, models) => {
  if (!asked.args) return whichTraining(asked, '报名', await offeredTo(asked, models), texts.noneMore);
  const found = await trainingNamed(asked.args, '报名', models);
  if ('problem' in found) return here(found.problem);
  const { training } = found;
  const { speaker, school, today, now, event } = asked;
  const why = await outside(training, { person: speaker, school, today, now }, models);
  // What the roster says of somebody is no matter of a group's.
  if (why) return [{ text: texts.outside(training, why, await hostOf(training, models)), to: privatelyTo(asked) }];
  const wish = { kind: 'sign-up', person: speaker._id, school: school._id, event: event.key, now } as const;
  const answer = await models.trainings.wish(training, wish);
  // Where and when it is as it stands now: the host may have changed it in this very moment.
  return tell((await models.trainings.headOf(training._id)) ?? training, answer, asked, models);
};

/** 报名, without a number: which of those there are. In a group it is asked in words. */
export function whichTraining(asked: Asked, verb: string, heads: TrainingHead[], none: string): Say[] {
  if (heads.length === 0) return here(none);
  const choices = heads.map(({ _id, title }) => ({ label: `${_id}号 ${title}`, says: `${verb} ${_id}` }));
  return askToChoose(asked, texts.which(verb), choices, texts.howTo(verb));
}

/** The trainings somebody may sign up for and has not. */
export async function offeredTo(asked: Spoke, models: Models): Promise<TrainingHead[]> {
  const { speaker, school, today, now } = asked;
  const [heads, own] = await Promise.all([
    models.trainings.headsToCome(now),
    models.trainings.ownSignUps(speaker._id, now),
  ]);
  const open = heads.filter((head) => !own.has(head._id) && ['open', 'full'].includes(standingOf(head, now)));
  const meant = await Promise.all(
    open.map(async (head) => !(await outside(head, { person: speaker, school, today, now }, models))),
  );
  return open.filter((_, i) => meant[i]);
}

/** The trainings somebody has a place in, or waits for. */
export async function ownOf({ speaker, now }: Spoke, { trainings }: Models): Promise<TrainingHead[]> {
  const own = [...(await trainings.ownSignUps(speaker._id, now)).keys()];
  return (await Promise.all(own.map((no) => trainings.headOf(no)))).flatMap((head) => head ?? []);
}

const privatelyTo = ({ event, speaker }: Asked): Say['to'] => (event.chat.kind === 'private' ? 'here' : speaker._id);

const ofOneself =
  (kind: 'cancel' | 'confirm', verb: string): Handler =>
  async (asked, models) => {
    if (!asked.args) return whichTraining(asked, verb, await ownOf(asked, models), texts.noneOfYours);
    const found = await trainingNamed(asked.args, verb, models);
    if ('problem' in found) return here(found.problem);
    const { speaker, now, event } = asked;
    const answer = await models.trainings.wish(found.training, { kind, person: speaker._id, event: event.key, now });
    // With the places as they are now: the wish itself may have changed them.
    return tell((await models.trainings.headOf(found.training._id)) ?? found.training, answer, asked, models);
  };

/** 取消报名 3 */
export const cancelSignUp = ofOneself('cancel', '取消报名');
/** 确认 3: takes the place that was offered from the waiting list. */
export const confirmSignUp = ofOneself('confirm', '确认');

/** The places that are held for somebody; the one this very event has taken, should it run a second time. */
export async function heldFor({ speaker, now, event }: Spoke, { trainings }: Models): Promise<TrainingHead[]> {
  const own = [...(await trainings.ownSignUps(speaker._id, now))];
  const held = own.filter(([, { state, last }]) => state === 'offered' || last.event === event.key);
  return (await Promise.all(held.map(([no]) => trainings.headOf(no)))).flatMap((head) => head ?? []);
}

/** 确认, without a number: takes the place that is held for them; of several it is asked which. Undefined where none is. */
export async function takeHeld(asked: Asked, models: Models): Promise<Say[] | undefined> {
  const held = await heldFor(asked, models);
  const [only] = held;
  if (!only) return undefined;
  if (held.length > 1) return whichTraining(asked, '确认', held, texts.noneOfYours);
  return confirmSignUp({ ...asked, args: `${only._id}` }, models);
}

/** 知道了 [3]: has read that time or place have changed; without a number, of every training of theirs. */
export const readNotice: Handler = async (asked, models) => {
  const { args, speaker, now, event } = asked;
  const read = (training: TrainingHead) =>
    models.trainings.wish(training, { kind: 'read', person: speaker._id, event: event.key, now });
  if (args) {
    const found = await trainingNamed(args, '知道了', models);
    if ('problem' in found) return here(found.problem);
    const answer = await read(found.training);
    return answer.is === 'done' ? here(texts.read(found.training)) : tell(found.training, answer, asked, models);
  }
  const unread = await unreadOf(speaker._id, now, models);
  await Promise.all(unread.map(read));
  if (unread.length > 0) return here(unread.map(texts.read).join('\n'));
  // Said out of courtesy; in a group nobody needs an answer to it.
  return event.chat.kind === 'private' ? here(allRight) : [];
};

const unreadOf = async (person: PersonId, now: Date, { trainings }: Models): Promise<TrainingHead[]> => {
  const own = [...(await trainings.ownSignUps(person, now))];
  const heads = await Promise.all(own.map(([no]) => trainings.headOf(no)));
  return heads.flatMap((head, i) => (head?.notice && head.notice.no !== own[i]?.[1].read ? [head] : []));
};

/** 替换 3 王五: somebody of the same school comes instead. */
export const substitute: Handler = async (asked, models) => {
  const found = await trainingNamed(asked.args, '替换', models);
  if ('problem' in found) return here(found.problem);
  const { training, rest } = found;
  if (!rest) return here(texts.howTo('替换'));
  const { speaker, school, today, now, event } = asked;
  const own = signUpOf((await models.trainings.byNo(training._id)) ?? { signUps: [] }, speaker._id);
  if (own?.state !== 'in' && own?.last.event !== event.key)
    return tell(training, { is: 'no', why: 'not-in' }, asked, models);
  const who = halfWidth(rest);
  const staff = await models.people.ofSchool(school._id);
  const meant = staff.filter(({ _id, name }) => _id === who || name === who);
  const [other] = meant;
  if (!other || meant.length > 1 || other._id === speaker._id) return here(texts.notInSchool(who));
  if (await outside(training, { person: other, school, today, now }, models))
    return here(texts.theyAreOutside(other.name, await hostOf(training, models)));
  const wish = { kind: 'substitute', person: speaker._id, by: other._id, event: event.key, now } as const;
  const answer = await models.trainings.wish(training, wish);
  if (answer.is === 'substituted') return here(texts.substituted(training, other.name));
  if (answer.is === 'busy') return here(texts.theyAreBusy(other.name, await called(answer.with, models)));
  return tell(training, answer, asked, models);
};

const called = async (no: number, { trainings }: Models): Promise<Pick<TrainingHead, '_id' | 'title'>> =>
  (await trainings.headOf(no)) ?? { _id: no, title: '' };

async function tell(training: TrainingHead, answer: Answer, asked: Asked, models: Models): Promise<Say[]> {
  if (answer.is === 'busy') return here(texts.busy(training, await called(answer.with, models)));
  const text = texts.answered(training, answer, { now: asked.now, calendar: models.calendar });
  const buttons = asked.now < training.begins ? buttonsOf(training, answer) : [];
  if (buttons.length === 0) return here(text);
  const blocks = [
    { kind: 'text' as const, text },
    { kind: 'buttons' as const, buttons },
  ];
  return inCard(asked, text, { title: training.title, blocks }, models);
}

/** What can be done about a sign-up as it stands, until it begins. */
function buttonsOf({ _id }: TrainingHead, answer: Answer) {
  const as = answer.is === 'already' ? answer.as : answer;
  const cancel = { label: texts.buttons.cancel, says: `取消报名 ${_id}` };
  if (as.is === 'offered')
    return [{ label: texts.buttons.confirm, says: `确认 ${_id}`, primary: true as const }, cancel];
  return as.is === 'in' || as.is === 'waiting' || as.is === 'awaiting' ? [cancel] : [];
}
