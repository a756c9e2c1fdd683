import * as cardTexts from '../config/texts/card.js';
import { deadlineText, earliestDeadlineText } from '../config/texts/format.js';
import { soFar } from '../config/texts/ledger.js';
import * as texts from '../config/texts/missing.js';
import { notCollected } from '../config/texts/standing-still.js';
import { handInWords } from '../models/hand-in-words.js';
import { standsAs } from '../models/late.js';
import type { Block, CardView } from '../models/message.js';
import type { Models } from '../models/models.js';
import { clusterIn } from '../models/owner.js';
import { isPersonal } from '../models/owners.js';
import type { Saying } from '../models/press-token.js';
import { isClosed, MISSING, OWING, type Roll, type RollEntry, type Status } from '../models/roll.js';
import type { School } from '../models/school.js';
import { standingStill } from '../models/standing-still.js';
import { tally } from '../models/tally.js';
import { offered } from './choice.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';
import { owedBy } from './owed-by.js';
import { namesOnEntries } from './owner-names.js';
import { hereInParts, privatelyInParts } from './parts.js';
import { problemSaid, type Question, readQuestionOfOne, sameOf } from './question.js';
import { byDuty, calledIn, collected, type Seen } from './seen.js';

/** Of so many periods at once the names are told as well; of more, only numbers: one phone screen. */
const MOST_WITH_NAMES = 3;
/** So many names are told of one period, and of each of several; so many lines of numbers: one phone screen. */
const MOST_NAMES = 30;
const MOST_NAMES_EACH = 12;
export const MOST_LINES = 10;
/** What is due later than this is told as one number, unless everything is asked for; in milliseconds. */
const SOON_MS = 14 * 24 * 3600 * 1000;

/** 未交 [任务] [第9周] [学校|姓名] [全部]: who is missing. Names go to the asker privately, a group hears numbers. */
export const missing: Handler = async (asked, models) => {
  const question = await readQuestionOfOne(asked, models);
  if ('problem' in question) return problemSaid(question, asked);
  const { scope, duty, label, person } = question;
  if (person) return owedBy({ ...question, person }, asked, models);
  const asking = firstDueFirst(await collected(question, asked, models));
  const still = standingStill(duty ? [duty] : models.catalogue.duties, asked.now, models.calendar);
  const isMeant = label === undefined || still?.held.some(({ labels }) => labels.includes(label));
  const withHeld = (said: Say[]): Say[] => (still && isMeant ? withRemark(said, notCollected(still)) : said);
  if (asking.length === 0 && (duty || label)) return withHeld(here(texts.noneCollected(scope.name, duty?.name, label)));
  const told = await (asking.length <= MOST_WITH_NAMES
    ? withNames(asking, question, asked, models)
    : numbers(asking, question, asked, models));
  return withHeld(told);
};

/** Behind what is answered here: in its text, and on its card. */
function withRemark(said: Say[], remark: string): Say[] {
  const last = said.findLastIndex(({ to }) => to === 'here');
  return said.map(({ card, ...say }, index) => {
    if (index !== last) return { ...say, ...(card && { card }) };
    const blocks = card && [...card.blocks, { kind: 'text' as const, text: remark }];
    return { ...say, text: `${say.text}\n${remark}`, ...(card && blocks && { card: { ...card, blocks } }) };
  });
}

export const privately = (asked: Asked, text: string): Say => ({ text, to: asked.speaker._id });

export const firstDueFirst = <T extends Pick<Seen, 'roll'>>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => a.roll.dueAt.getTime() - b.roll.dueAt.getTime());

async function withNames(asking: Seen[], question: Question, asked: Asked, models: Models): Promise<Say[]> {
  const { scope, all } = question;
  const isPrivate = asked.event.chat.kind === 'private';
  const parts = await Promise.all(
    asking.map(async (each) => ({
      ...partOf(each, question, asked, models),
      lists: each.names ? await listsOf(each, scope.schools, models) : [],
    })),
  );
  const most = all ? Number.POSITIVE_INFINITY : parts.length > 1 ? MOST_NAMES_EACH : MOST_NAMES;
  const told = texts.missing(scope.name, parts, most);
  if (isPrivate) {
    const said = hereInParts(told);
    // What takes several messages is no card.
    return said.length > 1 || parts.length === 0
      ? said
      : inCard(asked, told, { title: scope.name, blocks: parts.flatMap((part) => onCard(part, most)) }, models);
  }
  const heard = here(texts.missingInGroup(scope.name, parts));
  return parts.some(({ names }) => names) ? [...heard, ...privatelyInParts(asked.speaker._id, told)] : heard;
}

