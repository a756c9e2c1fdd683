import { setTimeout as sleep } from 'node:timers/promises';
import { FEISHU_CONNECTED_APP, type FeishuLimits, feishuLimits } from '../../config/limits/feishu.js';
import type { InboundEvent } from '../../models/event.js';
import type { Log } from '../../models/log.js';
import { isFileContent, type Outgoing } from '../../models/message.js';
import type { Bot, Connection, ConnectionEdge, Received, SendResult, WebhookRequest } from '../bot.js';
import { simplerThan } from './card-view.js';
import { checkConnection, checkFeishu } from './check.js';
import { createClient, type FeishuClient } from './client.js';
import { isBadCard, isBadFile, isGone, isLocked, outcomeOf } from './errors.js';
import { fetchFile } from './fetch-file.js';
import { createIdentity } from './identity.js';
import { openLongConnection } from './long-connection.js';
import { FEISHU, type Reader, type Reading, read, readFrame } from './parse.js';
import { render } from './render.js';
import { createLock, open } from './verify.js';

/** Something that does not print: a secret of the configuration. */
interface Sealed {
  reveal(): string;
}

/** An app, by whatever way its events come. */
export interface FeishuApp {
  appId: string;
  appSecret: Sealed;
  domain: string;
  /** Deliveries of any other tenant are refused. */
  tenantKey?: string;
}

/** An app whose events come to a webhook. */
export interface FeishuConfig extends FeishuApp {
  encryptKey: Sealed;
  verificationToken: Sealed;
  /** In place of the limit, for a county whose redeliveries come with old timestamps. */
  freshnessMs?: number;
}

interface AnyFeishuBot extends Bot {
  findAccounts(mobiles: string[]): Promise<Map<string, string>>;
  /** The bot's own open_id, once the platform has told it. */
  ownOpenId(): string | undefined;
}

export interface FeishuBot extends AnyFeishuBot {
  receive(request: WebhookRequest): Received;
}

export interface ConnectedFeishuBot extends AnyFeishuBot {
  connect(edge: ConnectionEdge): Connection;
}

interface Surroundings {
  log: Log;
  limits?: FeishuLimits;
}

/**
 * The bot of an app whose events come to a webhook.
 *
 * @throws Error when a secret is empty: without the encrypt key anybody could post events.
 */
export async function createFeishu(
  config: FeishuConfig,
  { log, limits = feishuLimits }: Surroundings,
): Promise<FeishuBot> {
  const encryptKey = required(config.encryptKey, 'FEISHU_ENCRYPT_KEY');
  const verificationToken = required(config.verificationToken, 'FEISHU_VERIFICATION_TOKEN');
  const lock = createLock(encryptKey, { ...limits, freshnessMs: config.freshnessMs ?? limits.freshnessMs });
  const { client, bot, reader, receivedOf } = await openApp(config, { log, limits });
  return {
    ...bot,
    receive(request) {
      const opened = open(request, lock);
      if (opened.kind === 'refused') return opened;
      const reading = read(opened.json, { ...reader(request.now), verificationToken });
      if (!opened.signed && reading.kind !== 'challenge') return { kind: 'refused', status: 401, code: 'unsigned' };
      return receivedOf(reading);
    },
    check: () => checkFeishu(client, config.domain),
  };
}

/**
 * The bot of an app whose events come over the long connection. It needs neither encrypt key nor token: nothing is
 * open to the world, and the app secret settled who is at the other end.
 *
 * @throws Error when the app secret is empty, or the app id is one that cannot have a long connection.
 */
export async function createConnectedFeishu(
  config: FeishuApp,
  { log, limits = feishuLimits }: Surroundings,
): Promise<ConnectedFeishuBot> {
  if (!FEISHU_CONNECTED_APP.test(config.appId)) throw new Error('FEISHU_APP_ID is none a long connection can have');
  const { client, bot, reader, receivedOf } = await openApp(config, { log, limits });
  return {
    ...bot,
    connect: ({ clock, take }) =>
      openLongConnection({
        appId: config.appId,
        appSecret: config.appSecret.reveal(),
        domain: config.domain,
        limits,
        clock,
        log,
        take(envelope) {
          const now = clock.now();
          return take(receivedOf(readFrame(envelope, reader(now))), now);
        },
      }),
    check: () => checkFeishu(client, config.domain, checkConnection),
  };
}

