import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { mentionsOf } from '../../../bots/feishu/mentions.js';

const BOT = 'ou_bot';
const mention = (key: string, open_id: string | null, name: string) => ({ key, id: { open_id }, name });

test('@_user_1 is not the beginning of @_user_10', () => {
  const list = [
    mention('@_user_1', BOT, '机器人'),
    ...Array.from({ length: 10 }, (_, i) => mention(`@_user_${i + 2}`, `ou_${i}`, `老师${i}`)),
  ];
  const { bot, write } = mentionsOf(list, BOT);
  expect(bot).toBe(true);
  expect(write('@_user_1 请 @_user_10 和@_user_11看')).toBe('请 @老师8 和@老师9看');
});

test('a key that is not in the list stays as it was typed', () => {
  const { write } = mentionsOf([mention('@_user_1', BOT, '机器人')], BOT);
  expect(write('@_user_12 @_user_1 邮箱 a@_user.cn')).toBe('@_user_12 邮箱 a@_user.cn');
});

test('a name that looks like a key is not read once more', () => {
  const { write } = mentionsOf([mention('@_user_1', 'ou_a', '_user_2'), mention('@_user_2', BOT, '机器人')], BOT);
  expect(write('@_user_1 好')).toBe('@_user_2 好');
});

test('only the own open_id is the bot; unknown, nobody is', () => {
  const list = [mention('@_user_1', BOT, '机器人'), mention('@_user_2', null, '外部')];
  expect(mentionsOf(list, BOT).bot).toBe(true);
  expect(mentionsOf(list, undefined).bot).toBe(false);
  expect(mentionsOf([mention('@_user_2', null, '外部')], undefined).bot).toBe(false);
  expect(mentionsOf([], BOT).bot).toBe(false);
});

test('whatever the keys and the text, nothing throws and foreign text is kept', () => {
  const key = fc.oneof(
    fc.string({ minLength: 1, maxLength: 20 }),
    fc.nat(30).map((n) => `@_user_${n}`),
  );
  const people = fc.array(fc.record({ key, name: fc.string() }), { maxLength: 12 });
  fc.assert(
    fc.property(people, fc.stringMatching(/^[^@]*$/), (list, text) => {
      const free = list.filter((one) => one.key.startsWith('@'));
      const { write } = mentionsOf(
        free.map((one) => mention(one.key, 'ou_x', one.name)),
        BOT,
      );
      expect(write(text)).toBe(text);
    }),
  );
});
