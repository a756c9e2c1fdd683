import { afterEach, describe, expect, test } from '@jest/globals';
import type { WebhookRequest } from '../../../bots/bot.js';
import { createFeishu } from '../../../bots/feishu/index.js';
import { FEISHU } from '../../../bots/feishu/parse.js';
import { feishuLimits } from '../../../config/limits/feishu.js';
import { silent } from '../../../models/log.js';
import type { Address } from '../../../models/message.js';
import { type FeishuOnStandIn, feishuConfig, feishuOnStandIn, secrets } from '../../support/feishu/bot.js';
import { type Delivery, feishuEvents, seal, sign } from '../../support/feishu/events.js';
import { recordingLog } from '../../support/recording-log.js';
import { botContract, type Deliveries } from '../contract.js';

const now = new Date('2026-03-10T06:30:00Z');
const request = ({ headers, body }: Delivery): WebhookRequest => ({ headers, body, now });
const group = { platform: FEISHU, id: 'oc_group', kind: 'group' } as const;
const toPerson: Address = { to: 'account', platform: FEISHU, account: 'ou_teacher' };
const answering: Address = { to: 'message', platform: FEISHU, chat: group, messageId: 'om_question' };

function deliveriesOf({ bot, platform, events }: FeishuOnStandIn): Deliveries {
  const sent = async (delivery: Delivery) => bot.receive(request(delivery));
  const text = (at: Date, signedAt = at) =>
    events.text('周记 今天听课', { from: 'ou_teacher', messageId: 'om_1', group: true, atBot: true, at, signedAt });
  const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
  const good = text(now);
  const { 'x-lark-signature': _, ...unsigned } = good.headers;
  const otherKey = feishuEvents({ ...secrets, encryptKey: 'guess' }).text('周记', { from: 'ou_teacher', at: now });
  const otherToken = feishuEvents({ ...secrets, verificationToken: 'guess' }).text('周记', {
    from: 'ou_teacher',
    at: now,
  });
  const otherApp = feishuEvents({ ...secrets, appId: 'cli_other' }).text('周记', { from: 'ou_teacher', at: now });
  return {
    message: () => ({ received: sent(text(now)), text: '周记 今天听课' }),
    again: () => sent(text(now, minutes(1))),
    ownMessage: () => sent(events.text('已收到', { from: platform.botOpenId, senderType: 'app', at: now })),
    unknownEvent: () => sent(events.event('im.message.reaction.created_v1', { any: 'thing' }, { at: now })),
    handshake: {
      received: sent(events.challenge('ajls384')),
      answer: { challenge: 'ajls384' },
      forged: sent(events.challenge('ajls384', 'guess')),
    },
    forgeries: () => [
      { name: 'unsigned', received: sent({ ...good, headers: {} }) },
      { name: 'half a signature', received: sent({ ...good, headers: unsigned }) },
      { name: 'another body', received: sent({ ...good, body: text(now).body }) },
      { name: 'another key', received: sent(otherKey) },
      { name: 'another token', received: sent(otherToken) },
      { name: 'another app', received: sent(otherApp) },
      { name: 'six minutes old', received: sent(text(minutes(-6))) },
      { name: 'six minutes ahead', received: sent(text(minutes(6))) },
      {
        name: 'plain handshake',
        received: sent({
          headers: {},
          body: Buffer.from('{"type":"url_verification","challenge":"a","token":"verification-token"}'),
        }),
      },
    ],
  };
}

botContract('feishu', { way: 'webhook' }, async () => {
  const trial = await feishuOnStandIn();
  const { bot, platform } = trial;
  return {
    bot,
    addresses: [toPerson, { to: 'chat', platform: FEISHU, chat: group }, answering],
    delivered: () => platform.sent().map((one) => one.text),
    files: () => platform.sent().flatMap(({ file }) => (file ? [file.bytes] : [])),
    refusesFiles: (is) => platform.refuseUploads(is ? 234_006 : undefined),
    refuses: (address) => platform.refuse(address.to === 'account' ? address.account : 'oc_group', 230013),
    losesTheAnswer: () => platform.inject({ kind: 'cut-after' }),
    isDown: () => platform.inject({ kind: 'cut-before' }),
    deliveries: deliveriesOf(trial),
    stop: () => platform.stop(),
  };
});

