import type { Duty } from '../models/duty.js';

/** Whether what is handed in is taken or not (采用、不采用), rather than passed: an issue's contributions, an event's entries. */
export const isContribution = (duty: Pick<Duty, 'cadence'> | undefined): boolean =>
  duty?.cadence.every === 'occasion' && duty.cadence.what !== 'task';
