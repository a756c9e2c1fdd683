import { connect } from 'node:net';
import type { WechatLimits } from '../../config/limits/wechat.js';
import type { Finding } from '../bot.js';
import { within } from './deadline.js';
import type { Gateway } from './session.js';
import type { LoginState } from './supervisor.js';

/** How the login stood when the process that holds the gateway told last. */
export interface Reported {
  login: LoginState;
  at: Date;
}

/**
 * What `doctor` shows. It looks whether the gateway can be reached and what the running program told: a login of its
 * own would silence that program.
 */
export async function checkWechat(
  { endpoint, insecure }: Gateway,
  reported: () => Promise<Reported | undefined>,
  now: Date,
  { callTimeoutMs, signFreshMs }: WechatLimits,
): Promise<Finding[]> {
  const [there, told] = await Promise.all([reaches(endpoint, callTimeoutMs), reported().catch(() => undefined)]);
  return [
    there
      ? { ok: true, what: `微信：网关 ${endpoint} 连得上${insecure ? '（没有加密，只宜在本机或隧道里）' : ''}` }
      : { ok: false, what: `微信：网关 ${endpoint} 连不上`, mend: '请检查网关是否在运行、地址和端口、防火墙。' },
    loginFinding(told, now, signFreshMs),
  ];
}

function loginFinding(told: Reported | undefined, now: Date, freshMs: number): Finding {
  if (!told || now.getTime() - told.at.getTime() > freshMs)
    return { ok: false, what: '微信：没有程序在用网关', mend: '请启动主程序（serve）；刚启动的，等一分钟再查。' };
  return told.login === 'logged-in' ? { ok: true, what: '微信：已登录' } : NOT_IN[told.login];
}

const NOT_IN: Record<Exclude<LoginState, 'logged-in'>, Finding> = {
  away: { ok: false, what: '微信：主程序没有连上网关', mend: '请检查网关和令牌；程序会自己重连。' },
  scan: { ok: false, what: '微信：等待扫码', mend: '请用机器人的手机扫主程序终端里的二维码。' },
  'logged-out': { ok: false, what: '微信：没有登录', mend: '请到网关那边重新登录机器人的微信号；不要频繁重试。' },
};

async function reaches(endpoint: string, ms: number): Promise<boolean> {
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/u.exec(endpoint) ?? [];
  const socket = connect(Number(port), host);
  try {
    const answered = new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    return await within(answered, ms, 'connect').catch(() => false);
  } finally {
    socket.destroy();
  }
}
