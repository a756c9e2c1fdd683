import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * CPU time of the processes this one started, in microseconds, to a hundredth of a second: the embedded engine's. 0
 * where there is no /proc.
 */
export function childrenMicros(): number {
  if (!existsSync('/proc/self/stat')) return 0;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const micros = pids.map(statOf).filter(({ parent }) => parent === process.pid);
  return micros.reduce((sum, { ticks }) => sum + ticks, 0) * 10_000;
}

/** proc(5): after the name in brackets come state, parent and, as the 12th and 13th, the hundredths of a second used. */
function statOf(pid: string): { parent: number; ticks: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return { parent: 0, ticks: 0 };
  }
}
