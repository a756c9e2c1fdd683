import { setTimeout as sleep } from 'node:timers/promises';
import { type FeishuLimits, feishuLimits } from '../../config/limits/feishu.js';
import type { Log } from '../../models/log.js';
import type { Outgoing } from '../../models/message.js';
import type { Bot, Received, SendResult, WebhookRequest } from '../bot.js';
import { checkFeishu } from './check.js';
import { createClient, type FeishuClient } from './client.js';
import { isBadCard, isGone, isLocked, outcomeOf } from './errors.js';
import { createIdentity } from './identity.js';
import { FEISHU, type Reading, read } from './parse.js';
import { render } from './render.js';
import { createLock, open } from './verify.js';

/** Something that does not print: a secret of the configuration. */
interface Sealed {
  reveal(): string;
}

export interface FeishuConfig {
  appId: string;
  appSecret: Sealed;
  encryptKey: Sealed;
  verificationToken: Sealed;
  domain: string;
  /** Deliveries of any other tenant are refused. */
  tenantKey?: string;
  /** In place of the limit, for a county whose redeliveries come with old timestamps. */
  freshnessMs?: number;
}

export interface FeishuBot extends Bot {
  receive(request: WebhookRequest): Received;
  findAccounts(mobiles: string[]): Promise<Map<string, string>>;
  /** The bot's own open_id, once the platform has told it. */
  ownOpenId(): string | undefined;
}

/** @throws Error when a secret is empty: without the encrypt key anybody could post events. */
export async function createFeishu(
  config: FeishuConfig,
  { log, limits = feishuLimits }: { log: Log; limits?: FeishuLimits },
): Promise<FeishuBot> {
  const encryptKey = required(config.encryptKey, 'FEISHU_ENCRYPT_KEY');
  const verificationToken = required(config.verificationToken, 'FEISHU_VERIFICATION_TOKEN');
  const appSecret = required(config.appSecret, 'FEISHU_APP_SECRET');
  const { appId, domain, tenantKey } = config;
  const lock = createLock(encryptKey, { ...limits, freshnessMs: config.freshnessMs ?? limits.freshnessMs });

  const client = await createClient({ appId, appSecret, domain, limits, log });
  const identity = createIdentity(async () => (await client.botInfo()).open_id, limits.identityPauseMs, log);
  await Promise.race([identity.learn(), sleep(limits.identityWaitMs, undefined, { ref: false })]);

  return {
    platform: FEISHU,
    pace: { everyMs: feishuLimits.sendEveryMs, everyMsPerChat: feishuLimits.sendEveryMsToOne },
    remembersKeysMs: feishuLimits.remembersKeysMs,
    ownOpenId: () => identity.openId(),

    receive(request) {
      const opened = open(request, lock);
      if (opened.kind === 'refused') return opened;
      const ownOpenId = identity.openId();
      const { tooOldMs } = limits;
      const reading = read(opened.json, { appId, verificationToken, tenantKey, ownOpenId, tooOldMs, now: request.now });
      if (!opened.signed && reading.kind !== 'challenge') return { kind: 'refused', status: 401, code: 'unsigned' };
      if (reading.kind === 'refused' && reading.code === 'not-ready') void identity.learn();
      return receivedOf(reading, log);
    },

    send: (message) => send(message, client, limits),

    async findAccounts(mobiles) {
      if (mobiles.length > limits.mobilesPerLookUp) throw new RangeError('too many mobile numbers in one look-up');
      return client.openIds(mobiles);
    },

    check: () => checkFeishu(client, domain),
  };
}

function receivedOf(reading: Reading, log: Log): Received {
  if (reading.kind === 'challenge') return { kind: 'answer', body: { challenge: reading.challenge } };
  if (reading.kind === 'event') {
    return { kind: 'events', events: [reading.event], ...(reading.reply && { reply: reading.reply }) };
  }
  if (reading.kind === 'refused') return reading;
  const { id, why } = reading;
  if (why === 'too-old') log.warn({ platform: 'feishu', id }, 'a message older than a day was set aside');
  return { kind: 'events', events: [] };
}

async function send(message: Outgoing, client: FeishuClient, limits: FeishuLimits): Promise<SendResult> {
  try {
    return sent(await client.send(render(message, limits)));
  } catch (error) {
    const result = resultOf(message, error, limits);
    const instead = result.kind === 'refused' ? insteadOf(message, error) : undefined;
    return instead ? send(instead, client, limits) : result;
  }
}

/** A card somebody is pressing is changed later; sent anew it would stand twice. */
function resultOf({ address }: Outgoing, error: unknown, limits: FeishuLimits): SendResult {
  if (address.to === 'card' && isLocked(error)) {
    return { kind: 'later', reason: 'card-locked', afterMs: limits.throttledMs };
  }
  return outcomeOf(error, limits);
}

/** What is said instead of a message the platform refused, if anything can be. */
function insteadOf(message: Outgoing, error: unknown): Outgoing | undefined {
  const { key, address, content } = message;
  const { platform } = address;
  // A card that is gone, too old or not the bot's: the same is said as a message.
  if (address.to === 'card') return { ...message, address: { to: 'account', platform, account: address.account } };
  // Who withdrew the question still gets the answer, in the same chat.
  if (address.to === 'message' && isGone(error)) {
    return { ...message, address: { to: 'chat', platform, chat: address.chat } };
  }
  // Under a key of its own: a key that came with a card must not come with other words.
  if (content.kind === 'form' && isBadCard(error)) {
    return { key: `${key}:text`, address, content: { kind: 'text', text: content.text } };
  }
  return undefined;
}

const sent = (messageId: string | undefined): SendResult => ({
  kind: 'sent',
  ...(messageId !== undefined && { messageId }),
});

function required(secret: Sealed, name: string): string {
  const value = secret.reveal();
  if (value === '') throw new Error(`${name} must not be empty`);
  return value;
}
