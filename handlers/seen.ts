import { severalPeriods } from '../config/texts/missing.js';
import type { Duty } from '../models/duty.js';
import type { Chat } from '../models/event.js';
import { groupBy } from '../models/group-by.js';
import { peopleOn, seenOf } from '../models/in-sight.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import type { Viewer } from '../models/sight.js';
import { titleIn } from '../models/title.js';
import { type Collecting, collecting, labelled } from './collecting.js';
import type { Asked } from './handler.js';
import { everyOf } from './period-words.js';
import type { Question } from './question.js';
import type { Scope } from './scope.js';

/** What is being collected, as far as the asker sees it: only entries in their sight. */
export interface Seen extends Collecting {
  /** Whether they see whose these are; numbers alone where one entry is seen as no more than a number. */
  names: boolean;
  /** How many more periods of the duty stand in it: issues, tasks and projects, where all duties are told of at once. */
  more: number;
}

/** What a question is about: one period of a duty, what is being collected of it, or of all. */
export async function collected(
  { scope, duty, label }: Pick<Question, 'scope' | 'duty' | 'label'>,
  asked: Asked,
  models: Models,
): Promise<Seen[]> {
  const { schools } = scope;
  const all = label
    ? (await Promise.all(dutiesOf(duty, label, models).map((each) => labelled(each, label, schools, models)))).flat()
    : await collecting(duty, schools, asked.now, models);
  const people = await peopleOn(
    all.flatMap(({ rolls }) => rolls),
    scope.right,
    models,
  );
  return all.map((each) => seen(each, scope, people, asked, models)).filter(({ rolls }) => rolls.length > 0);
}

/** The one that is named, else all that have such a period. */
const dutiesOf = (duty: Duty | undefined, label: string, { catalogue }: Models): readonly Duty[] =>
  duty ? [duty] : catalogue.duties.filter(({ cadence }) => cadence.every === everyOf(label));

function seen(
  { duty, rolls, roll }: Collecting,
  { right, schools, subjects }: Scope,
  people: ReadonlyMap<string, Person>,
  { speaker, school }: Asked,
  models: Models,
): Seen {
  const viewer: Viewer = { ...speaker, cluster: school.cluster };
  const clusters = new Map(schools.map(({ _id, cluster }) => [_id, cluster]));
  const cut = rolls.flatMap(
    (page) =>
      seenOf(page, duty, { right, viewer, subjects }, { cluster: clusters.get(page.school) ?? '', people }, models) ??
      [],
  );
  return { duty, roll, rolls: cut.map(({ page }) => page), names: cut.every(({ names }) => names), more: 0 };
}

/** A line a duty: its periods added up, called after the one that is due first. */
export const byDuty = (firstDueFirst: Seen[]): Seen[] =>
  [...groupBy(firstDueFirst, ({ duty }) => duty.key).values()].flatMap(([first, ...others]) =>
    first
      ? [
          {
            ...first,
            rolls: [first, ...others].flatMap(({ rolls }) => rolls),
            names: [first, ...others].every(({ names }) => names),
            more: others.length,
          },
        ]
      : [],
  );

/** What a line is called in a chat: the words of a task only for whom they may be told. */
export function calledIn(chat: Pick<Chat, 'kind'>, { roll, names, more }: Seen): string {
  const title = names ? titleIn(chat, roll) : roll.label;
  return more > 0 ? severalPeriods(title, more + 1) : title;
}
