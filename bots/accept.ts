import { setTimeout as sleep } from 'node:timers/promises';
import type { InboundEvent } from '../models/event.js';
import { errorName, type Log } from '../models/log.js';

export interface Acceptance {
  /** Stores the events; the platform hears that they are taken only after this has resolved. */
  accept(events: InboundEvent[], now: Date): Promise<unknown>;
  log: Log;
  /** Which way they came, for the log. */
  way: Record<string, string>;
  /** How long whoever waits for the answer waits, in milliseconds; unset: as long as it takes. */
  withinMs?: number;
}

/**
 * Stores what came. Where it could not be stored, the log has why; what it means is for the edge to say. What is too
 * slow may be stored all the same, after somebody was told that it was not.
 */
export async function store(
  events: InboundEvent[],
  now: Date,
  { accept, log, way, withinMs }: Acceptance,
): Promise<'stored' | 'not-stored' | 'too-slow'> {
  if (events.length === 0) return 'stored';
  const storing = accept(events, now).then(
    () => 'stored' as const,
    (error: unknown) => {
      // Only the name: a database's error may quote the document it would not take.
      const reason = errorName(error);
      log.error({ ...way, events: events.map(({ key }) => key), reason }, 'events not stored');
      return 'not-stored' as const;
    },
  );
  if (withinMs === undefined) return storing;
  const ended = new AbortController();
  const late = sleep(withinMs, 'too-slow' as const, { signal: ended.signal }).catch(() => 'too-slow' as const);
  return Promise.race([storing, late]).finally(() => ended.abort());
}
