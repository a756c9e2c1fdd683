import type { SandboxPerson } from '../deps.js';
import { Avatar } from './avatar.js';
import { Icon } from './icon.js';
import { roleOf } from './search.js';

/** Who one is at the moment, and the way to be somebody else. */
export function WhoAmI({ person, change }: { person: SandboxPerson; change: () => void }) {
  return (
    <section class="who" aria-labelledby="who-title">
      <h2 id="who-title" class="caption">
        我是谁
      </h2>
      <button type="button" class="who-button" aria-haspopup="dialog" title="换一个人（Ctrl+K）" onClick={change}>
        <Avatar id={person.id} name={person.name} />
        <span class="who-text">
          <strong>{person.name}</strong>
          <span class="quiet">
            {roleOf(person)} · {person.schoolName}
          </span>
        </span>
        <span class="change">
          <Icon name="swap" />
          换人
        </span>
      </button>
    </section>
  );
}
