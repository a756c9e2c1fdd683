import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isComputed } from '../../../handlers/forms/asked.js';
import { isHolder } from '../../../handlers/forms/attachments.js';
import { readFields } from '../../../handlers/forms/reading.js';
import { formSchema } from '../../../handlers/forms/schema.js';
import { inChat, shownValues } from '../../../handlers/forms/shown.js';
import { fillIn, readTemplate } from '../../../handlers/forms/template.js';
import type { Field, Values } from '../../../models/field.js';
import { anyRecord, TODAY } from '../../support/form-arbitrary.js';
import { testLookup } from '../../support/lookup.js';

const context = { today: TODAY, lookup: testLookup };
/** Files are not typed. */
const filesOf = (fields: Field[], values: Values): Values =>
  Object.fromEntries(fields.filter(isHolder).flatMap(({ key }) => (values[key] ? [[key, values[key]]] : [])));

test('a record is accepted by its schema as it is', () => {
  fc.assert(
    fc.property(anyRecord, ({ fields, values }) => {
      expect(formSchema(fields, TODAY).parse(values)).toEqual(values);
    }),
  );
});

test('what a template shows is read back the same, in any order, width and numbering, in one message or several', async () => {
  const habits = fc.record({
    wide: fc.boolean(),
    numbered: fc.boolean(),
    seed: fc.array(fc.nat(1000), { minLength: 10, maxLength: 10 }),
    messages: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(anyRecord, habits, async ({ fields, values }, { wide, numbered, seed, messages }) => {
      const shown = await shownValues(fields, values, testLookup);
      const template = fillIn(fields, values, shown);
      const items = fields
        .filter((field) => shown.has(field.key) && !isComputed(field))
        .map((field, i) => ({
          line: `${field.label}：${inChat(field, shown.get(field.key) ?? '')}`,
          by: seed[i] ?? 0,
        }));
      for (const { line } of items) expect(template).toContain(line);
      const typedItems = items
        .toSorted((a, b) => a.by - b.by)
        .map(({ line }, i) => `${numbered ? `${i + 1}、` : ''}${wide ? line : line.replace('：', ': ')}`);
      let known = filesOf(fields, values);
      let reading = await readFields(fields, { typed: new Map(), attachments: [] }, context, known);
      const size = Math.max(1, Math.ceil(typedItems.length / messages));
      for (let at = 0; at < typedItems.length; at += size) {
        const { typed } = readTemplate(fields, typedItems.slice(at, at + size).join('\n'));
        reading = await readFields(fields, { typed, attachments: [] }, context, known);
        known = { ...filesOf(fields, values), ...reading.values };
      }
      expect({ values: reading.values, problems: reading.problems }).toEqual({ values, problems: [] });
    }),
    { numRuns: 100 },
  );
});

test('a record without one of its required values is not accepted, and the field is named', () => {
  fc.assert(
    fc.property(anyRecord, fc.nat(20), ({ fields, values }, at) => {
      const needed = fields.filter((field) => field.required && !isComputed(field) && values[field.key] !== undefined);
      const field = needed[at % Math.max(1, needed.length)];
      fc.pre(field !== undefined);
      const { [field.key]: _gone, ...rest } = values;
      const issues = formSchema(fields, TODAY).safeParse(rest).error?.issues ?? [];
      expect(issues.map(({ path }) => path[0])).toContain(field.key);
    }),
  );
});
