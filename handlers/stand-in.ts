import * as texts from '../config/texts/stand-in.js';
import type { Models } from '../models/models.js';
import type { Leave, Person } from '../models/person.js';
import { leaveUntil } from '../models/presence.js';
import { askWho, findColleague } from './colleague.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here } from './handler.js';

/**
 * 代管 李娟 · 代管 张三 由 李娟 (by somebody entitled to act for colleagues): for the length of the leave that is running,
 * or the next, 李娟 answers for what the other answers for. What everybody hands in for themselves stays theirs.
 */
export const standIn: Handler = async (asked, models) => {
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
  if (leaveUntil(person, from)) return here(texts.awayToo(person.name));
  const what = {
    school: away.school,
    person: person._id,
    of: away._id,
    from,
    to,
    by: asked.speaker._id,
    at: asked.now,
  };
  await models.standIns.put({ _id: asked.event.key, ...what });
  const told = { to: person._id, text: texts.youStandIn(away.name, from, to) };
  return [
    ...here(texts.noted(nameFor(away, asked), person.name, from, to)),
    ...(person._id === asked.speaker._id ? [] : [told]),
  ];
};

/** 取消代管 [姓名]. */
export const endStandIn: Handler = async (asked, models) => {
  const away = await whoIsAway(asked.args || undefined, asked, models);
  if ('problem' in away) return here(away.problem);
  const ended = await models.standIns.end(away._id, away.school, asked.today);
  return here(ended ? texts.ended(nameFor(away, asked)) : texts.nobody(nameFor(away, asked)));
};

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
