import * as fileTexts from '../config/texts/file.js';
import * as texts from '../config/texts/form.js';
import type { FormFiles } from '../models/event.js';
import type { Field, FieldOf, Values } from '../models/field.js';
import type { PeriodKey } from '../models/ids.js';
import type { Control, HeldFile } from '../models/message.js';
import type { Models } from '../models/models.js';
import type { Submission } from '../models/submission.js';
import type { FormFor } from './form.js';
import { askedOf } from './forms/asked.js';
import { isHolder } from './forms/attachments.js';
import { controlsOf } from './forms/controls.js';
import { heldFiles, hungOn } from './hung-files.js';
import { change, foundOf } from './meant.js';

type Holder = FieldOf<'files'> | FieldOf<'pictures'>;

/**
 * Takes files off what has been handed in, and hangs others on it, as its page was told to. What is in stays whole: a
 * field that has to have files keeps its last ones, and one that is full takes no more. Nothing else of it changes.
 */
export async function changeFiles(
  { asked, duty, owner }: FormFor,
  period: PeriodKey,
  files: FormFiles,
  models: Models,
): Promise<void> {
  const submission = await models.submissions.get(files.record ?? '');
  const isIt = submission?.duty === duty.key && submission.owner === owner && submission.period === period;
  if (!submission || !isIt || submission.state !== 'handed-in') return;
  const values = { ...submission.values };
  for (const field of holdersOf(duty.form.fields, values)) values[field.key] = standing(field, values, files);
  for (const [key, value] of Object.entries(values)) if (Array.isArray(value) && value.length === 0) delete values[key];
  const brought = files.brought.map(({ field: _field, ...each }) => each);
  const attachments = [...submission.attachments, ...brought];
  const found = await foundOf({ submission, duty }, asked, models);
  const event = { ...asked.event, attachments: brought };
  await change({ ...asked, event }, models, found, { state: 'handed-in', values, attachments });
}

const holdersOf = (fields: readonly Field[], values: Values): Holder[] => askedOf(fields, values).filter(isHolder);

/** What hangs on a field afterwards. */
function standing(field: Holder, values: Values, { brought, off }: FormFiles): string[] {
  const before = refsAt(values, field.key);
  const fresh = brought.flatMap((each) => (each.field === field.key && !before.includes(each.ref) ? [each.ref] : []));
  const stay = before.filter((ref) => !off.includes(ref));
  const after = [...new Set([...stay, ...fresh])].slice(0, Math.max(field.most, stay.length));
  return after.length === 0 && field.required ? before : after;
}

/** The fields of files of what is in, to be changed on its page; after a change, with what could not be done of it. */
export async function filesOfRecord(
  { asked, duty }: FormFor,
  record: Submission,
  files: FormFiles | undefined,
  models: Models,
): Promise<Control[]> {
  const { fields } = duty.form;
  const holders = holdersOf(fields, record.values);
  if (record.state !== 'handed-in' || holders.length === 0) return [];
  const hung = await heldFiles(hungOn(record, duty), asked, models);
  const at = ({ key }: Field): HeldFile[] => hung.filter(({ ref }) => refsAt(record.values, key).includes(ref));
  const problems = holders.flatMap((field) => {
    const problem = files && undone(field, record.values, files);
    return problem === undefined ? [] : [[field.key, problem] as const];
  });
  return controlsOf({
    fields: holders.map(({ when: _when, ...field }) => field),
    values: record.values,
    shown: new Map(),
    problems: new Map(problems),
    today: asked.today,
    held: new Map(holders.map((field) => [field.key, at(field)])),
  });
}

function undone({ key, label, most, type }: Holder, values: Values, files: FormFiles): string | undefined {
  const refs = refsAt(values, key);
  const left = files.brought.filter(({ field, ref }) => field === key && !refs.includes(ref));
  const said = [
    ...files.unkept.filter(({ field }) => field === key).map(fileTexts.notTaken),
    ...(left.length > 0
      ? [
          fileTexts.noRoom(
            left.map(({ name = '' }) => name),
            texts.tooMany(most, type),
          ),
        ]
      : []),
    ...(refs.length > 0 && refs.every((ref) => files.off.includes(ref)) ? [fileTexts.notEmptied(label)] : []),
  ];
  return said.length > 0 ? said.join('；') : undefined;
}

function refsAt(values: Values, key: string): string[] {
  const value = values[key];
  return Array.isArray(value) ? value : [];
}
