import { z } from 'zod';
import { DutyKey } from './ids.js';
import { PostKey } from './post-key.js';

/** Whom a training is for, as a rule over the roster: everything that is named has to hold. */
export const TrainingAudience = z.strictObject({
  stages: z.array(z.string().min(1)).min(1).optional(),
  exceptStages: z.array(z.string().min(1)).default([]),
  /** Only rural schools (true) or only others (false). */
  rural: z.boolean().optional(),
  subjects: z.array(z.string().min(1)).min(1).optional(),
  grades: z.array(z.string().min(1)).min(1).optional(),
  /** Holders of any of these posts. */
  posts: z.array(PostKey).min(1).optional(),
  /** Only who teaches (true). */
  teaching: z.literal(true).optional(),
  /** Only who was at no training of the same programme in so many years. */
  untrainedYears: z.int().min(1).max(10).optional(),
});
export type TrainingAudience = z.infer<typeof TrainingAudience>;

/** A programme of the plan, from which a training is made: its audience and usual size stand ready. */
export const TrainingProgramme = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  /** Row of the county's list of duties. */
  row: z.string().regex(/^[A-Z]\d{1,2}$/),
  name: z.string().min(1).max(40),
  /** What is typed behind 开培训. */
  word: z.string().min(1).max(12),
  audience: TrainingAudience,
  places: z.int().min(1).max(5000).default(100),
  perSchool: z.int().min(1).max(500).optional(),
  /** Whether the school agrees first. */
  approval: z.boolean().default(false),
  /** The duty of the catalogue that it serves, where there is one. */
  serves: DutyKey.optional(),
});
export type TrainingProgramme = z.infer<typeof TrainingProgramme>;
