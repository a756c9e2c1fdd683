import { z } from 'zod';
import { type Answer, accepted, parseJson, refused } from './answer.js';
import { CardJson, cardFault, cardText } from './card-json.js';
import type { Rates } from './rates.js';
import type { Uploaded, Uploads } from './uploads.js';

/** A message that reached somebody; the same uuid within an hour is the same message. */
export interface Sent {
  messageId: string;
  receiveId?: string;
  receiveIdType?: string;
  /** The message this one answers. */
  replyTo?: string;
  /** The words; of a card what is to be read on it, as it is now. */
  text: string;
  card?: CardJson;
  /** The picture or file it is; its text is empty. */
  file?: Uploaded;
  /** As it was sent first. */
  said: string;
  /** How often the card was changed. */
  changed: number;
  uuid?: string;
  at: Date;
}

const TEXT_BODY_BYTES = 150 * 1024;
const UUID_LIVES_MS = 60 * 60_000;

const Body = z.strictObject({
  receive_id: z.string().min(1).optional(),
  msg_type: z.enum(['text', 'interactive', 'image', 'file']),
  content: z.string(),
  uuid: z.string().min(1).max(50).optional(),
});
const Patch = z.strictObject({ content: z.string() });
const PATCH_WITHIN_MS = 14 * 24 * 3600_000;
const Text = z.strictObject({ text: z.string().min(1) });
const Image = z.strictObject({ image_key: z.string() });
const File = z.strictObject({ file_key: z.string() });

/** What a message has to look like, by the kind of receiver. */
const RECEIVERS: Record<string, RegExp> = { open_id: /^ou_[\w-]+$/, chat_id: /^oc_[\w-]+$/ };

export interface MessagesOptions {
  now: () => Date;
  /** The answer to a repeated uuid: the vendor does not say which of the two it is. */
  repeatedUuid: 'same-message' | 'error-230049';
}

export type Target = { receiveIdType: string } | { replyTo: string };

/** The messages of the stand-in: checked as strictly as documented, kept in order. */
export class Messages {
  readonly sent: Sent[] = [];
  /** Same uuid, other words: what the platform forbids and a sender must never do. */
  readonly conflicts: { uuid: string; was: string; is: string }[] = [];
  /** Code answered for a receiver, or for a message that is answered. */
  readonly refusals = new Map<string, number>();
  readonly #byUuid = new Map<string, Sent>();
  readonly #options: MessagesOptions;
  readonly #rates: Rates;
  readonly #uploads: Uploads;

  constructor(options: MessagesOptions, rates: Rates, uploads: Uploads) {
    this.#options = options;
    this.#rates = rates;
    this.#uploads = uploads;
  }

  post(raw: Buffer, target: Target): Answer {
    if (raw.length > TEXT_BODY_BYTES) return refused(230025, 'The length of the message content reaches its limit.');
    const body = Body.safeParse(parseJson(raw.toString('utf8')));
    if (!body.success) return refused(99992402, `field validation failed: ${body.error.issues[0]?.path.join('.')}`);
    const { msg_type, content } = body.data;
    const said =
      msg_type === 'image' || msg_type === 'file'
        ? fileIn(msg_type, content, this.#uploads)
        : saidIn(msg_type, content, raw.length);
    if ('status' in said) return said;

    const receiver = this.#receiver(target, body.data.receive_id);
    if (typeof receiver !== 'string') return receiver;
    const code = this.refusals.get(receiver);
    if (code !== undefined) return refused(code, 'refused by the stand-in');
    return this.#keep(receiver, target, said, body.data.uuid);
  }

  #receiver(target: Target, receiveId: string | undefined): string | Answer {
    if ('replyTo' in target) {
      if (receiveId !== undefined) return refused(99992402, 'field validation failed: receive_id');
      return /^om_[\w-]+$/.test(target.replyTo) ? target.replyTo : refused(230001, 'invalid message_id');
    }
    const shape = RECEIVERS[target.receiveIdType];
    if (!shape) return refused(99992402, 'field validation failed: receive_id_type');
    return receiveId !== undefined && shape.test(receiveId) ? receiveId : refused(230034, 'invalid receive_id');
  }

