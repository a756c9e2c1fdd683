import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.js';
import { fillSecrets } from './env-secrets.js';
import { isWechatGiven, type WechatEnv, wechatOf, wechatProblems } from './env-wechat.js';
import { type GroupWebhook, groupWebhookProblems, groupWebhooksOf } from './env-wecom-group.js';
import { FEISHU_CONNECTED_APP } from './limits/feishu.js';
import { nearestName } from './nearest-name.js';
import { Secret } from './secret.js';

interface FeishuApp {
  appId: string;
  appSecret: Secret;
  /** Origin of the platform's API, without a slash at its end. */
  domain: string;
}

/** `websocket`: events come over a connection this program opens, so there is nothing to verify them with. */
export type FeishuEnv = FeishuApp &
  ({ transport: 'webhook'; encryptKey: Secret; verificationToken: Secret } | { transport: 'websocket' });

/** A smart robot of WeCom. `wsUrl`: the address of a private deployment. */
export interface WecomEnv {
  botId: string;
  secret: Secret;
  wsUrl?: string;
}

/** What the environment says, with every default filled in. */
export interface Env {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Where people and platforms reach this program from outside; without a slash at its end. */
  publicUrl?: string;
  /** Absent: the embedded database under `dataDir`. */
  mongodbUri?: Secret;
  dataDir: string;
  timeZone: string;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  catalogueDir?: string;
  calendarDir?: string;
  /** Absent: Feishu is off. */
  feishu?: FeishuEnv;
  /** Absent: WeCom is off. */
  wecom?: WecomEnv;
  /** Absent: no group of WeCom has a robot of ours. */
  wecomGroup?: GroupWebhook[];
  /** Absent: ordinary WeChat is off. */
  wechat?: WechatEnv;
  sandbox: boolean;
  /** The operator wants the sandbox where it would refuse: beside a platform, or open to the network. */
  sandboxForced: boolean;
  /** A made-up county is loaded into an empty database. */
  demo: boolean;
}

const text = z.string().optional();
const secret = z.instanceof(Secret).optional();
const address = (error: string) =>
  z
    .url({ protocol: /^https?$/, error })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional();

const Variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, '应当是 0 到 65535 的整数')
    .transform(Number)
    .refine((port) => port <= 65_535, '应当是 0 到 65535 的整数')
    .default(3000),
  PUBLIC_URL: address('应当是以 http:// 或 https:// 开头的地址'),
  MONGODB_URI: secret.refine(
    (uri) => !uri || /^mongodb(\+srv)?:\/\//.test(uri.reveal()),
    '应当以 mongodb:// 或 mongodb+srv:// 开头',
  ),
  DATA_DIR: z.string().default('./data'),
  TIME_ZONE: z.string().refine(isTimeZone, '应当是时区名，例如 Asia/Shanghai').default('Asia/Shanghai'),
  LOG_LEVEL: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  CATALOGUE_DIR: text,
  CALENDAR_DIR: text,
  FEISHU_APP_ID: text,
  FEISHU_APP_SECRET: secret,
  FEISHU_ENCRYPT_KEY: secret,
  FEISHU_VERIFICATION_TOKEN: secret,
  FEISHU_DOMAIN: address('应当是以 https:// 开头的地址，例如 https://open.feishu.cn').default('https://open.feishu.cn'),
  FEISHU_TRANSPORT: choice(['webhook', 'websocket']).default('webhook'),
  WECOM_BOT_ID: text,
  WECOM_BOT_SECRET: secret,
  WECOM_WS_URL: z.url({ protocol: /^wss?$/, error: '应当是以 wss:// 开头的地址' }).optional(),
  WECOM_GROUP_WEBHOOKS: secret,
  WECHATY_PUPPET: text,
  WECHATY_MODULE: text,
  WECHATY_PUPPET_SERVICE_ENDPOINT: text,
  WECHATY_PUPPET_SERVICE_TOKEN: secret,
  WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME: text,
  WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: choice(['true', 'false']).optional(),
  WECHAT_PRIVATE_PUSH: choice(['on', 'off']).optional(),
  SANDBOX: choice(['on', 'off', 'force']).optional(),
  DEMO: choice(['on', 'off']).optional(),
});
type Variables = z.infer<typeof Variables>;

type Given = Record<string, string | Secret>;

/**
 * Reads the environment. An empty variable counts as unset. Throws a ConfigError that lists every problem; no problem
 * quotes a secret.
 */
export function loadEnv(env: NodeJS.ProcessEnv): Env {
  const problems: string[] = [];
  const given = fillSecrets(withoutEmpty(env), problems);
  const { data, error } = Variables.safeParse(given);
  problems.push(
    ...(error?.issues ?? []).map((issue) => problemOf(issue, given)),
    ...halfFeishu(given),
    ...halfWecom(given),
    ...groupWebhookProblems(given),
    ...wechatProblems(given),
    ...exposedSandbox(given),
    ...misspelt(env),
  );
  if (!data || problems.length > 0) throw new ConfigError('环境变量有问题，改好之前不能启动：', problems);
  return envOf(data, { wecomGroup: groupWebhooksOf(given), wechat: wechatOf(given) });
}

type OtherPlatforms = { [name in 'wecomGroup' | 'wechat']: Env[name] | undefined };

