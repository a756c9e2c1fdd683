import type { Connection } from 'mongoose';
import { type Clock, systemClock } from './clock.js';
import type { Chat } from './event.js';
import type { Day, DutyKey, PeriodKey, PersonId, Platform, SchoolCode } from './ids.js';
import { laneOf } from './inbox.js';
import type { Address, Block, Content, Receipt } from './message.js';
import type { OwnerKey } from './owner.js';
import type { PostKey } from './post-key.js';
import { createQueue, type Entry } from './queue.js';

/** Rows are the memory of the nag budget (a week) and of what was said (a month, for the operator's counts). */
const KEEP_DONE_SECONDS = 35 * 24 * 3600;
/** Longer than the longest send, with ten seconds for its turn to come. */
const LEASE_MS = 30_000;
/** The longest send: a call to a platform (10 s) with its one repetition after a new token. */
export const SEND_WITHIN_MS = 20_000;

/** One thing a nag is about: a step of a duty's profile, for one roll. */
export interface NagItem {
  roll: string;
  duty: DutyKey;
  period: PeriodKey;
  school: SchoolCode;
  /**
   * Step of the profile; `open` for what Monday's digest adds; `asked` when a person in charge pressed for it; `later`
   * when its own person asked to be told again; `unanswered` what somebody else has not answered.
   */
  step: string;
  /** The day on which that step fell. */
  on?: Day;
  /** Of what is said again (`later`): the step it was said for at first. */
  first?: string;
  /** `owner`: the person owes it; otherwise the post that hears it for the school. */
  as: string;
  /** Whose entries it is about. */
  owners: OwnerKey[];
}

/** One thing a group line tells the numbers of. */
export interface LineItem {
  duty: DutyKey;
  period: PeriodKey;
}

/**
 * A message to come. Only `message` is fixed; the others name what they are about and are put into words, or
 * dropped, when they are sent.
 */
export type Dispatch =
  /** `ofSwitch`: what is said of stopping all sending, which that does not stop. */
  | { kind: 'message'; address: Address; content: Content; ofSwitch?: true }
  /** `notOn`: the platform it is about, on which it could not be heard. `unasked`: it waits for the hours of a school day. */
  | { kind: 'private'; person: PersonId; content: Content; notOn?: Platform; unasked?: true }
  /** Who of a group's members is who; the platform is asked first. */
  | { kind: 'members'; person: PersonId; chat: Chat }
  | NagDispatch
  /**
   * In place of a reminder's card that was pressed: what came of that, above what of the reminder still holds. `text`:
   * what is said where no card can be changed; `aside`: there nothing is, for it is said in messages of its own.
   */
  | {
      kind: 'nag-card';
      address: Extract<Address, { to: 'card' | 'post' }>;
      nag: NagDispatch;
      came: Block[];
      text: string;
      aside?: true;
    }
  | (Timed & { kind: 'group-line'; chat: Chat; items: LineItem[] })
  /** A training in a group, with as many places as are free when it is sent; `again`: in place of its card there. */
  | { kind: 'training-post'; training: number; chat: Chat; again?: true }
  /** A collection in a group, with how many have answered when it is sent; `again`: in place of its card there. */
  | { kind: 'collection-post'; collection: number; chat: Chat; again?: true }
  /** A collection to somebody who has not answered. `week`: of the reminders of that week, with `day`. */
  | { kind: 'collection-ask'; collection: number; person: PersonId; day?: Day; week?: Day }
  /** What was handed out for a training with one notice, as it stands when that is sent. */
  | { kind: 'materials'; training: number; notice: string; person: PersonId }
  /** That what waits for an answer is theirs to answer now, by which post; it waits for the hours of a school day. */
  | { kind: 'handed-on'; person: PersonId; post: PostKey }
  /** `of`: the earlier day whose digest it is; `picture`: not its words but the picture that follows them. */
  | (Timed & { kind: 'digest'; digest: string; person: PersonId; school: SchoolCode; of?: Day; picture?: true });

/** A reminder of some things. `asked`: who pressed for it, by the event `event`. */
export type NagDispatch = Timed & {
  kind: 'nag';
  person: PersonId;
  week: Day;
  items: NagItem[];
  asked?: PersonId;
  event?: string;
};

/** The reminder that was said with a dispatch, or whose card it changed. */
export const nagIn = (said: Dispatch | undefined): NagDispatch | undefined =>
  said?.kind === 'nag-card' ? said.nag : said?.kind === 'nag' ? said : undefined;

/** Meant for one day; `asOf` when an operator runs a job as of another time, so that it is decided as of that time. */
interface Timed {
  day: Day;
  asOf?: Date;
}

