import { createCipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';

/** One delivery as it goes over the wire. */
export interface Delivery {
  headers: Record<string, string>;
  body: Buffer;
}

export interface PusherOptions {
  encryptKey: string;
  verificationToken: string;
  appId: string;
  tenantKey?: string;
  botOpenId?: string;
}

export interface MessageOptions {
  from: string;
  chatId?: string;
  /** A group message; private unless told. */
  group?: boolean;
  /** Puts the mention of the bot before the text. */
  atBot?: boolean;
  /** Further people in `mentions`; their keys stand in the text. */
  mentions?: { key: string; openId: string; name: string }[];
  messageId?: string;
  eventId?: string;
  senderType?: string;
  /** When it was written; and, unless `signedAt` is given, when it was delivered. */
  at?: Date;
  signedAt?: Date;
}

export interface PressOptions {
  /** Where the card was: the private chat of who pressed, unless told. */
  chatId?: string;
  eventId?: string;
  at?: Date;
  /** With the time in the header as Go prints it, as one production report has it. */
  goTime?: boolean;
}

export type FeishuEvents = ReturnType<typeof feishuEvents>;

/** Makes the deliveries of the platform: sealed with the encrypt key and signed, by the vendor's description. */
export function feishuEvents(options: PusherOptions) {
  const { encryptKey, verificationToken, appId, tenantKey = 'tenant-1', botOpenId = 'ou_the_bot' } = options;

  const deliver = (plain: unknown, at = new Date()): Delivery =>
    sign(seal(JSON.stringify(plain), encryptKey), encryptKey, at);

  /** feishu-cards/card-callback-communication; its `create_time` is in microseconds. */
  const cardAction = (action: object, { by, messageId, ...how }: PressOptions & { by: string; messageId: string }) => {
    const { chatId = `oc_private_${by}`, at = new Date(), eventId = randomUUID(), goTime = false } = how;
    const header = {
      event_id: eventId,
      event_type: 'card.action.trigger',
      token: verificationToken,
      app_id: appId,
      tenant_key: tenantKey,
      create_time: String(at.getTime() * 1000),
    };
    const event = {
      operator: { tenant_key: tenantKey, open_id: by, union_id: `on_${by}` },
      token: `c-${eventId}`,
      action: { timezone: 'Asia/Shanghai', ...action },
      host: 'im_message',
      context: { open_message_id: messageId, open_chat_id: chatId },
    };
    const body = seal(JSON.stringify({ schema: '2.0', header, event }), encryptKey);
    return sign(body, encryptKey, at, undefined, goTime ? goTimeOf(at) : undefined);
  };

  const event = (
    event_type: string,
    event: unknown,
    {
      at = new Date(),
      signedAt = at,
      eventId = randomUUID(),
    }: Pick<MessageOptions, 'at' | 'signedAt' | 'eventId'> = {},
  ) => {
    const create_time = String(at.getTime());
    const header = {
      event_id: eventId,
      event_type,
      token: verificationToken,
      app_id: appId,
      tenant_key: tenantKey,
      create_time,
    };
    return deliver({ schema: '2.0', header, event }, signedAt);
  };

  const message = (message_type: string, content: unknown, options: MessageOptions) => {
    const { from, group = false, chatId = group ? 'oc_group' : `oc_private_${from}`, senderType = 'user' } = options;
    const { messageId = `om_${randomUUID()}`, mentions = [], atBot = false, at = new Date() } = options;
    const named = [...(atBot ? [{ key: '@_user_1', openId: botOpenId, name: '教研小助手' }] : []), ...mentions];
    const create_time = String(at.getTime());
    return event(
      'im.message.receive_v1',
      {
        sender: {
          sender_id: { open_id: from, union_id: `on_${from}` },
          sender_type: senderType,
          tenant_key: tenantKey,
        },
        message: {
          message_id: messageId,
          create_time,
          update_time: create_time,
          chat_id: chatId,
          chat_type: group ? 'group' : 'p2p',
          message_type,
          content: JSON.stringify(content),
          ...(named.length > 0 && {
            mentions: named.map(({ key, openId, name }) => ({
              key,
              id: { open_id: openId },
              name,
              tenant_key: tenantKey,
            })),
          }),
        },
      },
      { ...options, at },
    );
  };

  return {
    /** Any plaintext, sealed and signed. */
    deliver,
    /** A button of a card was pressed. */
    cardAction,
    /** Any event of schema 2.0. */
    event,
    /** A message of any type. */
    message,
    text: (text: string, options: MessageOptions) =>
      message('text', { text: options.atBot ? `@_user_1 ${text}` : text }, options),
    botAdded: (options: { chatId: string; by: string; at?: Date; eventId?: string }) =>
      event(
        'im.chat.member.bot.added_v1',
        { chat_id: options.chatId, operator_id: { open_id: options.by }, external: false, name: '教研群' },
        options,
      ),
    /** The handshake: sealed, and without a signature. */
    challenge: (challenge: string, token = verificationToken): Delivery => ({
      headers: { 'content-type': 'application/json' },
      body: seal(JSON.stringify({ challenge, token, type: 'url_verification' }), encryptKey),
    }),
  };
}

/** `{"encrypt": base64(iv + AES-256-CBC(plaintext))}`, key: SHA-256 of the encrypt key. */
export function seal(plaintext: string | Buffer, encryptKey: string): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), iv);
  const encrypt = Buffer.concat([iv, cipher.update(plaintext), cipher.final()]).toString('base64');
  return Buffer.from(JSON.stringify({ encrypt }));
}

/** The three headers: hex SHA-256 over timestamp, nonce, key and raw body. */
export function sign(
  body: Buffer,
  encryptKey: string,
  at: Date,
  nonce = randomBytes(8).toString('hex'),
  timestamp = String(Math.floor(at.getTime() / 1000)),
): Delivery {
  const prefix = Buffer.from(timestamp + nonce + encryptKey);
  const signature = createHash('sha256')
    .update(Buffer.concat([prefix, body]))
    .digest('hex');
  return {
    headers: {
      'content-type': 'application/json',
      'x-lark-request-timestamp': timestamp,
      'x-lark-request-nonce': nonce,
      'x-lark-signature': signature,
    },
    body,
  };
}

/** 2026-10-28 10:00:00.5 +0800 CST m=+3612.1 */
export const goTimeOf = (at: Date): string =>
  `${new Date(at.getTime() + 8 * 3600_000).toISOString().replace('T', ' ').replace('Z', '')} +0800 CST m=+3612.1`;

/** Posts a delivery as the platform does. */
export const push = (url: string, { headers, body }: Delivery): Promise<Response> =>
  fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
