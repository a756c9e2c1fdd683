import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Answer, parseJson, refused } from './answer.js';
import { Connections, type ConnectionTimes } from './connections.js';
import { type Delivery, feishuEvents, type PressOptions } from './events.js';
import { type Area, type Fault, type FaultPlan, Faults } from './faults.js';
import { SCOPES, tellMembers, tellScopes } from './lists.js';
import { Messages, type MessagesOptions, type Sent } from './messages.js';
import { type Put, pressButton, pressOf } from './press.js';
import { type RateLimits, Rates, type Traffic } from './rates.js';
import { Resources, sayResource } from './resources.js';
import { Uploads } from './uploads.js';

/**
 * A stand-in of Feishu's HTTP interface, as strict as the documents: unknown tokens, unknown fields, wrong receivers
 * and messages too large are refused; a uuid is one message an hour; who calls more often than allowed hears 429. Plain
 * node:http, so that a program in another process can be pointed at it.
 */
export interface StandInOptions extends Partial<MessagesOptions> {
  appId: string;
  appSecret: string;
  botOpenId?: string;
  /** What its deliveries are sealed and signed with; needed for presses. */
  encryptKey?: string;
  verificationToken?: string;
  /** Life of the tokens it gives out. */
  tokenSeconds?: number;
  port?: number;
  /** What is allowed, and how fast time goes; as documented unless told. */
  rates?: Partial<RateLimits>;
  /** How long every answer takes. */
  latencyMs?: number;
  /** What goes wrong by itself. */
  plan?: FaultPlan;
  /** Of the long connections. */
  times?: Partial<ConnectionTimes>;
}

export interface FeishuStandIn {
  /** What FEISHU_DOMAIN is set to. */
  domain: string;
  botOpenId: string;
  /** The messages that reached somebody, in order. */
  sent(): Sent[];
  /** What an account sends by pressing the button of a card it sees, with what it put into its fields. */
  press(messageId: string, by: string, put?: Put, how?: PressOptions): Delivery;
  /** Same uuid with other words; must stay empty. */
  conflicts(): { uuid: string; was: string; is: string }[];
  /** The long connections programs have opened. */
  connections: Connections;
  /** What hangs on messages, and how it is handed out. */
  resources: Resources;
  /** Mobile number → open_id of the people in the tenant. */
  people: Map<string, string>;
  /** Every message to this receiver, answer to this message, or change of this card is refused with the code. */
  refuse(receiver: string, code: number): void;
  /** Every upload is refused with the code, until it is not. */
  refuseUploads(code: number | undefined): void;
  inject(fault: Fault, options?: { area?: Area; times?: number }): void;
  /** The tokens given out so far are good no more. */
  expireTokens(): void;
  /** Who is in a group, bots left out; a group that is not here the bot is not in. */
  members: Map<string, string[]>;
  /** The permissions granted. */
  scopes: Set<string>;
  /** Sends and changes of cards so far, by what the platform allows. */
  traffic(): Traffic;
  /** How often each kind of fault befell a request. */
  faults(): Record<string, number>;
  /** Requests so far, of one area or of all. */
  requests(area?: Area): number;
  /** Forgets messages, faults and refusals; people stay. */
  clear(): void;
  stop(): Promise<void>;
}

const Credentials = z.strictObject({ app_id: z.string(), app_secret: z.string() });
const LookUp = z.strictObject({
  mobiles: z.array(z.string()).max(50).optional(),
  emails: z.array(z.string()).max(50).optional(),
});

