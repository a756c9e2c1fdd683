import { Avatar } from './avatar.js';
import type { Model } from './model.js';
import { cast, roleOf } from './search.js';

/** The first screen: whom does one want to be? */
export function Welcome({ model, pick, more }: { model: Model; pick: (person: string) => void; more: () => void }) {
  return (
    <main class="welcome">
      <h2>先选一个身份</h2>
      <p class="quiet">
        像平常聊天一样给{model.botName}发消息，再把时间往前拨，看它怎样提醒、怎样汇总。身份可以随时换。
      </p>
      <ul class="cast">
        {cast(model.people).map((person) => (
          <li key={person.id}>
            <button type="button" class="cast-button" onClick={() => pick(person.id)}>
              <Avatar id={person.id} name={person.name} />
              <span class="who-text">
                <strong>{roleOf(person)}</strong>
                <span class="quiet">
                  {person.name} · {person.schoolName}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="plain-button" aria-haspopup="dialog" onClick={more}>
        从全部 {model.people.length} 人里找
      </button>
    </main>
  );
}
