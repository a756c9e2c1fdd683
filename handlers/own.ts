import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { type Roll, rollId } from '../models/roll.js';
import {
  type Cause,
  ownerOfPerson,
  ownerOfSchool,
  type Revision,
  type Submission,
  type SubmissionState,
} from '../models/submission.js';
import { countCharacters } from './forms/field.js';
import { looksFilledIn, readFilledIn } from './forms/template.js';
import { type Asked, type Handler, here } from './handler.js';

/** What these commands work on: the speaker's newest submission in one of some states, with its duty and page. */
interface Found {
  submission: Submission;
  duty: Duty;
  roll: Roll | undefined;
  label: string;
}

/** How many of somebody's newest submissions are looked through for the one a command means. */
const LOOK_BACK = 20;

/**
 * The newest submission in these states, of a duty the command can mean if there is one; or the one this very event
 * has changed, when it runs a second time. What a colleague handed in for somebody, or for the school they answer
 * for, is theirs to change too.
 */
async function newest(
  asked: Asked,
  models: Models,
  states: SubmissionState[],
  means: (duty: Duty) => boolean = () => true,
): Promise<Found | undefined> {
  const { speaker, event } = asked;
  const mine = { by: speaker._id, owners: [ownerOfPerson(speaker._id), ownerOfSchool(speaker.school)] };
  const touched = await models.submissions.touchedBy(event.key, mine);
  const all = touched ? [touched] : await models.submissions.latestOf(mine, states, LOOK_BACK);
  const known = all.flatMap((submission) => {
    const duty = models.catalogue.duties.find(({ key }) => key === submission.duty);
    return duty && mayChange(submission, duty, asked, models) ? [{ submission, duty }] : [];
  });
  const found = known.find(({ duty }) => means(duty)) ?? known[0];
  if (!found) return undefined;
  const { duty, period, school } = found.submission;
  const roll = await models.rolls.get(rollId(duty, period, school));
  const label = [roll?.label ?? '不计入应交', await nameOfAnother(found.submission, asked, models)];
  return { ...found, roll, label: label.filter(Boolean).join('，') };
}

/** Their own, what they handed in for others, and their school's where they hold the duty's post or one it falls to. */
function mayChange(submission: Submission, { owner }: Duty, { speaker }: Asked, { catalogue }: Models): boolean {
  if (submission.by === speaker._id || submission.owner === ownerOfPerson(speaker._id)) return true;
  if (owner.kind !== 'school') return false;
  const fallsTo = catalogue.posts.find(({ key }) => key === owner.post)?.fallsTo ?? [];
  return speaker.posts.some((post) => post === owner.post || fallsTo.includes(post));
}

/** The colleague a submission is of, when it is not the speaker's own; a group is told no names. */
async function nameOfAnother({ owner }: Submission, { speaker, event }: Asked, { people }: Models): Promise<string> {
  if (owner === ownerOfPerson(speaker._id) || !owner.startsWith('person:') || event.chat.kind === 'group') return '';
  return (await people.byId(owner.slice('person:'.length) as PersonId))?.name ?? '';
}

async function change(
  asked: Asked,
  models: Models,
  { submission, roll }: Found,
  revision: Revision,
): Promise<Submission | undefined> {
  const cause: Cause = { event: asked.event.key, by: asked.speaker._id, now: asked.now };
  const changed = await models.submissions.change(submission._id, [submission.state], revision, cause);
  if (roll) await models.ledger.refresh(roll._id);
  return changed;
}

/** 撤回: takes back the newest submission, until it has been accepted. */
export const withdraw: Handler = async (asked, models) => {
  const found = await newest(asked, models, ['handed-in', 'draft', 'returned']);
  const changed = found && (await change(asked, models, found, { state: 'withdrawn' }));
  if (!changed) return here(texts.nothingTo('撤回'));
  return here(texts.withdrawn(found.duty, found.label, wasDraft(changed)));
};

/** 恢复: undoes the last 撤回. */
export const restore: Handler = async (asked, models) => {
  const found = await newest(asked, models, ['withdrawn']);
  if (!found) return here(texts.nothingTo('恢复'));
  const before = found.submission.changes.findLast(({ to }) => to === 'withdrawn')?.from;
  const state = before === 'draft' ? 'draft' : 'handed-in';
  const changed = await change(asked, models, found, { state, late: isLate(asked, found) });
  if (!changed) return here(texts.nothingTo('恢复'));
  return here(texts.restored(found.duty, found.label, changed.state === 'draft'));
};

