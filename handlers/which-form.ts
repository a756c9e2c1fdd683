import * as texts from '../config/texts/form.js';
import { goesOnWith } from '../models/draft.js';
import type { Duty } from '../models/duty.js';
import type { Models } from '../models/models.js';
import { answered, answeredBy, ownersOf as namesToHandIn, seesTo } from '../models/owners.js';
import { OWING } from '../models/roll.js';
import { formGiven } from './attach.js';
import { askToChoose } from './choice.js';
import { labelsIn, withColon } from './forms/template.js';
import { type Asked, here, type Say } from './handler.js';
import { saidBefore } from './said-before.js';
import { after } from './words.js';

/** The heading of the template the bot sent may come back with it: 【…】 is ours, not an answer. */
const HEADING = /^【([^】]*)】[^\n]*\n/;

export interface FilledIn {
  /** The forms it can be of: several have the same labels. */
  duties: Duty[];
  /** How many lines begin with a label of theirs. */
  labels: number;
  /** Whether its heading says which. */
  heading: boolean;
  body: string;
}

/** Which forms a filled-in template without its word can be of: the one its heading names, else those with most of its labels. */
export function filledInForms(text: string, all: readonly Duty[]): FilledIn | undefined {
  const heading = HEADING.exec(text)?.[1];
  const body = text.replace(HEADING, '');
  const counted = all.map((duty) => ({ duty, labels: labelsOf(duty, body) })).filter(({ labels }) => labels > 0);
  const most = Math.max(...counted.map(({ labels }) => labels));
  const best = counted.filter(({ labels }) => labels === most).map(({ duty }) => duty);
  const named = counted.filter(({ duty }) => heading?.startsWith(duty.name)).map(({ duty }) => duty);
  const duties = named.length > 0 ? [longestNamed(named)] : best;
  return duties.length > 0 ? { duties, labels: most, heading: named.length > 0, body } : undefined;
}

/** The words of a message have no label; without them a line alone is one more of its further fields. */
const labelsOf = ({ form: { style, fields } }: Duty, body: string): number =>
  labelsIn(style === 'template' ? fields : fields.slice(1), body);

const longestNamed = (named: Duty[]): Duty[][number] =>
  named.reduce((longest, duty) => (duty.name.length > longest.name.length ? duty : longest));

/** How many of somebody's newest drafts are looked through. */
const MOST_DRAFTS = 20;

/** Which of them the speaker means: one they have begun, else asked for lately, else owe; else the only one they ever hand in. */
export async function meantForm(asked: Asked, models: Models, duties: Duty[]): Promise<Duty | undefined> {
  const template = duties.filter(({ form }) => form.style === 'template');
  if (duties.length === 1 && template.length === 1) return template[0];
  const begun = await begunForm(asked, models, duties);
  if (begun || template.length < 2) return begun ?? template[0];
  const known = (await askedForm(asked, models, template)) ?? (await owedForm(asked, models, template));
  const [only, ...others] = known ? [known] : await theirForms(asked, models, template);
  return others.length === 0 ? only : undefined;
}

/** Those of some forms the speaker ever hands in: what they answer for, and what anybody may. */
async function theirForms(asked: Asked, models: Models, duties: readonly Duty[]): Promise<Duty[]> {
  const { speaker, school, today } = asked;
  const all = await answered(speaker, school, models, today);
  const isTheirs = async (duty: Duty): Promise<boolean> =>
    all.some((each) => each.duty.key === duty.key) ||
    (duty.handIn === 'anyone' && (await namesToHandIn(duty, speaker, school, models, today)).length > 0);
  const templates = duties.filter(({ form }) => form.style === 'template');
  const theirs = await Promise.all(templates.map(isTheirs));
  return templates.filter((_, index) => theirs[index]);
}

/** Which of several forms some lines are of is asked of those the speaker hands in; where it is none of them, so it is said. */
export async function askWhichOfTheirs(
  asked: Asked,
  models: Models,
  duties: readonly Duty[],
): Promise<Say[] | undefined> {
  const templates = duties.filter(({ form }) => form.style === 'template');
  const theirs = await theirForms(asked, models, templates);
  if (theirs.length > 1) return askWhichTemplate(asked, theirs);
  return theirs.length === 0 && templates.length > 1 ? here(texts.noneOfYours(templates)) : undefined;
}

