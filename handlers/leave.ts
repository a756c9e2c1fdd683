import * as texts from '../config/texts/leave.js';
import { addDays, daysBetween } from '../models/day.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { dutyOf } from '../models/nag.js';
import { ownerOfPerson } from '../models/owner.js';
import type { Person } from '../models/person.js';
import type { OwnPage } from '../models/roll.js';
import { placeOf } from '../models/school.js';
import { titleOf } from '../models/title.js';
import { aside } from './aside.js';
import { askWho, findColleague, namesIn } from './colleague.js';
import { addMonths, DAYS_IN_A_ROW, readDay, readRow, spelledOut } from './date-phrase.js';
import { halfWidth } from './forms/field.js';
import { readNumeral } from './forms/numeral.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';
import { inTurn } from './in-turn.js';
import { notOfItself } from './stand-in.js';

/** A month covers what people ask for by message themselves. */
const LONGEST_DAYS = 31;
/** What somebody in charge notes for a colleague: 产假 is 180 days where it is longest, with some before it. */
const LONGEST_NOTED_DAYS = 200;
/** A sick note handed in after a week still counts. */
export const EARLIEST_DAYS_BACK = 14;

/** A span of days as people write it, and what stood before and after it. */
export interface Span {
  from: Day;
  to: Day;
  reason: string;
}

const KINDS = '产假|病假|事假';
const KIND = new RegExp(`(?<!\\S)(?:${KINDS})(?!\\S)`);
/** What kind of leave was said, among the words of its reason; empty where none was. */
export const kindOf = (reason = ''): string => KIND.exec(reason)?.[0] ?? '';
/** How a line of a list may begin. */
const OPENING = new RegExp(`^(请假|${KINDS})[\\s:：]+`);

/**
 * 请假 到 周五 / 病假 3天 / 请假 11月3日到11月7日 事假 / 产假 李娟 到 1月15日 (by somebody entitled to act for
 * colleagues); of colleagues also several, a line each or with ； between, or 李娟、王芳 for the same days.
 */
export const takeLeave =
  (kind = ''): Handler =>
  async (asked, models) => {
    const lines = asked.args.split(/[\n；;]+/).map((line) => line.trim());
    const staff = asked.rights.has('act-for') ? await models.people.ofSchool(asked.speaker.school) : [];
    const known = new Set(staff.map(({ name }) => name));
    const list = lines
      .filter(Boolean)
      .flatMap((line) => aLineEach(line, known))
      .map((line) => lineOf(line, asked.today));
    // What follows in a second line may as well be the reason of one's own.
    const isList = list.slice(1).some(({ span, isOwn }) => isOwn || (span && asked.rights.has('act-for')));
    if (!isList) return takeOne(kind, asked, models);
    const says = await inTurn(list, (line, index) => {
      const event = { ...asked.event, key: `${asked.event.key}:${index + 1}` };
      return takeOne(line.kind ?? kind, { ...asked, event, args: line.args }, models, true);
    });
    return aside(asked, says);
  };

/** 肖勇、田美玲 到 周四, 肖勇和田美玲 到 周四: a line each. */
function aLineEach(line: string, known: ReadonlySet<string>): string[] {
  const [, opening = '', said = '', rest = ''] =
    /^((?:请假|产假|病假|事假)[\s:：]+)?(\S+)(\s[\s\S]*)$/.exec(line) ?? [];
  const names = namesIn(said, known);
  return names.length > 1 ? names.map((name) => `${opening}${name}${rest}`) : [line];
}

/** A line of a list: of whom until when; what kind of leave, where it begins with a word for one. */
function lineOf(line: string, today: Day): Line {
  const opening = OPENING.exec(line);
  const args = opening ? line.slice(opening[0].length) : line;
  const kind = opening?.[1] === '请假' ? '' : opening?.[1];
  const isOwn = opening !== null && readSpan(args, today) !== undefined;
  return { kind, args, isOwn, span: readSpan(args.split(/\s+/).slice(1).join(' ') || '?', today) !== undefined };
}
interface Line {
  kind: string | undefined;
  args: string;
  /** It begins with a word for leave, and days follow. */
  isOwn: boolean;
  /** Days follow a name. */
  span: boolean;
}

/** Whether a line by itself would note a leave: 请假 明天, 病假 李一 到 周五. */
export function takesLeave(line: string, today: Day): boolean {
  const { isOwn, span } = lineOf(line, today);
  return isOwn || (span && OPENING.test(line));
}

