import { connect } from 'node:net';
import type { Finding } from '../bot.js';

const ADDRESS = 'wss://openws.work.weixin.qq.com';
const WITHIN_MS = 5000;

/**
 * What `doctor` shows. It does not try the secret: a robot has one connection, and a second would push out the program
 * that runs.
 */
export async function checkWecom(botId: string, wsUrl = ADDRESS): Promise<Finding[]> {
  const { hostname, port, protocol } = new URL(wsUrl);
  const what = `企业微信智能机器人（${botId}）`;
  const reached = await reaches(hostname, Number(port) || (protocol === 'ws:' ? 80 : 443));
  if (!reached) return [{ ok: false, what: `${what}：连不上 ${hostname}`, mend: `请检查本机能否访问 ${hostname}。` }];
  const note = '密钥对不对要看运行中的程序（/health/ready）：一个机器人只能有一个连接，这里试一次会把它挤下线';
  return [{ ok: true, what: `${what}：网络通。${note}` }];
}

const reaches = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: WITHIN_MS });
    const end = (is: boolean) => () => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', end(true)).once('timeout', end(false)).once('error', end(false));
  });
