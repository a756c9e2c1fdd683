import * as bindTexts from '../config/texts/bind.js';
import * as helpTexts from '../config/texts/help.js';
import type { FormEvent, InboundEvent, MenuEvent, MessageEvent, PressEvent, RecalledEvent } from '../models/event.js';
import type { PersonId } from '../models/ids.js';
import type { Content } from '../models/message.js';
import type { Models } from '../models/models.js';
import { type Dispatch, replyKey } from '../models/outbox.js';
import { rightsOf } from '../models/person.js';
import { bindStranger } from './bind.js';
import { withButtons } from './choice-card.js';
import { answerCollectionPage } from './collection-page.js';
import { answerPage } from './form.js';
import { answerCard } from './form-card.js';
import { greetGroup, leaveGroup } from './group.js';
import { type Asked, here, type Say, type Spoken } from './handler.js';
import { askWhetherMoved } from './moved-group.js';
import { answerPress } from './press.js';
import { answerRecall } from './recalled.js';
import { isToBot } from './reply.js';
import { answer, isWord } from './router.js';
import { after } from './words.js';

/**
 * Works one event that came in: who said it, what it asks for, what to say. The answers are put into the outbox under
 * keys made of the event's, so that running again after a crash says nothing twice.
 */
export async function run(event: InboundEvent, models: Models, now: Date): Promise<void> {
  const answers = await saysTo(event, models, now);
  const says = await Promise.all(answers.map((say) => withButtons(say, event, models, now)));
  const speaker = says.some(({ to }) => isPerson(to)) ? await speakerOf(event, models) : undefined;
  await models.outbox.enqueue(
    says.map((say, index) => ({ key: replyKey(event.key, index), dispatch: dispatchOf(say, event, speaker) })),
    now,
  );
}

/** Whoever an event came from; undefined where the roster knows nobody by that account. */
async function speakerOf(event: InboundEvent, { accounts, inbox }: Models): Promise<PersonId | undefined> {
  const known = (account: string): Promise<PersonId | undefined> => accounts.personOf(event.chat.platform, account);
  switch (event.kind) {
    case 'joined':
    case 'left':
      return undefined;
    case 'message':
    case 'menu':
      return known(event.account);
    case 'press':
    case 'form':
      return 'person' in event.by ? event.by.person : known(event.by.account);
    case 'recalled': {
      const message = await inbox.message(event.of);
      return message && known(message.account);
    }
  }
}

function saysTo(event: InboundEvent, models: Models, now: Date): Say[] | Promise<Say[]> {
  switch (event.kind) {
    case 'joined':
      return greetGroup(event.chat, models);
    case 'left':
      return leaveGroup(event, models);
    case 'message':
      return answerMessage(event, models, now);
    case 'recalled':
      return answerRecalled(event, models, now);
    case 'menu':
      return answerMenu(event, models, now);
    case 'press':
      return answerPress(event, models, now);
    case 'form':
      if ('collection' in event.by) return answerCollectionPage(event, event.by, models, now);
      return 'person' in event.by ? answerPage(event, event.by, models, now) : answerCard(event, event.by, models, now);
  }
}

async function answerMessage(event: MessageEvent, models: Models, now: Date): Promise<Say[]> {
  if (!event.addressed && !(await isToBot(event, models))) return [];
  // Taken back before it was worked: nobody is answered, and nothing is handed in.
  if (await models.inbox.isRecalled(event.key)) return [];
  const from = { platform: event.chat.platform, messageId: event.messageId };
  const spoken = { ...event, attachments: event.attachments.map((each) => ({ ...each, from })) };
  const asked =
    (await askedBy(event.account, spoken, models, now)) ??
    ((await isRecognised(event, models, now)) ? await askedBy(event.account, spoken, models, now) : undefined);
  if (!asked) return answerStranger(event, models, now);
  const says = await answer(asked, models);
  return [...says, ...(await askWhetherMoved(asked, models))];
}

/**
 * Whether an unknown account is one that was known under another id, by what stays when ids change with a login: then
 * it is that person's from now on, and the one before has ended. Where nothing stays, nothing is guessed.
 */
async function isRecognised(event: MessageEvent, { accounts }: Models, now: Date): Promise<boolean> {
  const { account, handle } = event;
  const { platform } = event.chat;
  const person = handle === undefined ? undefined : await accounts.knownBy(platform, handle);
  if (!person || handle === undefined) return false;
  const { kind } = await accounts.bind({ platform, account, person, how: 'handle', now });
  if (kind === 'taken') return false;
  await accounts.endOthers({ person, platform, account, handle }, now);
  return true;
}

