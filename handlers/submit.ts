import { deadlineText, momentText } from '../config/texts/format.js';
import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import type { Person } from '../models/person.js';
import { OWING, type Roll, rollId } from '../models/roll.js';
import { chooseRoll, type Wish } from '../models/roll-choice.js';
import {
  type Cause,
  type OwnerKey,
  ownerOfPerson,
  ownerOfSchool,
  type Submission,
  type Values,
} from '../models/submission.js';
import { countCharacters } from './forms/field.js';
import { prefilled } from './forms/prefill.js';
import { fillIn, looksFilledIn, readFilledIn } from './forms/template.js';
import { type Asked, here, type Say } from './handler.js';

/** Somebody handing in: for whom (the speaker, or a colleague a lead acts for), and what they said about the period. */
export interface HandIn {
  duty: Duty;
  whose: Person;
  wish: Wish;
  /** 确认: a short text is meant so. */
  confirmed?: boolean;
}

/** Takes what somebody hands in, by whichever way the duty's form is handed in. */
export async function submit(asked: Asked, models: Models, handIn: HandIn): Promise<Say[]> {
  const owner = ownerOf(handIn.duty, handIn.whose);
  const roll = await pageFor(asked, models, handIn, owner);
  const missing = !roll && refusal(handIn);
  if (missing) return here(missing);
  if (handIn.duty.form.style === 'template') return submitTemplate(asked, models, handIn, owner, roll);
  return submitMessage(asked, models, handIn, owner, roll);
}

export const ownerOf = (duty: Duty, whose: Person): OwnerKey =>
  duty.owner.kind === 'school' ? ownerOfSchool(whose.school) : ownerOfPerson(whose._id);

/**
 * The page it belongs to: where this very event has put it already, should it run a second time. When none is open
 * yet, those of the school are opened first: the nightly job may be to come.
 */
async function pageFor(asked: Asked, models: Models, { duty, whose, wish }: HandIn, owner: OwnerKey) {
  const { ledger, rolls, submissions } = models;
  const done = await submissions.touchedBy(asked.event.key, { by: asked.speaker._id, owners: [owner] });
  if (done) return rolls.get(rollId(done.duty, done.period, done.school));
  const choose = async () => chooseRoll(await rolls.ofOwner(owner, asked.now), owner, duty.key, asked.now, wish);
  const found = await choose();
  if (found?.entries.some((entry) => entry.owner === owner && OWING.includes(entry.status))) return found;
  await ledger.openSchool(whose.school, asked.now);
  return choose();
}

function refusal({ duty, wish }: HandIn): string | undefined {
  if (wish.kind === 'label') return texts.noSuchPeriod(duty, wish.label);
  if (wish.kind === 'overdue') return texts.nothingOverdue(duty);
  return duty.form.style === 'template' ? texts.nothingOpen(duty) : undefined;
}

const behalfOf = ({ speaker }: Asked, { whose }: HandIn): string | undefined =>
  whose._id === speaker._id ? undefined : whose.name;

/** 周记 …: the words are the whole form. Too short is a question, and meanwhile a draft. */
async function submitMessage(
  asked: Asked,
  models: Models,
  handIn: HandIn,
  owner: OwnerKey,
  roll: Roll | undefined,
): Promise<Say[]> {
  const { duty, confirmed } = handIn;
  const field = duty.form.fields[0];
  if (!field || field.type !== 'long-text') return here(texts.nothingOpen(duty));
  const attachments = asked.event.attachments;
  if (!asked.args && attachments.length === 0)
    return here(texts.howToHandIn(duty, roll?.label, behalfOf(asked, handIn)));

  const draft = roll && (await draftIn(models, roll, owner, asked.event.key));
  const text = continued(draft, field.key, asked.args);
  const short = countCharacters(text) < field.minLength && !confirmed;
  const submission = await write(asked, models, handIn, owner, roll, draft, {
    state: short ? 'draft' : 'handed-in',
    values: { [field.key]: text },
  });
  // What stands in the database decides the answer: after a crash this may be the second run for the same message.
  const characters = countCharacters(String(submission.values[field.key] ?? ''));
  if (!roll) return here(texts.receivedUncounted(duty, characters));
  if (submission.state === 'draft') {
    const behalf = behalfOf(asked, handIn);
    return here(texts.shorterThanUsual(duty, roll.label, characters, field.minLength, behalf));
  }
  return here(await receipt(asked, models, handIn, owner, roll, submission, characters));
}

