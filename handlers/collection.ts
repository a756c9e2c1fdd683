import * as told from '../config/texts/collection.js';
import * as texts from '../config/texts/collection-host.js';
import { dateText } from '../config/texts/format.js';
import { type Collection, isTaking } from '../models/collection.js';
import { askedBy, postingFor } from '../models/collection-audience.js';
import { reminderDay } from '../models/collection-days.js';
import { laneOf } from '../models/inbox.js';
import type { Models } from '../models/models.js';
import { quietMs } from '../models/nag.js';
import { collectionPostKey, type ToSend } from '../models/outbox.js';
import type { Saying } from '../models/press-token.js';
import { burdenOn } from './collection-burden.js';
import { collectionNamed, reachesCounty, readCollection, readDeadline } from './collection-template.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';
import { postedWhere } from './posting.js';

/** Whoever may bind a group may ask it something; so may who runs trainings. */
export const mayCollect = ({ rights }: Pick<Asked, 'rights'>): boolean =>
  rights.has('bind-groups') || rights.has('run-trainings');

/** A sentence where somebody may not collect, or not here: the answers hold names. */
function refusal(asked: Asked): string | undefined {
  if (!mayCollect(asked)) return texts.mayNot;
  return asked.event.chat.kind === 'group' ? texts.onlyPrivately : undefined;
}

/** Whether a collection is somebody's to look after: they made it, host the training whose people it asks, or look after all of the county's. */
export async function isHost(
  { by, audience }: Pick<Collection, 'by' | 'audience'>,
  asked: Pick<Asked, 'speaker' | 'rights'>,
  { trainings }: Pick<Models, 'trainings'>,
): Promise<boolean> {
  if (by === asked.speaker._id || (mayCollect(asked) && reachesCounty(asked))) return true;
  return 'training' in audience && (await trainings.headOf(audience.training))?.host === asked.speaker._id;
}

/** 收集 午餐, with a line for what is asked: shown as it would be posted, and to whom; nothing is posted yet. */
export async function draftCollection(asked: Asked, models: Models): Promise<Say[]> {
  const refused = refusal(asked);
  if (refused) return here(refused);
  if (!asked.args.includes('\n')) return here(texts.howTo);
  const { title, note, fields, known, notAsked, closesAt, audience, problems } = await readCollection(asked, models);
  if (problems.length > 0 || !closesAt || !audience) return here(texts.problems(problems));
  const collection = await models.collections.make({
    ...{ title, note, fields, known, audience, closesAt },
    by: asked.speaker._id,
    state: 'draft',
    event: asked.event.key,
    madeAt: asked.now,
  });
  return showDraft(collection, notAsked, asked, models);
}

async function showDraft(collection: Collection, notAsked: string[], asked: Asked, models: Models): Promise<Say[]> {
  const { now, today } = asked;
  const { calendar } = models;
  const meant = await askedBy(collection, asked, models);
  const schools = meant.map(({ school }) => school);
  const posting = await postingFor(collection, schools, models, !reachesCounty(asked));
  const reminder = reminderDay(collection.closesAt, today, calendar);
  const text = texts.drafted(
    collection,
    {
      asks: told.asksOf(collection),
      notAsked,
      people: meant.reduce((sum, { people }) => sum + people.length, 0),
      schools: schools.length,
      where: postedWhere(posting, schools),
      burden: await burdenOn(posting.groups, schools, today, models),
      rests: calendar.kindOf(calendar.dayOf(collection.closesAt)) === 'off',
      reminder: reminder && dateText(reminder),
    },
    { now, calendar },
  );
  const buttons: Saying[] = [
    { label: texts.buttons.publish, says: `发布收集 ${collection._id}`, primary: true },
    { label: texts.buttons.cancel, says: `取消收集 ${collection._id}` },
  ];
  const blocks = [
    { kind: 'text' as const, text },
    { kind: 'buttons' as const, buttons },
  ];
  return inCard(asked, text, { title: collection.title, blocks }, models);
}

/** A collection somebody looks after, and what stands behind its number; a sentence where it is none, or not theirs. */
async function hosted(
  asked: Asked,
  models: Models,
): Promise<{ collection: Collection; rest: string } | { problem: string }> {
  const refused = refusal(asked);
  if (refused) return { problem: refused };
  const found = await collectionNamed(asked.args, models);
  if ('no' in found) return { problem: told.noSuch(found.no) };
  const { collection } = found;
  if (!(await isHost(collection, asked, models)))
    return { problem: texts.notYours(collection, await nameOf(collection, models)) };
  return collection.state === 'cancelled' ? { problem: texts.isCancelled(collection) } : found;
}

/** Who made it, by name. */
export const nameOf = async ({ by }: Pick<Collection, 'by'>, { people }: Models): Promise<string> =>
  (await people.byId(by))?.name ?? by;

