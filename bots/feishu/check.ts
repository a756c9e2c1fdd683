import type { Finding } from '../bot.js';
import type { FeishuClient } from './client.js';
import { FeishuRefused, FeishuUnreachable, isBadCredentials, isMissingScope } from './errors.js';

/** A number no line in China has (10 begins service codes), so that a look-up names nobody. */
const NOBODY = '10000000000';
/** bot/v3/info: 2 is a bot that is switched on in its tenant. */
const ACTIVE = 2;
/** callback/ws/endpoint: the app has its 50 connections. */
const TOO_MANY_CONNECTIONS = 1000040350;

/** What `doctor` shows: from the secret outwards, stopping where the rest cannot be known. */
export async function checkFeishu(
  client: FeishuClient,
  domain: string,
  ...further: ((client: FeishuClient, domain: string) => Promise<Finding>)[]
): Promise<Finding[]> {
  const credentials = await finding('飞书应用凭证', domain, () => client.signIn());
  if (!credentials.ok) return [credentials];
  const findings = [credentials];
  for (const check of [checkBot, checkContacts, checkScopes, ...further]) findings.push(await check(client, domain));
  return findings;
}

/** Asks where to connect to and does not connect: events would come here, and be lost to the program that runs. */
export const checkConnection = (client: FeishuClient, domain: string): Promise<Finding> => {
  const what = '飞书长连接';
  return finding(what, domain, async () => {
    await client.askEndpoint();
    return { ok: true, what: `${what}：平台允许连接。${CONNECTION_NOTES}` };
  });
};

/** What the platform does not tell a program, and the operator has to know. */
const CONNECTION_NOTES =
  '“事件与回调”的订阅方式要选“使用长连接接收事件”，程序在运行时才保存得了；一个应用最多 50 个连接，每个事件只随机发给其中一个，所以试用和正式不能共用一个应用';

async function checkBot(client: FeishuClient, domain: string): Promise<Finding> {
  const what = '飞书机器人能力';
  return finding(what, domain, async () => {
    const bot = await client.botInfo();
    if (bot.activate_status === undefined || bot.activate_status === ACTIVE) {
      return { ok: true, what: `${what}：${bot.app_name ?? ''}（${bot.open_id}）` };
    }
    const mend = '请在飞书管理后台启用这个应用，并确认版本已经发布。';
    return { ok: false, what: `${what}：应用尚未启用（状态 ${bot.activate_status}）`, mend };
  });
}

const checkContacts = (client: FeishuClient, domain: string): Promise<Finding> =>
  finding('飞书通讯录（按手机号查人）', domain, async () => {
    await client.openIds([NOBODY]);
  });

/** What the program cannot do without, and what without each of the others goes missing. Either of several names will do. */
const SCOPES: { names: string[]; without?: string }[] = [
  { names: ['im:message.p2p_msg:readonly', 'im:message.p2p_msg'] },
  { names: ['im:message.group_at_msg:readonly', 'im:message.group_at_msg', 'im:message.group_msg'] },
  { names: ['im:message:send_as_bot', 'im:message'] },
  { names: ['contact:user.id:readonly'] },
  {
    names: ['im:chat.members:bot_access', 'im:chat:readonly', 'im:chat'],
    without: '机器人进群、被移出群的事件收不到',
  },
  // reference/im-v1/message-resource/get asks for one of these as well.
  {
    names: ['im:message:readonly', 'im:message'],
    without: '老师发来的图片和文件取不到；撤回的消息收不到，交的不会跟着撤回',
  },
  {
    names: ['im:chat.members:read', 'im:chat:readonly', 'im:chat', 'im:chat.group_info:readonly'],
    without: '「群成员」看不到谁在群里',
  },
  { names: ['im:resource', 'im:resource:upload'], without: '图片和文件发不出去，改发文字' },
  { names: ['im:message.group_msg'], without: '群里回复机器人的话也要 @ 它才收得到' },
];

/** What the tenant has granted. Which events are subscribed to the platform does not tell. */
const checkScopes = (client: FeishuClient, domain: string): Promise<Finding> => {
  const what = '飞书权限';
  return finding(what, domain, async () => {
    const granted = await client.grantedScopes();
    const missing = SCOPES.filter(({ names }) => !names.some((name) => granted.has(name)));
    const nameOf = ({ names }: { names: string[] }): string => names[0] ?? '';
    const needed = missing.filter(({ without }) => without === undefined).map(nameOf);
    if (needed.length > 0) {
      const mend = '请在开发者后台“权限管理”开通，再发布一个版本，由企业管理员审核。';
      return { ok: false, what: `${what}：没有开通 ${needed.join('、')}`, mend };
    }
    const absent = missing.map((each) => `${nameOf(each)} 没有开通，${each.without}`);
    return { ok: true, what: [what, ...absent].join('；') };
  });
};

async function finding(what: string, domain: string, look: () => Promise<Finding | void>): Promise<Finding> {
  try {
    return (await look()) ?? { ok: true, what };
  } catch (error) {
    return { ok: false, what: `${what}：${problemOf(error)}`, mend: mendOf(error, domain) };
  }
}

function problemOf(error: unknown): string {
  if (error instanceof FeishuRefused) return `飞书回答 ${error.code} ${error.said}`.trim();
  if (error instanceof FeishuUnreachable) return `连不上（${error.reason}）`;
  throw error;
}

function mendOf(error: unknown, domain: string): string {
  if (error instanceof FeishuUnreachable) return `请检查本机能否访问 ${domain}，以及 FEISHU_DOMAIN 是否写对。`;
  if (isBadCredentials(error)) return '请核对 FEISHU_APP_ID 和 FEISHU_APP_SECRET，与开发者后台“凭证与基础信息”一致。';
  if (error instanceof FeishuRefused && error.code === TOO_MANY_CONNECTIONS)
    return '这个应用的连接已经到 50 个；请停下多余的程序，试用和正式请用两个应用。';
  if (isMissingScope(error)) return '请在开发者后台“权限管理”开通上面提到的权限，再发布一个版本。';
  return '请在开发者后台确认“机器人”能力已添加、版本已发布，再运行一次 doctor。';
}