/** How far it is, and who is missing. */
function onCard(part: texts.MissingPart, most: number): Block<Saying>[] {
  const { handedIn, owed } = part.tally;
  const lists = texts.listsOf(part, most);
  return [
    { kind: 'progress', label: texts.called(part), done: handedIn, of: owed },
    ...(lists ? [{ kind: 'text', text: lists } as const] : []),
  ];
}

async function numbers(asking: Seen[], question: Question, asked: Asked, models: Models): Promise<Say[]> {
  const { scope, all } = question;
  if (tally(asking.flatMap(({ rolls }) => rolls)).owed === 0) return here(texts.nothingOwed(scope.name));
  const left = asking.filter(({ rolls }) => {
    const { missing: owed, returned } = tally(rolls);
    return owed + returned > 0;
  });
  const open = question.duty ? left : byDuty(left);
  const isSoon = ({ roll }: Seen): boolean => roll.dueAt.getTime() - asked.now.getTime() < SOON_MS;
  const shown = open.filter(isSoon).slice(0, MOST_LINES);
  const rest = open.filter((each) => !shown.includes(each));
  const named = namedOf(open);
  const how =
    named &&
    (question.duty ? sameOf(question, '名单', named.duty.word, '未交') : sameOf(question, '未交', named.duty.word));
  // A button is pressed later as well: it means the period that stands here.
  const names =
    named && !question.duty && named.more === 0
      ? sameOf(question, '未交', handInWords(named.duty, named.roll.label, ''))
      : how;
  const partsOf = (some: Seen[]) => some.map((each) => partOf(each, question, asked, models));
  const tell = (some: Seen[], hidden: texts.Rest): string =>
    texts.missingNumbers(scope.name, partsOf(some), hidden, how);
  const command = sameOf(question, '未交', ...(question.duty ? [question.duty.word] : []), '全部');
  const hidden = { count: rest.length, later: !rest.some(isSoon), command };
  const screen = tell(shown, hidden);
  if (!all) return onOneScreen(screen, { whose: scope.name, parts: partsOf(shown), hidden, names }, asked, models);
  const whole = tell(open, { count: 0, later: false, command });
  if (asked.event.chat.kind === 'private') return hereInParts(whole);
  return [...here(`${screen}\n${texts.allSentPrivately}`), ...privatelyInParts(asked.speaker._id, whole)];
}

/** The first whose names are seen, for whoever is told how to see them; a list of one is none. */
export const namedOf = (all: readonly Seen[]): Seen | undefined =>
  all.find(({ names, rolls }) => names && tally(rolls).owed > 1) ?? all.find(({ names }) => names);

interface Screen {
  whose: string;
  parts: texts.MissingPart[];
  hidden: texts.Rest;
  /** What shows the names behind one of the numbers. */
  names: string | undefined;
}

/** What fits on a phone's screen, with what shows the rest: a number to answer with, or a button. */
async function onOneScreen(text: string, screen: Screen, asked: Asked, models: Models): Promise<Say[]> {
  const { hidden, names } = screen;
  const more = [
    ...(hidden.count > 0 ? [{ label: cardTexts.seeAll, says: hidden.command }] : []),
    ...(names ? [{ label: cardTexts.seeNames, says: names }] : []),
  ];
  const said = await inCard(asked, text, numbersOnCard(screen, more), models);
  return said.map((each) => offered(each, more, asked));
}

