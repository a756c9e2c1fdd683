import type { Half } from './check-in-code.js';
import type { PersonId } from './ids.js';
import type { Session } from './training.js';

/** What a screen in the room shows: the code of now, and how many have come. */
export interface CheckInScreen {
  title: string;
  /** `12月5日 08:30-11:30` */
  session: string;
  half: Half;
  code: string;
  /** How long the code stands there still, in milliseconds. */
  lastsMs: number;
  /** What the QR code says: the address of a page with the sentence to send, or that sentence itself. */
  says: string;
  here: number;
  of: number;
}

/** The list of a training on the host's phone. */
export interface RollCall {
  training: number;
  title: string;
  place: string;
  sessions: string[];
  /** The session that is on, or next, and which end of it. */
  session: number;
  half: Half;
  people: RollCallPerson[];
}

export interface RollCallPerson {
  id: PersonId;
  name: string;
  school: string;
  /** Of each session. */
  ticks: { in: boolean; out: boolean; excused: boolean }[];
}

/** What happened to a list on paper that was typed in: ticks it added, and what is to be mended. */
export interface SheetRead {
  people: number;
  ticks: number;
  problems: string[];
}

/** How long before a session its check-in opens, in milliseconds. */
export const OPENS_BEFORE_MS = 3600_000;
/** How long after it who was there may still say so. */
export const CLOSES_AFTER_MS = 3600_000;

/** The session that is on, or next, or was last; before its middle people come, after it they go. */
export function halfAt(sessions: readonly Session[], now: Date): { session: number; half: Half } {
  const next = sessions.findIndex(({ to }) => now.getTime() <= to.getTime() + CLOSES_AFTER_MS);
  // Between two sessions close to each other, people come for the second before they have all gone from the first.
  const on = sessions.findIndex(({ from, to }) => now >= from && now <= to);
  const session = on >= 0 ? on : next >= 0 ? next : sessions.length - 1;
  const { from, to } = sessions[session] ?? { from: now, to: now };
  return { session, half: now.getTime() < (from.getTime() + to.getTime()) / 2 ? 'in' : 'out' };
}

/** The sessions somebody can be checked in to at an instant. */
export const openSessions = (sessions: readonly Session[], at: Date): number[] =>
  sessions.flatMap(({ from, to }, index) =>
    at.getTime() >= from.getTime() - OPENS_BEFORE_MS && at.getTime() <= to.getTime() + CLOSES_AFTER_MS ? [index] : [],
  );
