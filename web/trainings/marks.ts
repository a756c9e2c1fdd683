import { z } from 'zod';

/** The link of a page is good for so long; a tap that waited longer than that counts as this old. */
const MOST_AGO_MS = 7 * 24 * 3600_000;

/**
 * A tap of the roll call as the page sends it. `agoMs`: how long it waited for a network. When it was is for the
 * server's clock to say: a phone's may be wrong, and the sandbox's is put forward.
 */
export const Mark = z.strictObject({
  person: z.string().min(1).max(40),
  session: z.int().min(0).max(50),
  tick: z.enum(['in', 'out', 'excused']),
  on: z.boolean(),
  agoMs: z
    .number()
    .min(0)
    .transform((ms) => Math.min(ms, MOST_AGO_MS)),
});

/** No more than a training can hold, in both halves. */
export const Marks = z.array(Mark).max(10_000);
export type Marks = z.infer<typeof Marks>;
