import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { privateChat } from '../../../bots/sandbox/private-chat.js';
import type { SandboxPerson } from '../deps.js';
import { Avatar } from './avatar.js';
import { Badge } from './badge.js';
import { Icon } from './icon.js';
import type { Model } from './model.js';
import { roleOf, search } from './search.js';

/** More are found by typing on. */
const SHOWN = 80;

interface Props {
  model: Model;
  pick: (person: string) => void;
  close: () => void;
}

/** Everybody, to be found by name, pinyin, school or post; the arrows choose, Enter takes. */
export function PersonPicker({ model, pick, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(
    () => newsFirst(search(model.people, query), model.unread),
    [model.people, model.unread, query],
  );
  const shown = found.slice(0, SHOWN);
  const chosen = shown[at];

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => document.getElementById(optionId(chosen))?.scrollIntoView({ block: 'nearest' }), [chosen]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) setAt(Math.max(0, Math.min(shown.length - 1, at + step)));
    else if (event.key === 'Enter' && chosen) pick(chosen.id);
    else return;
    event.preventDefault();
  };

  return (
    <dialog ref={dialog} class="picker" aria-label="换一个人" onClose={close} onClick={onBackdrop(close)}>
      <div class="picker-body">
        <label class="picker-search">
          <Icon name="search" />
          <span class="hidden">找人</span>
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls="picker-list"
            aria-activedescendant={chosen ? optionId(chosen) : undefined}
            autocomplete="off"
            spellcheck={false}
            placeholder="姓名、拼音、学校或职务"
            value={query}
            onInput={({ currentTarget }) => {
              setQuery(currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <button type="button" class="icon-button" aria-label="关闭" onClick={close}>
            <Icon name="close" />
          </button>
        </label>
        <div class="picker-list" id="picker-list" role="listbox" aria-label="名册里的人">
          {shown.map((person, i) => (
            <Option key={person.id} person={person} model={model} chosen={i === at} take={() => pick(person.id)} />
          ))}
        </div>
        <p class="picker-foot quiet" role="status">
          {found.length === 0 && '没有找到，换个说法试试'}
          {found.length > SHOWN && `还有 ${found.length - SHOWN} 人，再输入几个字就能找到`}
          {found.length > 0 && found.length <= SHOWN && `共 ${found.length} 人`}
        </p>
      </div>
    </dialog>
  );
}

interface OptionProps {
  person: SandboxPerson;
  model: Model;
  chosen: boolean;
  take: () => void;
}

function Option({ person, model, chosen, take }: OptionProps) {
  return (
    // Chosen with the keys of the input above, which keeps the focus.
    <div
      id={optionId(person)}
      class="option"
      role="option"
      aria-selected={chosen}
      data-me={person.id === model.me ? '' : undefined}
      onClick={take}
    >
      <Avatar id={person.id} name={person.name} />
      <span class="who-text">
        <strong>{person.name}</strong>
        <span class="quiet">{person.schoolName}</span>
      </span>
      <span class="post">{roleOf(person)}</span>
      <Badge count={model.unread[privateChat(person.id)]} />
    </div>
  );
}

/** Whom the bot wrote to stands first. */
const newsFirst = (people: SandboxPerson[], unread: Model['unread']): SandboxPerson[] =>
  people.toSorted((a, b) => Number(!unread[privateChat(a.id)]) - Number(!unread[privateChat(b.id)]));

const optionId = (person: SandboxPerson | undefined): string => `person-${person?.id}`;

/** A click beside the dialog's content closes it. */
const onBackdrop =
  (close: () => void) =>
  (event: MouseEvent): void => {
    if (event.target === event.currentTarget) close();
  };
