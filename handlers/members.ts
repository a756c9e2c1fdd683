import * as texts from '../config/texts/members.js';
import type { Chat } from '../models/event.js';
import type { Models } from '../models/models.js';
import { type Asked, type Handler, here } from './handler.js';

/** A school has a group or two. */
const MOST_GROUPS = 5;

/**
 * 群成员: a group's members against the roster, told privately. In a group that one, in private those of the own school.
 * The platform is asked when the answer is due to be sent (`jobs/deliver.ts`).
 */
export const members: Handler = async (asked, models) => {
  const { event, speaker, rights, now } = asked;
  if (!rights.has('bind-groups')) return here(texts.mayNotAsk);
  const chats = await groupsMeant(asked, models);
  if (chats.length === 0) return here(texts.groupFirst);
  await models.outbox.enqueue(
    chats.map((chat, index) => ({
      key: `members:${event.key}:${index}`,
      dispatch: { kind: 'members', person: speaker._id, chat },
    })),
    now,
  );
  return here(event.chat.kind === 'group' ? texts.asking : texts.askingPrivately(chats.length));
};

/** Groups of other schools, of a cluster or the county are for those who see the county. */
async function groupsMeant({ event, speaker, rights }: Asked, { groups }: Models): Promise<Chat[]> {
  if (event.chat.kind === 'private')
    return (await groups.chatsOf({ kind: 'school', school: speaker.school })).slice(0, MOST_GROUPS);
  const scope = await groups.scopeOf(event.chat);
  const isOwn = scope?.kind === 'school' && scope.school === speaker.school;
  return isOwn || (scope && rights.has('see-county')) ? [event.chat] : [];
}
