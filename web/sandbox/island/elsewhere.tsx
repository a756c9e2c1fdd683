import { privateChat } from '../../../bots/sandbox/private-chat.js';
import { Avatar } from './avatar.js';
import { Badge } from './badge.js';
import type { Model } from './model.js';
import { byImportance, roleOf } from './search.js';

const AT_MOST = 6;

/** Other people to whom the bot wrote: one click and one sees what they were told. */
export function Elsewhere({ model, become }: { model: Model; become: (person: string) => void }) {
  const heard = withNews(model);
  if (heard.length === 0) return null;
  return (
    <section class="card elsewhere" aria-label="别人的新消息">
      <h2>还有 {heard.length} 人收到新消息</h2>
      <p class="quiet">点一下，看看对方收到了什么</p>
      <ul>
        {heard.slice(0, AT_MOST).map((person) => (
          <li key={person.id}>
            <button type="button" class="person-button" onClick={() => become(person.id)}>
              <Avatar id={person.id} name={person.name} />
              <span class="who-text">
                <strong>{person.name}</strong>
                <span class="quiet">
                  {roleOf(person)} · {person.schoolName}
                </span>
              </span>
              <Badge count={model.unread[privateChat(person.id)]} />
            </button>
          </li>
        ))}
      </ul>
      {heard.length > AT_MOST && <p class="quiet">其余 {heard.length - AT_MOST} 人在「换人」里，排在最前</p>}
    </section>
  );
}

const withNews = ({ people, me, unread }: Model) =>
  people.filter(({ id }) => id !== me && unread[privateChat(id)]).toSorted(byImportance);
