import * as texts from '../config/texts/leave.js';
import { addDays, daysBetween } from '../models/day.js';
import type { Day } from '../models/ids.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import { findColleague } from './colleague.js';
import { readDay } from './date-phrase.js';
import { halfWidth } from './forms/field.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';

/** A month covers what people ask for by message; longer leave is an office matter. */
const LONGEST_DAYS = 31;
/** A sick note handed in after a week still counts. */
const EARLIEST_DAYS_BACK = 14;

/** A span of days as people write it, and what stood before and after it. */
interface Span {
  from: Day;
  to: Day;
  reason: string;
}

/** 请假 到 周五 / 请假 11月3日到11月7日 事假 / 请假 张三 到 周五 (by somebody entitled to act for colleagues). */
export const takeLeave: Handler = async (asked, models) => {
  const own = readSpan(asked.args, asked.today);
  if (own) return note(asked, models, asked.speaker, own);
  const [who = '', ...rest] = asked.args.split(/\s+/);
  const span = readSpan(rest.join(' '), asked.today);
  if (!who || !span) return askUntil(asked, models);
  const named = await models.people.named(asked.speaker.school, who);
  // 请假 3天, 请假条怎么写: not a colleague, so the words were about the speaker's own leave.
  if (named.length === 0 && !asked.rights.has('act-for')) return askUntil(asked, models);
  const colleague = await findColleague(who, asked, models);
  return colleague.kind === 'problem' ? here(colleague.text) : note(asked, models, colleague.person, span);
};

/** Until when: in words, and as something to fill in. */
const askUntil = (asked: Asked, models: Models): Promise<Say[]> =>
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

async function note(asked: Asked, models: Models, person: Person, { from, to, reason }: Span) {
  const { event, speaker, now, today } = asked;
  const whose = person._id === speaker._id ? undefined : person.name;
  if (to < from) return here(texts.endsBeforeItBegins(from, to));
  if (daysBetween(from, to) >= LONGEST_DAYS) return here(texts.tooLong(LONGEST_DAYS));
  if (from < addDays(today, -EARLIEST_DAYS_BACK)) return here(texts.tooEarly(EARLIEST_DAYS_BACK));
  const leave = { id: event.key, from, to, ...(reason && { reason }), by: speaker._id, at: now };
  // The same once more is the same leave: said twice, or a button pressed twice.
  const known = person.leaves.some((each) => each.from === from && each.to === to);
  if (!known) await models.people.addLeave(person._id, leave);
  await models.ledger.refreshOf(person._id, from, to, now);
  return here(texts.noted(from, to, whose));
}

/** 销假 [姓名]: back from today on. */
export const endLeave: Handler = async (asked, models) => {
  const colleague = asked.args ? await findColleague(asked.args, asked, models) : undefined;
  if (colleague?.kind === 'problem') return here(colleague.text);
  const person = colleague?.person ?? asked.speaker;
  const ended = await models.people.endLeave(person._id, asked.today);
  const before = ended.length > 0 ? ended : person.leaves.filter(({ to }) => to >= addDays(asked.today, -1));
  for (const { from, to } of before) await models.ledger.refreshOf(person._id, from, to, asked.now);
  if (ended.length === 0) return here(texts.notOnLeave);
  return here(texts.ended(asked.today, person._id === asked.speaker._id ? undefined : person.name));
};

const DATE = '(?:[^\\s到至~—-]|\\d-\\d)+';
const SPAN = new RegExp(`^(?:从)?(${DATE})?\\s*(?:到|至|~|—)\\s*(${DATE})(?:\\s+(.*))?$`);

/** 到 周五 · 周三到周五 事假 · 明天 · nothing (today). Undefined when it is not a span. */
export function readSpan(text: string, today: Day): Span | undefined {
  const plain = halfWidth(text);
  if (!plain) return { from: today, to: today, reason: '' };
  const match = SPAN.exec(plain);
  if (match) {
    const from = match[1] ? readDay(match[1], today) : today;
    const to = from && readEnd(match[2] ?? '', from, today);
    return from && to ? { from, to, reason: match[3] ?? '' } : undefined;
  }
  const [first = '', ...reason] = plain.split(/\s+/);
  const day = readDay(first, today);
  return day && { from: day, to: day, reason: reason.join(' ') };
}

/** The last day is meant from today (明天到后天, 下周一到下周三), or from the first when that lies behind it (下周一到周五). */
function readEnd(phrase: string, from: Day, today: Day): Day | undefined {
  const to = readDay(phrase, today);
  return to && to >= from ? to : readDay(phrase, from);
}
