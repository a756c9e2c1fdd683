import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { Field, Form } from '../models/field.js';
import type { Models } from '../models/models.js';
import type { SubmissionState } from '../models/submission.js';
import { askToChoose } from './choice.js';
import { isComputed } from './forms/asked.js';
import { lineWithoutColon, looksFilledIn } from './forms/template.js';
import { type Asked, here, type Say } from './handler.js';
import { apart, type Found, isPlain, newest, newestOf, numbered } from './meant.js';
import { ANY_NAMED, ANY_NEAR } from './period-words.js';
import { readPeriod } from './said-period.js';
import { wordsOf } from './spoken.js';
import { findDuty } from './words.js';

/** What may be changed: until it has been accepted. */
export const EDITABLE: SubmissionState[] = ['handed-in', 'returned', 'draft'];

/** Whether a text has lines for fields of a form; the words of a message need none. */
export const editedFields = (form: Form, text: string): boolean => looksFilledIn(labelsOf(form), text);

/** The fields that are named by their label: the words of a message are not. */
const labelsOf = ({ style, fields }: Form): Field[] => (style === 'message' ? fields.slice(1) : fields);

/** The line of a form somebody wrote without its colon; what is worked out is not written. */
export const lineIn = ({ form }: Duty, { args }: Pick<Asked, 'args'>): string | undefined =>
  lineWithoutColon(
    labelsOf(form).filter((field) => !isComputed(field)),
    args,
  );

interface DutyAhead {
  duty: Duty;
  /** What stands behind its word, the period ahead of it first: 第1周 今天…. */
  rest: string;
  /** 周记 …, 周记：…; 周记今天… may as well be words that begin so. */
  mark: string;
  word: string;
}

const PERIOD = `${ANY_NAMED}|${ANY_NEAR}`;

/** The duty whose word stands at the start: 周记 …, 第1周的周记：…. */
function dutyAhead(text: string, duties: readonly Duty[]): DutyAhead | undefined {
  const ahead = new RegExp(`^(?:我的|(${PERIOD})的?\\s*)?(${wordsOf(duties).join('|')})([\\s:：,，。]*)`).exec(text);
  if (!ahead) return undefined;
  const [said, period = '', word = '', mark = ''] = ahead;
  const duty = findDuty(word, duties);
  const behind = text.slice(said.length);
  return duty && { duty, rest: `${period} ${behind}`.trim(), mark: behind ? mark : mark || ' ', word };
}

/**
 * 修改 周记 [第1周] …: the newest of that duty, of that period where one is named, and its new words; or what is said
 * where there is none. Undefined where no duty is named: its word may be the label of a line, too.
 *
 * @param last what would be changed without a name.
 */
export async function editOfDuty(
  asked: Asked,
  models: Models,
  last: Found | undefined,
): Promise<{ found: Found; args: string } | Say[] | undefined> {
  const { duties } = models.catalogue;
  const ahead = dutyAhead(asked.args, duties);
  if (!ahead || isLine(ahead, asked, duties, last)) return undefined;
  if (!ahead.mark) return ofWordsThatBeginSo(ahead, asked, models, last);
  const { duty, rest } = ahead;
  const byNo = /^\S*\d/.test(rest) ? await numbered(rest, asked, models, EDITABLE) : undefined;
  if (byNo) return byNo.found ? { found: byNo.found, args: byNo.rest } : here(texts.noSuchNo('修改', byNo.typed));
  const period = readPeriod(duty, rest, false, asked.today);
  if ('several' in period) {
    const each = period.several.map((label) => `修改 ${duty.word} ${label} …`);
    return here(texts.onePeriodEach(duty, period.several, each));
  }
  const { wish, args } = period;
  // A day at its head is part of the text.
  const found = await newestOf(duty, args === rest ? { kind: 'none' } : wish, asked, models, EDITABLE);
  const named = wish.kind === 'label' ? wish.label : '';
  return found ? { found, args: lineIn(duty, { args }) ?? args } : here(texts.noneToEdit(duty, named));
}

/** 课题：折纸, 课题进展：完成: a line of a form that has such a label, though it begins with the word of a duty. */
function isLine({ duty, rest, mark, word }: DutyAhead, asked: Asked, duties: readonly Duty[], last?: Found): boolean {
  if (mark && editedFields(duty.form, rest)) return false;
  const isOfForm = duty.form.style === 'template' && last !== undefined && lineIn(last.duty, asked) !== undefined;
  if (isOfForm) return true;
  if (!mark) return duties.some(({ form }) => editedFields(form, asked.args));
  const isLabel = duties.some(({ form }) => form.fields.some(({ label }) => label === word));
  return duty.form.style === 'template' && isLabel && /[:：]/.test(mark);
}

/** 修改 Lesson 3 …: a word may look like a number. What is behind it may be the new words of what was written last. */
export async function orWholeText(
  { typed, rest }: { typed: string; rest: string },
  asked: Asked,
  models: Models,
): Promise<Say[] | undefined> {
  // Of ten numbers one has no digit; a word has none.
  if (rest === '' || /\d/.test(typed)) return undefined;
  const found = await newest(asked, models, EDITABLE, ({ form }) => form.style === 'message');
  if (found?.duty.form.style !== 'message' || !isPlain(found, asked)) return undefined;
  const { duty, label, submission } = found;
  const question = `${texts.noSuchNo('修改', typed)}\n${texts.whetherNewText(duty, label)}`;
  const says = `修改 ${submission.no} ${asked.args}`;
  const inWords = texts.sayWhich(question, '修改', submission.no);
  return apart(found, asked, askToChoose(asked, question, [{ label: texts.wholeOf(duty), says }], inWords));
}

/** 修改 周记今天…, while something else was handed in last: is the duty meant, or do the words only begin so? */
async function ofWordsThatBeginSo(
  { duty, rest }: DutyAhead,
  asked: Asked,
  models: Models,
  last: Found | undefined,
): Promise<{ found: Found; args: string } | Say[] | undefined> {
  const isMessage = duty.form.style === 'message';
  if (last?.duty.key === duty.key) return isMessage ? { found: last, args: rest } : undefined;
  const found = await newestOf(duty, { kind: 'none' }, asked, models, EDITABLE);
  if (!found && !isMessage) return undefined;
  const other = await newest(asked, models, EDITABLE, ({ form }) => form.style === 'message');
  if (other?.duty.form.style !== 'message') return found ? undefined : here(texts.noneToEdit(duty, ''));
  const choices = [
    ...(found ? [{ label: texts.editOf(duty), says: `修改 ${found.submission.no} ${rest}` }] : []),
    { label: texts.wholeOf(other.duty), says: `修改 ${other.submission.no} ${asked.args}` },
  ];
  const question = texts.whichToEdit(duty, found !== undefined);
  return askToChoose(asked, question, choices, texts.editInOtherWords(question, duty, other.submission.no));
}
