import type { PersonId, SchoolCode } from './ids.js';
import { type Answer, heldOf, isLiving, type SignUp, spanOf, type Training, type Wish, waitingOf } from './training.js';
import { claimedBy, hasClaim } from './training-claim.js';

/** 候补有名额后 24 小时内确认 (BR11). */
const CONFIRM_WITHIN_MS = 24 * 3600_000;
/** A sign-up takes some 250 bytes of its training's document, of which a database takes 16 MB. */
const MOST_SIGN_UPS = 20_000;

/** A claim on somebody's time that has come to an end. */
export interface Ended {
  person: PersonId;
  claim: string;
}

/** Works wishes on one training, one after the other; the training is changed in place. */
export class Sitting {
  readonly #bySchool = new Map<SchoolCode, number>();
  readonly #byPerson: Map<PersonId, SignUp>;
  #held = 0;
  readonly ended: Ended[] = [];
  changed = false;

  readonly training: Training;

  constructor(training: Training) {
    this.training = training;
    this.#byPerson = new Map(training.signUps.map((each) => [each.person, each]));
    for (const { school } of heldOf(training)) this.#count(school, 1);
  }

  /** Works one wish; a claim on somebody's time that was made for it and is of no use now has come to an end. */
  work(wish: Wish): Answer {
    const answer = this.#work(wish);
    const person = claimedBy(wish);
    if (person && !hasClaim(this.training, person, wish.event)) this.ended.push({ person, claim: wish.event });
    return answer;
  }

