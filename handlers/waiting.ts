import { dayText, momentText } from '../config/texts/format.js';
import * as texts from '../config/texts/review.js';
import type { Duty } from '../models/duty.js';
import type { Block } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Saying } from '../models/press-token.js';
import { readNo } from '../models/record-no.js';
import { waitingSince } from '../models/reviewing.js';
import type { Submission } from '../models/submission.js';
import { dutyOf, labelOf, whoseIs } from './about-record.js';
import { isContribution, verbsFor } from './contribution.js';
import { type Asked, type Handler, here } from './handler.js';
import { inCard } from './in-card.js';
import { pending } from './pending.js';
import { findDuty } from './words.js';

/** More than one person answers in a month; a list of thirty is a phone screen or two. */
const MOST = 500;
const SHOWN = 30;

/**
 * 待审 [任务] [编号 之后]: what waits for my answer, the longest waiting first; from the one after a record on, where
 * that is named and still waits. The list goes to the asker alone.
 */
export const waiting: Handler = async (asked, models) => {
  const { speaker, event, today } = asked;
  const { only, after, unknown } = readWaiting(asked.args, models);
  if (unknown) return event.chat.kind === 'group' ? [] : here(texts.nothingWaitsOf(unknown));
  const all = (await models.submissions.waitingFor(speaker._id, MOST))
    .filter(({ duty }) => !only || duty === only.key)
    .toSorted((a, b) => waitingSince(a).getTime() - waitingSince(b).getTime());
  const cases = only || after || event.chat.kind === 'group' ? undefined : await pending(speaker._id, models);
  if (all.length === 0) return here(cases ?? (only ? texts.nothingWaitsOf(only.name) : texts.nothingWaits));

  const page = pageOf(all, after);
  const lines = await Promise.all(page.records.slice(0, SHOWN).map((record) => lineOf(record, asked, models)));
  const list = texts.waiting(lines, {
    total: all.length,
    first: page.first,
    contributions: all.every((record) => isContribution(dutyOf(record, models))),
    ...(page.records.length > SHOWN && { next: nextOf(lines, only) }),
    ...(page.gone && { gone: page.gone }),
  });
  if (event.chat.kind === 'private') {
    const blocks = [...onCard(page, lines, only, models), { kind: 'text' as const, text: cases ?? '' }];
    return inCard(
      asked,
      [list, cases].filter(Boolean).join('\n'),
      { title: texts.waitingTitle(all.length), blocks },
      models,
    );
  }
  const overdue = all.filter((record) => (dueOf(record, asked) ?? today) < today).length;
  return [...here(texts.waitingInGroup(all.length, overdue)), { text: list, to: speaker._id }];
};

/** 磨课 7F3KQ2 之后. `unknown`: what is neither. */
function readWaiting(args: string, { catalogue }: Models): { only?: Duty; after?: string; unknown?: string } {
  const [, words = args, typed] = /^(.*?)\s*(\S+?)\s*之后$/.exec(args) ?? [];
  const after = typed === undefined ? undefined : readNo(typed);
  const only = words ? findDuty(words, catalogue.duties) : undefined;
  if ((words && !only) || (typed !== undefined && !after)) return { unknown: args };
  return { ...(only && { only }), ...(after && { after }) };
}

/** What comes of the list, and where in it that begins. */
interface Page {
  records: Submission[];
  first: number;
  /** The record it was to begin after, where that waits no more: then it begins anew, so that nothing is passed over. */
  gone?: string;
}

/** The list grows at its end alone, so whatever stands behind a record that still waits has not been shown with it. */
function pageOf(all: Submission[], after: string | undefined): Page {
  const at = after === undefined ? -1 : all.findIndex(({ no }) => no === after);
  const first = at + 1;
  // Behind the last one there is nothing: the list begins anew.
  if (first < all.length) return { records: all.slice(first), first, ...(after && at < 0 && { gone: after }) };
  return { records: all, first: 0 };
}

const nextOf = (lines: texts.WaitingLine[], only: Duty | undefined): string =>
  ['待审', only?.word ?? '', lines.at(-1)?.no ?? '', '之后'].filter(Boolean).join(' ');

/** So many can be answered from one card: a phone's screen or two. */
const MOST_ON_CARD = 5;

/** Each with what can be done about it, by its kind; of the others, that there are more, and the next of them. Blocks without words or buttons are not drawn. */
function onCard(page: Page, all: texts.WaitingLine[], only: Duty | undefined, models: Models): Block<Saying>[] {
  const lines = all.slice(0, MOST_ON_CARD);
  const blocks = lines.flatMap((line, index): Block<Saying>[] => {
    const record = page.records[index];
    const verbs = ['看', ...verbsFor(record && dutyOf(record, models))];
    return [
      { kind: 'text', text: texts.waitingLine(line) },
      { kind: 'buttons', buttons: verbs.map((verb) => ({ label: `${verb} ${line.no}`, says: `${verb} ${line.no}` })) },
    ];
  });
  const begins = page.gone ? texts.beginsAnew(page.gone) : page.first > 0 ? texts.beginsAt(page.first + 1) : '';
  const more = page.records.length - lines.length;
  const next = { label: texts.nextOnes(Math.min(more, MOST_ON_CARD)), says: nextOf(lines, only) };
  const again = { label: texts.fromTheFirst, says: ['待审', only?.word ?? ''].join(' ').trim() };
  const buttons = [...(more > 0 ? [next] : []), ...(page.first > 0 ? [again] : [])];
  return [
    { kind: 'text', text: begins },
    ...blocks,
    { kind: 'text', text: more > 0 ? texts.moreWait(more) : '' },
    { kind: 'buttons', buttons },
  ];
}

const dueOf = ({ reviews }: Submission, { speaker }: Asked) =>
  reviews.findLast(({ reviewer, answeredAt, dropped }) => reviewer === speaker._id && !answeredAt && !dropped)?.due;

async function lineOf(record: Submission, asked: Asked, models: Models): Promise<texts.WaitingLine> {
  const due = dueOf(record, asked);
  return {
    no: record.no,
    duty: dutyOf(record, models)?.name ?? record.duty,
    label: await labelOf(record, models),
    ...(await whoseIs(record, models)),
    at: momentText(waitingSince(record), models.calendar, asked.now),
    due: due ? dayText(due, asked.today) : '',
    overdue: due !== undefined && due < asked.today,
  };
}
