import type { WechatLimits } from '../../config/limits/wechat.js';
import { errorName } from '../../models/log.js';
import { type Address, isFileContent, type Outgoing } from '../../models/message.js';
import type { Bot, SaidByWords, SendResult } from '../bot.js';
import { held, outcomeOf, UNCERTAIN } from './errors.js';
import { chanceOf, waitBefore } from './pacing.js';
import { WECHAT } from './parse.js';
import { partsOf } from './render.js';
import type { Session } from './session.js';

/** What was handed to the gateway before. WeChat knows no keys, so this program remembers them. */
export interface Handed {
  begin(key: string, chat: string, at: Date): Promise<'new' | 'handing' | 'sent'>;
  sent(key: string): Promise<void>;
  undo(key: string): Promise<void>;
  since(from: Date, most: number): Promise<{ at: Date; chat: string }[]>;
}

export interface Decency {
  /** Whether it is a time at which nobody is told what they did not ask for. */
  isQuiet(now: Date): boolean;
  /** People may be told privately what they did not ask for, whether or not they have just spoken. */
  privatePush: boolean;
}

export interface SenderOptions {
  session(): Session | undefined;
  /** Who wrote a message, while that is remembered. */
  writerOf(messageId: string): string | undefined;
  /** When this account last wrote privately, while that is remembered. */
  spokeAt(account: string): Date | undefined;
  handed: Handed;
  said: SaidByWords;
  decency: Decency;
  limits: WechatLimits;
  clock: { now(): Date };
}

interface Place {
  to: string;
  /** Nobody has asked for it. */
  unasked: boolean;
  private: boolean;
  mention?: string;
}

const DAY_MS = 24 * 3600_000;
const MINUTE_MS = 60_000;

/** Sends one message at a time, at a person's pace, each part at most once. */
export function createSender(options: SenderOptions): Bot['send'] {
  let last: Promise<unknown> = Promise.resolve();
  return (message, mayGo = async () => true) => {
    const turn = last.then(() => send(message, { ...options, mayGo })).catch(failed);
    last = turn;
    return turn;
  };
}

const failed = (error: unknown): SendResult => ({
  kind: 'later',
  reason: errorName(error),
});

interface Sending extends SenderOptions {
  mayGo(): Promise<boolean>;
}

async function send({ key, address, content }: Outgoing, options: Sending): Promise<SendResult> {
  if (address.platform !== WECHAT) return { kind: 'refused', reason: `not for WeChat but for ${address.platform}` };
  const place = placeOf(address, options);
  const kept = keptBack(place, options);
  if (kept) return kept;
  if (isFileContent(content)) {
    const { name, bytes } = content.file;
    const hand = async (session: Session) => () => session.sendFile(place.to, name, bytes);
    const result = await sendPart(`${key}#file`, place.to, options, hand);
    // What was refused has reached nobody: the words go instead.
    if (result.kind !== 'refused' || result === UNCERTAIN) return result;
  }
  let messageId: string | undefined;
  const parts = partsOf(content.text, options.limits.textChars);
  for (const [i, text] of parts.entries()) {
    const hand = (session: Session) => words(session, text, i === 0 ? place : { to: place.to });
    const result = await sendPart(`${key}#${i}`, place.to, options, hand);
    if (result.kind !== 'sent') return result;
    messageId = result.messageId ?? messageId;
  }
  // A gateway may not tell what it calls a message: then it is called by its key here.
  const called = messageId ?? key;
  // It is said; what is not written down cannot be answered by quoting it.
  await options.said.keep(place.to, called, parts, options.clock.now()).catch(() => {});
  return { kind: 'sent', messageId: called };
}

function placeOf(address: Address, { writerOf, spokeAt, clock, limits }: SenderOptions): Place {
  if ('account' in address) {
    const spoke = spokeAt(address.account);
    const answered = spoke && clock.now().getTime() - spoke.getTime() <= limits.afterTheySpokeMs;
    return { to: address.account, unasked: !answered, private: true };
  }
  const { chat } = address;
  const inPrivate = chat.kind === 'private';
  if (address.to !== 'message') return { to: chat.id, unasked: true, private: inPrivate };
  const mention = chat.kind === 'group' ? writerOf(address.messageId) : undefined;
  return { to: chat.id, unasked: false, private: inPrivate, ...(mention && { mention }) };
}

function keptBack({ unasked, private: inPrivate }: Place, options: SenderOptions): SendResult | undefined {
  const { session, decency, limits, clock } = options;
  if (!session()) return held('no-login', limits.offlineLookMs);
  if (!unasked) return undefined;
  if (decency.isQuiet(clock.now())) return held('quiet', limits.heldLookMs);
  if (!decency.privatePush && inPrivate) return held('waits-for-them', limits.heldLookMs);
  return undefined;
}

/** Hands something over; answers what the gateway calls it. */
type Hand = () => Promise<string | undefined>;

/** Words, behind a mention of whom they answer. */
async function words(session: Session, text: string, { to, mention }: Pick<Place, 'to' | 'mention'>): Promise<Hand> {
  const name = mention && (await session.names(mention, to).catch(() => [])).find(Boolean);
  return mention && name ? () => session.say(to, `@${name}\u2005${text}`, [mention]) : () => session.say(to, text, []);
}

/** Hands one part over, unless it was before. What `ready` asks of the gateway comes before anything is handed over. */
async function sendPart(
  key: string,
  to: string,
  options: Sending,
  ready: (session: Session) => Promise<Hand>,
): Promise<SendResult> {
  const { handed, clock, limits, mayGo } = options;
  const now = clock.now();
  const before = await handed.since(new Date(now.getTime() - DAY_MS), limits.sendsPerDay);
  const waitMs = waitBefore(history(before, now), to, now, chanceOf(key), limits);
  const session = options.session();
  if (!session) return held('no-login', limits.offlineLookMs);
  if (waitMs > 0) return held('pace', waitMs);
  const hand = await ready(session);
  if (!(await mayGo())) return held('paused', limits.offlineLookMs);
  const begun = await handed.begin(key, to, now);
  if (begun === 'sent') return { kind: 'sent' };
  if (begun === 'handing') return UNCERTAIN;
  const result = await hand().then(
    (messageId): SendResult => ({ kind: 'sent', ...(messageId !== undefined && { messageId }) }),
    (error: unknown) => outcomeOf(error, limits),
  );
  // Where that is not written down, it stays open whether it arrived: never said again.
  if (result.kind === 'sent') await handed.sent(key).catch(() => {});
  else if (result !== UNCERTAIN) await handed.undo(key);
  return result;
}

const history = (sends: { at: Date; chat: string }[], now: Date) => {
  const day = sends.map(({ at }) => at);
  const last = sends.at(-1);
  return { ...(last && { last }), day, minute: day.filter((at) => now.getTime() - at.getTime() < MINUTE_MS) };
};