  #keep(receiver: string, target: Target, said: Said, uuid: string | undefined): Answer {
    const at = this.#options.now();
    const before = uuid === undefined ? undefined : this.#byUuid.get(uuid);
    if (before && uuid !== undefined && at.getTime() - before.at.getTime() < UUID_LIVES_MS) {
      if (before.said !== said.said) this.conflicts.push({ uuid, was: before.said, is: said.said });
      return this.#options.repeatedUuid === 'same-message' ? accepted(before.messageId) : refused(230049, 'being sent');
    }
    const limited = this.#rates.toOne(receiver);
    if (limited) return limited;

    const messageId = `om_bot_${this.sent.length + 1}`;
    const to = 'replyTo' in target ? target : { receiveId: receiver, receiveIdType: target.receiveIdType };
    const sent = { messageId, ...to, ...said, changed: 0, ...(uuid !== undefined && { uuid }), at };
    this.sent.push(sent);
    if (uuid !== undefined) this.#byUuid.set(uuid, sent);
    return accepted(messageId);
  }

  /** reference/im-v1/message/patch: the bot's own card, as long as it is there, both shared, 5 times a second, 14 days. */
  patch(raw: Buffer, messageId: string): Answer {
    const body = Patch.safeParse(parseJson(raw.toString('utf8')));
    if (!body.success) return refused(99992402, `field validation failed: ${body.error.issues[0]?.path.join('.')}`);
    const code = this.refusals.get(messageId);
    if (code !== undefined) return refused(code, 'refused by the stand-in');
    const one = this.sent.find((each) => each.messageId === messageId);
    if (!one) return refused(230001, 'invalid message_id');
    if (!one.card) return refused(230001, 'This message is not a card.');
    const at = this.#options.now();
    if (at.getTime() - one.at.getTime() > PATCH_WITHIN_MS)
      return refused(230031, 'Message can only be modified within 14 days after sending.');
    const limited = this.#rates.toOne(messageId);
    if (limited) return limited;
    const said = saidIn('interactive', body.data.content, raw.length);
    if ('status' in said) return said;
    Object.assign(one, { text: said.text, card: said.card, changed: one.changed + 1 });
    return { status: 200, body: { code: 0, msg: 'success', data: {} } };
  }

  clear(): void {
    this.sent.length = 0;
    this.conflicts.length = 0;
    this.refusals.clear();
    this.#byUuid.clear();
  }
}

interface Said {
  text: string;
  said: string;
  card?: CardJson;
  file?: Uploaded;
}

/** A picture or file is named by what it was called when it was uploaded, and by nothing else. */
function fileIn(type: 'image' | 'file', content: string, uploads: Uploads): Said | Answer {
  const json = parseJson(content);
  const key = type === 'image' ? Image.safeParse(json).data?.image_key : File.safeParse(json).data?.file_key;
  const file = key === undefined ? undefined : uploads.of(key);
  if (!file) return refused(230001, 'invalid message content');
  if ((type === 'image') !== (file.kind === 'picture')) return refused(230055, 'The type of file does not match.');
  // The same picture uploaded twice is the same message.
  return { text: '', said: `${type} ${file.bytes.toString('base64')}`, file };
}

/** What a message says, or why the platform would not take it. */
function saidIn(type: 'text' | 'interactive', content: string, bodyBytes: number): Said | Answer {
  if (type === 'text') {
    const text = Text.safeParse(parseJson(content));
    return text.success ? { text: text.data.text, said: content } : refused(230001, 'invalid message content');
  }
  const json = parseJson(content);
  const fault = cardFault(json, bodyBytes);
  if (fault) return refused(fault.code, fault.msg);
  const card = CardJson.parse(json);
  return { text: cardText(card), said: content, card };
}
