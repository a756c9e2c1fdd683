import * as texts from '../config/texts/help.js';
import { isFree } from '../models/cadence.js';
import type { Duty } from '../models/duty.js';
import { answered, isPersonal, ownersOf } from '../models/owners.js';
import type { Person } from '../models/person.js';
import { type Handler, here } from './handler.js';
import { wordToOpen } from './occasion-day.js';
import { rightsToSee } from './scope.js';
import { findDuty } from './words.js';

/** 帮助 [任务|全部]: what this person may type; how one duty is handed in; every duty there is. */
export const help: Handler = async ({ args, speaker, school, rights, today }, models) => {
  const { catalogue } = models;
  const duty = args ? findDuty(args, catalogue.duties) : undefined;
  if (duty) return here(texts.aboutDuty(duty, catalogue.posts, wordToOpen(duty, models)));
  if (args) return here(texts.allDuties(catalogue.duties));
  const theirs = await answered(speaker, school, models, today);
  const own = [...new Set(theirs.map((each) => each.duty))];
  const may = await Promise.all(
    catalogue.duties.map(async (each) => {
      const owners = own.includes(each) || isPersonal(each) ? [] : await ownersOf(each, speaker, school, models, today);
      return owners.length > 0 || isOpenToAll(each) ? [each] : [];
    }),
  );
  return here(
    texts.help({
      own: own.filter(isHandedIn),
      may: may.flat().filter((each) => !own.includes(each) && isHandedIn(each)),
      holds: own.flatMap((each) => wordToOpen(each, models) ?? []),
      all: catalogue.duties.length,
      rights,
      sees: rightsToSee({ rights }).length > 0,
      ...standing(speaker, catalogue.duties),
    }),
  );
};

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
