import { expect, test } from '@jest/globals';
import { feishuLimits } from '../../config/limits/feishu.js';
import { createOutbox } from '../../models/outbox.js';
import { createPace } from '../../models/pace.js';
import { testDatabase } from '../support/database.js';
import { FIVE_PERCENT } from '../support/feishu/fault-plans.js';
import { sendOff } from '../support/feishu/send-off.js';

/** The short run of bench/faults.ts: more faults, fewer messages, and no look at how fast it is. */
const { connection } = testDatabase({ others: true });
createOutbox(connection);
createPace(connection);

test('whatever fails, hangs, is throttled or loses its answer: every message once, in order, within the rate', async () => {
  const report = await sendOff({
    uri: process.env['MONGODB_URI_TEST'] ?? '',
    dbName: connection.name,
    persons: { count: 100, each: 1 },
    groups: { count: 20, each: 5 },
    instances: 2,
    speed: feishuLimits.sendEveryMs / 6,
    latencyMs: 200,
    plan: { ...FIVE_PERCENT, share: 0.1 },
  });
  expect(report).toMatchObject({ put: 200, arrived: 200, twice: 0, disordered: 0, conflicts: 0, unsent: 0 });
  expect(report.traffic).toMatchObject({ tooMany: 0, tooManyToOne: 0 });
  expect(Object.keys(report.faults).length).toBeGreaterThan(5);
}, 60_000);
