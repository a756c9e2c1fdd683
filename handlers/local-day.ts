import * as texts from '../config/texts/local-day.js';
import { scopeWords } from '../config/texts/scope.js';
import { holds, type Limits } from '../models/calendar.js';
import { addDays, daysBetween, eachDay } from '../models/day.js';
import type { LocalDay } from '../models/local-day.js';
import type { Models } from '../models/models.js';
import { placeOf, type School } from '../models/school.js';
import { askToChoose } from './choice.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { readSpan, type Span } from './leave.js';
import { WHEN } from './leave-sentence.js';

/** A summer; what is longer stands in the calendar's own terms. */
const LONGEST_DAYS = 60;
/** As long as deadlines are worked out anew. */
const EARLIEST_DAYS_BACK = 14;

interface Place {
  name: string;
  limits: Limits;
}

/** 停课 今天到周五 北山片区 暴雪 · 补课 12月5日 第一小学、第二小学: noted in the calendar; alone, what is noted. */
export const noteDays =
  (kind: LocalDay['kind']): Handler =>
  async (asked, models) => {
    const { rights, args, school } = asked;
    if (!rights.has('close-schools')) return here(whoNotes(models));
    const ownOnly = !rights.has('see-county');
    const how = texts.howTo(kind, ownOnly);
    if (!args) return here(texts.list(await models.localDays.standing(asked.today)) + how);
    const { places, rest } = await placesIn(args, models);
    if (ownOnly && places.some(({ limits }) => limits.schools?.join() !== school._id))
      return here(texts.notYours(school.name));
    const at = ownOnly ? [ofSchool(school)] : places;
    const span = rest ? readSpan(rest, asked.today) : undefined;
    if (at.length === 0 || !span) return here(how);
    return note(kind, at, span, asked, models);
  };

async function note(kind: LocalDay['kind'], places: Place[], span: Span, asked: Asked, models: Models): Promise<Say[]> {
  const { event, speaker, today, now } = asked;
  const { from, to, reason } = span;
  if (to < from) return here(texts.endsBeforeItBegins(from, to));
  if (daysBetween(from, to) >= LONGEST_DAYS) return here(texts.tooLong(LONGEST_DAYS));
  if (from < addDays(today, -EARLIEST_DAYS_BACK)) return here(texts.tooEarly(EARLIEST_DAYS_BACK));
  const limits = together(places);
  const schools = await schoolsAt(limits, models);
  const known = (await models.localDays.standing(today)).some((each) => each.event === event.key);
  const idle = known ? undefined : whyIdle(kind, span, schools, models);
  if (idle) return here(idle);
  const place = places.map(({ name }) => name).join('、');
  const what = { kind, from, to, reason, place, ...limits, by: speaker._id, at: now, event: event.key };
  const day = await models.localDays.note(what);
  await models.ledger.openOf(schools, now);
  return here(texts.noted(day, schools.length));
}

/** Why nothing would change; undefined where something does. */
function whyIdle(kind: LocalDay['kind'], { from, to }: Span, schools: School[], { calendar }: Models) {
  const kinds = schools.flatMap((school) => eachDay(from, to).map((day) => calendar.kindOf(day, placeOf(school))));
  if (kind === 'closure') return kinds.every((each) => each === 'off') ? texts.noSchoolAnyway(from, to) : undefined;
  if (eachDay(from, to).every((day) => !calendar.termOf(day))) return texts.outsideTerm(from, to);
  return kinds.every((each) => each === 'school') ? texts.schoolAnyway(from, to) : undefined;
}

/** 今天大雪，北山片区停课: the command it would be, where a day and places stand in it. */
async function inSentence(text: string, { clusters, all }: Models['schools']): Promise<string | undefined> {
  const names = [scopeWords['see-county'] ?? '', ...(await clusters()), ...(await all()).map(({ name }) => name)];
  let rest = halfWidth(text);
  const places: string[] = [];
  const take = ({ said, name }: { said: string; name: string }): void => {
    places.push(name);
    rest = rest.replaceAll(said, ' ');
  };
  for (const name of names.toSorted((a, b) => b.length - a.length))
    if (name && rest.includes(name)) take({ said: name, name });
  for (let short = shortIn(rest, names); short; short = shortIn(rest, names)) take(short);
  // 今天雪太大了，明天北山片区停课: the day that stands with it.
  const clause = rest.split(/[,，。;；]/).find((each) => /停课|补课/.test(each)) ?? '';
  const [days] = WHEN.exec(clause) ?? WHEN.exec(rest) ?? [];
  if (!days || places.length === 0) return undefined;
  const word = rest.includes('补课') ? '补课' : '停课';
  const why = rest
    .replace(days, ' ')
    .replace(word, ' ')
    .replace(/[今明后昨]天/g, ' ')
    .split(/[\s,，。;；、和]+/);
  // 实验小学、二中停课: of a school that is not known nothing would be noted.
  if (why.some(isSchool)) return undefined;
  return [word, days, places.join('、'), ...why].filter(Boolean).join(' ');
}

/** 东河镇中学, 一小: the longest part of a text by which one school alone can be meant, and its name. */
function shortIn(text: string, names: readonly string[]): { said: string; name: string } | undefined {
  const parts = [...text.matchAll(/\p{Script=Han}+/gu)].flatMap(([run]) => partsOf(run)).filter(isSchool);
  for (const said of parts.toSorted((a, b) => b.length - a.length)) {
    const [name, ...others] = names.filter((each) => each.includes(said));
    if (name && others.length === 0) return { said, name };
  }
  return undefined;
}