  #work(wish: Wish): Answer {
    switch (wish.kind) {
      case 'sign-up':
        return this.#signUp(wish);
      case 'substitute':
        return this.#substitute(wish);
      case 'cancel':
      case 'confirm':
      case 'approve':
      case 'refuse':
        return this.#ofOne(wish);
      case 'change':
        return this.#change(wish);
      case 'promote':
        return this.#promote(wish);
      case 'told':
        return this.#told(wish);
      case 'read':
        return this.#read(wish);
      case 'publish':
        return this.#publish(wish);
      default:
        return this.#turn(wish);
    }
  }

  #signUp({ event, now, person, school }: Extract<Wish, { kind: 'sign-up' }>): Answer {
    const before = this.#byPerson.get(person);
    if (before?.last.event === event) return before.last.answer;
    const isLate = before?.state === 'offered' && isExpired(before, now);
    if (before && isLiving(before) && !isLate) return { is: 'already', as: this.#standing(before) };
    const closed = this.#closed(now);
    if (closed) return closed;
    if (isLate) this.#settle(before, event, 'lapsed');
    if (!before && this.training.signUps.length >= MOST_SIGN_UPS) return no('too-many');
    const signUp = this.#enter(person, school, event);
    return this.#settle(signUp, event, this.training.approval ? 'awaiting' : this.#admit(signUp));
  }

  #closed(now: Date): Answer | undefined {
    const { state, closesAt } = this.training;
    if (state === 'draft' || state === 'cancelled') return no(state);
    if (this.#begun(now)) return no('begun');
    return state === 'closed' || now >= closesAt ? no('closed') : undefined;
  }

  /** A new sign-up, or a new one of somebody whose last is over: at the end of the line. */
  #enter(person: PersonId, school: SchoolCode, event: string): SignUp {
    const { training } = this;
    const before = this.#byPerson.get(person);
    const fresh: SignUp = {
      person,
      school,
      state: 'cancelled',
      seq: ++training.seq,
      changed: before?.changed ?? 0,
      claim: event,
      last: { event, answer: { is: 'cancelled' } },
      // Whoever signs up now is told where and when it is now.
      ...(training.notice && { read: training.notice.no }),
    };
    if (before) training.signUps.splice(training.signUps.indexOf(before), 1, fresh);
    else training.signUps.push(fresh);
    this.#byPerson.set(person, fresh);
    return fresh;
  }

  /** A free place is somebody's who waits for it before it is a newcomer's. */
  #admit({ school }: SignUp): 'in' | 'waiting' {
    if (!this.#hasRoom(school)) return 'waiting';
    const isSomebodys = this.training.signUps.some((each) => each.state === 'waiting' && this.#hasRoom(each.school));
    return isSomebodys ? 'waiting' : 'in';
  }

  #ofOne(wish: Extract<Wish, { kind: 'cancel' | 'confirm' | 'approve' | 'refuse' }>): Answer {
    const { event, now, kind } = wish;
    const signUp = this.#byPerson.get(wish.person);
    if (signUp?.last.event === event) return signUp.last.answer;
    if (this.training.state === 'cancelled') return no('cancelled');
    if (!signUp || !isLiving(signUp))
      return no(kind === 'confirm' && signUp?.state === 'lapsed' ? 'too-late' : 'not-signed-up');
    if (this.#begun(now)) return no('begun');
    if (kind === 'cancel') return this.#settle(signUp, event, 'cancelled');
    if (kind === 'confirm') return this.#confirm(signUp, wish);
    if (signUp.state !== 'awaiting') return no('not-awaiting');
    if (kind === 'refuse') return this.#settle(signUp, event, 'refused', { untold: true });
    // The line is that of those who may come: whoever is agreed to later stands further back.
    signUp.seq = ++this.training.seq;
    return this.#settle(signUp, event, this.#admit(signUp), { untold: true });
  }

  #confirm(signUp: SignUp, { event, now }: Pick<Wish, 'event' | 'now'>): Answer {
    if (signUp.state !== 'offered') return { is: 'already', as: this.#standing(signUp) };
    // From now on the place is free, whoever gets it: so it is told.
    if (isExpired(signUp, now)) return this.#settle(signUp, event, 'lapsed', { answer: no('too-late') });
    return this.#settle(signUp, event, 'in');
  }

  #substitute({ event, now, person, by }: Extract<Wish, { kind: 'substitute' }>): Answer {
    const signUp = this.#byPerson.get(person);
    if (signUp?.last.event === event) return signUp.last.answer;
    const other = this.#byPerson.get(by);
    if (other && isLiving(other)) return no('taken');
    if (this.training.state === 'cancelled') return no('cancelled');
    if (signUp?.state !== 'in') return no('not-in');
    if (this.#begun(now)) return no('begun');
    const fresh = this.#enter(by, signUp.school, event);
    fresh.insteadOf = person;
    this.#settle(signUp, event, 'substituted', { answer: { is: 'substituted', by } });
    this.#settle(fresh, event, 'in', { untold: true });
    return signUp.last.answer;
  }

  /** Fewer places than are taken already would take one from somebody. */
  #change({ change, event, now }: Extract<Wish, { kind: 'change' }>): Answer {
    const { training } = this;
    const { places, perSchool, sessions, place } = change;
    if (training.state === 'cancelled') return no('cancelled');
    if (this.#begun(now)) return no('begun');
    if (places !== undefined && places < this.#held) return no('below-held');
    if (perSchool !== undefined && [...this.#bySchool.values()].some((held) => held > perSchool))
      return no('below-held');
    const isMoved = sessions !== undefined || (place !== undefined && place !== training.place);
    Object.assign(training, change, sessions && spanOf(sessions));
    if (isMoved && training.state !== 'draft' && training.notice?.event !== event)
      training.notice = { no: (training.notice?.no ?? 0) + 1, at: now, event };
    this.changed = true;
    return { is: 'done' };
  }

  #read({ person }: Extract<Wish, { kind: 'read' }>): Answer {
    const signUp = this.#byPerson.get(person);
    const { notice } = this.training;
    if (!signUp || !isLiving(signUp)) return no('not-signed-up');
    if (!notice) return no('nothing-to-read');
    if (signUp.read === notice.no) return { is: 'done' };
    signUp.read = notice.no;
    this.changed = true;
    return { is: 'done' };
  }

  #publish(wish: Extract<Wish, { kind: 'publish' }>): Answer {
    const { posts } = this.training;
    const more = (wish.posts ?? []).filter(({ platform, id }) =>
      posts.every((each) => each.platform !== platform || each.id !== id),
    );
    const answer = this.#turn(wish);
    if (answer.is !== 'done' || more.length === 0) return answer;
    posts.push(...more);
    if (wish.postedAt) this.training.postedAt = wish.postedAt;
    this.changed = true;
    return answer;
  }

  #turn({ kind, now }: Extract<Wish, { kind: 'publish' | 'close' | 'call-off' }>): Answer {
    const { training } = this;
    const state = ({ publish: 'open', close: 'closed', 'call-off': 'cancelled' } as const)[kind];
    if (training.state === 'cancelled') return state === 'cancelled' ? { is: 'done' } : no('cancelled');
    if (training.state === 'draft' && kind === 'close') return no('draft');
    if (this.#begun(now)) return no('begun');
    if (training.state === state) return { is: 'done' };
    training.state = state;
    this.changed = true;
    if (state === 'cancelled') {
      for (const signUp of training.signUps.filter(isLiving)) {
        signUp.untold = true;
        signUp.changed += 1;
        this.ended.push({ person: signUp.person, claim: signUp.claim });
      }
    }
    return { is: 'done' };
  }

  #promote({ event, now }: Extract<Wish, { kind: 'promote' }>): Answer {
    const { training } = this;
    if (training.state === 'draft' || training.state === 'cancelled' || this.#begun(now)) return { is: 'done' };
    for (const signUp of training.signUps) {
      if (signUp.state !== 'offered' || !isExpired(signUp, now)) continue;
      this.#settle(signUp, event, 'lapsed', { untold: true, answer: no('too-late') });
    }
    for (const signUp of waitingOf(training)) {
      if (!this.#hasRoom(signUp.school)) continue;
      signUp.confirmBy = new Date(Math.min(now.getTime() + CONFIRM_WITHIN_MS, training.begins.getTime()));
      this.#settle(signUp, event, 'offered', { untold: true });
    }
    return { is: 'done' };
  }

  #told({ whom }: Extract<Wish, { kind: 'told' }>): Answer {
    for (const { person, changed } of whom) {
      const signUp = this.#byPerson.get(person);
      if (!signUp?.untold || signUp.changed !== changed) continue;
      delete signUp.untold;
      this.changed = true;
    }
    return { is: 'done' };
  }

  /** The one place where a sign-up changes its state, and the places taken are counted. */
  #settle(signUp: SignUp, event: string, to: SignUp['state'], how: { untold?: true; answer?: Answer } = {}): Answer {
    const wasHeld = holds(signUp);
    signUp.state = to;
    signUp.changed += 1;
    if (to !== 'offered') delete signUp.confirmBy;
    delete signUp.untold;
    if (how.untold) signUp.untold = true;
    if (wasHeld !== holds(signUp)) this.#count(signUp.school, wasHeld ? -1 : 1);
    if (!isLiving(signUp)) this.ended.push({ person: signUp.person, claim: signUp.claim });
    this.changed = true;
    signUp.last = { event, answer: how.answer ?? this.#standing(signUp) };
    return signUp.last.answer;
  }

  #standing(signUp: SignUp): Answer {
    const { state, confirmBy, seq, school } = signUp;
    if (state === 'offered' && confirmBy) return { is: 'offered', confirmBy };
    if (state === 'waiting') {
      const line = this.training.signUps.filter((each) => each.state === 'waiting' && each.seq <= seq).length;
      return { is: 'waiting', line, ofSchool: this.#held < this.training.places && !this.#hasRoom(school) };
    }
    if (state === 'in' || state === 'awaiting' || state === 'refused') return { is: state };
    return { is: 'cancelled' };
  }

  #hasRoom(school: SchoolCode): boolean {
    const { places, perSchool } = this.training;
    const ofSchool = this.#bySchool.get(school) ?? 0;
    return this.#held < places && (perSchool === undefined || ofSchool < perSchool);
  }

  #count(school: SchoolCode, by: 1 | -1): void {
    this.#held += by;
    this.#bySchool.set(school, (this.#bySchool.get(school) ?? 0) + by);
  }

  #begun(now: Date): boolean {
    return now >= this.training.begins;
  }
}

type Why = Extract<Answer, { is: 'no' }>['why'];
const no = (why: Why): Answer => ({ is: 'no', why });
const holds = ({ state }: SignUp): boolean => state === 'in' || state === 'offered';
const isExpired = ({ confirmBy }: SignUp, now: Date): boolean => confirmBy !== undefined && now >= confirmBy;
