import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { FileKey } from './file.js';
import { PersonId } from './ids.js';
import { sign, signed } from './signed.js';

/** Long enough to open what was just asked for; whoever wants it later asks again, and is looked at again. */
export const FILE_LINK_MS = 30 * 60_000;

/** What a link entitles to: this person reads this file, as long as they may read its record. */
export interface FileClaim extends FileKey {
  person: PersonId;
}

const KEY = 'file-link';
/** The last is the instant, in seconds, from which it is worth nothing. */
const Wire = z.tuple([PersonId, z.string(), z.string(), z.int().positive()]);

export type FileTokens = ReturnType<typeof createFileTokens>;

/** Links to files, like those of forms (form-token.ts) under a key of their own. */
export const createFileTokens = (db: Connection) => ({
  issue: ({ person, record, ref }: FileClaim, now: Date): Promise<string> =>
    sign(db, KEY, [person, record, ref, Math.floor((now.getTime() + FILE_LINK_MS) / 1000)]),

  /** Undefined for a token that was not made here, was changed, or is over. */
  open: async (token: string, now: Date): Promise<FileClaim | undefined> => {
    const wire = Wire.safeParse(await signed(db, KEY, token));
    if (!wire.success) return undefined;
    const [person, record, ref, expires] = wire.data;
    return now.getTime() < expires * 1000 ? { person, record, ref } : undefined;
  },
});
