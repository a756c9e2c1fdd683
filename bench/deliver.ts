/**
 * A message to each of 20,000 persons and four into each of 300 groups, sent by one program to a stand-in that enforces
 * the platform's rates: how much of what is allowed is used, how often it refuses, and how much memory it takes. Time
 * goes faster here: limits, answers and time-outs alike.
 *
 *   npm run bench bench/deliver.ts -- [--gap 31] [--persons 20000]
 *
 * `gap`: milliseconds between two sends, in place of the real ones.
 */
import { parseArgs } from 'node:util';
import { feishuLimits } from '../config/limits/feishu.js';
import { benchSendOff, printSendOff } from './support/send-off.js';

const { values } = parseArgs({
  options: { gap: { type: 'string', default: '31' }, persons: { type: 'string', default: '20000' } },
});
const { report, peakMb } = await benchSendOff({
  persons: { count: Number(values.persons), each: 1 },
  groups: { count: 300, each: 4 },
  instances: 1,
  speed: feishuLimits.sendEveryMs / Number(values.gap),
  latencyMs: 200,
});
printSendOff(report, peakMb);
process.exit(0);
