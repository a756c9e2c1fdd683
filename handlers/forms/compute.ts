import type { Compute, Field, Values } from '../../models/field.js';
import { standingOf } from './asked.js';

/** The values with those that are worked out, in the order of the form; what cannot be worked out, or is not asked, has none. */
export function withComputed(fields: readonly Field[], values: Values): Values {
  const all: Values = { ...values };
  for (const field of fields) {
    if (field.type !== 'number' || !field.compute) continue;
    const value = worked(field.compute, all);
    delete all[field.key];
    if (value !== undefined && standingOf(field, fields, all) === 'yes') all[field.key] = value;
  }
  return all;
}

function worked(compute: Compute, values: Values): number | undefined {
  const numbers = sourcesOf(compute).map((key) => numberAt(values, key));
  if ('sum' in compute) {
    const given = numbers.filter((each) => each !== undefined);
    return given.length === 0 ? undefined : tidy(given.reduce((sum, each) => sum + each, 0));
  }
  const [part, whole] = numbers;
  if (part === undefined || whole === undefined || whole === 0) return undefined;
  return Math.round((part / whole) * 1000) / 10;
}

/** The fields a computed one is worked out from. */
export const sourcesOf = (compute: Compute): string[] => ('sum' in compute ? compute.sum : [...compute.ratio]);

const numberAt = (values: Values, key: string): number | undefined => {
  const value = values[key];
  return typeof value === 'number' ? value : undefined;
};

/** 0.1 + 0.2 is 0.3 to whoever typed them. */
const tidy = (sum: number): number => Number(sum.toFixed(6));
