import { describe, expect, test } from '@jest/globals';
import { Post } from '../../models/duty.js';
import { personModel } from '../../models/person.js';
import { createReviewers } from '../../models/reviewer.js';
import { testDatabase } from '../support/database.js';
import { day, person, personId, schoolCode } from '../support/people.js';

const { connection } = testDatabase();
const posts = [
  { key: 'group-head', name: '教研组长', reach: 'group' },
  { key: 'research-lead', name: '教科室主任', fallsTo: ['principal'] },
  { key: 'principal', name: '校长' },
  { key: 'researcher', name: '教研员', reach: 'county' },
].map((post) => Post.parse(post));
const reviewerFor = createReviewers(connection, { posts });
const S1 = schoolCode('S1');
const J1 = schoolCode('J1');
const away = [{ id: 'l', from: day('2026-11-20'), to: day('2026-11-30'), by: personId('P'), at: new Date(0) }];
const researcher = (id: string, more: object = {}) => person(id, { school: J1, posts: ['researcher'], ...more });
const lead = person('L', { posts: ['research-lead'] });
const principal = person('P', { posts: ['principal'] });

const asked = {
  posts: ['research-lead', 'researcher'],
  school: S1,
  not: ['T'],
  subjects: ['语文'],
  day: day('2026-11-25'),
};

describe('who answers a record', () => {
  test.each([
    ['the holder in the own school', [lead, principal, researcher('R')], {}, 'L'],
    [
      'of another school is not asked',
      [person('X', { school: schoolCode('S2'), posts: ['research-lead'] }), researcher('R')],
      {},
      'R',
    ],
    ['nobody answers their own: whom the post falls to', [lead, principal], { not: ['L'] }, 'P'],
    ['vacant: whom it falls to, before the next post', [principal, researcher('R')], {}, 'P'],
    ['then the next post, from the county', [researcher('R')], {}, 'R'],
    ['nobody', [person('T')], {}, undefined],
    ['who left is asked no more', [{ ...lead, endedOn: day('2026-10-01') }, researcher('R')], {}, 'R'],
    [
      'of several, who is in charge of the school',
      [researcher('A', { subjects: ['语文'] }), researcher('B', { charge: [S1] })],
      {},
      'B',
    ],
    [
      'then who teaches the subject',
      [researcher('A', { subjects: ['数学'] }), researcher('B', { subjects: ['语文'] })],
      {},
      'B',
    ],
    ['but first who is there', [researcher('A', { charge: [S1], leaves: away }), researcher('B')], {}, 'B'],
    ['who is away, where nobody else is', [researcher('A', { leaves: away })], {}, 'A'],
    ['of equals always the same', [researcher('B'), researcher('A')], {}, 'A'],
  ])('%s', async (_name, people, more, expected) => {
    await personModel(connection).insertMany(people);
    expect((await reviewerFor({ ...asked, ...more }))?._id).toBe(expected);
  });
});
