import * as told from '../config/texts/training.js';
import * as texts from '../config/texts/training-host.js';
import * as postTexts from '../config/texts/training-post.js';
import type { Models } from '../models/models.js';
import { quietMs } from '../models/nag.js';
import { type ToSend, trainingPostKey } from '../models/outbox.js';
import { postingOf } from '../models/posting.js';
import { PRESS_MS } from '../models/press-token.js';
import { type Answer, isLiving, spanOf, type Training, type TrainingHead } from '../models/training.js';
import { audienceOf } from '../models/training-people.js';
import { type Asked, type Handler, here } from './handler.js';
import { postedWhere } from './posting.js';
import { mayNotRun, notTaken, showDraft } from './training.js';
import { trainingNamed } from './training-named.js';
import { linesOf, readLines } from './training-template.js';

/** 发布 3: it can be signed up for, and stands in the groups of whom it is for. */
export const publishTraining: Handler = async (asked, models) => {
  const found = await ofHost(asked, '发布', models);
  if ('problem' in found) return here(found.problem);
  const { training } = found;
  const meant = await audienceOf(training, asked, models);
  const schools = meant.map(({ school }) => school);
  const posting = await postingOf(training.audience, schools, models);
  const { event, now } = asked;
  const posts = posting.groups.map(({ chat }) => chat);
  const afterMs = quietMs(now, models);
  const postedAt = new Date(now.getTime() + afterMs);
  const answer = await models.trainings.wish(training, { kind: 'publish', posts, postedAt, event: event.key, now });
  if (answer.is !== 'done') return here(whyNot(training, answer, asked, models));
  await models.outbox.enqueue(
    posts.map((chat) => ({
      key: trainingPostKey(training._id, chat),
      dispatch: { kind: 'training-post', training: training._id, chat },
      afterMs,
    })),
    now,
  );
  return here(texts.published(training, postedWhere(posting, schools), afterMs > 0));
};

/** 停止报名 3 */
export const closeTraining: Handler = async (asked, models) => {
  const found = await ofHost(asked, '停止报名', models);
  if ('problem' in found) return here(found.problem);
  const { training } = found;
  const answer = await models.trainings.wish(training, { kind: 'close', event: asked.event.key, now: asked.now });
  return here(answer.is === 'done' ? texts.closed(training) : whyNot(training, answer, asked, models));
};

/** 取消培训 3: whoever signed up is told by the job, the groups it stands in at once. */
export const callOffTraining: Handler = async (asked, models) => {
  const found = await ofHost(asked, '取消培训', models);
  if ('problem' in found) return here(found.problem);
  const { training } = found;
  const { event, now } = asked;
  const answer = await models.trainings.wish(training, { kind: 'call-off', event: event.key, now });
  if (answer.is !== 'done') return here(whyNot(training, answer, asked, models));
  const content = { kind: 'text', text: postTexts.calledOff(training) } as const;
  await models.outbox.enqueue(
    training.posts.map((chat) => ({
      key: `training:${training._id}:called-off:${chat.platform}:${chat.id}`,
      dispatch: { kind: 'message', address: { to: 'chat', platform: chat.platform, chat }, content },
      afterMs: quietMs(now, models),
    })),
    now,
  );
  return here(texts.calledOff(training));
};

/** 改培训 3 名额：80: nobody loses a place by it; of another time or place whoever signed up is told. */
export const changeTraining: Handler = async (asked, models) => {
  const found = await ofHost(asked, '改培训', models);
  if ('problem' in found) return here(found.problem);
  const { training, rest } = found;
  const { now, today, event } = asked;
  const lines = linesOf(rest);
  if (Object.keys(lines).length === 0) return [...here(texts.howToChange), ...notTaken(rest)];
  const { change, problems } = await readLines(lines, { now, today, begins: training.begins }, models);
  const { begins } = { begins: training.begins, ...(change.sessions && spanOf(change.sessions)) };
  if ((change.closesAt ?? training.closesAt) > begins) problems.push(texts.deadlineBehind);
  if (problems.length > 0) return [...here(texts.notChanged(training, problems)), ...notTaken(rest)];
  const answer = await models.trainings.wish(training, { kind: 'change', change, event: event.key, now });
  if (answer.is !== 'done') return here(whyNot(training, answer, asked, models));
  const changed = await models.trainings.byNo(training._id);
  if (!changed) return here(whyNot(training, answer, asked, models));
  if (changed.state === 'draft') return [...(await showDraft(changed, asked, models)), ...notTaken(rest)];
  const count = changed.notice?.event === event.key ? await tellMoved(changed, asked, models) : { told: 0, clash: 0 };
  return [...here(texts.changed(changed, { ...count, now, calendar: models.calendar })), ...notTaken(rest)];
};

/** Tells everybody who has signed up where and when it is now; answers how many, and how many have another then. */
async function tellMoved(training: Training, { now }: Asked, models: Models): Promise<{ told: number; clash: number }> {
  const clashes = await models.trainings.clashes(training);
  const until = new Date(now.getTime() + PRESS_MS);
  const buttons = [{ label: told.buttons.read, says: `知道了 ${training._id}`, primary: true as const }];
  const messages = training.signUps.filter(isLiving).map(async ({ person }): Promise<ToSend> => {
    const other = clashes.get(person);
    const otherHead = other === undefined ? undefined : await models.trainings.headOf(other);
    const text = told.told.moved(training, otherHead, { now, calendar: models.calendar });
    const blocks = [
      { kind: 'text' as const, text },
      { kind: 'buttons' as const, buttons },
    ];
    const card = await models.pressTokens.sign({ title: training.title, blocks }, person, until);
    return {
      key: `training:${training._id}:notice:${training.notice?.no}:${person}`,
      dispatch: { kind: 'private', person, content: { kind: 'card', text, card } },
      afterMs: quietMs(now, models),
    };
  });
  await models.outbox.enqueue(await Promise.all(messages), now);
  return { told: messages.length, clash: clashes.size };
}

async function ofHost(
  asked: Asked,
  verb: string,
  models: Models,
): Promise<{ training: TrainingHead; rest: string } | { problem: string }> {
  const refused = mayNotRun(asked);
  return refused ? { problem: refused } : trainingNamed(asked.args, verb, models);
}

const whyNot = (training: TrainingHead, answer: Answer, { now }: Asked, { calendar }: Models): string =>
  told.answered(training, answer, { now, calendar });
