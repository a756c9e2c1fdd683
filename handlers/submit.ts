import * as begunTexts from '../config/texts/begun-by.js';
import { momentText } from '../config/texts/format.js';
import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import type { Cause, Submission } from '../models/submission.js';
import { titleIn } from '../models/title.js';
import { withinMost } from './at-most.js';
import { begunByAnother, joinedWith, noteOnBegun } from './begun-by.js';
import { blankForm } from './blank-form.js';
import { cardForm } from './form-view.js';
import { amountOf } from './forms/amount.js';
import { isHolder } from './forms/attachments.js';
import { doubtsIn, newDoubts } from './forms/doubts.js';
import { ledgerLookup } from './forms/lookup-ledger.js';
import { type Filled, type Reading, readFields } from './forms/reading.js';
import { readMessage } from './forms/template.js';
import { understood } from './forms/understood.js';
import { type Asked, here, type Say } from './handler.js';
import { fetchFor, hungOn } from './hung-files.js';
import { notTaken } from './not-taken.js';
import { howToHold } from './occasion-day.js';
import { behalfOf, receipt } from './receipt.js';
import { doneBefore, draftIn, draftText, filledIn, knownOf, labelAt, labelOf, type Place, periodOf } from './record.js';
import { takenNumber } from './taken-number.js';
import { type HandIn, refusal, whereTo } from './which-page.js';

/** Takes what somebody hands in, by whichever way the duty's form is handed in. */
export async function submit(asked: Asked, models: Models, handIn: HandIn): Promise<Say[]> {
  const { duty, form } = handIn;
  const place = await whereTo(asked, models, handIn);
  const missing = !place.roll && !place.held && duty.cadence.every !== 'free' && refusal(handIn);
  if (missing) return here(missing);
  if (form || duty.form.style === 'template') return submitTemplate(asked, models, handIn, place);
  return submitMessage(asked, models, handIn, place);
}

/** 周记 …: the words are the first field; too short is a question, and meanwhile a draft. Other fields where a line has their label. */
async function submitMessage(asked: Asked, models: Models, handIn: HandIn, place: Place): Promise<Say[]> {
  const { duty } = handIn;
  const { fields } = duty.form;
  const [field] = fields;
  if (!field || field.type !== 'long-text') return here(texts.nothingOpen(duty));
  const { attachments } = asked.event;
  const draft = (place.roll ?? place.held) && (await draftIn(asked, models, duty, place));
  if (!asked.args && attachments.length === 0) return howToMessage(asked, models, handIn, place, draft);
  const { words, typed } = readMessage(fields, asked.args);
  const before = wordsBefore(draft, field.key, asked);
  const text = continued(before, words);
  const known = { ...(await knownOf(asked, models, handIn, place, draft)), [field.key]: text };
  const reading = await readOver(asked, models, handIn, { typed, attachments }, known);
  const done = await doneBefore(asked, models, duty, place);
  const joined = text !== words && text !== before ? [texts.goesOnBehind(before)] : [];
  return keep(asked, models, handIn, place, draft, reading, { typed, notes: [], joined, ...(done && { done }) });
}

/** 周记 by itself: how it is written, and the same form as anywhere for platforms that have one. */
async function howToMessage(
  asked: Asked,
  models: Models,
  handIn: HandIn,
  place: Place,
  draft: Submission | undefined,
): Promise<Say[]> {
  const { duty } = handIn;
  const hold = howToHold(duty, models);
  if (hold !== undefined) return here(hold);
  const { chat } = asked.event;
  const { roll, held } = place;
  const how = texts.howToHandIn(duty, roll ? titleIn(chat, roll) : held?.label, behalfOf(asked, handIn));
  const done = await doneBefore(asked, models, duty, place);
  const text = [
    how,
    ...(done ? [await inAs(asked, models, duty, place, done)] : []),
    ...(held ? [texts.daysNotKnown(held.missingYear)] : []),
    ...(draft ? [] : await noteOnBegun(asked, models, duty, place)),
  ].join('\n');
  // What is handed in as words a second time is one more, or an answer that it is in: no form asks for it.
  if (!roll || done) return here(text);
  const values = await knownOf(asked, models, handIn, place, draft);
  const standing = { values, wrong: [], doubts: [], resumed: draft !== undefined };
  return [{ to: 'here', text, ...(await cardForm({ asked, ...handIn }, place, models, standing)) }];
}

