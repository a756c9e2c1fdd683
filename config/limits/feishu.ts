/**
 * What Feishu allows, and what this program allows Feishu. Pages are under open.feishu.cn/document; a number without a
 * page is this program's own choice, with its reason.
 */
export const feishuLimits = {
  /**
   * A signed delivery is good this long before and after its timestamp. The platform does not say whether a
   * redelivery is signed anew; if a county sees `stale` refusals with a right clock, this is the number to raise
   * (the last redelivery comes about 7.1 hours after the first: server-docs/event-subscription-guide/overview).
   */
  freshnessMs: 5 * 60_000,

  /** A handshake is some 300 bytes. It is the only thing read without a signature, so nothing large is. */
  handshakeMaxBytes: 4096,

  /** Redeliveries end after 7.1 hours. What is older than a day is a replay or a backlog nobody waits for any more. */
  tooOldMs: 24 * 60 * 60_000,

  /** Request body of a text message: 150 KB (reference/im-v1/message/create). Kept below, for the envelope. */
  textBodyBytes: 140 * 1024,

  /** Request body of a card: 30 KB (reference/im-v1/message/create). Kept below, for the envelope and its escapes. */
  cardBytes: 24 * 1024,

  /** Elements of a card, texts within them counted: 200 (feishu-cards/card-json-v2-structure). Kept below. */
  cardElements: 180,

  /** Tables of a card: 5; rows on a page of one: 10 (…/card-json-v2-components/content-components/table). */
  cardTables: 5,
  cardTableRows: 10,

  /** Points of a chart. The platform says nothing but its 30 KB; more than this nobody reads on a phone. */
  cardChartPoints: 150,

  /** `max_length` of an input in a card: 1000 when not said (feishu-cards/…/interactive-components/input). */
  cardInputChars: 1000,

  /** `uuid` of a message: at most 50 characters, one effective message an hour (reference/im-v1/message/create). */
  uuidChars: 50,
  uuidLivesMs: 60 * 60_000,

  /** Sends of one app: 1000 a minute and 50 a second (reference/im-v1/message/create). */
  sendsPerMinute: 1000,
  sendsPerSecond: 50,

  /** To one user, and to one group (shared by all bots in it): 5 a second (reference/im-v1/message/create). */
  sendsPerSecondToOne: 5,

  /**
   * What this program keeps to: 16.4 a second overall, and turns missed in the last half second, while a database or a
   * machine was slow, are made up for. In no minute are that more than 992, in no second more than 25; the rest is for
   * calls that set out apart and come in together.
   */
  sendEveryMs: 61,
  sendCatchUpMs: 500,

  /** And to one: 4.3 a second, so that the sixth call is not within the second even if it is 150 ms faster. */
  sendEveryMsToOne: 230,

  /** After this a retry is not risked: `uuidLivesMs` less ten minutes for what is under way and for clocks. */
  remembersKeysMs: 50 * 60_000,

  /** Mobile numbers a look-up may ask for (contact-v3/user/batch_get_id). */
  mobilesPerLookUp: 50,

  /** The platform answers within a second or two; a worker must not hang on one that does not. */
  callTimeoutMs: 10_000,

  /** How long the start of the program waits for the bot's own identity before it goes on without. */
  identityWaitMs: 3000,

  /** No more than one question for the bot's own identity in this time. */
  identityPauseMs: 5000,

  /**
   * Tokens live two hours; with less than 30 minutes left the platform issues a new one, and both are good
   * (auth-v3/auth/tenant_access_token_internal). Ten minutes are spare for a slow clock.
   */
  tokenSpareMs: 10 * 60_000,

  /** Wait after a limit that came without `x-ogw-ratelimit-reset`: the message limits count per second. */
  throttledMs: 1000,

  /** Wait after a failure only the operator can mend (secret, permissions): soon enough after the mend. */
  misconfiguredMs: 10 * 60_000,

  /** Longest wait taken from a header. */
  waitMaxMs: 10 * 60_000,

  /** The handshake of a long connection takes a fraction of a second; the SDK by itself would wait for ever. */
  connectTimeoutMs: 10_000,

  /**
   * The platform says how often it wants a ping (2 minutes); a connection without an answer to one is dead. Has to stay
   * below that: with every ping the SDK begins to wait anew.
   */
  pongWithinMs: 10_000,

  /** How often it is looked whether the long connection still stands: the SDK tells nobody that it was lost. */
  connectionLookMs: 1000,

  /**
   * Pause before a long connection is opened anew, doubled with every failure, a part of it by chance. The first is
   * short because events wait; the last is half of what the platform's own configuration says (120 s).
   */
  reconnectFirstMs: 1000,
  reconnectMostMs: 60_000,
} as const;

export type FeishuLimits = { readonly [name in keyof typeof feishuLimits]: number };

/** Ids of apps that may open a long connection. The SDK says nothing and does nothing with any other. */
export const FEISHU_CONNECTED_APP = /^cli_[0-9a-f]{16}$/i;
