import * as texts from '../config/texts/review.js';
import type { Address } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Dispatch } from '../models/outbox.js';
import type { Composed } from './compose.js';

/** More than one person answers in a month. */
const MOST = 500;

/** To whoever answers by a post now: that what waits is theirs, and how much there is; nothing where all is answered. */
export async function composeHandedOn(
  { person, post }: Extract<Dispatch, { kind: 'handed-on' }>,
  address: Address,
  { submissions, catalogue }: Models,
): Promise<Composed> {
  const waiting = await submissions.waitingFor(person, MOST);
  if (waiting.length === 0) return { kind: 'drop', why: 'done' };
  const name = catalogue.posts.find(({ key }) => key === post)?.name ?? post;
  return { kind: 'message', address, content: { kind: 'text', text: texts.handedOn(name, waiting.length) } };
}
