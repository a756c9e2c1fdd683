import * as texts from '../config/texts/training.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson } from '../models/owner.js';
import type { TrainingHead } from '../models/training.js';
import type { Asked, Handler } from './handler.js';
import { heldFor, offeredTo, ownOf, takeHeld, whichTraining } from './sign-up.js';
import { plainOf } from './spoken.js';
import { listTrainings } from './training-list.js';
import { findDuty } from './words.js';

type Spoke = Omit<Asked, 'args'>;

/** 好的，参加 · 我要去 · 确认参加: that one comes, said in words of one's own. */
const COMES =
  /^(?:我|好的?|行|可以|嗯|收到|没问题|谢谢|老师|[\s，,。.!！])*(?:确认|要|会|能|愿意)?(?:参加|去)[的了吧啊。.!！\s]*$/;

/** 我去不了了 · 参加不了 · 不参加了 · 取消报名. */
const STAYS_AWAY = /[去来]不了|参加不(?:了|成)|(?:不|没法|没办法)(?:能|想|打算)?(?:去|来|参加)|取消(?:掉)?报名/;
/** 怎么报名 · 想参加 · 报个名. */
const SIGNS_UP = /报(?:个|上|一下)?名|(?:想|要|怎么|如何|咋|能|可以|愿意)[^，,。]{0,4}参加|参加.*[吗么]$/;
/** 在哪里 · 几点 · 还有名额吗. */
const ASKS_ABOUT = /哪|几点|什么时候|啥时候|多久|地点|时间|名额|报满/;

const TRAINING = '培训';
/** A longer text tells of one. */
const MOST_LETTERS = 25;

/**
 * 英语培训怎么报名 · 我想参加英语培训 · 英语培训去不了了 · 好的，参加: what answers it, where such a training is to come. Undefined
 * else: a duty may have the same name, and is handed in after the training. Nothing is done unasked, but that a place
 * is taken that is held.
 */
export async function aboutTraining(asked: Spoke, models: Models): Promise<Handler | undefined> {
  const text = asked.event.text.trim();
  if (COMES.test(text)) {
    const isHeld = (await heldFor(asked, models)).length > 0;
    return isHeld ? async (each, all) => (await takeHeld(each, all)) ?? [] : undefined;
  }
  const plain = plainOf(text);
  const isLong = plain.length > MOST_LETTERS || /[\n:：]/.test(text);
  if (!plain.includes(TRAINING) || isLong || isTextOf(plain, models)) return undefined;
  const toCome = (await models.trainings.headsToCome(asked.now)).filter(({ state }) => isKnown(state));
  const named = namedIn(plain, toCome);
  const [one] = named;
  if (!one) return undefined;
  const among = (heads: TrainingHead[]) => named.filter(({ _id }) => heads.some((each) => each._id === _id));
  const [theirs, free] = [among(await ownOf(asked, models)), among(await offeredTo(asked, models))];
  if (STAYS_AWAY.test(plain)) return async (each) => whichTraining(each, '取消报名', theirs, texts.noneOfYours);
  if (SIGNS_UP.test(plain) && free.length > 0) return async (each) => whichTraining(each, '报名', free, texts.noneMore);
  const isAsked = SIGNS_UP.test(plain) || ASKS_ABOUT.test(plain) || (await isNoDutyOfTheirs(plain, asked, models));
  return isAsked ? (each, all) => listTrainings({ ...each, args: String(one._id) }, all) : undefined;
}

const isKnown = (state: TrainingHead['state']): boolean => state !== 'draft' && state !== 'cancelled';

/** 周记 今天的英语培训去不了: what is written. */
const isTextOf = (plain: string, { catalogue }: Models): boolean =>
  catalogue.duties.some(
    ({ form, word, name, aliases }) =>
      form.style === 'message' && [word, name, ...aliases].some((each) => plain.startsWith(each)),
  );

/** 英语培训, by itself, of whoever has nothing to hand in about it. */
async function isNoDutyOfTheirs(plain: string, { speaker, now }: Spoke, models: Models): Promise<boolean> {
  const duty = findDuty(plain, models.catalogue.duties);
  const pages = duty ? await models.rolls.ofOwner(ownerOfPerson(speaker._id), now) : [];
  return duty !== undefined && pages.every((page) => page.duty !== duty.key);
}

/** Those whose title has what is said at once before 培训 (我想参加英语培训); all, where nothing is. */
function namedIn(plain: string, heads: readonly TrainingHead[]): TrainingHead[] {
  const said = plain.slice(0, plain.indexOf(TRAINING)).replace(NO_NAME, '');
  if (!said) return [...heads];
  const alike = heads.map(({ title }) => lettersAlike(said, title));
  const most = Math.max(...alike);
  return most < FEWEST_ALIKE ? [] : heads.filter((_, index) => alike[index] === most);
}

const FEWEST_ALIKE = 2;
const NO_NAME = /^(?:我|要|想|怎么|如何|能|可以|去|报名|取消|参加|不|这个|那个|这次|那次|明天|后天|的)+$/;

/** How many of the last letters stand in a title as they are. */
const lettersAlike = (said: string, title: string): number =>
  Math.max(...Array.from(said, (_, index) => (title.includes(said.slice(index)) ? said.length - index : 0)));
