import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { type EnvelopeOptions, feishuEnvelopes, type MessageOptions, type Pressed, type SentAt } from './envelopes.js';

/** One delivery as it goes over the wire. */
export interface Delivery {
  headers: Record<string, string>;
  body: Buffer;
}

export interface PusherOptions extends Omit<EnvelopeOptions, 'token'> {
  encryptKey: string;
  verificationToken: string;
}

/** When it was delivered; when it was written unless told. */
interface Signed {
  signedAt?: Date;
}

export interface PressOptions extends Pressed {
  /** The button that is pressed, by what is written on it; the one of the card's form unless told. */
  button?: string;
  /** With the time in the header as Go prints it, as one production report has it. */
  goTime?: boolean;
}

export type FeishuEvents = ReturnType<typeof feishuEvents>;

/** Makes the deliveries of the platform to a webhook: sealed with the encrypt key and signed, by the vendor's description. */
export function feishuEvents(options: PusherOptions) {
  const { encryptKey, verificationToken } = options;
  const envelopes = feishuEnvelopes({ ...options, token: verificationToken });

  const deliver = (plain: unknown, at = new Date()): Delivery =>
    sign(seal(JSON.stringify(plain), encryptKey), encryptKey, at);

  const cardAction = (action: object, how: PressOptions & { by: string; messageId: string }) => {
    const { at = new Date(), goTime = false } = how;
    const body = seal(JSON.stringify(envelopes.cardAction(action, how)), encryptKey);
    return sign(body, encryptKey, at, undefined, goTime ? goTimeOf(at) : undefined);
  };

  const dated = <T extends SentAt & Signed>(options: T) => {
    const { at = new Date(), signedAt = at } = options;
    return [{ ...options, at }, signedAt] as const;
  };

  return {
    /** Any plaintext, sealed and signed. */
    deliver,
    /** A button of a card was pressed. */
    cardAction,
    /** Any event of schema 2.0. */
    event: (type: string, event: unknown, options: SentAt & Signed = {}) => {
      const [sent, signedAt] = dated(options);
      return deliver(envelopes.event(type, event, sent), signedAt);
    },
    /** A message of any type. */
    message: (type: string, content: unknown, options: MessageOptions & Signed) => {
      const [sent, signedAt] = dated(options);
      return deliver(envelopes.message(type, content, sent), signedAt);
    },
    text: (text: string, options: MessageOptions & Signed) => {
      const [sent, signedAt] = dated(options);
      return deliver(envelopes.text(text, sent), signedAt);
    },
    botAdded: (options: { chatId: string; by: string } & SentAt & Signed) => {
      const [sent, signedAt] = dated(options);
      return deliver(envelopes.botAdded(sent), signedAt);
    },
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
