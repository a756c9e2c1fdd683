/** 2026-10-04 18:23:46.05 +0800 CST m=+3612.1: a time as Go prints it, with or without its monotonic part. */
const GO =
  /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d{1,9})? ([+-])(\d\d)(\d\d) (?:[A-Z]{1,5}|[+-]\d{2,4})(?: m=[+-]\d{1,12}\.\d{1,9})?$/;

/**
 * The instant of a signed delivery, in milliseconds: exactly ten digits of Unix seconds, or, seen on card callbacks,
 * Go's notation. Undefined for anything else, also for days that no calendar has: what is not understood is not fresh.
 * Both have an end of their own, because the timestamp is signed joined to the nonce, without a separator.
 */
export function instantOf(timestamp: string): number | undefined {
  if (/^\d{10}$/.test(timestamp)) return Number(timestamp) * 1000;
  const found = GO.exec(timestamp);
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same = [local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCHours(), local.getUTCMinutes()];
  if (String(same) !== String([month, day, hour, minute]) || second > 59) return undefined;
  const offsetMs = (Number(found[8]) * 60 + Number(found[9])) * 60_000;
  return local.getTime() - (found[7] === '-' ? -offsetMs : offsetMs);
}
