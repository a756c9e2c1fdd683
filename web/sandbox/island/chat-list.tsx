import { useEffect, useRef } from 'preact/hooks';
import type { ChatView } from '../wire.js';
import { BotAvatar } from './avatar.js';
import { Badge } from './badge.js';
import { Icon } from './icon.js';
import type { Model } from './model.js';
import { dateOf, timeOf } from './when.js';

export function ChatList({ model, open }: { model: Model; open: (chat: string) => void }) {
  const list = useRef<HTMLElement>(null);
  // Where the chats lie side by side, the open one may be out of sight.
  useEffect(
    () => list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    [model.open],
  );
  return (
    <nav ref={list} class="chats" aria-label="会话">
      <h2 class="caption">会话</h2>
      <ul>
        {model.chats.map((chat) => (
          <li key={chat.id}>
            <button
              type="button"
              class="chat-button"
              aria-current={chat.id === model.open ? 'true' : undefined}
              onClick={() => open(chat.id)}
            >
              {chat.kind === 'private' ? <BotAvatar /> : <GroupAvatar />}
              <span class="chat-text">
                <span class="chat-name">{chat.name}</span>
                <span class="chat-last quiet">{preview(chat, model)}</span>
              </span>
              <span class="chat-end">
                <time class="quiet">{chat.last && lastTime(chat.last.at, model)}</time>
                <Badge count={model.unread[chat.id]} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const GroupAvatar = () => (
  <span class="avatar avatar-group">
    <Icon name="group" />
  </span>
);

function preview({ kind, last, members }: ChatView, { people, me }: Model): string {
  if (!last) return kind === 'private' ? '私聊，只有自己看得到' : `${members ?? 0} 人`;
  const speaker = last.person === undefined ? '' : (people.find(({ id }) => id === last.person)?.name ?? '');
  const words = last.text.replaceAll(/\s+/gu, ' ');
  return kind === 'group' && speaker && last.person !== me ? `${speaker}：${words}` : words;
}

function lastTime(at: string, { clock }: Model): string {
  if (!clock) return '';
  const day = dateOf(at, clock.zone);
  return day === dateOf(clock.now, clock.zone) ? timeOf(at, clock.zone) : day;
}
