import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import Koa from 'koa';
import { fileLimits } from '../../../config/limits/files.js';
import { isHolder } from '../../../handlers/forms/attachments.js';
import { controlsOf } from '../../../handlers/forms/controls.js';
import type { Typed } from '../../../handlers/forms/read-value.js';
import { readFields } from '../../../handlers/forms/reading.js';
import { shownValues } from '../../../handlers/forms/shown.js';
import type { Values } from '../../../models/field.js';
import { silent } from '../../../models/log.js';
import { createAssets } from '../../../web/assets.js';
import { formHtml } from '../../../web/forms/page.js';
import { formRoutes } from '../../../web/forms/routes.js';
import { anyRecord, TODAY } from '../../support/form-arbitrary.js';
import { formData } from '../../support/form-data.js';
import { testLookup } from '../../support/lookup.js';

const form = { title: '', explanation: '', controls: [], submit: '提交', ref: 'x' };
let taken: Record<string, Typed> = {};
const server = new Koa().use(
  formRoutes({
    page: async () => ({ state: 'open', form }),
    take: async (_token, _at, { values }) => {
      taken = values;
      return true;
    },
    keep: () => async () => ({ kind: 'not-kept', why: 'wrong-type' }),
    uploads: fileLimits.uploads,
    assets: createAssets(),
    log: silent,
  }),
);
let url = '';
let listening: ReturnType<typeof server.listen>;
beforeAll(async () => {
  listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(async () => {
  listening.close();
  listening.closeAllConnections();
  await once(listening, 'close');
});

test('a page that shows a record sends the same record', async () => {
  await fc.assert(
    fc.asyncProperty(anyRecord, async ({ fields, values }) => {
      const shown = await shownValues(fields, values, testLookup);
      const controls = controlsOf({ fields, values, shown, problems: new Map(), today: TODAY });
      const html = formHtml({ state: 'open', form: { ...form, controls } }, '6a1f6c1e-3f0c-4a59-9a43-0d8a3c0c9b11');
      const response = await fetch(`${url}/forms/x`, {
        method: 'POST',
        body: formData(html),
        headers: { origin: url },
        redirect: 'manual',
      });
      expect(response.status).toBe(303);
      const files: Values = Object.fromEntries(
        fields.filter(isHolder).flatMap(({ key }) => (values[key] ? [[key, values[key]]] : [])),
      );
      const filled = { typed: new Map(Object.entries(taken)), attachments: [], whole: true };
      const reading = await readFields(fields, filled, { today: TODAY, lookup: testLookup }, files);
      expect(reading).toEqual({ values, problems: [], spare: 0 });
    }),
  );
});
