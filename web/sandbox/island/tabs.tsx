import { Badge } from './badge.js';
import { Icon } from './icon.js';
import type { Model, Tab } from './model.js';

const TABS = [
  { tab: 'talk', icon: 'chat', label: '聊天' },
  { tab: 'ledger', icon: 'ledger', label: '名册' },
  { tab: 'clock', icon: 'clock', label: '时间' },
] as const;

/** Where a screen is too narrow for everything at once. */
export function Tabs({ model, choose }: { model: Model; choose: (tab: Tab) => void }) {
  const waiting = model.chats.reduce((sum, { id }) => sum + (model.unread[id] ?? 0), 0);
  return (
    <nav class="tabs" aria-label="页面">
      {TABS.map(({ tab, icon, label }) => (
        <button
          key={tab}
          type="button"
          aria-current={model.tab === tab ? 'page' : undefined}
          onClick={() => choose(tab)}
        >
          <Icon name={icon} />
          {label}
          {tab === 'talk' && <Badge count={waiting} />}
        </button>
      ))}
    </nav>
  );
}
