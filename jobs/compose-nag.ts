import * as cardTexts from '../config/texts/card.js';
import { dateText, deadlineText, namesText } from '../config/texts/format.js';
import * as texts from '../config/texts/nag.js';
import { calledByPost, ownerText } from '../config/texts/owner-name.js';
import { scopeWords } from '../config/texts/scope.js';
import { answerableFor } from '../models/answerable.js';
import { hasBegun } from '../models/draft.js';
import type { Duty } from '../models/duty.js';
import { handInWords } from '../models/hand-in-words.js';
import type { CardView } from '../models/message.js';
import type { Models } from '../models/models.js';
import { type NagLine, stillHolds } from '../models/nag.js';
import type { NagDispatch, NagItem } from '../models/outbox.js';
import { type OwnerKey, ownerOfPerson, splitOwner } from '../models/owner.js';
import { ownerNames } from '../models/owner-name.js';
import { around, isPersonal } from '../models/owners.js';
import { type Person, rightsOf } from '../models/person.js';
import { PRESS_MS, type Saying } from '../models/press-token.js';
import type { RollEntry } from '../models/roll.js';
import { titleOf } from '../models/title.js';
import { UNANSWERED } from '../models/unanswered.js';
import { toldOnce } from './came-back.js';

/** A reminder in words, and what it is about. */
export interface NagWords {
  text: string;
  card: CardView;
  about: NagItem[];
}

/** Puts a nag into words and a card, by what still holds at `now`; or says why it is not said any more. */
export async function composeNag(
  nag: NagDispatch,
  person: Person,
  models: Models,
  now: Date,
): Promise<NagWords | { why: string }> {
  const decided = await stillHolds(person, nag.day, nag.items, models, now);
  if (decided.kind === 'drop') return { why: decided.why };
  const { kind, all, handIns, own } = await saidOf(nag, decided.lines, person, models, now);
  const { title, text } = texts.nagOnCard(person.name, all, kind);
  const buttons = [...handIns, ...(own ? AFTERWARDS : [])];
  const blocks = [{ kind: 'text', text } as const, { kind: 'buttons', buttons } as const];
  const card = await models.pressTokens.sign({ title, blocks }, person._id, pressedUntil(nag, models));
  return { text: texts.nag(person.name, all, kind), card, about: decided.lines.map(({ item }) => item) };
}

/** Until when a reminder's buttons are good. Not from `now`: sent again after a crash, it is to be the same message. */
export const pressedUntil = ({ day }: NagDispatch, { calendar }: Pick<Models, 'calendar'>): Date =>
  new Date(calendar.at(day, '00:00').getTime() + PRESS_MS);

/**
 * What a reminder says of the lines that still hold, what presses most first, and what can be handed in of them.
 * `own`: something of it is its hearer's to answer for.
 */
export async function saidOf(nag: NagDispatch, lines: NagLine[], person: Person, models: Models, now: Date) {
  const worded = (await toldOnce(lines, models)).map(async (line) => ({
    line,
    text: await wording(line, person, models, now),
  }));
  const said = (await Promise.all(worded)).toSorted(
    (a, b) => urgency(a.text) - urgency(b.text) || a.line.roll.dueAt.getTime() - b.line.roll.dueAt.getTime(),
  );
  const kind = kindOf(nag.items);
  const rest = kind === 'monday' ? await dueThisWeek(person, lines, models, now) : [];
  const all = [...said.map(({ text }) => text), ...rest].toSorted((a, b) => urgency(a) - urgency(b));
  const own = all.some(texts.isOwn);
  const handIns = await handInsOf(
    said.map(({ line }) => line),
    person,
    models,
  );
  return { kind, all, own, handIns };
}

/** What can still be in time comes before what is overdue, and each time one's own before what is others' to hand in. */
const urgency = (text: texts.NagText): number => (text.stage === 'late' ? 2 : 0) + (texts.isOwn(text) ? 0 : 1);

function kindOf(items: NagItem[]): texts.NagKind {
  if (items.some(({ step }) => step === 'open')) return 'monday';
  return items.every(({ step }) => step === 'later') ? 'later' : 'planned';
}

/** So many things can be handed in from one card: a phone's screen. */
const MOST_TO_HAND_IN = 5;

/** What can be done about each of them. */
async function handInsOf(lines: NagLine[], person: Person, models: Models): Promise<Saying[]> {
  const does = (await Promise.all(lines.map((line) => handInButtons(line, person, lines, models)))).flat();
  const once = [...new Map(does.map((each) => [each.says, each])).values()].slice(0, MOST_TO_HAND_IN);
  return once.map((each, index) => (index === 0 ? { ...each, primary: true as const } : each));
}

/** What can be done about all of it, by whoever answers for it. */
export const AFTERWARDS: readonly Saying[] = [
  { label: cardTexts.thisEvening, says: '稍后' },
  { label: cardTexts.tomorrow, says: '稍后 明天' },
  { label: cardTexts.leave, says: '请假 到哪天' },
  { label: cardTexts.inAlready, says: '已交过了' },
  { label: cardTexts.notMine, says: '不该我交' },
];

/** As whom whoever gave a task hears of it. */
const ASSIGNER = 'assigner';

