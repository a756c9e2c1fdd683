import * as texts from '../config/texts/submit.js';
import type { Duty } from '../models/duty.js';
import type { Values } from '../models/field.js';
import type { Models } from '../models/models.js';
import { unitKeyOf } from '../models/unit.js';
import type { Doubt } from './forms/doubts.js';

/**
 * A number under which something else is registered already: handed in so, the record changes that one. Asked about
 * once, for a project goes by its number and two may be written with the same by mistake.
 */
export async function takenNumber(
  { registers, form }: Duty,
  values: Values,
  draft: Values | undefined,
  { units }: Pick<Models, 'units'>,
): Promise<Doubt[]> {
  const { code, name } = registers ?? {};
  if (!registers || !code || !name || !values[code]) return [];
  if (draft?.[code] === values[code] && draft[name] === values[name]) return [];
  const id = unitKeyOf({ registers }, values, '');
  const [known] = id ? await units.byIds([id]) : [];
  const field = form.fields.find(({ key }) => key === code);
  if (!known || !field || known.name === values[name]) return [];
  return [{ key: code, label: field.label, doubt: texts.takenNumber(known.code, known.name, String(values[name])) }];
}
