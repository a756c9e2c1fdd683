import { z } from 'zod';
import { Day, DutyKey, SchoolCode } from './ids.js';
import { PostKey } from './post-key.js';

/** Whom a training is for, as a rule over the roster: everything that is named has to hold. */
export const TrainingAudience = z.strictObject({
  /** Schools of one of these clusters, or one of these schools: where both are named, either will do. */
  clusters: z.array(z.string().min(1)).min(1).optional(),
  schools: z.array(SchoolCode).min(1).optional(),
  stages: z.array(z.string().min(1)).min(1).optional(),
  exceptStages: z.array(z.string().min(1)).default([]),
  /** Only rural schools (true) or only others (false). */
  rural: z.boolean().optional(),
  subjects: z.array(z.string().min(1)).min(1).optional(),
  grades: z.array(z.string().min(1)).min(1).optional(),
  /** Grades of the coming term; of whom nothing is known of it yet, those of this one. */
  nextGrades: z.array(z.string().min(1)).min(1).optional(),
  /** 职称 */
  titles: z.array(z.string().min(1)).min(1).optional(),
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
  /** 学时类别, as the province's list has it. */
  hoursType: z.string().min(1).max(20).default('集中培训'),
  /** Minutes of an hour of training (学时). Source of 45 and 8: the usual rule; a province has its own. */
  minutesAnHour: z.int().min(30).max(60).default(45),
  mostHoursADay: z.number().min(1).max(24).default(8),
  /** The share of a training's hours that makes a certificate. */
  finishAt: z.number().min(0.1).max(1).default(1),
  /** 全员培训: whoever it is for is to have been there once since this day. */
  everybodySince: Day.optional(),
  /** The duty of the catalogue that it serves, where there is one. */
  serves: DutyKey.optional(),
});
export type TrainingProgramme = z.infer<typeof TrainingProgramme>;
