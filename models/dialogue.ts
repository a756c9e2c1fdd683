import { type Connection, type Model, Schema } from 'mongoose';
import type { Chat } from './event.js';
import type { DutyKey, PeriodKey, PersonId } from './ids.js';
import { laneOf } from './inbox.js';
import type { OwnerKey } from './owner.js';
import { readTogether } from './read-together.js';

/** A record of a duty. */
interface OfDuty {
  duty: DutyKey;
  owner: OwnerKey;
  period: PeriodKey;
}

/** An answer to a collection. */
interface OfCollection {
  /** The number of the collection. */
  of: number;
}

/** What is filled in. */
export type DialogueOf = OfDuty | OfCollection;

interface Progress {
  person: PersonId;
  /** The draft, or the answer, it fills in, once there is one. */
  record?: string;
  /** The field that is asked; none once all have been: the whole is to be looked at. */
  field?: string;
  /** Fields that are not asked again by themselves: answered, kept as they were, or passed over. */
  seen: string[];
  /** The field whose value was asked back about: said to be right, or typed again, it is meant. */
  doubted?: string;
  /** What is said above the question: what was taken, or what is wrong with it. */
  remark: string;
  /** Key of the event that was worked last: worked again, it is answered the same. */
  event: string;
  at: Date;
}

/**
 * 一问一答: a form that somebody fills in one question at a time, in one chat. What they have answered stands in the
 * draft, or the answer, like whatever else is filled in; this is only how far they have come.
 */
export type Dialogue = Progress & DialogueOf;

/** `_id`: the chat, and the account in it: in a group the others' words are none of its answers. */
export type StoredDialogue = Dialogue & { _id: string };

const MAX_TIME_MS = 10_000;
/** An answer counts as one for a day; after that it has to be asked for again, and goes on where it stopped. */
export const DIALOGUE_MS = 24 * 3600_000;
/** What nobody has gone on with for so long only its draft remembers. */
const KEEP_SECONDS = 7 * 24 * 3600;

const schema = new Schema<StoredDialogue>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    duty: String,
    owner: String,
    period: String,
    of: Number,
    record: String,
    field: String,
    seen: { type: [String], required: true } as never,
    doubted: String,
    remark: String,
    event: { type: String, required: true },
    at: { type: Date, required: true },
  } satisfies Record<'_id' | keyof Progress | keyof OfDuty | keyof OfCollection, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'dialogues' },
);
schema.index({ at: 1 }, { expireAfterSeconds: KEEP_SECONDS });
schema.index({ person: 1, at: 1 });

const idOf = (chat: Chat, account: string): string => `${laneOf(chat)}|${account}`;

export type Dialogues = ReturnType<typeof createDialogues>;

export function createDialogues(db: Connection) {
  const model: Model<StoredDialogue> = db.models['Dialogue'] ?? db.model<StoredDialogue>('Dialogue', schema);
  const ofPeople = readTogether<PersonId, Pick<Dialogue, 'person' | 'at'>>(
    (people) =>
      model
        .find({ person: { $in: people } }, { _id: 0, person: 1, at: 1 })
        .maxTimeMS(MAX_TIME_MS)
        .lean<Pick<Dialogue, 'person' | 'at'>[]>()
        .exec(),
    ({ person }) => person,
  );
  return {
    /** The one an account is in the midst of in a chat, however long ago it was. */
    of: async (chat: Chat, account: string): Promise<StoredDialogue | undefined> =>
      (await model.findById(idOf(chat, account)).maxTimeMS(MAX_TIME_MS).lean<StoredDialogue>()) ?? undefined,

    /** Keeps how far it has come, in place of whatever stood there. */
    put: async (chat: Chat, account: string, dialogue: Dialogue): Promise<void> => {
      await model.replaceOne({ _id: idOf(chat, account) }, dialogue, { upsert: true, maxTimeMS: MAX_TIME_MS });
    },

    end: async (chat: Chat, account: string): Promise<void> => {
      await model.deleteOne({ _id: idOf(chat, account) }, { maxTimeMS: MAX_TIME_MS });
    },

    /** Whether somebody has answered one of their questions since an instant, in whatever chat. */
    isBusy: async (person: PersonId, since: Date): Promise<boolean> =>
      (await ofPeople([person])).some(({ at }) => at >= since),
  };
}
