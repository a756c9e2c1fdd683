import * as bindTexts from '../config/texts/bind.js';
import type { InboundEvent, MessageEvent } from '../models/event.js';
import type { Models } from '../models/models.js';
import type { Dispatch } from '../models/outbox.js';
import { rightsOf } from '../models/person.js';
import { bindStranger } from './bind.js';
import { answerForm } from './form.js';
import { here, type Say } from './handler.js';
import { answer } from './router.js';
import { after } from './words.js';

/**
 * Works one event that came in: who said it, what it asks for, what to say. The answers are put into the outbox under
 * keys made of the event's, so that running again after a crash says nothing twice.
 */
export async function run(event: InboundEvent, models: Models, now: Date): Promise<void> {
  const says = await saysTo(event, models, now);
  await models.outbox.enqueue(
    says.map((say, index) => ({ key: `reply:${event.key}:${index}`, dispatch: dispatchOf(say, event) })),
    now,
  );
}

function saysTo(event: InboundEvent, models: Models, now: Date): Say[] | Promise<Say[]> {
  if (event.kind === 'joined') return here(bindTexts.greetGroup);
  return event.kind === 'form' ? answerForm(event, models, now) : answerMessage(event, models, now);
}

async function answerMessage(event: MessageEvent, models: Models, now: Date): Promise<Say[]> {
  if (!event.addressed) return [];
  const { platform } = event.chat;
  const id = await models.accounts.personOf(platform, event.account);
  const speaker = id && (await models.people.byId(id));
  const school = speaker && (await models.schools.byCode(speaker.school));
  if (!speaker || speaker.endedOn || !school) return answerStranger(event, models, now);
  await models.accounts.seen(platform, event.account, now);
  const rights = rightsOf(speaker, models.catalogue.posts);
  return answer({ event, now, today: models.calendar.dayOf(now), speaker, school, rights }, models);
}

/** An unknown speaker may bind, and is told how, once. */
async function answerStranger(event: MessageEvent, models: Models, now: Date): Promise<Say[]> {
  const code = after('绑定', event.text.trim());
  if (code !== undefined && !code.startsWith('本群')) return bindStranger({ event, args: code, now }, models);
  const tell = await models.strangers.met(event.chat.platform, event.account, event.key, now);
  return tell ? here(bindTexts.howToBind) : [];
}

function dispatchOf({ text, to }: Say, event: InboundEvent): Dispatch {
  const content = { kind: 'text', text } as const;
  if (to !== 'here') return { kind: 'private', person: to, content };
  // A page shows the answer itself; in the chat it stands for later.
  if (event.kind === 'form' && 'person' in event.by) return { kind: 'private', person: event.by.person, content };
  const { chat } = event;
  const address =
    event.kind === 'message'
      ? ({ to: 'message', platform: chat.platform, chat, messageId: event.messageId } as const)
      : ({ to: 'chat', platform: chat.platform, chat } as const);
  return { kind: 'message', address, content };
}