describe('feishu besides', () => {
  let trial: FeishuOnStandIn;
  afterEach(() => trial.platform.stop());
  const send = (key: string, address: Address = toPerson) =>
    trial.bot.send({ key, address, content: { kind: 'text', text: '已收到' } });

  test('an answer to a withdrawn message goes into its chat', async () => {
    trial = await feishuOnStandIn();
    trial.platform.refuse('om_question', 230011);
    await expect(send('a:0', answering)).resolves.toMatchObject({ kind: 'sent' });
    expect(trial.platform.sent()).toMatchObject([{ receiveId: 'oc_group', receiveIdType: 'chat_id' }]);
  });

  test('a gone message in a chat that is gone too is a refusal', async () => {
    trial = await feishuOnStandIn();
    trial.platform.refuse('om_question', 231003);
    trial.platform.refuse('oc_group', 232009);
    await expect(send('a:0', answering)).resolves.toMatchObject({
      kind: 'refused',
      reason: 'feishu-232009 chat-dissolved',
    });
  });

  test('the wait the gateway asks for is passed on', async () => {
    trial = await feishuOnStandIn();
    trial.platform.inject({ kind: 'rate-limit', resetSeconds: 3 });
    const busy = { kind: 'later', reason: 'feishu-99991400', afterMs: 3000, everybody: true };
    await expect(send('a:0')).resolves.toEqual(busy);
  });

  test('with the other reading of a repeated uuid, sending again is later and still one message', async () => {
    trial = await feishuOnStandIn({ repeatedUuid: 'error-230049' });
    await send('a:0');
    await expect(send('a:0')).resolves.toMatchObject({ kind: 'later', reason: 'feishu-230049' });
    expect(trial.platform.sent()).toHaveLength(1);
    expect(trial.platform.conflicts()).toEqual([]);
  });

  describe('a picture', () => {
    const bytes = Buffer.from('89504e470d0a1a0a', 'hex');
    const sendPicture = (key: string, address: Address = toPerson) =>
      trial.bot.send({
        key,
        address,
        content: { kind: 'picture', text: '已交8/12', file: { name: '周报.png', bytes } },
      });

    test('whose answer was lost is uploaded anew and still one message', async () => {
      trial = await feishuOnStandIn();
      trial.platform.inject({ kind: 'cut-after' });
      await expect(sendPicture('a:0')).resolves.toMatchObject({ kind: 'later' });
      await expect(sendPicture('a:0')).resolves.toMatchObject({ kind: 'sent' });
      expect(trial.platform.sent()).toMatchObject([{ file: { kind: 'picture', bytes } }]);
      expect(trial.platform.conflicts()).toEqual([]);
    });

    test('without the permission to upload goes as its words; with a platform that is away it waits', async () => {
      trial = await feishuOnStandIn();
      trial.platform.inject({ kind: 'page', status: 502 }, { area: 'uploads' });
      await expect(sendPicture('a:0', answering)).resolves.toMatchObject({ kind: 'later', reason: 'http-502' });
      trial.platform.refuseUploads(99991672);
      await expect(sendPicture('a:0', answering)).resolves.toMatchObject({ kind: 'sent' });
      expect(trial.platform.sent()).toMatchObject([{ text: '已交8/12', replyTo: 'om_question' }]);
    });

    test('for a receiver there is none of is refused, and no words go there', async () => {
      trial = await feishuOnStandIn();
      trial.platform.refuse('ou_teacher', 230013);
      await expect(sendPicture('a:0')).resolves.toMatchObject({ kind: 'refused' });
      expect(trial.platform.sent()).toEqual([]);
    });
  });

  test('it knows itself after the start', async () => {
    trial = await feishuOnStandIn();
    expect(trial.bot.ownOpenId()).toBe('ou_the_bot');
  });

  test('when the platform was down at the start, it learns who it is at the first group mention', async () => {
    trial = await feishuOnStandIn();
    trial.platform.inject({ kind: 'cut-before' }, { area: 'bot' });
    const limits = { ...feishuLimits, identityPauseMs: 0 };
    const bot = await createFeishu(feishuConfig(trial.platform.domain), { log: silent, limits });
    expect(bot.ownOpenId()).toBeUndefined();

    const inPrivate = request(trial.events.text('周记', { from: 'ou_1', at: now }));
    expect(bot.receive(inPrivate)).toMatchObject({ kind: 'events', events: [{ addressed: true }] });
    const mention = request(trial.events.text('周记', { from: 'ou_1', group: true, atBot: true, at: now }));
    expect(bot.receive(mention)).toEqual({ kind: 'refused', status: 503, code: 'not-ready' });

    while (bot.ownOpenId() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(bot.receive(mention)).toMatchObject({ kind: 'events', events: [{ text: '周记', addressed: true }] });
  });

  test('a platform that hangs does not hold up the start', async () => {
    trial = await feishuOnStandIn();
    trial.platform.inject({ kind: 'hang' }, { area: 'token' });
    const limits = { ...feishuLimits, identityWaitMs: 50 };
    const bot = await createFeishu(feishuConfig(trial.platform.domain), { log: silent, limits });
    expect(bot.ownOpenId()).toBeUndefined();
  });

  test('a genuine event is no handshake: sealed alone it is refused', async () => {
    trial = await feishuOnStandIn();
    const { body } = trial.events.text('周记', { from: 'ou_1', at: now });
    expect(trial.bot.receive(request({ headers: {}, body }))).toEqual({
      kind: 'refused',
      status: 401,
      code: 'unsigned',
    });
  });

  test('a signed handshake is answered too', async () => {
    trial = await feishuOnStandIn();
    const plain = { type: 'url_verification', challenge: 'c', token: secrets.verificationToken };
    expect(trial.bot.receive(request(trial.events.deliver(plain, now)))).toEqual({
      kind: 'answer',
      body: { challenge: 'c' },
    });
  });

  test('what is too old is set aside with a word in the log', async () => {
    const log = recordingLog();
    trial = await feishuOnStandIn({}, log);
    const at = new Date(now.getTime() - 25 * 3_600_000);
    const old = request(trial.events.text('周记', { from: 'ou_1', messageId: 'om_old', at, signedAt: now }));
    expect(trial.bot.receive(old)).toEqual({ kind: 'events', events: [] });
    expect(log.lines).toEqual([
      { level: 'warn', fields: { platform: 'feishu', id: 'om_old' }, message: expect.any(String) },
    ]);
  });

  test('a county may widen the window', async () => {
    trial = await feishuOnStandIn({}, silent, { freshnessMs: 8 * 3_600_000 });
    const signedAt = new Date(now.getTime() - 7 * 3_600_000);
    const redelivered = request(trial.events.text('周记', { from: 'ou_1', at: signedAt, signedAt }));
    expect(trial.bot.receive(redelivered)).toMatchObject({ kind: 'events' });
  });

  test('more than fifty numbers in one look-up is a mistake of the caller', async () => {
    trial = await feishuOnStandIn();
    const mobiles = Array.from({ length: 51 }, (_, i) => `139${String(i).padStart(8, '0')}`);
    await expect(trial.bot.findAccounts(mobiles)).rejects.toThrow(RangeError);
  });

  test.each(['appSecret', 'encryptKey', 'verificationToken'] as const)('no start without %s', async (name) => {
    trial = await feishuOnStandIn();
    const config = feishuConfig(trial.platform.domain, { [name]: { reveal: () => '' } });
    await expect(createFeishu(config, { log: silent })).rejects.toThrow('must not be empty');
  });
});

test('what the stand-in pushes is sealed and signed as the vector in verify.test.ts demands', () => {
  const { headers, body } = sign(seal('{}', secrets.encryptKey), secrets.encryptKey, now);
  expect(headers['x-lark-request-timestamp']).toBe('1773124200');
  expect(Object.keys(JSON.parse(body.toString()))).toEqual(['encrypt']);
});
