import * as texts from '../config/texts/collection.js';
import { type Collection, isTaking, tallyShown } from '../models/collection.js';
import type { Address, Block, CardView, Content } from '../models/message.js';
import type { Models } from '../models/models.js';
import { collectionPostKey, type Dispatch } from '../models/outbox.js';
import type { Person } from '../models/person.js';
import { ANYBODY, PRESS_MS, type Saying } from '../models/press-token.js';
import type { Bots, Composed } from './compose.js';

const drop = (why: string): Composed => ({ kind: 'drop', why });

/** More options are no row of buttons. */
const MOST_BUTTONS = 8;

/** A collection as it stands in a group, with how many have answered; where it stands there already, in place of that. */
export async function composeCollectionPost(
  { collection: no, chat, again }: Extract<Dispatch, { kind: 'collection-post' }>,
  models: Models,
  bots: Bots,
  now: Date,
): Promise<Composed> {
  const collection = await models.collections.byNo(no);
  if (!collection || collection.state === 'draft') return drop('no-collection');
  const { platform } = chat;
  const bot = bots.get(platform);
  const answerable = !bot?.sendOnly;
  if (!again) {
    if (!isTaking(collection, now)) return drop('over');
    const content = await postOf(collection, answerable, models, now);
    return { kind: 'message', address: { to: 'chat', platform, chat }, content };
  }
  const card = bot?.changesPosts && (await models.outbox.messageOf(collectionPostKey(no, chat), chat));
  if (!card) return drop('no-post');
  const address: Address = { to: 'post', platform, chat, card };
  return { kind: 'message', address, content: await postOf(collection, answerable, models, now) };
}

async function postOf(collection: Collection, canAnswer: boolean, models: Models, now: Date): Promise<Content> {
  const open = isTaking(collection, now);
  const body = await bodyOf(collection, models, now);
  const title = texts.postTitle(collection);
  const how = open ? `\n${texts.howToAnswer(collection, canAnswer)}` : '';
  const text = `${title}（${collection._id}号）\n${body}${how}`;
  if (!canAnswer) return { kind: 'text', text };
  // By when it closes, not from now on: the same post sent again after a crash is the same message.
  const until = new Date(collection.closesAt.getTime() + PRESS_MS);
  const card = { title, blocks: blocksOf(collection, body, open) };
  return { kind: 'card', text, card: await models.pressTokens.sign(card, ANYBODY, until) };
}

async function bodyOf(collection: Collection, { collections, calendar }: Models, now: Date): Promise<string> {
  const answers = await collections.answersOf(collection._id);
  const tally = answers.length > 0 && !collection.anonymous ? texts.tallyText(tallyShown(collection, answers)) : '';
  const standing = { count: answers.length, tally, isTaking: isTaking(collection, now) };
  return texts.postBody(collection, standing, { now, calendar });
}

function blocksOf(collection: Collection, body: string, open: boolean): Block<Saying>[] {
  const text = { kind: 'text' as const, text: body };
  return open ? [text, { kind: 'buttons', buttons: buttonsOf(collection) }] : [text];
}

/** A button for each option where one choice is all that has to be answered; else one that asks for the rest in private. */
function buttonsOf(collection: Collection): Saying[] {
  const { _id, fields } = collection;
  const choice = texts.choiceOf(collection);
  if (choice && choice.options.length <= MOST_BUTTONS)
    return choice.options.map((option) => ({ label: option, says: `接龙 ${_id} ${choice.label}：${option}` }));
  const asks = fields.some(({ required }) => required);
  return [{ label: asks ? texts.buttons.fill : texts.buttons.join, says: `接龙 ${_id}`, primary: true }];
}

/** To one person: that it waits for them, unless they have answered since, or it is over. */
export async function composeCollectionAsk(
  { collection: no, day }: Extract<Dispatch, { kind: 'collection-ask' }>,
  { person, address }: { person: Person; address: Address },
  models: Models,
  now: Date,
): Promise<Composed> {
  const collection = await models.collections.byNo(no);
  if (!collection || !isTaking(collection, now)) return drop('over');
  if (person.endedOn) return drop('left');
  if (day && models.calendar.dayOf(now) !== day) return drop('stale');
  if ((await models.collections.settled(no)).has(person._id)) return drop('done');
  const reading = { now, calendar: models.calendar };
  const host = (await models.people.byId(collection.by))?.name ?? collection.by;
  const isAsked = !day || collection.anonymous;
  const body = isAsked ? await bodyOf(collection, models, now) : texts.remind(collection, host, reading);
  const text = isAsked ? texts.askOne(collection, body) : body;
  const card: CardView<Saying> = { title: texts.postTitle(collection), blocks: blocksOf(collection, body, true) };
  const until = new Date(collection.closesAt.getTime() + PRESS_MS);
  return {
    kind: 'message',
    address,
    content: { kind: 'card', text, card: await models.pressTokens.sign(card, person._id, until) },
  };
}
