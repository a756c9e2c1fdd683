import * as texts from '../config/texts/bind.js';
import type { Chat, LeftEvent } from '../models/event.js';
import type { Scope } from '../models/group.js';
import type { Models } from '../models/models.js';
import { here, type Say } from './handler.js';

/** The bot was taken into a group: it says how to bind it; where it was before, whom it stood for then. */
export async function greetGroup(chat: Chat, models: Models): Promise<Say[]> {
  const before = await models.groups.formerScopeOf(chat);
  return here(before ? texts.greetAgain(await nameOf(before, models)) : texts.greetGroup);
}

/** The bot is in a group no more: nothing goes there, and what it stood for ends. */
export async function leaveGroup({ chat, sentAt }: LeftEvent, { groups }: Models): Promise<Say[]> {
  await groups.end(chat, sentAt);
  return [];
}

/** What people call those a group stands for. */
export async function nameOf(scope: Scope, { schools }: Models): Promise<string> {
  if (scope.kind === 'county') return texts.countyName;
  if (scope.kind === 'cluster') return scope.cluster;
  return (await schools.byCode(scope.school))?.name ?? scope.school;
}
