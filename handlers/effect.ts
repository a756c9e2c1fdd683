import * as texts from '../config/texts/effect.js';
import { addCounts, type Counts } from '../models/effect.js';
import { groupBy } from '../models/group-by.js';
import { LOOK_BACK } from '../models/nag.js';
import { type Handler, here } from './handler.js';
import { inCard } from './in-card.js';

/** 催交效果: by profile and step, what the reminders of this term came to. For whoever sees the whole county. */
export const effect: Handler = async (asked, models) => {
  if (!asked.rights.has('see-county')) return here(texts.notYours);
  const { calendar, effects, catalogue } = models;
  const term = calendar.termOf(asked.today) ?? calendar.terms.findLast(({ to }) => to < asked.today);
  const all = term ? await effects.between(term.from, term.to) : [];
  if (!term || all.length === 0) return here(texts.nothingYet);
  const byStep = groupBy(all, ({ profile, step }) => `${profile}|${step}`);
  const rows = catalogue.profiles.flatMap(({ key, name, steps }) =>
    [...steps, undefined].flatMap((step) => {
      const same = byStep.get(`${key}|${step?.key ?? LOOK_BACK}`);
      return same ? [{ profile: name, step: texts.stepText(step), ...same.reduce<Counts>(addCounts, NONE) }] : [];
    }),
  );
  const text = texts.effect(term, rows);
  return inCard(asked, text, { title: texts.title(term), blocks: texts.blocks(rows) }, models);
};

const NONE: Counts = { missing: 0, nagged: 0, handedIn: 0 };
