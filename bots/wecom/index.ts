import type { WSClient } from '@wecom/aibot-node-sdk';
import { type WecomLimits, wecomLimits } from '../../config/limits/wecom.js';
import type { InboundEvent } from '../../models/event.js';
import type { Log } from '../../models/log.js';
import { isFileContent, type Outgoing } from '../../models/message.js';
import type { Bot, Connection, ConnectionEdge, FetchResult, Received, SaidByWords, SendResult } from '../bot.js';
import { checkWecom } from './check.js';
import { openRobot } from './connection.js';
import { isNotSubscribed, outcomeOf, UNCERTAIN } from './errors.js';
import { fetchFile } from './fetch-file.js';
import { quotedIn, read, WECOM } from './parse.js';
import { render, renderCard, renderFile, type WecomCard, type WecomFile, type WecomMessage } from './render.js';
import { createThings } from './things.js';
import { upload } from './upload.js';

/** A smart robot (智能机器人) in API mode, with a long connection. */
export interface WecomConfig {
  botId: string;
  secret: { reveal(): string };
  wsUrl?: string;
}

export interface WecomBot extends Bot {
  connect(edge: ConnectionEdge): Connection;
}

interface Surroundings {
  said: SaidByWords;
  clock: { now(): Date };
  log: Log;
  limits?: WecomLimits;
}

/** Said at once to whose message or press could not be stored: the platform pushes it once. */
const NOT_STORED = '刚才这条没有存下来，麻烦过一会儿再发一次。';
const PRESS_NOT_STORED = '刚才点的没有存下来，麻烦过一会儿再点一次。';

/**
 * The bot of a WeCom smart robot. It speaks over the connection it hears by, so a program that has not opened one sends
 * nothing.
 */
export function createWecom(
  { botId, secret, wsUrl }: WecomConfig,
  { said, clock, log, limits = wecomLimits }: Surroundings,
): WecomBot {
  const options = { botId, secret: secret.reveal(), ...(wsUrl && { wsUrl }), limits, log };
  if (!botId || !options.secret) throw new Error('WECOM_BOT_ID and WECOM_BOT_SECRET must not be empty');
  let client: WSClient | undefined;
  let connection: Connection | undefined;
  const things = createThings(limits.thingsKept);

  const send = async ({ key, address, content }: Outgoing): Promise<SendResult> => {
    const speaking = client;
    if (!speaking?.isConnected)
      return { kind: 'later', reason: 'not-connected', afterMs: limits.disconnectedMs, untried: true };
    const sayWords = (): Promise<SendResult> => sayAs(key, speaking, render(address, content, limits));
    if (!isFileContent(content)) return (await sayCard(speaking, { key, address, content })) ?? sayWords();
    const uploaded = await upload(speaking, content, limits);
    if (uploaded.kind === 'failed') return { kind: 'later', reason: 'not-uploaded', afterMs: limits.disconnectedMs };
    const result: SendResult =
      uploaded.kind === 'uploaded'
        ? await say(speaking, renderFile(address, content.kind, uploaded.mediaId))
        : uploaded;
    // What was refused has reached nobody: the words go instead.
    const instead = result.kind === 'refused' && result.reason !== UNCERTAIN;
    return instead ? sayWords() : result;
  };
  /** The platform does not tell what it calls a message, so it is called by its key; what quotes it tells its words. */
  const sayAs = async (messageId: string, speaking: WSClient, message: WecomMessage): Promise<SendResult> => {
    const result = await say(speaking, message);
    if (result.kind !== 'sent') return result;
    // It is said; what is not written down cannot be answered by quoting it.
    await said.keep(message.chatid, messageId, [message.markdown.content], clock.now()).catch(() => {});
    return { kind: 'sent', messageId };
  };
  /** Undefined where there is no card, or the platform refused it: then nobody has seen it, and the words go instead. */
  const sayCard = async (speaking: WSClient, message: Outgoing): Promise<SendResult | undefined> => {
    const card = renderCard(message, limits);
    if (!card) return undefined;
    const result = await say(speaking, card);
    if (result.kind === 'refused' && result.reason !== UNCERTAIN) return undefined;
    if (result.kind !== 'sent') return result;
    // Whoever presses tells the task, so it is what the message is called.
    const { task_id: messageId, main_title, sub_title_text: below = '' } = card.template_card;
    const title = main_title?.title ?? '';
    // What of a card is told when it is quoted was not seen: its title, its text, or both.
    await said.keep(card.chatid, messageId, [`${title}\n${below}`, below, title], clock.now()).catch(() => {});
    return { ...result, messageId };
  };
  const say = async (
    speaking: WSClient,
    { chatid, ...body }: WecomMessage | WecomCard | WecomFile,
  ): Promise<SendResult> => {
    try {
      await speaking.sendMessage(chatid, body);
      return { kind: 'sent' };
    } catch (error) {
      if (isNotSubscribed(error)) speaking.disconnect();
      return outcomeOf(error, limits);
    }
  };

  return {
    platform: WECOM,
    pace: { everyMs: limits.sendEveryMs, everyMsPerChat: limits.sendEveryMsToOne },
    // The platform knows no keys: what may have arrived is not sent again.
    remembersKeysMs: 0,
    staleAfterMs: limits.staleAfterMs,
    standsBy: () => connection?.state().standby === true,
    send,
    async fetchFile({ ref }, _, bounds): Promise<FetchResult> {
      const where = things.of(ref);
      if (where) return fetchFile(where, bounds);
      // Whoever is connected may know it; after a restart nobody does, and it is to be sent again.
      return client
        ? { kind: 'refused', reason: 'unreachable' }
        : { kind: 'later', reason: 'not-connected', untried: true };
    },
    connect: ({ take, turn }) => {
      connection = openRobot({
        ...options,
        clock,
        turn,
        speaks: (speaking) => void (client = speaking),
        async take(body) {
          const now = clock.now();
          const received = read(body, { botId, tooOldMs: limits.tooOldMs, now, keep: things.keep });
          try {
            return await take(await withQuoted(received, quotedIn(body)), now);
          } catch (error) {
            if (received.kind === 'events') await tellNotStored(received.events[0]);
            throw error;
          }
        },
      });
      return connection;
    },
    check: () => checkWecom(botId, wsUrl),
  };

  async function withQuoted(received: Received, words: string | undefined): Promise<Received> {
    if (received.kind !== 'events' || words === undefined) return received;
    const answering = received.events.map(async (event) => {
      const replyTo = event.kind === 'message' ? await said.with(event.chat.id, words) : undefined;
      return replyTo === undefined ? event : { ...event, replyTo };
    });
    return { ...received, events: await Promise.all(answering) };
  }

  async function tellNotStored(event: InboundEvent | undefined): Promise<void> {
    const content = event?.kind === 'press' ? PRESS_NOT_STORED : NOT_STORED;
    if (event) await client?.sendMessage(event.chat.id, { msgtype: 'markdown', markdown: { content } });
  }
}
