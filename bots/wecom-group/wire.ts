import { z } from 'zod';

/** The answer to every call of the webhook: document/path/91770. */
export const Answer = z.object({ errcode: z.number() });
