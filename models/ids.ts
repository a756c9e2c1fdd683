import { z } from 'zod';

/** A person's roster number (编号). Never an identity-card number. */
export const PersonId = z.string().trim().min(1).max(40).brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** A school's code in the roster (编码). The training school itself is a school too. */
export const SchoolCode = z.string().trim().min(1).max(40).brand<'SchoolCode'>();
export type SchoolCode = z.infer<typeof SchoolCode>;

/** Stable name of a duty in the catalogue, e.g. `journal`. */
export const DutyKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .brand<'DutyKey'>();
export type DutyKey = z.infer<typeof DutyKey>;

/** Stable name of a period, e.g. `2026-autumn-w09` or `2026-10`. Sort periods by their due instants, not by this. */
export const PeriodKey = z.string().min(1).max(40).brand<'PeriodKey'>();
export type PeriodKey = z.infer<typeof PeriodKey>;

/** A chat platform: the name of a folder under `bots/`. */
export const Platform = z
  .string()
  .regex(/^[a-z][a-z-]{1,19}$/)
  .brand<'Platform'>();
export type Platform = z.infer<typeof Platform>;

/** A calendar day in the county's time zone, `YYYY-MM-DD`. Sorts as text. */
export const Day = z.iso.date().brand<'Day'>();
export type Day = z.infer<typeof Day>;
