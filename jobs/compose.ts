import type { Bot } from '../bots/bot.js';
import { deadlineText } from '../config/texts/format.js';
import * as texts from '../config/texts/nag.js';
import type { Chat } from '../models/event.js';
import { groupBy } from '../models/group-by.js';
import type { Day, Platform } from '../models/ids.js';
import { groupStepOn } from '../models/line-plan.js';
import type { Address, CardView, Content, FileRef } from '../models/message.js';
import type { Models } from '../models/models.js';
import { dutyOf, isQuiet } from '../models/nag.js';
import { type Dispatch, isUnasked, type LineItem, type NagItem } from '../models/outbox.js';
import type { Person } from '../models/person.js';
import { isClosed } from '../models/roll.js';
import { placeOf } from '../models/school.js';
import { tally } from '../models/tally.js';
import { composeCollectionAsk, composeCollectionPost } from './compose-collection.js';
import { composeDigest, type Words } from './compose-digest.js';
import { composeHandedOn } from './compose-handed-on.js';
import { composeMaterials } from './compose-materials.js';
import { composeMembers } from './compose-members.js';
import { composeNag, type NagWords } from './compose-nag.js';
import { composeNagCard } from './compose-nag-card.js';
import { composePost } from './compose-training-post.js';

/** What a dispatch has become at the moment of sending: a message, nothing any more, or nothing yet. */
export type Composed =
  /** `about`: what a reminder says is still owed. */
  | { kind: 'message'; address: Address; content: Content; about?: NagItem[] }
  | { kind: 'drop'; why: string }
  | { kind: 'wait' };

const drop = (why: string): Composed => ({ kind: 'drop', why });
const text = (words: string): Content => ({ kind: 'text', text: words });
function contentOf({ text: words, card, file }: { text: string; card?: CardView; file?: FileRef }): Content {
  if (file) return { kind: 'picture', text: words, file };
  return card ? { kind: 'card', text: words, card } : text(words);
}

/** The bots that are switched on, by their platforms. */
export type Bots = ReadonlyMap<string, Pick<Bot, 'sendOnly' | 'changesCards' | 'changesPosts' | 'members'>>;

/** Puts a dispatch into words, or drops it, by what holds at `now`. */
export async function compose(dispatch: Dispatch, models: Models, bots: Bots, now: Date): Promise<Composed> {
  if (dispatch.kind === 'message') return { kind: 'message', address: dispatch.address, content: dispatch.content };
  if (dispatch.kind === 'nag-card') return composePressed(dispatch, models, bots, now);
  const at = 'asOf' in dispatch && dispatch.asOf ? dispatch.asOf : now;
  if (dispatch.kind === 'group-line') return composeLine(dispatch, models, bots, at);
  if (dispatch.kind === 'training-post') return composePost(dispatch, models, bots, now);
  if (dispatch.kind === 'collection-post') return composeCollectionPost(dispatch, models, bots, now);
  const person = await models.people.byId(dispatch.person);
  const notOn = dispatch.kind === 'private' ? dispatch.notOn : undefined;
  const address = person && (await addressOf(person, models, bots, notOn));
  if (!person || !address) return drop('no-account');
  if (isUnasked(dispatch) && (await rests(person, models, at))) return { kind: 'wait' };
  if (dispatch.kind === 'private') return { kind: 'message', address, content: dispatch.content };
  if (dispatch.kind === 'collection-ask') return composeCollectionAsk(dispatch, { person, address }, models, now);
  if (dispatch.kind === 'handed-on') return composeHandedOn(dispatch, address, models);
  if (dispatch.kind === 'materials') return composeMaterials(dispatch, address, models, now);
  const words = await wordsOf(dispatch, { person, address }, models, bots, at);
  return 'why' in words
    ? drop(words.why)
    : { kind: 'message', address, content: contentOf(words), ...('about' in words && { about: words.about }) };
}

/** Whether nothing is to be said to somebody just now that they did not ask for. */
async function rests({ school }: Person, { schools, calendar, catalogue }: Models, now: Date): Promise<boolean> {
  const at = await schools.byCode(school);
  return (
    isQuiet(now, calendar, catalogue.budget) || !at || calendar.kindOf(calendar.dayOf(now), placeOf(at)) !== 'school'
  );
}

