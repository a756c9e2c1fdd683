import { dateText, deadlineText, namesText } from '../config/texts/format.js';
import * as texts from '../config/texts/nag.js';
import { ownerText } from '../config/texts/owner-name.js';
import { answerableFor } from '../models/answerable.js';
import type { Chat } from '../models/event.js';
import type { Address, Content } from '../models/message.js';
import type { Models } from '../models/models.js';
import { isQuiet, type NagLine, stillHolds } from '../models/nag.js';
import type { Dispatch, LineItem } from '../models/outbox.js';
import { ownerOfPerson, splitOwner } from '../models/owner.js';
import { ownerNames } from '../models/owner-name.js';
import { around, isPersonal } from '../models/owners.js';
import type { Person } from '../models/person.js';
import { isClosed } from '../models/roll.js';
import { tally } from '../models/tally.js';
import { titleOf } from '../models/title.js';
import { composeDigest } from './compose-digest.js';
import { composeMembers } from './compose-members.js';

/** What a dispatch has become at the moment of sending: a message, or nothing any more. */
export type Composed = { kind: 'message'; address: Address; content: Content } | { kind: 'drop'; why: string };

const drop = (why: string): Composed => ({ kind: 'drop', why });
const text = (words: string): Content => ({ kind: 'text', text: words });

/** Puts a dispatch into words, or drops it, by what holds at `now`. `platforms` are those switched on. */
export async function compose(
  dispatch: Dispatch,
  models: Models,
  platforms: Set<string>,
  now: Date,
): Promise<Composed> {
  if (dispatch.kind === 'message') return { kind: 'message', address: dispatch.address, content: dispatch.content };
  const at = 'asOf' in dispatch && dispatch.asOf ? dispatch.asOf : now;
  if (dispatch.kind === 'group-line') return composeLine(dispatch, models, at);
  const person = await models.people.byId(dispatch.person);
  const address = person && (await addressOf(person, models, platforms));
  if (!person || !address) return drop('no-account');
  if (dispatch.kind === 'private') return { kind: 'message', address, content: dispatch.content };
  const words = await wordsOf(dispatch, person, models, at);
  return 'why' in words ? drop(words.why) : { kind: 'message', address, content: text(words.text) };
}

type Worded = Extract<Dispatch, { kind: 'nag' | 'digest' | 'members' }>;

function wordsOf(dispatch: Worded, person: Person, models: Models, at: Date): Promise<Words> {
  if (dispatch.kind === 'members') return composeMembers(dispatch, models);
  return dispatch.kind === 'nag'
    ? composeNag(dispatch, person, models, at)
    : composeDigest(dispatch, person, models, at);
}

/** The account a person last spoke from, among the platforms that are on. */
async function addressOf(person: Person, { accounts }: Models, platforms: Set<string>): Promise<Address | undefined> {
  const all = (await accounts.ofPeople([person._id])).get(person._id) ?? [];
  const account = all.find(({ platform }) => platforms.has(platform));
  return account && { to: 'account', platform: account.platform, account: account.account };
}

type Words = { text: string } | { why: string };

async function composeNag(
  nag: Extract<Dispatch, { kind: 'nag' }>,
  person: Person,
  models: Models,
  now: Date,
): Promise<Words> {
  const decided = await stillHolds(person, nag.day, nag.items, models, now);
  if (decided.kind === 'drop') return { why: decided.why };
  const byDueDay = decided.lines.toSorted((a, b) => a.roll.dueAt.getTime() - b.roll.dueAt.getTime());
  const lines = await Promise.all(byDueDay.map((line) => wording(line, person, models, now)));
  const monday = nag.items.some(({ step }) => step === 'open');
  const rest = monday ? await dueThisWeek(person, decided.lines, models, now) : [];
  return { text: texts.nag(person.name, [...lines, ...rest], monday) };
}

async function wording(line: NagLine, person: Person, models: Models, now: Date): Promise<texts.NagText> {
  const { duty, roll, item, entries } = line;
  const { calendar } = models;
  const back = entries.find(({ status }) => status === 'returned');
  const stage = back ? 'returned' : now <= roll.dueAt ? 'open' : now <= roll.lateAfter ? 'grace' : 'late';
  const [entry] = entries;
  const responsible = await responsibleOf(line, person, models, now);
  return {
    duty,
    label: await labelOf(line, models),
    due: back?.due ? dateText(back.due) : deadlineText(roll.dueAt, now, calendar),
    stage,
    ...(stage === 'grace' && { graceEnds: deadlineText(roll.lateAfter, now, calendar) }),
    draft: entry?.status === 'draft',
    ...(entry?.need !== undefined && { have: entry.have ?? 0, need: entry.need }),
    ...(responsible !== undefined && item.as !== 'owner' && { responsible }),
  };
}

