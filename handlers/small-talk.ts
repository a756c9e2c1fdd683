import * as texts from '../config/texts/help.js';

const ENDING = /(?:您|你|了|啦|老师|哈)+$/;

const TALK: readonly { words: readonly string[]; answer: string }[] = [
  { words: ['你好', '您好', '在吗', '在不在', '早上好', '下午好', 'hi', 'hello'], answer: texts.greeting },
  { words: ['谢谢', '多谢', '感谢', '辛苦', '麻烦'], answer: texts.welcome },
  {
    words: [
      '收到',
      '好的',
      '好',
      '知道',
      '明白',
      '嗯',
      '嗯嗯',
      '行',
      '可以',
      'ok',
      '强',
      '赞',
      '玫瑰',
      '鲜花',
      '抱拳',
      '握手',
      '微笑',
      '比心',
      '点赞',
    ],
    answer: texts.allRight,
  },
];

const PICTURE = /\p{Extended_Pictographic}/u;

/** What is said out of courtesy and asks for nothing: a greeting, thanks, 收到. Undefined for anything else. */
export function smallTalk(text: string): string | undefined {
  const parts = text
    .toLowerCase()
    .split(/[。.！!～~，,、\s[\]\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]+/u)
    .filter(Boolean);
  // 👍, 🌹
  if (parts.length === 0) return PICTURE.test(text) ? texts.allRight : undefined;
  const answers = parts.map((part) => TALK.find(({ words }) => words.includes(part.replace(ENDING, '')))?.answer);
  return answers.includes(undefined) ? undefined : answers.at(-1);
}
