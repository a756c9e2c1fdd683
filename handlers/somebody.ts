import * as texts from '../config/texts/ledger.js';
import { notInCharge } from '../config/texts/scope.js';
import type { PersonId } from '../models/ids.js';
import type { Choice } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import type { School } from '../models/school.js';
import { mayAskAbout, type Seeing } from '../models/sight.js';
import { halfWidth } from './forms/field.js';
import type { Asked } from './handler.js';
import { rightsToSee, type Scope } from './scope.js';

/** Why a question is not about somebody; `which`: several are called so, and which is to be chosen. */
export interface NotAbout {
  problem: string;
  which?: { question: string; choices: Choice[] };
}

/** Somebody a question is about, by which right of the asker. */
export interface About {
  person: Person;
  right: Seeing;
  school: School;
}

/** As many of one name as a question can list. */
const MOST_OF_A_NAME = 20;

/**
 * Whom a word of a question names, by name or roster number, as far as the asker may ask about them; a sentence where
 * they may not, or several are called so; undefined where nobody is whom they could know. `place`: only there.
 */
export async function somebody(
  word: string,
  place: Scope | undefined,
  asked: Asked,
  models: Models,
): Promise<About | NotAbout | undefined> {
  const all = (await called(word, asked, models)).filter(
    ({ school }) => !place || place.schools.some(({ _id }) => _id === school),
  );
  const mine = all.flatMap((person) => {
    const right = rightToAsk(person, asked);
    return right ? [{ person, right }] : [];
  });
  const [one] = mine;
  if (!one) return notTheirs(all, asked, models);
  if (mine.length > 1)
    return whichOf(
      word,
      mine.map(({ person }) => person),
      asked,
      models,
    );
  if (isGone(one.person, asked)) return { ...one, school: asked.school };
  const school = await models.schools.byCode(one.person.school);
  return school && { ...one, school };
}

/** The own school's first: of a frequent name a county has more than are looked at. */
async function called(word: string, { school }: Asked, { people }: Models): Promise<Person[]> {
  const wanted = halfWidth(word);
  const byNumber = await people.byId(wanted as PersonId);
  if (byNumber && !byNumber.endedOn) return [byNumber];
  const own = await people.named(school._id, wanted);
  const others = await people.namedAnywhere(wanted, MOST_OF_A_NAME);
  return [...own, ...others.filter((each) => each.school !== school._id)];
}

const rightToAsk = (person: Person, asked: Asked): Seeing | undefined =>
  rightsToSee(asked).find((right) => mayAskAbout(right, { ...asked.speaker, cluster: asked.school.cluster }, person)) ??
  (isGone(person, asked) ? 'see-school' : undefined);

/** Whether somebody was at the school its lead asks for, and is at another by now: what they owed there stands there. */
const isGone = ({ school, stints }: Person, asked: Asked): boolean =>
  school !== asked.school._id &&
  stints.some((stint) => stint.school === asked.school._id) &&
  rightsToSee(asked).includes('see-school') &&
  !rightsToSee(asked).includes('see-county');

/** Of a colleague it is said as of everything that is for those in charge; a researcher hears whose school it is. */
async function notTheirs(
  [first, ...others]: Person[],
  asked: Asked,
  { schools }: Models,
): Promise<NotAbout | undefined> {
  if (!first) return undefined;
  if ([first, ...others].some(({ school }) => school === asked.school._id)) return { problem: texts.mayNotSeeMissing };
  if (!asked.rights.has('see-charge')) return undefined;
  return { problem: notInCharge((await schools.byCode(first.school))?.name ?? first.school) };
}

async function whichOf(word: string, all: Person[], { event }: Asked, { schools }: Models): Promise<NotAbout> {
  const found = await schools.byCodes([...new Set(all.map(({ school }) => school))]);
  const names = new Map(found.map(({ _id, name }) => [_id, name]));
  const choices = all.map(({ _id, name, subjects, school }) => ({
    label: [name, ...subjects, names.get(school) ?? school, _id].join(' '),
    says: event.text.replace(word, () => _id),
  }));
  const problem = texts.severalCalled(
    word,
    all.map(({ _id, school }) => `${_id}（${names.get(school) ?? school}）`),
  );
  return { problem, which: { question: texts.whichCalled(word), choices } };
}
