import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from '../sources.js';

/** The plaintext of a delivery, of the shape the vendor documents. */
export const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(join(sources, `test/fixtures/feishu/${name}.json`), 'utf8'));

/** What the fixtures were made with. */
export const fixtures = {
  appId: 'cli_9f5343c580712544',
  verificationToken: 'rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV',
  tenantKey: '2ca1d211f64f6438',
  botOpenId: 'ou_7dede290d6a27698b969a7fd70ca53da',
  author: 'ou_84aad35d084aa403a838cf73ee18467',
  /** A few seconds after they were sent. */
  now: new Date('2026-03-10T06:30:05Z'),
} as const;
