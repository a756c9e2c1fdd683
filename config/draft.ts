import type { Digest } from '../models/digest.js';
import type { Duty, Post } from '../models/duty.js';
import type { LookBack, NagBudget, NagChoice, ReminderProfile } from '../models/reminder.js';
import type { TrainingProgramme } from '../models/training-programme.js';
import type { Item, List } from './yaml-list.js';

/** The catalogue as read, with where everything stands, for the checks across files. */
export interface Draft {
  duties: List<Duty>;
  posts: List<Post>;
  profiles: List<ReminderProfile>;
  digests: List<Digest>;
  lookBack: Item<LookBack> | undefined;
  trainings: List<TrainingProgramme>;
  budget: Item<NagBudget> | undefined;
  choice: Item<NagChoice> | undefined;
}
