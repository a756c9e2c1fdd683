import { called } from '../config/texts/collection.js';
import * as texts from '../config/texts/training-material.js';
import { isTaking } from '../models/collection.js';
import { type Material, MOST_MATERIALS, materialRecord, type NumberedMaterial } from '../models/material.js';
import type { Models } from '../models/models.js';
import { quietMs } from '../models/nag.js';
import type { ToSend } from '../models/outbox.js';
import { heldOf, isLiving, signUpOf, type Training } from '../models/training.js';
import { MOST_ALONG } from './forms/attachments.js';
import { halfWidth } from './forms/field.js';
import { handOver } from './hand-over.js';
import { type Asked, type Handler, here, type Say } from './handler.js';
import { fetchFor, withLooseFiles } from './hung-files.js';
import { inCard } from './in-card.js';
import { mayNotRun } from './training.js';
import { hostOf, mayHave, mayRun, roleIn, trainingNamed } from './training-named.js';

const MOST_LETTERS = 500;
/** What is handed out one thing after the other is told in one message: this long after the first, … */
const TOLD_AFTER_MS = 3 * 60_000;
/** … and nothing joins it in its last minute, when it may be on its way. */
const JOINS_UNTIL_MS = 60_000;

/**
 * 培训资料 3: what was handed out, for who has a place and who looks after it; 培训资料 3 2: the second of it, with its
 * files. From whoever looks after it, with a link, words or files, also files sent just before: one more.
 */
export const trainingMaterials: Handler = async (asked, models) => {
  const found = await heldTraining(asked, '培训资料', models);
  if ('problem' in found) return here(found.problem);
  const { training, rest } = found;
  const role = roleIn(training, asked);
  if (!mayHave(training, role)) return refuse(training, asked, models);
  const no = numberIn(rest);
  if (no !== undefined) return give(training, no, asked, models);
  const given = role === 'host' ? await withLooseFiles(asked, models) : asked;
  if (rest === '' && given.event.attachments.length === 0) return list(training, asked, models);
  if (role !== 'host') return here(texts.mayNotAdd(training, await hostOf(training, models)));
  return add(training, rest, given, models);
};

async function refuse(training: Training, { speaker }: Asked, models: Models): Promise<Say[]> {
  const own = signUpOf(training, speaker._id);
  const waits = own && isLiving(own) && training.state !== 'cancelled';
  return here(waits ? texts.notYet(training) : texts.notFor(training, await hostOf(training, models)));
}

/** Whether files sent by themselves after 培训资料 3 are to be handed out. */
export async function takesMaterials(asked: Asked, models: Models): Promise<boolean> {
  const found = await heldTraining(asked, '培训资料', models);
  return 'training' in found && roleIn(found.training, asked) === 'host';
}

/** A training that is named, as far as the speaker may know of it. */
async function heldTraining(
  asked: Asked,
  verb: string,
  models: Models,
): Promise<{ training: Training; rest: string } | { problem: string }> {
  const found = await trainingNamed(asked.args, verb, models);
  if ('problem' in found) return found;
  const training = await models.trainings.byNo(found.training._id);
  if (!training || (training.state === 'draft' && !mayRun(training, asked)))
    return { problem: texts.noTraining(found.training._id) };
  return { training, rest: found.rest };
}

/** 2 · 第2份 */
function numberIn(rest: string): number | undefined {
  const found = /^第?(\d{1,2})份?$/.exec(halfWidth(rest));
  return found ? Number(found[1]) : undefined;
}

async function add(training: Training, text: string, asked: Asked, models: Models): Promise<Say[]> {
  const { event, speaker, now } = asked;
  const refused = mayNotRun(asked);
  if (refused) return here(refused);
  if (training.state === 'draft' || training.state === 'cancelled') return here(texts.notHeld(training));
  if (text.length > MOST_LETTERS) return here(texts.tooLong(MOST_LETTERS));
  const { all, ever } = await models.materials.of(training._id);
  const again = all.find(({ _id }) => _id === event.key);
  if (ever >= MOST_MATERIALS && !again) return here(texts.full(training, MOST_MATERIALS));
  const attachments = event.attachments.slice(0, MOST_ALONG);
  const notice = again?.notice ?? noticeFor(event.key, all, now, models);
  const material = { _id: event.key, training: training._id, text, attachments, by: speaker._id, at: now, notice };
  await models.materials.add(material);
  await fetchFor({ record: materialRecord(event.key), held: attachments }, asked, models);
  const count = await tell(training, notice, now, models);
  const added = (await models.materials.of(training._id)).all.find(({ _id }) => _id === event.key);
  const line = added ?? { no: ever + 1, text, files: attachments };
  const spare = event.attachments.length - attachments.length;
  return here(texts.added(training, { line, count, at: notice.at, spare }, { now, calendar: models.calendar }));
}

