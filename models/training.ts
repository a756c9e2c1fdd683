import type { Chat } from './event.js';
import type { PersonId, SchoolCode } from './ids.js';
import type { TrainingAudience } from './training-programme.js';

/** A span of time in which a training is held. */
export interface Session {
  from: Date;
  to: Date;
}

/**
 * How somebody stands with a training. `awaiting`: the school has to agree; holds no place yet. `in` and `offered` hold
 * a place; what was offered from the waiting list is to be confirmed until `confirmBy`. The others are over:
 * `refused` by the school, `lapsed`: not confirmed in time.
 */
export type SignUpState =
  | 'awaiting'
  | 'in'
  | 'waiting'
  | 'offered'
  | 'cancelled'
  | 'substituted'
  | 'refused'
  | 'lapsed';

/** Those with a claim on somebody's time. */
export const LIVING: readonly SignUpState[] = ['awaiting', 'in', 'waiting', 'offered'];

export const isLiving = ({ state }: Pick<SignUp, 'state'>): boolean => LIVING.includes(state);

export interface SignUp {
  person: PersonId;
  school: SchoolCode;
  state: SignUpState;
  /** Place in the order in which a place, or the waiting list, was asked for. */
  seq: number;
  /** Counts the changes of this sign-up, so that each is told once. */
  changed: number;
  confirmBy?: Date;
  /** Whose place it was. */
  insteadOf?: PersonId;
  /** The claim on the person's time (`models/booking.ts`). */
  claim: string;
  /** The event of the last change, and what was answered to it, for the same event worked again. */
  last: { event: string; answer: Answer };
  /** Changed by another hand than their own, and not told yet. */
  untold?: true;
  /** The last notice they said they have read. */
  read?: number;
}

/** What a wish came to, as it stood when it was written. */
export type Answer =
  | { is: 'in' }
  | { is: 'awaiting' }
  /** `line`: which in the waiting list; `ofSchool`: because the school's places are taken. */
  | { is: 'waiting'; line: number; ofSchool: boolean }
  | { is: 'offered'; confirmBy: Date }
  | { is: 'already'; as: Answer }
  | { is: 'cancelled' | 'refused' | 'done' }
  | { is: 'substituted'; by: PersonId }
  /** Nothing was changed, since: */
  | {
      is: 'no';
      why:
        | 'draft'
        | 'closed'
        | 'cancelled'
        | 'begun'
        | 'not-signed-up'
        | 'too-late'
        | 'not-in'
        | 'taken'
        | 'not-awaiting'
        | 'below-held'
        | 'too-many'
        | 'nothing-to-read';
    }
  /** Something else at the same time: the number of that training. */
  | { is: 'busy'; with: number };

/** What can be wished for; `event` is the key of whatever asked for it. */
export type Wish = { event: string; now: Date } & (
  | { kind: 'sign-up'; person: PersonId; school: SchoolCode }
  | { kind: 'cancel' | 'confirm' | 'approve' | 'refuse'; person: PersonId }
  | { kind: 'substitute'; person: PersonId; by: PersonId }
  | { kind: 'change'; change: TrainingChange }
  /** `posts`: the groups it is posted into, beside those it was; `postedAt`: when they see it. */
  | { kind: 'publish'; posts?: Chat[]; postedAt?: Date }
  | { kind: 'close' | 'call-off' }
  /** Has read the last change of time or place. */
  | { kind: 'read'; person: PersonId }
  /** Places that are free are offered to who is next, and offers that were not confirmed come to an end. */
  | { kind: 'promote' }
  | { kind: 'told'; whom: Pick<SignUp, 'person' | 'changed'>[] }
);

/** What of a training may be changed until it begins. */
export type TrainingChange = Partial<
  Pick<
    Training,
    'title' | 'audience' | 'sessions' | 'place' | 'places' | 'perSchool' | 'approval' | 'closesAt' | 'also' | 'except'
  >
>;

/** A training with its places and its queue: one document, so that one write decides who has which place. */
export interface Training {
  /** The number people type. */
  _id: number;
  /** Key of its programme. */
  programme: string;
  title: string;
  sessions: Session[];
  place: string;
  host: PersonId;
  audience: TrainingAudience;
  /** By name, beside the rule. */
  also: PersonId[];
  except: PersonId[];
  places: number;
  perSchool?: number;
  approval: boolean;
  closesAt: Date;
  /** What was decided; whether it is full or over follows (`standingOf`). */
  state: 'draft' | 'open' | 'closed' | 'cancelled';
  signUps: SignUp[];
  /** How many hold a place, and how many wait: what can be told without the sign-ups. */
  held: number;
  waits: number;
  /** The groups it was posted into. */
  posts: Chat[];
  /** When it was last posted into one. */
  postedAt?: Date;
  /** The last change of time or place that whoever signed up has to know of. */
  notice?: { no: number; at: Date; event: string };
  /** As many sign-ups as were ever asked for. */
  seq: number;
  /** Raised by every write, which is only taken over the one it was read from. */
  revision: number;
  /** The event that made it. */
  event: string;
  begins: Date;
  ends: Date;
}

/** A training without the people in it: they may be a thousand. */
export type TrainingHead = Omit<Training, 'signUps'>;

export type Standing = 'draft' | 'open' | 'full' | 'closed' | 'cancelled' | 'over';

/** How a training stands at an instant. */
export function standingOf(training: TrainingHead, now: Date): Standing {
  const { state, ends, closesAt, begins } = training;
  if (state === 'draft' || state === 'cancelled') return state;
  if (now >= ends) return 'over';
  if (state === 'closed' || now >= closesAt || now >= begins) return 'closed';
  return training.held >= training.places ? 'full' : 'open';
}

/** Who holds a place. */
export const heldOf = ({ signUps }: Pick<Training, 'signUps'>): SignUp[] =>
  signUps.filter(({ state }) => state === 'in' || state === 'offered');

/** The waiting list, who is next first. */
export const waitingOf = ({ signUps }: Pick<Training, 'signUps'>): SignUp[] =>
  signUps.filter(({ state }) => state === 'waiting').toSorted((a, b) => a.seq - b.seq);

/** The sign-up of a person, over or not. */
export const signUpOf = ({ signUps }: Pick<Training, 'signUps'>, person: PersonId): SignUp | undefined =>
  signUps.find((each) => each.person === person);

/** When the first of some sessions begins, and the last ends. */
export const spanOf = (sessions: readonly Session[]): { begins: Date; ends: Date } => ({
  begins: new Date(Math.min(...sessions.map(({ from }) => from.getTime()))),
  ends: new Date(Math.max(...sessions.map(({ to }) => to.getTime()))),
});
