import { expect, test } from '@jest/globals';
import { withComputed } from '../../../handlers/forms/compute.js';
import type { Field } from '../../../models/field.js';

const number = { type: 'number', unit: '节', min: 0, max: 100, integer: false, required: false } as const;
const when = { field: 'kind', is: ['公开课'] };
const fields: Field[] = [
  { key: 'kind', label: '类别', type: 'choice', options: ['公开课', '常态课'], required: false },
  { key: 'given', label: '节数', ...number },
  { key: 'open', label: '公开课节数', ...number, when, compute: { sum: ['given'] } },
  { key: 'all', label: '合计', ...number, compute: { sum: ['given', 'open'] } },
];

test.each([
  ['its condition holds', { kind: '公开课', given: 2 }, { kind: '公开课', given: 2, open: 2, all: 4 }],
  ['its condition does not hold', { kind: '常态课', given: 2, open: 2 }, { kind: '常态课', given: 2, all: 2 }],
  ['nobody has said yet', { given: 2, open: 2 }, { given: 2, all: 2 }],
])('what is worked out only on a condition: %s', (_, values, expected) => {
  expect(withComputed(fields, values)).toEqual(expected);
});