/** 第9周; with whose it is, where it is neither the person's own nor the whole school's: 第9-10周，语文组. */
async function labelOf({ roll, entries }: NagLine, models: Models): Promise<string> {
  const others = entries.filter(({ owner }) => !['person', 'school'].includes(splitOwner(owner).kind));
  const title = titleOf(roll);
  if (others.length === 0) return title;
  const names = await ownerNames(
    others.map(({ owner }) => owner),
    models,
  );
  return [...new Set([title, namesText([...names.values()].map(ownerText), MOST_NAMES)])].join('，');
}

const MOST_NAMES = 3;

/** Whose it is, when it is told to somebody else: 教科室主任张三, or nothing for nobody. Undefined when it is theirs. */
async function responsibleOf(
  { duty, roll, entries }: NagLine,
  person: Person,
  models: Models,
  now: Date,
): Promise<string | undefined> {
  const [entry] = entries;
  const school = isPersonal(duty) ? undefined : await models.schools.byCode(roll.school);
  if (!entry || !school) return undefined;
  const here = await around(school, models);
  const found = answerableFor(entry.owner, duty, here, models.calendar.dayOf(now));
  if (found?.person._id === person._id) return undefined;
  const post = models.catalogue.posts.find(({ key }) => key === found?.as)?.name ?? '';
  return found ? `${post}${found.person.name}` : '';
}

/** Monday's bundle also names what is due by the end of this week, so that one message is enough. */
async function dueThisWeek(person: Person, told: NagLine[], models: Models, now: Date): Promise<texts.NagText[]> {
  const { ledger, catalogue, calendar } = models;
  const week = calendar.weekOf(calendar.dayOf(now));
  if (!week) return [];
  const due = { from: now, to: calendar.at(week.to, '23:59') };
  const owed = await ledger.owedBy(ownerOfPerson(person._id), now, { due });
  return owed.flatMap(({ roll, entry }) => {
    const duty = catalogue.duties.find(({ key }) => key === roll.duty);
    const known = told.some((line) => line.roll._id === roll._id);
    if (!duty || known) return [];
    return [
      {
        duty,
        label: titleOf(roll),
        due: deadlineText(roll.dueAt, now, calendar),
        stage: 'open' as const,
        draft: entry.status === 'draft',
      },
    ];
  });
}

/** The numbers of what a chat's schools owe, as they are now. Said only on the day, and only while something is missing. */
async function composeLine(
  line: Extract<Dispatch, { kind: 'group-line' }>,
  models: Models,
  now: Date,
): Promise<Composed> {
  if (models.calendar.dayOf(now) !== line.day) return drop('stale');
  if (isQuiet(now, models.calendar, models.catalogue.budget)) return drop('quiet');
  const all = await Promise.all(line.items.map((item) => lineOf(item, line.chat, models, now)));
  const lines = all.filter((each) => each !== undefined);
  if (lines.length === 0) return drop('done');
  const address: Address = { to: 'chat', platform: line.chat.platform, chat: line.chat };
  return { kind: 'message', address, content: text(texts.groupLine(lines)) };
}

async function lineOf(
  { duty, period }: LineItem,
  chat: Chat,
  models: Models,
  now: Date,
): Promise<texts.LineText | undefined> {
  const scope = await models.groups.scopeOf(chat);
  const known = models.catalogue.duties.find(({ key }) => key === duty);
  if (!scope || !known) return undefined;
  const schools =
    scope.kind === 'school'
      ? [scope.school]
      : scope.kind === 'cluster'
        ? (await models.schools.ofCluster(scope.cluster)).map(({ _id }) => _id)
        : undefined;
  const rolls = (await models.rolls.ofPeriod(duty, period, schools)).filter((roll) => !isClosed(roll, now));
  const { owed, handedIn, missing } = tally(rolls);
  const [roll] = rolls;
  if (!roll || missing === 0) return undefined;
  return { duty: known.name, label: roll.label, due: deadlineText(roll.dueAt, now, models.calendar), handedIn, owed };
}
