import { aboutOneInGroup } from '../config/texts/ledger.js';
import * as texts from '../config/texts/urge.js';
import { addDays, mondayOf, yearOf } from '../models/day.js';
import { groupBy } from '../models/group-by.js';
import type { SchoolCode } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { audienceOf, isQuiet } from '../models/nag.js';
import { type NagItem, nagKey } from '../models/outbox.js';
import { type OwnerKey, personIn } from '../models/owner.js';
import { around } from '../models/owners.js';
import type { Person } from '../models/person.js';
import { leaveOn } from '../models/presence.js';
import { entryFor, isClosed, OWING, type Roll } from '../models/roll.js';
import { placeOf } from '../models/school.js';
import { URGING } from '../models/sight.js';
import { mostAWeek } from '../models/wish.js';
import { offered } from './choice.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';
import { privately } from './missing.js';
import { ANY_NEAR } from './period-words.js';
import { problemSaid, type Question, readQuestionOfOne } from './question.js';
import { collected, type Seen } from './seen.js';

/**
 * 催交 [任务] [姓名]: shows who among the missing would be reminded, and who is left in peace; with 发出 behind it these
 * are reminded, privately. What is shown is worked out anew when it is sent.
 */
export const urge: Handler = async (asked, models) => {
  if (!asked.rights.has('act-for')) return here(texts.mayNotUrge);
  const { about, sends } = wishIn(asked.args);
  const question = await readQuestionOfOne({ ...asked, args: about }, models);
  if ('problem' in question) return problemSaid(question, asked);
  if (!URGING.includes(question.scope.right)) return here(texts.urgeElsewhere(question.scope.name));
  const rest = restsNow(asked, models);
  if (rest) return here(rest);
  // Without a duty's name only what is due by the end of this week: nobody is to hear now of what is due in a month.
  const until = endOfWeek(asked, models);
  const pages = (await collected(question, asked, models)).filter(({ roll }) => question.duty || roll.dueAt <= until);
  // Only what is named by its period can be closed.
  const closed = pages.find(({ roll }) => isClosed(roll, asked.now));
  if (closed) return here(texts.urgeClosed(closed.duty.name, closed.roll.label));
  const all = (await Promise.all(pages.map((each) => audience(each, asked, models)))).flat();
  const wanted = all.filter(({ person }) => !question.person || person._id === question.person._id);
  const people = [...groupBy(wanted, ({ person }) => person._id).values()];
  const seen = await preview(people, asked, models);
  if (!sends) return shown(seen, byLabel(about, question), question, asked, models);
  const { heard, left } = await remind(seen, asked, models);
  const inGroup = question.person ? aboutOneInGroup : texts.urgedInGroup(heard.length, left);
  return inPrivate(inGroup, nobodyOf(question, seen) ?? texts.urged(heard, left), asked);
};

/** 上周 by its name: a button that is pressed later means the same week. */
const byLabel = (about: string, { label }: Question): string =>
  label ? about.replace(new RegExp(ANY_NEAR), label) : about;

/** Names go to the asker alone. */
const inPrivate = (inGroup: string, text: string, asked: Asked): Say[] =>
  asked.event.chat.kind === 'private' ? here(text) : [...here(inGroup), privately(asked, text)];

/** What is said where the one who was named has nothing to be reminded of. */
const nobodyOf = ({ person, duty }: Question, { hearing, left }: Preview): string | undefined =>
  person && hearing.length + left.length === 0 ? texts.nothingToUrge(person.name, duty?.name) : undefined;

/** 周记 第9周 发出: what is asked about, and whether it is to go out. */
function wishIn(args: string): { about: string; sends: boolean } {
  const sent = /^(.*?)\s*(?:发出|发送|确认)[。.！!]*$/u.exec(args);
  return { about: sent?.[1] ?? args, sends: sent !== null };
}

/** Before anything goes out: who would hear, who would not, and how to send it. */
async function shown(found: Preview, about: string, question: Question, asked: Asked, models: Models): Promise<Say[]> {
  const { hearing, left } = found;
  const says = ['催交', about, '发出'].filter(Boolean).join(' ');
  const names = hearing.map(({ person }) => person.name);
  const text = nobodyOf(question, found) ?? texts.wouldUrge(names, left, says);
  const inGroup = question.person ? aboutOneInGroup : texts.wouldUrgeInGroup(names.length, left);
  if (asked.event.chat.kind === 'group' || names.length === 0) return inPrivate(inGroup, text, asked);
  const buttons = [{ label: texts.sendNow(names.length), says, primary: true as const }];
  const blocks = [
    { kind: 'text' as const, text: texts.wouldUrge(names, left) },
    { kind: 'buttons' as const, buttons },
  ];
  const said = await inCard(asked, text, { title: texts.urgeTitle, blocks }, models);
  return said.map((each) => offered(each, buttons, asked));
}

function restsNow({ now, today, school }: Asked, { calendar, catalogue }: Models): string | undefined {
  const kind = calendar.kindOf(today, placeOf(school));
  if (kind === 'unknown') return texts.urgeDaysNotKnown(yearOf(today));
  if (kind === 'off') return texts.urgeRestsNow('今天不是上课日');
  return isQuiet(now, calendar, catalogue.budget) ? texts.urgeRestsNow('现在是休息时间') : undefined;
}

