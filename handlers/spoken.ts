import type { Duty } from '../models/duty.js';
import { halfWidth } from './forms/field.js';
import { LAST, NAMED, SEVERAL, THIS } from './period-words.js';
import { findDuty } from './words.js';

/** What people say before a duty's word without meaning anything else by it: 交周记, 我要提交月报, 本周的周记, 我的周记. */
const BEFORE = `(?:我?(?:要|想|来)?(?:提交|上交|补写|交|写|发)(?:一下|一篇|一份)?|我的|(?:${Object.values(THIS).join('|')}|[这本]个?学期)的?|今天的)`;
/** That, which says which one it is while last week's is still taken. */
const THIS_WEEK = new RegExp(THIS['teaching-week']);
/** From so many letters on, what goes on at once behind a word is a text, and no remark about it. */
const TEXT_LETTERS = 20;

/** A word as a regular expression reads it: nothing in it means more. */
export const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
/** The words of duties, and their other names, the longest first, as a regular expression reads them. */
export const wordsOf = (duties: readonly Duty[]): string[] =>
  duties
    .flatMap(({ word, name, aliases }) => [word, name, ...aliases])
    .toSorted((a, b) => b.length - a.length)
    .map(escaped);

/**
 * 交周记 …, 本周周记：…, 第13周的周记 …, 周 记 …: the same as the command is written, which begins with its word.
 * Undefined where it is none of these.
 */
export function straightened(text: string, duties: readonly Duty[]): string | undefined {
  const word = `(${wordsOf(duties).join('|')})`;
  const ahead = new RegExp(`^(${BEFORE}{1,2})\\s*${word}(?=[\\s:：,，。]|$|.{${TEXT_LETTERS}})`, 's').exec(text);
  if (ahead) {
    const [said, before = '', named = ''] = ahead;
    const ofWeek = findDuty(named, duties)?.cadence.every === 'teaching-week' && THIS_WEEK.test(before);
    return [named, ofWeek ? '本周' : '', text.slice(said.length)].filter(Boolean).join(' ').trim();
  }
  const labelled = new RegExp(`^(${LABELLED})的?${word}(?=[\\s:：,，。]|$)`).exec(text);
  if (labelled) return `${labelled[2]} ${labelled[1]} ${text.slice(labelled[0].length)}`.trim();
  return SPLIT.test(text) ? text.replace(SPLIT, '$1') : closedUp(text);
}

/** 第13周, 第17、18周, 11月份: of which week or weeks it is, or of which months. */
const LABELLED = [...Object.values(SEVERAL), ...Object.values(NAMED)].join('|');

/** 取消 报名 1: a space within a command that has a number. */
const SPLIT = /^(取消|停止|同意|不同意|发布|导出)\s+(?=(?:报名|培训|收集)\s*[\d０-９])/;

/** 周 记, 研 讨 课: a space between the letters of a word. */
function closedUp(text: string): string | undefined {
  const apart = /^\p{Script=Han}(?:[ \u3000]\p{Script=Han}){1,3}(?=[\s:：,，。！!]|$)/u.exec(text);
  return apart ? apart[0].replace(/\s/g, '') + text.slice(apart[0].length) : undefined;
}

/**
 * 上周的周记 …, 补一下上周的周记：…: the word of the duty, and what was written, with its 上周的. Said without 补交 it is asked
 * first.
 */
export function ofLastTime(text: string, duties: readonly Duty[]): { word: string; rest: string } | undefined {
  const ahead = '(?:我?(?:来|要|想)?补(?:交|写|上)?(?:一下|一篇|一份)?)?';
  const word = `(${wordsOf(duties).join('|')})`;
  const found = new RegExp(`^${ahead}(${Object.values(LAST).join('|')})的?${word}[\\s:：,，。]+(?=\\S)`).exec(text);
  const [said, last = '', named] = found ?? [];
  return said && named ? { word: named, rest: `${last}的 ${text.slice(said.length)}` } : undefined;
}

/** A question is short; a longer text is what somebody writes. */
const QUESTION_LETTERS = 20;

const COURTESY = /^(?:请问|问一下|我?想问(?:一下|下)?|老师|您好|你好|那个|那|麻烦)+/;
/** A question without its courtesies. */
export const plainOf = (text: string): string =>
  halfWidth(text)
    .replace(/[\s。.!！?？~～,，]/g, '')
    .replace(COURTESY, '')
    .replace(/(?:呢|呀|啊|吧|哦|哈)+$/, '');