/** What its person did not ask for: said in the hours of a school day, however long it has to wait for them. */
export const isUnasked = (dispatch: Dispatch): boolean =>
  dispatch.kind === 'handed-on' || (dispatch.kind === 'private' && dispatch.unasked === true);

/** A message under its key; not before so many milliseconds from now. */
export interface ToSend {
  key: string;
  dispatch: Dispatch;
  afterMs?: number;
}

/** What the bot said, under which key, and when. */
interface SaidBefore {
  key: string;
  dispatch: Dispatch;
  at: Date;
}

/** A nag somebody heard: on which day, about which pages. */
export interface NagHeard {
  day: Day;
  rolls: string[];
}

export const nagKey = (person: PersonId, day: Day): string => `nag:${person}:${day}`;
/** What is said once more on the same day, because its person asked for it. */
export const againKey = (person: PersonId, day: Day): string => `${nagKey(person, day)}:again`;
/** What is said to an event: its first message, its second. */
export const replyKey = (event: string, index: number): string => `reply:${event}:${index}`;
/** The post of a training in a group. */
export const trainingPostKey = (training: number, chat: Chat): string => `training:${training}:post:${laneOf(chat)}`;
/** The post of a collection in a group. */
export const collectionPostKey = (no: number, chat: Chat): string => `collection:${no}:post:${laneOf(chat)}`;
export const groupLineKey = (chat: Chat, day: Day): string => `line:${laneOf(chat)}:${day}`;
/** Of what was handed on to somebody on a day. */
export const handedOnKey = (person: PersonId, day: Day): string => `handed-on:${person}:${day}`;
/** `digest`: its key in the catalogue; `occasion`: see `occasionOf`. */
export const digestKey = (digest: string, person: PersonId, occasion: string): string =>
  `digest:${digest}:${person}:${occasion}`;

/** Of the picture that follows a digest. */
export const pictureKey = (digest: string): string => `${digest}:picture`;

export type Outbox = ReturnType<typeof createOutbox>;

/** What is to be said, until a platform has taken it. One lane a chat or person, and one for its reminders: in each, messages arrive in the order they were put. */
export function createOutbox(db: Connection, machine: Clock = systemClock) {
  const queue = createQueue<Dispatch>(db, {
    collection: 'outbox',
    keepDoneSeconds: KEEP_DONE_SECONDS,
    leaseMs: LEASE_MS,
    machine,
    indexes: [
      { 'payload.person': 1, 'payload.week': 1 },
      { 'payload.event': 1 },
      { 'payload.address.card': 1 },
      { sentAs: 1 },
    ],
  });
  return {
    ...queue,
    /** Puts messages under their keys; one whose key is known is not put again. */
    enqueue: (messages: ToSend[], now: Date): Promise<('accepted' | 'duplicate')[]> =>
      queue.put(messages.map(toEntry), now),

    /** How many messages were refused or given up since an instant (machine time). */
    undeliveredSince: (since: Date): Promise<number> => queue.count({ state: 'dead', doneAt: { $gte: since } }),

    /** How many nags for a day since this one were taken by a platform; of the time rows are kept. */
    nagsSentSince: (day: Day): Promise<number> =>
      queue.count({ 'payload.kind': 'nag', 'payload.day': { $gte: day }, outcome: 'sent' }),

    /** What the bot said with a message of its own, by what the platform calls it; kept as long as rows are. */
    saidWith: async (platform: Platform, messageId: string): Promise<SaidBefore | undefined> => {
      const [row] = await queue.find({ sentAs: sentAs(platform, messageId) }, 1);
      return row && { key: row._id, dispatch: row.payload, at: row.putAt };
    },

    /** The reminder on whose card a form was asked for, by the message the form came in: its card, and what it said. */
    askedOn: async (platform: Platform, form: string): Promise<{ nag: NagDispatch; card: string } | undefined> => {
      const rows = await queue.find({ sentAs: sentAs(platform, form) }, 1);
      const [, event] = /^reply:(.*):\d+$/.exec(rows[0]?._id ?? '') ?? [];
      const [told] = event === undefined ? [] : await queue.find({ _id: replyKey(event, 0) }, 1);
      return told?.payload.kind === 'nag-card' ? { nag: told.payload.nag, card: told.payload.address.card } : undefined;
    },

    /** The last answer somebody was given privately, and when. */
    lastSaidTo: async (chat: Chat, account: string): Promise<{ content: Content; at: Date } | undefined> => {
      const row = await queue.lastIn([laneOf(chat), `${chat.platform}:${account}`]);
      return row?.payload.kind === 'message' ? { content: row.payload.content, at: row.putAt } : undefined;
    },

    /** Which of these keys have been put before. */
    known: async (keys: readonly string[]): Promise<Set<string>> =>
      new Set((await queue.find({ _id: { $in: keys } }, keys.length)).map(({ _id }) => _id)),

    /** What was posted into each of these groups since an instant, whether sent yet or not; what only changed a card is left out. */
    postedSince: async (chats: readonly Chat[], since: Date): Promise<Dispatch[]> =>
      (
        await queue.find({
          lane: { $in: chats.map(postLane) },
          state: { $in: ['ready', 'done'] },
          putAt: { $gte: since },
          'payload.again': { $exists: false },
        })
      ).map(({ payload }) => payload),

    /** What the platform calls the message sent under a key; undefined while it is not sent, or not known any more. */
    messageOf: async (key: string, { platform }: Chat): Promise<string | undefined> => {
      const called = (await queue.find({ _id: key }, 1))[0]?.sentAs;
      return called?.slice(sentAs(platform, '').length);
    },

    /** The receipt a card has been turned into, or is about to be: from then on it takes nothing more. */
    receiptOn: async (card: string): Promise<Receipt | undefined> => {
      const [row] = await queue.find({ 'payload.address.card': card, 'payload.content.kind': 'receipt' }, 1);
      const content = row?.payload.kind === 'message' ? row.payload.content : undefined;
      return content?.kind === 'receipt' ? content.receipt : undefined;
    },

    /** Keys of the nags that an event (催交) has put before, should its handler run again after a crash. */
    askedBy: async (event: string): Promise<string[]> =>
      (await queue.find({ 'payload.event': event })).map(({ _id }) => _id),

    /** What each nag of some weeks that reached a person was about, the newest first. */
    nagsTold: async (person: PersonId, weeks: Day[]): Promise<NagItem[][]> => {
      const sent = { 'payload.person': person, 'payload.week': { $in: weeks }, outcome: 'sent' };
      const rows = await queue.find(sent, weeks.length * 14);
      return rows.flatMap(({ payload }) => (payload.kind === 'nag' ? [payload.items] : [])).toReversed();
    },

    /** The nags of the week that starts on `week` that each of these persons heard, or is about to: when, about which pages. */
    nagsInWeek: async (people: PersonId[], week: Day): Promise<Map<PersonId, NagHeard[]>> => {
      if (people.length === 0) return new Map();
      const rows = await queue.find({ 'payload.person': { $in: people }, 'payload.week': week }, people.length * 7);
      const heard = new Map<PersonId, NagHeard[]>();
      for (const { payload, state, outcome } of rows) {
        if (state !== 'ready' && outcome !== 'sent') continue;
        const told = heardIn(payload);
        if (told) heard.set(told.person, [...(heard.get(told.person) ?? []), told]);
      }
      return heard;
    },
  };
}

