import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { HALVES, page as texts } from '../../../config/texts/check-in-page.js';
import type { RollCall, RollCallPerson, SheetRead } from '../../../models/roll-call.js';
import { AddPerson } from './add-person.js';
import { createTapQueue, type Tap, type TapQueue } from './queue.js';

const TICKS = ['in', 'out', 'excused'] as const;

/** The list as it stands with what was tapped and is not with the server yet. */
function withTaps(list: RollCall, taps: readonly Tap[]): RollCall {
  const people = list.people.map((person) => {
    const own = taps.filter((tap) => tap.person === person.id);
    if (own.length === 0) return person;
    const ticks = person.ticks.map((each) => ({ ...each }));
    for (const { session, tick, on } of own) {
      const row = ticks[session];
      if (row) row[tick] = on;
    }
    return { ...person, ticks };
  });
  return { ...list, people };
}

function RollCallPage({ no }: { no: string }) {
  const [list, setList] = useState<RollCall>();
  const [session, setSession] = useState(0);
  const [filter, setFilter] = useState('');
  const [standing, setStanding] = useState({ waiting: 0, isAway: false });
  const [problem, setProblem] = useState<string>();
  const queue = useMemo<TapQueue>(
    () =>
      createTapQueue(no, {
        sent: (answer) => setList(answer as RollCall),
        changed: (waiting, isAway) => setStanding({ waiting, isAway }),
      }),
    [no],
  );

  useEffect(() => {
    const load = async (): Promise<void> => {
      const answer = await fetch(`/trainings/${no}/people`);
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = (await answer.json()) as RollCall;
      setList(fresh);
      setSession(fresh.session);
      queue.start();
    };
    load().catch(() => setProblem(texts.away));
  }, [no, queue]);

  if (!list) return <p class="notice">{problem ?? texts.loading}</p>;
  const shown = withTaps(list, queue.waiting());
  const wanted = filter.trim();
  const people = shown.people.filter(({ name, school }) => name.includes(wanted) || school.includes(wanted));
  const tap = (person: RollCallPerson, tick: Tap['tick']): void => {
    const on = !person.ticks[session]?.[tick];
    queue.add({ person: person.id, session, tick, on, at: new Date().toISOString() });
  };
  const count = (tick: Tap['tick']): number => shown.people.filter(({ ticks }) => ticks[session]?.[tick]).length;
  return (
    <>
      <p class="explanation">
        {shown.title} · {shown.place}
      </p>
      <nav class="sessions">
        {shown.sessions.map((text, index) => (
          <button type="button" key={text} aria-pressed={index === session} onClick={() => setSession(index)}>
            {text}
          </button>
        ))}
      </nav>
      <p class="standing" role="status">
        {texts.standing(count('in'), count('out'), count('excused'), shown.people.length)}
        {standing.waiting > 0 && ` ${standing.isAway ? texts.keptHere(standing.waiting) : texts.sending}`}
      </p>
      <input
        class="filter"
        type="search"
        value={filter}
        placeholder={texts.filter}
        aria-label={texts.filter}
        onInput={(event) => setFilter(event.currentTarget.value)}
      />
      <ul class="people">
        {people.map((person) => (
          <li key={person.id}>
            <span>
              <b>{person.name}</b> <small>{person.school}</small>
            </span>
            {TICKS.map((tick) => (
              <button
                type="button"
                key={tick}
                aria-pressed={person.ticks[session]?.[tick] ?? false}
                onClick={() => tap(person, tick)}
              >
                {tick === 'excused' ? texts.excused : HALVES[tick]}
              </button>
            ))}
          </li>
        ))}
      </ul>
      <AddPerson no={no} onAdd={(person) => tap({ ...person, ticks: [] } as unknown as RollCallPerson, 'in')} />
      <Files no={no} />
    </>
  );
}

/** To the screen, and the lists as workbooks. */
function Files({ no }: { no: string }) {
  const [said, setSaid] = useState<string[]>([]);
  const upload = async (input: HTMLInputElement): Promise<void> => {
    const [file] = input.files ?? [];
    if (!file) return;
    const answer = await fetch(`/trainings/${no}/sheet`, {
      method: 'POST',
      body: file,
      headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    }).catch(() => undefined);
    const read = answer?.ok ? ((await answer.json()) as SheetRead) : undefined;
    setSaid(read ? [texts.sheetRead(read.people, read.ticks), ...read.problems] : [texts.away]);
    input.value = '';
  };
  return (
    <footer class="files">
      <a href={`/trainings/${no}/screen`}>{texts.toScreen}</a>
      <a href={`/trainings/${no}/sheet`}>{texts.sheetDown}</a>
      <a href={`/trainings/${no}/hours`}>{texts.hoursDown}</a>
      <label>
        {texts.sheetUp}
        <input type="file" accept=".xlsx" onChange={(event) => void upload(event.currentTarget)} />
      </label>
      {said.length > 0 && <p class="notice">{said.join('\n')}</p>}
    </footer>
  );
}

const root = document.getElementById('roll-call');
if (root) {
  root.replaceChildren();
  render(<RollCallPage no={root.dataset['training'] ?? ''} />, root);
}
