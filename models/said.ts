import { type Connection, type Model, Schema } from 'mongoose';

/** One part of what the bot said in a chat. */
interface Said {
  /** `platform:message#part` */
  _id: string;
  platform: string;
  chat: string;
  messageId: string;
  /** Without spaces, signs in their narrow form. */
  words: string;
  at: Date;
}

const MAX_TIME_MS = 5_000;
/** As long as the outbox remembers what a message was about (KEEP_DONE_SECONDS there). */
const KEEP_SECONDS = 35 * 24 * 3600;
/** Of one chat; people quote what they have lately read. */
const MOST_LOOKED_AT = 60;
/** A beginning this long is told from others. */
const QUOTED_LEAST = 12;
/** An event's answer takes no longer a name (models/event.ts). */
const LONGEST_ID = 200;

const schema = new Schema<Said>(
  {
    _id: { type: String, required: true },
    platform: { type: String, required: true },
    chat: { type: String, required: true },
    messageId: { type: String, required: true },
    words: { type: String, required: true },
    at: { type: Date, required: true },
  } satisfies Record<keyof Said, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'said' },
);
schema.index({ platform: 1, chat: 1, at: -1 });
schema.index({ at: 1 }, { expireAfterSeconds: KEEP_SECONDS });

/** As it is quoted: without the mention before it, however the spaces are, and whatever signs were widened. */
const bare = (words: string): string =>
  words
    .replace(/^@[^\u2005]{1,100}\u2005/u, '')
    .normalize('NFKC')
    .replaceAll(/\s+/gu, '');

/**
 * What the bot said, by its words: a platform that tells of a quoted message its words and no id (WeChat, WeCom) can
 * so be told which one is answered, also after a restart and by whichever process.
 */
export function createSaid(db: Connection, platform: string) {
  const model: Model<Said> = db.models['Said'] ?? db.model<Said>('Said', schema);
  return {
    /** The bot has said something in a chat, in one message or several, all called `messageId`. Safe to repeat. */
    keep: async (chat: string, messageId: string, parts: readonly string[], at: Date): Promise<void> => {
      if (messageId.length > LONGEST_ID) return;
      for (const [i, part] of parts.entries()) {
        const words = bare(part);
        const _id = `${platform}:${messageId}#${i}`;
        const row = { platform, chat, messageId, words, at };
        if (words) await model.updateOne({ _id }, { $set: row }, { upsert: true }).maxTimeMS(MAX_TIME_MS);
      }
    },

    /** The newest message in a chat that says what somebody quotes; of a long one the beginning may be quoted. */
    with: async (chat: string, quoted: string): Promise<string | undefined> => {
      const words = bare(quoted);
      if (!words) return undefined;
      const rows = await model
        .find({ platform, chat }, { _id: 0, messageId: 1, words: 1 })
        .sort({ at: -1, _id: 1 })
        .limit(MOST_LOOKED_AT)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Pick<Said, 'messageId' | 'words'>[]>();
      const isQuoted = (whole: string): boolean =>
        whole === words || (words.length >= QUOTED_LEAST && whole.startsWith(words));
      return rows.find((row) => isQuoted(row.words))?.messageId;
    },
  };
}