const partsOf = (run: string): string[] =>
  Array.from(run, (_, from) => Array.from(run.slice(from + 1), (__, more) => run.slice(from, from + more + 2))).flat();

/** How a school is called, in short as well: 教师停课 is no 教师进修学校. */
const isSchool = (part: string): boolean => /(?:[小中校园]|[小中大]学)$/.test(part) && !KINDS.test(part);
/** What every school is one of. */
const KINDS = /^(?:中心)?(?:[小中大]学|学校|[本我]校|初中|高中|中小|小中)$/;

/** What to do about a sentence about a school without school: the command it would be, to be chosen, or how it is noted. */
export async function offerLocalDay(asked: Omit<Asked, 'args'>, models: Models): Promise<Say[] | { says: string }> {
  const { rights, event } = asked;
  const mayNote = rights.has('close-schools');
  const noted = mayNote ? [] : await notedHere(asked, models);
  if (noted.length > 0) return here(texts.isNoted(noted));
  const said = mayNote && (await inSentence(event.text, models.schools));
  return said ? { says: said } : noteDays('closure')({ ...asked, args: '' }, models);
}

/** What is noted of the speaker's school: of the days that are named, else of now. */
async function notedHere({ event, school, today }: Omit<Asked, 'args'>, { localDays }: Models): Promise<LocalDay[]> {
  const text = halfWidth(event.text);
  const kind: LocalDay['kind'] = text.includes('补课') ? 'make-up' : 'closure';
  const [days] = WHEN.exec(text) ?? [];
  const { from, to } = (days && readSpan(days, today)) || { from: addDays(today, -LATELY_DAYS), to: undefined };
  const isMeant = (day: LocalDay): boolean => day.to >= from && (to === undefined || day.from <= to);
  return (await localDays.standing(today))
    .filter((day) => day.kind === kind && holds(day, placeOf(school)) && isMeant(day))
    .toSorted((a, b) => a.from.localeCompare(b.from));
}
/** What was closed this week is still spoken of. */
const LATELY_DAYS = 6;

/** 取消停课 3, 取消补课: takes one back; without a number the only one there is, of several it is asked which. */
export const takeDaysBack: Handler = async (asked, models) => {
  const { rights, args, event, school, today, now } = asked;
  if (!rights.has('close-schools')) return here(whoNotes(models));
  const isTheirs = ({ schools }: LocalDay) => rights.has('see-county') || schools?.join() === school._id;
  const standing = (await models.localDays.standing(today)).filter(isTheirs);
  const done = await models.localDays.endedBy(event.key);
  if (!done && !args && standing.length > 1) {
    const choices = standing.map((day) => ({ label: texts.choice(day), says: texts.takesBack(day) }));
    return askToChoose(asked, texts.whichToEnd, choices, texts.list(standing) + texts.whichToEnd);
  }
  const meant = args ? await models.localDays.byNo(Number.parseInt(halfWidth(args), 10)) : standing[0];
  if (!done && meant && isTheirs(meant)) await models.localDays.end(meant._id, event.key);
  const ended = done ?? (await models.localDays.endedBy(event.key));
  if (!ended) return here(texts.nothingToEnd);
  await models.ledger.openOf(await schoolsAt(ended, models), now);
  return here(texts.ended(ended));
};

const whoNotes = ({ catalogue }: Models): string =>
  texts.whoNotes(catalogue.posts.filter(({ rights }) => rights.includes('close-schools')).map(({ name }) => name));

const schoolsAt = async (limits: Limits, { schools }: Models): Promise<School[]> =>
  (await schools.all()).filter((school) => holds(limits, placeOf(school)));

/** Takes the places out of a text, also several with 、 between: what is left are days and a reason. */
async function placesIn(text: string, models: Models): Promise<{ places: Place[]; rest: string }> {
  const places: Place[] = [];
  const rest: string[] = [];
  for (const word of text.split(/[\s,，]+/)) {
    // 雪 after a place is why, though one school has it in its name.
    const whole = places.length > 0;
    const named = await Promise.all(word.split('、').map((name) => placeNamed(name, whole, models)));
    if (named.every((place) => place !== undefined)) places.push(...named.flatMap((place) => place ?? []));
    else rest.push(word);
  }
  return { places, rest: rest.join(' ') };
}

async function placeNamed(name: string, whole: boolean, { schools }: Models): Promise<Place | undefined> {
  if (name === scopeWords['see-county']) return { name, limits: {} };
  if ((await schools.ofCluster(name)).length > 0) return { name, limits: { clusters: [name] } };
  const one = await schools.find(name);
  return one && (!whole || one.name === name || one._id === name) ? ofSchool(one) : undefined;
}

const ofSchool = ({ _id, name }: School): Place => ({ name, limits: { schools: [_id] } });

/** The whole county takes in whatever else is named. */
function together(places: Place[]): Limits {
  const schools = places.flatMap(({ limits }) => limits.schools ?? []);
  const clusters = places.flatMap(({ limits }) => limits.clusters ?? []);
  if (places.some(({ limits }) => !limits.schools && !limits.clusters)) return {};
  return { ...(schools.length > 0 && { schools }), ...(clusters.length > 0 && { clusters }) };
}