/** What somebody hears with a row that counts among the reminders of a week. */
function heardIn(said: Dispatch): (NagHeard & { person: PersonId }) | undefined {
  if (said.kind === 'nag') return { person: said.person, day: said.day, rolls: said.items.map(({ roll }) => roll) };
  return said.kind === 'collection-ask' && said.day ? { person: said.person, day: said.day, rolls: [] } : undefined;
}

/** What a row needs whose time in the county has not come: the hours of a school day, the end of a question. */
export const ITS_TIME = 'its-time';

/** How the lanes begin in which stands what a pause does not stop. */
export const SWITCH_LANES = 'switch:';

export const sentAs = (platform: Platform, messageId: string): string => `${platform}:${messageId}`;

function toEntry({ key, dispatch, afterMs }: ToSend): Entry<Dispatch> {
  return { key, lane: laneOfDispatch(dispatch), payload: dispatch, ...(afterMs !== undefined && { afterMs }) };
}

const postLane = (chat: Chat): string => `post:${laneOf(chat)}`;

/** Reminders are spread over minutes, what was handed out is told together, and what nobody asked for waits for the day: in lanes of their own they keep no answer waiting. */
function laneOfDispatch(dispatch: Dispatch): string {
  if (dispatch.kind === 'nag') return `nag:${dispatch.person}`;
  if (dispatch.kind === 'group-line') return `line:${laneOf(dispatch.chat)}`;
  if (dispatch.kind === 'training-post' || dispatch.kind === 'collection-post') return postLane(dispatch.chat);
  if (dispatch.kind === 'collection-ask') return `nag:${dispatch.person}`;
  if (dispatch.kind === 'materials') return `materials:${dispatch.person}`;
  if ('person' in dispatch && isUnasked(dispatch)) return `unasked:${dispatch.person}`;
  if (dispatch.kind !== 'message' && dispatch.kind !== 'nag-card') return `person:${dispatch.person}`;
  const { address } = dispatch;
  const lane = 'account' in address ? `${address.platform}:${address.account}` : laneOf(address.chat);
  return dispatch.kind === 'message' && dispatch.ofSwitch ? `${SWITCH_LANES}${lane}` : lane;
}
