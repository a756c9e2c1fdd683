import type { CollectionClaim, FormClaim } from '../../models/form-token.js';
import type { Models } from '../../models/models.js';
import type { Asked } from '../handler.js';

/** Where the page of a form is, under the program's public address. */
export const formPath = (token: string): string => `/forms/${token}`;

/**
 * A link to fill the form in on a page, where the program has a public address. Whoever has the link is the speaker,
 * so it is told in private only.
 */
export async function formLink(
  { event, speaker, now }: Pick<Asked, 'event' | 'speaker' | 'now'>,
  { publicUrl, formTokens }: Pick<Models, 'publicUrl' | 'formTokens'>,
  claim: Omit<FormClaim, 'person'> | Omit<CollectionClaim, 'person'>,
): Promise<string | undefined> {
  if (!publicUrl || event.chat.kind !== 'private') return undefined;
  const token = await formTokens.issue({ ...claim, person: speaker._id }, now);
  return publicUrl.replace(/\/+$/, '') + formPath(token);
}
