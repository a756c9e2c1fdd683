import { Secret } from './secret.js';

/** A group of WeCom with the webhook of its robot. The address holds the robot's key, so it is a secret whole. */
export interface GroupWebhook {
  /** What the operator calls the group; the chat's id. */
  name: string;
  url: Secret;
}

type Given = Record<string, string | Secret>;

const VARIABLE = 'WECOM_GROUP_WEBHOOKS';
/** No sign that stands in an address: where the name was forgotten, none of the address is taken for one. */
const NAME = /^[^\s=:/?&]{1,40}$/u;
const EXAMPLE = '全县主任群=https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…';
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/u;

/** What is wrong with the webhooks. No problem quotes an address. */
export function groupWebhookProblems(given: Given): string[] {
  const all = written(given);
  const problems = all.flatMap(({ name, address }, i) => {
    if (!NAME.test(name)) return [`${VARIABLE} 第${i + 1}条没有写群的名字；应当像 ${EXAMPLE}。`];
    return isWebhook(address) ? [] : [`${VARIABLE} 里「${name}」的地址写得不对；应当像 ${EXAMPLE}。`];
  });
  const twice = all.filter(({ name }, i) => NAME.test(name) && all.findIndex((each) => each.name === name) < i);
  return [...problems, ...twice.map(({ name }) => `${VARIABLE} 里「${name}」写了两次；每个群要有自己的名字。`)];
}

/** The webhooks as the environment says; undefined where there are none. */
export function groupWebhooksOf(given: Given): GroupWebhook[] | undefined {
  const all = written(given).map(({ name, address }) => ({ name, url: new Secret(address) }));
  return all.length > 0 ? all : undefined;
}

/** `name=address`, with spaces or line ends between. */
function written(given: Given): { name: string; address: string }[] {
  const value = given[VARIABLE];
  if (!(value instanceof Secret)) return [];
  return value
    .reveal()
    .split(/\s+/u)
    .filter(Boolean)
    .map((each) => {
      const at = each.indexOf('=');
      return { name: each.slice(0, Math.max(at, 0)), address: each.slice(at + 1) };
    });
}

/** Over TLS, or on this machine: whoever reads the address may write into the group. */
function isWebhook(address: string): boolean {
  const url = URL.parse(address);
  if (!url) return false;
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  return isSafe && url.pathname.endsWith('/webhook/send') && Boolean(url.searchParams.get('key'));
}
