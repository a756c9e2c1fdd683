import { expect, test } from '@jest/globals';
import { createSandboxBot } from '../../../bots/sandbox/index.js';
import { SANDBOX } from '../../../bots/sandbox/platform.js';
import { privateChat } from '../../../bots/sandbox/private-chat.js';
import { createSandboxStore, type SandboxStore } from '../../../bots/sandbox/store.js';
import { buildIndexes } from '../../../models/db.js';
import type { Chat } from '../../../models/event.js';
import type { Address, Outgoing } from '../../../models/message.js';
import { testDatabase } from '../../support/database.js';
import { platform } from '../../support/people.js';
import { botContract } from '../contract.js';

const { connection } = testDatabase();
const NOW = new Date('2026-11-27T15:40:00+08:00');
const clock = { now: () => NOW };
const group: Chat = { platform: SANDBOX, id: 'g-1', kind: 'group' };

botContract('the sandbox', { way: 'none' }, async () => {
  const store = createSandboxStore(connection);
  await buildIndexes(connection);
  const rows = new Map<string, string>();
  const files: Buffer[] = [];
  const closed = new Set<string>();
  let trouble: 'lost' | 'down' | undefined;
  const append: SandboxStore['append'] = async (draft) => {
    const now = trouble;
    trouble = undefined;
    if (now === 'down') throw new Error('connection refused');
    const row = await store.append(draft);
    rows.set(`${row._id} ${row.seq}`, row.text);
    if (draft.file) files.push(draft.file.bytes);
    if (now === 'lost') throw new Error('connection lost');
    return row;
  };
  return {
    bot: createSandboxBot({ store: { ...store, append }, clock, refuses: (chat) => closed.has(chat) }),
    addresses: [
      { to: 'account', platform: SANDBOX, account: 'P001' },
      { to: 'chat', platform: SANDBOX, chat: group },
      { to: 'message', platform: SANDBOX, chat: group, messageId: 'said-1' },
    ],
    delivered: () => [...rows.values()],
    files: () => files,
    keepsWords: true,
    refuses: (address) => void closed.add('account' in address ? privateChat(address.account) : address.chat.id),
    losesTheAnswer: () => void (trouble = 'lost'),
    isDown: () => void (trouble = 'down'),
    stop: async () => {},
  };
});

const setUp = async () => {
  const store = createSandboxStore(connection);
  await buildIndexes(connection);
  return { store, bot: createSandboxBot({ store, clock }) };
};
const to = (address: Address, key = 'k1'): Outgoing => ({ key, address, content: { kind: 'text', text: '您好' } });

test('a message to an account lies in the private chat, by nobody, at the time of the sandbox', async () => {
  const { store, bot } = await setUp();
  await bot.send(to({ to: 'account', platform: SANDBOX, account: 'P001' }));
  expect(await store.page('p-P001', 5)).toEqual([{ _id: 'k1', seq: 1, chat: 'p-P001', text: '您好', at: NOW }]);
});

test('a post is changed in place, with what can be pressed: the page has it once, whoever listens hears of it', async () => {
  const { store, bot } = await setUp();
  const card = (title: string, labels: string[]) => ({
    title,
    blocks: [{ kind: 'buttons' as const, buttons: labels.map((label) => ({ label, ref: label })) }],
  });
  const said = (key: string, address: Address, text: string, labels: string[]): Outgoing => ({
    key,
    address,
    content: { kind: 'card', text, card: card(text, labels) },
  });
  await bot.send(said('k1', { to: 'chat', platform: SANDBOX, chat: group }, '还有9个名额', ['报名']));
  await bot.send(to({ to: 'chat', platform: SANDBOX, chat: group }, 'k2'));
  const post: Address = { to: 'post', platform: SANDBOX, chat: group, card: 'k1' };
  await bot.send(said('k3', post, '还有8个名额', ['报名']));
  await bot.send(said('k4', post, '报名已截止', []));
  // Once more, after an answer that was lost.
  await bot.send(said('k4', post, '报名已截止', []));
  expect(await store.page('g-1', 5)).toMatchObject([
    { _id: 'k1', seq: 1, text: '报名已截止', buttons: [] },
    { _id: 'k2', seq: 2 },
  ]);
  expect((await store.after(2, 5)).map(({ changes, text }) => [changes, text])).toEqual([
    ['k1', '还有8个名额'],
    ['k1', '报名已截止'],
  ]);
  // Of another chat's message it changes nothing.
  await bot.send(said('k5', { ...post, chat: { ...group, id: 'g-2' } }, '别处', []));
  expect(await store.page('g-1', 1, 2)).toMatchObject([{ text: '报名已截止' }]);
});

test('an answer names the message it answers', async () => {
  const { store, bot } = await setUp();
  await bot.send(to({ to: 'message', platform: SANDBOX, chat: group, messageId: 'said-7' }));
  expect(await store.page('g-1', 5)).toMatchObject([{ replyTo: 'said-7', text: '您好' }]);
});

test('what belongs on another platform is refused', async () => {
  const { store, bot } = await setUp();
  const sent = await bot.send(to({ to: 'account', platform: platform('feishu'), account: 'ou_1' }));
  expect(sent).toMatchObject({ kind: 'refused' });
  expect(await store.newest()).toBe(0);
});

test('check() says how to mend what is wrong', async () => {
  const { store } = await setUp();
  const newest = () => Promise.reject(new Error('away'));
  const bot = createSandboxBot({ store: { ...store, newest }, clock });
  expect(await bot.check()).toEqual([{ ok: false, what: expect.any(String), mend: expect.stringContaining('数据库') }]);
});

test('what can be pressed on a card stands below its text; what is to be filled in first is not shown', async () => {
  const store = createSandboxStore(connection);
  const bot = createSandboxBot({ store, clock });
  const button = { label: '交周记', ref: 'ref-1' };
  const card = {
    title: '提醒您',
    blocks: [
      { kind: 'text' as const, text: '周记今天截止' },
      { kind: 'buttons' as const, buttons: [button] },
      { kind: 'ask' as const, controls: [], submit: { label: '请假', ref: 'ref-2' } },
    ],
  };
  const address = { to: 'account', platform: SANDBOX, account: 'P001' } as const;
  await bot.send({ key: 'nag:1', address, content: { kind: 'card', text: '提醒您：周记今天截止', card } });
  await bot.send({ key: 'reply:2', address, content: { kind: 'text', text: '好的' } });
  const rows = await store.page(privateChat('P001'), 10);
  expect(rows.map(({ text, buttons }) => [text, buttons])).toEqual([
    ['提醒您：周记今天截止', [button]],
    ['好的', undefined],
  ]);
});
