import type { ServerResponse } from 'node:http';
import type { SandboxMessage, SandboxStore } from '../../bots/sandbox/store.js';
import { asChange, asMessage } from './view.js';
import type { ClockView, StreamEvents } from './wire.js';

export interface StreamOptions {
  response: ServerResponse;
  store: SandboxStore;
  /** Number of the newest message the page has. */
  after: number;
  /** Whether the page shows this chat; of others it only hears that something was said. */
  shows: (chat: string) => boolean;
  /** What the clock says; repeated as a sign of life. */
  clock: () => Promise<ClockView>;
  stopping: AbortSignal;
}

export interface Stream {
  /** Tells the page the time at once. */
  tick(): Promise<void>;
}

/** Proxies and browsers give up on a silent connection after 30 s or more. */
const SIGN_OF_LIFE_MS = 15_000;
const AT_ONCE = 200;
/** A page that was away for longer loads afresh instead of being told everything. */
const MOST_MISSED = 1_000;
/** A page that takes nothing in is let go; its browser comes back. */
const MOST_UNSENT_BYTES = 4 * 1024 * 1024;
/** When the connection broke, the browser tries again after this. */
const RETRY_MS = 1_500;

/**
 * Server-sent events. Every event about a message carries its number, so a browser that comes back goes on exactly
 * where it was.
 */
export function openStream({ response, store, after, shows, clock, stopping }: StreamOptions): Stream {
  let sent = after;
  let reading: Promise<void> | undefined;
  let more = false;

  const write = <K extends keyof StreamEvents>(event: K, data: StreamEvents[K], id?: number): void => {
    if (response.writableLength > MOST_UNSENT_BYTES) response.destroy();
    if (response.writable) response.write(frame(event, data, id));
  };

  const tell = (row: SandboxMessage): void => {
    sent = row.seq;
    if (row.changes !== undefined)
      return shows(row.chat) ? write('changed', asChange(row, row.changes), row.seq) : undefined;
    if (shows(row.chat)) write('message', asMessage(row), row.seq);
    else if (!row.person) write('elsewhere', { chat: row.chat }, row.seq);
  };

  const skipLongAbsence = async (): Promise<void> => {
    const newest = await store.newest();
    // A number beyond the newest is from before the database was emptied.
    if (newest >= sent && newest - sent <= MOST_MISSED) return;
    sent = newest;
    write('reset', {}, newest);
  };

  const readAll = async (): Promise<void> => {
    do {
      more = false;
      const rows = await store.after(sent, AT_ONCE);
      rows.forEach(tell);
      more ||= rows.length === AT_ONCE;
    } while (more && response.writable);
  };

  const begin = (job: () => Promise<void>): Promise<void> =>
    job()
      .catch(() => void response.destroy())
      .finally(() => {
        reading = undefined;
        if (more && response.writable) read();
      });

  // One reader at a time, so that nothing is told twice; whoever comes meanwhile makes it read once more.
  const read = (): void => {
    more = true;
    reading ??= begin(readAll);
  };

  const tick = async (): Promise<void> => write('clock', await clock());
  const signOfLife = setInterval(() => void tick().catch(() => response.destroy()), SIGN_OF_LIFE_MS);
  const end = (): void => void response.end();
  const unwatch = store.watch(read);
  stopping.addEventListener('abort', end, { once: true });
  response.on('close', () => {
    clearInterval(signOfLife);
    unwatch();
    stopping.removeEventListener('abort', end);
  });

  response.write(`retry: ${RETRY_MS}\n\n`);
  // What is said before it is known how far behind the page is waits for that, or it would look like a number too new.
  reading = begin(async () => {
    await skipLongAbsence();
    await readAll();
  });
  if (stopping.aborted) end();
  return { tick };
}

const frame = (event: string, data: unknown, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
