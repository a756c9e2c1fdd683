import type { LedgerView, SandboxPerson } from '../deps.js';
import type {
  ChatView,
  ClockView,
  MessageView,
  MovedView,
  PageView,
  StateView,
  StreamEvents,
  Suggestion,
} from '../wire.js';

/** A message on the page; one of one's own may still be on its way. */
export interface Line extends MessageView {
  state?: 'sending' | 'failed';
}

export interface Talk {
  lines: Line[];
  /** The newest page was read from the server; until then there is only what came live. */
  loaded: boolean;
  complete: boolean;
}

export type Tab = 'talk' | 'ledger' | 'clock';

export interface Model {
  people: SandboxPerson[];
  botName: string;
  suggestions: Suggestion[];
  clock: ClockView | undefined;
  /** Server time less this machine's, in milliseconds, when the clock was last heard. */
  aheadMs: number;
  me: string | undefined;
  chats: ChatView[];
  open: string | undefined;
  talks: Readonly<Record<string, Talk>>;
  drafts: Readonly<Record<string, string>>;
  /** By chat, other people's private ones too. */
  unread: Readonly<Record<string, number>>;
  /** Number of the newest message that came. */
  seq: number;
  ledger: LedgerView | undefined;
  moving: boolean;
  moved: MovedView | undefined;
  live: 'opening' | 'on' | 'lost';
  problem: string | undefined;
  tab: Tab;
}

export const EMPTY: Model = {
  people: [],
  botName: '',
  suggestions: [],
  clock: undefined,
  aheadMs: 0,
  me: undefined,
  chats: [],
  open: undefined,
  talks: {},
  drafts: {},
  unread: {},
  seq: 0,
  ledger: undefined,
  moving: false,
  moved: undefined,
  live: 'opening',
  problem: undefined,
  tab: 'talk',
};

export type Action =
  | { kind: 'state'; state: StateView; chat: string | undefined; at: number }
  | { kind: 'open'; chat: string }
  | { kind: 'page'; chat: string; page: PageView; older: boolean }
  | { kind: 'message'; message: MessageView }
  | { kind: 'changed'; change: StreamEvents['changed']; seq: number }
  | { kind: 'elsewhere'; chat: string; seq: number }
  | { kind: 'saying'; line: Line }
  | { kind: 'said'; message: MessageView }
  | { kind: 'failed'; chat: string; id: string }
  | { kind: 'draft'; chat: string; text: string }
  | { kind: 'clock'; clock: ClockView; at: number }
  | { kind: 'moving' }
  | { kind: 'moved'; moved: MovedView; at: number }
  | { kind: 'stayed' }
  | { kind: 'ledger'; person: string; ledger: LedgerView }
  | { kind: 'live'; live: Model['live'] }
  | { kind: 'problem'; text: string | undefined }
  | { kind: 'tab'; tab: Tab };

const NO_TALK: Talk = { lines: [], loaded: false, complete: false };

