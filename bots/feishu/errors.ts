import type { SendResult } from '../bot.js';

/** The platform answered, and said no. */
export class FeishuRefused extends Error {
  override readonly name = 'FeishuRefused';
  readonly code: number;
  readonly status: number;
  /** The platform's own sentence, for `doctor`. May quote what was sent: never for a log. */
  readonly said: string;
  readonly waitMs: number | undefined;

  constructor(answer: { code: number; status: number; said: string; waitMs?: number | undefined }) {
    super(`feishu answered code ${answer.code} with status ${answer.status}`);
    this.code = answer.code;
    this.status = answer.status;
    this.said = answer.said;
    this.waitMs = answer.waitMs;
  }
}

/** No answer of the platform's: the network, a time-out, a gateway, something that is not its JSON. */
export class FeishuUnreachable extends Error {
  override readonly name = 'FeishuUnreachable';
  /** A word: `timeout`, `ECONNREFUSED`, `http-502` … */
  readonly reason: string;
  readonly waitMs: number | undefined;

  constructor(reason: string, waitMs?: number) {
    super(`feishu did not answer: ${reason}`);
    this.reason = reason;
    this.waitMs = waitMs;
  }
}

/** The token is not good any more; nothing was done, so the call may be made again with a new one. */
const STALE_TOKEN = new Set([99991661, 99991663, 99991664, 99991668]);
export const isStaleToken = (error: unknown): boolean => error instanceof FeishuRefused && STALE_TOKEN.has(error.code);

/** What was to be answered is gone: withdrawn (230011) or deleted (231003). */
const GONE = new Set([230011, 231003]);
export const isGone = (error: unknown): boolean => error instanceof FeishuRefused && GONE.has(error.code);

/**
 * The card is what is wrong, not whom it is for: 230099 with the reason in its words, 230025 for its size, and the
 * codes of the cards themselves, 200xxx and 300xxx (feishu-cards/card-callback-communication; 11310: too many elements).
 */
const CARD_CODES = new Set([230099, 230025, 11310]);
export const isBadCard = (error: unknown): boolean =>
  error instanceof FeishuRefused && (CARD_CODES.has(error.code) || /^[23]00\d{3}$/.test(String(error.code)));

/**
 * The picture or file is what is wrong, or that the app may not upload any (im:resource), which words do not need: the
 * codes of uploads, 234xxx (reference/im-v1/image/create, …/file/create), and 230055, a file of another kind than it says.
 */
export const isBadFile = (error: unknown): boolean =>
  error instanceof FeishuRefused &&
  (error.code === 230055 || /^234\d{3}$/.test(String(error.code)) || isMissingScope(error));

/** Somebody is in the middle of pressing the card: it can be changed in a moment. The same code means too many elements. */
const LOCKED = 11310;
export const isLocked = (error: unknown): boolean =>
  error instanceof FeishuRefused &&
  (error.code === LOCKED || (error.code === 230099 && new RegExp(`\\b${LOCKED}\\b.*lock`, 'i').test(error.said)));

/** The secret is wrong (10003, 10014; 514 for the long connection) … */
const BAD_CREDENTIALS = new Set([10003, 10014, 514]);
/** … or a permission is missing (99991672; 230027 for messages). */
const MISSING_SCOPE = new Set([99991672, 230027]);
export const isBadCredentials = (error: unknown): boolean =>
  error instanceof FeishuRefused && BAD_CREDENTIALS.has(error.code);
export const isMissingScope = (error: unknown): boolean =>
  error instanceof FeishuRefused && MISSING_SCOPE.has(error.code);

/** What hangs on a message passed on together with others, or on a card (reference/im-v1/message-resource/get). */
export const isForwarded = (error: unknown): boolean => error instanceof FeishuRefused && error.code === 234043;

/** Too many calls of the app: the gateway's limit. Some interfaces say it without status 429. */
const APP_THROTTLED = 99991400;
/** Too many into this chat or to this person; the same message being sent at this moment. */
const THROTTLED = new Set([230020, 230049]);
/** Only the operator can mend these; messages wait until then. 230006: the bot ability is off. 99991401: address not allowed. */
const MISCONFIGURED = new Set([...BAD_CREDENTIALS, ...MISSING_SCOPE, 230006, 99991401]);
/** The platform's own trouble, said with a code. */
const INTERNAL = new Set([1500, 2200]);

/** The usual refusals by name; one that is not here is a refusal all the same. reference/im-v1/message/create */
const REFUSALS: Record<number, string> = {
  230001: 'bad-request',
  230002: 'bot-not-in-chat',
  230011: 'answered-message-gone',
  230013: 'person-out-of-scope',
  230018: 'chat-forbids',
  230022: 'sensitive-words',
  230025: 'too-long',
  230028: 'data-loss-prevention',
  230029: 'person-resigned',
  230031: 'card-too-old',
  230034: 'unknown-receiver',
  230035: 'bot-muted-in-chat',
  230038: 'other-tenant',
  230053: 'person-muted-bot',
  230099: 'bad-card',
  231003: 'answered-message-gone',
  232009: 'chat-dissolved',
  232011: 'bot-not-in-chat',
};

/** The bot was taken out of the chat, or the chat is no more. */
const OUT_OF_CHAT = new Set([230002, 232009, 232011]);

export interface Waits {
  throttledMs: number;
  misconfiguredMs: number;
}

/** A failed send, by whose fault. What is not a failure of the platform or the network is thrown on: it is a defect here. */
export function outcomeOf(error: unknown, waits: Waits): Exclude<SendResult, { kind: 'sent' }> {
  if (error instanceof FeishuUnreachable) return later(error.reason, error.waitMs);
  if (!(error instanceof FeishuRefused)) throw error;

  const { code, status } = error;
  const reason = `feishu-${code}`;
  const throttled = later(reason, error.waitMs ?? waits.throttledMs);
  if (status === 429 || code === APP_THROTTLED) return { ...throttled, everybody: true };
  if (THROTTLED.has(code)) return throttled;
  if (isStaleToken(error) || INTERNAL.has(code)) return later(reason, error.waitMs);
  if (MISCONFIGURED.has(code)) return later(reason, waits.misconfiguredMs);
  return {
    kind: 'refused',
    reason: code in REFUSALS ? `${reason} ${REFUSALS[code]}` : reason,
    ...(OUT_OF_CHAT.has(code) && { outOfChat: true }),
  };
}

const later = (reason: string, afterMs: number | undefined) => ({
  kind: 'later' as const,
  reason,
  ...(afterMs !== undefined && { afterMs }),
});
