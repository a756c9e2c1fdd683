import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { HALVES, page as texts } from '../../../config/texts/check-in-page.js';
import type { Half } from '../../../models/check-in-code.js';
import type { CheckInScreen } from '../../../models/roll-call.js';

/** What the server sends: the QR code as a picture instead of what it says. */
type Shown = Omit<CheckInScreen, 'says'> & { qr: string };

/** How often the count is looked at, and how soon after a failure it is tried again, in milliseconds. */
const LOOK_EVERY_MS = 3_000;

function Screen({ no }: { no: string }) {
  const [shown, setShown] = useState<Shown>();
  const [half, setHalf] = useState<Half>();
  const [isAway, setAway] = useState(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const stop = new AbortController();
    const look = async (): Promise<void> => {
      let nextMs = LOOK_EVERY_MS;
      try {
        const answer = await fetch(`/trainings/${no}/code${half ? `?half=${half}` : ''}`, { signal: stop.signal });
        if (!answer.ok) throw new Error(String(answer.status));
        const fresh = (await answer.json()) as Shown;
        nextMs = Math.min(nextMs, fresh.lastsMs + 50);
        setShown(fresh);
        setAway(false);
      } catch {
        if (stop.signal.aborted) return;
        // A code that is over is worse than none.
        setShown(undefined);
        setAway(true);
      }
      timer = setTimeout(() => void look(), nextMs);
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [no, half]);

  if (!shown) return <p class="notice">{isAway ? texts.screenAway : texts.loading}</p>;
  return (
    <>
      <header class="of-screen">
        <h2>{shown.title}</h2>
        <p>
          {shown.session}
          <span class="halves">
            {(['in', 'out'] as const).map((each) => (
              <button type="button" aria-pressed={shown.half === each} onClick={() => setHalf(each)} key={each}>
                {HALVES[each]}
              </button>
            ))}
          </span>
        </p>
      </header>
      <div class="code">
        <img class="qr" src={`data:image/svg+xml;base64,${btoa(shown.qr)}`} alt={texts.qrAlt} />
        <div>
          <p class="say">{texts.sayIt}</p>
          <p class="digits">
            {HALVES[shown.half]} <b>{`${shown.code.slice(0, 3)} ${shown.code.slice(3)}`}</b>
          </p>
          <p class="count">{texts.count(HALVES[shown.half], shown.here, shown.of)}</p>
        </div>
      </div>
    </>
  );
}

const root = document.getElementById('screen');
if (root) {
  root.replaceChildren();
  render(<Screen no={root.dataset['training'] ?? ''} />, root);
}
