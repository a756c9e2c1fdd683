import { createHash } from 'node:crypto';

/** What the platform may do wrong. All of it was seen or is documented. */
export type Fault =
  /** The gateway's limit: 429, code 99991400, and the seconds to wait, in which nothing else is taken either. */
  | { kind: 'rate-limit'; resetSeconds: number }
  /** The limit on messages: code 230020 on status 400, no header. */
  | { kind: 'message-limit' }
  /** Any code; status 200 unless told. */
  | { kind: 'code'; code: number; status?: number; msg?: string }
  /** A gateway's page in place of an answer. */
  | { kind: 'page'; status: number }
  /** No answer at all. */
  | { kind: 'hang' }
  /** The request has its effect, and there is no answer at all. */
  | { kind: 'hang-after' }
  /** The connection is cut before the request had any effect. */
  | { kind: 'cut-before' }
  /** The request has its effect, and the answer never arrives. */
  | { kind: 'cut-after' }
  /** A redirect to elsewhere. */
  | { kind: 'redirect'; to: string };

export type Area =
  | 'token'
  | 'endpoint'
  | 'messages'
  | 'cards'
  | 'bot'
  | 'contact'
  | 'members'
  | 'scopes'
  | 'resources'
  | 'uploads';

/** Faults by a seed. What befalls a message's n-th try hangs on nothing else, so that a run can be repeated. */
export interface FaultPlan {
  seed: number;
  /** Of all tries, from 0 to 1. */
  share: number;
  /** Which ones, equally often. */
  of: readonly [Fault, ...Fault[]];
}

/** Faults wait in line for the next requests of their area; where none waits, the plan decides. */
export class Faults {
  readonly #waiting: { area: Area; fault: Fault }[] = [];
  readonly #tries = new Map<string, number>();
  /** How often each kind was taken. */
  readonly taken = new Map<string, number>();
  readonly #plan: FaultPlan | undefined;

  constructor(plan?: FaultPlan) {
    this.#plan = plan;
  }

  add(area: Area, fault: Fault, times: number): void {
    for (let i = 0; i < times; i++) this.#waiting.push({ area, fault });
  }

  /** `name`: of the message, the same for every try. */
  take(area: Area, name: string): Fault | undefined {
    const at = this.#waiting.findIndex((one) => one.area === area);
    const fault = at === -1 ? this.#planned(area, name) : this.#waiting.splice(at, 1)[0]?.fault;
    if (fault) this.taken.set(fault.kind, (this.taken.get(fault.kind) ?? 0) + 1);
    return fault;
  }

  #planned(area: Area, name: string): Fault | undefined {
    if (!this.#plan || (area !== 'messages' && area !== 'cards')) return undefined;
    const { seed, share, of } = this.#plan;
    const tried = this.#tries.get(name) ?? 0;
    this.#tries.set(name, tried + 1);
    const chance = createHash('sha256').update(`${seed}|${name}|${tried}`).digest();
    if (chance.readUInt32BE(0) / 2 ** 32 >= share) return undefined;
    return of[chance.readUInt32BE(4) % of.length];
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}
