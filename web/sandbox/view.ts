import type { SandboxMessage } from '../../bots/sandbox/store.js';
import { addDays, mondayOf } from '../../models/day.js';
import type { Day } from '../../models/ids.js';
import type { SandboxDeps } from './deps.js';
import type { ClockView, MessageView, StreamEvents } from './wire.js';

export const asMessage = ({ _id, at, file, ...row }: SandboxMessage): MessageView => ({
  ...row,
  ...(file && { file: file.name, ...(file.kind === 'image' && { picture: true }) }),
  id: _id,
  at: at.toISOString(),
});

export const asChange = ({ chat, text, buttons = [] }: SandboxMessage, id: string): StreamEvents['changed'] => ({
  id,
  chat,
  text,
  buttons,
});

/** What the clock shows, in the county's terms. */
export async function clockView({ clock, calendar }: Pick<SandboxDeps, 'clock' | 'calendar'>): Promise<ClockView> {
  const now = clock.now();
  const day = calendar.dayOf(now);
  const week = calendar.weekOf(day);
  const next = await clock.next?.();
  return {
    now: now.toISOString(),
    zone: calendar.zone,
    day,
    kind: calendar.kindOf(day),
    days: weekAround(day).map((each) => ({ day: each, kind: calendar.kindOf(each) })),
    ...(week && { week: `第${week.number}周` }),
    canMove: clock.canMove,
    ...(next && { next: { at: next.at.toISOString(), what: next.what } }),
  };
}

const weekAround = (day: Day): Day[] => [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(mondayOf(day), n));
