import { Platform } from '../../models/ids.js';

/** What people call the platforms; the first name is said, all are understood. */
const NAMES: Record<string, readonly string[]> = {
  feishu: ['飞书', 'feishu', 'lark'],
  wecom: ['企业微信', '企微', 'wecom'],
  'wecom-group': ['企业微信群机器人', '群机器人', 'wecom-group'],
  wechat: ['微信', 'wechat'],
  sandbox: ['沙盒', 'sandbox'],
};

export const platformName = (platform: string): string => NAMES[platform]?.[0] ?? platform;

export function platformNamed(word: string): Platform | undefined {
  const [platform] = Object.entries(NAMES).find(([, names]) => names.includes(word.toLowerCase())) ?? [];
  return platform === undefined ? undefined : Platform.parse(platform);
}