/** What the page knows after something happened. */
export function reduce(model: Model, action: Action): Model {
  switch (action.kind) {
    case 'state':
      return opened(model, action);
    case 'open':
      return { ...model, open: action.chat, unread: without(model.unread, action.chat), problem: undefined };
    case 'page':
      return withTalk(model, action.chat, (talk) => ({
        lines: merged(talk.lines, action.page.messages),
        loaded: true,
        complete: action.older || !talk.loaded ? action.page.complete : talk.complete,
      }));
    case 'message':
      return action.message.seq > model.seq ? heard(model, action.message) : model;
    case 'changed':
      return action.seq > model.seq ? changed({ ...model, seq: action.seq }, action.change) : model;
    case 'elsewhere':
      return action.seq > model.seq ? counted({ ...model, seq: action.seq }, action.chat) : model;
    case 'saying':
      return withLines(model, action.line.chat, (lines) => merged(lines, [action.line]));
    case 'said':
      return withLines(model, action.message.chat, (lines) => merged(lines, [action.message]));
    case 'failed':
      return withLines(model, action.chat, (lines) => lines.map((line) => asFailed(line, action.id)));
    case 'draft':
      return { ...model, drafts: { ...model.drafts, [action.chat]: action.text } };
    case 'clock':
      return timed(model, action.clock, action.at);
    case 'moving':
      return { ...model, moving: true, moved: undefined, problem: undefined };
    case 'moved':
      return { ...timed(model, action.moved.clock, action.at), moving: false, moved: action.moved };
    case 'stayed':
      return { ...model, moving: false };
    case 'ledger':
      return action.person === model.me ? { ...model, ledger: action.ledger } : model;
    case 'live':
      return { ...model, live: action.live };
    case 'problem':
      return { ...model, problem: action.text };
    // Only `tab` is left.
    default:
      return {
        ...model,
        tab: action.tab,
        unread: action.tab === 'talk' ? without(model.unread, model.open) : model.unread,
      };
  }
}

function opened(model: Model, { state, chat, at }: Extract<Action, { kind: 'state' }>): Model {
  const chats = state.mine?.chats ?? [];
  const open = (chats.find(({ id }) => id === chat) ?? chats[0])?.id;
  return {
    ...timed(model, state.clock, at),
    people: state.people,
    botName: state.botName,
    suggestions: state.suggestions,
    me: state.mine?.person,
    chats,
    open,
    // The stream of another person told nothing of these chats: they are read anew.
    talks: {},
    unread: without(model.unread, open),
    seq: state.seq,
    ledger: state.mine?.ledger,
    problem: undefined,
  };
}

function heard(model: Model, message: MessageView): Model {
  const chats = model.chats.map((chat) => (chat.id === message.chat ? { ...chat, last: message } : chat));
  const next = withLines({ ...model, chats, seq: message.seq }, message.chat, (lines) => merged(lines, [message]));
  const inView = message.chat === model.open && model.tab === 'talk';
  return message.person === model.me || inView ? next : counted(next, message.chat);
}

/** In its place, wherever it is shown; it is no news. */
function changed(model: Model, change: StreamEvents['changed']): Model {
  const anew = <M extends MessageView>(line: M): M => (line.id === change.id ? { ...line, ...change } : line);
  const chats = model.chats.map((chat) => (chat.last ? { ...chat, last: anew(chat.last) } : chat));
  return withLines({ ...model, chats }, change.chat, (lines) => lines.map(anew));
}

const counted = (model: Model, chat: string): Model => ({
  ...model,
  unread: { ...model.unread, [chat]: (model.unread[chat] ?? 0) + 1 },
});

const timed = (model: Model, clock: ClockView, at: number): Model => ({
  ...model,
  clock,
  aheadMs: Date.parse(clock.now) - at,
});

const withTalk = (model: Model, chat: string, change: (talk: Talk) => Talk): Model => ({
  ...model,
  talks: { ...model.talks, [chat]: change(model.talks[chat] ?? NO_TALK) },
});

const withLines = (model: Model, chat: string, change: (lines: Line[]) => Line[]): Model =>
  withTalk(model, chat, (talk) => ({ ...talk, lines: change(talk.lines) }));

/** Each message once, in the order of their numbers; a later word on a message replaces the earlier. */
function merged(lines: Line[], more: Line[]): Line[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  for (const line of more) byId.set(line.id, line);
  return [...byId.values()].toSorted((a, b) => a.seq - b.seq);
}

/** A message that meanwhile came back by the stream has not failed, whatever became of the answer. */
const asFailed = (line: Line, id: string): Line =>
  line.id === id && line.state === 'sending' ? { ...line, state: 'failed' } : line;

function without(unread: Model['unread'], chat: string | undefined): Model['unread'] {
  if (chat === undefined || !(chat in unread)) return unread;
  const { [chat]: _, ...rest } = unread;
  return rest;
}
