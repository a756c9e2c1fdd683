import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { PersonId } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { type Roll, rollId } from '../models/roll.js';
import type { Cause, Revision, Submission, SubmissionState } from '../models/submission.js';
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

/** The newest submission in these states; or the one this very event has changed, when it runs a second time. */
async function newest(asked: Asked, models: Models, states: SubmissionState[]): Promise<Found | undefined> {
  const { submissions, catalogue, rolls } = models;
  const me: PersonId = asked.speaker._id;
  const submission =
    (await submissions.touchedBy(asked.event.key, me)) ?? (await submissions.latestBy(me, states)).at(0);
  const duty = submission && catalogue.duties.find(({ key }) => key === submission.duty);
  if (!submission || !duty) return undefined;
  const roll = await rolls.get(rollId(submission.duty, submission.period, submission.school));
  return { submission, duty, roll, label: roll?.label ?? '不计入应交' };
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
  return here(texts.withdrawn(found.duty, found.label, changed.changes.at(-1)?.from === 'draft'));
};

/** 恢复: undoes the last 撤回. */
export const restore: Handler = async (asked, models) => {
  const found = await newest(asked, models, ['withdrawn']);
  if (!found) return here(texts.nothingTo('恢复'));
  const before = found.submission.changes.findLast(({ to }) => to === 'withdrawn')?.from;
  const state = before === 'draft' ? 'draft' : 'handed-in';
  const late = found.roll !== undefined && asked.now > found.roll.lateAfter;
  const changed = await change(asked, models, found, { state, late });
  if (!changed) return here(texts.nothingTo('恢复'));
  return here(texts.restored(found.duty, found.label, changed.state === 'draft'));
};

/** 确认: a draft that seemed short is meant as it is. */
export const confirm: Handler = async (asked, models) => {
  const found = await newest(asked, models, ['draft']);
  if (!found || (found.duty.form.style === 'template' && found.submission.state === 'draft')) {
    return here(texts.nothingTo('确认'));
  }
  const late = found.roll !== undefined && asked.now > found.roll.lateAfter;
  const changed = await change(asked, models, found, { state: 'handed-in', late });
  if (!changed) return here(texts.nothingTo('确认'));
  const characters = charactersOf(found.duty, changed);
  const pictures = changed.attachments.filter(({ kind }) => kind === 'image').length;
  return here(texts.received({ duty: found.duty, label: found.label, characters, pictures, late: changed.late }));
};

/** 修改 …: the newest submission with other words; the older version is kept, the time of hand-in stays. */
export const edit: Handler = async (asked, models) => {
  const found = await newest(asked, models, ['handed-in', 'returned', 'draft']);
  if (!found) return here(texts.nothingTo('修改'));
  const { duty, submission } = found;
  if (duty.form.style === 'template') return editFields(asked, models, found);
  if (!asked.args) return here(texts.editHow);
  const key = duty.form.fields[0]?.key ?? 'text';
  const attachments = asked.event.attachments.length > 0 ? asked.event.attachments : submission.attachments;
  const changed = await change(asked, models, found, {
    state: submission.state === 'returned' ? 'handed-in' : submission.state,
    values: { [key]: asked.args },
    attachments,
  });
  if (!changed) return here(texts.nothingTo('修改'));
  return here(texts.edited(duty, found.label, `${charactersOf(duty, changed)}字`));
};

async function editFields(asked: Asked, models: Models, found: Found) {
  const { duty, submission } = found;
  const { fields } = duty.form;
  if (!looksFilledIn(fields, asked.args)) return here(texts.editWhichField(fields.map(({ label }) => label)));
  const { values, problems } = readFilledIn(duty, asked.args, submission.values);
  const wrong = problems.filter(({ label }) =>
    looksFilledIn(
      fields.filter((field) => field.label === label),
      asked.args,
    ),
  );
  if (wrong.length > 0) return here(texts.editFields(wrong));
  const whole = problems.length === 0;
  const state = submission.state === 'returned' && whole ? 'handed-in' : submission.state;
  const changed = await change(asked, models, found, { state, values });
  return here(changed ? texts.edited(duty, found.label, '') : texts.nothingTo('修改'));
}

function charactersOf(duty: Duty, submission: Submission): number {
  const texts = duty.form.fields.map(({ key }) => submission.values[key] ?? '');
  return texts.reduce<number>((sum, text) => sum + countCharacters(String(text)), 0);
}
