import { PersonId, SchoolCode } from '../../models/ids.js';
import type { Roster, RosterPerson } from '../../models/roster/roster.js';
import { testRoster } from './county.js';

const TAUGHT: Record<string, string[]> = { 'S1-T1': ['数学'], 'S1-T2': ['数学'], 'S1-T3': ['语文'], 'S2-T1': ['数学'] };

/** The small county with those who read and answer: two researchers, an editor, two heads of groups. */
export const rosterWithReviewers = (): Roster => {
  const { schools, people } = testRoster();
  return {
    schools,
    people: [
      ...people.map((person) => ({ ...person, subjects: TAUGHT[person.id] ?? person.subjects })),
      holder('S1-G1', '尤组长', 'S1', 'group-head', ['数学']),
      holder('S1-G2', '许组长', 'S1', 'group-head', ['语文']),
      holder('J1-R1', '秦研员', 'J1', 'researcher', ['数学']),
      holder('J1-R2', '朱研员', 'J1', 'researcher', ['语文']),
      holder('J1-E', '何编辑', 'J1', 'editor', []),
    ],
  };
};

const holder = (id: string, name: string, school: string, post: string, subjects: string[]): RosterPerson => ({
  id: PersonId.parse(id),
  name,
  school: SchoolCode.parse(school),
  posts: [post],
  subjects,
  teaching: false,
});