const WHO_OWES = /谁.*没.?交|(?:哪些|哪个|哪几|几个|多少).*没.?交|没.?交的(?:有谁|有哪些|是谁|名单|人|老师|学校)?$/;
/** 交了多少 · 交得怎么样了 · 多少人交了. */
const HOW_MANY =
  /交(?:了|上来)*(?:多少|几[个篇份人])|(?:多少|几)(?:人|个人?|位|老师|学校)?(?:已经|都)?交了|交[得的]怎么样/;
const WHAT_IS_OWED =
  /^我?(?:还|今天|本周|这周|本月|这个月|现在|都)*(?:要|该|得|需要|欠|差|剩|有)(?:什么|哪些|啥)(?:要交|没.?交|该交|任务|材料|东西)?(?:的|没.?交)?$|我.*(?:要|该|得|需要)(?:交|写)(?:什么|哪些|啥)|还(?:有|差|欠|要交)(?:什么|哪些|啥)|收到(?:了)?(?:吗|没有?)$|(?:什么时候|啥时候|何时|几点|哪天).*(?:截止|交|到期)|(?:截止|上交)(?:时间|日期|是)|^待办$/;
/** 交了吗 · 我这周的周记交了没, but not of somebody else. */
const WHETHER_IN = /^(.*?)(?:交|写)?(?:了|上|过)?(?:交(?:了|上|过)?)(?:没有?|了吗|了没|吗)$/;
const OWN_WORDS = /我|这周|本周|这个?月|本月|上周|今天|刚才|是不是|有没有|的|已经/g;
const WHAT_IT_CAN =
  /^(?:你|您)(?:是谁|是什么|叫什么|能|会|可以)|怎么(?:使)?用|如何(?:使)?用|不会(?:使)?用|^(?:有|都有)?(?:什么|哪些)功能|^(?:功能|菜单|说明|使用说明|命令|用法|指令|教程|说明书)$/;
const HOW_TO_MEND = /(?:怎么|如何|怎样|能不能|可以).*(?:改|重写)/;
/** 在哪写 · 写在哪里 · 发给谁. */
const WHERE = /哪(?:里|儿|个地方)?(?:能|可以)?(?:提交|写|交|发|填)|(?:提交|写|交|发|填)(?:在|到|去|给)?(?:哪|谁)/;
/** 上周忘交了，现在还能补吗 · 怎么补交. */
const HAND_IN_LATE = /(?:能|可以|怎么|如何|咋|好)补(?:交|上|写|吗|$)|补交?(?:行|可以|来得及)吗/;
const HOW =
  /怎么|如何|怎样|要求|格式|模板|多少字|字数|写什么|写啥|是什么|几个字|能不能|可不可以|可以.*吗|能.*吗|要不要|必须/;
/** Who has left: that stands in the roster, and is no wish about one's own reminders. */
const GONE = /(?:调走|调离|调出|调到\S{0,8}(?:校|学|园|局|乡|镇|县)|退休|病退|离职|辞职)了/;
const NO_MORE = /(?:别|不要|不用|停止|关闭|取消).{0,4}(?:提醒|催|发消息)|^退订$|^别(?:再)?发了$/;
const HOW_IT_STANDS = /^(?:全校|本校|学校|全县)?(?:统计|汇总|进度|小结|(?:完成|上交|整体|本周|本月|这周)?情况)$/;
const WHAT_WAS = /(?:以前|之前|上周|上次|过去).*(?:交的|写的|交过|写过)(?:.*(?:哪|看))?|我?(?:交|写)过(?:什么|哪些|的)/;
const LOOK = /^(?:看看|看一下|看下|查一下|查查)(?:我的?)?|^我的/;

const SIGN_UP = /^我?(?:要|想)?报名(?!表|情况|名单)/;
const TRAININGS = /(?:有|哪些|什么).*培训$|培训(?:有哪些|在哪|是哪|几点|什么时候)/;
const WHOM = /找谁|问谁|联系谁|联系方式|^(?:人工|客服|管理员|找管理员|联系管理员|转人工|电话)$/;
const OTHER_ACCOUNT = /换(?:了)?(?:手机|号|账号|微信|飞书)|(?:新|换).*(?:账号|微信号)/;

/** What a question is about: the word of a duty in it, or of a command. */
interface About {
  plain: string;
  duty?: string;
  command?: string;
}

