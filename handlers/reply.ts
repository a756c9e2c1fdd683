import * as texts from '../config/texts/reply.js';
import { addDays, mondayOf } from '../models/day.js';
import type { Duty } from '../models/duty.js';
import type { MessageEvent } from '../models/event.js';
import type { Models } from '../models/models.js';
import { type NagDispatch, type NagItem, nagIn, replyKey } from '../models/outbox.js';
import { type OwnerKey, ownerOfPerson } from '../models/owner.js';
import { seesTo } from '../models/owners.js';
import { OWING, type OwnPage } from '../models/roll.js';
import { titleIn } from '../models/title.js';
import { withAfter } from './after-hand-in.js';
import { numberIn } from './choice.js';
import { type Asked, here, type Say } from './handler.js';
import { messagesBefore } from './said-before.js';
import { submit } from './submit.js';
import { findDuty } from './words.js';

type Spoke = Omit<Asked, 'args'>;

/** Something a reminder told its hearer to hand in, that they still owe. */
interface Open {
  duty: Duty;
  owner: OwnerKey;
  roll: OwnPage;
}

/** How long one may take to say which of several things it was, in milliseconds. */
const CHOOSE_WITHIN_MS = 3600_000;

/** Whether a message answers one of the bot's own, so that it is meant for the bot without a mention. */
export const isToBot = async ({ chat, replyTo }: MessageEvent, { outbox }: Models): Promise<boolean> =>
  replyTo !== undefined && (await outbox.saidWith(chat.platform, replyTo)) !== undefined;

/**
 * Words that are no command, in answer to a reminder: what it reminded of, for the period it named. Of several things
 * one asks which. Undefined where it answers no reminder, or nothing of it is owed any more.
 */
export async function answerNag(asked: Spoke, models: Models): Promise<Say[] | undefined> {
  const nag = await nagAnswered(asked.event, models);
  if (!nag) return undefined;
  const open = await openOf(nag, asked, models);
  const [only] = open;
  if (!only) return undefined;
  if (open.length === 1) return handInFor(only, asked, models);
  return here(texts.whichOne(open.map(({ duty, roll }) => ({ duty, label: titleIn(asked.event.chat, roll) }))));
}

/**
 * 2, or 周记: which of several things the answer before was for. Undefined where nothing was asked.
 *
 * @param isCommand whether a text would have been understood by itself, so that nothing was asked about it.
 */
export async function chooseOfNag(
  asked: Spoke,
  models: Models,
  isCommand: (text: string) => boolean,
): Promise<Say[] | undefined> {
  const text = asked.event.text.trim();
  const duty = findDuty(text, models.catalogue.duties);
  const number = numberIn(text);
  if (!duty && number === undefined) return undefined;
  const [before] = await messagesBefore(asked, models, CHOOSE_WITHIN_MS);
  if (!before || isCommand(before.text.trim()) || (await answersAnother(asked, before, models))) return undefined;
  const nag = await nagAnswered(before, models);
  if (!nag) return undefined;
  const open = await openOf(nag, asked, models);
  const chosen = duty
    ? open.find((each) => each.duty.key === duty.key)
    : number === undefined
      ? undefined
      : open[number - 1];
  if (!chosen) return undefined;
  const { text: words, attachments } = before;
  return handInFor(chosen, { ...asked, event: { ...asked.event, text: words, attachments } }, models);
}

/** Whether it answers a message of the bot's that is neither the question which one, nor the reminder asked about. */
async function answersAnother({ event }: Spoke, before: MessageEvent, { outbox }: Models): Promise<boolean> {
  if (event.replyTo === undefined || event.replyTo === before.replyTo) return false;
  const said = await outbox.saidWith(event.chat.platform, event.replyTo);
  return said !== undefined && said.key !== replyKey(before.key, 0);
}

/** The reminder a message answers, if it answers one. */
export async function nagAnswered(
  { chat, replyTo }: Pick<MessageEvent, 'chat' | 'replyTo'>,
  { outbox }: Models,
): Promise<NagDispatch | undefined> {
  const said = replyTo === undefined ? undefined : await outbox.saidWith(chat.platform, replyTo);
  return nagIn(said?.dispatch);
}

/** What the reminder that is answered was about; where none is answered, each one of this week and the last, the newest first. */
export async function toldOf({ event, speaker, today }: Spoke, models: Models): Promise<NagItem[][]> {
  const nag = await nagAnswered(event, models);
  const week = mondayOf(today);
  return nag ? [nag.items] : models.outbox.nagsTold(speaker._id, [addDays(week, -7), week]);
}

/**
 * What of a reminder its hearer can hand in now, what is due first first; what this very event has handed in already,
 * should it run a second time. Monday's reminder also told what is due that week.
 */
async function openOf(
  nag: NagDispatch,
  { speaker, school, today, now, event }: Spoke,
  models: Models,
): Promise<Open[]> {
  const theirs = await seesTo(speaker, school, models, today);
  const own = ownerOfPerson(speaker._id);
  const done = await models.submissions.touchedBy(event.key, { by: speaker._id, owners: theirs.owners });
  const isMonday = nag.items.some(({ step }) => step === 'open');
  const weekEnds = models.calendar.at(addDays(nag.week, 7), '00:00');
  const isTold = (roll: OwnPage, owner: OwnerKey): boolean =>
    nag.items.some((item) => item.roll === roll._id && item.owners.includes(owner)) ||
    (isMonday && owner === own && roll.dueAt < weekEnds);
  const perOwner = theirs.owners.map(async (owner) =>
    (await models.rolls.ofOwner(owner, now)).flatMap((roll): Open[] => {
      const duty = models.catalogue.duties.find(({ key }) => key === roll.duty);
      if (!duty || !isHandedIn(duty) || !theirs.covers(duty.key, owner, roll.period)) return [];
      const isDone = done?.duty === duty.key && done.period === roll.period && done.owner === owner;
      const isOwed = !done && roll.entries.some((entry) => entry.owner === owner && OWING.includes(entry.status));
      return isDone || (isOwed && isTold(roll, owner)) ? [{ duty, owner, roll }] : [];
    }),
  );
  return (await Promise.all(perOwner)).flat().toSorted((a, b) => a.roll.dueAt.getTime() - b.roll.dueAt.getTime());
}

/** Answers to what others hand in, and occasions to be opened, are nothing one writes here. */
const isHandedIn = ({ owner, quota }: Duty): boolean => owner.kind !== 'reviewer' && !quota.openings;

const handInFor = ({ duty, owner, roll }: Open, asked: Spoke, models: Models): Promise<Say[]> =>
  withAfter((each, all) =>
    submit(each, all, { duty, whose: asked.speaker, owner, wish: { kind: 'period', period: roll.period } }),
  )({ ...asked, args: asked.event.text.trim() }, models);
