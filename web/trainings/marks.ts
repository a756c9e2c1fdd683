import { z } from 'zod';

/** A tap of the roll call as the page sends it; `at` is when it was tapped, which may be a while ago. */
export const Mark = z.strictObject({
  person: z.string().min(1).max(40),
  session: z.int().min(0).max(50),
  tick: z.enum(['in', 'out', 'excused']),
  on: z.boolean(),
  at: z.iso.datetime().transform((at) => new Date(at)),
});

/** No more than a training can hold, in both halves. */
export const Marks = z.array(Mark).max(10_000);
export type Marks = z.infer<typeof Marks>;
