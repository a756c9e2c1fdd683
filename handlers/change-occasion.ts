import { deadlineText } from '../config/texts/format.js';
import type { Hearing } from '../config/texts/occasion.js';
import * as texts from '../config/texts/occasion.js';
import { covers } from '../models/exemption.js';
import type { Models } from '../models/models.js';
import { aboutOf, type Occasion, type OccasionState } from '../models/occasion.js';
import { type OwnerKey, personIn } from '../models/owner.js';
import type { Submission } from '../models/submission.js';
import { tally } from '../models/tally.js';
import { titleIn, titleOf } from '../models/title.js';
import { authorsOf } from './answer-told.js';
import { askToChoose } from './choice.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { hearing } from './hearing.js';
import {
  countedAs,
  isOpened,
  type Opened,
  openersOf,
  openingPosts,
  opensForCounty,
  readDue,
  remindsTooLate,
} from './occasion-day.js';
import { findDuty } from './words.js';

type Verb = '截止' | '出刊' | '取消本期' | '延期';

const TO: Record<Verb, OccasionState> = { 截止: 'closed', 出刊: 'published', 取消本期: 'cancelled', 延期: 'open' };
/** What each may be done with: where none is named, and where one is. */
const FROM: Record<Verb, { unnamed: OccasionState[]; named: OccasionState[] }> = {
  截止: { unnamed: ['open'], named: ['open', 'published'] },
  出刊: { unnamed: ['open', 'closed'], named: ['open', 'closed'] },
  取消本期: { unnamed: ['open'], named: ['open', 'closed'] },
  延期: { unnamed: ['open'], named: ['open', 'closed', 'cancelled'] },
};

/** 任务 第12期 到 12月10日 */
const ARGS = /^(\S+?)\s*(第\d{1,4}[期次号])?\s*(?:到\s*(\S+))?\s*$/;

/** 截止, 出刊, 取消本期 任务 [标签], 延期 任务 [标签] 到 …: by holders of the posts that open it; a task by whoever gave it. */
export const changeOccasion =
  (verb: Verb): Handler =>
  async (asked, models) => {
    const [, word = '', label = '', typed = ''] = ARGS.exec(asked.args) ?? [];
    const duty = findDuty(word, models.catalogue.duties);
    if (duty && !isOpened(duty)) return here(texts.notOpenedByHand(duty.name));
    if (!duty || (verb === '延期' && !typed)) return here(texts.howToChange(verb, duty?.word ?? exampleOf(models)));
    if (openingPosts(duty, asked).length === 0) return here(texts.mayNotOpen(duty.name, openersOf(duty, models)));
    if (verb === '出刊' && duty.cadence.what !== 'issue') return here(texts.onlyIssues(duty.name));
    const dueDay = verb === '延期' ? readDue(typed, duty, asked, models) : undefined;
    if (typeof dueDay === 'object') return here(dueDay.problem);

    const occasion = await oneOf(verb, duty, { label, typed }, asked, models);
    if (Array.isArray(occasion)) return occasion;
    const changed = await models.occasions.change(
      occasion,
      { state: TO[verb], dueDay: dueDay ?? occasion.dueDay },
      { event: asked.event.key, by: asked.speaker._id, now: asked.now },
    );
    await models.ledger.openDuty(duty.key, asked.now, await schoolsOf(occasion, models));
    return tell(verb, duty, changed ?? occasion, asked, models);
  };

const exampleOf = ({ catalogue }: Models): string => catalogue.duties.find(isOpened)?.word ?? '';

/** The one meant: named, or the only one that fits; or the one this very event has changed before a crash. Else what to say: which it is, or that there is none. */
async function oneOf(
  verb: Verb,
  duty: Opened,
  { label, typed }: { label: string; typed: string },
  asked: Asked,
  models: Models,
): Promise<Occasion | Say[]> {
  const all = (await models.occasions.ofDuty(duty.key)).filter((each) => isTheirs(each, duty, asked, models));
  const done = all.find(({ changes }) => changes.some(({ event }) => event === asked.event.key));
  if (done) return done;
  const fits = all.filter((each) =>
    label ? each.label === label && FROM[verb].named.includes(each.state) : FROM[verb].unnamed.includes(each.state),
  );
  // The same number comes again every school year: the newest is meant.
  const one = label || fits.length === 1 ? fits.at(-1) : undefined;
  if (one) return one;
  if (fits.length === 0) return here(texts.noneToChange(verb, duty.name, label));
  const named = fits.map(({ label: own, ...each }) => ({
    label: own,
    title: titleIn(asked.event.chat, { label: own, ...aboutOf(each, duty) }),
  }));
  const until = typed && ` 到 ${typed}`;
  const choices = named.map((each) => ({ label: each.title, says: `${verb} ${duty.word} ${each.label}${until}` }));
  return askToChoose(asked, texts.which(verb, duty.word), choices, texts.whichOne(verb, duty.word, named));
}

