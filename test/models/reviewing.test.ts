import { expect, test } from '@jest/globals';
import type { PeriodKey, PersonId } from '../../models/ids.js';
import { answersTo, claimed, lastAnswer, writtenLast } from '../../models/reviewing.js';
import type { Change, SubmissionState } from '../../models/submission.js';

const change = (hour: number, from: Change['from'], to: SubmissionState, more: Partial<Change> = {}): Change => ({
  event: `e${hour}`,
  at: new Date(Date.UTC(2026, 9, 28, hour)),
  by: 'S1-T1' as PersonId,
  from,
  to,
  ...more,
});

test('what was only opened to others, or put into another period, was neither answered nor handed in with that', () => {
  const handedIn = change(1, 'new', 'handed-in');
  const opened = change(2, 'handed-in', 'handed-in', { allowed: 'nobody' });
  const moved = change(3, 'handed-in', 'handed-in', { moved: '1' as PeriodKey });
  expect(writtenLast({ changes: [handedIn, opened, moved] })).toEqual(handedIn.at);

  const accepted = change(4, 'handed-in', 'accepted', { values: { level: '县级' }, comment: '好' });
  const closed = change(5, 'accepted', 'accepted', { allowed: 'school' });
  const changes = [handedIn, opened, accepted, closed];
  expect(answersTo({ changes })).toEqual([accepted]);
  expect(lastAnswer({ changes })).toEqual(accepted);
  expect(claimed({ changes, values: { level: '校级' } })).toEqual({ level: '县级' });
});

test('what was handed in anew has no answer yet', () => {
  const changes = [
    change(1, 'new', 'handed-in'),
    change(2, 'handed-in', 'returned', { comment: '请补照片' }),
    change(3, 'returned', 'handed-in', { values: { text: '旧' } }),
  ];
  expect(lastAnswer({ changes })).toBeUndefined();
  expect(answersTo({ changes })).toHaveLength(1);
  expect(writtenLast({ changes })).toEqual(changes[2]?.at);
});