/** The same in a table. */
function numbersOnCard({ whose, parts, hidden }: Screen, buttons: Saying[]): CardView<Saying> {
  const more = texts.hidden(hidden);
  return {
    title: texts.missingHead(whose, parts),
    blocks: [
      { kind: 'table', columns: [...texts.COLUMNS], rows: parts.map(texts.row) },
      ...(more ? [{ kind: 'text', text: more } as const] : []),
      { kind: 'buttons', buttons },
    ],
  };
}

function partOf(each: Seen, question: Question, { now, event }: Asked, models: Models): texts.MissingPart {
  const { duty, rolls, roll, names } = each;
  return {
    duty: duty.name,
    label: calledIn(event.chat, each),
    title: calledIn({ kind: 'private' }, each),
    ...dueOf(rolls, now, models),
    closed: isClosed(roll, now),
    tally: tally(rolls),
    names,
    lists: [],
    unit:
      question.scope.schools.length > 1 && duty.owner.kind !== 'cluster' ? '所' : texts.unitOf(duty, isPersonal(duty)),
    all: sameOf(question, '未交', duty.word, '全部'),
  };
}

/**
 * The deadline of those on which something is missing; of all, where nothing is. What holds since it is over is said
 * where it holds for all of them.
 */
function dueOf(rolls: Roll[], now: Date, { calendar }: Models): Pick<texts.MissingPart, 'due' | 'graceEnds' | 'late'> {
  const owing = rolls.filter(({ entries }) => entries.some(({ status }) => OWING.includes(status)));
  const asked = owing.length > 0 ? owing : rolls;
  const dueAts = asked.map(({ dueAt }) => dueAt);
  const due = earliestDeadlineText(dueAts, now, calendar);
  const ends = new Set(asked.map(({ lateAfter }) => lateAfter.getTime()));
  const [first] = owing;
  if (!first || dueAts.some((at) => at >= now)) return { due };
  if (owing.every(({ lateAfter }) => lateAfter < now)) return { due, late: true };
  return ends.size > 1 ? { due } : { due, graceEnds: deadlineText(first.lateAfter, now, calendar) };
}

async function listsOf({ rolls }: Seen, schools: School[], models: Models): Promise<texts.MissingPart['lists']> {
  const several = schools.length > 1;
  const wanted: [string, readonly Status[]][] = [
    ['未交', MISSING],
    ['退回待改', ['returned']],
    ['待认定', ['claimed']],
    ...(several
      ? []
      : ([
          ['请假', ['leave']],
          ['免交', ['exempt']],
        ] as [string, Status[]][])),
  ];
  return Promise.all(
    wanted.map(async ([what, statuses]) => ({ what, names: await namesWith(statuses, rolls, schools, models) })),
  );
}

/** Who stands so: of several schools the schools, of one whoever it is. */
export const namesWith = async (
  statuses: readonly Status[],
  rolls: Roll[],
  schools: School[],
  models: Models,
): Promise<string[]> =>
  schools.length > 1 ? schoolsWith(statuses, rolls, schools) : namesOnEntries(entriesWith(statuses, rolls), models);

/**
 * Schools in the order given (by cluster), with how many where more than the school itself owes, or of how many where
 * it owes several. What a cluster owes is told as the cluster's, not as that of its lead school.
 */
function schoolsWith(statuses: readonly Status[], rolls: Roll[], schools: School[]): string[] {
  return schools.flatMap(({ _id, name }) => {
    const entries = rolls.filter(({ school }) => school === _id).flatMap((roll) => roll.entries);
    const counted = entries.filter((entry) => standsAs(entry, statuses));
    const clusters = counted.flatMap((entry) => {
      const cluster = clusterIn(entry.owner);
      return cluster ? `${cluster}${soFar(entry)}` : [];
    });
    const own = counted.filter(({ owner }) => !clusterIn(owner));
    const [first] = own;
    if (!first) return clusters;
    const people = own.some(({ owner }) => owner.startsWith('person:'));
    const many = first.owner.startsWith('school:') ? soFar(first) : `${own.length}${people ? '人' : '个'}`;
    return [`${name}${many}`, ...clusters];
  });
}

export const entriesWith = (statuses: readonly Status[], rolls: Roll[]): RollEntry[] =>
  rolls.flatMap(({ entries }) => entries.filter((entry) => standsAs(entry, statuses)));
