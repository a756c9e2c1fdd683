import type { NothingLeft } from '../config/texts/nag.js';
import { HANDED_IN, OWING, type Status } from '../models/roll.js';

/** Why nothing is left of what somebody was reminded of, by how it stands now. */
export function nothingLeft(isTold: boolean, statuses: readonly Status[]): NothingLeft {
  if (!isTold) return 'untold';
  const done = statuses.filter((status) => HANDED_IN.includes(status) || status === 'claimed');
  if (done.length === 0 && !statuses.some((status) => OWING.includes(status))) return 'not-asked';
  return done.length === statuses.length ? 'done' : 'over';
}
