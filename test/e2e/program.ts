import { startApp } from '../../app.js';
import { loadEnv } from '../../config/env.js';
import { createLog } from '../../main.js';
import { MovableClock } from '../../models/clock.js';

/**
 * The real program in a process of its own, as `serve` starts it, but with a clock its parent puts forward:
 * `{to: ISO}` lives through what the schedule would have done until then and answers `{at, passed}`.
 */
const clock = new MovableClock();
clock.moveTo(new Date(process.env['BEGIN_AT'] ?? Date.now()));
/** This machine's own clock, which may be wrong. */
const aheadMs = Number(process.env['OWN_AHEAD_MS'] ?? 0);
const own = { now: () => new Date(Date.now() + aheadMs) };
const app = await startApp(loadEnv(process.env), { clock, own, log: createLog(process.env['LOG_LEVEL'] ?? 'warn') });

process.on('message', (message: { to: string }) => {
  void app.travelTo(new Date(message.to)).then(
    (passed) => process.send?.({ at: message.to, passed }),
    (error: Error) => process.send?.({ at: message.to, error: error.message }),
  );
});
process.on('disconnect', () => process.exit(0));
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
process.send?.({ url: app.url });