/** The notice it is told with: one that still waits, or a new one, out of the quiet hours. */
function noticeFor(event: string, all: NumberedMaterial[], now: Date, models: Models): Material['notice'] {
  const waiting = all.findLast(({ notice }) => notice.at.getTime() > now.getTime() + JOINS_UNTIL_MS);
  const at = new Date(now.getTime() + TOLD_AFTER_MS);
  return waiting?.notice ?? { of: event, at: new Date(at.getTime() + quietMs(at, models)) };
}

/** Has everybody with a place told, each once a notice; answers how many. */
async function tell(training: Training, { of, at }: Material['notice'], now: Date, models: Models): Promise<number> {
  const people = heldOf(training).filter(({ state }) => state === 'in');
  const messages = people.map(
    ({ person }): ToSend => ({
      key: `training:${training._id}:materials:${of}:${person}`,
      dispatch: { kind: 'materials', training: training._id, notice: of, person },
      afterMs: Math.max(0, at.getTime() - now.getTime()),
    }),
  );
  await models.outbox.enqueue(messages, now);
  return people.length;
}

/** The list, in private; with a button for each that has files. */
async function list(training: Training, asked: Asked, models: Models): Promise<Say[]> {
  const { all } = await models.materials.of(training._id);
  const isHost = mayRun(training, asked);
  const text = texts.list(training, all, isHost);
  if (asked.event.chat.kind === 'group') return [...here(texts.sentPrivately), { text, to: asked.speaker._id }];
  const buttons = texts.buttonsOf(training, all);
  if (buttons.length === 0) return here(text);
  const blocks = [{ kind: 'text', text } as const, { kind: 'buttons', buttons } as const];
  return inCard(asked, text, { title: training.title, blocks }, models);
}

/** One of them: its files, or its words. */
async function give(training: Training, no: number, asked: Asked, models: Models): Promise<Say[]> {
  const { all } = await models.materials.of(training._id);
  const material = all.find((each) => each.no === no);
  if (!material) return here(texts.noSuch(training, no));
  const hung = { record: materialRecord(material._id), held: material.attachments };
  const says = [
    ...(material.text ? here(material.text) : []),
    ...(await handOver(hung, asked, models, await hostOf(training, models))),
  ];
  if (asked.event.chat.kind === 'private') return says;
  return [...here(texts.sentPrivately), ...says.map((say) => ({ ...say, to: asked.speaker._id }))];
}

/** 取消资料 3 2: nobody is shown it any more. */
export const removeMaterial: Handler = async (asked, models) => {
  const found = await heldTraining(asked, '取消资料', models);
  if ('problem' in found) return here(found.problem);
  const { training, rest } = found;
  if (!mayRun(training, asked)) return here(texts.mayNotRemove(training, await hostOf(training, models)));
  const no = numberIn(rest);
  if (no === undefined) return here(texts.whichToRemove(training));
  const { all } = await models.materials.of(training._id);
  const material = all.find((each) => each.no === no);
  if (!material) return here(texts.noSuch(training, no));
  await models.materials.remove(material._id);
  return here(texts.removed(training, no));
};

/** What hangs on a training, for who has a place or hosts it: materials, and what is to be filled in. */
export async function attachedTo(
  training: Training,
  isHost: boolean,
  { now }: Asked,
  models: Models,
): Promise<string[]> {
  const { _id } = training;
  const [{ all }, collections] = await Promise.all([models.materials.of(_id), models.collections.ofTraining(_id)]);
  const shown = collections.filter((each) => isTaking(each, now) || (isHost && each.state !== 'cancelled'));
  return [
    ...(all.length > 0 ? [texts.materials(training, all)] : []),
    ...(shown.length > 0 ? [texts.toFillIn(shown.map(called), isHost)] : []),
  ];
}
