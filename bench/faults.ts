/**
 * Ten thousand messages to persons and groups while 5 % of the calls fail, hang, are throttled, or have their effect
 * and lose their answer; two instances of the program on one database. Every message has to arrive once, in the order
 * of its chat, and none above the rate. Time goes faster here: limits, answers, time-outs and retries alike.
 *
 *   npm run bench bench/faults.ts -- [--gap 31] [--seed 1] [--messages 10000]
 *
 * `gap`: milliseconds between two sends, in place of the real ones.
 */
import { parseArgs } from 'node:util';
import { feishuLimits } from '../config/limits/feishu.js';
import { FIVE_PERCENT } from '../test/support/feishu/fault-plans.js';
import { benchSendOff, printSendOff } from './support/send-off.js';

const { values } = parseArgs({
  options: {
    gap: { type: 'string', default: '31' },
    seed: { type: 'string', default: '1' },
    messages: { type: 'string', default: '10000' },
  },
});
const groups = { count: 300, each: Math.round(Number(values.messages) / 500) };
const persons = { count: Math.round((Number(values.messages) - groups.count * groups.each) / 2), each: 2 };
const { report, peakMb } = await benchSendOff({
  persons,
  groups,
  instances: 2,
  speed: feishuLimits.sendEveryMs / Number(values.gap),
  latencyMs: 200,
  plan: { ...FIVE_PERCENT, seed: Number(values.seed) },
});
printSendOff(report, peakMb);
const { put, arrived, twice, disordered, conflicts, unsent, traffic } = report;
const whole = arrived === put && twice + disordered + conflicts + unsent === 0;
const within = traffic.tooMany + traffic.tooManyToOne === 0;
console.log(whole && within ? 'every message once, in order, within the rate' : 'NOT every message once and in order');
process.exit(whole && within ? 0 : 1);
