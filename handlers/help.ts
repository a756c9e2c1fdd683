import * as texts from '../config/texts/help.js';
import { isFree } from '../models/cadence.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { answered, isPersonal, ownersOf } from '../models/owners.js';
import type { Person } from '../models/person.js';
import { type Asked, type Handler, here } from './handler.js';
import { wordToOpen } from './occasion-day.js';
import { rightsToSee } from './scope.js';
import { findDuty } from './words.js';

/** 帮助 [任务|全部|办]: what this person may type, or a part of it; how one duty is handed in; every duty there is. */
export const help: Handler = async (asked, models) => {
  const { args } = asked;
  const { catalogue } = models;
  const part = args && texts.isHelpPart(args) ? args : undefined;
  if (args && !part) {
    const duty = findDuty(args, catalogue.duties);
    return here(
      duty ? texts.aboutDuty(duty, catalogue.posts, wordToOpen(duty, models)) : texts.allDuties(catalogue.duties),
    );
  }
  const asker = await whatTheyMay(asked, models);
  return here((part ? texts.helpWith(part, asker) : undefined) ?? texts.help(asker));
};

async function whatTheyMay({ speaker, school, rights, today }: Asked, models: Models): Promise<texts.Help> {
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
    own: own.filter(isHandedIn),
    may: may.flat().filter((each) => !own.includes(each) && isHandedIn(each)),
    holds: own.flatMap((each) => wordToOpen(each, models) ?? []),
    all: catalogue.duties.length,
    rights,
    sees: rightsToSee({ rights }).length > 0,
    ...standing(speaker, catalogue.duties),
  };
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
