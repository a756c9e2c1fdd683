import * as texts from '../config/texts/help.js';
import { isFree } from '../models/cadence.js';
import { deciderFor } from '../models/decider.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { answered, isPersonal, ownersOf } from '../models/owners.js';
import type { Person } from '../models/person.js';
import { type Asked, type Handler, here } from './handler.js';
import { wordToOpen } from './occasion-day.js';
import { rightsToSee } from './scope.js';
import { findDuty } from './words.js';

/**
 * 帮助 [任务|命令|全部|办]: what this person may type, or a part of it; how one duty is handed in; what begins with one
 * word; every duty there is.
 */
export const help: Handler = async (asked, models) => {
  const { args } = asked;
  const { catalogue } = models;
  const part = args && texts.isHelpPart(args) ? args : undefined;
  if (args && !part) {
    const duty = findDuty(args, catalogue.duties);
    if (duty) return here(texts.aboutDuty(duty, catalogue.posts, wordToOpen(duty, models)));
    if (args === texts.EVERYTHING) return here(texts.allDuties(catalogue.duties));
  }
  const asker = await whatTheyMay(asked, models);
  return here((part ? texts.helpWith(part, asker) : texts.helpAbout(args, asker)) ?? texts.help(asker));
};

/** The words that are for others: somebody who may not do what they do is not led to them. */
export async function mayNotType(asked: Omit<Asked, 'args'>, models: Models): Promise<Set<string>> {
  return texts.wordsForOthers(await whatTheyMay(asked, models));
}

/** 找谁: who can be asked what the program cannot answer. */
export const whom: Handler = async ({ school, speaker, today, event }, models) => {
  const operate = models.catalogue.posts.filter(({ rights }) => rights.includes('operate')).map(({ key }) => key);
  const [colleague, operators] = await Promise.all([
    deciderFor(school, [speaker._id], models, today),
    models.people.county(operate),
  ]);
  const others = operators.filter(({ _id }) => _id !== speaker._id && _id !== colleague?._id);
  const text = texts.whom(
    colleague?.name,
    others.slice(0, MOST_OPERATORS).map(({ name }) => name),
  );
  return [{ text, to: event.chat.kind === 'private' ? 'here' : speaker._id }];
};
const MOST_OPERATORS = 2;

async function whatTheyMay(
  { speaker, school, rights, today }: Omit<Asked, 'args'>,
  models: Models,
): Promise<texts.Help> {
  const { catalogue } = models;
  const theirs = await answered(speaker, school, models, today);
  const own = [...new Set(theirs.map((each) => each.duty))];
  const may = await Promise.all(
    catalogue.duties.map(async (each) => {
      const owners = own.includes(each) || isPersonal(each) ? [] : await ownersOf(each, speaker, school, models, today);
      return owners.length > 0 || isOpenToAll(each) ? [each] : [];
    }),
  );
  return {
    own: mostOftenFirst(own.filter(isHandedIn), speaker),
    may: mostOftenFirst(
      may.flat().filter((each) => !own.includes(each) && isHandedIn(each)),
      speaker,
    ),
    holds: own.flatMap((each) => wordToOpen(each, models) ?? []),
    all: catalogue.duties.length,
    rights,
    sees: rightsToSee({ rights }).length > 0,
    allows: own.some(({ ifAllowed }) => ifAllowed),
    ...standing(speaker, catalogue.duties),
  };
}

const OFTEN: readonly Duty['cadence']['every'][] = [
  'teaching-week',
  'month',
  'quarter',
  'term',
  'milestone',
  'year',
  'occasion',
  'free',
];

/** First what is theirs, by name or post, and not because nobody else is there; of that what comes most often, and takes least. */
function mostOftenFirst(duties: readonly Duty[], { posts }: Person): Duty[] {
  const rank = (duty: Duty): number[] => [
    Number(!isPersonal(duty) && !('post' in duty.owner && duty.owner.post && posts.includes(duty.owner.post))),
    OFTEN.indexOf(duty.cadence.every),
    Number(duty.form.style === 'template'),
  ];
  const ranks = new Map(duties.map((duty) => [duty, rank(duty).join()]));
  return duties.toSorted((a, b) => (ranks.get(a) ?? '').localeCompare(ranks.get(b) ?? ''));
}

/** What counts by itself when something is opened is handed in by nobody. */
const isHandedIn = ({ quota }: Duty): boolean => quota.openings === undefined;

/** Whenever there is something, and by anybody. */
const isOpenToAll = ({ cadence, handIn }: Duty): boolean => isFree(cadence) && handIn === 'anyone';

/** What somebody's posts let them do with what others hand in, and what they may open. */
function standing({ posts }: Person, duties: readonly Duty[]) {
  const holds = (wanted: readonly string[]): boolean => posts.some((post) => wanted.includes(post));
  const reviewed = duties.filter(({ review }) => review && holds([...review.posts, ...(review.higher?.posts ?? [])]));
  const mayOpen = (what: readonly string[]): boolean =>
    duties.some(
      ({ cadence }) => cadence.every === 'occasion' && what.includes(cadence.what) && holds(cadence.openedBy),
    );
  return {
    reviews: reviewed.length > 0,
    edits: reviewed.some(({ cadence }) => cadence.every === 'occasion' && cadence.what !== 'task'),
    opens: mayOpen(['issue', 'event']),
    assigns: mayOpen(['task']),
  };
}