/** A button an entry: its form, or where to see what it is about. None for another school's, which is theirs to hand in. */
async function handInButtons(line: NagLine, person: Person, all: NagLine[], models: Models): Promise<Saying[]> {
  const { duty, roll, entries, item } = line;
  if (duty.owner.kind === 'reviewer') return [{ label: cardTexts.see('待审'), says: '待审' }];
  if (item.step === UNANSWERED)
    return [{ label: cardTexts.see(`未交 ${duty.word}`), says: listCommand(duty, person, models) }];
  if (item.as === ASSIGNER) return [];
  if (duty.quota.openings) return [{ label: cardTexts.see(duty.word), says: duty.word }];
  if (isElsewhere(line, person)) return [];
  const several = all.filter((each) => each.duty.key === duty.key).length > 1;
  const names = await ownerNames(severalOwners(entries), models);
  return entries.map(({ owner, status }) => {
    const name = names.get(owner);
    const whose = name ? ownerText(name) : '';
    const which = [several ? roll.label : '', whose].filter(Boolean).join('，');
    const label = status === 'returned' ? cardTexts.mend(duty.word, which) : cardTexts.handIn(duty.word, which);
    return { label, says: handInWords(duty, roll.label, whose) };
  });
}

/** Whether it is told to somebody of another school, who cannot hand it in. */
const isElsewhere = ({ item, roll }: NagLine, { school }: Person): boolean =>
  item.as !== 'owner' && roll.school !== school;

/** How many of how many are in, where several are owed. */
const partOf = (entry: RollEntry | undefined): Pick<texts.NagText, 'have' | 'need'> =>
  entry?.need === undefined ? {} : { have: entry.have ?? 0, need: entry.need };

const severalOwners = (entries: RollEntry[]): OwnerKey[] =>
  entries.map(({ owner }) => owner).filter((owner) => !['person', 'school'].includes(splitOwner(owner).kind));

async function wording(line: NagLine, person: Person, models: Models, now: Date): Promise<texts.NagText> {
  const { duty, roll, item, entries } = line;
  const { calendar } = models;
  const back = entries.find(({ status }) => status === 'returned');
  const stage = back ? 'returned' : now <= roll.dueAt ? 'open' : now <= roll.lateAfter ? 'grace' : 'late';
  const [entry] = entries;
  const silent = item.step === UNANSWERED ? await answerableNames(line, models, now) : undefined;
  const assigned = item.as === ASSIGNER && { to: await answerableNames(line, models, now), label: roll.label };
  const responsible = silent ? undefined : await responsibleOf(line, person, models, now);
  return {
    duty,
    label: await labelOf(line, models),
    // Of several that are overdue the word alone means the oldest.
    ...(stage === 'late' && { words: handInWords(duty, roll.label, '') }),
    due: back?.due ? dateText(back.due) : deadlineText(roll.dueAt, now, calendar),
    stage,
    ...(stage === 'grace' && { graceEnds: deadlineText(roll.lateAfter, now, calendar) }),
    draft: entry !== undefined && (await hasBegun(person._id, entry, roll, duty, models)),
    ...partOf(entry),
    ...(silent && { silent: { who: silent, list: listCommand(duty, person, models) } }),
    ...(assigned && { assigned }),
    ...(responsible !== undefined && item.as !== 'owner' && { responsible, elsewhere: isElsewhere(line, person) }),
  };
}

/** 第9周; with whose it is, where it is neither the person's own nor the whole school's: 第9-10周，语文组. */
async function labelOf({ roll, entries }: NagLine, models: Models): Promise<string> {
  const others = severalOwners(entries);
  const title = titleOf(roll);
  if (others.length === 0) return title;
  const names = await ownerNames(others, models);
  return [...new Set([title, namesText([...names.values()].map(ownerText), MOST_NAMES)])].join('，');
}

const MOST_NAMES = 3;

/** What lists who has not handed in at the hearer's school. Whoever sees the county has to name it, else they get numbers. */
function listCommand({ word }: Duty, { posts }: Person, { catalogue }: Models): string {
  const seesCounty = rightsOf({ posts }, catalogue.posts).has('see-county');
  return ['未交', word, ...(seesCounty ? [scopeWords['see-school']] : [])].join(' ');
}

/** Those who answer for the entries today. */
async function answerableNames({ duty, roll, entries }: NagLine, models: Models, now: Date): Promise<string> {
  const school = await models.schools.byCode(roll.school);
  const here = school && (await around(school, models));
  const today = models.calendar.dayOf(now);
  const names = entries.flatMap(
    ({ owner }) => (here && answerableFor(owner, duty, here, today, roll.period)?.person.name) ?? [],
  );
  return namesText([...new Set(names)], MOST_SILENT, '位');
}

/** So many names stand in a line; the rest is in the list. */
const MOST_SILENT = 6;

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
  const found = answerableFor(entry.owner, duty, here, models.calendar.dayOf(now), roll.period);
  if (found?.person._id === person._id) return undefined;
  const at = school._id === person.school ? '' : school.name;
  return found ? `${at}${calledByPost(found, models.catalogue.posts)}` : '';
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
        ...partOf(entry),
      },
    ];
  });
}
