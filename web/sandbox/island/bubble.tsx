import { Avatar, BotAvatar } from './avatar.js';
import type { Controller } from './controller.js';
import { Icon } from './icon.js';
import type { Line, Model } from './model.js';
import { fileAddress } from './server.js';
import { timeOf } from './when.js';

interface Props {
  line: Line;
  lines: Line[];
  /** The same person goes on speaking. */
  follows: boolean;
  group: boolean;
  zone: string;
  model: Model;
  controller: Controller;
}

export function Bubble({ line, lines, follows, group, zone, model, controller }: Props) {
  const mine = line.person !== undefined && line.person === model.me;
  const name = nameOf(line, model);
  // The words of a file of the bot's stand for it where none can be sent; people write theirs beside it.
  const shown = line.file !== undefined && line.person === undefined;
  const answered = group && line.replyTo ? lines.find(({ id }) => id === line.replyTo) : undefined;
  return (
    <article
      class={`line ${mine ? 'mine' : 'theirs'}${follows ? ' follows' : ''}`}
      aria-label={`${mine ? '我' : name}说`}
    >
      {!mine && <Face line={line} name={name} />}
      <div class="line-body">
        {!follows && !mine && <p class="line-name">{name}</p>}
        <div class={`bubble${line.person === undefined ? ' bot' : ''}`}>
          {answered && (
            <p class="quote">
              {nameOf(answered, model)}：{answered.text.replaceAll(/\s+/gu, ' ')}
            </p>
          )}
          {line.text !== '' && !shown && <p class="bubble-text">{linked(line.text)}</p>}
          {line.file !== undefined && <Hung line={line} me={model.me} />}
        </div>
        {line.buttons && (
          <p class="line-buttons">
            {line.buttons.map(({ label, ref }) => (
              <button key={ref} type="button" class="plain-button" onClick={() => controller.press(line, ref)}>
                {label}
              </button>
            ))}
          </p>
        )}
        <p class="line-foot">
          <Standing line={line} again={() => controller.again(line)} />
          <time dateTime={line.at}>{timeOf(line.at, zone)}</time>
          {isTemplate(line) && (
            <button type="button" class="link-button" onClick={() => fillIn(line, controller)}>
              <Icon name="copy" />
              填到输入框
            </button>
          )}
        </p>
      </div>
    </article>
  );
}

const ADDRESS = /(https?:\/\/[^\s「」，。；）]+)/u;

/** The words, with every address in them to be opened: people tap what a chat shows as a link. */
const linked = (text: string) =>
  text.split(ADDRESS).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={index} href={part} target="_blank" rel="noreferrer">
        {part}
      </a>
    ),
  );

/** What hangs on a line: a picture as it is, a file by its name; both only once the server has them. */
function Hung({ line, me }: { line: Line; me: string | undefined }) {
  const address = line.state === undefined && me !== undefined ? fileAddress(me, line.id) : undefined;
  if (line.picture && address) {
    return (
      <img class="bubble-picture" src={address} alt={(line.person !== undefined && line.text) || (line.file ?? '')} />
    );
  }
  return (
    <p class="bubble-text">
      <Icon name="clip" />
      {address ? (
        <a href={address} download={line.file}>
          {line.file}
        </a>
      ) : (
        line.file
      )}
    </p>
  );
}

const Face = ({ line, name }: { line: Line; name: string }) =>
  line.person === undefined ? <BotAvatar /> : <Avatar id={line.person} name={name} />;

function Standing({ line, again }: { line: Line; again: () => void }) {
  if (line.state === 'sending') return <span>发送中…</span>;
  if (line.state !== 'failed') return null;
  return (
    <button type="button" class="link-button failed" onClick={again}>
      没有发出，点这里重发
    </button>
  );
}

const nameOf = ({ person }: Line, { people, botName }: Model): string =>
  person === undefined ? botName : (people.find(({ id }) => id === person)?.name ?? person);

const LABEL = /^[^\s:：「」]{1,40}[:：]/u;

/** A form to fill in and send back: a heading in 【】, then several `label:` lines. */
const isTemplate = ({ person, text }: Line): boolean =>
  person === undefined && text.startsWith('【') && text.split('\n').filter((each) => LABEL.test(each)).length >= 3;

function fillIn({ chat, text }: Line, { draft }: Controller): void {
  draft(chat, text);
  document.querySelector<HTMLTextAreaElement>('.composer textarea')?.focus();
}
