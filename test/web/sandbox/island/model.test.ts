import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type Action, EMPTY, type Line, type Model, reduce } from '../../../../web/sandbox/island/model.js';
import type { ClockView, MessageView, StateView } from '../../../../web/sandbox/wire.js';

const AT = Date.parse('2026-11-23T08:05:00Z');
const CLOCK: ClockView = {
  now: '2026-11-23T08:05:00.000Z',
  zone: 'Asia/Shanghai',
  day: '2026-11-23',
  kind: 'school',
  days: [],
  canMove: true,
};
const STATE: StateView = {
  people: [],
  botName: '教研助手',
  suggestions: [],
  clock: CLOCK,
  seq: 10,
  mine: {
    person: 'P1',
    chats: [
      { id: 'p-P1', kind: 'private', name: '教研助手' },
      { id: 'g-1', kind: 'group', name: '群' },
    ],
    ledger: { title: '我的', rows: [] },
  },
};
const message = (seq: number, more: Partial<MessageView> = {}): MessageView => ({
  id: `m${seq}`,
  seq,
  chat: 'p-P1',
  text: `第${seq}条`,
  at: CLOCK.now,
  ...more,
});
const play = (actions: Action[], from: Model = EMPTY): Model => actions.reduce(reduce, from);
const begun = play([{ kind: 'state', state: STATE, chat: undefined, at: AT }]);
const ids = (model: Model, chat = 'p-P1') => model.talks[chat]?.lines.map(({ id }) => id);

test('one begins in the private chat, or in the chat of the address if one is in it', () => {
  expect(begun).toMatchObject({ me: 'P1', open: 'p-P1', seq: 10, aheadMs: 0 });
  expect(play([{ kind: 'state', state: STATE, chat: 'g-1', at: AT }]).open).toBe('g-1');
  expect(play([{ kind: 'state', state: STATE, chat: 'g-9', at: AT }]).open).toBe('p-P1');
});

test('a message told twice is shown and counted once', () => {
  const model = play(
    [
      { kind: 'message', message: message(11, { chat: 'g-1' }) },
      { kind: 'message', message: message(11, { chat: 'g-1' }) },
    ],
    begun,
  );
  expect(ids(model, 'g-1')).toEqual(['m11']);
  expect(model.unread).toEqual({ 'g-1': 1 });
});

test('what comes live before the page of the chat is read is not lost by it', () => {
  const model = play(
    [
      { kind: 'message', message: message(11) },
      { kind: 'page', chat: 'p-P1', page: { messages: [message(9)], complete: true }, older: false },
    ],
    begun,
  );
  expect(ids(model)).toEqual(['m9', 'm11']);
  expect(model.talks['p-P1']).toMatchObject({ loaded: true, complete: true });
});

test('one’s own message stands at the end until its number is known, by whichever way first', () => {
  const line: Line = { ...message(Number.MAX_SAFE_INTEGER, { id: 'said-1', person: 'P1' }), state: 'sending' };
  const stored = message(12, { id: 'said-1', person: 'P1' });
  const answered: Action[] = [
    { kind: 'message', message: message(11) },
    { kind: 'said', message: stored },
    { kind: 'message', message: stored },
    { kind: 'message', message: message(13) },
  ];
  const overtaken: Action[] = [
    { kind: 'message', message: message(11) },
    { kind: 'message', message: stored },
    { kind: 'message', message: message(13) },
    { kind: 'said', message: stored },
  ];
  for (const actions of [answered, overtaken]) {
    const model = play([{ kind: 'saying', line }, ...actions], begun);
    expect(ids(model)).toEqual(['m11', 'said-1', 'm13']);
    expect(model.talks['p-P1']?.lines[1]?.state).toBeUndefined();
    expect(model.unread).toEqual({});
  }
});

test('a message whose answer was lost, but which came back by the stream, has not failed', () => {
  const line: Line = { ...message(Number.MAX_SAFE_INTEGER, { id: 'said-1', person: 'P1' }), state: 'sending' };
  const failed = { kind: 'failed', chat: 'p-P1', id: 'said-1' } as const;
  expect(play([{ kind: 'saying', line }, failed], begun).talks['p-P1']?.lines[0]?.state).toBe('failed');
  const heard = { kind: 'message', message: message(11, { id: 'said-1', person: 'P1' }) } as const;
  expect(play([{ kind: 'saying', line }, heard, failed], begun).talks['p-P1']?.lines[0]?.state).toBeUndefined();
});

test('a line that was changed stands where it stood, and is no news', () => {
  const before = play(
    [1, 2].map((n) => ({ kind: 'message' as const, message: message(10 + n, { chat: 'g-1' }) })),
    begun,
  );
  const change = { id: 'm11', chat: 'g-1', text: '还有8个名额', buttons: [] };
  const after = play([{ kind: 'changed', change, seq: 13 }], before);
  expect(after.talks['g-1']?.lines).toMatchObject([{ id: 'm11', seq: 11, text: '还有8个名额' }, { id: 'm12' }]);
  expect(after.unread).toEqual(before.unread);
  expect(after.chats[1]?.last?.text).toBe('第12条');
  // The same heard again, after the connection was lost, is behind.
  expect(play([{ kind: 'changed', change: { ...change, text: '旧' }, seq: 13 }], after)).toBe(after);
});

test('what is said elsewhere is counted until one looks', () => {
  const model = play(
    [
      { kind: 'elsewhere', chat: 'p-P2', seq: 11 },
      { kind: 'message', message: message(12, { chat: 'g-1' }) },
      { kind: 'message', message: message(13) },
    ],
    begun,
  );
  expect(model.unread).toEqual({ 'p-P2': 1, 'g-1': 1 });
  expect(play([{ kind: 'open', chat: 'g-1' }], model).unread).toEqual({ 'p-P2': 1 });
});

test('behind another tab of the phone, a message in the open chat is news', () => {
  const model = play(
    [
      { kind: 'tab', tab: 'clock' },
      { kind: 'message', message: message(11) },
    ],
    begun,
  );
  expect(model.unread).toEqual({ 'p-P1': 1 });
  expect(play([{ kind: 'tab', tab: 'talk' }], model).unread).toEqual({});
});

test('the ledger of somebody one no longer is comes too late', () => {
  const ledger = { title: '别人', rows: [] };
  expect(play([{ kind: 'ledger', person: 'P2', ledger }], begun).ledger?.title).toBe('我的');
});

test('whatever comes twice or late, each message stands once, in order, and none is missing', () => {
  const deliveries = fc.array(fc.nat({ max: 19 }), { maxLength: 60 });
  fc.assert(
    fc.property(deliveries, fc.nat({ max: 20 }), (repeats, loadedAfter) => {
      const stream = Array.from({ length: 20 }, (_, i) => i);
      const page = stream.slice(0, loadedAfter).map((i) => message(11 + i));
      const told = repeats.reduce((list, i) => list.toSpliced(i + 1, 0, Math.min(i, list[i] ?? 0)), stream);
      const model = play(
        [
          ...told.slice(0, loadedAfter).map((i): Action => ({ kind: 'message', message: message(11 + i) })),
          { kind: 'page', chat: 'p-P1', page: { messages: page, complete: true }, older: false },
          ...told.slice(loadedAfter).map((i): Action => ({ kind: 'message', message: message(11 + i) })),
        ],
        begun,
      );
      expect(ids(model)).toEqual(stream.map((i) => `m${11 + i}`));
    }),
  );
});
