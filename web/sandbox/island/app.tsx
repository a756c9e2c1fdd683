import { useEffect, useState } from 'preact/hooks';
import { ChatList } from './chat-list.js';
import { ClockCard } from './clock-card.js';
import type { Controller } from './controller.js';
import { Elsewhere } from './elsewhere.js';
import { Icon } from './icon.js';
import { LedgerCard } from './ledger-card.js';
import type { Model } from './model.js';
import { PersonPicker } from './person-picker.js';
import { Tabs } from './tabs.js';
import { Talk } from './talk.js';
import { Welcome } from './welcome.js';
import { WhoAmI } from './who-am-i.js';

export function App({ controller }: { controller: Controller }) {
  const [model, setModel] = useState(controller.model());
  const [picking, setPicking] = useState(false);
  useEffect(() => controller.subscribe(setModel), [controller]);
  useEffect(() => onPickKey(() => setPicking(true)), []);

  const pick = (person: string): void => {
    setPicking(false);
    controller.become(person);
  };
  const me = model.people.find(({ id }) => id === model.me);

  return (
    <div class="page" data-tab={me ? model.tab : undefined}>
      <Header model={model} />
      {model.problem && <Problem text={model.problem} dismiss={controller.dismiss} />}
      {!model.clock && <p class="opening">正在打开…</p>}
      {model.clock && !me && <Welcome model={model} pick={pick} more={() => setPicking(true)} />}
      {model.clock && me && (
        <>
          <main class="desk">
            <aside class="side who-side" aria-label="身份与会话">
              <WhoAmI person={me} change={() => setPicking(true)} />
              <ChatList model={model} open={controller.open} />
              <Elsewhere model={model} become={pick} />
            </aside>
            <Talk key={model.open} model={model} controller={controller} />
            <aside class="side view-side" aria-label="时间与名册">
              <div class="view view-clock">
                <ClockCard model={model} move={controller.move} />
                {/* Again, for screens on which the left side has no room for it. */}
                <Elsewhere model={model} become={pick} />
              </div>
              <div class="view view-ledger">
                <LedgerCard ledger={model.ledger} />
              </div>
            </aside>
          </main>
          <Tabs model={model} choose={controller.tab} />
        </>
      )}
      {picking && <PersonPicker model={model} pick={pick} close={() => setPicking(false)} />}
    </div>
  );
}

function Header({ model }: { model: Model }) {
  const words = { opening: '正在连接', on: '实时', lost: '连接断开，正在重连' }[model.live];
  return (
    <header class="top">
      <img class="logo" src="/sandbox/assets/sandbox-icon.svg" alt="" width="28" height="28" />
      <h1>
        教研助手 <span class="sub">体验沙盒</span>
      </h1>
      <p class="note">人物与学校都是虚构的，想扮演谁就扮演谁</p>
      <p class={`live live-${model.live}`} role="status">
        <span class="dot" aria-hidden="true" />
        {words}
      </p>
    </header>
  );
}

function Problem({ text, dismiss }: { text: string; dismiss: () => void }) {
  return (
    <div class="problem" role="alert">
      <p>{text}</p>
      <button type="button" class="icon-button" aria-label="关闭提示" onClick={dismiss}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** Ctrl+K or ⌘K, wherever the focus is. */
function onPickKey(pick: () => void): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    pick();
  };
  window.addEventListener('keydown', listen);
  return () => window.removeEventListener('keydown', listen);
}
