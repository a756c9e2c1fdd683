/** The time, as an argument. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

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
