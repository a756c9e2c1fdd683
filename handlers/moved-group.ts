import { createHash } from 'node:crypto';
import * as texts from '../config/texts/bind.js';
import type { Group } from '../models/group.js';
import type { Models } from '../models/models.js';
import { mayBind } from './bind.js';
import { nameOf } from './group.js';
import { type Asked, type Handler, here, type Say } from './handler.js';

/**
 * A group nobody has bound that is called like one somebody has: where ids of chats change with a login, it may be that
 * one. A name proves nothing, so it is asked, once a group, when somebody who may bind it speaks there. Of a bound group
 * the name is kept.
 */
export async function askWhetherMoved(asked: Omit<Asked, 'args'>, models: Models): Promise<Say[]> {
  const { event } = asked;
  const { chat, chatName } = event;
  const { groups } = models;
  if (chat.kind !== 'group' || chatName === undefined) return [];
  if (await groups.scopeOf(chat)) {
    await groups.named(chat, chatName);
    return [];
  }
  const theirs = (await groups.alike(chat, chatName)).filter(({ scope }) => mayBind(asked, scope));
  const offers: { scope: string; code: string }[] = [];
  for (const group of theirs) {
    if (await groups.offer(group, chat, event.key))
      offers.push({ scope: await nameOf(group.scope, models), code: codeOf(group, chat.id) });
  }
  return offers.length > 0 ? here(texts.whetherMoved(chatName, offers)) : [];
}

/** 换群 CODE: this group is the one it was asked about, which ends under its old id. */
export const moveGroup: Handler = async (asked, models) => {
  const { event, args, now, speaker, rights } = asked;
  const { chat, chatName } = event;
  if (chat.kind !== 'group') return here(texts.groupOnly);
  if (!rights.has('bind-groups')) return here(texts.mayNotBindGroup);
  const offered = await models.groups.offeredIn(chat);
  const group = offered.find((each) => codeOf(each, chat.id) === args.trim().toUpperCase());
  if (!group) return here(texts.noSuchMove);
  if (!mayBind(asked, group.scope)) return here(texts.mayNotBindThat(asked.school.name));
  await models.groups.bind(chat, group.scope, speaker._id, now);
  if (chatName !== undefined) await models.groups.named(chat, chatName);
  await models.groups.replaced(group, now);
  return here(texts.groupMoved(await nameOf(group.scope, models)));
};

/** No 0 O 1 I L U, as in the codes that bind accounts. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 4;

/** Which group is meant; no secret, for who may bind is asked as well. The same for the same two. */
const codeOf = ({ _id }: Pick<Group, '_id'>, chat: string): string =>
  [...createHash('sha256').update(`${_id} ${chat}`).digest().subarray(0, LENGTH)]
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join('');
