import * as texts from '../config/texts/help.js';

/** 马上交 · 我今晚写 · 今晚就交上 · 这就去办: a promise, and no text to be handed in. */
const PROMISE =
  '我?会?(?:马上|这就|立刻|尽快|抓紧|一会儿?|等会儿?|等下|待会儿?|回头|稍后|晚点|下班后?|今天|今晚|晚上|明天|明早|一定)+就?去?(?:补交|处理|交|写|填|补|办)(?:上来|上去|上|好|完|发您)?';

/** Who is spoken to, with a family name or without: 单主任. */
const WHOM = '\\p{Script=Han}{0,2}?(?:老师|主任|校长|园长|组长)';

/** What is said of itself in courtesy, and its answer; where several are said, the last one's. */
const COURTESIES: readonly { said: RegExp; answer: string }[] = [
  {
    said: new RegExp(`^(?:(?:你|您|大家|${WHOM})好|在吗|在不在|在么|[早晚]上好|[上中下]午好|早|hi|hello)`, 'u'),
    answer: texts.greeting,
  },
  { said: /^(?:谢谢|多谢|感谢|谢|辛苦|麻烦)/, answer: texts.welcome },
  { said: new RegExp(`^${PROMISE}`), answer: texts.allRight },
  {
    said: /^(?:收到|好的|好嘞|好|知道|明白|了解|没问题|嗯+|行|可以|ok|强|赞|玫瑰|鲜花|抱拳|握手|微笑|比心|点赞)/,
    answer: texts.allRight,
  },
];
/** Particles and the like, which ask for nothing either. */
const AROUND = new RegExp(`^(?:${WHOM}(?!好)|您|你|了|啦|哈|呀|啊|哦|的|们|小助手|机器人)`, 'u');

const PICTURE = /\p{Extended_Pictographic}/u;

/** What is said out of courtesy and asks for nothing: a greeting, thanks, 收到谢谢. Undefined for anything else. */
export function smallTalk(text: string): string | undefined {
  const parts = text
    .toLowerCase()
    .split(/[。.！!？?～~，,、；;…\s[\]\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]+/u)
    .filter(Boolean);
  // 👍, 🌹
  if (parts.length === 0) return PICTURE.test(text) ? texts.allRight : undefined;
  const said = parts.map(courtesiesIn);
  return said.includes(undefined) ? undefined : said.flatMap((answers) => answers ?? []).at(-1);
}

/** The answers to what stands between two marks, courtesy by courtesy; undefined where it says anything else. */
function courtesiesIn(part: string): string[] | undefined {
  const answers: string[] = [];
  let rest = part;
  while (rest) {
    const courtesy = COURTESIES.find(({ said }) => said.test(rest));
    if (courtesy) answers.push(courtesy.answer);
    const length = (courtesy?.said ?? AROUND).exec(rest)?.[0].length ?? 0;
    if (length === 0) return undefined;
    rest = rest.slice(length);
  }
  return answers;
}