/** In place of the card; where no card can be changed, what came of the press is said, unless it is said elsewhere. */
async function composePressed(
  dispatch: Extract<Dispatch, { kind: 'nag-card' }>,
  models: Models,
  bots: Bots,
  now: Date,
): Promise<Composed> {
  const { address, nag, aside } = dispatch;
  const person = await models.people.byId(nag.person);
  if (!person || person.endedOn) return drop('left');
  if (aside && !bots.get(address.platform)?.changesCards) return drop('no-card');
  return { kind: 'message', address, content: contentOf(await composeNagCard(dispatch, person, models, now)) };
}

type Worded = Extract<Dispatch, { kind: 'nag' | 'digest' | 'members' }>;

function wordsOf(
  dispatch: Worded,
  { person, address }: { person: Person; address: Address },
  models: Models,
  bots: Bots,
  at: Date,
): Promise<Words | NagWords> {
  if (dispatch.kind === 'members') return composeMembers(dispatch, models, bots);
  const hasCards = bots.get(address.platform)?.changesCards === true;
  return dispatch.kind === 'nag'
    ? composeNag(dispatch, person, models, at)
    : composeDigest(dispatch, person, models, hasCards, at);
}

/** The account a person last spoke from, among the platforms that are on. */
async function addressOf(
  person: Person,
  { accounts }: Models,
  bots: Bots,
  notOn?: Platform,
): Promise<Address | undefined> {
  const all = (await accounts.ofPeople([person._id])).get(person._id) ?? [];
  const account = all.find(({ platform }) => bots.has(platform) && platform !== notOn);
  return account && { to: 'account', platform: account.platform, account: account.account };
}

/** The numbers of what a chat's schools owe, as they are now. Said only on the day, and only while something is missing. */
async function composeLine(
  line: Extract<Dispatch, { kind: 'group-line' }>,
  models: Models,
  bots: Bots,
  now: Date,
): Promise<Composed> {
  if (models.calendar.dayOf(now) !== line.day) return drop('stale');
  if (isQuiet(now, models.calendar, models.catalogue.budget)) return drop('quiet');
  const lines = (await Promise.all(line.items.map((item) => linesOf(item, line, models, now)))).flat();
  if (lines.length === 0) return drop('done');
  const address: Address = { to: 'chat', platform: line.chat.platform, chat: line.chat };
  return {
    kind: 'message',
    address,
    content: text(texts.groupLine(lines, { canAnswer: !bots.get(line.chat.platform)?.sendOnly })),
  };
}

/**
 * One for each deadline that is spoken of today. Where snow has moved the month's for some schools, they are counted by
 * themselves, and the others by themselves; a deadline that all have in common is everybody's, though the step falls on
 * another day where it snows.
 */
async function linesOf(
  item: LineItem,
  { chat, day }: { chat: Chat; day: Day },
  models: Models,
  now: Date,
): Promise<texts.LineText[]> {
  const { duty, period } = item;
  const scope = await models.groups.scopeOf(chat);
  const known = dutyOf(item, models);
  if (!scope || !known) return [];
  const schools =
    scope.kind === 'school'
      ? [scope.school]
      : scope.kind === 'cluster'
        ? (await models.schools.ofCluster(scope.cluster)).map(({ _id }) => _id)
        : undefined;
  const pages = await models.rolls.ofPeriod(duty, period, schools);
  // A page that was emptied, or is carried by the cluster, has a deadline that is nobody's.
  const open = pages.filter((roll) => !isClosed(roll, now) && tally([roll]).owed > 0);
  const places = await models.schools.byCodes(open.map(({ school }) => school));
  const schoolOf = new Map(places.map((school) => [school._id, school]));
  const dues = groupBy(
    open.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()),
    ({ dueAt }) => dueAt.getTime(),
  );
  return [...dues.values()].flatMap((rolls) => {
    const isToday = rolls.some((roll) => {
      const school = schoolOf.get(roll.school);
      const step = school && groupStepOn(day, roll, known, school, models);
      // What was to be said before the deadline is not said after it: the program may have been down in between.
      return step && (now < roll.dueAt || models.calendar.at(day, step.at) >= roll.dueAt);
    });
    const { owed, handedIn, missing } = tally(rolls);
    const [roll] = rolls;
    // 0/1 would say who is missing.
    if (!roll || !isToday || missing === 0 || owed === 1) return [];
    const due = deadlineText(roll.dueAt, now, models.calendar);
    const part = dues.size > 1 ? { schools: rolls.length } : {};
    return [{ duty: known.name, label: roll.label, due, handedIn, owed, ...part }];
  });
}