/** `inList`: a colleague's name may stand there, be that 周二. */
async function takeOne(kind: string, asked: Asked, models: Models, inList = false): Promise<Say[]> {
  const [who = '', ...rest] = asked.args.split(/\s+/);
  const named = who ? await models.people.named(asked.speaker.school, who.split('、')[0] ?? '') : [];
  const own = inList && named.length > 0 ? undefined : readSpan(asked.args, asked.today);
  if (own) return note(asked, models, asked.speaker, own, kind);
  const span = readSpan(rest.join(' '), asked.today);
  if (!who || !span) return askUntil(asked, models);
  // 请假条怎么写: not a colleague, so the words were about the speaker's own leave.
  if (named.length === 0 && !asked.rights.has('act-for')) return askUntil(asked, models);
  const colleague = await findColleague(who, asked, models);
  // Of a list it goes aside as a whole, and a number would answer none of its lines.
  if (colleague.kind === 'problem') return inList ? here(colleague.text) : aside(asked, askWho(colleague, asked));
  const says = await note(asked, models, colleague.person, span, kind);
  return inList ? says : aside(asked, says);
}

/** Until when: in words, and as something to fill in. */
export const askUntil = (asked: Asked, models: Models): Promise<Say[]> =>
  inCard(
    asked,
    texts.howTo,
    {
      title: texts.title,
      blocks: [
        { kind: 'text', text: texts.whatItDoes },
        {
          kind: 'ask',
          controls: [{ kind: 'day', key: 'until', label: texts.until, required: true, value: '', min: asked.today }],
          submit: { label: texts.take, says: '请假 到 {until}', primary: true },
        },
      ],
    },
    models,
  );

async function note(asked: Asked, models: Models, person: Person, { from, to, reason: why }: Span, kind: string) {
  const { event, speaker, now, today } = asked;
  const whose = person._id === speaker._id ? undefined : person.name;
  const reason = [kind, why].filter(Boolean).join(' ');
  const longest = whose ? LONGEST_NOTED_DAYS : LONGEST_DAYS;
  if (to < from) return here(texts.endsBeforeItBegins(from, to));
  if (daysBetween(from, to) >= longest) return here(texts.tooLong(longest));
  if (from < addDays(today, -EARLIEST_DAYS_BACK)) return here(texts.tooEarly(EARLIEST_DAYS_BACK));
  const leave = { id: event.key, from, to, ...(reason && { reason }), by: speaker._id, at: now };
  // The same once more is the same leave: said twice, or a button pressed twice.
  const known = person.leaves.find((each) => each.from === from && each.to === to);
  if (!known) await models.people.addLeave(person._id, leave);
  await models.ledger.refreshOf(person._id, from, to, now);
  const isNew = !known || known.id === leave.id;
  const before = kindOf(known?.reason);
  const noted = known ? saidAgain(known.reason, reason) : reason;
  const isMended = known !== undefined && noted !== (known.reason ?? '');
  if (isMended) await models.people.setReason(person._id, known.id, noted);
  const said = kindOf(noted);
  const isNews = isNew || said !== before;
  const told: Say[] =
    whose && isNews ? [{ to: person._id, text: texts.notedForYou(speaker.name, said, from, to, today) }] : [];
  const isPart = from === to && PART_SAID.test(why);
  const besides = [
    isPart ? texts.wholeDays : '',
    isMended ? texts.mended(before, said) : '',
    isNew ? await owedNoMore(person, leave, asked, models) : '',
    await notOfItself(person, leave, asked, models),
  ].join('');
  return [...here(texts.noted(said, from, to, today, whose) + besides), ...told];
}

/** What is owed no more though its person is there on some of its days: too few are left. */
async function owedNoMore(person: Person, { from, to }: Pick<Span, 'from' | 'to'>, { now }: Asked, models: Models) {
  const { rolls, schools, calendar } = models;
  const school = await schools.byCode(person.school);
  const isPart = (roll: OwnPage): boolean =>
    (calendar.schoolDays(roll.from, roll.to, school && placeOf(school)) ?? []).some((day) => day < from || day > to);
  const pages = await rolls.ofOwner(ownerOfPerson(person._id), now);
  const titles = pages
    .filter((roll) => roll.from <= to && from <= roll.to && roll.entries.some(({ status }) => status === 'leave'))
    .filter(isPart)
    .flatMap((roll) => {
      const duty = dutyOf(roll, models);
      return duty ? [`${duty.name}（${titleOf(roll)}）`] : [];
    });
  return titles.length > 0 ? texts.owedNoMore(titles) : '';
}

