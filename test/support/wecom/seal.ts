import { createCipheriv } from 'node:crypto';

/** What hangs on a message, as the platform seals it: AES-256-CBC, filled up to a multiple of 32 bytes. */
export function seal(bytes: Buffer, key: Buffer): Buffer {
  const padding = 32 - (bytes.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]);
}
