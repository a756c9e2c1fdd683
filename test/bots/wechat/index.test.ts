import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Received } from '../../../bots/bot.js';
import { UNCERTAIN } from '../../../bots/wechat/errors.js';
import { WECHAT } from '../../../bots/wechat/parse.js';
import type { Address } from '../../../models/message.js';
import { BOT, type OnGateway, quickLimits, wechatOnGateway } from '../../support/wechat/bot.js';
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
    trial.gateway
      .puppet()
      .write({ id, from: 'wxid_1', text: `@教研助手\u2005${id}`, room: group.id, at: new Date(), ...more });
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

  const events = () => trial.received.flatMap((each) => (each.kind === 'events' ? each.events : []));
  const LIMITS = { mostBytes: 100_000, signal: AbortSignal.timeout(20_000) };
  const fetched = async (id: string, limits = LIMITS) => {
    const result = await trial.bot.fetchFile?.({ kind: 'file', ref: id }, id, limits);
    return result?.kind === 'open' ? Buffer.from(await buffer(result.bytes)) : result;
  };
  const privately = async (id: string, more: object) => {
    write(id, { room: undefined, ...more });
    await trial.until(() => events().some((event) => event.kind === 'message' && event.messageId === id));
    return events().find((event) => event.kind === 'message' && event.messageId === id);
  };

  test('a file is an attachment, and its bytes come through the gateway', async () => {
    const file = randomBytes(90_000);
    const event = await privately('plan', { type: 1, text: '', filename: '计划.docx', file });
    expect(event).toMatchObject({ text: '', attachments: [{ kind: 'file', ref: 'plan', name: '计划.docx' }] });
    expect(await fetched('plan')).toEqual(file);
    expect(await fetched('plan', { ...LIMITS, mostBytes: 80_000 })).toEqual({ kind: 'refused', reason: 'too-large' });
  });

  test.each([
    ['empty', 'empty'],
    ['fails', 'Error:2'],
    ['hangs', 'TooLate'],
  ] as const)('a file the gateway hands out as %j at first is asked for again', async (manner, reason) => {
    await privately(manner, { type: 6, text: '', file: randomBytes(10), manner });
    expect(await fetched(manner)).toEqual({ kind: 'later', reason });
    trial.gateway.puppet().handsOut(manner, 'whole');
    expect(await fetched(manner)).toHaveLength(10);
  });

  test('a file the gateway has no more, or has inside this network, is not to be had', async () => {
    const unreachable = { kind: 'refused', reason: 'unreachable' };
    await privately('gone', { type: 6, text: '', manner: 'gone' });
    await privately('inside', { type: 6, text: '', manner: { address: 'http://169.254.169.254/latest/meta-data' } });
    expect([await fetched('gone'), await fetched('inside')]).toEqual([unreachable, unreachable]);
  });

  test('in private, the WeChat number comes with the account; in a group nobody is asked about', async () => {
    const { handles } = trial.gateway.puppet();
    handles.set('wxid_old', 'liyi_1980').set('wxid_new', 'liyi_1980');
    expect(await privately('as before', { from: 'wxid_old' })).toMatchObject({ handle: 'liyi_1980' });
    expect(await privately('after a login', { from: 'wxid_new' })).toMatchObject({ handle: 'liyi_1980' });
    write('in the group', { from: 'wxid_old' });
    await trial.until(() => texts().includes('in the group'));
    expect(events().at(-1)).not.toHaveProperty('handle');
  });

  test('of a group comes what it is called, and its new name when the old is no longer believed', async () => {
    const puppet = trial.gateway.puppet();
    const named = async (id: string) => {
      write(id, { room: 'named@chatroom' });
      await trial.until(() => texts().includes(id));
      return events().at(-1);
    };
    puppet.nameRoom('named@chatroom', '松山教研');
    expect(await named('called')).toMatchObject({ chatName: '松山教研' });
    puppet.nameRoom('named@chatroom', '松山小学教研');
    await new Promise((resolve) => setTimeout(resolve, quickLimits.aliasLivesMs));
    expect(await named('called anew')).toMatchObject({ chatName: '松山小学教研' });
    write('nameless');
    await trial.until(() => texts().includes('nameless'));
    expect(events().at(-1)).not.toHaveProperty('chatName');
  });

  test('messages that load out of order are handed on as they came', async () => {
    const { slow } = trial.gateway.puppet();
    slow.set('slow one', 300).set('quick one', 0).set('slow two', 200);
    for (const id of slow.keys()) write(id);
    await trial.until(() => texts().includes('slow two'));
    expect(texts().slice(-3)).toEqual(['slow one', 'quick one', 'slow two']);
  });

  test('renamed, the bot is known by its new name as soon as the old is no longer believed', async () => {
    trial.gateway.puppet().renamed.set(BOT, '小研');
    await new Promise((resolve) => setTimeout(resolve, quickLimits.aliasLivesMs));
    write('renamed', { text: '@小研\u2005renamed' });
    await trial.until(() => texts().includes('renamed'));
    expect(events().at(-1)).toMatchObject({ text: 'renamed', addressed: true });
    trial.gateway.puppet().renamed.clear();
    await new Promise((resolve) => setTimeout(resolve, quickLimits.aliasLivesMs));
  });

  test('a picture whose answer was lost is uncertain, and was sent once', async () => {
    const puppet = trial.gateway.puppet();
    const content = { kind: 'picture' as const, text: '周报', file: { name: '周报.png', bytes: randomBytes(20) } };
    puppet.nextFaults.push('lost-answer');
    const before = puppet.sentList.length;
    expect(await trial.bot.send({ key: 'pic', address: toGroup, content })).toEqual(UNCERTAIN);
    expect(await trial.bot.send({ key: 'pic', address: toGroup, content })).toEqual(UNCERTAIN);
    expect(puppet.sentList.length - before).toBe(1);
  });

  test('what quotes the bot answers that message; a recall, being taken out and in again are told', async () => {
    const sent = await send('请交周记（第9周），今天17:00前');
    if (sent.kind !== 'sent' || !sent.messageId) throw new Error('not sent');
    const text = '「教研助手：请交周记（第9周），今天17:00前」\n- - - - - - - - - - - - - - -\n今天听了一节课';
    write('answer', { text });
    await trial.until(() => texts().includes('今天听了一节课'));
    const answer = events().at(-1);
    expect(answer).toMatchObject({ text: '今天听了一节课', addressed: false, replyTo: sent.messageId });

    const puppet = trial.gateway.puppet();
    puppet.recall('answer', 'wxid_1', group.id);
    const at = Math.floor(Date.now() / 1000);
    puppet.emit('room-leave', { roomId: group.id, removeeIdList: [BOT], removerId: 'wxid_1', timestamp: at });
    puppet.emit('room-join', { roomId: group.id, inviteeIdList: [BOT], inviterId: 'wxid_1', timestamp: at + 1 });
    await trial.until(() => events().at(-1)?.kind === 'joined');
    expect(events().slice(-3)).toMatchObject([
      { kind: 'recalled', of: answer?.key, by: 'author' },
      { kind: 'left', why: 'removed', chat: group },
      { kind: 'joined', account: 'wxid_1', chat: group },
    ]);
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

  test('killed while a send is under way: whether it arrived is not known, and it is not said again', async () => {
    trial.gateway.puppet().nextFaults.push('lost-answer');
    const sending = send('under way');
    await trial.until(() => trial.gateway.puppet().sentList.some(({ text }) => text === 'under way'));
    await trial.gateway.kill();
    expect(await sending).toEqual(UNCERTAIN);
    await trial.gateway.restart();
    await trial.until(() => trial.bot.login() === 'logged-in');
    expect(await send('under way')).toEqual(UNCERTAIN);
    expect(trial.gateway.puppet().sentList).toEqual([]);
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
