import { dayText, momentText } from '../config/texts/format.js';
import * as texts from '../config/texts/review.js';
import type { Block } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Saying } from '../models/press-token.js';
import { waitingSince } from '../models/reviewing.js';
import type { Submission } from '../models/submission.js';
import { dutyOf, labelOf, whoseIs } from './about-record.js';
import { isContribution } from './contribution.js';
import { type Asked, type Handler, here } from './handler.js';
import { inCard } from './in-card.js';
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
  if (event.chat.kind === 'private') {
    const blocks = onCard(all, lines, models);
    return inCard(asked, list, { title: texts.waitingTitle(all.length), blocks }, models);
  }
  const overdue = all.filter((record) => (dueOf(record, asked) ?? today) < today).length;
  return [...here(texts.waitingInGroup(all.length, overdue)), { text: list, to: speaker._id }];
};

/** So many can be answered from one card: a phone's screen or two. */
const MOST_ON_CARD = 5;

/** Each with what can be done about it, by its kind; of the others, that there are more. */
function onCard(all: Submission[], lines: texts.WaitingLine[], models: Models): Block<Saying>[] {
  const blocks = lines.slice(0, MOST_ON_CARD).flatMap((line, index): Block<Saying>[] => {
    const taken = isContribution(all[index] && dutyOf(all[index], models));
    const verbs = ['看', ...(taken ? ['采用', '不采用'] : ['通过']), '退回'];
    return [
      { kind: 'text', text: texts.waitingLine(line) },
      { kind: 'buttons', buttons: verbs.map((verb) => ({ label: `${verb} ${line.no}`, says: `${verb} ${line.no}` })) },
    ];
  });
  const more = all.length - MOST_ON_CARD;
  return more > 0 ? [...blocks, { kind: 'text', text: texts.moreWait(more) }] : blocks;
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
    at: momentText(waitingSince(record), models.calendar),
    due: due ? dayText(due) : '',
    overdue: due !== undefined && due < asked.today,
  };
}
