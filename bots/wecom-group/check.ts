import type { WecomGroupLimits } from '../../config/limits/wecom-group.js';
import type { Finding } from '../bot.js';
import { ask } from './client.js';
import { isOutOfGroup } from './errors.js';

/** A message of a kind that does not exist: the platform looks at the key and posts nothing. */
const NOTHING_TO_POST = { msgtype: 'none' };

/** What `doctor` shows of one group's webhook. No finding tells its address. */
export async function checkWebhook(name: string, url: string, limits: WecomGroupLimits): Promise<Finding> {
  const what = `企业微信群机器人（${name}）`;
  const answer = await ask(url, NOTHING_TO_POST, limits.callTimeoutMs).catch(() => undefined);
  if (typeof answer !== 'number') {
    const { hostname } = new URL(url);
    return { ok: false, what: `${what}：连不上 ${hostname}`, mend: `请检查本机能否访问 ${hostname}（443 端口）。` };
  }
  if (isOutOfGroup(answer)) {
    return {
      ok: false,
      what: `${what}：地址不对，或者机器人已被移出群、停用（${answer}）`,
      mend: '在群里重新添加群机器人，把新的 Webhook 地址填进 WECOM_GROUP_WEBHOOKS，重启，再运行一次 bind-group。',
    };
  }
  return { ok: true, what: `${what}：连得上，地址没有被拒` };
}
