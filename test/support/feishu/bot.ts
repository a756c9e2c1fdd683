import {
  type ConnectedFeishuBot,
  createConnectedFeishu,
  createFeishu,
  type FeishuApp,
  type FeishuBot,
  type FeishuConfig,
} from '../../../bots/feishu/index.js';
import { type FeishuLimits, feishuLimits } from '../../../config/limits/feishu.js';
import { type Log, silent } from '../../../models/log.js';
import { type FeishuEnvelopes, feishuEnvelopes } from './envelopes.js';
import { type FeishuEvents, feishuEvents } from './events.js';
import { type FeishuStandIn, type StandInOptions, startFeishuStandIn } from './stand-in.js';

export const secrets = {
  appId: 'cli_a1b2c3d4e5f60718',
  appSecret: 'app-secret-not-to-be-seen',
  encryptKey: 'encrypt-key-not-to-be-seen',
  verificationToken: 'verification-token',
} as const;

const sealed = (value: string) => ({ reveal: () => value });

export const feishuConfig = (domain: string, changes: Partial<FeishuConfig> = {}): FeishuConfig => ({
  appId: secrets.appId,
  appSecret: sealed(secrets.appSecret),
  encryptKey: sealed(secrets.encryptKey),
  verificationToken: sealed(secrets.verificationToken),
  domain,
  ...changes,
});

export interface FeishuOnStandIn {
  bot: FeishuBot;
  platform: FeishuStandIn;
  events: FeishuEvents;
}

/** The bot, the platform it talks to, and the events that platform would push. */
export async function feishuOnStandIn(
  options: Partial<StandInOptions> = {},
  log: Log = silent,
  changes: Partial<FeishuConfig> = {},
  limits: Partial<FeishuLimits> = {},
): Promise<FeishuOnStandIn> {
  const platform = await startFeishuStandIn({ ...secrets, ...options });
  const bot = await createFeishu(feishuConfig(platform.domain, changes), {
    log,
    limits: { ...feishuLimits, ...limits },
  });
  return { bot, platform, events: feishuEvents({ ...secrets, botOpenId: platform.botOpenId }) };
}

export interface ConnectedFeishuOnStandIn {
  bot: ConnectedFeishuBot;
  platform: FeishuStandIn;
  /** What that platform would send over the long connection. */
  envelopes: FeishuEnvelopes;
}

/** The same for an app whose events come over the long connection. It is not opened yet. */
export async function connectedFeishuOnStandIn(
  options: Partial<StandInOptions> = {},
  log: Log = silent,
  changes: Partial<FeishuApp> = {},
  limits: Partial<FeishuLimits> = {},
): Promise<ConnectedFeishuOnStandIn> {
  const platform = await startFeishuStandIn({ ...secrets, ...options });
  const app = { appId: secrets.appId, appSecret: sealed(secrets.appSecret), domain: platform.domain, ...changes };
  const bot = await createConnectedFeishu(app, { log, limits: { ...feishuLimits, ...limits } });
  return { bot, platform, envelopes: feishuEnvelopes({ ...secrets, token: '', botOpenId: platform.botOpenId }) };
}
