import { z } from 'zod';

/** `HH:MM`, wall clock of the county's time zone. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间要写成 HH:MM，例如 17:00');
export type TimeOfDay = z.infer<typeof TimeOfDay>;
