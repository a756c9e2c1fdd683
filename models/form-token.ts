import type { Connection } from 'mongoose';
import { z } from 'zod';
import { DutyKey, PeriodKey, PersonId } from './ids.js';
import { OwnerKey } from './owner.js';
import { createSigned } from './signed.js';

/** A day: long enough to be opened after school, short enough that a link passed on is soon worth nothing. */
export const FORM_LINK_MS = 24 * 3600 * 1000;
/**
 * A card stays in the chat and only its own account can press it, so it is good as long as the platform changes it in
 * place: Feishu 14 days (reference/im-v1/message/patch).
 */
export const FORM_CARD_MS = 14 * 24 * 3600 * 1000;

/** What a link or card entitles to: this person fills in this duty, for this owner and period. */
export interface FormClaim {
  person: PersonId;
  duty: DutyKey;
  owner: OwnerKey;
  period: PeriodKey;
}

/** What a link to a collection's page entitles to: this person answers it. */
export interface CollectionClaim {
  person: PersonId;
  collection: number;
}

export type PageClaim = FormClaim | CollectionClaim;

const OfDuty = z
  .tuple([PersonId, DutyKey, OwnerKey, PeriodKey])
  .transform(([person, duty, owner, period]): FormClaim => ({ person, duty, owner, period }));
const OfCollection = z
  .tuple([PersonId, z.int().positive()])
  .transform(([person, collection]): CollectionClaim => ({ person, collection }));
const Claim = z.union([OfDuty, OfCollection]);

export type FormTokens = ReturnType<typeof createFormTokens>;

/** Links to a form, and the references of cards. Each has a key of its own: what a card carries opens no page. */
export function createFormTokens(db: Connection) {
  const kinds = {
    link: { signed: createSigned(db, 'form-link'), livesMs: FORM_LINK_MS },
    card: { signed: createSigned(db, 'form-card'), livesMs: FORM_CARD_MS },
  };
  type Kind = keyof typeof kinds;

  return {
    /** A token: of a link for a day from now, of a card for 14. */
    issue: (claim: PageClaim, now: Date, kind: Kind = 'link'): Promise<string> => {
      const { signed, livesMs } = kinds[kind];
      const { person } = claim;
      const values = 'duty' in claim ? [person, claim.duty, claim.owner, claim.period] : [person, claim.collection];
      return signed.seal(values, new Date(now.getTime() + livesMs));
    },

    /** What a token entitles to; undefined for one that was not made here, was changed, or is over. */
    open: async (token: string, now: Date, kind: Kind = 'link'): Promise<PageClaim | undefined> => {
      const values = (await kinds[kind].signed.open(token, now))?.values;
      return Claim.safeParse(values).data;
    },
  };
}
