import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cardOf } from '../../../bots/feishu/card.js';
import { feishuLimits } from '../../../config/limits/feishu.js';
import { isHolder } from '../../../handlers/forms/attachments.js';
import { controlsOf } from '../../../handlers/forms/controls.js';
import { readFields } from '../../../handlers/forms/reading.js';
import { shownValues } from '../../../handlers/forms/shown.js';
import type { Values } from '../../../models/field.js';
import { type FeishuOnStandIn, feishuOnStandIn } from '../../support/feishu/bot.js';
import { CardJson } from '../../support/feishu/card-json.js';
import { pressOf } from '../../support/feishu/press.js';
import { anyRecord, TODAY } from '../../support/form-arbitrary.js';
import { testLookup } from '../../support/lookup.js';

let trial: FeishuOnStandIn;
beforeAll(async () => {
  trial = await feishuOnStandIn();
});
afterAll(() => trial.platform.stop());

test('a card that shows a record sends the same record', async () => {
  const now = new Date();
  await fc.assert(
    fc.asyncProperty(anyRecord, async ({ fields, values }) => {
      const shown = await shownValues(fields, values, testLookup);
      const controls = controlsOf({ fields, values, shown, problems: new Map(), today: TODAY });
      const form = { title: '记录', explanation: '', controls, submit: '提交', ref: 'ref' };
      const card = CardJson.parse(cardOf(form, feishuLimits));
      const { headers, body } = trial.events.cardAction(pressOf(card, {}), { by: 'ou_1', messageId: 'om_1', at: now });
      const received = trial.bot.receive({ headers, body, now });
      const [event] = received.kind === 'events' ? received.events : [];
      if (event?.kind !== 'form') throw new Error(received.kind);
      const files: Values = Object.fromEntries(
        fields.filter(isHolder).flatMap(({ key }) => (values[key] ? [[key, values[key]]] : [])),
      );
      const filled = { typed: new Map(Object.entries(event.values)), attachments: [], whole: true };
      const reading = await readFields(fields, filled, { today: TODAY, lookup: testLookup }, files);
      expect(reading).toEqual({ values, problems: [], spare: 0 });
    }),
  );
});
