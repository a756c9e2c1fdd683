import type { Move, SentFile } from '../wire.js';
import { type Action, EMPTY, type Line, type Model, reduce, type Tab } from './model.js';
import { Declined, listen, server } from './server.js';

/** The ledger is asked for once when several messages come together. */
const LEDGER_AFTER_MS = 200;
const WAITING = Number.MAX_SAFE_INTEGER;

export type Controller = ReturnType<typeof createController>;

/** What the page does: asks the server, hears the stream, keeps the model and the address bar in step. */
export function createController(now: () => number) {
  let model = EMPTY;
  let hush = (): void => {};
  let ledgerTimer: number | undefined;
  let loads = 0;
  const listeners = new Set<(model: Model) => void>();
  /** What hangs on lines the server has not taken yet. */
  const files = new Map<string, SentFile>();

  const dispatch = (action: Action): void => {
    model = reduce(model, action);
    for (const listener of listeners) listener(model);
  };

  const told = (error: unknown): void =>
    dispatch({ kind: 'problem', text: error instanceof Declined ? error.message : '出了点问题，请刷新页面' });

  const refreshLedger = (): void => {
    clearTimeout(ledgerTimer);
    ledgerTimer = window.setTimeout(() => {
      const person = model.me;
      if (!person) return;
      server.ledger(person).then((ledger) => dispatch({ kind: 'ledger', person, ledger }), told);
    }, LEDGER_AFTER_MS);
  };

  const hear = (person: string): void => {
    hush = listen(person, model.seq, {
      message: (message) => {
        dispatch({ kind: 'message', message });
        refreshLedger();
      },
      changed: (change, seq) => dispatch({ kind: 'changed', change, seq }),
      elsewhere: (chat, seq) => {
        dispatch({ kind: 'elsewhere', chat, seq });
        refreshLedger();
      },
      clock: (clock) => {
        dispatch({ kind: 'clock', clock, at: now() });
        refreshLedger();
      },
      reset: () => void load(model.me, model.open),
      live: (live) => dispatch({ kind: 'live', live }),
    });
  };

  const readPage = async (chat: string, before?: number): Promise<void> => {
    const person = model.me;
    if (!person) return;
    try {
      const page = await server.messages(person, chat, before);
      if (model.me === person) dispatch({ kind: 'page', chat, page, older: before !== undefined });
    } catch (error) {
      told(error);
    }
  };

  const load = async (person: string | undefined, chat: string | undefined): Promise<void> => {
    loads += 1;
    const mine = loads;
    try {
      const state = await server.state(person);
      // Somebody else was chosen meanwhile.
      if (mine !== loads) return;
      hush();
      dispatch({ kind: 'state', state, chat, at: now() });
      writeAddress(model, 'replace');
      if (!model.me) return dispatch({ kind: 'live', live: 'on' });
      hear(model.me);
      if (model.open) await readPage(model.open);
    } catch (error) {
      told(error);
    }
  };

  const open = (chat: string): void => {
    dispatch({ kind: 'open', chat });
    dispatch({ kind: 'tab', tab: 'talk' });
    writeAddress(model, 'push');
    if (!model.talks[chat]?.loaded) void readPage(chat);
  };

  const send = async (line: Line, person: string): Promise<void> => {
    dispatch({ kind: 'saying', line: { ...line, state: 'sending' } });
    try {
      const file = files.get(line.id);
      const message = await server.say({
        id: line.id.replace('said-', ''),
        person,
        chat: line.chat,
        text: line.text,
        ...(file && { file }),
      });
      files.delete(line.id);
      dispatch({ kind: 'said', message });
    } catch (error) {
      dispatch({ kind: 'failed', chat: line.chat, id: line.id });
      told(error);
    }
  };

  return {
    subscribe: (listener: (model: Model) => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    model: (): Model => model,

    /** Begins where the address says. */
    start: (): void => {
      const { as, chat } = readAddress();
      void load(as, chat);
      window.addEventListener('popstate', () => {
        const address = readAddress();
        if (address.as === model.me && address.chat && model.chats.some(({ id }) => id === address.chat)) {
          dispatch({ kind: 'open', chat: address.chat });
          void readPage(address.chat);
          return;
        }
        void load(address.as, address.chat);
      });
    },

    /** Goes on as somebody else. */
    become: (person: string): void => {
      history.pushState(null, '', addressOf(person, undefined));
      dispatch({ kind: 'tab', tab: 'talk' });
      void load(person, undefined);
    },

    open,
    older: (): void => {
      const first = model.open ? model.talks[model.open]?.lines[0] : undefined;
      if (model.open && first) void readPage(model.open, first.seq);
    },

    say: (text: string, file?: SentFile): void => {
      const { me, open: chat, clock } = model;
      if (!me || !chat || !clock || (text.trim() === '' && !file)) return;
      const at = new Date(now() + model.aheadMs).toISOString();
      const id = `said-${randomId()}`;
      if (file) files.set(id, file);
      const hung = file && { file: file.name };
      void send({ id, seq: WAITING, chat, person: me, text: text.trim(), at, ...hung }, me);
    },
    press: (message: Line, ref: string): void => {
      if (model.me) server.press({ id: randomId(), person: model.me, message: message.id, ref }).catch(told);
    },
    again: (line: Line): void => void (line.person && send(line, line.person)),
    draft: (chat: string, text: string): void => dispatch({ kind: 'draft', chat, text }),

    move: async (move: Move): Promise<void> => {
      dispatch({ kind: 'moving' });
      try {
        dispatch({ kind: 'moved', moved: await server.move(move), at: now() });
        refreshLedger();
      } catch (error) {
        dispatch({ kind: 'stayed' });
        told(error);
      }
    },
    tab: (tab: Tab): void => dispatch({ kind: 'tab', tab }),
    dismiss: (): void => dispatch({ kind: 'problem', text: undefined }),
  };
}

/** Not `randomUUID`: over plain http browsers offer it on this machine only. */
const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function readAddress(): { as: string | undefined; chat: string | undefined } {
  const query = new URLSearchParams(location.search);
  return { as: query.get('as') ?? undefined, chat: query.get('chat') ?? undefined };
}

function addressOf(person: string | undefined, chat: string | undefined): string {
  const query = new URLSearchParams({ ...(person && { as: person }), ...(chat && { chat }) });
  return query.size > 0 ? `?${query}` : location.pathname;
}

function writeAddress({ me, open }: Model, how: 'push' | 'replace'): void {
  const address = addressOf(me, open);
  if (how === 'push' && address !== location.search) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}
