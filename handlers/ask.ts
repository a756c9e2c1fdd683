import type { MessageEvent } from '../models/event.js';
import { type PersonId, Platform } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { rightsOf } from '../models/person.js';
import { isQuestion, match } from './router.js';
import { routes } from './routes.js';

/** The words that only ask. */
export const askingWords: readonly string[] = routes.flatMap(({ words, asks }) => (asks ? words : []));

/**
 * What the bot would answer somebody of the roster who asks it privately: what they see, and no more. Undefined when
 * nobody has that number, or the words are no question.
 */
export async function askAs(id: PersonId, text: string, models: Models, now: Date): Promise<string[] | undefined> {
  const speaker = await models.people.byId(id);
  const school = speaker && (await models.schools.byCode(speaker.school));
  const found = match(text, models.catalogue.duties);
  if (!speaker || !school || speaker.endedOn || !found || !isQuestion(found)) return undefined;
  const event: MessageEvent = {
    kind: 'message',
    key: `asked:${id}:${now.toISOString()}`,
    chat: { platform: Platform.parse('operator'), id: 'console', kind: 'private' },
    account: id,
    messageId: 'console',
    text,
    addressed: true,
    attachments: [],
    sentAt: now,
  };
  const rights = rightsOf(speaker, models.catalogue.posts);
  const today = models.calendar.dayOf(now);
  const says = await found.handler({ event, args: found.args, now, today, speaker, school, rights }, models);
  return says.map((say) => say.text);
}