/** 月报: without a filled-in line, the template to fill in; with one, what is right is kept and the rest asked for. */
async function submitTemplate(asked: Asked, models: Models, handIn: HandIn, place: Place): Promise<Say[]> {
  const { duty, form } = handIn;
  const done = await doneBefore(asked, models, duty, place);
  if (done) return here(await alreadyIn(asked, models, duty, place, done));

  const draft = await draftIn(asked, models, duty, place);
  const known = form?.known ?? (await knownOf(asked, models, handIn, place, draft));
  const filled = form?.filled ?? filledIn(asked, duty);
  if (!filled) {
    const standing = {
      values: known,
      wrong: [],
      doubts: doubtsIn(draft ? duty.form.fields : [], known),
      resumed: draft !== undefined,
    };
    const form = await cardForm({ asked, ...handIn }, place, models, standing);
    return [{ to: 'here', text: await blankForm(asked, models, handIn, place, known), ...form }];
  }
  const reading = await readOver(asked, models, handIn, filled, known);
  const context = { today: asked.today, lookup: ledgerLookup(models, handIn.whose.school) };
  const read = form ? [] : await understood(duty.form.fields, filled.typed, reading, context);
  const notes = [...notTaken(filled), ...(read.length > 0 ? [texts.understood(read)] : [])];
  return keep(asked, models, handIn, place, draft, reading, { typed: filled.typed, notes });
}

export const alreadyIn = async (
  asked: Asked,
  models: Models,
  duty: Duty,
  place: Place,
  done: Submission,
): Promise<string> => texts.alreadyIn(duty, labelOf(asked, place), ...(await byAndWhen(done, asked, models)));

/** That it is in, and how that one is changed. */
const inAs = async (asked: Asked, models: Models, duty: Duty, place: Place, done: Submission): Promise<string> =>
  texts.inAs(duty, await labelAt(asked, place, models), ...(await byAndWhen(done, asked, models)), done.no);

async function byAndWhen(done: Submission, { speaker, now }: Asked, models: Models): Promise<[string, string]> {
  const by = done.by === speaker._id ? '您' : ((await models.people.byId(done.by))?.name ?? '同事');
  return [by, momentText(done.handedInAt ?? done.updatedAt, models.calendar, now)];
}

const readOver = (
  { today }: Asked,
  models: Models,
  { duty, whose }: HandIn,
  filled: Filled,
  known: Values,
): Promise<Reading> =>
  readFields(duty.form.fields, filled, { today, lookup: ledgerLookup(models, whose.school) }, known);

/** What there is to tell besides: `joined` where words went behind a draft, `done`: what is in for the period already. */
interface Told {
  typed: Filled['typed'];
  notes: string[];
  joined?: string[];
  done?: Submission;
}