/** What is the same by whatever way events come. */
async function openApp(
  { appId, appSecret, domain, tenantKey }: FeishuApp,
  { log, limits }: { log: Log; limits: FeishuLimits },
) {
  const secret = required(appSecret, 'FEISHU_APP_SECRET');
  const client = await createClient({ appId, appSecret: secret, domain, limits, log });
  const identity = createIdentity(async () => (await client.botInfo()).open_id, limits.identityPauseMs, log);
  await Promise.race([identity.learn(), sleep(limits.identityWaitMs, undefined, { ref: false })]);

  const { tooOldMs } = limits;
  const bot: Omit<AnyFeishuBot, 'check'> = {
    platform: FEISHU,
    changesCards: true,
    changesPosts: true,
    pace: { everyMs: limits.sendEveryMs, everyMsPerChat: limits.sendEveryMsToOne, catchUpMs: limits.sendCatchUpMs },
    remembersKeysMs: limits.remembersKeysMs,
    ownOpenId: () => identity.openId(),
    send: (message) => send(message, client, limits),
    fetchFile: (attachment, messageId, bounds) => fetchFile({ attachment, messageId }, bounds, client, limits),
    async members(chat) {
      try {
        return { kind: 'members', accounts: await client.members(chat) };
      } catch (error) {
        return outcomeOf(error, limits);
      }
    },
    async findAccounts(mobiles) {
      if (mobiles.length > limits.mobilesPerLookUp) throw new RangeError('too many mobile numbers in one look-up');
      return client.openIds(mobiles);
    },
  };
  return {
    client,
    bot,
    reader: (now: Date): Reader => ({ appId, tenantKey, ownOpenId: identity.openId(), tooOldMs, now }),
    receivedOf(reading: Reading): Received {
      if (reading.kind === 'refused' && reading.code === 'not-ready') void identity.learn();
      return received(reading, log);
    },
  };
}

function received(reading: Reading, log: Log): Received {
  if (reading.kind === 'challenge') return { kind: 'answer', body: { challenge: reading.challenge } };
  if (reading.kind === 'event') {
    if (isOverheard(reading.event)) return { kind: 'events', events: [] };
    return { kind: 'events', events: [reading.event], ...(reading.reply && { reply: reading.reply }) };
  }
  if (reading.kind === 'refused') return reading;
  const { id, why } = reading;
  if (why === 'too-old') log.warn({ platform: 'feishu', id }, 'a message older than a day was set aside');
  return { kind: 'events', events: [] };
}

/** What people say to each other in a group, where the bot may hear everything, is not for it: it is not even stored. */
const isOverheard = (event: InboundEvent): boolean =>
  event.kind === 'message' && !event.addressed && event.replyTo === undefined;

async function send(message: Outgoing, client: FeishuClient, limits: FeishuLimits): Promise<SendResult> {
  const { content } = message;
  try {
    const uploaded = isFileContent(content) ? await client.upload({ kind: content.kind, ...content.file }) : undefined;
    return sent(await client.send(render(message, limits, uploaded)));
  } catch (error) {
    const result = resultOf(message, error, limits);
    const instead = result.kind === 'refused' || isBadFile(error) ? insteadOf(message, error) : undefined;
    return instead ? send(instead, client, limits) : result;
  }
}

/** A card somebody is pressing is changed later; sent anew it would stand twice. */
function resultOf({ address }: Outgoing, error: unknown, limits: FeishuLimits): SendResult {
  if ((address.to === 'card' || address.to === 'post') && isLocked(error)) {
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
  if (address.to === 'post') return undefined;
  // Who withdrew the question still gets the answer, in the same chat.
  if (address.to === 'message' && isGone(error)) {
    return { ...message, address: { to: 'chat', platform, chat: address.chat } };
  }
  if (isFileContent(content) && isBadFile(error)) return asText(message);
  if (!isBadCard(error)) return undefined;
  // Under a key of its own: a key that came with a card must not come with other words.
  const simpler = content.kind === 'card' ? simplerThan(content.card) : undefined;
  if (simpler) return { key: `${key}:simpler`, address, content: { ...content, kind: 'card', card: simpler } };
  return content.kind === 'form' || content.kind === 'card' ? asText(message) : undefined;
}

const asText = ({ key, address, content: { text } }: Outgoing): Outgoing => ({
  key: `${key}:text`,
  address,
  content: { kind: 'text', text },
});

const sent = (messageId: string | undefined): SendResult => ({
  kind: 'sent',
  ...(messageId !== undefined && { messageId }),
});

function required(secret: Sealed, name: string): string {
  const value = secret.reveal();
  if (value === '') throw new Error(`${name} must not be empty`);
  return value;
}
