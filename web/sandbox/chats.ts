import { BOT_NAME } from '../../bots/sandbox/parse.js';
import { privateChat } from '../../bots/sandbox/private-chat.js';
import type { SandboxDeps, SandboxGroup } from './deps.js';
import { asMessage } from './view.js';
import type { ChatView } from './wire.js';

/** The chats a person sees: the private one with the bot first, then the groups. */
export async function chatsOf(
  person: string,
  { groups, people, store }: Pick<SandboxDeps, 'groups' | 'people' | 'store'>,
): Promise<ChatView[]> {
  const everybody = await people();
  const chats: ChatView[] = [{ id: privateChat(person), kind: 'private', name: BOT_NAME }];
  for (const group of await groups()) {
    if (!holds(group, person)) continue;
    const members = everybody.filter(({ id }) => holds(group, id)).length;
    chats.push({ id: group.id, kind: 'group', name: group.name, members });
  }
  const last = await Promise.all(chats.map(({ id }) => store.page(id, 1)));
  return chats.map((chat, i) => ({ ...chat, ...(last[i]?.[0] && { last: asMessage(last[i][0]) }) }));
}

/** Whether a person sees a chat. */
export const shownTo =
  (person: string, groups: readonly SandboxGroup[]) =>
  (chat: string): boolean =>
    chat === privateChat(person) || groups.some((group) => group.id === chat && holds(group, person));

export const kindOf = (chat: string, person: string): ChatView['kind'] =>
  chat === privateChat(person) ? 'private' : 'group';

const holds = ({ has }: SandboxGroup, person: string): boolean => has?.(person) ?? true;
