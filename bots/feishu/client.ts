import type { z } from 'zod';
import type { Log } from '../../models/log.js';
import { FeishuUnreachable, isStaleToken } from './errors.js';
import { createHttp, type HttpLimits } from './http.js';
import type { Call } from './render.js';
import { openResource, type Resource } from './resource.js';
import { sdkLog } from './sdk-log.js';
import { createTokens, type Token } from './token.js';
import { type Upload, upload } from './upload.js';
import {
  type BotInfo,
  BotInfoAnswer,
  EndpointAnswer,
  LookUpAnswer,
  MembersAnswer,
  MessageAnswer,
  ScopesAnswer,
  TokenAnswer,
} from './wire.js';

/** Calls to the platform. Each throws FeishuRefused or FeishuUnreachable when it did not work. */
export interface FeishuClient {
  /** Makes a rendered call that sends a message; answers the message's id where the platform told it. */
  send(call: Call): Promise<string | undefined>;
  /** Gives the platform a picture or file; answers the key a message names it by. */
  upload(what: Upload): Promise<string>;
  /** Who the bot is. */
  botInfo(): Promise<BotInfo>;
  /** open_ids by mobile number, for the numbers somebody has. */
  openIds(mobiles: readonly string[]): Promise<Map<string, string>>;
  /** Begins to fetch what hangs on a message. */
  openResource(resource: Resource, signal: AbortSignal): Promise<Response>;
  /** open_ids of the people in a chat. */
  members(chatId: string): Promise<string[]>;
  /** The permissions the tenant has granted. */
  grantedScopes(): Promise<Set<string>>;
  /** Gets a token, to learn whether id and secret are right. */
  signIn(): Promise<void>;
  /** Asks where a long connection could be opened, to learn whether it could. */
  askEndpoint(): Promise<void>;
}

export interface ClientOptions {
  appId: string;
  appSecret: string;
  /** Origin of the platform or of a private deployment of it. */
  domain: string;
  limits: HttpLimits & { tokenSpareMs: number };
  log: Log;
}

/**
 * The official SDK's client. The SDK is loaded here and for the long connection (200 ms, 37 MB), with Feishu on only. Its own
 * token keeping is off: its cache is shared by all clients of a process, it asks once for every waiting call, and it
 * keeps a token the platform has refused.
 */
export async function createClient({ appId, appSecret, domain, limits, log }: ClientOptions): Promise<FeishuClient> {
  const { Client, LoggerLevel, withTenantToken } = await import('@larksuiteoapi/node-sdk');
  const sdk = new Client({
    appId,
    appSecret,
    domain: domain.replace(/\/+$/, ''),
    disableTokenCache: true,
    httpInstance: createHttp(limits),
    logger: sdkLog(log, [appSecret]),
    loggerLevel: LoggerLevel.warn,
    source: 'jiaoyan',
  });

  const request = async <T>({ method, path, params, body }: Call, schema: z.ZodType<T>, token?: string): Promise<T> => {
    const answer = schema.safeParse(
      await sdk.request<unknown>(
        { method, url: path, ...(params && { params }), ...(body && { data: body }) },
        token === undefined ? undefined : withTenantToken(token),
      ),
    );
    if (!answer.success) throw new FeishuUnreachable('strange-answer');
    return answer.data;
  };

  const tokens = createTokens(async (): Promise<Token> => {
    const path = '/open-apis/auth/v3/tenant_access_token/internal';
    const body = { app_id: appId, app_secret: appSecret };
    const answer = await request({ method: 'POST', path, body }, TokenAnswer);
    return { value: answer.tenant_access_token, livesMs: answer.expire * 1000 };
  }, limits.tokenSpareMs);

  const withToken = async <T>(work: (token: string) => Promise<T>): Promise<T> => {
    const token = await tokens.get();
    try {
      return await work(token);
    } catch (error) {
      if (!isStaleToken(error)) throw error;
      tokens.drop(token);
      return work(await tokens.get());
    }
  };
  const call = <T>(what: Call, schema: z.ZodType<T>): Promise<T> => withToken((token) => request(what, schema, token));

  return {
    send: async (message) => (await call(message, MessageAnswer)).data?.message_id,
    upload: (what) => withToken((token) => upload(what, { domain, token, limits })),
    botInfo: async () => (await call({ method: 'GET', path: '/open-apis/bot/v3/info' }, BotInfoAnswer)).bot,
    openIds: async (mobiles) => {
      const path = '/open-apis/contact/v3/users/batch_get_id';
      const params = { user_id_type: 'open_id' };
      const answer = await call({ method: 'POST', path, params, body: { mobiles } }, LookUpAnswer);
      return new Map(
        (answer.data.user_list ?? []).flatMap(({ mobile, user_id }) => (mobile && user_id ? [[mobile, user_id]] : [])),
      );
    },
    openResource: (resource, signal) => withToken((token) => openResource(resource, { domain, token, limits, signal })),
    members: (chatId) => everyMember(chatId, (what) => call(what, MembersAnswer)),
    grantedScopes: async () => {
      const { data } = await call({ method: 'GET', path: '/open-apis/application/v6/scopes' }, ScopesAnswer);
      return new Set((data.scopes ?? []).filter((each) => each.grant_status === 1).map((each) => each.scope_name));
    },
    signIn: async () => {
      await tokens.get();
    },
    askEndpoint: async () => {
      const body = { AppID: appId, AppSecret: appSecret };
      await request({ method: 'POST', path: '/callback/ws/endpoint', body }, EndpointAnswer);
    },
  };
}

const MEMBERS_A_PAGE = 100;
/** A group of Feishu has 5000 members at most; a bound for a platform that never ends. */
const MOST_PAGES = 100;

async function everyMember(
  chatId: string,
  ask: (what: Call) => Promise<z.infer<typeof MembersAnswer>>,
): Promise<string[]> {
  const found = new Set<string>();
  const path = `/open-apis/im/v1/chats/${encodeURIComponent(chatId)}/members`;
  let next: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const params = { member_id_type: 'open_id', page_size: String(MEMBERS_A_PAGE), ...(next && { page_token: next }) };
    const { data } = await ask({ method: 'GET', path, params });
    for (const { member_id } of data.items ?? []) found.add(member_id);
    next = data.has_more ? (data.page_token ?? undefined) : undefined;
    if (!next) break;
  }
  return [...found];
}
