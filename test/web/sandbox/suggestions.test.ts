import { expect, test } from '@jest/globals';
import type { LedgerRow } from '../../../web/sandbox/deps.js';
import { suggestions } from '../../../web/sandbox/suggestions.js';
import { wholeCatalogue } from '../../support/catalogues.js';

const { duties } = wholeCatalogue();
const row = (duty: string, more: Partial<LedgerRow> = {}): LedgerRow => ({
  duty,
  period: '第9周',
  school: '松山小学',
  due: '今天17:00',
  over: false,
  ...more,
});
const labels = (rows: LedgerRow[]): string[] => suggestions(duties, { title: '', rows }).map(({ label }) => label);

test('the words of what somebody owes: to be finished, or to be sent at once', () => {
  const rows = [row('教育周记', { mine: 'owed' }), row('教育科研工作月报', { mine: 'draft' })];
  const said = suggestions(duties, { title: '我的', rows });
  expect(said).toContainEqual({ label: '周记 …', text: '周记 ', send: false });
  expect(said).toContainEqual({ label: '月报', text: '月报', send: true });
  expect(said.at(0)).toEqual({ label: '帮助', text: '帮助', send: true });
});

test('not what is in, is over, or is another’s; and no more than a line', () => {
  expect(
    labels([
      row('教育周记', { mine: 'handed-in' }),
      row('教师磨课'),
      row('教育典型案例', { mine: 'owed', over: true }),
    ]),
  ).toEqual(['帮助', '我的', '请假 到 …']);
  const many = ['教育周记', '教师磨课', '教育典型案例', '校际交流', '教育科研工作月报', '师德教育活动'];
  expect(labels(many.map((duty) => row(duty, { mine: 'owed' })))).toHaveLength(7);
});

test('未交 for who sees numbers', () => {
  const counts = { owed: 1, handedIn: 0, late: 0, missing: 1, leave: 0, exempt: 0 };
  expect(labels([row('教育周记', { counts })])).toContain('未交');
  expect(suggestions(duties, undefined).map(({ label }) => label)).toEqual(['帮助', '我的', '请假 到 …']);
});
