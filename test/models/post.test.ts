import { expect, test } from '@jest/globals';
import { Post } from '../../models/duty.js';
import { everyResponsible, responsibleFor } from '../../models/post.js';
import { day, person } from '../support/people.js';

const posts = [
  { key: 'principal', name: '校长', fallsTo: ['vice'] },
  { key: 'vice', name: '副校长' },
  { key: 'lead', name: '教科室主任', fallsTo: ['deputy', 'principal'] },
  { key: 'deputy', name: '教科室副主任' },
].map((post) => Post.parse(post));

const TODAY = day('2026-10-30');
const away = {
  leaves: [{ id: 'l', from: day('2026-10-28'), to: day('2026-10-30'), by: person('X')._id, at: new Date() }],
};
const P = person('P', { posts: ['principal'] });
const L = person('L', { posts: ['lead'] });
const D = person('D', { posts: ['deputy'] });
const V = person('V', { posts: ['vice'] });

const cases: [string, ReturnType<typeof person>[], string | undefined][] = [
  ['the holder', [P, D, L], 'L as lead'],
  ['vacant: the first it falls to', [P, D], 'D as deputy'],
  ['vacant twice: the second it falls to', [P, V], 'P as principal'],
  ['on leave: the first it falls to', [P, D, { ...L, ...away }], 'D as deputy'],
  ['left: the first it falls to', [P, D, { ...L, endedOn: day('2026-09-30') }], 'D as deputy'],
  ['one of two holders on leave: the other', [P, { ...L, ...away }, person('L2', { posts: ['lead'] })], 'L2 as lead'],
  [
    'everybody on leave',
    [
      { ...P, ...away },
      { ...L, ...away },
    ],
    undefined,
  ],
  ['nobody', [], undefined],
  ['one person of both posts', [person('B', { posts: ['lead', 'principal'] })], 'B as lead'],
];

test.each(cases)('%s', (_name, people, expected) => {
  const found = responsibleFor('lead', posts, people, TODAY);
  expect(found && `${found.person._id} as ${found.as}`).toBe(expected);
});

test('back from leave the holder answers again', () => {
  const back = responsibleFor('lead', posts, [P, { ...L, ...away }], day('2026-10-31'));
  expect(back).toMatchObject({ person: { _id: 'L' }, as: 'lead' });
});

test('a post nobody has heard of falls to nobody', () => {
  expect(responsibleFor('gardener', posts, [P, L], TODAY)).toBeUndefined();
});

test('everybody who holds a post and is there hears for it; where nobody is, the one it falls to', () => {
  const second = person('L2', { posts: ['lead'] });
  const hear = (...people: ReturnType<typeof person>[]) =>
    everyResponsible('lead', posts, people, TODAY).map(({ _id }) => _id);
  expect(hear(P, D, L, second)).toEqual(['L', 'L2']);
  expect(hear(P, D, { ...L, ...away }, second)).toEqual(['L2']);
  expect(hear(P, D, { ...L, ...away })).toEqual(['D']);
  expect(hear({ ...L, endedOn: day('2026-09-30') })).toEqual([]);
});
