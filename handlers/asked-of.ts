import { scopeWords } from '../config/texts/scope.js';
import type { Models } from '../models/models.js';
import type { Seeing } from '../models/sight.js';
import type { Asked } from './handler.js';
import { ANY_NAMED, ANY_NEAR, LAST, labelOf } from './period-words.js';
import { plainOf, wordsOf } from './spoken.js';
import { findDuty } from './words.js';

type Spoke = Omit<Asked, 'args'>;

/** With the name of a school a question is longer than without. */
const QUESTION_LETTERS = 30;

/** 谁还没交, 哪些老师没交, 没交的有哪些: of many. */
const WHO =
  /(?:有?谁|(?:还?有)?(?:哪些|哪个|哪几个?|多少|几个?)(?:人|老师|教师|学校|所)?)(?:还|都)*没有?交|没有?交的(?:有谁|有哪些|是谁|名单|人|老师|学校)?$/;
/** 交了吗, 有没有交, 还欠什么, 交得怎么样了: of one. */
const WHETHER =
  /有没有(?:上|提)?交|交没交|(?:上|提)?交(?:了|过|上|齐)*(?:吗|没有?)$|还?(?:欠|差|缺|剩|有)着?(?:什么|哪些|啥|多少)(?:没有?交|要交)?|(?:什么|哪些|啥)还?没有?交|交(?:得|的)怎么样了?|交了多少/;

const PERIOD = new RegExp(`(?<!\\d)${ANY_NAMED}(?!\\d)`);
/** 本周 is what is asked about anyway. */
const LAST_ONE = new RegExp(Object.values(LAST).join('|'));
/** Which of their own somebody means, by its right, and by what else lets them ask about it. */
const OWN_PLACES: readonly { said: RegExp; right: Seeing; or?: Seeing }[] = [
  { said: /我们学校|我们校|我校|本校|全校/, right: 'see-school', or: 'see-county' },
  { said: /我们组|我组|本组/, right: 'see-group' },
];
/** What means nothing besides. */
const FILLERS = new RegExp(
  String.raw`看一?[看下]|查一?[查下]|老师们?|教师|(?:截[至止])?到?(?:现在|目前|今天|昨天)|至今|${ANY_NEAR}|我们|咱们|我|学校|帮忙|麻烦|一下|上来|列出来|告诉我|发给我|名单|统计|一共|总共|到底|究竟|是不是|已经|最近|情况|全县`,
  'g',
);
const AT_EDGES = /^[的了还都也把给和请帮查看那份]+|[的了还都也把给和请帮查看那份]+$/g;

/**
 * 韩艳周记交了吗 · 东河镇中学月报交了没 · 第一小学谁没交周记 · 马志强还欠什么: a question that names somebody or a place, as 未交
 * is written. Undefined where it names none: then it is of one's own, of all that one may ask about, or no question.
 */
export async function askedOf(asked: Spoke, models: Models): Promise<string | undefined> {
  const text = asked.event.text.trim();
  const plain = plainOf(text);
  if (/[\n:：]/.test(text) || Array.from(plain).length > QUESTION_LETTERS) return undefined;
  const bare = plain.replace(new RegExp(`(?:${wordsOf(models.catalogue.duties).join('|')})|${ANY_NEAR}的?`, 'g'), '');
  const ofMany = WHO.test(bare);
  if (!ofMany && !WHETHER.test(bare)) return undefined;
  const { duty, period, own, places, words } = await partsOf(plain, asked, models);
  // 上周谁没交周记 names a period: of one's own that is asked about with 我的.
  const isNamed = words.length + places.length > 0 || own !== undefined || (ofMany && period !== undefined);
  if (!isNamed) return undefined;
  if (places.length === 0 && words.join() === asked.speaker.name) return '我的';
  const known = await Promise.all(words.map((word) => isCalled(word, models)));
  // Of many it is asked about whatever is no name: left out, it would be a question of the whole county.
  const isMeant = known.every(Boolean) || (ofMany && !isText(text, models));
  return isMeant ? ['未交', duty, period, own, ...places, ...words].filter(Boolean).join(' ') : undefined;
}

/** 周记 作业谁没交: what stands apart from the word of a message is its text. */
const isText = (text: string, { catalogue }: Models): boolean =>
  new RegExp(`^(?:${wordsOf(catalogue.duties).join('|')})[\\s,，、]`).test(text);

interface Parts {
  duty?: string;
  period?: string;
  /** The own school, or group, for who may ask about it. */
  own?: string;
  places: string[];
  /** What is none of these: a name, or part of one. */
  words: string[];
}

async function partsOf(plain: string, asked: Spoke, models: Models): Promise<Parts> {
  const { clusters, all } = models.schools;
  const county = asked.rights.has('see-county') ? [scopeWords['see-county'] ?? ''] : [];
  const named = [...county, ...(await clusters()), ...(await all()).map(({ name }) => name)];
  const staff = (await models.people.ofSchool(asked.school._id)).map(({ name }) => name);
  let rest = plain;
  const take = (found: string | undefined): string | undefined => {
    if (found) rest = rest.replace(found, ' ');
    return found || undefined;
  };
  const takeAll = (names: readonly string[]): string[] =>
    names.toSorted((a, b) => b.length - a.length).flatMap((name) => (rest.includes(name) ? (take(name) ?? []) : []));
  const places = takeAll(named);
  const colleagues = takeAll(staff);
  const { duties } = models.catalogue;
  const [said = ''] = new RegExp(wordsOf(duties).join('|')).exec(rest) ?? [];
  const duty = findDuty(said, duties)?.word;
  // 交周记了吗
  rest = rest.replace(said, '');
  const period = PERIOD.exec(rest)?.[0] ?? LAST_ONE.exec(rest)?.[0];
  // 谁上周没交
  if (period) rest = rest.replace(new RegExp(`${period}的?`), '');
  take((WHO.exec(rest) ?? WHETHER.exec(rest))?.[0]);
  const place = OWN_PLACES.find((each) => take(each.said.exec(rest)?.[0]));
  const may = place && [place.right, place.or].some((right) => right && asked.rights.has(right));
  const own = place && (may ? scopeWords[place.right] : '');
  const words = rest
    .replace(FILLERS, ' ')
    .split(' ')
    .map((word) => word.replace(AT_EDGES, ''))
    .filter(Boolean);
  return {
    ...(duty && { duty }),
    ...(period && { period: labelOf(period) }),
    ...(own !== undefined && { own }),
    places,
    words: [...colleagues, ...words],
  };
}

/** Whether somebody, or a place, is called so. */
const isCalled = async (word: string, { people, schools }: Models): Promise<boolean> =>
  (await people.namedAnywhere(word, 1)).length > 0 || (await schools.find(word)) !== undefined;
