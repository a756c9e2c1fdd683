/**
 * What WeCom allows its smart robots, and what this program allows WeCom. Pages are under
 * developer.work.weixin.qq.com/document/path; a number without a page is this program's own choice, with its reason.
 */
export const wecomLimits = {
  /**
   * Markdown of a message: 20480 bytes (101463, as the official SDK documents for its replies). Kept below, for what is
   * written differently on the way.
   */
  markdownBytes: 18 * 1024,

  /**
   * A card with buttons (101032, and the SDK's own types): a title of 26 characters, a text of 112, six buttons of 10
   * characters, of 1024 bytes of key each. The platform only advises the lengths; past them a phone may cut.
   */
  cardTitleChars: 26,
  cardTextChars: 112,
  cardButtons: 6,
  cardButtonChars: 10,
  cardKeyBytes: 1024,

  /**
   * A picture or a file of the robot's: its page (101463) was not seen to say. As for other media of WeCom (90253): a
   * picture 2 MB, a file 20 MB and more than 5 bytes. What is larger goes as its words.
   */
  pictureBytes: 2 * 1024 * 1024,
  fileLeastBytes: 6,
  fileBytes: 20 * 1024 * 1024,

  /** An upload goes in pieces of 512 KB, each answered; the SDK would wait 10 s for every one, three times. */
  uploadTimeoutMs: 10_000,

  /**
   * To one chat 30 messages a minute and 1000 an hour (101463; known from users' reports, to be checked on a tenant).
   * One in 2.4 s is 25 a minute; the hour's limit is reached by no chat a county has.
   */
  sendEveryMsToOne: 2400,

  /** Overall there is no official number: five a second, so that a Friday's reminders of a school take seconds. */
  sendEveryMs: 200,

  /** What waited for a connection so long is no answer any more: a day without one, and the night after it. As in WeChat. */
  staleAfterMs: 36 * 60 * 60_000,

  /** What is older than a day is a backlog nobody waits for any more. */
  tooOldMs: 24 * 60 * 60_000,

  /** From the first packet to the answer that the secret is right, a second or two; the SDK would wait for ever. */
  connectTimeoutMs: 10_000,

  /** The SDK's own: a ping in 30 s, and two without an answer are a lost connection (101463 wants one in 30 s). */
  pingEveryMs: 30_000,

  /** Addresses of pictures and files kept in memory; each is good for five minutes (101463) and a few hundred bytes. */
  thingsKept: 2000,

  /** Pause before the connection is opened anew, doubled with every failure, a part of it by chance. */
  reconnectFirstMs: 1000,
  reconnectMostMs: 60_000,

  /** Wait after a limit was met: the limits count by the minute. */
  throttledMs: 60_000,

  /** Wait while there is no connection: it is opened again within seconds, mostly. */
  disconnectedMs: 5000,
} as const;

export type WecomLimits = { readonly [name in keyof typeof wecomLimits]: number };
