import { type Connection, type Model, Schema } from 'mongoose';
import { z } from 'zod';
import { Chat } from './event.js';
import { type PersonId, type Platform, SchoolCode } from './ids.js';

/** Whom a group stands for. */
export const Scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('school'), school: SchoolCode }),
  z.object({ kind: z.literal('cluster'), cluster: z.string().min(1) }),
  z.object({ kind: z.literal('county') }),
]);
export type Scope = z.infer<typeof Scope>;

export interface Group {
  /** `platform:chat` */
  _id: string;
  chat: Chat;
  scope: Scope;
  /** Absent: an operator, at the terminal. */
  boundBy?: PersonId;
  boundAt: Date;
  /** When the bot was taken out of it, or it was disbanded. What it stood for is kept, for the day it comes back. */
  endedAt?: Date;
  /** The accounts in it, as the platform told last. Read only where they are asked for. */
  members?: { accounts: string[]; at: Date };
}

const MAX_TIME_MS = 10_000;
const MOST_CHATS = 2_000;
const BARE = { _id: false, strict: 'throw' } as const;

const schema = new Schema<Group>(
  {
    _id: { type: String, required: true },
    chat: new Schema<Chat>(
      { platform: String, id: { type: String, required: true }, kind: String } satisfies Record<keyof Chat, unknown>,
      { ...BARE, id: false },
    ),
    scope: new Schema({ kind: { type: String, required: true }, school: String, cluster: String }, BARE),
    boundBy: String,
    boundAt: { type: Date, required: true },
    endedAt: Date,
    members: { type: new Schema({ accounts: [String], at: Date }, BARE), select: false },
  } satisfies Record<keyof Group, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'groups' },
);
schema.index({ 'scope.kind': 1, 'scope.school': 1, 'scope.cluster': 1 });

schema.index({ endedAt: 1 }, { sparse: true });

/** Groups the bot is in. */
const LIVING = { endedAt: { $exists: false } };

const idOf = (chat: Pick<Chat, 'platform' | 'id'>): string => `${chat.platform}:${chat.id}`;

export type Groups = ReturnType<typeof createGroups>;

export function createGroups(db: Connection) {
  const model: Model<Group> = db.models['Group'] ?? db.model<Group>('Group', schema);
  const find = (chat: Pick<Chat, 'platform' | 'id'>) =>
    model.findById(idOf(chat)).maxTimeMS(MAX_TIME_MS).lean<Group>().exec();
  return {
    /** Whom a group stands for; undefined when nobody has bound it, or the bot is no longer in it. */
    scopeOf: async (chat: Pick<Chat, 'platform' | 'id'>): Promise<Scope | undefined> => {
      const group = await find(chat);
      return group && !group.endedAt ? Scope.parse(group.scope) : undefined;
    },

    /** Whom a group stood for until the bot left it. */
    formerScopeOf: async (chat: Pick<Chat, 'platform' | 'id'>): Promise<Scope | undefined> => {
      const group = await find(chat);
      return group?.endedAt ? Scope.parse(group.scope) : undefined;
    },

    /** Keeps who is in a bound group, as of when the platform told. */
    keepMembers: async (chat: Pick<Chat, 'platform' | 'id'>, accounts: string[], at: Date): Promise<void> => {
      await model.updateOne({ _id: idOf(chat) }, { $set: { members: { accounts, at } } }).maxTimeMS(MAX_TIME_MS);
    },

    /** Who is in a bound group; undefined when the platform has never told. */
    membersOf: async (chat: Pick<Chat, 'platform' | 'id'>): Promise<Group['members']> => {
      const group = await model.findById(idOf(chat)).select('+members').maxTimeMS(MAX_TIME_MS).lean<Group>().exec();
      return group?.members;
    },

    /** Ends a binding that is older than `at`: a later one is of another time in the group. */
    end: async (chat: Pick<Chat, 'platform' | 'id'>, at: Date): Promise<void> => {
      await model
        .updateOne({ _id: idOf(chat), boundAt: { $lte: at }, ...LIVING }, { $set: { endedAt: at } })
        .maxTimeMS(MAX_TIME_MS);
    },

    /** What the groups stood for whose binding has ended since, the first first. */
    endedSince: async (since: Date): Promise<Scope[]> => {
      const groups = await model
        .find({ endedAt: { $gte: since } })
        .sort({ endedAt: 1, _id: 1 })
        .limit(MOST_CHATS)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Group[]>()
        .exec();
      return groups.map(({ scope }) => Scope.parse(scope));
    },

    /** Binds a group, or binds it anew. Whether `by` may is the caller's question. */
    bind: async (chat: Chat, scope: Scope, by: PersonId | undefined, now: Date): Promise<void> => {
      await model
        .updateOne(
          { _id: idOf(chat) },
          {
            $set: { chat, scope, ...(by && { boundBy: by }), boundAt: now },
            $unset: { endedAt: '', ...(!by && { boundBy: '' }) },
          },
          { upsert: true },
        )
        .maxTimeMS(MAX_TIME_MS);
    },

    /** Every bound group, of one platform or of all, the one bound first first. */
    all: async (platform?: Platform): Promise<Group[]> => {
      const groups = await model
        .find({ ...(platform && { 'chat.platform': platform }), ...LIVING })
        .sort({ boundAt: 1, _id: 1 })
        .limit(MOST_CHATS)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Group[]>()
        .exec();
      return groups.map((group) => ({ ...group, chat: Chat.parse(group.chat), scope: Scope.parse(group.scope) }));
    },

    /** The groups that stand for exactly this scope, the one bound first first. */
    chatsOf: async (scope: Scope): Promise<Chat[]> => {
      const groups = await model
        .find({
          ...Object.fromEntries(Object.entries(scope).map(([key, value]) => [`scope.${key}`, value])),
          ...LIVING,
        })
        .sort({ boundAt: 1, _id: 1 })
        .limit(MOST_CHATS)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Group[]>()
        .exec();
      return groups.map(({ chat }) => Chat.parse(chat));
    },
  };
}
