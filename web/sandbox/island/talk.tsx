import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Bubble } from './bubble.js';
import { Composer } from './composer.js';
import type { Controller } from './controller.js';
import { Icon } from './icon.js';
import type { Line, Model } from './model.js';
import { dateOf, weekdayOf } from './when.js';

/** This close to the end counts as reading along. */
const NEAR_END_PX = 120;

/** One chat: what was said, and where to say something. */
export function Talk({ model, controller }: { model: Model; controller: Controller }) {
  const chat = model.chats.find(({ id }) => id === model.open);
  const talk = chat && model.talks[chat.id];
  if (!chat) return <section class="talk" aria-label="会话" />;
  return (
    <section class="talk" aria-labelledby="talk-title">
      <header class="talk-head">
        <h2 id="talk-title">{chat.name}</h2>
        <p class="quiet">{chat.kind === 'private' ? '私聊' : `群 · ${chat.members ?? 0} 人`}</p>
      </header>
      {talk?.loaded ? (
        <Log
          model={model}
          controller={controller}
          lines={talk.lines}
          complete={talk.complete}
          group={chat.kind === 'group'}
        />
      ) : (
        <div class="log" />
      )}
      <Composer model={model} chat={chat} controller={controller} />
    </section>
  );
}

interface LogProps {
  model: Model;
  controller: Controller;
  lines: Line[];
  complete: boolean;
  group: boolean;
}

function Log({ model, controller, lines, complete, group }: LogProps) {
  const log = useRef<HTMLDivElement>(null);
  const [missed, setMissed] = useState(false);
  const near = useRef(true);
  const last = lines.at(-1);

  const toEnd = (): void => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
    setMissed(false);
  };
  useLayoutEffect(toEnd, []);
  useEffect(() => {
    if (near.current || last?.person === model.me) toEnd();
    else setMissed(true);
  }, [last?.id]);
  // The input grows, a phone's keyboard opens: the newest line stays in view.
  useEffect(() => watchSize(log.current, () => near.current && toEnd()), []);

  const onScroll = ({ currentTarget }: { currentTarget: HTMLDivElement }): void => {
    near.current = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < NEAR_END_PX;
    if (near.current) setMissed(false);
  };

  return (
    <div class="log-frame">
      {/* A place that scrolls must be reachable with the keyboard. */}
      <div ref={log} class="log" role="log" aria-live="polite" aria-label="消息" tabIndex={0} onScroll={onScroll}>
        {!complete && (
          <button type="button" class="plain-button older" onClick={controller.older}>
            更早的消息
          </button>
        )}
        {lines.length === 0 && <Empty model={model} group={group} />}
        {lines.map((line, i) => (
          <Row
            key={line.id}
            line={line}
            before={lines[i - 1]}
            lines={lines}
            group={group}
            model={model}
            controller={controller}
          />
        ))}
      </div>
      {missed && (
        <button type="button" class="missed" onClick={toEnd}>
          <Icon name="down" />
          新消息
        </button>
      )}
    </div>
  );
}

interface RowProps extends Omit<LogProps, 'complete'> {
  line: Line;
  before: Line | undefined;
}

function Row({ line, before, ...rest }: RowProps) {
  const zone = rest.model.clock?.zone ?? 'UTC';
  const day = dateOf(line.at, zone);
  const newDay = !before || dateOf(before.at, zone) !== day;
  return (
    <>
      {newDay && (
        <p class="day-line">
          <span>
            {day} {weekdayOf(line.at, zone)}
          </span>
        </p>
      )}
      <Bubble line={line} follows={!newDay && before?.person === line.person} zone={zone} {...rest} />
    </>
  );
}

function Empty({ model, group }: { model: Model; group: boolean }) {
  return (
    <div class="empty">
      <p>{group ? '群里还没有人说话' : `和${model.botName}打个招呼吧`}</p>
      <p class="quiet">{group ? `说话时提到 @${model.botName}，它就会回应` : '不知道说什么，就发「帮助」'}</p>
    </div>
  );
}

function watchSize(element: Element | null, changed: () => void): (() => void) | undefined {
  if (!element) return undefined;
  const observer = new ResizeObserver(changed);
  observer.observe(element);
  return () => observer.disconnect();
}
