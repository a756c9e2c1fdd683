import type { MovedView } from '../wire.js';
import { dateOf, spanOf, timeOf } from './when.js';

/** What ran while the time passed. */
export function Moved({ moved, zone }: { moved: MovedView; zone: string }) {
  const { from, clock, ran } = moved;
  return (
    <div class="moved" role="status">
      <p>
        走过了{spanOf(from, clock.now)}
        <span class="quiet">
          {' '}
          {dateOf(from, zone)} {timeOf(from, zone)} 起
        </span>
      </p>
      {ran.length === 0 ? (
        <p class="quiet">这段时间里没有要办的事。</p>
      ) : (
        <ul>
          {ran.map((what, i) => (
            <li key={i}>{what}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
