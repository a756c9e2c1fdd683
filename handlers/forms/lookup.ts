import * as texts from '../../config/texts/form.js';
import type { FieldOf } from '../../models/field.js';
import { halfWidth } from './field.js';

/** A field whose value is an id that people know by a name or number. */
export type LinkField = FieldOf<'person'> | FieldOf<'school'> | FieldOf<'link'>;

export interface Candidate {
  id: string;
  name: string;
  /** What tells it from others of the same name: its number, and where it belongs. */
  note: string;
}

/** How names become ids and ids names: people, schools, units, records. */
export interface Lookup {
  /** What a name or number can mean here, the nearest only: a number, or a name in the own school, means one. */
  find(field: LinkField, typed: string): Promise<Candidate[]>;
  /** How ids are written for people, so that `find` answers the same id; an id nobody knows is left out. */
  names(field: LinkField, ids: readonly string[]): Promise<Map<string, string>>;
}

export type FoundIds = { ok: true; ids: string[] } | { ok: false; problem: string };

/** 张三、李四 · 张三（P001） · P001: each piece is looked up; the first that is nobody or several people is asked about. */
export async function readIds(field: LinkField, typed: string, lookup: Lookup): Promise<FoundIds> {
  const pieces = piecesOf(field, typed);
  const ids: string[] = [];
  for (const piece of pieces) {
    const found = await readOne(field, piece, lookup);
    if (!found.ok) return found;
    ids.push(...found.ids);
  }
  const unique = [...new Set(ids)];
  const several = field.type !== 'link' && field.several;
  if (unique.length > 1 && !several) return { ok: false, problem: texts.onlyOne };
  return { ok: true, ids: unique };
}

/** A title may hold separators, so a link is one piece. */
const piecesOf = (field: LinkField, typed: string): string[] =>
  field.type === 'link'
    ? [halfWidth(typed)]
    : halfWidth(typed)
        .split(/[、,;\n]+/)
        .map((piece) => piece.trim())
        .filter(Boolean);

async function readOne(field: LinkField, piece: string, lookup: Lookup): Promise<FoundIds> {
  const found = await lookup.find(field, piece);
  if (found.length === 0) return readParts(field, piece, lookup);
  const [only] = found;
  if (only && found.length === 1) return { ok: true, ids: [only.id] };
  return {
    ok: false,
    problem: texts.several(
      piece,
      found.slice(0, MOST_SHOWN).map(({ note }) => note),
    ),
  };
}

/** More would not be read. */
const MOST_SHOWN = 8;

/** What is nobody as a whole: a name with its number in brackets, or names with spaces between. */
async function readParts(field: LinkField, piece: string, lookup: Lookup): Promise<FoundIds> {
  const inBrackets = /\(([^()]+)\)$/.exec(piece)?.[1];
  if (inBrackets) {
    const numbered = await lookup.find(field, inBrackets.trim());
    if (numbered[0] && numbered.length === 1) return { ok: true, ids: [numbered[0].id] };
  }
  const words = piece.split(/\s+/);
  if (field.type === 'link' || words.length < 2) return { ok: false, problem: nothing(field, piece) };
  const ids: string[] = [];
  for (const word of words) {
    const found = await lookup.find(field, word);
    if (!found[0] || found.length > 1) return { ok: false, problem: nothing(field, piece) };
    ids.push(found[0].id);
  }
  return { ok: true, ids };
}

function nothing(field: LinkField, piece: string): string {
  if (field.type === 'person') return texts.nobodyFound(piece);
  return field.type === 'school' ? texts.noSchoolFound(piece) : texts.noRecordFound(piece);
}