function envOf(variables: Variables, { wecomGroup, wechat }: OtherPlatforms): Env {
  const { HOST, PUBLIC_URL, MONGODB_URI, CATALOGUE_DIR, CALENDAR_DIR, SANDBOX, DEMO } = variables;
  const feishu = feishuOf(variables);
  const wecom = wecomOf(variables);
  const hasPlatform = Boolean(feishu ?? wecom ?? wecomGroup ?? wechat);
  return {
    host: HOST,
    port: variables.PORT,
    ...(PUBLIC_URL && { publicUrl: PUBLIC_URL }),
    ...(MONGODB_URI && { mongodbUri: MONGODB_URI }),
    dataDir: resolve(variables.DATA_DIR),
    timeZone: variables.TIME_ZONE,
    logLevel: variables.LOG_LEVEL,
    ...(CATALOGUE_DIR && { catalogueDir: resolve(CATALOGUE_DIR) }),
    ...(CALENDAR_DIR && { calendarDir: resolve(CALENDAR_DIR) }),
    ...(feishu && { feishu }),
    ...(wecom && { wecom }),
    ...(wecomGroup && { wecomGroup }),
    ...(wechat && { wechat }),
    sandbox: SANDBOX ? SANDBOX !== 'off' : isLoopback(HOST) && !hasPlatform,
    sandboxForced: SANDBOX === 'force',
    demo: DEMO ? DEMO === 'on' : !MONGODB_URI && !hasPlatform,
  };
}

function feishuOf(variables: Variables): FeishuEnv | undefined {
  const { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret, FEISHU_DOMAIN: domain } = variables;
  const { FEISHU_ENCRYPT_KEY: encryptKey, FEISHU_VERIFICATION_TOKEN: verificationToken } = variables;
  if (!appId || !appSecret) return undefined;
  const { FEISHU_TRANSPORT: transport } = variables;
  if (transport === 'websocket') return { appId, appSecret, domain, transport };
  if (!encryptKey || !verificationToken) return undefined;
  return { appId, appSecret, encryptKey, verificationToken, domain, transport };
}

function wecomOf({
  WECOM_BOT_ID: botId,
  WECOM_BOT_SECRET: secret,
  WECOM_WS_URL: wsUrl,
}: Variables): WecomEnv | undefined {
  return botId && secret ? { botId, secret, ...(wsUrl && { wsUrl }) } : undefined;
}

const WECOM_ROBOT = ['WECOM_BOT_ID', 'WECOM_BOT_SECRET'];

function halfWecom(given: Given): string[] {
  const missing = WECOM_ROBOT.filter((name) => !isGiven(name, given));
  if (missing.length !== 1) return [];
  return [`企业微信只配了一半，还缺 ${missing.join('、')}；请补上，不用企业微信就把这几个变量都去掉。`];
}

const FEISHU_APP = ['FEISHU_APP_ID', 'FEISHU_APP_SECRET'];
/** A webhook is open to the world: without the encrypt key and the token anybody could post events. */
const FEISHU_WEBHOOK = [...FEISHU_APP, 'FEISHU_ENCRYPT_KEY', 'FEISHU_VERIFICATION_TOKEN'];

const isGiven = (name: string, given: Given): boolean => Boolean(given[name] ?? given[`${name}_FILE`]);

function halfFeishu(given: Given): string[] {
  if (!FEISHU_WEBHOOK.some((name) => isGiven(name, given))) return [];
  const byConnection = given['FEISHU_TRANSPORT'] === 'websocket';
  const missing = (byConnection ? FEISHU_APP : FEISHU_WEBHOOK).filter((name) => !isGiven(name, given));
  if (missing.length > 0) return [`飞书只配了一半，还缺 ${missing.join('、')}；请补上，不用飞书就把这几个变量都去掉。`];
  const id = String(given['FEISHU_APP_ID']);
  if (!byConnection || FEISHU_CONNECTED_APP.test(id)) return [];
  return [`FEISHU_APP_ID 写的是 ${id}；用长连接时应当是 cli_ 和 16 位十六进制数，请照“凭证与基础信息”里的填。`];
}

/** In the sandbox anybody can be anybody, so it is only for the loopback address, with no platform beside it. */
function exposedSandbox(given: Given): string[] {
  if (given['SANDBOX'] !== 'on') return [];
  const host = String(given['HOST'] ?? '127.0.0.1');
  const forced = '确实要开，写 SANDBOX=force。';
  return [
    isLoopback(host) ? '' : `SANDBOX 是 on，而 HOST 是 ${host}：沙盒里谁都可以扮成任何人，不能对外开放；${forced}`,
    isWechatGiven(given) ||
    [...FEISHU_WEBHOOK, ...WECOM_ROBOT, 'WECOM_GROUP_WEBHOOKS'].some((name) => isGiven(name, given))
      ? `SANDBOX 是 on，而飞书、企业微信或微信也开着：沙盒里的话会记进真的台账；${forced}`
      : '',
  ].filter(Boolean);
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

const withoutEmpty = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])));

function problemOf({ path, message }: z.core.$ZodIssue, given: Given): string {
  const name = String(path[0]);
  const value = given[name];
  return typeof value === 'string' ? `${name} 写的是 ${value}；${message}。` : `${name} 写得不对；${message}。`;
}

/** A platform's variables that are nearly one of ours: with a wrong name the platform would just stay off, or push unasked. */
function misspelt(env: NodeJS.ProcessEnv): string[] {
  const known = Object.keys(Variables.shape).flatMap((name) => [name, `${name}_FILE`]);
  return Object.keys(env)
    .filter((name) => /^(FEISHU|WECOM|WECHAT)_/.test(name) && !known.includes(name))
    .flatMap((name) => {
      const nearest = nearestName(name, known);
      return nearest ? [`不认识 ${name}；是不是 ${nearest}？`] : [];
    });
}

function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `应当是 ${values.join('、')} 之一`);
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
