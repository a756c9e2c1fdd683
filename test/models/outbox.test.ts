import { describe, expect, test } from '@jest/globals';
import type { Chat } from '../../models/event.js';
import { DutyKey, PeriodKey } from '../../models/ids.js';
import { createOutbox, type Dispatch, digestKey, groupLineKey, nagKey } from '../../models/outbox.js';
import { testDatabase } from '../support/database.js';
import { day, personId, platform, schoolCode } from '../support/people.js';

const { connection } = testDatabase();
const outbox = createOutbox(connection);
const NOW = new Date();
const feishu = platform('feishu');
const group: Chat = { platform: feishu, id: 'oc_1', kind: 'group' };
const content = { kind: 'text' as const, text: '你好' };
const MONDAY = day('2026-10-26');

const nag = (person: string, on: string, more: Partial<Extract<Dispatch, { kind: 'nag' }>> = {}) => ({
  key: nagKey(personId(person), day(on)),
  dispatch: { kind: 'nag' as const, person: personId(person), day: day(on), week: MONDAY, items: [], ...more },
});

/** Everything that is due ends like this. */
const endAll = async (how: 'settle' | 'bury', outcome: string, at = NOW): Promise<void> => {
  for (const row of await outbox.claim(100, new Date())) await outbox[how](row, outcome, at);
};

describe('the lane a message waits in', () => {
  const cases: [string, Dispatch, string][] = [
    [
      'to an account',
      { kind: 'message', content, address: { to: 'account', platform: feishu, account: 'ou_1' } },
      'feishu:ou_1',
    ],
    [
      'into a chat',
      { kind: 'message', content, address: { to: 'chat', platform: feishu, chat: group } },
      'feishu:oc_1',
    ],
    [
      'as an answer',
      { kind: 'message', content, address: { to: 'message', platform: feishu, chat: group, messageId: 'om_1' } },
      'feishu:oc_1',
    ],
    ['a group line', { kind: 'group-line', chat: group, items: [], day: MONDAY }, 'line:feishu:oc_1'],
    ['privately', { kind: 'private', person: personId('P1'), content }, 'person:P1'],
    ['a nag', nag('P1', '2026-10-30').dispatch, 'nag:P1'],
    [
      'a digest',
      { kind: 'digest', digest: 'weekly', person: personId('P1'), school: schoolCode('S1'), day: MONDAY },
      'person:P1',
    ],
  ];

  test.each(cases)('%s', async (_name, dispatch, lane) => {
    await outbox.enqueue([{ key: 'a', dispatch }], NOW);
    expect(await outbox.find({})).toMatchObject([{ lane, payload: { kind: dispatch.kind } }]);
  });
});

test('keys tell person and day, chat and day, digest and occasion', () => {
  expect(nagKey(personId('P1'), MONDAY)).toBe('nag:P1:2026-10-26');
  expect(groupLineKey(group, MONDAY)).toBe('line:feishu:oc_1:2026-10-26');
  expect(digestKey('monthly', personId('P1'), '2026-10')).toBe('digest:monthly:P1:2026-10');
});

test('the second nag of a day is not put, whatever it is about', async () => {
  const item = {
    roll: 'r',
    duty: DutyKey.parse('journal'),
    period: PeriodKey.parse('w9'),
    school: schoolCode('S1'),
    step: 'due',
    as: 'owner',
    owners: [],
  };
  expect(await outbox.enqueue([nag('P1', '2026-10-30')], NOW)).toEqual(['accepted']);
  expect(await outbox.enqueue([nag('P1', '2026-10-30', { items: [item] }), nag('P2', '2026-10-30')], NOW)).toEqual([
    'duplicate',
    'accepted',
  ]);
});

describe('the nags of a week', () => {
  const heard = async (...ids: string[]) => {
    const found = await outbox.nagsInWeek(ids.map(personId), MONDAY);
    return Object.fromEntries([...found].map(([person, all]) => [person, all.map((each) => each.day)]));
  };

  test('are those sent or about to be, by person', async () => {
    await outbox.enqueue([nag('P1', '2026-10-26'), nag('P2', '2026-10-26')], NOW);
    await endAll('settle', 'sent');
    await outbox.enqueue([nag('P1', '2026-10-28'), nag('P3', '2026-10-28')], NOW);
    expect(await heard('P1', 'P2')).toEqual({ P1: ['2026-10-26', '2026-10-28'], P2: ['2026-10-26'] });
    expect(await heard()).toEqual({});
  });

  test('do not count what was dropped at the moment of sending, or never arrived', async () => {
    await outbox.enqueue([nag('P1', '2026-10-26')], NOW);
    await endAll('settle', 'dropped:done');
    await outbox.enqueue([nag('P2', '2026-10-26')], NOW);
    await endAll('bury', 'refused:left');
    expect(await heard('P1', 'P2')).toEqual({});
  });

  test('do not count other weeks or digests', async () => {
    await outbox.enqueue(
      [
        nag('P1', '2026-10-30', { week: day('2026-10-19') }),
        {
          key: 'digest',
          dispatch: { kind: 'digest', digest: 'weekly', person: personId('P1'), school: schoolCode('S1'), day: MONDAY },
        },
      ],
      NOW,
    );
    expect(await heard('P1')).toEqual({});
  });
});

test('an event that pressed for nags is remembered by them, also when they are sent', async () => {
  await outbox.enqueue(
    [nag('P1', '2026-10-30', { event: 'e1' }), nag('P2', '2026-10-30', { event: 'e1' }), nag('P3', '2026-10-30')],
    NOW,
  );
  await endAll('settle', 'sent');
  expect(await outbox.askedBy('e1')).toEqual(['nag:P1:2026-10-30', 'nag:P2:2026-10-30']);
  expect(await outbox.askedBy('e2')).toEqual([]);
});

test('the undelivered since an instant are the dead letters since, and only those', async () => {
  const hour = 3_600_000;
  await outbox.enqueue([nag('P1', '2026-10-26')], NOW);
  await endAll('bury', 'refused:left', new Date(NOW.getTime() - 2 * hour));
  await outbox.enqueue([nag('P2', '2026-10-26')], NOW);
  await endAll('bury', 'given-up:timeout', NOW);
  await outbox.enqueue([nag('P3', '2026-10-26')], NOW);
  await endAll('settle', 'sent');
  expect(await outbox.undeliveredSince(new Date(NOW.getTime() - hour))).toBe(1);
  expect(await outbox.undeliveredSince(new Date(NOW.getTime() - 3 * hour))).toBe(2);
});
