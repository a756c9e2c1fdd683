import type { InboundEvent } from '../models/event.js';
import type { Log } from '../models/log.js';

export interface Acceptance {
  /** Stores the events; the platform hears that they are taken only after this has resolved. */
  accept(events: InboundEvent[], now: Date): Promise<unknown>;
  log: Log;
  /** Which way they came, for the log. */
  way: Record<string, string>;
}

/** Whether the events are on disk. Where they are not, the log has why; what it means is for the edge to say. */
export async function stored(events: InboundEvent[], now: Date, { accept, log, way }: Acceptance): Promise<boolean> {
  if (events.length === 0) return true;
  try {
    await accept(events, now);
    return true;
  } catch (error) {
    // Only the name: a database's error may quote the document it would not take.
    const reason = error instanceof Error ? error.name : 'unknown';
    const keys = events.map((event) => event.key);
    log.error({ ...way, events: keys, reason }, 'events not stored');
    return false;
  }
}
