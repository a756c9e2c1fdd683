import { expect, test } from '@jest/globals';
import { loadCatalogue } from '../../../config/load.js';
import { demoRoster, TRAINING_SCHOOL, VACANT_SCHOOL } from '../../../models/demo/county.js';

const { schools, people } = demoRoster();
const holders = (post: string) => people.filter(({ posts }) => posts.includes(post));

test('the demo county is the same every time', () => {
  expect(demoRoster()).toEqual({ schools, people });
});

test('it has twelve schools in three clusters, a kindergarten and the training school', () => {
  expect(schools).toHaveLength(14);
  expect(schools.filter(({ stage }) => !['幼儿园', '进修学校'].includes(stage))).toHaveLength(12);
  expect(new Set(schools.map(({ cluster }) => cluster)).size).toBe(3);
  expect(people).toHaveLength(240);
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
  expect(holders('principal').map(({ school }) => school)).toEqual([...ordinary, TRAINING_SCHOOL]);
  expect(holders('research-lead').map(({ school }) => school)).toEqual(
    ordinary.filter((code) => code !== VACANT_SCHOOL),
  );
  expect(holders('coordinator')).toHaveLength(1);
});

test('every cluster has its lead, every department its head, every school its researcher', () => {
  const clusterOf = new Map(schools.map(({ code, cluster }) => [code, cluster]));
  const led = holders('cluster-lead').map(({ school }) => clusterOf.get(school));
  expect(led).toHaveLength(3);
  expect(new Set(led)).toEqual(new Set(clusterOf.values()));
  expect(holders('department-head').map(({ department }) => department)).toEqual([
    '教科所',
    '教研部',
    '培训部',
    '电大部',
    '编辑部',
  ]);
  const [mental] = holders('mental-health-researcher');
  const others = holders('researcher').filter((each) => each !== mental);
  const looked = others.flatMap(({ charge }) => charge ?? []).toSorted();
  const taught = schools.filter(({ stage }) => stage !== '进修学校').map(({ code }) => code);
  expect(looked).toEqual(taught.filter((code) => code !== 'S13').toSorted());
  expect(mental?.charge?.toSorted()).toEqual(taught.toSorted());
});

test('there are planning groups in the large schools, and small schools their cluster carries', () => {
  const groups = new Map<string, number>();
  for (const { school, subjects, grades, teaching } of people) {
    const key = [school, ...subjects, ...(grades ?? [])].join('/');
    if (teaching) groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  const shared = [...groups].filter(([, size]) => size > 1).map(([key]) => key);
  expect(shared).toContain('S01/语文/二年级');
  expect(shared).toContain('S02/数学/七年级');
  const small = schools.filter(
    ({ code }) => people.filter((each) => each.school === code && each.teaching).length < 12,
  );
  expect(small.map(({ code }) => code)).toEqual(expect.arrayContaining(['S07', 'S08', 'S12', 'S13']));
});

test('nobody owes a duty no post of the county answers for', () => {
  const { duties } = loadCatalogue('config/catalogue');
  const held = new Set(people.flatMap(({ posts }) => posts));
  const asked = duties.flatMap(({ row, owner }) => {
    if (owner.kind === 'holder') return owner.posts.map((post) => [row, post]);
    return 'post' in owner && owner.post ? [[row, owner.post]] : [];
  });
  expect(asked.filter(([, post = '']) => !held.has(post))).toEqual([]);
});

test('its posts and stages are those of the catalogue', () => {
  const { posts, duties } = loadCatalogue('config/catalogue');
  const known = new Set(posts.map(({ key }) => key));
  expect(people.flatMap((person) => person.posts).filter((post) => !known.has(post))).toEqual([]);
  const excepted = duties.flatMap(({ owner }) => owner.exceptStages);
  const stages = new Set(schools.map(({ stage }) => stage));
  expect(excepted.filter((stage) => !stages.has(stage))).toEqual([]);
});
