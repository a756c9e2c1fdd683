import { expect, test } from '@jest/globals';
import { inParts } from '../../handlers/parts.js';

test('a list that is short is one message', () => {
  expect(inParts('全县：\n· 周记\n· 月报')).toEqual(['全县：\n· 周记\n· 月报']);
  expect(inParts('')).toEqual(['']);
});

test('a long one is parted at the ends of lines, and nothing of it is lost', () => {
  const lines = Array.from({ length: 9 }, (_, i) => `第${i}行`);
  const parts = inParts(lines.join('\n'), 12);
  expect(parts).toEqual(['第0行\n第1行\n第2行', '第3行\n第4行\n第5行', '第6行\n第7行\n第8行']);
});

test('a line that is too long is parted after a name', () => {
  const names = Array.from({ length: 300 }, (_, i) => `张三${i}`).join('、');
  const text = `全县：\n未交：${names}`;
  const parts = inParts(text);
  expect(parts.length).toBeGreaterThan(2);
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(600);
  // No platform takes fewer bytes in a message.
  expect(Math.max(...parts.map((part) => Buffer.byteLength(part)))).toBeLessThan(2048);
  expect(parts.join('')).toBe(text);
  for (const part of parts.slice(0, -1)) expect(part).toMatch(/、$/);
});
