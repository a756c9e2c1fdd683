import { z } from 'zod';

/** What the host process says to the process that started it: one JSON line each on its standard output. */
export const HostReport = z.discriminatedUnion('event', [
  z.object({ event: z.literal('ready'), pid: z.int(), openMs: z.number() }),
  /** `in-use`: another process has the folder open. `unsupported`: the engine cannot run on this machine at all. */
  z.object({ event: z.literal('failed'), reason: z.enum(['in-use', 'unsupported', 'other']), message: z.string() }),
  /** Something went wrong that the engine lives on with. */
  z.object({ event: z.literal('trouble'), message: z.string() }),
  z.object({ event: z.literal('closed'), why: z.string() }),
]);
export type HostReport = z.infer<typeof HostReport>;
