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
  /** What it is called, where ids of chats may change with a login; what another has taken the place of has no name. */
  name?: string;
  /** Chats of the same name in which it was asked, by an event, whether they are this group under another id. */
  offers?: { chat: string; event: string }[];
  /** The accounts in it, as the platform told last. Read only where they are asked for. */
  members?: { accounts: string[]; at: Date };
}

const MAX_TIME_MS = 10_000;
const MOST_CHATS = 2_000;
/** Groups of one name that are asked about at once, and chats one group is offered to. */
const MOST_ALIKE = 3;
const MOST_OFFERS = 20;
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
    name: String,
    offers: { type: [new Schema({ chat: String, event: String }, BARE)], default: undefined },
    members: { type: new Schema({ accounts: [String], at: Date }, BARE), select: false },
  } satisfies Record<keyof Group, unknown>,
  { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false, collection: 'groups' },
);
schema.index({ 'scope.kind': 1, 'scope.school': 1, 'scope.cluster': 1 });

schema.index({ endedAt: 1 }, { sparse: true });
schema.index({ name: 1 }, { sparse: true });
schema.index({ 'offers.chat': 1 }, { sparse: true });

/** Groups the bot is in. */
const LIVING = { endedAt: { $exists: false } };

const idOf = (chat: Pick<Chat, 'platform' | 'id'>): string => `${chat.platform}:${chat.id}`;

const read = (group: Group): Group => ({ ...group, chat: Chat.parse(group.chat), scope: Scope.parse(group.scope) });

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

    /** Keeps what a bound group is called. */
    named: async (chat: Pick<Chat, 'platform' | 'id'>, name: string): Promise<void> => {
      await model
        .updateOne({ _id: idOf(chat), name: { $ne: name }, ...LIVING }, { $set: { name } })
        .maxTimeMS(MAX_TIME_MS);
    },

    /** Other groups of a platform that are called so, bound or not any more, the one bound last first. */
    alike: async ({ platform, id }: Pick<Chat, 'platform' | 'id'>, name: string): Promise<Group[]> => {
      const groups = await model
        .find({ name, 'chat.platform': platform, 'chat.id': { $ne: id } })
        .sort({ boundAt: -1, _id: 1 })
        .limit(MOST_ALIKE)
        .maxTimeMS(MAX_TIME_MS)
        .lean<Group[]>()
        .exec();
      return groups.map(read);
    },

    /** Notes that it is asked in a chat whether that is this group; true where this event is the one to ask. */
    offer: async (group: Pick<Group, '_id'>, { id: chat }: Pick<Chat, 'id'>, event: string): Promise<boolean> => {
      const { _id } = group;
      const offer = { $push: { offers: { $each: [{ chat, event }], $slice: -MOST_OFFERS } } };
      await model.updateOne({ _id, 'offers.chat': { $ne: chat } }, offer).maxTimeMS(MAX_TIME_MS);
      return (
        (await model.countDocuments({ _id, offers: { $elemMatch: { chat, event } } }).maxTimeMS(MAX_TIME_MS)) === 1
      );
    },

    /** The groups it was asked about in a chat. */
    offeredIn: async ({ platform, id }: Pick<Chat, 'platform' | 'id'>): Promise<Group[]> =>
      (
        await model
          .find({ 'chat.platform': platform, 'offers.chat': id })
          .limit(MOST_ALIKE)
          .maxTimeMS(MAX_TIME_MS)
          .lean<Group[]>()
          .exec()
      ).map(read),

    /** Another chat has taken its place: it ends, and is not asked about again. */
    replaced: async ({ _id }: Pick<Group, '_id'>, at: Date): Promise<void> => {
      await model.updateOne({ _id, ...LIVING }, { $set: { endedAt: at } }).maxTimeMS(MAX_TIME_MS);
      await model.updateOne({ _id }, { $unset: { name: '' } }).maxTimeMS(MAX_TIME_MS);
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
      return groups.map(read);
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