/** 月报: without a filled-in line, the template to fill in; with one, what is right is kept and the rest asked for. */
async function submitTemplate(
  asked: Asked,
  models: Models,
  handIn: HandIn,
  owner: OwnerKey,
  roll: Roll | undefined,
): Promise<Say[]> {
  const { duty } = handIn;
  if (!roll) return here(texts.nothingOpen(duty));
  const slot = { duty: duty.key, period: roll.period, owner };
  const done = (await models.submissions.ofOwner(slot)).find(
    ({ state, changes }) =>
      (state === 'handed-in' || state === 'accepted') && !changes.some(({ event }) => event === asked.event.key),
  );
  if (done) return here(await alreadyIn(asked, models, duty, roll, done));

  const draft = await draftIn(models, roll, owner, asked.event.key);
  const known = { ...(await prefilled(duty, roll, models)), ...draft?.values };
  if (!looksFilledIn(duty.form.fields, asked.args)) {
    const due = deadlineText(roll.lateAfter < asked.now ? roll.closesAt : roll.dueAt, asked.now, models.calendar);
    return here(texts.template(duty, roll.label, due, fillIn(duty.form.fields, known)));
  }
  const { values, problems } = readFilledIn(duty, asked.args, known);
  const state = problems.length > 0 ? 'draft' : 'handed-in';
  const submission = await write(asked, models, handIn, owner, roll, draft, { state, values });
  if (problems.length > 0) return here(texts.toMend(duty, roll.label, Object.keys(values).length, problems));
  return here(await receipt(asked, models, handIn, owner, roll, submission));
}

async function alreadyIn(asked: Asked, models: Models, duty: Duty, roll: Roll, done: Submission): Promise<string> {
  const by = done.by === asked.speaker._id ? '您' : ((await models.people.byId(done.by))?.name ?? '同事');
  return texts.alreadyIn(duty, roll.label, by, momentText(done.handedInAt ?? done.updatedAt, models.calendar));
}

/** The draft to go on with: one begun before, or returned for revision; also the one this very event began before a crash. */
async function draftIn(models: Models, roll: Roll, owner: OwnerKey, event: string): Promise<Submission | undefined> {
  const all = await models.submissions.ofOwner({ duty: roll.duty, period: roll.period, owner });
  return (
    all.find(({ changes }) => changes.some((change) => change.event === event)) ??
    all.findLast(({ state }) => state === 'draft' || state === 'returned')
  );
}

/** A second message goes on where the draft ended, unless it is the draft written again in full. */
function continued(draft: Submission | undefined, key: string, words: string): string {
  const before = draft?.state === 'draft' ? String(draft.values[key] ?? '') : '';
  if (!before || words.includes(before) || before.includes(words))
    return words.length >= before.length ? words : before;
  return `${before}\n${words}`;
}

/** Writes the hand-in or draft, once per event, and brings the page up to date. */
async function write(
  asked: Asked,
  { submissions, ledger }: Models,
  { duty, whose }: HandIn,
  owner: OwnerKey,
  roll: Roll | undefined,
  draft: Submission | undefined,
  what: { state: 'draft' | 'handed-in'; values: Values },
): Promise<Submission> {
  const { event, now, speaker } = asked;
  const cause: Cause = { event: event.key, by: speaker._id, now };
  const late = roll !== undefined && now > roll.lateAfter;
  const attachments = [...(draft?.attachments ?? []), ...event.attachments];
  const changed =
    draft && (await submissions.change(draft._id, ['draft', 'returned'], { ...what, attachments, late }, cause));
  const period = roll?.period ?? (`free-${asked.today}` as Roll['period']);
  const submission =
    changed ??
    (await submissions.begin(
      { duty: duty.key, period, school: whose.school, owner, late, attachments: event.attachments, ...what },
      cause,
    ));
  if (roll) await ledger.refresh(roll._id);
  return submission;
}

async function receipt(
  asked: Asked,
  models: Models,
  { duty, whose }: HandIn,
  owner: OwnerKey,
  roll: Roll,
  submission: Submission,
  characters?: number,
): Promise<string> {
  // What somebody still owes is no matter of a group's.
  const owed = asked.event.chat.kind === 'group' ? [] : await models.ledger.owedBy(owner, asked.now, duty.key);
  const older = owed.find((each) => each.roll.dueAt < roll.dueAt);
  return texts.received({
    duty,
    label: roll.label,
    ...(characters !== undefined && { characters }),
    pictures: submission.attachments.filter(({ kind }) => kind === 'image').length,
    late: submission.late,
    ...(whose._id !== asked.speaker._id && { behalf: whose.name }),
    ...(older && { stillOwed: older.roll.label }),
  });
}
