import { sentAside } from '../config/texts/aside.js';
import { type Asked, here, type Say } from './handler.js';

/**
 * What is said of a colleague, with their name and why, is nobody else's in a group: there it is said that it is done,
 * and the rest goes to whoever asked.
 */
export function aside({ event, speaker }: Pick<Asked, 'event' | 'speaker'>, says: Say[]): Say[] {
  if (event.chat.kind === 'private') return says;
  return [...here(sentAside), ...says.map((say) => (say.to === 'here' ? { ...say, to: speaker._id } : say))];
}