/** A task is changed by whoever gave it, and by those over the county. */
const isTheirs = ({ changes }: Occasion, duty: Opened, asked: Asked, models: Models): boolean =>
  duty.cadence.what !== 'task' || changes[0]?.by === asked.speaker._id || opensForCounty(duty, asked, models);

async function schoolsOf({ owners }: Occasion, { people }: Models) {
  if (owners.length === 0) return undefined;
  const persons = await people.byIds(owners.flatMap((owner) => personIn(owner) ?? []));
  return [...new Set(persons.map(({ school }) => school))];
}

async function tell(verb: Verb, duty: Opened, occasion: Occasion, asked: Asked, models: Models): Promise<Say[]> {
  const { label } = occasion;
  const named = { label, ...aboutOf(occasion, duty) };
  const called = { duty: duty.name, word: duty.word, label, title: titleIn(asked.event.chat, named) };
  const theirs = { ...called, title: titleOf(named) };
  const dueAt = models.calendar.at(occasion.dueDay, duty.cadence.dueAt);
  const due = (readAt: Date): string => deadlineText(dueAt, readAt, models.calendar);
  const { owed, handedIn, missing, returned } = tally(await models.rolls.ofPeriod(duty.key, occasion.period));
  const by = asked.speaker.name;
  if (verb === '取消本期') {
    const told = await toAssignees(occasion, dueAt, () => texts.taskCancelled(by, theirs), asked, models);
    // What is called off is over for nobody too late.
    const heard = told.last && { ...told.last, isLate: told.last.at === undefined };
    return [...here(texts.cancelled(called, heard)), ...told.says];
  }
  if (verb === '延期') {
    const text = ({ at, isLate }: Hearing): string => texts.taskPostponed(by, theirs, due(at ?? asked.now), isLate);
    const told = await toAssignees(occasion, dueAt, text, asked, models);
    const owing = { count: missing + returned, counted: countedAs(duty) };
    const late = occasion.owners.length > 0 ? '' : remindsTooLate(dueAt, asked, models);
    const said = texts.postponed(called, due(asked.now), owing, told.last);
    return [...here([said, late].filter(Boolean).join('\n')), ...told.says];
  }
  const records = await recordsOf(occasion, models);
  const waits = records.filter(({ state }) => state === 'handed-in').length;
  if (verb === '截止') return here(texts.closed({ ...called, owed, handedIn }, duty.review ? waits : 0));
  const taken = records.filter(({ state }) => state === 'accepted');
  return [...here(texts.published(called, taken.length, waits)), ...(await toAuthors(taken, duty, called, models))];
}

/** What whoever handed in what came out is told, and its authors; each once. */
async function toAuthors(
  taken: Pick<Submission, '_id'>[],
  duty: Opened,
  called: texts.Called,
  models: Models,
): Promise<Say[]> {
  const whole = await models.records.byIds(taken.map(({ _id }) => _id));
  const told = whole.map(async (record) => {
    const heard = new Set([record.by, ...(await authorsOf(record, duty, models))]);
    return [...heard].map((to) => ({ to, text: texts.yoursIsOut(called, record.no) }));
  });
  return (await Promise.all(told)).flat();
}

/** What those are told whose the task is, and when the last of them hears of it; nobody of what is not given to somebody. */
async function toAssignees(
  occasion: Occasion,
  dueAt: Date,
  text: (heard: Hearing) => string,
  asked: Asked,
  models: Models,
): Promise<{ says: Say[]; last?: Hearing }> {
  const owners = await whoOwe(occasion, models);
  const persons = await models.people.byIds(owners.flatMap((owner) => personIn(owner) ?? []));
  const others = persons.filter(({ _id }) => _id !== asked.speaker._id);
  const all = await Promise.all(
    others.map(async (person) => ({ person, heard: await hearing(person, dueAt, asked, models) })),
  );
  const lateness = ({ heard: { at } }: { heard: Hearing }): number => at?.getTime() ?? Infinity;
  const last = all.toSorted((a, b) => lateness(a) - lateness(b)).at(-1)?.heard;
  return { says: all.map(({ person, heard }) => ({ to: person._id, text: text(heard) })), ...(last && { last }) };
}

/** Whom a task was given to, but for whoever need not do it: it was passed on to another of them, or they were let off. */
async function whoOwe({ duty, period, dueDay, owners }: Occasion, { exemptions }: Models): Promise<OwnerKey[]> {
  if (owners.length === 0) return [];
  const exempt = await exemptions.ofPages([{ duty, periods: [period], firstDue: dueDay, lastDue: dueDay }]);
  const isFree = (owner: OwnerKey): boolean =>
    exempt.some((exemption) => exemption.owner === owner && covers(exemption, { period, dueDay }));
  return owners.filter((owner) => !isFree(owner));
}

function recordsOf({ duty, period }: Occasion, { submissions }: Models): Promise<Pick<Submission, '_id' | 'state'>[]> {
  return submissions.ofPeriod(duty, period);
}
