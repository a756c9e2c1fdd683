import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { FileKey } from './file.js';
import { PersonId } from './ids.js';
import { createSigned } from './signed.js';

/** Long enough to open what was just asked for; whoever wants it later asks again, and is looked at again. */
export const FILE_LINK_MS = 30 * 60_000;

/** What a link entitles to: this person reads this file, as long as they may read its record. */
export interface FileClaim extends FileKey {
  person: PersonId;
}

const Claim = z.tuple([PersonId, z.string(), z.string()]);

export type FileTokens = ReturnType<typeof createFileTokens>;

/** Links to files, like those of forms (form-token.ts) under a key of their own. */
export function createFileTokens(db: Connection) {
  const signed = createSigned(db, 'file-link');
  return {
    issue: ({ person, record, ref }: FileClaim, now: Date): Promise<string> =>
      signed.seal([person, record, ref], new Date(now.getTime() + FILE_LINK_MS)),

    /** Undefined for a token that was not made here, was changed, or is over. */
    open: async (token: string, now: Date): Promise<FileClaim | undefined> => {
      const claim = Claim.safeParse((await signed.open(token, now))?.values);
      if (!claim.success) return undefined;
      const [person, record, ref] = claim.data;
      return { person, record, ref };
    },
  };
}