/** Hands in what is whole, keeps the rest as a draft, and says what is still to be mended or looked at again. */
async function keep(
  asked: Asked,
  models: Models,
  handIn: HandIn,
  place: Place,
  draft: Submission | undefined,
  reading: Reading,
  { typed, notes, joined = [], done }: Told,
): Promise<Say[]> {
  const { duty } = handIn;
  const at = { owner: place.owner, period: await periodOf(asked, place, duty, models) };
  const { values, problems, spare } = await withinMost(reading, duty, at, asked, models);
  const { fields, style } = duty.form;
  const isNeeded = (key: string): boolean => fields.some((field) => field.key === key && field.required);
  // What is optional in a message does not hold the message up.
  const held = problems.filter(({ key }) => style === 'template' || isNeeded(key));
  const taken = await takenNumber(duty, values, draft?.values, models);
  const doubts = [...newDoubts(fields, values, draft?.values), ...taken];
  const begun = await begunByAnother(asked, models, duty, place);
  // Of what one is enough of, a second is asked about first: with its first words, also where this is the second run for them.
  const other = begun && !begun.joint && (!draft || draft._id === asked.event.key) ? begun.by : undefined;
  const state = held.length > 0 || doubts.length > 0 || other ? 'draft' : 'handed-in';
  const submission = await writeRecord(asked, models, handIn, place, draft, { state, values });
  const remarks = [
    ...notes,
    ...problems.filter((problem) => !held.includes(problem)).map(texts.notTaken),
    ...(spare > 0 && fields.some(isHolder) ? [texts.spare(spare)] : []),
    ...(begun?.joint ? joinedWith(begun, values, duty, asked) : []),
  ];
  // What stands in the database decides the answer: after a crash this may be the second run for the same message.
  if (submission.state !== 'draft') {
    const also = [...joined, ...remarks, ...(done ? [texts.alsoIn(done.no)] : [])];
    return here(await receipt(asked, models, handIn, place, submission, also));
  }
  const open = held.length > 0 ? doubts : [...doubtsIn(fields, submission.values), ...taken];
  const label = await labelAt(asked, place, models);
  const isWhole = held.length + open.length === 0;
  const said =
    other && isWhole
      ? begunTexts.whetherAnother(duty, label, other)
      : done && held.length === 0
        ? await besideText(asked, models, handIn, place, done, submission)
        : draftText(duty, label, submission, held, open, behalfOf(asked, handIn));
  const text = [said, ...(other && !isWhole ? [begunTexts.another(other)] : []), ...remarks].join('\n');
  const standing = { values, typed, wrong: held, doubts: open, resumed: false };
  // Who writes messages is asked on in words; who fills in a form, in the form.
  const inForm = style === 'template' || handIn.form !== undefined;
  const card = inForm && (await cardForm({ asked, ...handIn }, place, models, standing));
  return [{ to: 'here', text, ...card }];
}

/** Words for a period whose record is in: they are not in that one, and how either is gone on with. */
async function besideText(
  asked: Asked,
  models: Models,
  handIn: HandIn,
  place: Place,
  done: Submission,
  draft: Submission,
): Promise<string> {
  const { duty } = handIn;
  const ahead = texts.ahead(duty, behalfOf(asked, handIn));
  const beside = texts.draftBeside(texts.size(amountOf(duty.form, draft)), ahead, draft.no);
  return `${await inAs(asked, models, duty, place, done)}${beside}`;
}

/** What stood in the draft before this message; after a crash it may have come already. */
function wordsBefore(draft: Submission | undefined, key: string, { event }: Asked): string {
  const done = draft?.changes.find((change) => change.event === event.key);
  const isBegun = done ? done.from === 'draft' : draft?.state === 'draft';
  const values = done ? done.values : draft?.values;
  return isBegun ? String(values?.[key] ?? '') : '';
}

/** A second message goes on where the draft ended, unless it is the draft written again in full. */
function continued(before: string, words: string): string {
  if (!before || words.includes(before) || before.includes(words))
    return words.length >= before.length ? words : before;
  return `${before}\n${words}`;
}

/** Writes the hand-in or draft, once per event, and brings the page up to date. */
export async function writeRecord(
  asked: Asked,
  models: Models,
  { duty, whose }: HandIn,
  place: Place,
  draft: Submission | undefined,
  what: { state: 'draft' | 'handed-in'; values: Values },
): Promise<Submission> {
  const { submissions, ledger } = models;
  const { event, now, speaker } = asked;
  const { owner, roll } = place;
  const cause: Cause = { event: event.key, by: speaker._id, now };
  const late = roll !== undefined && now > roll.lateAfter;
  const attachments = [...(draft?.attachments ?? []), ...event.attachments];
  const changed =
    draft && (await submissions.change(draft._id, ['draft', 'returned'], { ...what, attachments, late }, cause));
  const period = await periodOf(asked, place, duty, models);
  const submission =
    changed ??
    (await submissions.begin(
      { duty: duty.key, period, school: whose.school, owner, late, attachments: event.attachments, ...what },
      cause,
    ));
  await ledger.follow(submission, now);
  await fetchFor(hungOn(submission, duty), asked, models);
  return submission;
}
