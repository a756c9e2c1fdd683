import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Received } from '../../../bots/bot.js';
import { WECHAT } from '../../../bots/wechat/parse.js';
import type { Address } from '../../../models/message.js';
import { BOT, type OnGateway, wechatOnGateway } from '../../support/wechat/bot.js';
import { TOKEN } from '../../support/wechat/gateway.js';
import { botContract } from '../contract.js';

const group = { platform: WECHAT, id: '123@chatroom', kind: 'group' } as const;
const toGroup: Address = { to: 'chat', platform: WECHAT, chat: group };
const toPerson: Address = { to: 'account', platform: WECHAT, account: 'wxid_teacher' };
const answering: Address = { to: 'message', platform: WECHAT, chat: group, messageId: 'm-unknown' };

botContract('wechat', { way: 'connection', keys: false }, async () => {
  const trial = await wechatOnGateway();
  const { gateway, next, bot, until } = trial;
  const write = (message: object): Promise<Received> => {
    const received = next();
    gateway.puppet().write({ id: 'm1', from: 'wxid_teacher', at: new Date(), ...message });
    return received;
  };
  const asked = { text: '@教研助手\u2005周记 今天听课', room: group.id, mentions: [BOT] };
  return {
    bot,
    addresses: [toPerson, toGroup, answering],
    delivered: () => gateway.puppet().sentList.map(({ text }) => text),
    files: () => gateway.puppet().sentList.flatMap(({ file }) => (file ? [file.bytes] : [])),
    refusesFiles: (is) => void (gateway.puppet().takesNoFiles = is),
    refuses: (address) => gateway.puppet().refused.add(address.to === 'account' ? address.account : group.id),
    losesTheAnswer: () => gateway.puppet().nextFaults.push('lost-answer'),
    async isDown() {
      gateway.logout();
      await until(() => bot.login() === 'logged-out');
    },
    async isBack() {
      gateway.login();
      await until(() => bot.login() === 'logged-in');
    },
    deliveries: {
      message: () => ({ received: write(asked), text: '周记 今天听课' }),
      again: () => write(asked),
      ownMessage: () => write({ id: 'own', from: BOT, text: '已收到', room: group.id }),
      unknownEvent: () => write({ id: 'money', type: 12, room: group.id }),
      forgeries: () => [{ name: 'to another account', received: write({ id: 'f', text: '周记', to: 'wxid_other' }) }],
    },
    stop: () => trial.stop(),
  };
});

describe('a gateway', () => {
  let trial: OnGateway;
  beforeAll(async () => {
    trial = await wechatOnGateway();
  });
  afterAll(() => trial.stop());
  const write = (id: string, more: object = {}) =>
    trial.gateway.puppet().write({ id, from: 'wxid_1', text: id, room: group.id, at: new Date(), ...more });
  const texts = () =>
    trial.received.flatMap((each) =>
      each.kind === 'events' ? each.events.flatMap((event) => (event.kind === 'message' ? [event.text] : [])) : [],
    );
  const send = (key: string, address: Address = toGroup, text = key) =>
    trial.bot.send({ key, address, content: { kind: 'text', text } });

  test('a burst is handed on in the order it came, and nobody’s particulars are fetched for it', async () => {
    const before = texts().length;
    const asked = trial.gateway.puppet().contactsAsked;
    const ids = Array.from({ length: 100 }, (_, i) => `burst-${i}`);
    for (const id of ids) write(id, { from: `wxid_${id}` });
    await trial.until(() => texts().length >= before + 100);
    expect(texts().slice(before)).toEqual(ids);
    expect(trial.gateway.puppet().contactsAsked - asked).toBeLessThan(5);
  });

  test('a message it cannot load holds up nothing for long', async () => {
    trial.gateway.puppet().tellLost('never');
    write('after the lost one');
    await trial.until(() => texts().includes('after the lost one'));
    expect(texts()).not.toContain('never');
  });

  test('killed, and back later: a fresh session, and nothing twice', async () => {
    await trial.gateway.kill();
    await trial.until(() => trial.bot.login() === 'away');
    expect(await send('while away')).toMatchObject({ kind: 'later', untried: true });
    await trial.gateway.restart();
    await trial.until(() => trial.bot.login() === 'logged-in');
    write('after the kill');
    await trial.until(() => texts().includes('after the kill'));
    expect(texts().filter((text) => text === 'after the kill')).toHaveLength(1);
    expect(await send('after the kill')).toMatchObject({ kind: 'sent' });
  }, 40_000);

  test('frozen: a send is uncertain and is not repeated, the session is replaced when it thaws', async () => {
    const puppet = trial.gateway.puppet();
    puppet.isFrozen = true;
    expect(await send('frozen')).toEqual({ kind: 'refused', reason: 'uncertain' });
    await trial.until(() => trial.bot.login() === 'away');
    puppet.isFrozen = false;
    await trial.until(() => trial.bot.login() === 'logged-in');
    expect(await send('frozen')).toEqual({ kind: 'refused', reason: 'uncertain' });
    expect(puppet.sentList.filter(({ text }) => text === 'frozen').length).toBeLessThanOrEqual(1);
  }, 40_000);

  test('stopped between two parts of a message: the rest goes when sending goes on, the first not again', async () => {
    const message = {
      key: 'long',
      address: toGroup,
      content: { kind: 'text', text: '说得很长。'.repeat(250) },
    } as const;
    const { sentList } = trial.gateway.puppet();
    const before = sentList.length;
    const mayGo = async () => sentList.length === before;
    expect(await trial.bot.send(message, mayGo)).toMatchObject({ kind: 'later', reason: 'paused', untried: true });
    expect(sentList).toHaveLength(before + 1);
    expect(await trial.bot.send(message)).toMatchObject({ kind: 'sent' });
    expect(
      sentList
        .slice(before)
        .map(({ text }) => text)
        .join(''),
    ).toBe(message.content.text);
  });

  test('nothing of it is kept in the home folder', () => {
    expect(existsSync(join(homedir(), '.wechaty', 'wechaty-puppet-service', TOKEN))).toBe(false);
  });

  test('logged out: nothing is sent, and the state says so', async () => {
    trial.gateway.logout();
    await trial.until(() => trial.bot.login() === 'logged-out');
    expect(await send('out')).toMatchObject({ kind: 'later', reason: 'no-login', untried: true });
    trial.gateway.login();
    await trial.until(() => trial.bot.login() === 'logged-in');
    expect(await send('out')).toMatchObject({ kind: 'sent' });
  });
});
