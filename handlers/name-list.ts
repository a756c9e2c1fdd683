import type { SchoolCode } from '../models/ids.js';
import type { Models } from '../models/models.js';
import { halfWidth } from './forms/field.js';

/** 李一、周二和吴三: each by themselves; a name with 和 in it (和平) stays one where somebody of the school is called so. */
export async function namesIn(text: string, school: SchoolCode, { people }: Pick<Models, 'people'>): Promise<string[]> {
  const apart = halfWidth(text)
    .split(/[\s、,;]+/)
    .filter(Boolean);
  const perWord = apart.map(async (word) => {
    if (!AND.test(word) || (await people.named(school, word)).length > 0) return [word];
    return word.split(AND).filter(Boolean);
  });
  return [...new Set((await Promise.all(perWord)).flat())];
}

const AND = /[和与及跟]/;
