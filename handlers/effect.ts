import * as texts from '../config/texts/effect.js';
import { addedUp } from '../models/effect.js';
import { type Handler, here } from './handler.js';
import { inCard } from './in-card.js';

/** 催交效果: by profile and step, what the reminders of this term came to. For whoever sees the whole county. */
export const effect: Handler = async (asked, models) => {
  if (!asked.rights.has('see-county')) return here(texts.notYours);
  const { calendar, effects, catalogue } = models;
  const term = calendar.termOf(asked.today) ?? calendar.terms.findLast(({ to }) => to < asked.today);
  const all = term ? await effects.between(term.from, term.to) : [];
  // A step that has spoken to nobody came to nothing, and nothing follows from it.
  const spoken = addedUp(all, catalogue.profiles).filter(({ counts }) => counts.nagged > 0);
  if (!term || spoken.length === 0) return here(texts.nothingYet);
  const rows = spoken.map(texts.rowOf);
  const text = texts.effect(term, rows);
  return inCard(asked, text, { title: texts.title(term), blocks: texts.blocks(rows) }, models);
};
