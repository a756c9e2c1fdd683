import type { Attachment, InboundEvent } from '../models/event.js';
import type { Platform } from '../models/ids.js';
import type { Outgoing } from '../models/message.js';

/**
 * How a send ended, by whose fault: `sent`; `later`: throttled, network, platform down — try again, not before
 * `afterMs`, and where it is `everybody`'s, no other message before that either; with `untried` nothing has left this
 * program: another process may be connected, or the bot keeps it back for its pace or the night; `refused`: the platform will not take it, now or ever (left the
 * company, bot not in the chat …); `outOfChat`: because the bot is not in that chat, or the chat is no more.
 */
export type SendResult =
  | { kind: 'sent'; messageId?: string }
  | { kind: 'later'; reason: string; afterMs?: number; everybody?: true; untried?: true }
  | { kind: 'refused'; reason: string; outOfChat?: true };

/** Who is in a chat, by account, bots left out; or why that cannot be known. */
export type Members = { kind: 'members'; accounts: string[] } | Exclude<SendResult, { kind: 'sent' }>;

/**
 * How a fetch began: `open`: its bytes, which throw where they break off; `later`: as with a send, `untried` where
 * another process may be connected, or none is for now; `refused`: the
 * platform will not hand it out, `forwarded` where it hangs on a message passed on, or a card.
 */
export type FetchResult =
  | { kind: 'open'; bytes: AsyncIterable<Uint8Array> }
  | { kind: 'later'; reason: string; afterMs?: number; untried?: true }
  | { kind: 'refused'; reason: 'too-large' | 'forwarded' | 'unreachable' };

/** How much may come, and when it has to have come. */
export interface FetchLimits {
  mostBytes: number;
  signal: AbortSignal;
}

/** One finding of `doctor`; `mend` says what the operator can do. */
export interface Finding {
  ok: boolean;
  what: string;
  mend?: string;
}

export interface WebhookRequest {
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  now: Date;
}

/** What is answered, as JSON with 200, to a delivery that comes once and whose sender is shown the answer. */
export interface Reply {
  stored: object;
  unstored: object;
}

/**
 * What a webhook delivery was. `answer` is sent as JSON with 200; `refused` with its status and nothing more. 503 is
 * for what is genuine but cannot be read yet: the platform delivers it again.
 */
export type Received =
  | { kind: 'events'; events: InboundEvent[]; reply?: Reply }
  | { kind: 'answer'; body: object }
  | { kind: 'refused'; status: 400 | 401 | 503; code: string };

/** What stands between a platform's connection and the inbox. */
export interface ConnectionEdge {
  clock: { now(): Date };
  /** Resolves with what the platform is answered; rejects when the platform shall deliver it again. */
  take(received: Received, now: Date): Promise<object | undefined>;
  /** The turn to be connected, for platforms that let only one process be. */
  turn: Turn;
}

/**
 * What the bot said on its platform, by its words: for platforms that tell of a quoted message its words and no id.
 * `with`: the newest message in a chat that says what somebody quotes.
 */
export interface SaidByWords {
  keep(chat: string, messageId: string, parts: readonly string[], at: Date): Promise<void>;
  with(chat: string, quoted: string): Promise<string | undefined>;
}

/** A right that one of several processes has at a time. */
export interface Turn {
  /** Takes it, or keeps it: whether it is this process's for the next `forMs`. */
  hold(): Promise<boolean>;
  /** Gives it back, for another to take. */
  release(): Promise<void>;
  forMs: number;
}

/** A connection that this program opened, and opens again whenever it is lost. */
export interface Connection {
  /**
   * Whether it stands, and since when it does or does not. `standby`: another process has it, where a platform lets
   * only one.
   */
  state(): { open: boolean; since: Date; standby?: true };
  /** Takes nothing more, answers what it has taken, and closes. */
  stop(): Promise<void>;
}

/** A chat platform, seen from the rest of the program. It knows no duty and no ledger. */
export interface Bot {
  readonly platform: Platform;
  /** It speaks into groups and hears nothing: nobody can answer it, and it has no accounts. */
  readonly sendOnly?: true;
  /** A card it has sent is changed in place; elsewhere what stands there instead is a message of its own. */
  readonly changesCards?: true;
  /** What it has posted into a group is changed in place; elsewhere a post stays as it was said. */
  readonly changesPosts?: true;
  /**
   * How fast messages may follow each other, overall and into one chat, and how far back overall what was not used may
   * be made up for; absent: as fast as they come.
   */
  readonly pace?: { everyMs: number; everyMsPerChat: number; catchUpMs?: number };
  /**
   * How long the platform takes a key sent twice for one message; after that a retry would be a second message. 0: it
   * knows no keys, and `later` means that nothing arrived. Absent: for ever.
   */
  readonly remembersKeysMs?: number;
  /** What has waited longer is not said any more, for a bot that may keep it back for long; absent: it always is. */
  readonly staleAfterMs?: number;
  /**
   * Sends one message. Never throws for what the platform or the network did. A picture or file the platform will not
   * take is sent as its text. A bot that keeps messages waiting, or
   * sends one in parts, asks `mayGo` before each part: where the answer is no, the rest is `later`, `untried`.
   */
  send(message: Outgoing, mayGo?: () => Promise<boolean>): Promise<SendResult>;
  /** Verifies and reads one webhook delivery. Absent where the platform has no webhook. */
  receive?(request: WebhookRequest): Received;
  /**
   * Opens the connection the platform sends its events over, in place of a webhook, and keeps it open until it is
   * stopped. Returns before it stands, and never throws for what the platform or the network did.
   */
  connect?(edge: ConnectionEdge): Connection;
  /**
   * Whether another process has the connection that this platform is spoken to over as well: what is to be sent, or
   * fetched, is that one's. Absent where every process can.
   */
  standsBy?(): boolean;
  /** Finds accounts by mobile number; a number nobody has is left out of the map. At most 50 a call. */
  findAccounts?(mobiles: string[]): Promise<Map<string, string>>;
  /**
   * Begins to fetch what hangs on a message. Never throws for what the platform or the network did; absent where
   * nothing can hang on one.
   */
  fetchFile?(attachment: Attachment, messageId: string, limits: FetchLimits): Promise<FetchResult>;
  /** Who is in a group the bot is in. Absent where the platform does not tell. */
  members?(chat: string): Promise<Members>;
  /** What `doctor` shows of this platform. */
  check(): Promise<Finding[]>;
}
