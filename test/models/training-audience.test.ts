import { expect, test } from '@jest/globals';
import type { Training } from '../../models/training.js';
import { outsideBecause } from '../../models/training-audience.js';
import { TrainingAudience } from '../../models/training-programme.js';
import { day, person, personId, schoolCode } from '../support/people.js';

const TODAY = day('2026-11-02');
const RURAL_PRIMARY = { _id: schoolCode('S1'), cluster: '东片', stage: '小学', rural: true };
const english = person('T1', { subjects: ['英语'], grades: ['三年级'], posts: ['class-teacher'] });

const why = (
  audience: Parameters<typeof TrainingAudience.parse>[0],
  who = english,
  by: Partial<Pick<Training, 'also' | 'except'>> = {},
  trained = false,
) =>
  outsideBecause(
    { audience: TrainingAudience.parse(audience), also: [], except: [], ...by },
    { person: who, school: RURAL_PRIMARY, trained },
    TODAY,
  );

test('whoever meets every part of a rule may sign up; anybody else is told the first part they do not meet', () => {
  const all = { stages: ['小学'], rural: true, subjects: ['英语'], grades: ['三年级'], posts: ['class-teacher'] };
  expect(why({ ...all, teaching: true })).toBeUndefined();
  expect(why({ ...all, stages: ['初中'] })).toBe('school');
  expect(why({ ...all, rural: false })).toBe('school');
  expect(why({ exceptStages: ['小学'] })).toBe('school');
  expect(why({ ...all, posts: ['principal'] })).toBe('post');
  expect(why({ ...all, clusters: ['东片', '西片'] })).toBeUndefined();
  expect(why({ ...all, clusters: ['西片'] })).toBe('cluster');
  expect(why({ ...all, schools: ['S2'] })).toBe('other-school');
  // A cluster and a school beside it: whoever is in either.
  expect(why({ ...all, clusters: ['西片'], schools: ['S1'] })).toBeUndefined();
  expect(why({ ...all, clusters: ['东片'], schools: ['S2'] })).toBeUndefined();
  expect(why({ stages: ['初中'], clusters: ['东片'] })).toBe('school');
  expect(why({ ...all, subjects: ['音乐', '美术'] })).toBe('subject');
  expect(why({ ...all, grades: ['七年级'] })).toBe('grade');
  expect(why({ untrainedYears: 3 })).toBeUndefined();
  expect(why({ untrainedYears: 3 }, english, {}, true)).toBe('trained');
  expect(why({}, english, {}, true)).toBeUndefined();
  const office = person('T2', { teaching: false, stints: [{ school: english.school, teaching: false, from: TODAY }] });
  expect(why({ teaching: true }, office)).toBe('teaching');
  expect(why({}, person('T3', { endedOn: TODAY }))).toBe('left');
});

test('the coming term’s grade is asked of whom it is known, this term’s of the others; a title is as the roster has it', () => {
  const moving = person('T4', { grades: ['六年级'], nextGrades: ['一年级'], title: '一级教师' });
  expect(why({ nextGrades: ['一年级'] }, moving)).toBeUndefined();
  expect(why({ nextGrades: ['六年级'] }, moving)).toBe('next-grade');
  expect(why({ grades: ['六年级'] }, moving)).toBeUndefined();
  expect(why({ nextGrades: ['三年级'] })).toBeUndefined();
  expect(why({ titles: ['一级教师', '高级教师'] }, moving)).toBeUndefined();
  expect(why({ titles: ['高级教师'] }, moving)).toBe('title');
  expect(why({ titles: ['高级教师'] })).toBe('title');
});

test('by name somebody is let in whom the rule leaves out, and left out whom it lets in', () => {
  const meant = { subjects: ['音乐'] };
  expect(why(meant, english, { also: [personId('T1')] })).toBeUndefined();
  expect(why(meant, person('T1', { endedOn: TODAY }), { also: [personId('T1')] })).toBe('left');
  expect(why({}, english, { except: [personId('T1')] })).toBe('excepted');
});
