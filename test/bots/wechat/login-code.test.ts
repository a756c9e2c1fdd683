import { expect, test } from '@jest/globals';
import jsQR from 'jsqr';
import { loginCode } from '../../../bots/wechat/login-code.js';

const QR = 'http://weixin.qq.com/x/gZ8hJk2LmNpQrStUvWxY';
/** Pixels of a module. */
const SIZE = 4;
/** What a half of a character shows: its upper and its lower module, light or not. */
const LIGHT: Record<string, [boolean, boolean]> = {
  '█': [true, true],
  '▀': [true, false],
  '▄': [false, true],
  ' ': [false, false],
};

/** As a camera sees a dark terminal. */
function seen(lines: string[]): string | undefined {
  const rows = lines.flatMap((line) => [0, 1].map((half) => Array.from(line, (sign) => LIGHT[sign]?.[half] === true)));
  const [width, height] = [(rows[0]?.length ?? 0) * SIZE, rows.length * SIZE];
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at += 1) {
    const isLight = rows[Math.floor(Math.floor(at / width) / SIZE)]?.[Math.floor((at % width) / SIZE)];
    if (!isLight) pixels.fill(0, at * 4, at * 4 + 3);
  }
  return jsQR(pixels, width, height)?.data;
}

test('a phone reads it from the terminal, with its colours set or not; the words stand below', () => {
  const plain = loginCode(QR, false);
  const [head = '', ...lines] = plain.split('\n');
  expect(head).toBe('微信等待扫码，请用机器人的手机扫：');
  expect(seen(lines.filter((line) => /^[█▀▄ ]+$/u.test(line)))).toBe(QR);
  expect(plain.endsWith(`${QR}\n`)).toBe(true);
  const coloured = loginCode(QR, true);
  expect(coloured).toContain('\u001b[97;40m');
  expect(coloured.replaceAll('\u001b[97;40m', '').replaceAll('\u001b[0m', '')).toBe(plain);
});