/** Sentences that ask something, and what they ask for, as a command; nothing here changes anything. */
const QUESTIONS: readonly { asks: RegExp; says: (about: About) => string | undefined }[] = [
  { asks: WHO_OWES, says: ({ duty = '' }) => `未交 ${duty}` },
  { asks: HAND_IN_LATE, says: () => '补交' },
  { asks: HOW_MANY, says: ({ duty }) => duty && `未交 ${duty}` },
  { asks: WHAT_IS_OWED, says: () => '我的' },
  { asks: WHETHER_IN, says: ({ plain, duty = '' }) => (isOwn(plain, duty) ? '我的' : undefined) },
  { asks: NO_MORE, says: () => '提醒' },
  { asks: LOOK, says: ({ plain, duty }) => (duty && plain.endsWith(duty) ? `看 ${duty}` : undefined) },
  { asks: HOW_TO_MEND, says: () => '帮助 修改' },
  { asks: HOW, says: ({ duty, command }) => (duty ?? command) && `帮助 ${duty ?? command}` },
  { asks: WHAT_WAS, says: ({ duty = '' }) => `历史 ${duty}` },
  { asks: SIGN_UP, says: () => '报名' },
  { asks: TRAININGS, says: () => '培训' },
  { asks: WHERE, says: ({ duty, command }) => (duty ?? command) && `帮助 ${duty ?? command}` },
  { asks: OTHER_ACCOUNT, says: () => '帮助 绑定码' },
  { asks: WHOM, says: () => '找谁' },
  { asks: WHAT_IT_CAN, says: () => '帮助' },
  { asks: HOW_IT_STANDS, says: () => '全校' },
];

/** 韩艳老师调走了，以后别提醒她了 · 罗玉芬退休了. */
export const isOfRoster = (text: string): boolean => plainOf(text).length <= QUESTION_LETTERS && GONE.test(text);

const isOwn = (plain: string, duty: string): boolean =>
  WHETHER_IN.exec(plain)?.[1]?.replace(duty, '').replace(OWN_WORDS, '') === '';

/**
 * 还有谁没交周记 · 我要交什么 · 周记要写多少字 · 怎么请假: the command that answers it. Undefined for what asks nothing
 * known, and for whatever would change something: that is never guessed.
 */
export function askedInWords(
  text: string,
  duties: readonly Pick<Duty, 'word'>[],
  commands: readonly string[],
): string | undefined {
  const plain = plainOf(text);
  if (plain.length > QUESTION_LETTERS || isOfRoster(text)) return undefined;
  const duty = longestIn(
    plain,
    duties.map(({ word }) => word),
  );
  const command = longestIn(plain, commands);
  const about = { plain, ...(duty && { duty }), ...(command && { command }) };
  for (const { asks, says } of QUESTIONS) {
    const said = asks.test(plain) ? says(about) : undefined;
    if (said !== undefined) return said.trim();
  }
  return undefined;
}

/** 我上周 已经 交过了 · 不该我交. */
const IN_ALREADY =
  /^(?:我|的|老师|这周|本周|上周|这个?月|本月|上个?月|昨天|今天|前天|早上|上午|下午|刚才?|早就?|都|已经?)*(?:提交|上交|交)(?:过了?|了)[啊呀的呢嘛哦]*$/;
const NOT_MINE = /^(?:我|这项|这个|应该|以后|就|也)*(?:不(?:应)?该|不归|不用|不是)我?(?:来)?(?:交|的)[啊呀吧的呢]*$/;

/**
 * 周记交过了 · 我已经交过周记了 · 研讨课不该我交，我今年不带班: what is said about a duty in place of it, as the command is
 * written. Undefined for a question, and for whatever is a text.
 */
export function claimedInWords(text: string, duties: readonly Duty[]): string | undefined {
  const [, first = '', rest = ''] = /^([^,，。;；!！\n]+)[,，。;；!！]*([^\n]*)$/.exec(text) ?? [];
  const plain = plainOf(first);
  const word = longestIn(
    plain,
    duties.flatMap(({ word: own, name, aliases }) => [own, name, ...aliases]),
  );
  if (!word || plain.length > QUESTION_LETTERS || /[?？]/.test(text)) return undefined;
  const said = plain.replace(word, '');
  const claim = IN_ALREADY.test(said) ? '已交过了' : NOT_MINE.test(said) ? '不该我交' : undefined;
  return claim && `${claim} ${word} ${rest}`.trim();
}

/** 我不教课了，不用写周记: that it is not theirs, after the reason or of writing. It may be meant otherwise, so it is offered. */
export function notMineInWords(text: string, duties: readonly Duty[]): string | undefined {
  const plain = text.replace(/[。.!！~～\s]+$/, '');
  const [, reason = '', claim = plain] = /^([^,，。;；!！\n]+)[,，。;；!！]+([^,，。;；!！\n]+)$/.exec(plain) ?? [];
  const said = claimedInWords(`${claim.replace('写', '交')}，${reason}`, duties);
  return said?.startsWith('不该我交') ? said : undefined;
}

/** 韩艳周记交了没 · 怎么退回？: a question with a word of ours in it, whether it can be answered or not. */
export const asksAbout = (text: string, words: readonly string[]): boolean =>
  /[?？吗没]$/.test(text) && longestIn(plainOf(text), words) !== undefined;

