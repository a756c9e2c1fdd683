import type { Connection } from 'mongoose';
import { z } from 'zod';
import { DutyKey, PeriodKey, PersonId } from './ids.js';
import { OwnerKey } from './owner.js';
import { sign, signed } from './signed.js';

/** A day: long enough to be opened after school, short enough that a link passed on is soon worth nothing. */
export const FORM_LINK_MS = 24 * 3600 * 1000;
/**
 * A card stays in the chat and only its own account can press it, so it is good as long as the platform changes it in
 * place: Feishu 14 days (reference/im-v1/message/patch).
 */
export const FORM_CARD_MS = 14 * 24 * 3600 * 1000;
/** Each has a key of its own: what a card carries opens no page. */
const KINDS = { link: { key: 'form-link', livesMs: FORM_LINK_MS }, card: { key: 'form-card', livesMs: FORM_CARD_MS } };
type Kind = keyof typeof KINDS;

/** What a link or card entitles to: this person fills in this duty, for this owner and period. */
export interface FormClaim {
  person: PersonId;
  duty: DutyKey;
  owner: OwnerKey;
  period: PeriodKey;
}

/** The claim as it stands in the link; the last is the instant, in seconds, from which it is worth nothing. */
const Wire = z.tuple([PersonId, DutyKey, OwnerKey, PeriodKey, z.int().positive()]);

export type FormTokens = ReturnType<typeof createFormTokens>;

/** Links to a form, and the references of cards: signed with a key of this database, so that nobody can make one or change whom it is for. */
export const createFormTokens = (db: Connection) => ({
  /** A token: of a link for a day from now, of a card for 14. */
  issue: ({ person, duty, owner, period }: FormClaim, now: Date, kind: Kind = 'link'): Promise<string> => {
    const expires = Math.floor((now.getTime() + KINDS[kind].livesMs) / 1000);
    return sign(db, KINDS[kind].key, [person, duty, owner, period, expires]);
  },

  /** What a token entitles to; undefined for one that was not made here, was changed, or is over. */
  open: async (token: string, now: Date, kind: Kind = 'link'): Promise<FormClaim | undefined> => {
    const wire = Wire.safeParse(await signed(db, KINDS[kind].key, token));
    if (!wire.success) return undefined;
    const [person, duty, owner, period, expires] = wire.data;
    return now.getTime() < expires * 1000 ? { person, duty, owner, period } : undefined;
  },
});