/** Somebody of the roster who says something from an account of theirs; undefined where nobody is known by it. */
async function askedBy(
  account: string,
  event: Spoken & Pick<MessageEvent, 'handle'>,
  models: Models,
  now: Date,
): Promise<Omit<Asked, 'args'> | undefined> {
  const id = await models.accounts.usedBy(event.chat.platform, account, now, event.handle);
  const speaker = id && (await models.people.byId(id));
  const school = speaker && (await models.schools.byCode(speaker.school));
  if (!speaker || speaker.endedOn || !school) return undefined;
  const rights = rightsOf(speaker, models.catalogue.posts);
  return { event, now, today: models.calendar.dayOf(now), speaker, school, rights };
}

/** An unknown speaker may bind, and is told how, once. */
async function answerStranger(event: MessageEvent, models: Models, now: Date): Promise<Say[]> {
  const code = after('绑定', event.text.trim());
  if (code !== undefined && !code.startsWith('本群')) return bindStranger({ event, args: code, now }, models);
  return howToBind(event, models, now);
}

async function howToBind(
  { chat, account, key }: Pick<MessageEvent, 'chat' | 'account' | 'key'>,
  models: Models,
  now: Date,
): Promise<Say[]> {
  const tell = await models.strangers.met(chat.platform, account, key, now);
  return tell ? here(bindTexts.howToBind) : [];
}

/** Whose message was taken back is told by the message: the platform says only which. */
async function answerRecalled(event: RecalledEvent, models: Models, now: Date): Promise<Say[]> {
  const message = await models.inbox.message(event.of);
  if (!message) return [];
  const said: Spoken = { key: event.key, chat: { ...event.chat, kind: 'private' }, text: '', attachments: [] };
  const asked = await askedBy(message.account, said, models, now);
  return asked ? answerRecall(event, message, { ...asked, args: '' }, models) : [];
}

/** An entry of the menu is the word it carries, typed privately; what is no word of ours does nothing. */
async function answerMenu({ key, chat, account, word }: MenuEvent, models: Models, now: Date): Promise<Say[]> {
  const asked = await askedBy(account, { key, chat, account, text: word, attachments: [] }, models, now);
  if (!asked) return howToBind({ key, chat, account }, models, now);
  return isWord(word, models.catalogue.duties) ? answer(asked, models) : here(helpTexts.unknownEntry);
}

const isPerson = (to: Say['to']): to is PersonId => to !== 'here' && to !== 'card';

/** Whoever asked is answered at once; to anybody else it is news nobody asked for. */
function dispatchOf(say: Say, event: InboundEvent, speaker: PersonId | undefined): Dispatch {
  const content = contentOf(say);
  if (isPerson(say.to))
    return { kind: 'private', person: say.to, content, ...(say.to !== speaker && { unasked: true }) };
  if (event.kind === 'form' || event.kind === 'press')
    return say.to === 'card' ? inPlace(event, say) : toFiller(event, content);
  const { chat } = event;
  if (event.kind === 'menu') {
    return { kind: 'message', address: { to: 'account', platform: chat.platform, account: event.account }, content };
  }
  const address =
    event.kind === 'message'
      ? ({ to: 'message', platform: chat.platform, chat, messageId: event.messageId } as const)
      : ({ to: 'chat', platform: chat.platform, chat } as const);
  return { kind: 'message', address, content, ...(say.ofSwitch && { ofSwitch: true }) };
}

function contentOf({ text, form, receipt, card, choices, wordsBehind, file, picture }: Say): Content {
  const answers = { ...(choices && { choices }), ...(wordsBehind !== undefined && { wordsBehind }) };
  if (file) return { kind: picture ? 'picture' : 'file', text, file };
  if (form) return { kind: 'form', text, form };
  if (card) return { kind: 'card', text, card, ...answers };
  if (receipt) return { kind: 'receipt', text, receipt };
  return { kind: 'text', text, ...answers };
}

/** What is said to whoever filled in a form, or pressed a button: privately, for a card may have been passed on into a group. */
export function toFiller({ by, chat }: FormEvent | PressEvent, content: Content): Dispatch {
  if ('person' in by) return { kind: 'private', person: by.person, content };
  return { kind: 'message', address: { to: 'account', platform: chat.platform, account: by.account }, content };
}

function inPlace(event: FormEvent | PressEvent, say: Say): Dispatch {
  const { by, chat } = event;
  if ('person' in by) return toFiller(event, contentOf(say));
  const address = { to: 'card', platform: chat.platform, account: by.account, card: by.messageId } as const;
  if (!say.nag) return { kind: 'message', address, content: contentOf(say) };
  const { of: nag, came, aside, card } = say.nag;
  const where = card === undefined ? address : ({ to: 'post', platform: chat.platform, chat, card } as const);
  return { kind: 'nag-card', address: where, nag, came, text: say.text, ...(aside && { aside }) };
}
