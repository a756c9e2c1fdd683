import type { LedgerView } from '../deps.js';
import type {
  ClockView,
  MessageView,
  Move,
  MovedView,
  PageView,
  Pressed,
  Said,
  StateView,
  StreamEvents,
} from '../wire.js';

const API = '/sandbox/api';

/** What the server did not do, in its own words. */
export class Declined extends Error {}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(API + path, init).catch(() => {
    throw new Declined('连不上服务器，请稍后再试');
  });
  const body: { error?: { message?: string } } & T = await response.json().catch(() => ({}));
  if (!response.ok) throw new Declined(body.error?.message ?? '出了点问题，请稍后再试');
  return body;
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const query = (values: Record<string, string | number | undefined>): string => {
  const given = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `?${new URLSearchParams(given)}`;
};

export const server = {
  state: (person: string | undefined) => ask<StateView>(`/state${query({ person })}`),
  ledger: (person: string) => ask<LedgerView>(`/ledger${query({ person })}`),
  messages: (person: string, chat: string, before?: number) =>
    ask<PageView>(`/messages${query({ person, chat, before })}`),
  say: (said: Said) => ask<MessageView>('/messages', post(said)),
  press: (pressed: Pressed) => ask<Record<string, never>>('/presses', post(pressed)),
  move: (move: Move) => ask<MovedView>('/clock', post(move)),
};

/** Where what hangs on a message is to be had. */
export const fileAddress = (person: string, message: string): string =>
  `${API}/files/${encodeURIComponent(message)}${query({ person })}`;

export interface Hearing {
  message(message: MessageView): void;
  changed(change: StreamEvents['changed'], seq: number): void;
  elsewhere(chat: string, seq: number): void;
  clock(clock: ClockView): void;
  reset(): void;
  live(live: 'on' | 'lost'): void;
}

/** A browser gives up by itself when it is answered with an error; then it is asked again after this. */
const AGAIN_MS = 3_000;

/** Hears what happens from the message `after` on, through lost connections; the answer ends it. */
export function listen(person: string, after: number, hearing: Hearing): () => void {
  let source: EventSource;
  let again: number | undefined;
  let last = after;

  const on = <K extends keyof StreamEvents>(kind: K, hear: (data: StreamEvents[K], seq: number) => void): void =>
    source.addEventListener(kind, ({ data, lastEventId }: MessageEvent<string>) => {
      last = Number(lastEventId) || last;
      hear(JSON.parse(data), last);
    });

  const open = (): void => {
    source = new EventSource(`${API}/events${query({ person, after: last })}`);
    source.addEventListener('open', () => hearing.live('on'));
    source.addEventListener('error', () => {
      hearing.live('lost');
      if (source.readyState === EventSource.CLOSED) again = window.setTimeout(open, AGAIN_MS);
    });
    on('message', (message) => hearing.message(message));
    on('changed', (change, seq) => hearing.changed(change, seq));
    on('elsewhere', ({ chat }, seq) => hearing.elsewhere(chat, seq));
    on('clock', (clock) => hearing.clock(clock));
    on('reset', () => hearing.reset());
  };

  open();
  return () => {
    clearTimeout(again);
    source.close();
  };
}
