import type { Marks } from '../marks.js';

/** A tap as it waits in the phone, with its instant by the phone's clock as text. */
export type Tap = Omit<Marks[number], 'agoMs'> & { at: string };

/** How long ago a tap was; not less than nothing where the phone's clock was put back meanwhile. */
const aged = ({ at, ...tap }: Tap): Marks[number] => ({ ...tap, agoMs: Math.max(0, Date.now() - Date.parse(at)) });

/** How soon what could not be sent is tried again, in milliseconds. */
const AGAIN_MS = 4_000;

export interface TapQueue {
  add(tap: Tap): void;
  waiting(): readonly Tap[];
  start(): void;
}

/**
 * Taps are kept in the phone until the server has them: in a hall without a network the roll is called all the same.
 * `sent` hears what the server answered, `changed` whenever the number of those that wait is another.
 */
export function createTapQueue(
  no: string,
  { sent, changed }: { sent(answer: unknown): void; changed(waiting: number, isAway: boolean): void },
): TapQueue {
  const place = `roll-call-${no}`;
  let taps = stored(place);
  let isSending = false;

  const keep = (): void => localStorage.setItem(place, JSON.stringify(taps));

  const send = async (): Promise<void> => {
    if (isSending || taps.length === 0) return;
    isSending = true;
    const batch = taps;
    try {
      const answer = await fetch(`/trainings/${no}/marks`, { method: 'POST', body: JSON.stringify(batch.map(aged)) });
      if (!answer.ok) throw new Error(String(answer.status));
      const body: unknown = await answer.json();
      taps = taps.filter((tap) => !batch.includes(tap));
      keep();
      changed(taps.length, false);
      // What was tapped meanwhile is newer than this answer.
      if (taps.length === 0) sent(body);
    } catch {
      changed(taps.length, true);
    }
    isSending = false;
  };

  return {
    add: (tap) => {
      taps = [...taps, tap];
      keep();
      changed(taps.length, false);
      void send();
    },
    waiting: () => taps,
    start: () => {
      changed(taps.length, false);
      const soon = (): void => void send();
      setInterval(soon, AGAIN_MS);
      window.addEventListener('online', soon);
      soon();
    },
  };
}

/** What was left from before, when the page was closed without a network. */
function stored(place: string): Tap[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(read) ? (read as Tap[]) : [];
  } catch {
    return [];
  }
}
