import { fullDayText } from '../config/texts/format.js';
import * as texts from '../config/texts/training-host.js';
import type { CardView, Control } from '../models/message.js';
import type { Models } from '../models/models.js';
import { postingOf } from '../models/posting.js';
import type { Saying } from '../models/press-token.js';
import type { TrainingHead } from '../models/training.js';
import { audienceOf } from '../models/training-people.js';
import type { TrainingProgramme } from '../models/training-programme.js';
import type { NewTraining } from '../models/trainings.js';
import { askToChoose } from './choice.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { inCard } from './in-card.js';
import { inParts } from './parts.js';
import { postedWhere } from './posting.js';
import { saidBefore } from './said-before.js';
import { trainingNamed } from './training-named.js';
import { ruleText } from './training-rule.js';
import { labelsOfTraining, linesOf, readLines, untakenOf } from './training-template.js';

/**
 * 开培训 [项目]: the programme's template, to be filled in here or on a card; 开培训 照3: the same with what stood in
 * number 3. Filled in and sent back: a draft, with the list of whom it would be for.
 */
export const draftTraining: Handler = async (asked, models) => {
  const refused = mayNotRun(asked);
  if (refused) return here(refused);
  const { trainings: programmes } = models.catalogue;
  if (programmes.length === 0) return here(texts.noProgrammes);
  const [word = ''] = asked.args.split(/\s/);
  const like = /^照\s*([\d０-９].*)$/.exec(asked.args.split('\n')[0] ?? '')?.[1];
  if (like) return copyOf(like, asked, models);
  const lines = linesOf(asked.args);
  const programme = programmeCalled(word, models) ?? (await programmeOf(lines, asked, models));
  if (!programme) return whichProgramme(asked, models);
  const behind = programmeCalled(word, models) ? asked.args.slice(word.length) : asked.args;
  const untaken = notTaken(behind);
  if (Object.keys(lines).length > 0) return [...(await draft(programme, lines, asked, models)), ...untaken];
  const last = await models.trainings.lastOf(programme.key);
  return [...(await templateOf(programme, await linesFrom(programme, models), asked, models, last)), ...untaken];
};

/** Which lines of a template were not taken. */
export function notTaken(text: string): Say[] {
  const untaken = untakenOf(text);
  return untaken.length > 0 ? here(texts.untaken(untaken)) : [];
}

/** A sentence where somebody may not run trainings, or not here: the answers hold names. */
export function mayNotRun({ rights, event }: Asked): string | undefined {
  if (!rights.has('run-trainings')) return texts.mayNot;
  return event.chat.kind === 'group' ? texts.onlyPrivately : undefined;
}

const programmeCalled = (text: string, { catalogue }: Models): TrainingProgramme | undefined =>
  catalogue.trainings.find(({ word, name }) => word === text || name === text);

/** A filled-in template whose first line is missing: it is of the programme it has the name of, else the one asked for last. */
async function programmeOf(lines: texts.Lines, asked: Asked, models: Models): Promise<TrainingProgramme | undefined> {
  if (Object.keys(lines).length === 0) return undefined;
  const named = programmeCalled(lines.名称 ?? '', models);
  if (named) return named;
  const words = [asked.event.text, ...(await saidBefore(asked, models))].flatMap(
    (text) => /^开培训\s*(\S+)/m.exec(text)?.[1] ?? [],
  );
  return words.map((word) => programmeCalled(word, models)).find((each) => each !== undefined);
}

/** What was filled in already goes along with the choice. */
function whichProgramme(asked: Asked, models: Models): Say[] {
  const words = models.catalogue.trainings.map(({ word }) => word);
  const isFilledIn = labelsOfTraining(asked.args) > 0;
  const filledIn = isFilledIn ? `\n${asked.args}` : '';
  const choices = words.map((word) => ({ label: word, says: `开培训 ${word}${filledIn}` }));
  const question = isFilledIn ? texts.whichOfIt : texts.whichTitle;
  return askToChoose(asked, question, choices, texts.whichProgramme(words));
}

/** What a programme says of itself, in the words of the template. */
async function linesFrom(
  {
    name,
    audience,
    places,
    perSchool,
    approval,
  }: Pick<TrainingProgramme, 'name' | 'audience' | 'places' | 'perSchool' | 'approval'>,
  models: Models,
): Promise<texts.Lines> {
  return {
    名称: name,
    对象: await ruleText(audience, models),
    名额: String(places),
    ...(perSchool && { 每校名额: String(perSchool) }),
    学校审核: approval ? '是' : '否',
  };
}

