import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Answer, parseJson } from './answer.js';
import { decodeFrame, encodeFrame, type Frame } from './frame.js';
import { acceptWebSocket, type ServerSocket } from './web-socket.js';

/** Times are short, so that a test need not wait for what the platform does in minutes. */
export interface ConnectionTimes {
  /** How often the client is told to ping. */
  pingMs: number;
  /** What is acknowledged later than this counts as not acknowledged. The platform gives 3 s. */
  acknowledgeWithinMs: number;
  /** Before what was not acknowledged is delivered again. The platform waits 15 s, 5 min, 1 h and 6 h. */
  redeliverMs: number;
}

export interface Acknowledged {
  eventId: string;
  /** Which connection it went over: the first is 1. */
  over: number;
  /** 0: none came in time. */
  code: number;
  /** What the client answered beside it. */
  data?: unknown;
}

interface Open {
  number: number;
  socket: ServerSocket;
}

const Credentials = z.strictObject({ AppID: z.string(), AppSecret: z.string() });
const Payload = z.strictObject({ code: z.number(), data: z.base64().optional() });
const Envelope = z.object({ header: z.object({ event_id: z.string() }) });

const SERVICE = 33_554_678;
const MOST = 50;

/**
 * The long connections of the stand-in: tickets are good once, every event goes to one connection by chance, again and
 * again until it is acknowledged with 200 in time. What a client does against the protocol is kept in `broken`.
 */
export class Connections {
  readonly broken: string[] = [];
  /** Every delivery's end, in order. */
  readonly acknowledged: Acknowledged[] = [];
  /** How the connections that are over ended, in order. */
  readonly ended: ('goodbye' | 'lost')[] = [];
  /** Answered in place of an address: 514, 1, 1000040343, 1000040350 … */
  refuses: number | undefined;
  /** Takes the connection and says nothing any more: neither pong nor goodbye. */
  mute = false;
  /** Upgrades are left without an answer. */
  hangs = false;
  readonly times: ConnectionTimes;
  readonly #app: { appId: string; appSecret: string };
  readonly #tickets = new Set<string>();
  readonly #open = new Map<number, Open>();
  readonly #events = new EventEmitter();
  readonly #stopping = new AbortController();
  #count = 0;

  constructor(app: { appId: string; appSecret: string }, times: Partial<ConnectionTimes>) {
    this.#app = app;
    this.times = { pingMs: 60_000, acknowledgeWithinMs: 3000, redeliverMs: 100, ...times };
    this.#events.setMaxListeners(0);
  }

  get open(): number {
    return this.#open.size;
  }

