import { stateText, verbOf } from '../config/texts/answer.js';
import { dateText, momentText } from '../config/texts/format.js';
import * as texts from '../config/texts/review.js';
import { takesMany } from '../models/draft.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { ownerOfPerson } from '../models/owner.js';
import { mayAnswer } from '../models/reading.js';
import { readNo, withNoTogether } from '../models/record-no.js';
import { answersTo, versionsOf } from '../models/reviewing.js';
import type { Submission, SubmissionState } from '../models/submission.js';
import { dutyOf, labelOf, type Named, named, whoseIs, withDuty } from './about-record.js';
import { readersOf } from './allow.js';
import { isContribution, verbsFor } from './contribution.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { inChat, shownValues } from './forms/shown.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { filesOf, hungOn } from './hung-files.js';
import { inCard } from './in-card.js';
import { mineOf } from './meant.js';
import { findDuty } from './words.js';

const STATES: SubmissionState[] = ['draft', 'handed-in', 'returned', 'accepted', 'declined'];
const LOOK_BACK = 100;

/**
 * 看 编号: a record in full, privately, for those who may read it; 看 任务: the newest of one's own. Small talk that
 * begins so gets silence in a group.
 */
export const look: Handler = async (asked, models) => {
  const { args, event, speaker } = asked;
  const duty = findDuty(args, models.catalogue.duties);
  const own = duty && (await newestOwn(duty, asked, models));
  const no = duty ? own?.no : readNo(withNoTogether(args));
  if (duty && !no) return here(texts.nothingOwn(duty.name));
  if (!no)
    return event.chat.kind === 'group' && args ? [] : here(texts.lookHow(models.catalogue.duties[0]?.word ?? ''));
  const found = await named(no, asked, models);
  if (!found) return here(texts.notFound(no));
  if (!found.readable) return here(texts.mayNotRead(no));
  const page = { ...(await pageOf(found, asked, models)), ...(own?.draft && { draft: own.draft }) };
  const text = texts.page(page);
  if (event.chat.kind !== 'private') return [...here(texts.sentPrivately), { text, to: speaker._id }];
  // Links to files are for a message: a card's words are no links.
  return page.answerBy === undefined || page.files.length > 0 ? here(text) : withAnswers(page, found, asked, models);
};

/** The same with what can be answered, for whoever may. */
function withAnswers(page: texts.Page, { duty }: Named, asked: Asked, models: Models): Promise<Say[]> {
  const [title = '', ...lines] = texts.page({ ...page, answerBy: undefined }).split('\n');
  const buttons = verbsFor(duty).map((verb) => ({ label: verb, says: `${verb} ${page.no}` }));
  const blocks = [{ kind: 'text', text: lines.join('\n') } as const, { kind: 'buttons', buttons } as const];
  return inCard(asked, texts.page(page), { title, blocks }, models);
}

/**
 * The newest of what they have handed in, for whomever, and of what is theirs to answer for, as far as they may read it.
 * Not a draft beside what is in for the same, which is all that is wanted of it: of that it is told that there is one.
 */
async function newestOwn(
  duty: Duty,
  asked: Asked,
  models: Models,
): Promise<{ no: string; draft?: string } | undefined> {
  const latest = await models.submissions.latestOf(await mineOf(asked, models), STATES, LOOK_BACK);
  const ofDuty = latest.filter((record) => record.duty === duty.key);
  for (const record of ofDuty) {
    if (!(await withDuty(record, asked, models))?.readable) continue;
    const isBeside = ({ state, period, owner }: Submission): boolean =>
      state !== 'draft' && period === record.period && owner === record.owner;
    const instead = record.state === 'draft' && !takesMany(duty) ? ofDuty.find(isBeside) : undefined;
    return instead ? { no: instead.no, draft: record.no } : { no: record.no };
  }
  return undefined;
}

async function pageOf({ record, duty, reach }: Named, asked: Asked, models: Models): Promise<texts.Page> {
  const { speaker, now } = asked;
  const { people, calendar, submissions } = models;
  const contribution = isContribution(duty);
  const occasion = await models.occasions.get(record.duty, record.period);
  const answers = answersTo(record);
  const names = new Map(
    (await people.byIds([record.by, ...answers.map(({ by }) => by)])).map(({ _id, name }) => [_id, name]),
  );
  const open = record.reviews.findLast(({ answeredAt, dropped }) => !answeredAt && !dropped);
  const mayDo = record.state === 'handed-in' && duty.review !== undefined && mayAnswer(speaker, record, reach);
  const from = record.madeFrom && (await submissions.get(record.madeFrom));
  const twin = record.sameTextAs && (await submissions.get(record.sameTextAs));
  return {
    no: record.no,
    duty: duty.name,
    label: await labelOf(record, models),
    ...(await whoseIs(record, models)),
    at: record.handedInAt ? momentText(record.handedInAt, calendar, now) : '',
    late: record.late,
    ...(record.owner !== ownerOfPerson(record.by) && { by: names.get(record.by) ?? record.by }),
    state: stateText(record.state, contribution, occasion?.state === 'published'),
    ...(occasion?.note && { note: occasion.note }),
    lines: await linesOf(record, duty, models),
    files: await filesOf(hungOn(record, duty), asked, models),
    answers: answers.map(({ at, by, to, comment }) => ({
      at: momentText(at, calendar, now),
      by: names.get(by) ?? by,
      verb: verbOf(to, contribution),
      ...(comment && { comment }),
    })),
    versions: versionsOf(record),
    ...(from && { madeFrom: nameOf(from, models) }),
    became: (await submissions.madeOf(record._id)).map((made) => nameOf(made, models)),
    ...(twin && { sameTextAs: nameOf(twin, models) }),
    ...(duty.ifAllowed &&
      record.owner === ownerOfPerson(speaker._id) && {
        allowed: {
          who: readersOf(duty.ifAllowed, record.allowed ?? 'school', models),
          opened: record.allowed !== undefined,
        },
      }),
    contribution,
    answerBy: mayDo ? (open?.due ? dateText(open.due) : '') : undefined,
  };
}

/** What it says, a line a field: 课题：分数的意义. */
async function linesOf({ values, school }: Submission, { form: { fields } }: Duty, models: Models): Promise<string[]> {
  const shown = await shownValues(fields, values, ledgerLookup(models, school));
  return fields.flatMap((field) => {
    const text = shown.get(field.key);
    return text ? [`${field.label}：${inChat(field, text, values)}`] : [];
  });
}

/** 教育周记（编号7F3KQ2） */
export const nameOf = (record: Submission, models: Models): string =>
  `${dutyOf(record, models)?.name ?? record.duty}（编号${record.no}）`;
