import { createHash } from 'node:crypto';
import { isFileContent, type Outgoing, type Sendable } from '../../models/message.js';
import { type Card, cardOf, receiptCardOf } from './card.js';
import { type CardViewLimits, cardViewOf } from './card-view.js';

/** One call of the platform's HTTP interface. */
export interface Call {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  params?: Record<string, string>;
  body?: Record<string, unknown>;
}

export interface RenderLimits extends CardViewLimits {
  textBodyBytes: number;
  uuidChars: number;
}

const CUT = '\n……（内容太长，后面的没有发出）';

/**
 * A message as the call that sends it: reference/im-v1/message/create, …/reply for an answer, …/patch in place of a
 * card; what is no card goes to the account instead. The `uuid` makes the platform send the same key at most once an
 * hour; a card may be changed to the same twice.
 *
 * @param uploaded what the platform calls the picture or file; without it, its text is sent.
 */
export function render({ key, address, content }: Outgoing, limits: RenderLimits, uploaded?: string): Call {
  const uuid = createHash('sha256').update(key, 'utf8').digest('hex').slice(0, limits.uuidChars);
  const message = (text: string) => ({ msg_type: 'text', content: JSON.stringify({ text }), uuid });
  const card = cardFor(content, limits);
  if ((address.to === 'card' || address.to === 'post') && card) {
    const path = `/open-apis/im/v1/messages/${encodeURIComponent(address.card)}`;
    return { method: 'PATCH', path, body: { content: JSON.stringify(card) } };
  }
  const cut = (to: Record<string, string>) => {
    if (uploaded !== undefined && isFileContent(content)) return { ...to, ...fileOf(content.kind, uploaded), uuid };
    return card && content.kind !== 'receipt'
      ? { ...to, msg_type: 'interactive', content: JSON.stringify(card), uuid }
      : fit(defuse(content.text), (text) => ({ ...to, ...message(text) }), limits);
  };

  if (address.to === 'message') {
    return {
      method: 'POST',
      path: `/open-apis/im/v1/messages/${encodeURIComponent(address.messageId)}/reply`,
      body: cut({}),
    };
  }
  const [receive_id_type, receive_id] =
    'account' in address ? ['open_id', address.account] : ['chat_id', address.chat.id];
  return { method: 'POST', path: '/open-apis/im/v1/messages', params: { receive_id_type }, body: cut({ receive_id }) };
}

/** reference/im-v1/message-content: pictures and files by the key they were uploaded under. */
const fileOf = (kind: 'picture' | 'file', key: string) =>
  kind === 'picture'
    ? { msg_type: 'image', content: JSON.stringify({ image_key: key }) }
    : { msg_type: 'file', content: JSON.stringify({ file_key: key }) };

/** Receipts stand where a form stood, and are a text anywhere else. */
function cardFor(content: Sendable, limits: RenderLimits): Card | undefined {
  if (content.kind === 'form') return cardOf(content.form, limits);
  if (content.kind === 'card') return cardViewOf(content.card, limits);
  return content.kind === 'receipt' ? receiptCardOf(content.text, content.receipt, limits) : undefined;
}

/** What people wrote must not mention anybody, least of all everybody: `<at user_id="all"></at>` is text like any other. */
export const defuse = (text: string): string => text.replace(/<(?=\s*\/?\s*at\b)/gi, '＜');

/** The longest beginning of the text whose request body is within the limit. */
function fit<B>(text: string, body: (text: string) => B, { textBodyBytes }: RenderLimits): B {
  const fits = (candidate: B) => Buffer.byteLength(JSON.stringify(candidate)) <= textBodyBytes;
  const whole = body(text);
  if (fits(whole)) return whole;

  let most = 0;
  for (let tooMany = text.length; tooMany - most > 1; ) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(body(text.slice(0, middle) + CUT))) most = middle;
    else tooMany = middle;
  }
  return body(text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '') + CUT);
}