async function copyOf(no: string, asked: Asked, models: Models): Promise<Say[]> {
  const found = await trainingNamed(no, '开培训 照', models);
  if ('problem' in found) return here(found.problem);
  const { title, place, also, except, ...rest } = found.training;
  const programme = models.catalogue.trainings.find(({ key }) => key === rest.programme);
  if (!programme) return whichProgramme(asked, models);
  const people = await models.people.byIds([...also, ...except]);
  const there = (ids: readonly string[]): string =>
    people.flatMap(({ _id, endedOn }) => (ids.includes(_id) && !endedOn ? [_id] : [])).join('、');
  const lines = {
    ...(await linesFrom({ name: title, ...rest }, models)),
    地点: place,
    另加: there(also),
    不含: there(except),
  };
  return templateOf(programme, lines, asked, models);
}

/** The template in words, and the same to be filled in on a card. */
function templateOf(
  { word, name }: TrainingProgramme,
  lines: texts.Lines,
  asked: Asked,
  models: Models,
  last?: TrainingHead,
): Promise<Say[]> {
  const { calendar } = models;
  const when = last && { _id: last._id, when: fullDayText(calendar.dayOf(last.begins)) };
  const controls = texts.LABELS.map(
    (label, i): Control => ({
      kind: 'line',
      key: `l${i}`,
      label,
      value: lines[label] ?? '',
      most: 200,
      required: false,
      ...(texts.hints[label] && { hint: texts.hints[label] }),
    }),
  );
  const says = [`开培训 ${word}`, ...texts.LABELS.map((label, i) => `${label}：{l${i}}`)].join('\n');
  const explained = texts.howToFill(when);
  const card: CardView<Saying> = {
    title: texts.cardTitle(name),
    blocks: [
      { kind: 'text', text: explained },
      { kind: 'ask', controls, submit: { label: texts.fillIn, says, primary: true } },
    ],
  };
  return inCard(asked, `${explained}\n${texts.template(word, lines)}`, card, models);
}

async function draft(programme: TrainingProgramme, lines: texts.Lines, asked: Asked, models: Models): Promise<Say[]> {
  const { now, today, speaker, event } = asked;
  const { change, problems } = await readLines(lines, { now, today }, models);
  const missing = (['名称', '时间', '地点', '名额', '报名截止'] as const).filter((label) => !lines[label]);
  const { title, sessions, place, places, closesAt } = change;
  if (problems.length > 0 || !title || !sessions || !place || !places || !closesAt)
    return here(texts.problems([...missing.map(texts.missing), ...problems]));
  const training = await models.trainings.draft({
    programme: programme.key,
    host: speaker._id,
    event: event.key,
    audience: programme.audience,
    approval: false,
    also: [],
    except: [],
    ...change,
    ...({ title, sessions, place, places, closesAt } satisfies Partial<NewTraining>),
  });
  return showDraft(training, asked, models);
}

/** A draft with whom it is for today, and what can be done with it. */
export async function showDraft(training: TrainingHead, asked: Asked, models: Models): Promise<Say[]> {
  const meant = await audienceOf(training, asked, models);
  const names = meant.flatMap(({ people }) => people.map(({ name }) => name));
  const schools = meant.map(({ school, people }) => ({ name: school.name, count: people.length }));
  const at = meant.map(({ school }) => school);
  const posting = await postingOf(training.audience, at, models);
  const text = texts.drafted(
    training,
    { count: names.length, schools, names },
    {
      rule: await ruleText(training.audience, models),
      where: postedWhere(posting, at),
      now: asked.now,
      calendar: models.calendar,
    },
  );
  const parts = inParts(text);
  const last = parts.pop() ?? '';
  const buttons: Saying[] = [
    { label: texts.buttons.publish, says: `发布 ${training._id}`, primary: true },
    { label: texts.buttons.cancel, says: `取消培训 ${training._id}` },
  ];
  const blocks = [
    { kind: 'text' as const, text: last },
    { kind: 'buttons' as const, buttons },
  ];
  const card = await inCard(asked, last, { title: training.title, blocks }, models);
  return [...parts.flatMap((part) => here(part)), ...card];
}
