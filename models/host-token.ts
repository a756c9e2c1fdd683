import type { Connection } from 'mongoose';
import { z } from 'zod';
import { PersonId } from './ids.js';
import { createSigned } from './signed.js';

/** Through a training of some days and the lists that come in after it; then the host asks for a new link. */
export const HOST_LINK_MS = 7 * 24 * 3600_000;

/** What a link entitles to: this person holds the check-in of this training, as long as they may run trainings. */
export interface HostClaim {
  person: PersonId;
  training: number;
}

const Claim = z.tuple([PersonId, z.int().positive()]);

export type HostTokens = ReturnType<typeof createHostTokens>;

/** Links to the pages with which a training is held, like those of forms (form-token.ts) under a key of their own. */
export function createHostTokens(db: Connection) {
  const signed = createSigned(db, 'training-host');
  return {
    issue: ({ person, training }: HostClaim, now: Date): Promise<string> =>
      signed.seal([person, training], new Date(now.getTime() + HOST_LINK_MS)),

    /** Undefined for a token that was not made here, was changed, or is over. */
    open: async (token: string, now: Date): Promise<HostClaim | undefined> => {
      const claim = Claim.safeParse((await signed.open(token, now))?.values);
      return claim.success ? { person: claim.data[0], training: claim.data[1] } : undefined;
    },
  };
}
