import { useState } from 'preact/hooks';
import { page as texts } from '../../../config/texts/check-in-page.js';

interface Found {
  id: string;
  name: string;
  school: string;
}

/** Adds somebody who came without a place: found by the roster, so that nobody is invented. */
export function AddPerson({ no, onAdd }: { no: string; onAdd(person: Found): void }) {
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<Found[]>();
  const look = async (): Promise<void> => {
    const answer = await fetch(`/trainings/${no}/roster?q=${encodeURIComponent(typed)}`).catch(() => undefined);
    setFound(answer?.ok ? ((await answer.json()) as Found[]) : []);
  };
  return (
    <section class="add">
      <input
        value={typed}
        placeholder={texts.addWho}
        aria-label={texts.addWho}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <button type="button" onClick={() => void look()}>
        {texts.add}
      </button>
      {found?.length === 0 && <p>{texts.nobody}</p>}
      {found?.map((person) => (
        <button
          type="button"
          class="found"
          key={person.id}
          onClick={() => {
            onAdd(person);
            setFound(undefined);
            setTyped('');
          }}
        >
          {person.name} · {person.school}
        </button>
      ))}
    </section>
  );
}
