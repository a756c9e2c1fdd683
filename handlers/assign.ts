import * as texts from '../config/texts/assign.js';
import { deadlineText } from '../config/texts/format.js';
import type { Duty } from '../models/duty.js';
import type { Day, PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson } from '../models/owner.js';
import type { Person } from '../models/person.js';
import { readDay } from './date-phrase.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here } from './handler.js';
import { hearing } from './hearing.js';
import { isOpened, type Opened, openersOf, openingPosts, opensForCounty, readDue } from './occasion-day.js';
import { openNumbered } from './open-occasion.js';

/** 姓名 到 12月5日 内容 · 姓名 内容 到 12月5日 · 姓名 下周五前内容 */
const ORDERS = [
  /^(?<who>\S+?)\s*到\s*(?<day>\S+)\s+(?<what>[\s\S]+)$/,
  /^(?<who>\S+)\s+(?<what>[\s\S]+?)[\s，,]*到\s*(?<day>\S+)$/,
  /^(?<who>\S+)\s+(?<day>\S{2,11}?)(?:之前|以前|前)[\s，,]*(?<what>[\s\S]+)$/,
];

/** Who, until when, what: in the first order whose day is a day; else as the first reads it, for its day to be asked about. */
function readTask(args: string, today: Day): { who: string; day: string; what: string } | undefined {
  const all = ORDERS.flatMap((order) => {
    const { who, day, what } = order.exec(args)?.groups ?? {};
    return who && day && what ? [{ who, day, what }] : [];
  });
  return all.find(({ day }) => readDay(day, today)) ?? all[0];
}

/** As many of one name as a question can tell apart. */
const MOST = 20;

/** 交办 姓名 到 12月5日 内容: a task for one person, who hears of it at once; whoever gives it answers it later. */
export const assign: Handler = async (asked, models) => {
  const tasks = models.catalogue.duties.filter(isTask);
  const duty = tasks.find((each) => openingPosts(each, asked).length > 0);
  if (!duty) return here(tasks[0] ? texts.mayNotAssign(openersOf(tasks[0], models)) : texts.noTasks);
  const task = readTask(asked.args, asked.today);
  if (!task) return here(texts.howToAssign);
  const { who, day: typed, what } = task;
  const person = await findPerson(who, opensForCounty(duty, asked, models), asked, models);
  if ('problem' in person) return here(person.problem);
  if (person._id === asked.speaker._id) return here(texts.notYourself);
  const dueDay = readDue(typed, duty, asked, models);
  if (typeof dueDay === 'object') return here(dueDay.problem);

  const note = what.trim().replace(/[。.]$/, '');
  const occasion = await openNumbered(
    duty,
    { dueDay, note, owners: [ownerOfPerson(person._id)] },
    undefined,
    asked,
    models,
  );
  await models.ledger.openDuty(duty.key, asked.now, [person.school]);
  const said = {
    duty: duty.name,
    word: duty.word,
    label: occasion.label,
    whose: await withSchool(person, models),
    what: occasion.note,
  };
  const dueAt = models.calendar.at(occasion.dueDay, duty.cadence.dueAt);
  const heard = await hearing(person, dueAt, asked, models);
  const due = (readAt: Date): string => deadlineText(dueAt, readAt, models.calendar);
  const given = { ...said, due: due(asked.now), heard };
  return [
    ...here(asked.event.chat.kind === 'group' ? texts.assignedInGroup(given) : texts.assigned(given)),
    { to: person._id, text: texts.yourTask(asked.speaker.name, { ...said, due: due(heard.at ?? asked.now), heard }) },
  ];
};

const isTask = (duty: Duty): duty is Opened =>
  isOpened(duty) && duty.cadence.what === 'task' && duty.owner.kind === 'assignee';

/** Somebody by number or name: of the own school, or of the county for posts that reach so far. */
async function findPerson(
  who: string,
  county: boolean,
  { speaker }: Asked,
  models: Models,
): Promise<Person | { problem: string }> {
  const { people } = models;
  const wanted = halfWidth(who);
  const byNumber = await people.byId(wanted as PersonId);
  if (byNumber && !byNumber.endedOn && (county || byNumber.school === speaker.school)) return byNumber;
  const found = county ? await people.namedAnywhere(wanted, MOST) : await people.named(speaker.school, wanted);
  const [person] = found;
  if (!person) return { problem: texts.nobody(wanted, county) };
  if (found.length === 1) return person;
  return {
    problem: texts.several(
      wanted,
      await Promise.all(found.map(async (each) => `${each._id}（${await schoolName(each, models)}）`)),
    ),
  };
}

const schoolName = async ({ school }: Person, { schools }: Models): Promise<string> =>
  (await schools.byCode(school))?.name ?? school;

const withSchool = async (person: Person, models: Models): Promise<string> =>
  `${person.name}（${await schoolName(person, models)}）`;