/** 确认: a draft that seemed short is meant as it is. */
export const confirm: Handler = async (asked, models) => {
  const found = await newest(asked, models, ['draft'], ({ form }) => form.style === 'message');
  if (!found || (found.duty.form.style === 'template' && found.submission.state === 'draft')) {
    return here(texts.nothingTo('确认'));
  }
  const changed = await change(asked, models, found, { state: 'handed-in', late: isLate(asked, found) });
  return changed ? here(receipt(found, changed)) : here(texts.nothingTo('确认'));
};

/** 修改 …: the newest submission with other words; the older version is kept, the time of hand-in stays. */
export const edit: Handler = async (asked, models) => {
  const filledIn = models.catalogue.duties.find(({ form }) => isFilledIn(form, asked.args));
  const found = await newest(asked, models, ['handed-in', 'returned', 'draft'], ({ key, form }) =>
    filledIn ? key === filledIn.key : form.style === 'message',
  );
  if (!found) return here(texts.nothingTo('修改'));
  const { duty, submission } = found;
  if (duty.form.style === 'template') return editFields(asked, models, found);
  if (!asked.args) return here(texts.editHow);
  const [field] = duty.form.fields;
  const usual = field?.type === 'long-text' ? field.minLength : 0;
  const short = submission.state === 'draft' && countCharacters(asked.args) < usual;
  const attachments = asked.event.attachments.length > 0 ? asked.event.attachments : submission.attachments;
  const changed = await change(asked, models, found, {
    state: short ? 'draft' : 'handed-in',
    values: { [field?.key ?? 'text']: asked.args },
    attachments,
    late: isLate(asked, found),
  });
  if (!changed) return here(texts.nothingTo('修改'));
  const characters = charactersOf(duty, changed);
  if (changed.state === 'draft') return here(texts.shorterThanUsual(duty, found.label, characters, usual));
  const size = `${characters}字${characters < usual ? `（一般写${usual}字以上）` : ''}`;
  return here(wasDraft(changed) ? receipt(found, changed) : texts.edited(duty, found.label, size));
};

const isFilledIn = ({ style, fields }: Duty['form'], text: string): boolean =>
  style === 'template' && looksFilledIn(fields, text);

async function editFields(asked: Asked, models: Models, found: Found) {
  const { duty, submission, label } = found;
  const { fields } = duty.form;
  if (!looksFilledIn(fields, asked.args)) return here(texts.editWhichField(fields.map((field) => field.label)));
  const { values, problems } = readFilledIn(duty, asked.args, submission.values);
  const wrong = problems.filter((problem) =>
    looksFilledIn(
      fields.filter((field) => field.label === problem.label),
      asked.args,
    ),
  );
  if (wrong.length > 0) return here(texts.editFields(wrong));
  const state = problems.length === 0 ? 'handed-in' : submission.state;
  const changed = await change(asked, models, found, { state, values, late: isLate(asked, found) });
  if (!changed) return here(texts.nothingTo('修改'));
  if (changed.state === 'draft') return here(texts.toMend(duty, label, Object.keys(values).length, problems));
  return here(wasDraft(changed) ? receipt(found, changed) : texts.edited(duty, label, ''));
}

/** Whether a draft handed in now would be late. */
const isLate = ({ now }: Asked, { roll }: Found): boolean => roll !== undefined && now > roll.lateAfter;

const wasDraft = ({ changes }: Submission): boolean => changes.at(-1)?.from === 'draft';

function receipt({ duty, label }: Found, submission: Submission): string {
  const whole = duty.form.style === 'message' && { characters: charactersOf(duty, submission) };
  const pictures = submission.attachments.filter(({ kind }) => kind === 'image').length;
  return texts.received({ duty, label, ...whole, pictures, late: submission.late });
}

function charactersOf(duty: Duty, submission: Submission): number {
  const written = duty.form.fields.map(({ key }) => submission.values[key] ?? '');
  return written.reduce<number>((sum, text) => sum + countCharacters(String(text)), 0);
}
