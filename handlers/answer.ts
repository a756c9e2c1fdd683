import * as texts from '../config/texts/answer.js';
import { momentText } from '../config/texts/format.js';
import type { Verb } from '../config/texts/review.js';
import * as reviewTexts from '../config/texts/review.js';
import type { Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import { isOwn, mayAnswer, namedReaders } from '../models/reading.js';
import { readNo, withNoTogether } from '../models/record-no.js';
import { claimed, lastAnswer, levelField, writtenLast } from '../models/reviewing.js';
import type { Submission, SubmissionState } from '../models/submission.js';
import { type Named, named } from './about-record.js';
import { tellAnswer } from './answer-told.js';
import { isContribution } from './contribution.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';
import { inTurn } from './in-turn.js';

const STATE: Record<Verb, SubmissionState> = {
  通过: 'accepted',
  采用: 'accepted',
  退回: 'returned',
  不采用: 'declined',
};

/** What somebody typed behind 通过 and its like: of which record, what level, with what comment. */
interface Answer {
  verb: Verb;
  no: string;
  level?: string;
  comment: string;
}

/**
 * 通过 编号 [级别] [意见], 退回 编号 意见, 采用 and 不采用 编号 [意见]: by whom it was given to, or a holder of the rule's
 * posts within their reach; of several at once, with the same words behind. Who answered may answer again on the same
 * day, which takes the place of the first answer.
 */
export const answerWith =
  (verb: Verb): Handler =>
  async (asked, models) => {
    const { args, event } = asked;
    const { numbers, comment } = numbersAhead(args.replace(DONE, ''));
    const [first] = numbers;
    // Small talk that begins so gets silence in a group.
    if (!first) return event.chat.kind === 'group' && args ? [] : here(texts.howToAnswer(verb));
    if (verb === '退回' && !comment && numbers.length > 1) return askComment(numbers.join('、'), asked, models);
    const answered = new Set<string>();
    const says = await inTurn(numbers, (no) => answerOne({ verb, no, comment }, answered, asked, models));
    return answered.size > 0 ? withLeft(says, numbers.length > 1, asked, models) : says;
  };

/** What still waits is said once, behind all that was answered; in a group it is nobody else's. */
async function withLeft(says: Say[], isList: boolean, { event, speaker }: Asked, models: Models): Promise<Say[]> {
  const [first, ...others] = says;
  if (!first || event.chat.kind === 'group') return says;
  const left = (await models.submissions.waitingFor(speaker._id, MOST_COUNTED)).length;
  const more = left > 0 ? texts.stillWaiting(left) : '';
  return [{ ...first, text: [first.text, more].filter(Boolean).join(isList ? '\n' : '') }, ...others];
}
/** So many are counted, and no more. */
const MOST_COUNTED = 200;

/** 7F3KQ2、7F3KR9 意见: each number once, and the words behind. */
function numbersAhead(args: string): { numbers: string[]; comment: string } {
  const numbers = new Set<string>();
  let rest = withNoTogether(args);
  for (;;) {
    const [first = ''] = rest.split(APART);
    const no = readNo(first);
    if (!no) return { numbers: [...numbers], comment: rest.trim() };
    numbers.add(no);
    rest = rest.slice(first.length).replace(BETWEEN, '');
  }
}

/** 通过了 7F3KQ2 */
const DONE = /^了[\s:：,，]*/;
const APART = /[\s:：、,，;；和与及跟]/;
const BETWEEN = /^[\s:：、,，;；]*(?:[和与及跟]\s*(?=[\dA-Za-z\uFF10-\uFF5A]{6}(?![\dA-Za-z])))?/;

/** @param answered takes the number, once the answer stands. */
async function answerOne(said: Answer, answered: Set<string>, asked: Asked, models: Models): Promise<Say[]> {
  const { verb, no, comment } = said;
  const found = await named(no, asked, models);
  if (!found) return here(reviewTexts.notFound(no));
  const done = found.record.changes.some((change) => change.event === asked.event.key);
  const answer = withLevel(said, found);
  const problem = done ? undefined : await refusal(answer, found, asked, models);
  if (problem) return here(problem);
  if (!done && verb !== '退回' && isRewritten(found.record, asked))
    return lookAgain(answer, found.record, asked, models);
  if (!done && verb === '退回' && !comment) return askComment(no, asked, models);

  const changed = await write(answer, found, asked, models);
  if (!changed) {
    const stands = (await models.submissions.get(found.record._id)) ?? found.record;
    return here(await answeredBefore(no, stands, found, asked, models));
  }
  await models.ledger.follow(changed, asked.now);
  answered.add(no);
  return tellAnswer(changed, found.duty, asked, models);
}

/** A level of the duty's field that stands first is the one certified; otherwise it is all comment. */
function withLevel(answer: Answer, { duty }: Named): Answer {
  const [first = '', ...rest] = answer.comment.split(/\s+/);
  const level = answer.verb === '通过' ? levelField(duty)?.options.find((option) => option === first) : undefined;
  return level ? { ...answer, level, comment: rest.join(' ') } : answer;
}

/** What is to be mended: in words, and as something to fill in. */
async function askComment(no: string, asked: Asked, models: Models): Promise<Say[]> {
  if (asked.event.chat.kind === 'group') return here(texts.commentPleaseInGroup(no));
  const says = await inCard(
    asked,
    texts.commentPlease(no),
    {
      title: texts.returning(no),
      blocks: [
        {
          kind: 'ask',
          controls: [{ kind: 'lines', key: 'comment', label: texts.comment, required: true, value: '', most: 500 }],
          submit: { label: '退回', says: `退回 ${no} {comment}`, primary: true },
        },
      ],
    },
    models,
  );
  return says.map((say) => ({ ...say, wordsBehind: `退回 ${no}` }));
}

/** A card's own instant is told in whole seconds. */
const SECOND_MS = 1000;

/** Whether it was handed in anew after the card was made on which it is taken or declined: unseen it is neither. */
function isRewritten(record: Submission, { event: { shownAt } }: Asked): boolean {
  const handedIn = writtenLast(record);
  return shownAt !== undefined && handedIn !== undefined && handedIn.getTime() > shownAt.getTime() + SECOND_MS;
}

/** To be looked at first; the buttons of this answer are younger than the text. */
function lookAgain({ verb, no }: Answer, record: Submission, asked: Asked, models: Models): Promise<Say[]> {
  const text = texts.rewritten(no, momentText(writtenLast(record) ?? asked.now, models.calendar));
  const buttons = ['看', verb].map((each) => ({ label: `${each} ${no}`, says: `${each} ${no}` }));
  const blocks = [{ kind: 'text', text } as const, { kind: 'buttons', buttons } as const];
  return inCard(asked, text, { title: texts.lookAgain, blocks }, models);
}

/** Why it cannot be answered so, by this speaker, now; undefined when it can. */
async function refusal(answer: Answer, found: Named, asked: Asked, models: Models): Promise<string | undefined> {
  const { verb, no, level } = answer;
  const { record, duty, readable } = found;
  if (!readable) return reviewTexts.mayNotRead(no);
  if (!duty.review) return texts.noReview(no, duty.name);
  if (!isAgain(record, asked, models)) {
    const may = await mayNot(found, asked, models);
    if (may) return may;
    if (lastAnswer(record)) return answeredBefore(no, record, found, asked, models);
    if (record.state !== 'handed-in') return texts.notNow(no, record.state);
  }
  if ((verb === '采用' || verb === '不采用') && !isContribution(duty)) return texts.otherWords(no, duty.name);
  const field = levelField(duty);
  const wanted = String((field && claimed(record)[field.key]) ?? '');
  const tooHigh = field && level && wanted && field.options.indexOf(level) > field.options.indexOf(wanted);
  return tooHigh ? texts.levelTooHigh(no, level, wanted) : undefined;
}

/** Whose answer still stands may take it back the same day. */
function isAgain(record: Submission, { speaker, today }: Asked, { calendar }: Models): boolean {
  const last = lastAnswer(record);
  return last?.by === speaker._id && calendar.dayOf(last.at) === today;
}

async function mayNot(found: Named, asked: Asked, models: Models): Promise<string | undefined> {
  const { record, duty, reach } = found;
  if (mayAnswer(asked.speaker, record, reach)) return undefined;
  if (isOwn(asked.speaker._id, record)) return texts.ownRecord(record.no);
  if (namedReaders(duty, record.values, reach.units).includes(asked.speaker._id)) return texts.namesYou(record.no);
  const open = record.reviews.findLast(({ answeredAt, dropped }) => !answeredAt && !dropped);
  const reviewer = open && (await models.people.byId(open.reviewer));
  const { review } = duty;
  const lower = review?.higher && { ...reach, duty: { ...duty, review: { ...review, higher: undefined } } };
  const level = levelField(duty);
  if (lower && level && mayAnswer(asked.speaker, record, lower)) {
    return texts.higherOnly(record.no, String(record.values[level.key] ?? ''), reviewer?.name ?? '');
  }
  return texts.anothers(record.no, reviewer?.name ?? '');
}

async function answeredBefore(
  no: string,
  record: Submission,
  { duty }: Named,
  { now }: Asked,
  { people, calendar }: Models,
): Promise<string> {
  const last = lastAnswer(record);
  if (!last) return texts.notNow(no, record.state);
  const who = (await people.byId(last.by))?.name ?? last.by;
  return texts.answeredBefore(no, who, momentText(last.at, calendar, now), texts.verbOf(last.to, isContribution(duty)));
}

/** Writes the answer once for the event; a lower level than claimed changes the record, and its places in the ledger follow. */
async function write({ verb, level, comment }: Answer, { record, duty }: Named, asked: Asked, models: Models) {
  const { event, now, speaker } = asked;
  const field = levelField(duty);
  const before = claimed(record);
  const values: Values = level && field ? { ...before, [field.key]: level } : before;
  const other = JSON.stringify(values) !== JSON.stringify(record.values);
  return models.submissions.change(
    record._id,
    [record.state],
    { state: STATE[verb], ...(other && { values }), ...(comment && { comment }) },
    { event: event.key, by: speaker._id, now },
  );
}
