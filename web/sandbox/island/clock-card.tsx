import { useEffect, useState } from 'preact/hooks';
import type { ClockView, Move } from '../wire.js';
import type { Model } from './model.js';
import { Moved } from './moved.js';
import { dateOf, fieldOf, fullDateOf, timeOf, weekdayOf } from './when.js';

const KINDS = { school: '上学日', off: '休息日', unknown: '放假安排未公布' };
/** How often the shown time is brought up to date between two words of the server. */
const TICK_MS = 5_000;

interface Props {
  model: Model;
  move: (move: Move) => Promise<void>;
}

/** The county's time, and the ways to let it pass. */
export function ClockCard({ model, move }: Props) {
  const { clock } = model;
  const now = useNow(model.aheadMs);
  if (!clock) return null;
  const at = model.moving ? clock.now : now;
  return (
    <section class="card clock" aria-labelledby="clock-title" aria-busy={model.moving}>
      <h2 id="clock-title" class="caption">
        时间
      </h2>
      <p class="clock-face">
        <time dateTime={clock.now}>{timeOf(at, clock.zone)}</time>
        <span class="clock-day">
          <span>
            <strong>{weekdayOf(at, clock.zone)}</strong> {clock.week && <span class="tag">{clock.week}</span>}{' '}
            <span class={`tag tag-${clock.kind}`}>{KINDS[clock.kind]}</span>
          </span>
          <span class="quiet">{fullDateOf(at, clock.zone)}</span>
        </span>
      </p>
      <Week clock={clock} disabled={model.moving} move={move} />
      {clock.canMove ? (
        <Moves clock={clock} disabled={model.moving} move={move} />
      ) : (
        <p class="quiet">这里用的是真实时间，不能拨动。</p>
      )}
      {model.moving && (
        <p class="moving" role="status">
          时间正在走，到期的事会一件件办…
        </p>
      )}
      {model.moved && <Moved moved={model.moved} zone={clock.zone} />}
    </section>
  );
}

interface MovesProps {
  clock: ClockView;
  disabled: boolean;
  move: (move: Move) => Promise<void>;
}

const NARROW = ['一', '二', '三', '四', '五', '六', '日'];
const MORNING = '08:15';

/** The week around today; a coming day is one click away. */
function Week({ clock, disabled, move }: MovesProps) {
  return (
    <ol class="week" aria-label="本周">
      {clock.days.map(({ day, kind }, i) => (
        <li key={day}>
          <button
            type="button"
            class={`week-day week-${kind}`}
            aria-current={day === clock.day ? 'date' : undefined}
            aria-label={`${dateOf(`${day}T12:00:00Z`, 'UTC')} 星期${NARROW[i]}，${KINDS[kind]}`}
            disabled={disabled || !clock.canMove || day <= clock.day}
            onClick={() => void move({ to: `${day}T${MORNING}` })}
          >
            <span>{NARROW[i]}</span>
            <b>{Number(day.slice(8))}</b>
          </button>
        </li>
      ))}
    </ol>
  );
}

const STEPS = [
  { by: 'hour', label: '+1 小时' },
  { by: 'afternoon', label: '到今天 15:45' },
  { by: 'morning', label: '到明早' },
  { by: 'monday', label: '下一个周一' },
  { by: 'week', label: '+1 周' },
] as const;

function Moves({ clock, disabled, move }: MovesProps) {
  const [choosing, setChoosing] = useState(false);
  const afternoonOver = timeOf(clock.now, clock.zone) >= '15:45';
  return (
    <>
      {clock.next && (
        <button type="button" class="move move-next" disabled={disabled} onClick={() => void move({ by: 'next' })}>
          <span>下一件事</span>
          <span class="move-what">
            {dateOf(clock.next.at, clock.zone)} {timeOf(clock.next.at, clock.zone)} {clock.next.what}
          </span>
        </button>
      )}
      <div class="moves" role="group" aria-label="让时间往前走">
        {STEPS.map(({ by, label }) => (
          <button
            key={by}
            type="button"
            class="move"
            disabled={disabled || (by === 'afternoon' && afternoonOver)}
            onClick={() => void move({ by })}
          >
            {label}
          </button>
        ))}
        <button type="button" class="move" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
          选时间…
        </button>
      </div>
      {choosing && <MoveTo clock={clock} disabled={disabled} move={move} />}
    </>
  );
}

/** To any moment to come. */
function MoveTo({ clock, disabled, move }: MovesProps) {
  const [to, setTo] = useState('');
  return (
    <form
      class="move-to"
      onSubmit={(event) => {
        event.preventDefault();
        void move({ to });
      }}
    >
      <input
        type="datetime-local"
        aria-label="走到哪一刻"
        required
        min={fieldOf(clock.now, clock.zone)}
        value={to}
        onInput={({ currentTarget }) => setTo(currentTarget.value)}
      />
      <button type="submit" class="move" disabled={disabled || to === ''}>
        走到这里
      </button>
    </form>
  );
}

/** The server's time, running on between its words. */
function useNow(aheadMs: number): Date {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    setNow(Date.now());
    return () => clearInterval(timer);
  }, [aheadMs]);
  return new Date(now + aheadMs);
}
