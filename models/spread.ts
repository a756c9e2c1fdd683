import { createHash } from 'node:crypto';

const HALF_HOUR_MS = 30 * 60_000;

/**
 * Nothing that is spread goes out this close to a full or half hour, on either side: everybody's reminders do, and the
 * platform answers with limits of its own (client-docs/bot-v3/add-custom-bot: 尽量避开整点及半点).
 */
const CROWDED_MS = 2 * 60_000;

/**
 * An instant from `from` to before `to`, by chance, away from the crowded minutes; the same for the same name, whoever
 * asks and how often. `from` where nothing else is left. Zones with whole half hours, as all of China's.
 */
export function spreadWithin(from: Date, to: Date, name: string): Date {
  const calm: { from: number; ms: number }[] = [];
  const [start, end] = [from.getTime(), to.getTime()];
  for (let mark = Math.floor(start / HALF_HOUR_MS) * HALF_HOUR_MS; mark < end; mark += HALF_HOUR_MS) {
    const begins = Math.max(start, mark + CROWDED_MS);
    const ms = Math.min(end, mark + HALF_HOUR_MS - CROWDED_MS) - begins;
    if (ms > 0) calm.push({ from: begins, ms });
  }
  const all = calm.reduce((sum, { ms }) => sum + ms, 0);
  let left = Math.floor(all * chanceOf(name));
  for (const stretch of calm) {
    if (left < stretch.ms) return new Date(stretch.from + left);
    left -= stretch.ms;
  }
  return from;
}

/** From 0 to below 1. */
const chanceOf = (name: string): number => createHash('sha256').update(name, 'utf8').digest().readUInt32BE(0) / 2 ** 32;
