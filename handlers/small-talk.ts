import * as texts from '../config/texts/help.js';

/** 马上交 · 我今晚写 · 这就去办: a promise, and no text to be handed in. */
const PROMISE =
  /^我?(?:马上|这就|立刻|尽快|抓紧|一会儿?|等会儿?|等下|待会儿?|回头|稍后|晚点|下班后?|今天|今晚|晚上|明天|明早)+就?去?(?:交|写|填|补|办|补交|处理)$/;
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
  const answers = parts.map((part) => answerTo(part.replace(ENDING, '')));
  return answers.includes(undefined) ? undefined : answers.at(-1);
}

const answerTo = (part: string): string | undefined =>
  PROMISE.test(part) ? texts.allRight : TALK.find(({ words }) => words.includes(part))?.answer;
