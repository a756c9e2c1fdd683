import { readFileSync } from 'node:fs';
import { Secret } from './secret.js';

/** What may also come from a file, as container platforms hand secrets over: the file is named by NAME_FILE. */
const SECRETS: readonly string[] = [
  'MONGODB_URI',
  'FEISHU_APP_SECRET',
  'FEISHU_ENCRYPT_KEY',
  'FEISHU_VERIFICATION_TOKEN',
  'WECOM_BOT_SECRET',
  'WECOM_GROUP_WEBHOOKS',
  'WECHATY_PUPPET_SERVICE_TOKEN',
];

/** The environment with its secrets sealed; each taken from NAME or, where that is unset, from the file NAME_FILE. */
export function fillSecrets(env: Record<string, string>, problems: string[]): Record<string, string | Secret> {
  const sealed: Record<string, string | Secret> = { ...env };
  for (const name of SECRETS) {
    const value = env[name] ?? fromFile(`${name}_FILE`, env, problems);
    if (value !== undefined) sealed[name] = new Secret(value);
  }
  return sealed;
}

function fromFile(name: string, env: Record<string, string>, problems: string[]): string | undefined {
  const path = env[name];
  if (path === undefined) return undefined;
  const value = contentOf(path);
  if (!value)
    problems.push(`${name} 指的文件 ${path} ${value === '' ? '是空的' : '打不开'}；请检查路径、内容和读取权限。`);
  return value || undefined;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
