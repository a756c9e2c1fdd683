import { Secret } from './secret.js';

/** WeChat over a gateway, by wechaty's own variables. */
export interface WechatEnv {
  puppet: string;
  module: string;
  endpoint: string;
  token: Secret;
  insecure: boolean;
  serverName?: string;
  /** People may be told privately what they did not ask for, whether or not they have just spoken. */
  privatePush: boolean;
}

type Given = Record<string, string | Secret>;

/** Without an endpoint wechaty would ask a public host for it, with the token: so all three are wanted. */
const NEEDED = ['WECHATY_PUPPET', 'WECHATY_PUPPET_SERVICE_ENDPOINT', 'WECHATY_PUPPET_SERVICE_TOKEN'];
const isGiven = (name: string, given: Given): boolean => Boolean(given[name] ?? given[`${name}_FILE`]);
/** A host, with or without its port. */
const ENDPOINT = /^(?:[A-Za-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/iu;
/** A package, as npm names them; no path, for it is imported. */
const PACKAGE = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/u;
/** A folder in the gateway client's cache is called after the token. */
const TOKEN = /^[\w.-]{1,200}$/u;

export const isWechatGiven = (given: Given): boolean => NEEDED.some((name) => isGiven(name, given));

/** What is wrong with WeChat's variables. No problem quotes the token. */
export function wechatProblems(given: Given): string[] {
  if (!isWechatGiven(given)) return [];
  const missing = NEEDED.filter((name) => !isGiven(name, given));
  if (missing.length > 0) return [`微信只配了一半，还缺 ${missing.join('、')}；请补上，不用微信就把这几个变量都去掉。`];
  const { endpoint, puppet, module } = named(given);
  const token = given['WECHATY_PUPPET_SERVICE_TOKEN'];
  const hasName = Boolean(given['WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME']);
  return [
    ENDPOINT.test(endpoint)
      ? ''
      : `WECHATY_PUPPET_SERVICE_ENDPOINT 写的是 ${endpoint}；应当是 主机:端口，例如 127.0.0.1:8788。`,
    ...[puppet, module].map((name) =>
      PACKAGE.test(name) ? '' : `${name} 不是 npm 包名；WECHATY_PUPPET 和 WECHATY_MODULE 填包名。`,
    ),
    token instanceof Secret && !TOKEN.test(token.reveal())
      ? 'WECHATY_PUPPET_SERVICE_TOKEN 只能有字母、数字和 _ . -。'
      : '',
    token instanceof Secret && !token.reveal().includes('_') && !hasName
      ? 'WECHATY_PUPPET_SERVICE_TOKEN 没有“前缀_”；请填 WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME，本机网关填 insecure。'
      : '',
  ].filter(Boolean);
}

/** WeChat as the environment says; undefined where it is off. */
export function wechatOf(given: Given): WechatEnv | undefined {
  const token = given['WECHATY_PUPPET_SERVICE_TOKEN'];
  if (!isWechatGiven(given) || !(token instanceof Secret)) return undefined;
  const serverName = given['WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME'];
  return {
    ...named(given),
    token,
    insecure: given['WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT'] === 'true',
    ...(serverName && { serverName: String(serverName) }),
    privatePush: given['WECHAT_PRIVATE_PUSH'] === 'on',
  };
}

const named = (given: Given) => ({
  puppet: String(given['WECHATY_PUPPET']),
  module: String(given['WECHATY_MODULE'] ?? 'wechaty'),
  endpoint: String(given['WECHATY_PUPPET_SERVICE_ENDPOINT']),
});
