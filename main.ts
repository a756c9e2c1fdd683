import pino from 'pino';
import { startApp } from './app.js';
import type { Env } from './config/env.js';
import { MovableClock, systemClock } from './models/clock.js';
import { errorName, type Log } from './models/log.js';

/** Logs go to stderr as JSON lines: ids, kinds and counts. What must not be in them is cut even where somebody forgets. */
export const createLog = (level: string): Log =>
  pino({ level, redact: ['text', '*.text', 'code', '*.code', 'mobile', '*.mobile'] }, pino.destination(2));

/** How long a stop may take before the process leaves anyway: leases bring back what was in flight. */
const STOP_WITHIN_MS = 25_000;

/** Runs the program until it is told to stop. Prints one address to open. */
export async function serve(env: Env): Promise<void> {
  const log = createLog(env.logLevel);
  // Only the sandbox's time can be put forward; beside a real platform time is real.
  const clock =
    env.sandbox && !env.feishu && !env.wecom && !env.wecomGroup && !env.wechat ? new MovableClock() : systemClock;
  const app = await startApp(env, { clock, log });
  log.info(
    {
      url: app.url,
      sandbox: env.sandbox,
      feishu: env.feishu !== undefined,
      wecom: env.wecom !== undefined,
      wecomGroup: env.wecomGroup !== undefined,
      wechat: env.wechat !== undefined,
    },
    'started',
  );
  const page = env.sandbox ? `${app.url}/sandbox` : app.url;
  const where = env.sandbox ? `请打开：${page}` : wayIn(env, page);
  process.stdout.write(`\n教研助手已启动，${where}\n（按 Ctrl+C 停止，数据会保留）\n`);

  await new Promise<void>((resolve) => {
    const stop = (signal: string): void => {
      log.info({ signal }, 'stopping');
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      app.stop().then(resolve, (error: unknown) => {
        log.error({ error: errorName(error) }, 'stop failed');
        process.exit(1);
      });
    };
    process.once('SIGTERM', () => stop('SIGTERM'));
    process.once('SIGINT', () => stop('SIGINT'));
  });
  log.info({}, 'stopped');
  process.exit(0);
}

/** How the platforms' messages come in. */
function wayIn({ feishu, wecom, wechat }: Env, page: string): string {
  if (feishu?.transport === 'webhook') return `接收地址：${page}/webhooks/feishu`;
  return feishu || wecom || wechat ? '平台走长连接，不需要接收地址' : '只开了群机器人：只发，不收消息';
}