  /** `POST /callback/ws/endpoint` */
  endpoint(raw: Buffer, host: string): Answer {
    const asked = Credentials.safeParse(parseJson(raw.toString('utf8')));
    const known = asked.data?.AppID === this.#app.appId && asked.data.AppSecret === this.#app.appSecret;
    const code = this.refuses ?? (known ? (this.open < MOST ? 0 : 1_000_040_350) : 514);
    if (code !== 0) return { status: 200, body: { code, msg: 'refused by the stand-in' } };
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    // The SDK loses the first of these names.
    const URL = `ws://${host}/ws/v2?fpid=1&device_id=7&service_id=${SERVICE}&ticket=${ticket}`;
    return { status: 200, body: { code, msg: 'ok', data: { URL, ClientConfig: this.#clientConfig() } } };
  }

  #clientConfig() {
    return { PingInterval: this.times.pingMs / 1000, ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30 };
  }

  upgrade(req: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (this.hangs) {
      this.#stopping.signal.addEventListener('abort', () => stream.destroy());
      return;
    }
    const { pathname, searchParams } = new URL(req.url ?? '/', 'ws://stand-in');
    if (pathname !== '/ws/v2' || !this.#tickets.delete(searchParams.get('ticket') ?? '')) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#count += 1;
    const number = this.#count;
    const socket = acceptWebSocket(req, stream, head, {
      message: (bytes) => this.#hear(bytes, number),
      closed: (said) => {
        this.#open.delete(number);
        this.ended.push(said ? 'goodbye' : 'lost');
        this.#events.emit('change');
        this.#events.emit(`over:${number}`);
      },
      broke: (rule) => this.broken.push(rule),
    });
    this.#open.set(number, { number, socket });
    this.#events.emit('change');
  }

  /** Waits until so many connections stand. */
  async stand(count: number): Promise<void> {
    while (this.open !== count) await once(this.#events, 'change', { signal: this.#stopping.signal });
  }

  /** Delivers an event until it is acknowledged with 200. Resolves with how often it was delivered. */
  async push(envelope: unknown, { pieces = 1 } = {}): Promise<number> {
    for (let tries = 1; ; tries++) {
      const { code } = await this.deliver(envelope, { pieces });
      if (code === 200) return tries;
      await sleep(this.times.redeliverMs, undefined, { signal: this.#stopping.signal });
    }
  }

  /** Delivers an event once, to a connection by chance. */
  async deliver(envelope: unknown, { pieces = 1 } = {}): Promise<Acknowledged> {
    while (this.open === 0) await once(this.#events, 'change', { signal: this.#stopping.signal });
    const [one] = [...this.#open.values()].toSorted(() => Math.random() - 0.5);
    const eventId = Envelope.safeParse(envelope).data?.header.event_id ?? '';
    if (!one) throw new Error('no connection');
    const messageId = randomUUID();
    const heard = this.#acknowledgement(messageId, one.number);
    for (const frame of framesOf(envelope, messageId, pieces)) one.socket.send(encodeFrame(frame));
    const { code, data } = await heard;
    const acknowledged = { eventId, over: one.number, code, ...(data !== undefined && { data: decoded(data) }) };
    this.acknowledged.push(acknowledged);
    return acknowledged;
  }

  /** None comes after the time is over, or over a connection that is. */
  async #acknowledgement(messageId: string, over: number): Promise<z.infer<typeof Payload>> {
    const none = new AbortController();
    const late = AbortSignal.timeout(this.times.acknowledgeWithinMs);
    const signal = AbortSignal.any([late, none.signal]);
    const isOver = (): void => none.abort();
    this.#events.once(`over:${over}`, isOver);
    try {
      const [payload] = await once(this.#events, `ack:${messageId}`, { signal });
      return payload;
    } catch {
      return { code: 0 };
    } finally {
      this.#events.off(`over:${over}`, isOver);
    }
  }

  #hear(bytes: Buffer, number: number): void {
    const frame = decodeFrame(bytes);
    if (frame.service !== SERVICE) this.broken.push(`service ${frame.service}`);
    if (this.mute) return;
    const { type } = frame.headers;
    if (frame.method === 0 && type === 'ping') {
      const payload = Buffer.from(JSON.stringify(this.#clientConfig()));
      this.#open.get(number)?.socket.send(encodeFrame({ ...frame, headers: { type: 'pong' }, payload }));
    } else if (frame.method === 1 && type === 'event') this.#hearAcknowledgement(frame);
    else this.broken.push(`a frame of method ${frame.method} and type ${type}`);
  }

  #hearAcknowledgement({ seqId, headers, payload }: Frame): void {
    const read = Payload.safeParse(parseJson(payload.toString('utf8')));
    if (!read.success || seqId !== SEQ_ID) this.broken.push('an acknowledgement that is none');
    else this.#events.emit(`ack:${headers['message_id']}`, read.data);
  }

  /** Any bytes, to every connection. */
  sendRaw(bytes: Buffer): void {
    for (const { socket } of this.#open.values()) socket.send(bytes);
  }

  /** All connections are lost: with a goodbye, or without a word. */
  lose(how: 'goodbye' | 'cut'): void {
    for (const { socket } of this.#open.values()) (how === 'cut' ? socket.cut : socket.close)();
  }

  stop(): void {
    this.#stopping.abort();
    this.lose('cut');
  }
}

const SEQ_ID = 1_700_000_000_000;

export function framesOf(envelope: unknown, messageId: string, pieces: number): Frame[] {
  const whole = Buffer.from(typeof envelope === 'string' ? envelope : JSON.stringify(envelope));
  const size = Math.ceil(whole.length / pieces);
  return Array.from({ length: pieces }, (_, seq) => ({
    seqId: SEQ_ID,
    logId: 4711,
    service: SERVICE,
    method: 1,
    headers: {
      type: 'event',
      message_id: messageId,
      sum: String(pieces),
      seq: String(seq),
      trace_id: `trace-${messageId}`,
    },
    payload: whole.subarray(seq * size, (seq + 1) * size),
  }));
}

const decoded = (data: string): unknown => parseJson(Buffer.from(data, 'base64').toString('utf8'));
