import * as texts from '../config/texts/leave.js';
import { addDays } from '../models/day.js';
import type { Models } from '../models/models.js';
import type { Leave, Person } from '../models/person.js';
import { aside } from './aside.js';
import { askWho, findColleague, namesListed } from './colleague.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inTurn } from './in-turn.js';
import { EARLIEST_DAYS_BACK, readSpan } from './leave.js';
import { endWithLeave } from './stand-in.js';

/** 销假 [姓名], 销假 肖勇、田美玲: back from today on. */
export const endLeave: Handler = async (asked, models) => {
  const names = await namesListed(asked.args, asked, models);
  return ofEach(names, asked, (args, inList) => endOne({ ...asked, args }, models, inList));
};

/** What is done for each of several is said in a line each. */
async function ofEach(
  names: string[],
  asked: Asked,
  work: (name: string, inList: boolean) => Promise<Say[]>,
): Promise<Say[]> {
  const isList = names.length > 1 && asked.rights.has('act-for');
  const says = await (isList ? inTurn(names, (name) => work(name, true)) : work(names.join('、'), false));
  return names.length > 0 ? aside(asked, says) : says;
}

async function endOne(asked: Asked, models: Models, inList: boolean): Promise<Say[]> {
  const colleague = asked.args ? await findColleague(asked.args, asked, models) : undefined;
  if (colleague?.kind === 'problem') return inList ? here(colleague.text) : askWho(colleague, asked);
  const person = colleague?.person ?? asked.speaker;
  const ended = await models.people.endLeave(person._id, asked.today);
  const before = ended.length > 0 ? ended : person.leaves.filter(({ to }) => to >= addDays(asked.today, -1));
  for (const { from, to } of before) await models.ledger.refreshOf(person._id, from, to, asked.now);
  if (ended.length === 0) return here(nothingToEnd(person, asked));
  const toStandIns = await endWithLeave(person, { from: asked.today }, asked, models);
  if (person._id === asked.speaker._id) return [...here(texts.ended(asked.today)), ...toStandIns];
  const toThem: Say = { to: person._id, text: texts.endedForYou(asked.speaker.name, asked.today) };
  return [...here(texts.ended(asked.today, person.name)), toThem, ...toStandIns];
}

/** 取消请假 10月26日 · 取消请假 李一 10月26日到10月28日: leave of these days, over or not, is none; without days as 销假. */
export const cancelLeave: Handler = async (asked, models) => {
  const [who = '', ...days] = asked.args.split(/\s+/);
  const isName = who !== '' && (await models.people.named(asked.speaker.school, who)).length > 0;
  const own = isName || !asked.args ? undefined : readSpan(asked.args, asked.today);
  const span = own ?? (days.length > 0 ? readSpan(days.join(' '), asked.today) : undefined);
  if (!span) return endLeave(asked, models);
  if (own) return cancel(asked.speaker, span, asked, models);
  return ofEach(await namesListed(who, asked, models), asked, async (name, inList) => {
    const colleague = await findColleague(name, asked, models);
    if (colleague.kind === 'found') return cancel(colleague.person, span, asked, models);
    return inList ? here(colleague.text) : askWho(colleague, asked);
  });
};

async function cancel(person: Person, { from, to }: Pick<Leave, 'from' | 'to'>, asked: Asked, models: Models) {
  const { speaker, today, now } = asked;
  const whose = nameFor(person, asked);
  const leave = person.leaves.find((each) => each.from === from && each.to === to);
  if (leave && isLongOver(leave, asked)) return here(texts.tooLateToCancel(EARLIEST_DAYS_BACK));
  if (leave) await models.people.cancelLeave(person._id, leave.id);
  await models.ledger.refreshOf(person._id, from, to, now);
  if (!leave) {
    const around = person.leaves.find((each) => each.from <= to && from <= each.to && !isLongOver(each, asked));
    return here(around ? texts.onlyWhole(around.from, around.to, whose) : texts.noLeaveOf(from, to, whose));
  }
  const toThem: Say[] = whose ? [{ to: person._id, text: texts.cancelledForYou(speaker.name, from, to) }] : [];
  const toStandIns = to < today ? [] : await endWithLeave(person, leave, asked, models);
  return [...here(texts.cancelled(from, to, whose)), ...toThem, ...toStandIns];
}

const isLongOver = ({ to }: Leave, { today }: Asked): boolean => to < addDays(today, -EARLIEST_DAYS_BACK);

/** Leave that is over ends by itself; that it was none is said otherwise. */
function nothingToEnd(person: Person, asked: Asked): string {
  const [last] = person.leaves
    .filter((leave) => !isLongOver(leave, asked))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const whose = nameFor(person, asked);
  return last ? texts.overAlready(last.from, last.to, whose) : texts.notOnLeave(whose);
}

const nameFor = (person: Person, { speaker }: Asked): string | undefined =>
  person._id === speaker._id ? undefined : person.name;