/** 发布收集 5: it takes answers, and stands in its groups; a training's people are asked one by one. */
export const publishCollection: Handler = async (asked, models) => {
  const found = await hosted(asked, models);
  if ('problem' in found) return here(found.problem);
  return publish(found.collection, asked, models);
};

/** 发布, alone: the draft one has made last. Without one it is another's word. */
export const publishLast =
  (otherwise: Handler): Handler =>
  async (asked, models) => {
    const [last] = await models.collections.madeBy(asked.speaker._id);
    if (last?.state === 'draft' && !refusal(asked)) return publish(last, asked, models);
    const isTrainer = asked.rights.has('run-trainings');
    return mayCollect(asked) && !isTrainer ? here(texts.nothingToPublish) : otherwise(asked, models);
  };

async function publish({ _id }: Collection, asked: Asked, models: Models): Promise<Say[]> {
  const { now } = asked;
  const collection = await models.collections.byNo(_id);
  if (!collection) return here(told.noSuch(_id));
  if (collection.closesAt <= now) return here(texts.isOver(collection));
  const meant = await askedBy(collection, asked, models);
  const schools = meant.map(({ school }) => school);
  const posting = await postingFor(collection, schools, models, !reachesCounty(asked));
  const chats = posting.groups.map(({ chat }) => chat);
  // Where it was posted before, it is still told of what changes.
  const before = collection.posts.filter((chat) => !chats.some((each) => laneOf(each) === laneOf(chat)));
  const posts = [...before, ...chats];
  await models.collections.change(_id, { state: 'open', posts, postedAt: collection.postedAt ?? now });
  const afterMs = quietMs(now, models);
  const people = 'training' in collection.audience ? meant.flatMap((each) => each.people) : [];
  const messages: ToSend[] = [
    ...chats.map(
      (chat): ToSend => ({
        key: collectionPostKey(_id, chat),
        dispatch: { kind: 'collection-post', collection: _id, chat },
        afterMs,
      }),
    ),
    ...people.map(
      ({ _id: person }): ToSend => ({
        key: `collection:${_id}:ask:${person}`,
        dispatch: { kind: 'collection-ask', collection: _id, person },
        afterMs,
      }),
    ),
  ];
  await models.outbox.enqueue(messages, now);
  return here(
    texts.published(collection, { where: postedWhere(posting, schools), people: people.length, later: afterMs > 0 }),
  );
}

/** 停止收集 5 */
export const closeCollection: Handler = async (asked, models) => {
  const found = await hosted(asked, models);
  if ('problem' in found) return here(found.problem);
  const { collection } = found;
  if (collection.state === 'draft') return here(told.notOpen(collection));
  await models.collections.change(collection._id, { state: 'closed', listed: true });
  return here(texts.closed(collection));
};

/** 取消收集 5: the groups it stands in are told. */
export const callOffCollection: Handler = async (asked, models) => {
  const found = await hosted(asked, models);
  if ('problem' in found) return here(found.problem);
  const { collection } = found;
  await models.collections.change(collection._id, { state: 'cancelled' });
  const { now } = asked;
  const content = { kind: 'text', text: told.calledOff(collection) } as const;
  await models.outbox.enqueue(
    collection.posts.map((chat) => ({
      key: `${collectionPostKey(collection._id, chat)}:called-off`,
      dispatch: { kind: 'message', address: { to: 'chat', platform: chat.platform, chat }, content },
      afterMs: quietMs(now, models),
    })),
    now,
  );
  return here(texts.calledOff(collection));
};

/** 改收集 5 截止：周六 12:00: what was answered stays; what is asked cannot change any more. */
export const changeCollection: Handler = async (asked, models) => {
  const found = await hosted(asked, models);
  if ('problem' in found) return here(found.problem);
  const { collection, rest } = found;
  const [, label, value = ''] = /^(名称|说明|截止)\s*[:：]\s*([\s\S]+)$/.exec(rest) ?? [];
  if (!label) return here(texts.howToChange);
  const deadline = label === '截止' ? readDeadline(value, asked, models) : undefined;
  if (typeof deadline === 'string') return here(deadline);
  // Also of one that was open when it was read: the clock may have closed it since.
  const change = deadline
    ? { closesAt: deadline, ...(collection.state !== 'draft' && { state: 'open' as const }) }
    : label === '名称'
      ? { title: value.trim().slice(0, 30) }
      : { note: value.trim().slice(0, 300) };
  const changed = await models.collections.change(collection._id, change);
  if (!changed) return here(told.noSuch(collection._id));
  return changed.state === 'draft'
    ? showDraft(changed, [], asked, models)
    : here(texts.changed(changed, { now: asked.now, calendar: models.calendar }));
};

/** How a collection stands, in a word or two. */
export const standing = (collection: Collection, { now }: Asked, { calendar }: Models): string =>
  texts.stateText(collection, isTaking(collection, now), { now, calendar });