const longestIn = (plain: string, words: readonly string[]): string | undefined =>
  words
    .filter((word) => word.length > 1 && plain.includes(word))
    .toSorted((a, b) => b.length - a.length)
    .at(0);

/** A remark is short, be it apart from the word or not. */
const REMARK_LETTERS = 14;
const LOATH =
  /^我?(?:真的?|实在|确实|今天|这周|都|也|又|就|老)*(?:不想|懒得|不愿意?|没(?:时间|空|心思)|来不及|不会)(?:再)?(?:写|交)了?(?:怎么办)?$|^我?写不(?:出来?|完|动)了?$|^太(?:多|长|难|麻烦)了?(?:[能可].*)?$|^(?:能不能|可不可以|能|可以)(?:少|不)写.{0,3}$/;
const TO_COME =
  /^我?(?:(?:写|弄)[完好]|补[发交一]?|重[新发写交]*|再[发交写]|漏[发交]|忘记?|迟|(?:今晚|晚上|下午|明[天早晚]|后天|晚[点些]|过几天|稍后|一会儿?|待会儿?|马上|尽快|下周|周[一二三四五])(?:就|再|一定)*)(?:补|交|发|写)*(?:上|好|下|一下)?[了吧哈]*$/;

/** 周记不想写了, 周记太多了: what is said about it, and is none; 周记 补发, 周记明天交: that it is to come. */
function remarkIn(behind: string): 'of-it' | 'to-come' | undefined {
  const plain = plainOf(behind).replace(/^[:：、]+/, '');
  if (plain === '' || plain.length > REMARK_LETTERS) return undefined;
  if (LOATH.test(plain)) return 'of-it';
  return TO_COME.test(plain) ? 'to-come' : undefined;
}

/** 怎么写 · 要写多少字 · 交了没 · 可以发语音吗: what stands at once behind a word asks about it; a text stands apart. */
export function isQuestionAbout(behind: string): boolean {
  const apart = /^[\s:：,，、]/.test(behind);
  return apart
    ? ASKS_HOW.test(behind.trim())
    : plainOf(behind).length <= QUESTION_LETTERS && (ASKS.test(behind.trim()) || isOfHandingIn(behind));
}

/** 写在哪里 · 还用写吗 · 谁会看 · 小红交了没: the whole of it asks about handing in, so that it is no text, whatever it asks. */
const isOfHandingIn = (behind: string): boolean => {
  const plain = plainOf(behind);
  return (
    plain.length <= ABOUT_LETTERS && (WRITES_WHAT.test(plain) || BEGINS_TO_ASK.test(plain) || WRITES_OR_NOT.test(plain))
  );
};
const ABOUT_LETTERS = 12;
const WRITES_WHAT =
  /^(?:应该|需要|到底|一般|我们?|要|得|都|还|是)*(?:提交|上交|写|交|发|填|传|存|放)[在到给去了得的完过好]*(?:哪|谁|什么|啥|多少|怎么|咋|如何).{0,4}$/;
const BEGINS_TO_ASK =
  /^(?:应该|要|能|是)?[在到去从由归给]?(?:哪里|哪儿|哪天|哪个|哪(?=[提交发写填传存放])|谁|咋|几点|几号|多久|啥时候|为啥|为什么|怎么|什么时候).{0,6}$/;
const WRITES_OR_NOT = /^.{0,6}(?:提交|上交|写|交|发|补)[了完上过]*(?:吗|么|不|没有?)$/;
const ASKS_HOW =
  /^(?:怎么|怎样|如何|要求|格式|模板|是什么|什么时候).{0,6}$|^交了(?:吗|没有?)[?？]?$|^(?:写|交|发)(?:在|到|给)(?:哪里?|哪儿|谁)[?？]?$/;
const ASKS =
  /^(?:怎么|怎样|如何|要求|格式|模板|是什么|什么时候|几点|要写|写多少|写什么|写啥|多少|可以|能不能|还要|要不要|必须|谁|哪)|[?？吗没]$|没有$/;

/**
 * What stands behind the word of a message and asks something about it, as a command; where it is not known what, how
 * it is done is told. What is said about it (周记不想写了) is no text either.
 */
export function questionAbout(duty: Duty, behind: string): string | undefined {
  const remark = remarkIn(behind);
  if (remark) return remark === 'to-come' ? duty.word : `帮助 ${duty.word}`;
  if (!isQuestionAbout(behind)) return undefined;
  return askedInWords(`${duty.word}${behind}`, [duty], []) ?? (isOfHandingIn(behind) ? `帮助 ${duty.word}` : undefined);
}
