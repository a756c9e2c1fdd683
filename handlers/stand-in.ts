import * as texts from '../config/texts/stand-in.js';
import { addDays, earliest, latest } from '../models/day.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { Leave, Person } from '../models/person.js';
import { leaveUntil } from '../models/presence.js';
import type { StandIn } from '../models/stand-in.js';
import { aside } from './aside.js';
import { askWho, findColleague } from './colleague.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here, type Say } from './handler.js';

/**
 * 代管 李娟 · 代管 张三 由 李娟 (by somebody entitled to act for colleagues): for the length of the leave that is running,
 * or the next, 李娟 answers for what the other answers for. What everybody hands in for themselves stays theirs.
 */
export const standIn: Handler = async (asked, models) =>
  asked.args ? aside(asked, await handOn(asked, models)) : here(texts.howTo);

async function handOn(asked: Asked, models: Models): Promise<Say[]> {
  const names = halfWidth(asked.args)
    .replace(/^由\s*/u, '')
    .split(/\s+(?:由\s*)?/u)
    .filter(Boolean);
  const [who = ''] = names.slice(-1);
  if (!who || names.length > 2) return here(texts.howTo);
  const away = await whoIsAway(names.length === 2 ? names[0] : undefined, asked, models);
  if ('problem' in away) return here(away.problem);
  // Whom one leaves one's work to, one may name without acting for them otherwise.
  const found = await findColleague(who, { ...asked, rights: new Set(['act-for']) }, models);
  if (found.kind === 'problem') return askWho(found, asked);
  const { person } = found;
  if (person._id === away._id) return here(texts.notThemselves);
  const leave = nextLeave(away, asked);
  if (!leave) return here(texts.noLeave(nameFor(away, asked)));
  const { from, to } = leave;
  const rest = { from: latest([from, asked.today]), to };
  if ((leaveUntil(person, rest.from) ?? '') >= to) return here(texts.awayToo(person.name));
  const what = {
    school: away.school,
    person: person._id,
    of: away._id,
    from,
    to,
    by: asked.speaker._id,
    at: asked.now,
  };
  const before = await models.standIns.end(away._id, away.school, from, to);
  await models.standIns.put({ _id: asked.event.key, ...what });
  const told = { to: person._id, text: texts.youStandIn(away.name, from, to) };
  const replaced = before.filter((each) => each.person !== person._id);
  const { said, toAway } = await ofReplaced(replaced, away, person, asked, models);
  return [
    ...here(texts.noted(nameFor(away, asked), person.name, from, to) + said + partlyAway(person, rest)),
    ...(person._id === asked.speaker._id ? [] : [told]),
    ...toAway,
    ...toEnded(replaced, away, asked),
  ];
}

/** Where somebody gives another's work on: whom they take it from, and to who is away, that it was done. */
async function ofReplaced(
  replaced: StandIn[],
  away: Person,
  person: Person,
  { speaker }: Asked,
  models: Models,
): Promise<{ said: string; toAway: Say[] }> {
  if (replaced.length === 0 || away._id === speaker._id) return { said: '', toAway: [] };
  const names = (await models.people.byIds(replaced.map((each) => each.person))).map(({ name }) => name);
  return {
    said: texts.replaced(away.name, names),
    toAway: [{ to: away._id, text: texts.yoursReplaced(speaker.name, names, person.name) }],
  };
}

/** On which of the days to come whoever stands in is away as well, to be said. */
function partlyAway(person: Person, { from, to }: Pick<Leave, 'from' | 'to'>): string {
  const spans = person.leaves
    .filter((each) => each.from <= to && from <= each.to)
    .map((each) => ({ from: latest([from, each.from]), to: earliest([to, each.to]) }))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return spans.length > 0 ? texts.partlyAway(person.name, spans) : '';
}

/** 取消代管 [姓名]. */
export const endStandIn: Handler = async (asked, models) => aside(asked, await takeOver(asked, models));

async function takeOver(asked: Asked, models: Models): Promise<Say[]> {
  const away = await whoIsAway(asked.args || undefined, asked, models);
  if ('problem' in away) return here(away.problem);
  const ended = await models.standIns.end(away._id, away.school, asked.today);
  if (ended.length === 0) return here(texts.nobody(nameFor(away, asked)));
  return [...here(texts.ended(nameFor(away, asked))), ...toEnded(ended, away, asked)];
}

/** To each who stood in, that they do no more. */
function toEnded(ended: StandIn[], away: Person, { speaker }: Asked): Say[] {
  const spans = new Map(ended.map(({ person, from, to }) => [person, { from, to }]));
  spans.delete(speaker._id);
  return [...spans].map(([to, span]) => ({ to, text: texts.youNoLonger(away.name, span.from, span.to) }));
}

/** With somebody's leave ends that others stand in for them. */
export async function endWithLeave(
  away: Person,
  { from, to }: { from: Day; to?: Day },
  asked: Asked,
  models: Models,
): Promise<Say[]> {
  return toEnded(await models.standIns.end(away._id, away.school, from, to), away, asked);
}

/** 由张三代课, as the reason of a leave. */
const BY_WHOM = /由\s*(\p{Script=Han}{2,4}?)(?:老师)?\s*(?:代课|代管|代班|顶班|顶岗)/u;

/**
 * What leave that was just noted does not do of itself: whoever is named in its reason does not stand in, and whoever
 * stands in for leave that goes on does so no longer than it was to last.
 */
export async function notOfItself(away: Person, leave: Leave, asked: Asked, models: Models): Promise<string> {
  if (leave.to < asked.today) return '';
  const [said = '', name = ''] = BY_WHOM.exec(leave.reason ?? '') ?? [];
  const command = (by: string): string => texts.command(nameFor(away, asked), by);
  const [named] = name ? await models.people.named(away.school, name) : [];
  if (named) return texts.onlyAReason(said, name, command(name));
  const all = await models.standIns.ofSchools([away.school]);
  const held = all.find(({ of, to }) => of === away._id && to >= asked.today);
  if (!held || held.to >= leave.to || leave.from > addDays(held.to, 1)) return '';
  const by = (await models.people.byId(held.person))?.name;
  return by ? texts.notExtended(by, held.to, command(by)) : '';
}

async function whoIsAway(
  name: string | undefined,
  asked: Asked,
  models: Models,
): Promise<Person | { problem: string }> {
  if (name === undefined) return asked.speaker;
  const found = await findColleague(name, asked, models);
  return found.kind === 'problem' ? { problem: found.text } : found.person;
}

/** The leave that is running, else the next: to the end of what follows it without a day between. */
function nextLeave(person: Person, { today }: Asked): Pick<Leave, 'from' | 'to'> | undefined {
  const [leave] = person.leaves.filter(({ to }) => to >= today).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return leave && { from: leave.from, to: leaveUntil(person, leave.to) ?? leave.to };
}

const nameFor = (person: Person, { speaker }: Asked): string | undefined =>
  person._id === speaker._id ? undefined : person.name;
