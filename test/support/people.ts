import { Day, PersonId, Platform, SchoolCode } from '../../models/ids.js';
import type { Person } from '../../models/person.js';
import { personKey } from '../../models/pinyin.js';

export const day = (text: string): Day => Day.parse(text);
export const personId = (text: string): PersonId => PersonId.parse(text);
export const schoolCode = (text: string): SchoolCode => SchoolCode.parse(text);
export const platform = (text: string): Platform => Platform.parse(text);

/** Somebody who has always taught at S1, but for what the test says. */
export const person = (id: string, more: Partial<Person> = {}): Person => {
  const name = more.name ?? `人${id}`;
  const school = more.school ?? schoolCode('S1');
  const teaching = more.teaching ?? true;
  return {
    _id: personId(id),
    name,
    pinyin: personKey(name),
    school,
    teaching,
    posts: [],
    subjects: [],
    grades: [],
    charge: [],
    stints: [{ school, teaching, from: day('2000-01-01') }],
    leaves: [],
    ...more,
  };
};
