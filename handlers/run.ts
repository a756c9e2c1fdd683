import * as bindTexts from '../config/texts/bind.js';
import type { FormEvent, InboundEvent, MessageEvent, PressEvent } from '../models/event.js';
import type { Content } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Dispatch } from '../models/outbox.js';
import { rightsOf } from '../models/person.js';
import { bindStranger } from './bind.js';
import { answerPage } from './form.js';
import { answerCard } from './form-card.js';
import { here, type Say } from './handler.js';
import { answerPress } from './press.js';
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
  if (event.kind === 'message') return answerMessage(event, models, now);
  if (event.kind === 'press') return answerPress(event, models, now);
  const { by } = event;
  return 'person' in by ? answerPage(event, by, models, now) : answerCard(event, by, models, now);
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

function dispatchOf(say: Say, event: InboundEvent): Dispatch {
  const content = contentOf(say);
  if (say.to !== 'here' && say.to !== 'card') return { kind: 'private', person: say.to, content };
  if (event.kind === 'form' || event.kind === 'press')
    return say.to === 'card' ? inPlace(event, content) : toFiller(event, content);
  const { chat } = event;
  const address =
    event.kind === 'message'
      ? ({ to: 'message', platform: chat.platform, chat, messageId: event.messageId } as const)
      : ({ to: 'chat', platform: chat.platform, chat } as const);
  return { kind: 'message', address, content };
}

function contentOf({ text, form, receipt, card }: Say): Content {
  if (form) return { kind: 'form', text, form };
  if (card) return { kind: 'card', text, card };
  return receipt ? { kind: 'receipt', text, receipt } : { kind: 'text', text };
}

/** What is said to whoever filled in a form, or pressed a button: privately, for a card may have been passed on into a group. */
export function toFiller({ by, chat }: FormEvent | PressEvent, content: Content): Dispatch {
  if ('person' in by) return { kind: 'private', person: by.person, content };
  return { kind: 'message', address: { to: 'account', platform: chat.platform, account: by.account }, content };
}

function inPlace(event: FormEvent | PressEvent, content: Content): Dispatch {
  const { by, chat } = event;
  if ('person' in by) return toFiller(event, content);
  const address = { to: 'card', platform: chat.platform, account: by.account, card: by.messageId } as const;
  return { kind: 'message', address, content };
}
