import { expect, test } from '@jest/globals';
import { NagBudget } from '../../models/reminder.js';
import { eveningOf } from '../../models/snooze.js';

test.each([
  ['20:00', '19:11'],
  ['19:00', '18:11'],
  ['00:10', '23:21'],
])('the evening comes shortly before the quiet hours of %s', (quietFrom, evening) => {
  expect(eveningOf(NagBudget.parse({ quietFrom }))).toBe(evening);
});
