import { TRAINING } from '../config/texts/form.js';
import * as texts from '../config/texts/training-host.js';
import type { Calendar } from '../models/calendar.js';
import type { Day, PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { type Session, spanOf, type Training, type TrainingChange } from '../models/training.js';
import { readDay } from './date-phrase.js';
import { halfWidth } from './forms/field.js';
import { readTimeRange } from './forms/read-time.js';
import { readMoment } from './read-moment.js';
import { readRule } from './training-rule.js';
import { nearly } from './words.js';

const MOST_OF_A_NAME = 20;

/** 名额：80, a line each; empty ones are left out. */
export function linesOf(text: string): texts.Lines {
  const lines: texts.Lines = {};
  for (const line of text.split('\n')) {
    const [, label = '', value = ''] = /^\s*([^:：]+?)\s*[:：]\s*(.*?)\s*$/.exec(line) ?? [];
    const known = texts.LABELS.find((each) => each === label);
    if (known && value) lines[known] = value;
  }
  return lines;
}

/** The lines no label of the template begins, and the label each is like: what the bot wrote above the lines is none. */
export const untakenOf = (text: string): texts.Untaken[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line.length <= MOST_OF_A_LINE && !line.includes(TRAINING))
    .filter((line) => !texts.LABELS.some((label) => label === labelIn(line)))
    .map((line) => {
      const said = labelIn(line) ?? line;
      const near =
        texts.LABELS.find((label) => label.includes(said) || said.includes(label)) ?? nearly(said, texts.LABELS)[0];
      return { line, ...(near !== undefined && { near }) };
    });

/** How it is to be filled in stands above the template in longer lines, and may come back with it. */
const MOST_OF_A_LINE = 40;

/** How many labels of the template begin a line of a text, whether something stands behind them or not. */
export const labelsOfTraining = (text: string): number =>
  new Set(text.split('\n').flatMap((line) => texts.LABELS.filter((label) => labelIn(line) === label))).size;

const labelIn = (line: string): string | undefined => /^\s*([^:：]+?)\s*[:：]/.exec(line)?.[1];

type Read<T> = T | { problem: string };
const isProblem = (read: unknown): read is { problem: string } =>
  typeof read === 'object' && read !== null && 'problem' in read;

/**
 * Reads what is written of a training, every problem at once.
 *
 * @param begins when the training begins, where the lines do not say.
 */
export async function readLines(
  lines: texts.Lines,
  { now, today, begins }: { now: Date; today: Day; begins?: Date },
  models: Models,
): Promise<{ change: TrainingChange; problems: string[] }> {
  const { calendar } = models;
  const sessions = lines.时间 ? readSessions(lines.时间, today, now, calendar) : undefined;
  const first = sessions && !isProblem(sessions) ? spanOf(sessions).begins : begins;
  const [audience, also, except] = await Promise.all([
    lines.对象 ? readRule(lines.对象, models) : undefined,
    lines.另加 ? readPeople('另加', lines.另加, models) : undefined,
    lines.不含 ? readPeople('不含', lines.不含, models) : undefined,
  ]);
  const read = {
    title: lines.名称,
    audience,
    sessions,
    place: lines.地点,
    places: lines.名额 ? readNumber('名额', lines.名额) : undefined,
    perSchool: lines.每校名额 ? readNumber('每校名额', lines.每校名额) : undefined,
    approval: lines.学校审核 ? readYesNo(lines.学校审核) : undefined,
    closesAt: lines.报名截止 ? readDeadline(lines.报名截止, today, { now, begins: first, calendar }) : undefined,
    also,
    except,
  };
  const said = Object.entries(read).filter(([, value]) => value !== undefined);
  return {
    change: Object.fromEntries(said.filter(([, value]) => !isProblem(value))) as TrainingChange,
    problems: said.flatMap(([, value]) => (isProblem(value) ? value.problem.split('\n') : [])),
  };
}

function readNumber(label: texts.Label, typed: string): Read<number> {
  const [, digits] = /^(\d{1,4})(?:人|个)?$/.exec(halfWidth(typed)) ?? [];
  const number = Number(digits);
  return number >= 1 && number <= 5000 ? number : { problem: texts.badNumber(label) };
}

function readYesNo(typed: string): Read<boolean> {
  if (/^(?:是|要|需要|有)$/.test(typed)) return true;
  return /^(?:否|不|不要|不用|无)$/.test(typed) ? false : { problem: texts.badYesNo };
}

function readSessions(typed: string, today: Day, now: Date, calendar: Calendar): Read<Session[]> {
  const sessions = typed.split(/[、；;]/).map((each): Session | undefined => {
    const [, phrase = '', times = ''] = /^(\S*?[日号]|\S+)[\s，,]*(\S.*)$/.exec(halfWidth(each).trim()) ?? [];
    const day = readDay(phrase, today);
    const read = readTimeRange(times);
    if (!day || !read.ok) return undefined;
    const [from = '', to = ''] = read.value.split('-');
    return { from: calendar.at(day, from), to: calendar.at(day, to) };
  });
  const known = sessions.filter((each) => each !== undefined);
  if (known.length < sessions.length) return { problem: texts.badTimes };
  return known.some(({ from }) => from <= now) ? { problem: texts.pastTime } : known;
}

/** 12月1日, 12月1日 17:00: an instant to come, before the training begins. */
function readDeadline(
  typed: string,
  today: Day,
  { now, begins, calendar }: { now: Date; begins: Date | undefined; calendar: Calendar },
): Read<Date> {
  const at = readMoment(typed, today, calendar);
  if (!at) return { problem: texts.badDeadline };
  return at <= now || (begins && at > begins) ? { problem: texts.deadlineBehind } : at;
}

async function readPeople(label: '另加' | '不含', typed: string, { people }: Models): Promise<Read<PersonId[]>> {
  if (/^(?:无|没有)$/.test(typed)) return [];
  const names = typed
    .split(/[\s、，,]+/)
    .map(halfWidth)
    .filter(Boolean);
  const found = await Promise.all(
    names.map(async (name): Promise<Read<PersonId>> => {
      const byNumber = await people.byId(name as Training['host']);
      if (byNumber && !byNumber.endedOn) return byNumber._id;
      const ids = (await people.namedAnywhere(name, MOST_OF_A_NAME)).map(({ _id }) => _id);
      const [one] = ids;
      if (!one) return { problem: texts.nobodyNamed(label, name) };
      return ids.length === 1 ? one : { problem: texts.severalNamed(label, name, ids) };
    }),
  );
  const problems = found.filter(isProblem);
  if (problems.length > 0) return { problem: problems.map(({ problem }) => problem).join('\n') };
  return found.filter((each): each is PersonId => !isProblem(each));
}