export async function startFeishuStandIn(options: StandInOptions): Promise<FeishuStandIn> {
  const { botOpenId = 'ou_the_bot', now = () => new Date() } = options;
  const rates = new Rates(options.rates);
  const uploads = new Uploads();
  const messages = new Messages({ repeatedUuid: 'same-message', ...options, now }, rates, uploads);
  const state: State = {
    options,
    botOpenId,
    messages,
    rates,
    connections: new Connections(options, options.times ?? {}),
    resources: new Resources(),
    uploads,
    faults: new Faults(options.plan),
    tokens: new Map(),
    people: new Map(),
    members: new Map(),
    scopes: new Set(SCOPES),
    counts: new Map(),
  };

  const server = createServer((req, res) => {
    answer(req, res, state).catch(() => res.destroy());
  });
  server.on('upgrade', (req, socket, head) => state.connections.upgrade(req, socket, head));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');

  return {
    domain: `http://127.0.0.1:${address.port}`,
    botOpenId,
    connections: state.connections,
    resources: state.resources,
    people: state.people,
    members: state.members,
    scopes: state.scopes,
    sent: () => messages.sent.slice(),
    press(messageId, by, put = {}, how = {}) {
      const card = messages.sent.find((one) => one.messageId === messageId)?.card;
      if (!card) throw new Error(`${messageId} is no card`);
      const { encryptKey = '', verificationToken = '', appId } = options;
      const events = feishuEvents({ encryptKey, verificationToken, appId, botOpenId });
      const action = how.button === undefined ? pressOf(card, put) : pressButton(card, how.button);
      return events.cardAction(action, { by, messageId, ...how });
    },
    conflicts: () => messages.conflicts.slice(),
    refuse: (receiver, code) => messages.refusals.set(receiver, code),
    refuseUploads: (code) => void (uploads.refuses = code),
    inject: (fault, { area = 'messages', times = 1 } = {}) => state.faults.add(area, fault, times),
    expireTokens: () => state.tokens.clear(),
    traffic: () => ({ ...rates.traffic }),
    faults: () => Object.fromEntries(state.faults.taken),
    requests: (area) =>
      area ? (state.counts.get(area) ?? 0) : [...state.counts.values()].reduce((sum, count) => sum + count, 0),
    clear() {
      messages.clear();
      state.faults.clear();
    },
    stop: () =>
      new Promise((resolve) => {
        state.connections.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface State {
  options: StandInOptions;
  botOpenId: string;
  messages: Messages;
  rates: Rates;
  connections: Connections;
  resources: Resources;
  uploads: Uploads;
  faults: Faults;
  /** Token → the end of its life. */
  tokens: Map<string, number>;
  people: Map<string, string>;
  members: Map<string, string[]>;
  scopes: Set<string>;
  counts: Map<Area, number>;
}

interface Request {
  method: string;
  host: string;
  url: URL;
  token: string | undefined;
  contentType: string;
  raw: Buffer;
}

type Route = (request: Request, state: State, match: RegExpMatchArray) => Answer | Promise<Answer>;

const ROUTES: { area: Area; method: string; path: RegExp; route: Route }[] = [
  { area: 'token', method: 'POST', path: /^\/open-apis\/auth\/v3\/tenant_access_token\/internal$/, route: giveToken },
  {
    area: 'endpoint',
    method: 'POST',
    path: /^\/callback\/ws\/endpoint$/,
    route: ({ raw, host }, { connections }) => connections.endpoint(raw, host),
  },
  { area: 'bot', method: 'GET', path: /^\/open-apis\/bot\/v3\/info$/, route: tellBot },
  { area: 'contact', method: 'POST', path: /^\/open-apis\/contact\/v3\/users\/batch_get_id$/, route: lookUp },
  { area: 'members', method: 'GET', path: /^\/open-apis\/im\/v1\/chats\/([^/]+)\/members$/, route: tellMembers },
  { area: 'scopes', method: 'GET', path: /^\/open-apis\/application\/v6\/scopes$/, route: tellScopes },
  {
    area: 'messages',
    method: 'POST',
    path: /^\/open-apis\/im\/v1\/messages$/,
    route: ({ raw, url }, { messages }) =>
      messages.post(raw, { receiveIdType: url.searchParams.get('receive_id_type') ?? 'none' }),
  },
  {
    area: 'messages',
    method: 'POST',
    path: /^\/open-apis\/im\/v1\/messages\/([^/]+)\/reply$/,
    route: ({ raw }, { messages }, match) => messages.post(raw, { replyTo: decodeURIComponent(match[1] ?? '') }),
  },
  {
    area: 'resources',
    method: 'GET',
    path: /^\/open-apis\/im\/v1\/messages\/([^/]+)\/resources\/([^/]+)$/,
    route: ({ url }, { resources }, [, message = '', key = '']) =>
      resources.get(decodeURIComponent(message), decodeURIComponent(key), url.searchParams),
  },
  {
    area: 'uploads',
    method: 'POST',
    path: /^\/open-apis\/im\/v1\/(images|files)$/,
    route: ({ raw, contentType }, { uploads }, [, what]) =>
      uploads.put(what === 'images' ? 'picture' : 'file', raw, contentType),
  },
  {
    area: 'cards',
    method: 'PATCH',
    path: /^\/open-apis\/im\/v1\/messages\/([^/]+)$/,
    route: ({ raw }, { messages }, match) => messages.patch(raw, decodeURIComponent(match[1] ?? '')),
  },
];

async function answer(req: IncomingMessage, res: ServerResponse, state: State): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://stand-in');
  const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  const request: Request = {
    method: req.method ?? '',
    host: req.headers.host ?? '',
    url,
    token,
    contentType: req.headers['content-type'] ?? '',
    raw: await buffer(req),
  };
  const found = ROUTES.find(({ method, path }) => method === request.method && path.test(url.pathname));
  if (!found) return say(res, refused(99991404, 'no such interface', 404));

  state.counts.set(found.area, (state.counts.get(found.area) ?? 0) + 1);
  const match = found.path.exec(url.pathname);
  const fault = state.faults.take(found.area, nameOf(request));
  if (fault?.kind === 'cut-before') return void res.destroy();
  // A call that goes wrong afterwards has been counted all the same.
  const said =
    fault?.kind === 'rate-limit' ? state.rates.hold(fault.resetSeconds) : gateway(found.area, request, state);
  const wrong = said ? undefined : answerOf(fault);
  if (fault?.kind === 'hang') return;
  const result =
    said ?? wrong ?? (match ? await found.route(request, state, match) : refused(99991404, 'no route', 404));
  if (fault?.kind === 'hang-after') return;
  if (state.options.latencyMs) await sleep(state.options.latencyMs);
  if (fault?.kind === 'cut-after') return void res.destroy();
  const bytes = typeof result.body === 'string' ? undefined : result.body.data;
  if (bytes instanceof Uint8Array) return sayResource(res, bytes, state.resources.manner());
  say(res, result);
}

/** What is the same for every try of a message: its uuid, or the card that is changed. */
function nameOf({ raw, url }: Request): string {
  const named = z.object({ uuid: z.string() }).safeParse(parseJson(raw.toString('utf8')));
  return named.data?.uuid ?? url.pathname;
}

/** Why a request gets no further than the gateway. */
function gateway(area: Area, request: Request, state: State): Answer | undefined {
  if (area === 'token' || area === 'endpoint') return undefined;
  const counted = area === 'messages' || area === 'cards';
  return checkToken(request, state) ?? (counted ? state.rates.call() : undefined);
}

function answerOf(fault: Fault | undefined): Answer | undefined {
  switch (fault?.kind) {
    case 'message-limit':
      return refused(230020, 'The message sending frequency exceeds the limit.');
    case 'code':
      return refused(fault.code, fault.msg ?? 'injected', fault.status ?? 200);
    case 'page':
      return { status: fault.status, body: '<h1>gateway</h1>', headers: { 'content-type': 'text/html' } };
    case 'redirect':
      return { status: 307, body: '', headers: { location: fault.to } };
    default:
      return undefined;
  }
}

function say(res: ServerResponse, { status, body, headers }: Answer): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'x-tt-logid': 'stand-in', ...headers });
  res.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function checkToken({ token }: Request, { tokens }: State): Answer | undefined {
  if (token === undefined) return refused(99991661, 'Missing access token for authorization.');
  const goodUntil = tokens.get(token);
  return goodUntil !== undefined && goodUntil > Date.now()
    ? undefined
    : refused(99991663, 'Invalid access token for authorization.');
}

function giveToken({ raw }: Request, { options, tokens, counts }: State): Answer {
  const asked = Credentials.safeParse(parseJson(raw.toString('utf8')));
  if (!asked.success || asked.data.app_id !== options.appId) return refused(10003, 'invalid param');
  if (asked.data.app_secret !== options.appSecret) return refused(10014, 'app secret invalid');
  const { tokenSeconds = 7200 } = options;
  const now = Date.now();
  // auth-v3/auth/tenant_access_token_internal: with more than half an hour left it is the same one again.
  const known = [...tokens].find(([, until]) => until - now > 30 * 60_000);
  const [token, until] = known ?? [`t-stand-in-${counts.get('token')}`, now + tokenSeconds * 1000];
  tokens.set(token, until);
  const body = { code: 0, msg: 'ok', tenant_access_token: token, expire: Math.floor((until - now) / 1000) };
  return { status: 200, body };
}

function tellBot(_: Request, { botOpenId }: State): Answer {
  const body = { code: 0, msg: 'ok', bot: { open_id: botOpenId, app_name: '教研小助手', activate_status: 2 } };
  return { status: 200, body };
}

function lookUp({ raw, url }: Request, { people }: State): Answer {
  const asked = LookUp.safeParse(parseJson(raw.toString('utf8')));
  if (!asked.success || url.searchParams.get('user_id_type') !== 'open_id')
    return refused(99992402, 'field validation failed');
  const user_list = (asked.data.mobiles ?? []).map((mobile) => {
    const user_id = people.get(mobile);
    return { mobile, ...(user_id !== undefined && { user_id }) };
  });
  return { status: 200, body: { code: 0, msg: 'success', data: { user_list } } };
}
