import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatView, SentFile, Suggestion } from '../wire.js';
import type { Controller } from './controller.js';
import { Icon } from './icon.js';
import type { Model } from './model.js';

interface Props {
  model: Model;
  chat: ChatView;
  controller: Controller;
}

/** Where one writes: Enter sends, Shift+Enter begins a new line. In groups the bot is mentioned unless one switches it off. */
export function Composer({ model, chat, controller }: Props) {
  const input = useRef<HTMLTextAreaElement>(null);
  const [mention, setMention] = useState(true);
  const group = chat.kind === 'group';
  const text = model.drafts[chat.id] ?? '';
  const write = (to: string): void => controller.draft(chat.id, to);

  useLayoutEffect(() => grow(input.current), [text]);
  useLayoutEffect(() => focusWithoutKeyboard(input.current), []);

  const say = (words: string, file?: SentFile): void => {
    if (words.trim() === '' && !file) return;
    controller.say(group && mention ? `@${model.botName} ${words.trim()}` : words, file);
  };
  /** With the words that stand there already, as one message. */
  const sendFile = async (picked: File | undefined): Promise<void> => {
    if (!picked) return;
    say(text, { name: picked.name, bytes: await base64Of(picked) });
    write('');
  };
  const send = (): void => {
    say(text);
    write('');
    input.current?.focus();
  };
  const suggest = ({ send: now, text: words }: Suggestion): void => {
    if (now) return say(words);
    write(words);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter also ends the choice of a character in an input method.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="suggestions" role="group" aria-label="可以这样说">
        {model.suggestions.map((suggestion) => (
          <button key={suggestion.label} type="button" class="chip" onClick={() => suggest(suggestion)}>
            {suggestion.label}
          </button>
        ))}
      </div>
      <div class="composer-row">
        <div class="composer-box">
          {group && (
            <button
              type="button"
              class="mention"
              role="switch"
              aria-checked={mention}
              title="打开时，消息前会带上对机器人的提及"
              onClick={() => setMention(!mention)}
            >
              @{model.botName}
            </button>
          )}
          <textarea
            ref={input}
            rows={1}
            maxLength={20_000}
            aria-label={group ? `在${chat.name}里说` : `对${chat.name}说`}
            placeholder="输入消息"
            enterkeyhint="send"
            value={text}
            onInput={({ currentTarget }) => write(currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <label class="send" title="发送图片或文件，不超过2 MB">
          <Icon name="clip" />
          <input
            type="file"
            aria-label="发送图片或文件"
            onChange={({ currentTarget }) => {
              void sendFile(currentTarget.files?.[0]);
              currentTarget.value = '';
            }}
          />
        </label>
        <button type="submit" class="send" aria-label="发送" disabled={text.trim() === ''}>
          <Icon name="send" />
        </button>
      </div>
      <p class="composer-hint">Enter 发送，Shift+Enter 换行</p>
    </form>
  );
}

/** The bytes of a file, as the wire carries them. */
const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result.replace(/^[^,]*,/, '') : '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

/** As high as its text, up to what the style allows. */
function grow(input: HTMLTextAreaElement | null): void {
  if (!input) return;
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight}px`;
}

/** One can write at once; on a phone not, as its keyboard would cover half of what there is to read. */
function focusWithoutKeyboard(input: HTMLTextAreaElement | null): void {
  if (matchMedia('(pointer: fine)').matches) input?.focus({ preventScroll: true });
}
