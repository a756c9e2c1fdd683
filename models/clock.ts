/** The time, as an argument. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** What a question for the time may take to be believed: an answer is right to half of that. */
const ANSWERS_WITHIN_MS = 1000;

/**
 * The time that all processes on a database share: the database's. What they agree on by the clock (whose a row is and
 * until when, when the next turn is) goes by it; a machine a minute fast would take up what another is still sending.
 */
export class SharedClock implements Clock {
  #aheadMs: number | undefined;
  readonly #machine: Clock;
  readonly #theirs: () => Promise<Date>;

  /** @param theirs asks the database what time it is there. */
  constructor(machine: Clock, theirs: () => Promise<Date>) {
    this.#machine = machine;
    this.#theirs = theirs;
  }

  now(): Date {
    return new Date(this.#machine.now().getTime() + (this.#aheadMs ?? 0));
  }

  /** Sets itself by the database; anew only by a prompt answer, for the first any is better than none. Rejects when it is away; the clock then runs on. */
  async set(): Promise<void> {
    const asked = this.#machine.now().getTime();
    const theirs = await this.#theirs();
    const heard = this.#machine.now().getTime();
    if (this.#aheadMs === undefined || heard - asked < ANSWERS_WITHIN_MS)
      this.#aheadMs = theirs.getTime() - (asked + heard) / 2;
  }
}

/** A clock that runs like the real one, but can be put forward: for the sandbox and for living through a term in a test. */
export class MovableClock implements Clock {
  #aheadMs: number;

  constructor(aheadMs = 0) {
    this.#aheadMs = aheadMs;
  }

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  /** How far this clock is ahead of the real one, in milliseconds. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** Puts the clock to an instant; from there it runs on. */
  moveTo(at: Date): void {
    this.#aheadMs = at.getTime() - Date.now();
  }
}