const endOfWeek = ({ today }: Asked, { calendar }: Models): Date => calendar.at(addDays(mondayOf(today), 7), '00:00');

/** Who would be reminded of what; or why of nothing, whatever the day. */
type Wanted = { person: Person } & ({ item: NagItem } | { why: string });

async function audience({ duty, rolls }: Seen, { today, now }: Asked, models: Models): Promise<Wanted[]> {
  const open = new Map((await models.cases.withoutPending(rolls)).map((roll) => [roll._id, roll]));
  const taken = rolls.filter((roll) => !isClosed(roll, now));
  const perRoll = taken.map(async (roll) => {
    const [school] = roll.owing > 0 ? await models.schools.byCodes([roll.school]) : [];
    if (!school) return [];
    const here = { ...(await around(school, models)), county: [], assigners: new Map() };
    const { _id, period, school: code } = roll;
    const isOpen = (owner: OwnerKey): boolean => entryFor(open.get(_id), owner) !== undefined;
    const hearers = audienceOf(roll, duty, { key: 'asked', at: '00:00', to: 'owner' }, here, today);
    const heard = hearers.map(({ person, as, owners }): Wanted => {
      const page = { roll: _id, duty: duty.key, period, school: code };
      const item = { ...page, step: 'asked', on: today, as, owners };
      return owners.every(isOpen) ? { person, item } : { person, why: texts.WHY.pending };
    });
    return [...heard, ...(await noLongerHere(roll, models))];
  });
  return (await Promise.all(perRoll)).flat();
}

/** Who owes of the time they were at a page's school and is there no more: nobody is reminded at another school. */
async function noLongerHere({ entries, school }: Roll, { people, schools }: Models): Promise<Wanted[]> {
  const owing = entries.filter(({ status }) => OWING.includes(status));
  const persons = await people.byIds(owing.flatMap(({ owner }) => personIn(owner) ?? []));
  const left = persons.filter((person) => person.endedOn || person.school !== school);
  const now = await schools.byCodes([...new Set(left.map((person) => person.school))]);
  const nameOf = (code: SchoolCode): string => now.find(({ _id }) => _id === code)?.name ?? code;
  return left.map((person) => ({
    person,
    why: person.endedOn ? texts.WHY.gone : texts.movedTo(nameOf(person.school)),
  }));
}

/** Whom a reminder may go to now, with what; and who is left in peace, with the reason. */
interface Preview {
  hearing: { person: Person; items: NagItem[] }[];
  left: texts.Left[];
}

/** Within the same budget as the scheduled reminders. Whoever this very event has reminded already is to hear it. */
async function preview(people: Wanted[][], { today, event }: Asked, models: Models): Promise<Preview> {
  const ids = people.flatMap(([first]) => (first ? [first.person._id] : []));
  const [heardOn, accounts, schools] = await Promise.all([
    models.outbox.nagsInWeek(ids, mondayOf(today)),
    models.accounts.ofPeople(ids),
    models.schools.byCodes([...new Set(people.flatMap(([first]) => first?.person.school ?? []))]),
  ]);
  const mine = new Set(await models.outbox.askedBy(event.key));
  const isClosedToday = ({ school }: Person): boolean => {
    const at = schools.find(({ _id }) => _id === school);
    return models.calendar.kindOf(today, at && placeOf(at)) !== 'school';
  };
  const whyNot = (person: Person) => {
    const days = heardOn.get(person._id) ?? [];
    if (mine.has(nagKey(person._id, today))) return undefined;
    if (leaveOn(person, today)) return texts.WHY.leave;
    if (days.some(({ day }) => day === today)) return texts.WHY.today;
    if (days.length >= mostAWeek(person, models.catalogue)) return texts.WHY.week;
    if (isClosedToday(person)) return texts.WHY.closed;
    return accounts.get(person._id)?.length ? undefined : texts.WHY.noAccount;
  };
  const all: Preview = { hearing: [], left: [] };
  for (const wanted of people) {
    const [first] = wanted;
    if (!first) continue;
    const items = wanted.flatMap((each) => ('item' in each ? each.item : []));
    const why = 'why' in first && items.length === 0 ? first.why : whyNot(first.person);
    if (why) all.left.push({ name: first.person.name, why });
    else all.hearing.push({ person: first.person, items });
  }
  return all;
}

/** Puts one bundle a person into the outbox; answers the names of those who hear it. */
async function remind({ hearing, left }: Preview, { today, now, speaker, event }: Asked, models: Models) {
  const mine = new Set(await models.outbox.askedBy(event.key));
  const week = mondayOf(today);
  const put = await models.outbox.enqueue(
    hearing.map(({ person, items }) => ({
      key: nagKey(person._id, today),
      dispatch: { kind: 'nag', person: person._id, day: today, week, items, asked: speaker._id, event: event.key },
    })),
    now,
  );
  // A key that is taken by what was dropped at the last moment will not go out again today.
  const isGone = (index: number, person: Person): boolean =>
    put[index] === 'duplicate' && !mine.has(nagKey(person._id, today));
  return {
    heard: hearing.filter(({ person }, index) => !isGone(index, person)).map(({ person }) => person.name),
    left: [
      ...left,
      ...hearing
        .filter(({ person }, index) => isGone(index, person))
        .map(({ person }) => ({ name: person.name, why: texts.WHY.today })),
    ],
  };
}
