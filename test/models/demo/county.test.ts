import { expect, test } from '@jest/globals';
import { loadCatalogue } from '../../../config/load.js';
import { demoRoster, TRAINING_SCHOOL, VACANT_SCHOOL } from '../../../models/demo/county.js';

const { schools, people } = demoRoster();
const holders = (post: string) => people.filter(({ posts }) => posts.includes(post));

test('the demo county is the same every time', () => {
  expect(demoRoster()).toEqual({ schools, people });
});

test('it has twelve schools in three clusters and the training school', () => {
  expect(schools).toHaveLength(13);
  expect(new Set(schools.map(({ cluster }) => cluster)).size).toBe(3);
  expect(people.length).toBeGreaterThanOrEqual(150);
  expect(people.length).toBeLessThanOrEqual(200);
  for (const code of ['S01', 'S02'])
    expect(people.filter(({ school }) => school === code).length).toBeGreaterThanOrEqual(46);
});

test('nobody shares a name or a number, and no number is anybody’s', () => {
  for (const unique of [
    people.map(({ id }) => id),
    people.map(({ name }) => name),
    people.map(({ mobile }) => mobile),
  ]) {
    expect(new Set(unique).size).toBe(people.length);
  }
  expect(people.filter(({ mobile }) => !/^1990000\d{4}$/u.test(mobile ?? ''))).toEqual([]);
});

test('every school has a principal and, but for one, a research lead', () => {
  const ordinary = schools.map(({ code }) => code).filter((code) => code !== TRAINING_SCHOOL);
  expect(holders('principal').map(({ school }) => school)).toEqual(ordinary);
  expect(holders('research-lead').map(({ school }) => school)).toEqual(
    ordinary.filter((code) => code !== VACANT_SCHOOL),
  );
  expect(holders('researcher').map(({ school }) => school)).toEqual([TRAINING_SCHOOL, TRAINING_SCHOOL]);
  expect(holders('coordinator')).toHaveLength(1);
});

test('its posts and stages are those of the catalogue', () => {
  const { posts, duties } = loadCatalogue('config/catalogue');
  const known = new Set(posts.map(({ key }) => key));
  expect(people.flatMap((person) => person.posts).filter((post) => !known.has(post))).toEqual([]);
  const excepted = duties.flatMap(({ owner }) => (owner.kind === 'school' ? owner.exceptStages : []));
  const stages = new Set(schools.map(({ stage }) => stage));
  expect(excepted.filter((stage) => !stages.has(stage))).toEqual([]);
});
