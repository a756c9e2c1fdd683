import type { Verb } from '../config/texts/review.js';
import type { Duty } from '../models/duty.js';

/** Whether what is handed in is taken or not (采用、不采用), rather than passed: an issue's contributions, an event's entries. */
export const isContribution = (duty: Pick<Duty, 'cadence'> | undefined): boolean =>
  duty?.cadence.every === 'occasion' && duty.cadence.what !== 'task';

/** What can be said in answer to a record of a duty, the kindest first. */
export const verbsFor = (duty: Parameters<typeof isContribution>[0]): readonly Verb[] =>
  isContribution(duty) ? ['采用', '不采用', '退回'] : ['通过', '退回'];
