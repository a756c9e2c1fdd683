/** What the platform may do wrong. All of it was seen or is documented. */
export type Fault =
  /** The gateway's limit: 429, code 99991400, and the seconds to wait. */
  | { kind: 'rate-limit'; resetSeconds: number }
  /** The limit on messages: code 230020 on status 400, no header. */
  | { kind: 'message-limit' }
  /** Any code; status 200 unless told. */
  | { kind: 'code'; code: number; status?: number; msg?: string }
  /** A gateway's page in place of an answer. */
  | { kind: 'page'; status: number }
  /** No answer at all. */
  | { kind: 'hang' }
  /** The connection is cut before the request had any effect. */
  | { kind: 'cut-before' }
  /** The request has its effect, and the answer never arrives. */
  | { kind: 'cut-after' }
  /** A redirect to elsewhere. */
  | { kind: 'redirect'; to: string };

export type Area = 'token' | 'endpoint' | 'messages' | 'cards' | 'bot' | 'contact' | 'members' | 'scopes';

/** Faults wait in line for the next requests of their area. */
export class Faults {
  readonly #waiting: { area: Area; fault: Fault }[] = [];

  add(area: Area, fault: Fault, times: number): void {
    for (let i = 0; i < times; i++) this.#waiting.push({ area, fault });
  }

  take(area: Area): Fault | undefined {
    const at = this.#waiting.findIndex((one) => one.area === area);
    return at === -1 ? undefined : this.#waiting.splice(at, 1)[0]?.fault;
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}
