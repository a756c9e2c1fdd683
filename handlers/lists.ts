import * as texts from '../config/texts/lists.js';
import type { Models } from '../models/models.js';
import { tally } from '../models/roll.js';
import type { Collecting } from './collecting.js';
import { type Asked, type Handler, here } from './handler.js';
import { collected, ownersWith, privately, schoolsWith } from './missing.js';
import { readQuestion } from './question.js';

/** 名单 任务 [已交|补交|退回|待认定|请假|免交…] [第9周] [学校]: the list behind a number. Private, whoever asks where. */
export const list: Handler = async (asked, models) => {
  const question = await readQuestion(asked, models);
  if ('problem' in question) return here(question.problem);
  const { charge, duty, states } = question;
  if (!duty || !states) return here(texts.howToList(models.catalogue.duties[0]?.word ?? ''));
  const [one] = await collected(question, asked, models);
  if (!one) return here(texts.nothingCollected(duty.name));
  const names =
    charge.schools.length > 1 || !charge.names
      ? schoolsWith(states.statuses, one.rolls, charge.schools)
      : await ownersWith(states.statuses, one.rolls, models);
  const told = texts.list({ whose: charge.name, duty: duty.name, label: one.roll.label, state: states.word, names });
  if (asked.event.chat.kind === 'private') return here(told);
  return [...here(texts.listInGroup(states.word, names.length)), privately(asked, told)];
};

/** 全校 [学校], 全县, 片区: how everything that is being collected stands, chapter by chapter. Numbers only. */
export const wholeState: Handler = async (asked, models) => {
  const question = await readQuestion(asked, models);
  if ('problem' in question) return here(question.problem);
  const { charge } = question;
  const all = await collected({ charge, all: true }, asked, models);
  const chapters = models.catalogue.chapters.map(({ title, duties }) => ({
    title,
    lines: all.filter(({ duty }) => duties.includes(duty.key)).map((each) => stateOf(each)),
  }));
  return here(texts.wholeState(charge.name, chapters));
};

const stateOf = ({ duty, rolls, roll }: Collecting): texts.StateLine => ({
  duty: duty.name,
  label: roll.label,
  tally: tally(rolls),
});

/** 走访: a researcher's rounds: which of the schools in their charge they have been to, by every duty that counts schools. */
export const rounds: Handler = async (asked, models) => {
  const { speaker, now } = asked;
  const charge = await models.schools.byCodes(speaker.charge);
  if (charge.length === 0) return here(texts.noCharge);
  await models.ledger.openSchool(speaker.school, now);
  const perDuty = models.catalogue.duties
    .filter(({ quota, owner }) => owner.kind === 'holder' && quota.perSchoolInCharge)
    .map((duty) => roundOf(duty.key, asked, models));
  const found = (await Promise.all(perDuty)).flatMap((each) => each ?? []);
  return here(
    texts.rounds(
      charge.length,
      found.map(({ name, label, been }) => ({
        duty: name,
        label,
        been: charge.filter(({ _id }) => been.has(_id)).length,
        toGo: charge.filter(({ _id }) => !been.has(_id)).map((school) => school.name),
      })),
    ),
  );
};

async function roundOf(key: string, { speaker, now }: Asked, models: Models) {
  const duty = models.catalogue.duties.find((each) => each.key === key);
  const owner = `person:${speaker._id}`;
  const pages = await models.rolls.openOf(duty?.key ?? ('' as never), [speaker.school], now);
  const roll = pages.findLast(({ entries }) => entries.some((entry) => entry.owner === owner));
  if (!duty || !roll) return undefined;
  const records = await models.submissions.ofPages([
    { duty: duty.key, periods: [roll.period], schools: [speaker.school] },
  ]);
  const counted = records
    .filter(({ state }) => state === 'handed-in' || state === 'accepted')
    .flatMap(({ counts }) => counts.filter((count) => count.owner === owner && count.duty === duty.key));
  return { name: duty.name, label: roll.label, been: new Set(counted.map(({ distinct }) => distinct ?? '')) };
}