/** Lines that are as much of one form as of another, and perhaps of a training's template, are asked about. */
export function askWhichTemplate(asked: Asked, forms: readonly Duty[], training = false): Say[] {
  const choices = [
    ...(training ? [{ label: texts.TRAINING, says: `${texts.TRAINING}\n${asked.args}` }] : []),
    ...forms.map(({ name, word }) => ({ label: name, says: `${word}\n${asked.args}` })),
  ];
  const names = choices.map(({ label }) => label);
  const inWords = texts.whichTemplateInWords(names, training ? texts.TRAINING : (forms[0]?.word ?? ''));
  return askToChoose(asked, texts.whichTemplate, choices, inWords);
}

const ownersOf = ({ speaker, school, today }: Asked, models: Models) => answeredBy(speaker, school, models, today);

/** The form that was given last to be filled in, where a text has lines of it, though without their colons. */
export async function formWithoutColons(asked: Asked, models: Models): Promise<Duty | undefined> {
  const forms = formsWithoutColons(asked, models);
  const given = forms.length > 0 ? await formGiven(asked, models) : undefined;
  return forms.find((each) => each === given?.duty);
}

/** The one of which such lines can be that was begun or asked for lately. */
export async function formBeforeWithoutColons(asked: Asked, models: Models): Promise<Duty | undefined> {
  const forms = asked.event.chat.kind === 'private' ? formsWithoutColons(asked, models) : [];
  return forms.length > 0 ? formBefore(asked, models, forms) : undefined;
}

const formsWithoutColons = ({ args }: Asked, { catalogue }: Models): Duty[] =>
  catalogue.duties.filter(({ form }) => form.style === 'template' && withColon(form.fields, args) !== undefined);

/** Which of them the speaker has begun, or has asked for lately. */
export const formBefore = async (asked: Asked, models: Models, duties: Duty[]): Promise<Duty | undefined> =>
  (await begunForm(asked, models, duties)) ?? askedForm(asked, models, duties);

async function begunForm(asked: Asked, models: Models, duties: Duty[]): Promise<Duty | undefined> {
  const { submissions } = models;
  const mine = { by: asked.speaker._id, owners: await ownersOf(asked, models) };
  const touched = await submissions.touchedBy(asked.event.key, mine);
  const drafts = await submissions.latestOf(mine, ['draft', 'returned'], MOST_DRAFTS);
  for (const each of touched ? [touched, ...drafts] : drafts) {
    const duty = duties.find(({ key }) => key === each.duty);
    if (duty && goesOnWith(asked.speaker._id, each, duty)) return duty;
  }
  return undefined;
}

/** The one somebody has asked for last in this chat, by its word. */
export async function askedForm(asked: Asked, models: Models, duties: readonly Duty[]): Promise<Duty | undefined> {
  for (const text of await saidBefore(asked, models)) {
    const duty = formIn(text, duties);
    if (duty) return duty;
  }
  return undefined;
}

/** The one whose word a text begins with. */
export const formIn = (text: string, duties: readonly Duty[]): Duty | undefined =>
  duties.find(({ word, name, aliases }) => [word, name, ...aliases].some((each) => after(each, text) !== undefined));

async function owedForm(asked: Asked, models: Models, duties: Duty[]): Promise<Duty | undefined> {
  const theirs = await seesTo(asked.speaker, asked.school, models, asked.today);
  for (const owner of theirs.owners) {
    const open = await models.rolls.ofOwner(owner, asked.now);
    const owed = open.filter(
      ({ duty, period, entries }) =>
        theirs.covers(duty, owner, period) &&
        entries.some((entry) => entry.owner === owner && OWING.includes(entry.status)),
    );
    const duty = duties.find(({ key }) => owed.some((roll) => roll.duty === key));
    if (duty) return duty;
  }
  return undefined;
}
