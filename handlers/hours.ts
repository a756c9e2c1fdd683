import * as texts from '../config/texts/hours.js';
import type { Certificate } from '../models/certificate.js';
import { linkTo } from './certify.js';
import { coverageOf, programmeNamed } from './coverage.js';
import { halfWidth } from './forms/field.js';
import { type Handler, here } from './handler.js';

/** 我的学时 [2026] */
export const myHours: Handler = async ({ args, speaker, event, today }, models) => {
  const [typed] = /\d{4}/.exec(halfWidth(args)) ?? [];
  const year = typed === undefined ? undefined : Number(typed);
  const certificates = await models.certificates.ofPerson(speaker._id, year);
  if (certificates.length === 0) return here(texts.none(year));
  const newestFirst = certificates.toSorted((a, b) => (a.to < b.to ? 1 : -1));
  const years = [...new Set(newestFirst.map((each) => each.year))].map((each) => yearOf(each, certificates));
  // A link opens for whoever has it: into a group none is sent.
  const isPrivate = event.chat.kind === 'private';
  const trainings = newestFirst.map(async (certificate) => ({
    certificate,
    link: isPrivate ? await linkTo(certificate, models) : undefined,
  }));
  return here(texts.mine(years, await Promise.all(trainings), today));
};

function yearOf(year: number, all: readonly Certificate[]) {
  const types = new Map<string, number>();
  for (const { type, hours } of all.filter((each) => each.year === year)) {
    types.set(type, (types.get(type) ?? 0) + hours);
  }
  const total = [...types.values()].reduce((sum, hours) => sum + hours, 0);
  return { year, total, types: [...types].map(([type, hours]) => ({ type, hours })) };
}

const MOST_SCHOOLS = 30;

/** 培训覆盖 小学领导: of all whom a programme is for today, who has been trained, and who is still to be. */
export const coverage: Handler = async (asked, models) => {
  const { args, rights, event } = asked;
  if (!rights.has('run-trainings')) return here(texts.mayNotCover);
  if (event.chat.kind === 'group') return here(texts.onlyPrivately);
  const programme = programmeNamed(args.trim(), models);
  if (!programme) return here(texts.whichProgramme(models.catalogue.trainings.map(({ word }) => word)));
  const { missing, ...counts } = await coverageOf(programme, asked, models);
  const shown = missing.slice(0, MOST_SCHOOLS).map(({ school, people }) =>
    texts.missingAt(
      school.name,
      people.map(({ name }) => name),
    ),
  );
  const more = missing.length - shown.length;
  return here(
    texts.coverage(programme, counts, [...shown, ...(more > 0 ? [texts.moreSchools(more, programme.word)] : [])]),
  );
};