/** Said once more, it is of the kind and for the reason that are said now; what is left out stays. */
function saidAgain(before = '', now: string): string {
  const wordsOf = (reason: string): string => reason.replace(KIND, '').trim();
  return [kindOf(now) || kindOf(before), wordsOf(now) || wordsOf(before)].filter(Boolean).join(' ');
}

const DATE = '(?:[^\\s到至~—-]|\\d-\\d)+';
const SPAN = new RegExp(`^(?:从)?(${DATE})?\\s*(?:到|至|~|—)\\s*(${DATE})(?:\\s+(.*))?$`);

const UNITS = '天|周|个?星期|个月';
/** 3天, 两天 病了, 明天起3天, 11月3日 两周, 3个月: days of the calendar, today the first where none is named. */
const LENGTH = new RegExp(
  `^(?:从)?(${DATE}?)?\\s*(?:起|开始)?\\s*(?<![\\d周期拜第一二三四五六七八九十百零])(\\d{1,3}|[一两二三四五六七八九十百零]+)(${UNITS})(?:\\s+([\\s\\S]*))?$`,
);

function readLength(plain: string, today: Day): Span | undefined {
  const [, begins = '', typed = '', unit = '', reason = ''] = LENGTH.exec(plain) ?? [];
  const from = begins ? readDay(begins, today) : today;
  const count = readNumeral(typed) ?? Number(typed);
  if (!from || !(count >= 1)) return undefined;
  const after = unit === '个月' ? addMonths(from, count) : addDays(from, unit === '天' ? count : 7 * count);
  return { from, to: addDays(after, -1), reason };
}

/** 明天后天两天, 周三、周四 培训: every day by itself; as many as are said, where that is. */
const ROW = new RegExp(`^从?(${DAYS_IN_A_ROW})\\s*(?:[这共]?(\\d|[一两二三四五六七八九])天)?(?:\\s+([\\s\\S]*))?$`);

function readDaysInARow(plain: string, today: Day): Span | undefined {
  const [, said = '', typed = '', reason = ''] = ROW.exec(plain) ?? [];
  const row = said ? readRow(said, today) : undefined;
  if (!row || (typed && (readNumeral(typed) ?? Number(typed)) !== row.count)) return undefined;
  return { from: row.from, to: row.to, reason };
}

/** Part of a day is noted as the day, and said. */
const PART_OF_DAY = /^(\S*?)(上午|下午|晚上)$/;

const PART_SAID = /^(?:上午|下午|晚上)(?:\s|$)/;

/** 到 周五 · 周三到周五，事假 · 12.3-12.5 · 明天 · 明天下午 · 3天 · nothing (today). Undefined when it is not a span. */
export function readSpan(text: string, today: Day): Span | undefined {
  const plain = spelledOut(halfWidth(text))
    .replace(/\s*[,，。；;]\s*/g, ' ')
    .trim();
  if (!plain) return { from: today, to: today, reason: '' };
  const length = readLength(plain, today);
  if (length) return length;
  const match = SPAN.exec(plain);
  if (match) {
    const from = match[1] ? readDay(match[1], today) : today;
    const to = from && readEnd(match[2] ?? '', from, today);
    return from && to ? { from, to, reason: match[3] ?? '' } : undefined;
  }
  const days = readDashed(plain, today) ?? readDaysInARow(plain, today);
  if (days) return days;
  const [first = '', ...reason] = plain.split(/\s+/);
  const [, whole = first, part] = PART_OF_DAY.exec(first) ?? [];
  const day = whole === '' ? today : readDay(whole, today);
  return day && { from: day, to: day, reason: [...(part ? [part] : []), ...reason].join(' ') };
}

/** 12.3-12.5, 周三 - 周五, 11-3-11-5: a dash between two days, where one may stand within a day as well. */
function readDashed(plain: string, today: Day): Span | undefined {
  const [, days = '', reason = ''] = /^从?(\S+(?:\s*[-–−]\s*\S+)?)(?:\s+([\s\S]*))?$/.exec(plain) ?? [];
  for (const { index } of days.matchAll(/[-–−]/g)) {
    const from = readDay(days.slice(0, index), today);
    const to = from && readEnd(days.slice(index + 1), from, today);
    if (to) return { from, to, reason };
  }
  return undefined;
}

/** The last day is meant from today (明天到后天, 下周一到下周三), or from the first when that lies behind it (下周一到周五). */
function readEnd(phrase: string, from: Day, today: Day): Day | undefined {
  const to = readDay(phrase, today);
  return to && to >= from ? to : readDay(phrase, from);
}
