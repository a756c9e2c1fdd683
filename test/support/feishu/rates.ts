import { type Answer, refused } from './answer.js';

export interface RateLimits {
  perMinute: number;
  perSecond: number;
  /** To one person, into one group, changes of one card: a second. */
  toOne: number;
  /** How many times faster everything goes: 10 makes a minute 6 s and the limits what they are in it. */
  speed: number;
}

/** reference/im-v1/message/create, …/reply, …/patch */
const DOCUMENTED: RateLimits = { perMinute: 1000, perSecond: 50, toOne: 5, speed: 1 };

/** What came, in the stand-in's own milliseconds. */
export interface Traffic {
  /** Calls that counted, and when the first and the last of them came. */
  calls: number;
  firstMs: number;
  lastMs: number;
  /** Refused for more than the app may send, for more than one receiver may get, and while told to wait. */
  tooMany: number;
  tooManyToOne: number;
  whileHeld: number;
  /** How long the app was told to wait, in all. */
  heldMs: number;
}

/** The limits as windows that slide, on the machine's clock. A refused call counts for nothing. */
export class Rates {
  readonly limits: RateLimits;
  readonly traffic: Traffic = {
    calls: 0,
    firstMs: Number.NaN,
    lastMs: Number.NaN,
    tooMany: 0,
    tooManyToOne: 0,
    whileHeld: 0,
    heldMs: 0,
  };
  /** When the calls of the last minute came. */
  #minute: number[] = [];
  readonly #toOne = new Map<string, number[]>();
  #heldUntil = 0;

  constructor(limits: Partial<RateLimits> = {}) {
    this.limits = { ...DOCUMENTED, ...limits };
  }

  /** Counts a call of the app, or says why it is refused. */
  call(): Answer | undefined {
    const now = performance.now();
    const { perMinute, perSecond, speed } = this.limits;
    if (now < this.#heldUntil) {
      this.traffic.whileHeld += 1;
      return this.#busy(this.#heldUntil - now);
    }
    while ((this.#minute[0] ?? now) <= now - 60_000 / speed) this.#minute.shift();
    const second = this.#minute.slice(-perSecond).filter((at) => at > now - 1000 / speed);
    const [oldest] = this.#minute;
    const waitMs = second.length >= perSecond ? 1000 / speed : 60_000 / speed - (now - (oldest ?? now));
    if (second.length >= perSecond || this.#minute.length >= perMinute) {
      this.traffic.tooMany += 1;
      return this.#busy(waitMs);
    }
    this.#count(now);
    return undefined;
  }

  #count(now: number): void {
    this.#minute.push(now);
    this.traffic.calls += 1;
    if (this.traffic.calls === 1) this.traffic.firstMs = now;
    this.traffic.lastMs = now;
  }

  /** Counts what goes to one receiver, or says why it is refused. */
  toOne(name: string): Answer | undefined {
    const now = performance.now();
    const recent = (this.#toOne.get(name) ?? []).filter((at) => at > now - 1000 / this.limits.speed);
    if (recent.length >= this.limits.toOne) {
      this.traffic.tooManyToOne += 1;
      return refused(230020, 'This operation triggers the frequency limit.');
    }
    this.#toOne.set(name, [...recent, now]);
    return undefined;
  }

  /** From now on the app is refused for so many (unscaled) seconds. The call that is told so was one of those allowed. */
  hold(seconds: number): Answer {
    const now = performance.now();
    if (now >= this.#heldUntil) this.#count(now);
    const until = Math.max(this.#heldUntil, now + (seconds * 1000) / this.limits.speed);
    this.traffic.heldMs += until - Math.max(now, this.#heldUntil);
    this.#heldUntil = until;
    return this.#busy(until - now);
  }

  /** server-docs/api-call-guide/frequency-control: whole seconds, as long as a second is one. */
  #busy(ms: number): Answer {
    const seconds = this.limits.speed === 1 ? Math.max(1, Math.ceil((ms - 1) / 1000)) : ms / 1000;
    return {
      status: 429,
      body: { code: 99991400, msg: 'request trigger frequency limit' },
      headers: { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': String(seconds) },
    };
  }
}
