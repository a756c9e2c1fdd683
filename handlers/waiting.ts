import { dayText, momentText } from '../config/texts/format.js';
import * as texts from '../config/texts/review.js';
import type { Models } from '../models/models.js';
import { waitingSince } from '../models/reviewing.js';
import type { Submission } from '../models/submission.js';
import { dutyOf, labelOf, whoseIs } from './about-record.js';
import { isContribution } from './contribution.js';
import { type Asked, type Handler, here } from './handler.js';
import { findDuty } from './words.js';

/** More than one person answers in a month; a list of thirty is a phone screen or two. */
const MOST = 500;
const SHOWN = 30;

/** 待审 [任务]: what waits for my answer, the longest waiting first. The list goes to the asker alone. */
export const waiting: Handler = async (asked, models) => {
  const { speaker, args, event, today } = asked;
  const only = args ? findDuty(args, models.catalogue.duties) : undefined;
  if (args && !only) return event.chat.kind === 'group' ? [] : here(texts.nothingWaitsOf(args));
  const all = (await models.submissions.waitingFor(speaker._id, MOST))
    .filter(({ duty }) => !only || duty === only.key)
    .toSorted((a, b) => waitingSince(a).getTime() - waitingSince(b).getTime());
  if (all.length === 0) return here(only ? texts.nothingWaitsOf(only.name) : texts.nothingWaits);

  const lines = await Promise.all(all.slice(0, SHOWN).map((record) => lineOf(record, asked, models)));
  const contributions = all.every((record) => isContribution(dutyOf(record, models)));
  const list = texts.waiting(lines, all.length, contributions);
  if (event.chat.kind === 'private') return here(list);
  const overdue = all.filter((record) => (dueOf(record, asked) ?? today) < today).length;
  return [...here(texts.waitingInGroup(all.length, overdue)), { text: list, to: speaker._id }];
};

const dueOf = ({ reviews }: Submission, { speaker }: Asked) =>
  reviews.findLast(({ reviewer, answeredAt, dropped }) => reviewer === speaker._id && !answeredAt && !dropped)?.due;

async function lineOf(record: Submission, asked: Asked, models: Models): Promise<texts.WaitingLine> {
  const due = dueOf(record, asked);
  return {
    no: record.no,
    duty: dutyOf(record, models)?.name ?? record.duty,
    label: await labelOf(record, models),
    ...(await whoseIs(record, models)),
    at: momentText(waitingSince(record), models.calendar),
    due: due ? dayText(due) : '',
    overdue: due !== undefined && due < asked.today,
  };
}
