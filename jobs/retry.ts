/**
 * Waits before the next try, in milliseconds, by how often it has failed; undefined: give up. Together about 40
 * minutes, inside the hour in which Feishu takes a key sent twice for one message.
 */
export const retryInMs = (failures: number): number | undefined =>
  [1_000, 5_000, 20_000, 60_000, 180_000, 300_000, 600_000, 900_000][failures - 1];

/** A database that was away is asked again soon, however often it was away: what waits is not at fault. */
export const AFTER_OUTAGE_MS = 1_000;
