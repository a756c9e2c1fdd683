import * as ledgerTexts from '../config/texts/ledger.js';
import * as texts from '../config/texts/submit.js';
import type { Duty, Post } from '../models/duty.js';
import type { Models } from '../models/models.js';
import type { Wish } from '../models/roll-choice.js';
import { findColleague } from './colleague.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { submit } from './submit.js';
import { after, findDuty } from './words.js';

/** What the periods of a duty are called. A text that goes on at once (10月28日晴, 第9周我们…) only begins like one. */
const LABELS = { 'teaching-week': /^(第\d{1,2}周)(?:[\s:：,，]+|$)/, month: /^(\d{1,2}月)(?:[\s:：,，]+|$)/ };

/** 周记 …, 月报 …, any duty's own word: the speaker hands in their own, or their school's where their post owes it. */
export async function handIn(asked: Asked, models: Models, duty: Duty, overdue = false): Promise<Say[]> {
  const refused = await notTheirs(asked, models, duty);
  if (refused) return refused;
  const { wish, args } = readWish(duty, asked.args, overdue);
  return submit({ ...asked, args }, models, { duty, whose: asked.speaker, wish });
}

/** A period named at the start (第9周, 10月) is where it goes. */
function readWish({ cadence }: Duty, args: string, overdue: boolean): { wish: Wish; args: string } {
  const named = LABELS[cadence.every].exec(args);
  if (named?.[1]) return { wish: { kind: 'label', label: named[1] }, args: args.slice(named[0].length).trim() };
  return { wish: overdue ? { kind: 'overdue' } : { kind: 'none' }, args };
}

/** A school's duty is handed in by whoever holds its post, one it falls to, or somebody who may act for colleagues. */
export function mayHandIn(
  { speaker, rights }: Pick<Asked, 'speaker' | 'rights'>,
  { owner }: Duty,
  posts: readonly Post[],
) {
  if (owner.kind !== 'school' || rights.has('act-for')) return true;
  const may = [owner.post, ...(posts.find(({ key }) => key === owner.post)?.fallsTo ?? [])];
  return speaker.posts.some((held) => may.includes(held));
}

async function notTheirs(asked: Asked, models: Models, duty: Duty): Promise<Say[] | undefined> {
  const { posts } = models.catalogue;
  if (duty.owner.kind !== 'school' || mayHandIn(asked, duty, posts)) return undefined;
  const { post } = duty.owner;
  const [holder] = await models.people.holders(asked.speaker.school, post);
  return here(texts.notYours(duty, posts.find(({ key }) => key === post)?.name ?? post, holder?.name));
}

/** 补交 周记 …: for the oldest period still owed. */
export const handInLate: Handler = async (asked, models) => {
  const { duty, rest } = dutyAhead(asked.args, models);
  if (!duty) return noDuty(asked.args, models);
  return handIn({ ...asked, args: rest }, models, duty, true);
};

/** 代交 姓名 周记 …: for a colleague of the own school; both names are kept. */
export const actFor: Handler = async (asked, models) => {
  const [who = ''] = asked.args.split(/\s+/);
  const { duty, rest } = dutyAhead(asked.args.slice(who.length).trim(), models);
  if (!who || !duty) return here(texts.whoToActFor(exampleOf(models)));
  const colleague = await findColleague(who, asked, models);
  if (colleague.kind === 'problem') return here(colleague.text);
  const { wish, args } = readWish(duty, rest, false);
  return submit({ ...asked, args }, models, { duty, whose: colleague.person, wish });
};

/** What a colleague most often hands in for another: a duty persons owe. */
const exampleOf = ({ catalogue: { duties } }: Models): string =>
  (duties.find(({ owner }) => owner.kind !== 'school') ?? duties[0])?.word ?? '';

function dutyAhead(text: string, { catalogue }: Pick<Models, 'catalogue'>): { duty: Duty | undefined; rest: string } {
  for (const duty of catalogue.duties) {
    for (const word of [duty.word, duty.name, ...duty.aliases]) {
      const rest = after(word, text);
      if (rest !== undefined) return { duty, rest };
    }
  }
  return { duty: findDuty(text, catalogue.duties), rest: '' };
}

const noDuty = (text: string, { catalogue }: Pick<Models, 'catalogue'>): Say[] =>
  here(
    ledgerTexts.noSuchDuty(
      text,
      catalogue.duties.map(({ word }) => word),
    ),
  );
